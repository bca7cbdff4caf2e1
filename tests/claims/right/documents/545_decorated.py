import functools
import torch
from torch import nn


def batch_first_states(fn):
    @functools.wraps(fn)
    def wrapper(*a, **k):
        out, (h, c) = fn(*a, **k)
        return out, (h.transpose(0, 1), c.transpose(0, 1))
    return wrapper


lstm = nn.LSTM(10, 20, 2, batch_first=True)
run = batch_first_states(lstm)
out, (h, c) = run(torch.randn(3, 5, 10))
print(h.shape)   # torch.Size([3, 2, 20])


@batch_first_states
def encode(x):
    return lstm(x)


out, (h, c) = encode(torch.randn(7, 5, 10))
print(h.shape)   # torch.Size([7, 2, 20])
lstm.forward = batch_first_states(lstm.forward)
out, (h, c) = lstm(torch.randn(4, 5, 10))
print(h.shape)   # torch.Size([4, 2, 20])
