import torch
import torch.nn as nn


class LSTMAutoEncoder(nn.Module):
    """window -> one vector -> window"""

    def __init__(self, n_features, hidden_size, num_layers=1):
        super().__init__()
        self.enc = nn.LSTM(n_features, hidden_size, num_layers, batch_first=True)
        self.dec = nn.LSTM(hidden_size, n_features, num_layers, batch_first=True)

    def forward(self, x):
        # x: (B, T, F)
        T = x.size(1)
        _, (h, _) = self.enc(x)              # h: (num_layers, B, H)
        z = h[-1]                            # (B, H)
        z = z.unsqueeze(1).repeat(1, T, 1)   # (B, T, H)
        rec, (h_d, _) = self.dec(z)          # rec: (B, T, H), h_d: (num_layers, B, F)
        return rec
