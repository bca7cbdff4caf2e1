import torch
from torch import nn


class Enc(nn.LSTM):
    def __init__(self, *args, **kwargs):
        kwargs.setdefault("batch_first", True)
        kwargs["bidirectional"] = True
        super().__init__(*args, **kwargs)

    @property
    def out_dim(self):
        return self.hidden_size * 2

    @classmethod
    def tiny(cls):
        return cls(10, 4)


e = Enc(10, 20)
out, (h, c) = e(torch.randn(3, 5, 10))
print(out.shape)   # torch.Size([3, 5, 40])
print(h.shape)     # torch.Size([2, 3, 20])
out, (h, c) = Enc.tiny()(torch.randn(3, 5, 10))
print(out.shape)   # torch.Size([3, 5, 8])
dec = nn.LSTM(e.out_dim, e.hidden_size)
out, (h, c) = dec(torch.randn(6, 2, 40))
print(out.shape)   # torch.Size([6, 2, 20])


class Cat(nn.LSTM):
    def forward(self, x, hx=None):
        out, (h, c) = super().forward(x, hx)
        return torch.cat([out, x], -1), (h[-1], c[-1])


lstm = Cat(10, 20, batch_first=True)
out, (h, c) = lstm(torch.randn(3, 5, 10))
print(out.shape)   # torch.Size([3, 5, 30])
print(h.shape)     # torch.Size([3, 20])
