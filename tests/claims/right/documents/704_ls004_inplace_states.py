import torch
from torch import nn
h0 = torch.zeros(3, 20)
h0.unsqueeze_(0)
c0 = torch.zeros(3, 20).unsqueeze_(0)
lstm = nn.LSTM(10, 20)
out, (h, c) = lstm(torch.randn(5, 3, 10), (h0, c0))
print(h.shape)       # torch.Size([1, 3, 20])
