"""Timing a few widths. The shapes are only there to keep me honest."""
import time

import torch
from torch import nn

x = torch.randn(64, 120, 40)

for hidden in (64, 128, 256):
    for layers in (1, 2):
        net = nn.LSTM(40, hidden, layers, batch_first=True)
        t = time.time()
        with torch.no_grad():
            out, (h, c) = net(x)       # out: (64, 120, hidden)
        assert h.shape == (layers, 64, hidden)
        print(f"{hidden:4d} {layers} {time.time() - t:.3f}s")

# after the loops the names still hold the last round
print(out.shape)   # torch.Size([64, 120, 256])
print(h.shape)     # torch.Size([1, 64, 256])
