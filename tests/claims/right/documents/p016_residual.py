import torch.nn as nn


class ResidualLSTM(nn.Module):
    """Stack of unidirectional LSTMs with skip connections + LayerNorm (GNMT-ish).

    x -> LSTM -> + x -> LN -> LSTM -> + -> LN ...
    All activations stay at (T, B, d_model).
    """

    def __init__(self, d_model: int, n_layers: int, p: float = 0.1):
        super().__init__()
        self.layers = nn.ModuleList([nn.LSTM(d_model, d_model) for _ in range(n_layers)])
        self.norms = nn.ModuleList([nn.LayerNorm(d_model) for _ in range(n_layers)])
        self.drop = nn.Dropout(p)

    def forward(self, x, states=None):
        # x: (T, B, d_model)
        if states is None:
            states = [None] * len(self.layers)
        new_states = []
        for lstm, norm, st in zip(self.layers, self.norms, states):
            y, st = lstm(x, st)          # y: (T, B, d_model), st: 2 x (1, B, d_model)
            x = norm(x + self.drop(y))   # (T, B, d_model)
            new_states.append(st)
        return x, new_states
