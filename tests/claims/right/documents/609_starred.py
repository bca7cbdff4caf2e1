import torch
from torch import nn

lstm = nn.LSTM(10, 20, 2)
x = torch.randn(5, 3, 10)
out, *states = lstm(x)
print(states[0][0].shape)   # torch.Size([2, 3, 20])
(h, c), = states
print(h.shape)              # torch.Size([2, 3, 20])
*_, (h, c) = lstm(x)
print(h.shape)              # torch.Size([2, 3, 20])
first, *others = lstm(x)[0]
print(first.shape)          # torch.Size([3, 20])
print(len(others))          # 4
*init, last = lstm(x)[0]
print(last.shape)           # torch.Size([3, 20])
a, b, *rest = out
print(a.shape, rest[0].shape)   # torch.Size([3, 20]) torch.Size([3, 20])
l0, l1 = h
print(l0.shape)             # torch.Size([3, 20])
[*pair] = lstm(x)
print(pair[0].shape)        # torch.Size([5, 3, 20])
triple = *lstm(x), 7
print(triple[0].shape, triple[1][1].shape)   # torch.Size([5, 3, 20]) torch.Size([2, 3, 20])
