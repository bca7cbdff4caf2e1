import torch
import torch.nn as nn


class Model(nn.Module):
    def __init__(self, d, h):
        super().__init__()
        self.rnn = nn.LSTM(d, h, batch_first=True, bidirectional=True)
        self.ln = nn.LayerNorm(2 * h)

    def forward(self, x, lengths):
        # [N, T, d]
        x, (h, c) = self.rnn(x)
        # [N, T, 2h]
        x = self.ln(x)
        # [N, T, 2h] -> [N, 2h, T]
        x = x.transpose(1, 2)
        # [N, 2h, T] -> [N, 2h, 1] -> [N, 2h]
        x = nn.functional.adaptive_max_pool1d(x, 1).squeeze(-1)
        # [2, N, h] -> [N, 2, h] -> [N, 2h]
        h = h.transpose(0, 1).flatten(1)
        # [N, 4h]
        return torch.cat([x, h], 1)


assert Model(3, 5)(torch.randn(2, 7, 3), None).shape == (2, 20)
