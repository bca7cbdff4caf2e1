import torch
import torch.nn as nn


class TimeDistributed(nn.Module):
    """Applies a module over axis 1: (B, T, *) -> (B*T, *) -> module -> (B, T, *)"""

    def __init__(self, module):
        super().__init__()
        self.module = module

    def forward(self, x):
        b, t = x.shape[:2]
        y = self.module(x.reshape(b * t, *x.shape[2:]))
        return y.view(b, t, *y.shape[1:])


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.td = TimeDistributed(nn.Sequential(nn.Flatten(), nn.Linear(12 * 12, 50), nn.ReLU()))
        self.lstm = nn.LSTM(50, 25, batch_first=True)
        self.out = TimeDistributed(nn.Linear(25, 3))

    def forward(self, x):
        # x      [8, 20, 12, 12]
        x = self.td(x)          # [8, 20, 50]
        x, (h, c) = self.lstm(x)    # x [8, 20, 25]   h, c [1, 8, 25]
        x = self.out(x)         # [8, 20, 3]
        return x


print(Model()(torch.randn(8, 20, 12, 12)).shape)   # torch.Size([8, 20, 3])
