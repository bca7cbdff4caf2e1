import torch
from torch import nn
from collections import OrderedDict


class Multi(nn.Module):
    def __init__(self, sizes=(10, 32, 16)):
        super().__init__()
        for i, (a, b) in enumerate(zip(sizes, sizes[1:])):
            self.add_module(f"lstm_{i}", nn.LSTM(a, b, batch_first=True))
        self.lstm = self.lstm_1

    def forward(self, x):
        for i in range(2):
            x, (h, c) = getattr(self, f"lstm_{i}")(x)
        return x, h


m = Multi()
x, h = m(torch.randn(3, 5, 10))
print(x.shape, h.shape)     # torch.Size([3, 5, 16]) torch.Size([1, 3, 16])
out, (h, c) = m.lstm(torch.randn(3, 5, 32))
print(out.shape)            # torch.Size([3, 5, 16])
out, (h, c) = m.lstm_0(torch.randn(3, 5, 10))
print(out.shape)            # torch.Size([3, 5, 32])
seq = nn.Sequential(OrderedDict(enc=nn.LSTM(10, 8), dec=nn.LSTM(8, 4)))
out, (h, c) = seq.enc(torch.randn(5, 3, 10))
print(out.shape)            # torch.Size([5, 3, 8])
out, (h, c) = seq[-1](out)
print(out.shape)            # torch.Size([5, 3, 4])
ml = nn.ModuleList([nn.LSTM(10, 5), nn.LSTM(10, 6), nn.LSTM(10, 7)])
ml.insert(0, nn.LSTM(10, 9))
out, (h, c) = ml[1](torch.randn(5, 3, 10))
print(out.shape)            # torch.Size([5, 3, 5])
ml[1] = nn.LSTM(10, 11)
out, (h, c) = ml[1](torch.randn(5, 3, 10))
print(out.shape)            # torch.Size([5, 3, 11])
