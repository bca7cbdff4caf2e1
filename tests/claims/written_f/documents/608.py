import torch
import torch.nn as nn


class SpectrumNet(nn.Module):
    def __init__(self, input_size=3, hidden_size=64, horizon=4):
        super().__init__()
        self.lstm = nn.LSTM(
            input_size=input_size,
            hidden_size=hidden_size,
            num_layers=2,
            batch_first=True,
            bidirectional=False,
            dropout=0.3,
        )
        self.fc = nn.Linear(hidden_size, horizon)

    def forward(self, x):
        # x shape: (batch_size, sequence_length, input_size)
        lstm_out, (hidden, cell) = self.lstm(x)

        # Keep what the last step says
        # lstm_out shape: (batch_size, sequence_length, hidden_size * 2)
        last_output = lstm_out[:, -1, :]  # (batch_size, hidden_size * 2)
        return self.fc(last_output)
