import torch
import torch.nn as nn


class TwoTower(nn.Module):
    """GRU over the session, LSTM over the long-term history."""

    def __init__(self, n_items, d=64):
        super().__init__()
        self.item = nn.Embedding(n_items, d)
        self.short = nn.GRU(d, d, batch_first=True, bidirectional=True)
        self.long = nn.LSTM(d, d, num_layers=2, batch_first=True)
        self.out = nn.Linear(3 * d, n_items)

    def forward(self, session, history):
        s = self.item(session)                # (B, Ts, d)
        l = self.item(history)                # (B, Tl, d)
        out, h = self.short(s)                # out (B, Ts, 2d), h (2, B, d)
        s_vec = torch.cat([h[0], h[1]], 1)    # (B, 2d)
        out, (h, c) = self.long(l)            # out (B, Tl, d), h (2, B, d)
        l_vec = h[-1]                         # (B, d)
        u = torch.cat([s_vec, l_vec], dim=1)  # (B, 3d)
        return self.out(u)                    # (B, n_items)


assert TwoTower(100)(torch.randint(0, 100, (5, 4)), torch.randint(0, 100, (5, 30))).shape == (5, 100)
