# Keyword spotting, streaming.
import torch
import torch.nn as nn


class KWS(nn.Module):
    def __init__(self, n_mfcc=13, hid=96, n_kw=10):
        super().__init__()
        self.conv = nn.Conv1d(n_mfcc, 64, kernel_size=5, stride=2)
        self.lstm = nn.LSTM(64, hid, num_layers=2, batch_first=True)
        self.fc = nn.Linear(hid, n_kw)

    def forward(self, mfcc, state=None):
        # mfcc          (N, 13, 101)
        x = self.conv(mfcc).relu()       # (N, 64, 49)     (101 - 5) // 2 + 1 = 49
        x = x.transpose(1, 2)            # (N, 49, 64)
        x, state = self.lstm(x, state)   # (N, 49, 96)
        x = x.max(dim=1).values          # (N, 96)
        return self.fc(x), state         # (N, 10), 2x (2, N, 96)


net = KWS()
y, (h, c) = net(torch.randn(6, 13, 101))
assert y.shape == (6, 10)
assert h.shape == (2, 6, 96)
