import torch
from torch import nn

# projected LSTM, smaller output than memory
layer = nn.LSTM(input_size=30, hidden_size=64, num_layers=2, proj_size=12)
x = torch.randn(20, 4, 30)
y, (h, c) = layer(x)

print(y.shape)  # (20, 4, 12)
print(h.shape)  # (2, 4, 12)
print(c.shape)  # (2, 4, 12)
