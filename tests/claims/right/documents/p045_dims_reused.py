# L = number of layers, D = directions, N = batch, T = time, H = hidden, E = embedding
import torch
import torch.nn as nn


class Enc(nn.Module):
    def __init__(self, E, H, L, bi):
        super().__init__()
        self.L, self.D, self.H = L, 2 if bi else 1, H
        self.rnn = nn.LSTM(E, H, L, bidirectional=bi, batch_first=True)

    def forward(self, x):
        N = x.size(0)                          # x: (N, T, E)
        y, (h, c) = self.rnn(x)                # y: (N, T, D*H)  h, c: (L*D, N, H)
        h = h.view(self.L, self.D, N, self.H)  # (L, D, N, H)
        h = h[-1]                              # (D, N, H)   last layer
        h = h.transpose(0, 1)                  # (N, D, H)
        h = h.reshape(N, -1)                   # (N, D*H)
        y = y.view(N, -1, self.D, self.H)      # (N, T, D, H)
        y = y.sum(2)                           # (N, T, H)
        return y, h


y, h = Enc(3, 4, 2, True)(torch.randn(5, 6, 3))
assert y.shape == (5, 6, 4) and h.shape == (5, 8)
y, h = Enc(3, 4, 1, False)(torch.randn(5, 6, 3))
assert y.shape == (5, 6, 4) and h.shape == (5, 4)
