import torch
import torch.nn as nn


class PowerLoadModel(nn.Module):
    """Hourly load -> load of the next hour."""

    def __init__(self, n_features, n_hidden, n_layers):
        super().__init__()
        self.n_hidden = n_hidden
        self.n_layers = n_layers
        self.rec = nn.LSTM(input_size=n_features, hidden_size=n_hidden,
                           num_layers=n_layers, batch_first=True)
        self.out = nn.Linear(n_hidden, 1)

    def forward(self, x):
        # x arrives as (batch, window, n_features)
        # (batch, n_layers, n_hidden), because batch_first is on
        h0 = torch.zeros(self.n_layers, x.size(0), self.n_hidden)
        c0 = torch.zeros(self.n_layers, x.size(0), self.n_hidden)

        seq, (hn, cn) = self.rec(x, (h0, c0))
        # seq -> (batch, window, n_hidden)
        # hn  -> (batch, n_layers, n_hidden)
        # cn  -> (batch, n_layers, n_hidden)
        return self.out(seq[:, -1])     # (batch, 1)
