import torch
import torch.nn as nn


class HandMadeBiLSTM(nn.Module):
    """Two unidirectional LSTMs in place of bidirectional=True.

    x:   [T, B, I]
    out: [T, B, 2*H]
    h:   [B, 2*H]
    """

    def __init__(self, I, H):
        super().__init__()
        self.f = nn.LSTM(I, H)
        self.b = nn.LSTM(I, H)

    def forward(self, x):
        of, (hf, cf) = self.f(x)                # of: [T, B, H], hf: [1, B, H]
        xr = torch.flip(x, [0])                 # [T, B, I]
        ob, (hb, cb) = self.b(xr)               # ob: [T, B, H], hb: [1, B, H]
        ob = torch.flip(ob, [0])                # [T, B, H]
        out = torch.cat([of, ob], dim=2)        # [T, B, 2*H]
        h = torch.cat([hf[0], hb[0]], dim=1)    # [B, 2*H]
        return out, h


o, h = HandMadeBiLSTM(4, 6)(torch.randn(10, 3, 4))
assert o.shape == (10, 3, 12) and h.shape == (3, 12)
