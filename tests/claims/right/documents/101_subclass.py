import torch
from torch import nn


class Base(nn.Module):
    def __init__(self, in_dim=10, hid=20, layers=1, bi=False):
        super().__init__()
        self.lstm = nn.LSTM(in_dim, hid, layers, batch_first=True, bidirectional=bi)

    def forward(self, x):
        out, (h, c) = self.lstm(x)
        return out, h


class Small(Base):
    """Output is (B, T, 20), hidden is (1, B, 20)."""


class Large(Base):
    """Output is (B, T, 128), hidden is (4, B, 64)."""

    def __init__(self):
        super().__init__(hid=64, layers=2, bi=True)

    def forward(self, x):
        out, h = super().forward(x)
        # out: (B, T, 128)
        # h: (4, B, 64)
        return out, h


class Replaced(Base):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(10, 5, 3, batch_first=True)

    def forward(self, x):
        out, (h, c) = self.lstm(x)
        # out: (B, T, 5), h: (3, B, 5)
        return out, h


out, h = Small()(torch.randn(2, 7, 10))
print(out.shape, h.shape)  # torch.Size([2, 7, 20]) torch.Size([1, 2, 20])
out, h = Large()(torch.randn(2, 7, 10))
print(out.shape, h.shape)  # torch.Size([2, 7, 128]) torch.Size([4, 2, 64])
out, h = Replaced()(torch.randn(2, 7, 10))
print(out.shape, h.shape)  # torch.Size([2, 7, 5]) torch.Size([3, 2, 5])
