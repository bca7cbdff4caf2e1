from typing import Tuple
import torch
from torch import nn, Tensor


class Enc(nn.Module):
    lstm: nn.LSTM

    def __init__(self, d: int = 10, h: int = 20) -> None:
        super().__init__()
        self.lstm = nn.LSTM(d, h, num_layers=1, bidirectional=True, batch_first=True)

    def forward(
        self,
        x: "Float[Tensor, 'batch time d']",
        mask: "Bool[Tensor, 'batch time']" = None,
    ) -> "Tuple[Float[Tensor, 'batch time 2*h'], Float[Tensor, 'batch 2*h']]":
        out, (hn, cn) = self.lstm(x)
        # type: (Tensor[batch, time, 2 * h])
        last = torch.cat([hn[0], hn[1]], -1)  # type: Tensor  # (batch, 2 * h)
        return out, last


o, l = Enc()(torch.randn(3, 5, 10))
print(o.shape, l.shape)  # torch.Size([3, 5, 40]) torch.Size([3, 40])
