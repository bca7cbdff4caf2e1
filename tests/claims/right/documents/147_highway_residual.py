import torch
from torch import nn


class ResidualLSTM(nn.Module):
    def __init__(self, d=32, n=4):
        super().__init__()
        self.rnns = nn.ModuleList([nn.LSTM(d, d, batch_first=True) for _ in range(n)])
        self.norms = nn.ModuleList([nn.LayerNorm(d) for _ in range(n)])

    def forward(self, x):
        hs, cs = [], []
        for rnn, norm in zip(self.rnns, self.norms):
            y, (h, c) = rnn(norm(x))   # y: (B, T, 32), h: (1, B, 32)
            x = x + y                  # (B, T, 32)
            hs.append(h)
            cs.append(c)
        h = torch.cat(hs, 0)           # (4, B, 32)
        c = torch.stack(cs, 0)         # (4, 1, B, 32)
        return x, (h, c)


x, (h, c) = ResidualLSTM()(torch.randn(2, 6, 32))
print(x.shape, h.shape, c.shape)  # torch.Size([2, 6, 32]) torch.Size([4, 2, 32]) torch.Size([4, 1, 2, 32])
