import torch
import torch.nn as nn
import torch.nn.functional as F


class LifetimeModel(nn.Module):
    def __init__(self, input_dim=14, hidden_dim=50, num_layers=2, dropout=0.2, bidirectional=False):
        super().__init__()
        self.lstm = nn.LSTM(
            input_size=input_dim,
            hidden_size=hidden_dim,
            num_layers=num_layers,
            batch_first=True,
            dropout=dropout,
            bidirectional=bidirectional,
        )
        self.fc1 = nn.Linear(hidden_dim, hidden_dim)
        self.fc2 = nn.Linear(hidden_dim, 1)

    def forward(self, x):
        # LSTM的输入形状为 [batch_size, window_size, input_dim]
        lstm_out, (h_n, c_n) = self.lstm(x)
        # lstm_out: [batch_size, window_size, hidden_dim]
        # h_n的形状为 [num_layers, batch_size, hidden_dim]

        h = h_n[-1, :, :]  # [batch_size, hidden_dim]
        x = F.relu(self.fc1(h))      # [batch_size, hidden_dim]
        return self.fc2(x).squeeze(-1)
