import torch
from torch import nn

HIDDEN = 20


def build():
    global HIDDEN
    HIDDEN = 32
    return nn.LSTM(10, HIDDEN)


lstm = build()
out, (h, c) = lstm(torch.randn(5, 3, 10))
print(out.shape)     # torch.Size([5, 3, 32])


def outer(hidden):
    lstm = nn.LSTM(10, hidden)

    def inner(x):
        out, (h, c) = lstm(x)
        return out, h
    return inner


f, g = outer(6), outer(7)
out, h = f(torch.randn(5, 3, 10))
print(out.shape)     # torch.Size([5, 3, 6])
out, h = g(torch.randn(5, 3, 10))
print(out.shape)     # torch.Size([5, 3, 7])
fn = lambda x, lstm=nn.LSTM(10, 9): lstm(x)[0].sum(0)
out = fn(torch.randn(5, 3, 10))
print(out.shape)     # torch.Size([3, 9])
