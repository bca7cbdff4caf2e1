import torch
import torch.nn as nn


class EcgNet(nn.Module):
    def __init__(self, num_classes=5, hidden_size=128):
        super().__init__()
        self.conv = nn.Sequential(
            nn.Conv1d(1, 32, 5, padding=2), nn.ReLU(), nn.MaxPool1d(2))
        self.bilstm = nn.LSTM(32, hidden_size, batch_first=True, bidirectional=True)
        self.fc = nn.Linear(hidden_size * 2, num_classes)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.conv(x)
        x = x.transpose(1, 2)  # (batch, seq_len, features)

        # BiLSTM output: (seq_len, batch, hidden_size*2)
        lstm_out, (h_n, c_n) = self.bilstm(x)

        # last step, both directions
        x = lstm_out[:, -1, :]  # (batch, 256)
        return self.fc(x)
