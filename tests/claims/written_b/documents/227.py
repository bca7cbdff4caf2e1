from __future__ import annotations

import torch
import torch.nn as nn
import torch.nn.functional as F


class RawWaveNet(nn.Module):
    """Spoof detector on raw audio: convs, then a GRU."""

    def __init__(self):
        super().__init__()
        self.blocks = nn.Sequential(
            nn.Conv1d(1, 64, 7, stride=4, padding=3),
            nn.SiLU(),
            nn.Conv1d(64, 256, 3, stride=2, padding=1),
        )
        self.gru = nn.GRU(input_size=256, hidden_size=320, num_layers=3, batch_first=True, dropout=0.3)
        self.classifier = nn.Linear(320, 1)

    def forward(self, wav: torch.Tensor) -> torch.Tensor:
        """wav: (B, 1, num_samples)"""
        x = F.silu(self.blocks(wav))  # (B, 256, T')
        x = x.transpose(1, 2)  # (B, T', 256)

        _, h_n = self.gru(x)  # h_n: (3, B, 320)
        h = h_n[-1]  # (B, 320) last layer hidden state

        return self.classifier(h).squeeze(-1)  # (B,)
