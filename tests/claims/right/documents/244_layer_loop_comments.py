import torch
from torch import nn

sizes = [10, 32, 16, 8]
lstms = [nn.LSTM(a, b) for a, b in zip(sizes, sizes[1:])]
x = torch.randn(5, 3, 10)
for i, lstm in enumerate(lstms):
    x, (h, c) = lstm(x)
    print(i, x.shape, h.shape)
# 0 torch.Size([5, 3, 32]) torch.Size([1, 3, 32])
# 1 torch.Size([5, 3, 16]) torch.Size([1, 3, 16])
# 2 torch.Size([5, 3, 8]) torch.Size([1, 3, 8])
print(x.shape)   # torch.Size([5, 3, 8])
print(h.shape)   # torch.Size([1, 3, 8])
x, _ = lstms[0](torch.randn(5, 3, 10))
print(x.shape)   # torch.Size([5, 3, 32])
x, _ = lstms[-1](torch.randn(5, 3, 16))
print(x.shape)   # torch.Size([5, 3, 8])
lstm = lstms[1]
out, (h, c) = lstm(torch.randn(4, 2, 32))
print(out.shape)   # torch.Size([4, 2, 16])
