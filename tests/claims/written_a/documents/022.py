"""How does the width change the result? One function, several sizes."""
import torch
import torch.nn as nn


def encode(x, width, both=False):
    rnn = nn.LSTM(x.size(-1), width, batch_first=True, bidirectional=both)
    out, (h, _) = rnn(x)
    # h: (1 or 2, batch, width)
    return out


narrow = encode(torch.randn(4, 7, 3), 16)
print(narrow.shape)   # torch.Size([4, 7, 16])

wide = encode(torch.randn(4, 7, 3), 32)
print(wide.shape)     # torch.Size([4, 7, 32])

double = encode(torch.randn(2, 50, 3), 16, both=True)
print(double.shape)   # torch.Size([2, 50, 32])

for width in (8, 24):
    z = encode(torch.randn(4, 7, 3), width)
    assert z.shape == (4, 7, width)
