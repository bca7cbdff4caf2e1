"""Listen, Attend and Spell: pyramidal BLSTM listener."""
import torch
import torch.nn as nn


class pBLSTM(nn.Module):
    """Halves the time resolution.

    (B, T, D) -> (B, T//2, 2D) -> BLSTM -> (B, T//2, 2H)
    """

    def __init__(self, input_dim, hidden_dim):
        super().__init__()
        self.blstm = nn.LSTM(input_dim * 2, hidden_dim, batch_first=True, bidirectional=True)

    def forward(self, x):
        B, T, D = x.size()
        if T % 2:
            x = x[:, :-1]                                   # drop the odd frame
        x = x.contiguous().view(B, T // 2, D * 2)           # (B, T//2, 2D)
        out, _ = self.blstm(x)                              # (B, T//2, 2H)
        return out


class Listener(nn.Module):
    def __init__(self, n_mels=40, hidden=256):
        super().__init__()
        self.base = nn.LSTM(n_mels, hidden, batch_first=True, bidirectional=True)
        self.p1 = pBLSTM(hidden * 2, hidden)
        self.p2 = pBLSTM(hidden * 2, hidden)
        self.p3 = pBLSTM(hidden * 2, hidden)

    def forward(self, x):
        # x: (B, T, 40)
        x, _ = self.base(x)   # (B, T, 512)
        x = self.p1(x)        # (B, T//2, 512)
        x = self.p2(x)        # (B, T//4, 512)
        x = self.p3(x)        # (B, T//8, 512)
        return x


assert Listener()(torch.randn(2, 160, 40)).shape == (2, 20, 512)
