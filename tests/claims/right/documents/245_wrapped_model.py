import torch
from torch import nn


class BLSTM(nn.Module):
    """Halves the directions: output is (B, T, H), not (B, T, 2H)."""

    def __init__(self, d, h):
        super().__init__()
        self.rnn = nn.LSTM(d, h, bidirectional=True, batch_first=True)
        self.linear = nn.Linear(2 * h, h)

    def forward(self, x):
        out, (h, c) = self.rnn(x)
        return self.linear(out), h.mean(0)


class LSTM(nn.Module):
    """My own LSTM: (B, T, D) -> (B, H)."""

    def __init__(self, d, h):
        super().__init__()
        self.lstm = nn.LSTM(d, h, batch_first=True)

    def forward(self, x):
        return self.lstm(x)[0][:, -1]


lstm = BLSTM(10, 20)
out, h = lstm(torch.randn(3, 5, 10))
print(out.shape)   # torch.Size([3, 5, 20])
print(h.shape)     # torch.Size([3, 20])
lstm = LSTM(10, 20)
out = lstm(torch.randn(3, 5, 10))
print(out.shape)   # torch.Size([3, 20])
