import torch
import torch.nn as nn


class Stack(nn.Module):
    """Three LSTMs of decreasing width, 128 -> 64 -> 32."""

    def __init__(self, d):
        super().__init__()
        self.l1 = nn.LSTM(d, 128, batch_first=True)
        self.l2 = nn.LSTM(128, 64, batch_first=True)
        self.l3 = nn.LSTM(64, 32, batch_first=True)

    def forward(self, x):
        """x: (B, T, d) -> x: (B, 32)"""
        x, _ = self.l1(x)            # (B, T, d) -> (B, T, 128)
        x, _ = self.l2(x)            # (B, T, 128) -> (B, T, 64)
        x, (h, c) = self.l3(x)       # (B, T, 64) -> (B, T, 32), h (1, B, 32)
        x = x[:, -1]                 # (B, T, 32) -> (B, 32)
        return x


x = torch.randn(3, 10, 6)
m = Stack(6)
assert m(x).shape == (3, 32)
