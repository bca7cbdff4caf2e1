import torch
import torch.nn as nn

cell = nn.LSTMCell(14, 22)       # (input_size, hidden_size)
frames = torch.randn(6, 5, 14)   # (time_steps, batch, input_size)
hx = torch.randn(5, 22)          # (batch, hidden_size)
cx = torch.randn(5, 22)

collected = []
for i in range(frames.size()[0]):
    hx, cx = cell(frames[i], (hx, cx))
    collected.append(hx)

result = torch.stack(collected, dim=0)
assert result.shape == (6, 5, 22)
