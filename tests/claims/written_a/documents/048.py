"""Распознавание жестов по показаниям датчиков."""
import torch
import torch.nn as nn


class GestureNet(nn.Module):
    def __init__(self, n_sensors, hidden_dim, n_layers, n_gestures):
        super().__init__()
        self.lstm = nn.LSTM(n_sensors, hidden_dim, n_layers)
        self.drop = nn.Dropout(0.5)
        self.head = nn.Linear(hidden_dim, n_gestures)

    def forward(self, signal):
        # вход: [время, batch, n_sensors]
        out, (h, c) = self.lstm(signal)
        # выход: [время, batch, hidden_dim * 2]
        # память: [n_layers, batch, hidden_dim]
        last = self.drop(h[-1])       # последний слой, [batch, hidden_dim]
        return self.head(last)        # [batch, n_gestures]
