from typing import List, Optional, Tuple
import torch
from torch import nn, Tensor


class Cell(nn.Module):
    def __init__(self, d: int, h: int):
        super().__init__()
        self.cell = nn.LSTMCell(d, h)

    def forward(self, x: Tensor, state: Optional[Tuple[Tensor, Tensor]] = None) -> Tuple[Tensor, Tuple[Tensor, Tensor]]:
        # x (T, N, d)
        # state: tuple of (N, h), (N, h)
        outs: List[Tensor] = []
        if state is None:
            z = x.new_zeros(x.size(1), self.cell.hidden_size)
            state = (z, z)
        h, c = state
        for t in range(x.size(0)):
            h, c = self.cell(x[t], (h, c))     # (N, h), (N, h)
            outs.append(h)
        return torch.stack(outs), (h, c)       # (T, N, h), ((N, h), (N, h))


cell = Cell(10, 20)
lstm = nn.LSTM(10, 20)
x = torch.randn(5, 3, 10)
out, (h, c) = cell(x)
print(out.shape, h.shape)   # torch.Size([5, 3, 20]) torch.Size([3, 20])
out, (h, c) = lstm(x)
print(out.shape, h.shape)   # torch.Size([5, 3, 20]) torch.Size([1, 3, 20])
