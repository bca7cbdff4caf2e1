import torch
import torch.nn as nn


def encode(x, lstm):
    # x: (B, T, D)
    y, (h, c) = lstm(x)
    # y: (B, T, H)
    # h: (1, B, H)
    return y[:, -1]    # (B, H)


a = nn.LSTM(4, 8, batch_first=True)
b = nn.LSTM(8, 16, batch_first=True)
za = encode(torch.randn(2, 5, 4), a)                # (2, 8)
zb = encode(torch.randn(2, 3, 8), b)                # (2, 16)
assert za.shape == (2, 8) and zb.shape == (2, 16)
