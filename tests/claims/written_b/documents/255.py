import torch
from torch import nn


class AcousticEncoder(nn.Module):
    """Projected LSTM stack (LSTMP) on log-mel frames."""

    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(80, 512, num_layers=3, batch_first=True, proj_size=128)
        self.out = nn.Linear(128, 40)

    def forward(self, feats, state=None):
        # feats: (B, T, 80)
        y, (h, c) = self.lstm(feats, state)  # y: (B, T, 512)
        # h: (3, B, 128), c: (3, B, 512)
        return self.out(y), (h, c)  # (B, T, 40)
