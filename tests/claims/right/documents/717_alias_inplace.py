import torch
from torch import nn
lstm = nn.LSTM(10, 20, 2)
out, (h, c) = lstm(torch.randn(5, 3, 10))
h = h.detach().squeeze_()
h = h.detach().transpose_(0, 1)
print(h.shape)       # torch.Size([3, 2, 20])
c = c.detach()
for t in (h, c):
    t.unsqueeze_(0)
print(c.shape)       # torch.Size([1, 2, 3, 20])
