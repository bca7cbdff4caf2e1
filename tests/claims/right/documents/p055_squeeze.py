import torch
import torch.nn as nn


class Regressor(nn.Module):
    def __init__(self, in_dim, hid):
        super().__init__()
        self.lstm = nn.LSTM(in_dim, hid, 1, batch_first=True)
        self.lin = nn.Linear(hid, 1)

    def forward(self, x):
        _, (h, _) = self.lstm(x)        # h is (1, B, hid)
        h = h.squeeze(0)                # now (B, hid)
        y = self.lin(h)                 # (B, 1)
        return y.squeeze(-1)            # (B,)

    def predict_one(self, x):
        """x is a single window, (T, in_dim); returns a float."""
        x = x.unsqueeze(0)              # (1, T, in_dim)
        return self(x).item()

    def forward_seq(self, x):
        out, _ = self.lstm(x)           # (B, T, hid)
        return self.lin(out)            # (B, T, 1)


r = Regressor(3, 12)
assert r(torch.randn(5, 9, 3)).shape == (5,)
assert isinstance(r.predict_one(torch.randn(9, 3)), float)
assert r.forward_seq(torch.randn(5, 9, 3)).shape == (5, 9, 1)
