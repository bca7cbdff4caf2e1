import torch
from torch import nn
x = torch.randn(5, 10, 3)
x.transpose_(1, 2)
lstm = nn.LSTM(10, 20)
out, (h, c) = lstm(x)
print(out.shape)     # torch.Size([5, 3, 20])
h = h.detach()
h.resize_(2, 3, 20)
