from dataclasses import dataclass
import torch
from torch import nn
@dataclass
class C:
    d: int = 10
    def __post_init__(self):
        self.d *= 2
c = C()
lstm = nn.LSTM(c.d, 4)
out, _ = lstm(torch.randn(5, 3, 20))
print(out.shape)     # torch.Size([5, 3, 4])
