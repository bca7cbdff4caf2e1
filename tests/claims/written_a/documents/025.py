"""Sequence autoencoder for vibration signals."""
import torch
import torch.nn as nn


class Compress(nn.Module):
    def __init__(self, n_sensors, code_dim):
        super().__init__()
        self.rnn = nn.LSTM(n_sensors, code_dim, batch_first=True)

    def forward(self, x):
        _, (code, _) = self.rnn(x)     # code: (1, N, code_dim)
        return code.squeeze(0)         # (N, code_dim)


class Expand(nn.Module):
    def __init__(self, code_dim, n_sensors, n_steps):
        super().__init__()
        self.n_steps = n_steps
        self.rnn = nn.LSTM(code_dim, 2 * code_dim, batch_first=True)
        self.back = nn.Linear(2 * code_dim, n_sensors)

    def forward(self, code):
        rep = code.unsqueeze(1).repeat(1, self.n_steps, 1)   # (N, n_steps, code_dim)
        seq, _ = self.rnn(rep)                               # (N, n_steps, code_dim)
        return self.back(seq)                                # (N, n_steps, n_sensors)


class Autoencoder(nn.Module):
    def __init__(self, n_sensors=6, code_dim=24, n_steps=140):
        super().__init__()
        self.compress = Compress(n_sensors, code_dim)
        self.expand = Expand(code_dim, n_sensors, n_steps)

    def forward(self, x):
        return self.expand(self.compress(x))


if __name__ == "__main__":
    model = Autoencoder()
    x = torch.randn(10, 140, 6)
    print(model.compress(x).shape)   # torch.Size([10, 24])
    print(model(x).shape)            # torch.Size([10, 140, 6])
