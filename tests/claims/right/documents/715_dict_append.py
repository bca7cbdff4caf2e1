import torch
from torch import nn
lstm = nn.LSTM(10, 20)
x = torch.randn(5, 3, 10)
bank = {"a": [x]}
for k in ("a", "b", "a"):
    bank.setdefault(k, []).append(x)
x = torch.cat(bank["a"], 1)
print(x.shape)       # torch.Size([5, 9, 10])
out, (h, c) = lstm(x)
print(out.shape)     # torch.Size([5, 9, 20])
class Buf:
    def __init__(self):
        self.items = [torch.randn(5, 3, 10)]
    def add(self, t):
        self.items.append(t)
b = Buf()
b.add(torch.randn(5, 3, 10))
x = torch.cat(b.items)
print(x.shape)       # torch.Size([10, 3, 10])
out, (h, c) = lstm(x)
print(out.shape)     # torch.Size([10, 3, 20])
