import torch
import torch.nn as nn

H = 32
enc = nn.LSTM(5, H, bidirectional=True)
dec = nn.LSTM(5, 2 * H)


def bridge(s):
    """Join directions: (2, B, H) -> (1, B, 2H)."""
    return torch.cat([s[:1], s[1:]], dim=-1)


def forward(src, tgt):
    """src: (S, B, 5), tgt: (T, B, 5) -> (T, B, 2H)"""
    mem, (h, c) = enc(src)        # mem: (S, B, 2H); h, c: (2, B, H)
    h, c = bridge(h), bridge(c)   # h, c: (1, B, 2H)
    y, (h, c) = dec(tgt, (h, c))  # y: (T, B, 2H); h, c: (1, B, 2H)
    return y


y = forward(torch.randn(9, 4, 5), torch.randn(6, 4, 5))
print(y.shape)   # torch.Size([6, 4, 64])
