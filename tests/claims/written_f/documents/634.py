import torch
import torch.nn as nn


class Predictor(nn.Module):
    def __init__(self, input_dim, hidden_dim, output_dim, num_layers=1, batch_size=1):
        super().__init__()
        self.batch_size = batch_size
        self.num_layers = num_layers
        self.hidden_dim = hidden_dim
        self.hidden_lstm = nn.LSTM(input_dim, hidden_dim, num_layers, batch_first=True)
        self.fc = nn.Linear(hidden_dim, output_dim)

    def forward(self, x):
        # 状態を毎回ゼロに戻す (stateless LSTM)
        # 隠れ状態の形は (batch, num_layers, hidden_size) : batch_first=True
        h_0 = torch.zeros(self.batch_size, self.num_layers, self.hidden_dim)
        # メモリセルの形は (batch, num_layers, hidden_size) : batch_first=True
        c_0 = torch.zeros(self.batch_size, self.num_layers, self.hidden_dim)

        # out の形は (batch_size, seq_length, hidden_size) : batch_first=True
        h_all, (h_latest, c_latest) = self.hidden_lstm(x, (h_0, c_0))
        return self.fc(h_all)
