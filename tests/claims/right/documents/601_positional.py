import torch
from torch import nn

lstm = nn.LSTM(10, 20, 2, True, True, 0.1, True)
out, (h, c) = lstm(torch.randn(3, 5, 10))
print(out.shape)   # torch.Size([3, 5, 40])
print(h.shape)     # torch.Size([4, 3, 20])
lstm = nn.LSTM(10, 20, 1, False, False, 0.0, False, 6)
out, (h, c) = lstm(torch.randn(3, 5, 10))
print(out.shape)   # torch.Size([3, 5, 6])
print(c.shape)     # torch.Size([1, 5, 20])
lstm = nn.LSTM(10, 20, bias=False, proj_size=0)
out, (h, c) = lstm(torch.randn(3, 5, 10))
print(out.shape)   # torch.Size([3, 5, 20])
