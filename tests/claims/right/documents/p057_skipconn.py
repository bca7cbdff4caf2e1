import torch
import torch.nn as nn


class DenseBiLSTM(nn.Module):
    """Densely connected BiLSTM (Ding et al.): every layer sees all the previous outputs.

    layer 0 input:  (B, T, E)
    layer k input:  (B, T, E + k * 2H)
    """

    def __init__(self, E, H, L):
        super().__init__()
        self.layers = nn.ModuleList(
            nn.LSTM(E + k * 2 * H, H, bidirectional=True, batch_first=True) for k in range(L))

    def forward(self, x):
        feats = x                                       # (B, T, E)
        for lstm in self.layers:
            y, _ = lstm(feats)                          # (B, T, 2H)
            feats = torch.cat([feats, y], dim=-1)       # grows by 2H
        return feats                                    # (B, T, E + L*2H)


assert DenseBiLSTM(10, 5, 3)(torch.randn(2, 4, 10)).shape == (2, 4, 40)
