import torch
from torch import nn
h0 = torch.zeros(1, 3, 20)
h0.data = torch.zeros(2, 3, 20)
c0 = torch.zeros(1, 3, 20)
c0 = c0.new_zeros(2, 3, 20)
lstm = nn.LSTM(10, 20, 2)
out, (h, c) = lstm(torch.randn(5, 3, 10), (h0, c0))
print(h.shape)       # torch.Size([2, 3, 20])
