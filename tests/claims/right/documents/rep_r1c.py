import torch
import torch.nn as nn

def decode(h, lstm):
    z = h.unsqueeze(1)         # z: (B, 1, 2H)
    y, _ = lstm(z)
    return y

enc = nn.LSTM(6, 10, bidirectional=True, batch_first=True)
dec = nn.LSTM(20, 6, batch_first=True)
out, (h, _) = enc(torch.randn(4, 25, 6))
y = decode(torch.cat([h[0], h[1]], -1), dec)
