import torch
import torch.nn as nn


class CRNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv1d(12, 32, kernel_size=3, padding=1)
        self.bn = nn.BatchNorm1d(64)
        self.lstm = nn.LSTM(32, 64, batch_first=True)
        self.head = nn.Conv1d(64, 6, 1)

    def forward(self, x):
        # x: (N, 12, L)
        x = self.conv(x)            # (N, 32, L)
        x = x.permute(0, 2, 1)      # (N, L, 32)
        x, _ = self.lstm(x)         # (N, L, 64)
        x = x.permute(0, 2, 1)      # (N, 64, L)
        x = self.bn(x)              # (N, 64, L)
        x = self.head(x)            # (N, 6, L)
        return x


y = CRNN()(torch.randn(2, 12, 100))
assert y.shape == (2, 6, 100)
