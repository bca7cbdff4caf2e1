"""Unrolling by hand with the single-step cell."""
import torch
from torch import nn

cell = nn.LSTMCell(10, 20)
frames = torch.randn(7, 3, 10)       # (steps, batch, input)
hx = torch.randn(3, 20)              # (batch, hidden)
cx = torch.randn(3, 20)              # (batch, hidden)

collected = []
for frame in frames:                 # each frame: (3, 10)
    hx, cx = cell(frame, (hx, cx))   # both stay (3, 20)
    collected.append(hx)

stacked = torch.stack(collected)     # (7, 3, 20)

# The layer below does the same in one go but wants an axis more: (1, 3, 20)
layer = nn.LSTM(10, 20)
y, (h, c) = layer(frames, (hx[None], cx[None]))
