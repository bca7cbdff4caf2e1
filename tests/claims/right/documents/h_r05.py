import torch
import torch.nn as nn


class Enc(nn.Module):
    """hidden is returned decoder-ready, i.e. with the two directions merged."""

    def __init__(self, E=20, H=30, L=2):
        super().__init__()
        self.L, self.H = L, H
        self.rnn = nn.LSTM(E, H, L, bidirectional=True, batch_first=True)

    def _merge(self, h):
        # h: (L*2, B, H)  ->  (L, B, 2*H)
        return torch.cat([h[0::2], h[1::2]], dim=2)

    def forward(self, x):
        y, (h, c) = self.rnn(x)
        h = self._merge(h)       # (L, B, 2*H)
        c = self._merge(c)       # (2, B, 60)
        return y, (h, c)


y, (h, c) = Enc()(torch.randn(3, 5, 20))
print(h.shape)   # torch.Size([2, 3, 60])
print(c.shape)   # torch.Size([2, 3, 60])
