import torch
from torch import nn, Tensor
from typing import NamedTuple


class Out(NamedTuple):
    sequence: Tensor  # (batch, time, 2 * hidden)
    pooled: Tensor    # (batch, 4 * hidden)


class PoolLSTM(nn.Module):
    """BiLSTM with max and mean pooling."""

    hidden = 24

    def __init__(self, dim=16):
        super().__init__()
        self.lstm = nn.LSTM(dim, self.hidden, bidirectional=True, batch_first=True)

    def forward(self, x):
        output, _ = self.lstm(x)                 # (batch, time, 48)
        mx, _ = output.max(dim=1)                # (batch, 48)
        mean = output.mean(dim=1)                # (batch, 48)
        hidden = torch.cat([mx, mean], dim=1)    # (batch, 96)
        return Out(output, hidden)


o = PoolLSTM()(torch.randn(4, 6, 16))
print(o.sequence.shape)  # torch.Size([4, 6, 48])
print(o.pooled.shape)    # torch.Size([4, 96])
