import torch
import torch.nn as nn


def pyramid(x, lstms):
    """x: (B, T, D) -> (B, T / 2**n, 2H)"""
    for lstm in lstms:
        x, _ = lstm(x)          # (B, t, 2H)
        x = x[:, ::2]           # (B, t/2, 2H)
    return x


def reduce(x, lstm):
    '''x: (B, T, D); out: (B, H)'''
    x, (h, c) = lstm(x)         # x: (B, T, H)
    x = x.max(1).values         # x: (B, H)
    return x


layers = nn.ModuleList([nn.LSTM(8, 5, batch_first=True, bidirectional=True),
                        nn.LSTM(10, 5, batch_first=True, bidirectional=True)])
x = torch.randn(3, 16, 8)       # (3, 16, 8)
y = pyramid(x, layers)          # (3, 4, 10)
z = reduce(y, nn.LSTM(10, 7, batch_first=True))   # (3, 7)
assert y.shape == (3, 4, 10)
assert z.shape == (3, 7)
