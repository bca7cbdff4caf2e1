import torch
import torch.nn as nn


class MultiAgent(nn.Module):
    """obs (T, N, A, 18): A agents folded into the batch."""

    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(18, 32)

    def forward(self, obs):
        T, N, A, F = obs.shape
        x = obs.reshape(T, N * A, F)         # (T, N*A, 18)
        y, (h, c) = self.lstm(x)             # y (T, N*A, 32); h (1, N*A, 32)
        y = y.view(T, N, A, -1)              # (T, N, A, 32)
        h = h.view(N, A, -1)                 # (N, A, 32)
        return y.transpose(0, 1), h          # (N, T, A, 32), (N, A, 32)


y, h = MultiAgent()(torch.randn(10, 4, 3, 18))
print(y.shape, h.shape)   # (4, 10, 3, 32) (4, 3, 32)
