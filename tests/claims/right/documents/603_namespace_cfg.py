import json
from dataclasses import dataclass, replace
from types import SimpleNamespace
from collections import namedtuple
from enum import Enum
import torch
from torch import nn

x = torch.randn(5, 3, 10)
ns = SimpleNamespace(h=20, n=2)
ns.h = 24
out, (h, c) = nn.LSTM(10, ns.h, ns.n)(x)
print(out.shape, h.shape)   # torch.Size([5, 3, 24]) torch.Size([2, 3, 24])
Cfg = namedtuple("Cfg", "h n")
cfg = Cfg(20, 2)._replace(h=30)
out, (h, c) = nn.LSTM(10, cfg.h, cfg.n)(x)
print(out.shape, h.shape)   # torch.Size([5, 3, 30]) torch.Size([2, 3, 30])


@dataclass(frozen=True)
class C:
    h: int = 20
    n: int = 1

    def __post_init__(self):
        object.__setattr__(self, "n", self.n + 1)


c1 = replace(C(), h=6)
out, (h, c) = nn.LSTM(10, c1.h, c1.n)(x)
print(out.shape, h.shape)   # torch.Size([5, 3, 6]) torch.Size([3, 3, 6])


class Size(Enum):
    S = 8
    L = 16


out, (h, c) = nn.LSTM(10, Size.L.value)(x)
print(out.shape)            # torch.Size([5, 3, 16])
js = json.loads('{"hidden_size": 9, "num_layers": 2}')
out, (h, c) = nn.LSTM(10, **js)(x)
print(out.shape, h.shape)   # torch.Size([5, 3, 9]) torch.Size([2, 3, 9])
