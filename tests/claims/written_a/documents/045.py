import torch
from torch import nn

n, width = 4, 32
first = nn.LSTM(10, width)
a, _ = first(torch.randn(6, n, 10))
print(a.shape)          # torch.Size([6, 4, 32])

width = 48              # wider from here on
second = nn.LSTM(32, width, batch_first=True)
b, (h, c) = second(a)
print(b.shape)          # torch.Size([6, 4, 48])
print(h.shape)          # torch.Size([1, 6, 48]) since second takes 6 for the batch

first, second = second, first
b, (h, c) = second(torch.randn(3, n, 10))
print(b.shape)          # torch.Size([3, 4, 32])
print(h.shape)          # torch.Size([1, 4, 32])
