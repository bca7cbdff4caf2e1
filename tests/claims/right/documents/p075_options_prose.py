"""Recurrent pooling.

mode="last"   (B, T, D) -> (B, H)
mode="mean"   (B, T, D) -> (B, H)
mode="all"    (B, T, D) -> (B, T, H)
"""
import torch
import torch.nn as nn


class RecPool(nn.Module):
    def __init__(self, d, h, mode="last"):
        super().__init__()
        self.mode = mode
        self.rnn = nn.LSTM(d, h, batch_first=True)

    def forward(self, x):
        y, (h, _) = self.rnn(x)
        if self.mode == "last":
            y = h[-1]           # (B, H)
        elif self.mode == "mean":
            y = y.mean(1)       # (B, H)
        return y                # (B, H), or (B, T, H) for mode="all"


x = torch.randn(4, 9, 3)
assert RecPool(3, 5)(x).shape == (4, 5)
assert RecPool(3, 5, "mean")(x).shape == (4, 5)
assert RecPool(3, 5, "all")(x).shape == (4, 9, 5)
