import torch
from torch import nn

lstm = nn.LSTM(10, 20)
out, (h, c) = lstm(torch.randn(5, 3, 10))
out = out.detach()
out.transpose_(0, 1)
print(out.shape)     # torch.Size([3, 5, 20])
out.resize_(3, 100)
print(out.shape)     # torch.Size([3, 100])
h = h.detach()
h.squeeze_(0)
print(h.shape)       # torch.Size([3, 20])
h.unsqueeze_(1)
print(h.shape)       # torch.Size([3, 1, 20])
c = c.detach()
c.data = torch.zeros(7, 2)
print(c.shape)       # torch.Size([7, 2])
h += 1
print(h.shape)       # torch.Size([3, 1, 20])
h = h + torch.zeros(1, 5, 1)
print(h.shape)       # torch.Size([3, 5, 20])
h *= 2
h @= torch.randn(20, 4)
print(h.shape)       # torch.Size([3, 5, 4])
