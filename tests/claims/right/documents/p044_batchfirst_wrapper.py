import torch
import torch.nn as nn


class VarLSTM(nn.Module):
    """LSTM with variational dropout.

    :param batch_first: if True, input and output are ``(B, T, *)``, else ``(T, B, *)``
    """

    def __init__(self, d, h, p=0.3, batch_first=False):
        super().__init__()
        self.batch_first = batch_first
        self.p = p
        self.rnn = nn.LSTM(d, h)

    def forward(self, x):
        if self.batch_first:
            x = x.transpose(0, 1)          # (B, T, d) -> (T, B, d)
        if self.training:
            m = torch.empty(1, x.size(1), x.size(2)).bernoulli_(1 - self.p)   # (1, B, d), same mask at every step
            x = x * m / (1 - self.p)
        y, (h, c) = self.rnn(x)            # y: (T, B, h)
        if self.batch_first:
            y = y.transpose(0, 1)          # (T, B, h) -> (B, T, h)
        return y, (h, c)


m = VarLSTM(5, 9, batch_first=True)
y, (h, c) = m(torch.randn(2, 11, 5))
assert y.shape == (2, 11, 9)
assert h.shape == (1, 2, 9)
m = VarLSTM(5, 9)
y, (h, c) = m(torch.randn(11, 2, 5))
assert y.shape == (11, 2, 9)
