import torch
from torch import nn
class Base:
    hidden = 20
    layers = 1
class Big(Base):
    hidden = 64
Base.layers = 3
lstm = nn.LSTM(10, Big.hidden, Big.layers)
out, (h, c) = lstm(torch.randn(5, 3, 10))
print(h.shape)       # torch.Size([3, 3, 64])
class Auto:
    def __init__(self, hidden=20):
        self.__dict__.update(hidden=hidden * 2)
a = Auto()
out, (h, c) = nn.LSTM(10, a.hidden)(torch.randn(5, 3, 10))
print(h.shape)       # torch.Size([1, 3, 40])
