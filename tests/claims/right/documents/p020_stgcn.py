import torch
import torch.nn as nn


class GCLSTM(nn.Module):
    """Graph convolution per time step, LSTM over time (traffic forecasting).

    A: (N, N) normalised adjacency, N sensors
    X: (B, T, N, F)
    """

    def __init__(self, in_feats, hid, horizon):
        super().__init__()
        self.theta = nn.Linear(in_feats, hid)
        self.lstm = nn.LSTM(hid, hid, batch_first=True)
        self.head = nn.Linear(hid, horizon)

    def forward(self, X, A):
        B, T, N, _ = X.shape
        g = torch.einsum("nm,btmf->btnf", A, X)       # (B, T, N, F)
        g = torch.relu(self.theta(g))                 # (B, T, N, H)
        g = g.permute(0, 2, 1, 3)                     # (B, N, T, H)
        g = g.reshape(B * N, T, -1)                   # (B*N, T, H)
        out, (h, c) = self.lstm(g)                    # out: (B*N, T, H); h: (1, B*N, H)
        y = self.head(h.squeeze(0))                   # (B*N, horizon)
        return y.view(B, N, -1).transpose(1, 2)       # (B, horizon, N)


net = GCLSTM(2, 16, 12)
y = net(torch.randn(3, 10, 207, 2), torch.eye(207))
assert y.shape == (3, 12, 207)
