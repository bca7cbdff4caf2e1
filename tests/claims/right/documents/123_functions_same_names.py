import torch
from torch import nn


def char_level():
    lstm = nn.LSTM(26, 64, batch_first=True)
    x = torch.randn(8, 12, 26)
    out, (h, c) = lstm(x)
    # out: (8, 12, 64), h: (1, 8, 64)
    return out


def word_level():
    lstm = nn.LSTM(300, 128, 2, batch_first=True, bidirectional=True)
    x = torch.randn(16, 40, 300)
    out, (h, c) = lstm(x)
    # out: (16, 40, 256), h: (4, 16, 128)
    return out


out = char_level()
print(out.shape)   # torch.Size([8, 12, 64])
out = word_level()
print(out.shape)   # torch.Size([16, 40, 256])
x = out[:, :12]
print(x.shape)     # torch.Size([16, 12, 256])
