import torch
from torch import nn


class AnomalyAE(nn.Module):
    """Sequence autoencoder. High reconstruction error = anomaly.

    Reads (N, T, in_dim), writes (N, T, in_dim).
    """

    def __init__(self, in_dim, H, K=2):
        super().__init__()
        self.enc = nn.LSTM(in_dim, H, K, batch_first=True)
        self.dec = nn.LSTM(H, H, K, batch_first=True)
        self.back = nn.Linear(H, in_dim)

    def forward(self, x):
        N, T, _ = x.shape

        _, (h, c) = self.enc(x)
        # h.shape == c.shape == (K, N, H)

        code = h[-1]
        # code.shape == (N, H)

        rep = code.unsqueeze(1).expand(N, T, -1)
        # rep.shape == (N, T, H)

        y, _ = self.dec(rep)
        # y.shape == (N, T, H)

        return self.back(y)

    @torch.no_grad()
    def score(self, x):
        return (self(x) - x).pow(2).mean(dim=(1, 2))  # (N,)


if __name__ == "__main__":
    ae = AnomalyAE(in_dim=5, H=13)
    x = torch.randn(3, 7, 5)
    assert ae(x).shape == x.shape
    assert ae.score(x).shape == (3,)
