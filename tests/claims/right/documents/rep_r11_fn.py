import torch
import torch.nn as nn

def encode(x, lstm):
    """x: (B, T, D) -> out: (B, T, 2H), h: (B, 2H)"""
    out, (h, _) = lstm(x)
    h = torch.cat([h[0], h[1]], dim=-1)   # (B, 2H)
    return out, h

def decode(h, lstm, steps):
    """h: (B, 2H) -> y: (B, steps, D)"""
    z = h.unsqueeze(1).expand(-1, steps, -1)   # (B, steps, 2H)
    y, _ = lstm(z)
    return y

enc = nn.LSTM(6, 10, bidirectional=True, batch_first=True)
dec = nn.LSTM(20, 6, batch_first=True)
out, h = encode(torch.randn(4, 25, 6), enc)
y = decode(h, dec, 25)
