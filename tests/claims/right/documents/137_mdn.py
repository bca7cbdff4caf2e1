import torch
from torch import nn


class MDNRNN(nn.Module):
    def __init__(self, z=32, a=3, hidden=256, gaussians=5):
        super().__init__()
        self.z, self.g = z, gaussians
        self.lstm = nn.LSTM(z + a, hidden, batch_first=True)
        self.mdn = nn.Linear(hidden, 3 * z * gaussians)

    def forward(self, z, a, h=None):
        x = torch.cat([z, a], dim=-1)      # (B, T, 35)
        y, h = self.lstm(x, h)             # (B, T, 256)
        out = self.mdn(y)                  # (B, T, 480)
        out = out.view(*out.shape[:2], 3, self.g, self.z)   # (B, T, 3, 5, 32)
        pi, mu, sigma = out.unbind(2)      # (B, T, 5, 32) each
        return pi, mu, sigma, h


pi, mu, sigma, h = MDNRNN()(torch.randn(2, 7, 32), torch.randn(2, 7, 3))
print(pi.shape)     # torch.Size([2, 7, 5, 32])
print(h[0].shape)   # torch.Size([1, 2, 256])
h, c = h
print(h.shape)      # torch.Size([1, 2, 256])
