"""Trajectory prediction (Social-LSTM without the social part).

Data
    traj : (N, 20, 2)      8 observed + 12 future positions
    x    : (N, 8, 2)       observed
    y    : (N, 12, 2)      to be predicted
"""
import torch
import torch.nn as nn


class Traj(nn.Module):
    def __init__(self, h=64):
        super().__init__()
        self.inp = nn.Linear(2, 32)
        self.enc = nn.LSTM(32, h, batch_first=True)
        self.dec = nn.LSTM(32, h, batch_first=True)
        self.out = nn.Linear(h, 2)

    def forward(self, obs, n=12):
        x = self.inp(obs).relu()                 # (N, 8, 32)
        _, state = self.enc(x)                   # 2 x (1, N, 64)
        pos = obs[:, -1:]                        # (N, 1, 2)
        ys = []
        for _ in range(n):
            x = self.inp(pos).relu()             # (N, 1, 32)
            y, state = self.dec(x, state)        # (N, 1, 64)
            pos = pos + self.out(y)              # (N, 1, 2)
            ys.append(pos)
        return torch.cat(ys, 1)                  # (N, 12, 2)


traj = torch.randn(16, 20, 2)
x, y = traj[:, :8], traj[:, 8:]
y_hat = Traj()(x)
assert y_hat.shape == y.shape == (16, 12, 2)
