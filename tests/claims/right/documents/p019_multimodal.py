import torch
import torch.nn as nn


class LateFusion(nn.Module):
    """Text (GloVe 300), audio (COVAREP 74), video (Facet 47) -> sentiment score."""

    def __init__(self, dt=300, da=74, dv=47, h=32):
        super().__init__()
        self.t = nn.LSTM(dt, h, batch_first=True, bidirectional=True)
        self.a = nn.LSTM(da, h, batch_first=True)
        self.v = nn.LSTM(dv, h, batch_first=True)
        self.fuse = nn.Sequential(nn.Linear(4 * h, h), nn.ReLU(), nn.Linear(h, 1))

    def forward(self, text, audio, video):
        # text: (N, L, 300), audio: (N, L, 74), video: (N, L, 47)
        ot, (ht, _) = self.t(text)     # ot: (N, L, 64), ht: (2, N, 32)
        oa, (ha, _) = self.a(audio)    # oa: (N, L, 32), ha: (1, N, 32)
        ov, (hv, _) = self.v(video)    # ov: (N, L, 32), hv: (1, N, 32)
        zt = torch.cat([ht[0], ht[1]], -1)          # (N, 64)
        za, zv = ha[-1], hv[-1]                     # (N, 32)
        z = torch.cat([zt, za, zv], dim=-1)         # (N, 128)
        return self.fuse(z)                         # (N, 1)


out = LateFusion()(torch.randn(4, 20, 300), torch.randn(4, 20, 74), torch.randn(4, 20, 47))
assert out.shape == torch.Size([4, 1])
