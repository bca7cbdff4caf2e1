import torch
import torch.nn as nn


class Net(nn.Module):
    def __init__(self, d=6, h=10):
        super().__init__()
        self.enc = nn.LSTM(d, h, bidirectional=True, batch_first=True)
        self.dec = nn.LSTM(2 * h, d, batch_first=True)

    def encode(self, x):
        """x: (B, T, d) -> (B, T, 2h), (B, 2h)"""
        out, (hn, _) = self.enc(x)
        return out, torch.cat([hn[0], hn[1]], -1)

    def decode(self, z, steps):
        """z: (B, 2h) -> (B, steps, d)"""
        z = z[:, None].expand(-1, steps, -1)     # (B, 2h) -> (B, steps, 2h)
        y, _ = self.dec(z)                       # (B, steps, 2h) -> (B, steps, d)
        return y

    def forward(self, x):
        """x: (B, T, d) -> x_hat: (B, T, d)"""
        _, z = self.encode(x)                    # z: (B, 2h)
        return self.decode(z, x.size(1))


x = torch.randn(3, 9, 6)
assert Net()(x).shape == x.shape
