import torch
import torch.nn as nn


class PlateReader(nn.Module):
    """Đọc biển số xe bằng CNN và LSTM."""

    def __init__(self, num_classes, hidden_size=256):
        super().__init__()
        self.cnn = nn.Sequential(
            nn.Conv2d(1, 128, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2))

        # ---- LSTM ----
        # Input: (seq_len=32, batch, 128)
        # Output: (seq_len, batch, hidden_size)
        self.rnn = nn.LSTM(
            input_size=128,
            hidden_size=hidden_size,
            num_layers=2,
            dropout=0.3,
            batch_first=False,
        )
        self.fc = nn.Linear(hidden_size, num_classes)

    def forward(self, x):
        conv_out = self.cnn(x).squeeze(2)
        # đưa chiều rộng lên đầu
        seq = conv_out.permute(2, 0, 1)  # (32, batch, 128)
        out, _ = self.rnn(seq)
        return self.fc(out)  # (seq_len, batch, num_classes)
