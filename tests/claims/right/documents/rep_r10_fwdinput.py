import torch
import torch.nn as nn

enc = nn.LSTM(6, 10, bidirectional=True, batch_first=True)
dec = nn.LSTM(20, 6, batch_first=True)
mem, (h, c) = enc(torch.randn(4, 25, 6))   # mem: (B, T, 2H), h: (2, B, H)
z = mem.flip(1)                             # (B, T, 2H)
y, _ = dec(z)                               # y: (B, T, D)
