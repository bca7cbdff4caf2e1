import torch
from torch import nn


class PathPredictor(nn.Module):
    def __init__(self, input_dim, hidden_dim, output_dim, lstm_layers):
        super().__init__()
        self.lstm = nn.LSTM(
            input_dim,
            hidden_dim,
            lstm_layers,
        )
        self.dense = nn.Sequential(nn.Linear(hidden_dim, hidden_dim), nn.ReLU())
        self.output_layer = nn.Linear(hidden_dim, output_dim)

    def forward(self, x):
        # x: (input_sequence_length, batch_size, input_dim)
        lstm_out, _ = self.lstm(
            x
        )  # lstm_out: (input_sequence_length, batch_size, hidden_dim)
        dense_out = self.dense(
            lstm_out
        )  # every step passes through the same dense layers
        return torch.sigmoid(
            self.output_layer(dense_out)
        )  # Output: (input_sequence_length, batch_size, output_dim)
