import torch
import torch.nn as nn

# One cell, driven by hand
cell = nn.LSTMCell(9, 14)  # (input_size, hidden_size)
frames = torch.randn(6, 4, 9)  # (time_steps, batch, input_size)
hx = torch.randn(4, 14)  # (batch, hidden_size)
cx = torch.randn(4, 14)
collected = []
for t in range(frames.size()[0]):
    hx, cx = cell(frames[t], (hx, cx))
    collected.append(hx)
collected = torch.stack(collected, dim=0)
print(collected.shape)  # (time_steps, batch, hidden_size)
