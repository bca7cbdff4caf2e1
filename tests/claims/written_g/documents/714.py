import torch
import torch.nn as nn

# one step at a time instead of a whole sequence
cell = nn.LSTMCell(12, 9)  # (input_size, hidden_size)
frames = torch.randn(5, 2, 12)  # (time_steps, batch, input_size)
hx = torch.randn(2, 9)  # (batch, hidden_size)
cx = torch.randn(2, 9)  # (batch, hidden_size)

collected = []
for i in range(frames.size()[0]):
    hx, cx = cell(frames[i], (hx, cx))
    collected.append(hx)

collected = torch.stack(collected, dim=0)
print(collected.shape)  # torch.Size([5, 2, 9])
print(hx.shape)  # torch.Size([2, 9])
