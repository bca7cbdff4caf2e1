import torch
import torch.nn as nn


class PointerNet(nn.Module):
    """Pointer network for TSP. Coordinates in, permutation out."""

    def __init__(self, dim=128):
        super().__init__()
        self.inp = nn.Linear(2, dim)
        self.enc = nn.LSTM(dim, dim, batch_first=True)
        self.dec = nn.LSTMCell(dim, dim)
        self.W1 = nn.Linear(dim, dim, bias=False)
        self.W2 = nn.Linear(dim, dim, bias=False)
        self.v = nn.Linear(dim, 1, bias=False)
        self.start = nn.Parameter(torch.zeros(dim))

    def forward(self, coords):
        # coords: (B, N, 2) with N cities
        B, N, _ = coords.shape
        x = self.inp(coords)                     # (B, N, 128)
        ref, (h, c) = self.enc(x)                # ref: (B, N, 128); h, c: (1, B, 128)
        h, c = h[0], c[0]                        # (B, 128)
        d = self.start.expand(B, -1)             # (B, 128)
        mask = torch.zeros(B, N, dtype=torch.bool)   # (B, N)
        tour, logps = [], []
        for _ in range(N):
            h, c = self.dec(d, (h, c))           # (B, 128)
            q = self.W2(h).unsqueeze(1)          # (B, 1, 128)
            u = self.v(torch.tanh(self.W1(ref) + q)).squeeze(-1)   # (B, N)
            u = u.masked_fill(mask, float("-inf"))
            p = u.log_softmax(-1)                # (B, N)
            idx = p.argmax(-1)                   # (B,)
            mask = mask.scatter(1, idx[:, None], True)
            d = x[torch.arange(B), idx]          # (B, 128)
            tour.append(idx)
            logps.append(p)
        return torch.stack(tour, 1), torch.stack(logps, 1)   # (B, N), (B, N, N)


t, lp = PointerNet()(torch.rand(3, 10, 2))
print(t.shape, lp.shape)   # torch.Size([3, 10]) torch.Size([3, 10, 10])
