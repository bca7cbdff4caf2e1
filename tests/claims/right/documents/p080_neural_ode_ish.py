import torch
import torch.nn as nn


def count(m):
    return sum(p.numel() for p in m.parameters())


class MultiHorizon(nn.Module):
    """Quantile forecaster.

    past      (B, Tp, Fp)
    future    (B, Tf, Ff)   known covariates
    quantiles (B, Tf, Q)
    """

    def __init__(self, Fp, Ff, H=40, Q=3):
        super().__init__()
        self.enc = nn.LSTM(Fp, H, batch_first=True)
        self.dec = nn.LSTM(Ff, H, batch_first=True)
        self.gate = nn.Linear(2 * H, H)
        self.q = nn.Linear(H, Q)

    def forward(self, past, future):
        e, state = self.enc(past)            # e: (B, Tp, H)
        d, _ = self.dec(future, state)       # d: (B, Tf, H)
        ctx = e[:, -1:].expand_as(d)         # (B, Tf, H)
        g = self.gate(torch.cat([d, ctx], -1)).sigmoid()   # (B, Tf, H)
        return self.q(d + g * ctx)           # (B, Tf, Q)


net = MultiHorizon(10, 4)
q = net(torch.randn(2, 168, 10), torch.randn(2, 24, 4))
assert q.shape == (2, 24, 3)
