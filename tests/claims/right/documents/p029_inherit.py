import torch
import torch.nn as nn


class BaseRNNEncoder(nn.Module):
    bidirectional = False

    def __init__(self, dim, hid):
        super().__init__()
        self.hid = hid
        self.rnn = nn.LSTM(dim, hid, batch_first=True, bidirectional=self.bidirectional)

    def forward(self, x):
        out, (h, c) = self.rnn(x)
        return self.merge(out, h)

    def merge(self, out, h):
        raise NotImplementedError


class UniEncoder(BaseRNNEncoder):
    def merge(self, out, h):
        # out: (B, T, H), h: (1, B, H)
        return h[-1]                                # (B, H)


class BiEncoder(BaseRNNEncoder):
    bidirectional = True

    def merge(self, out, h):
        # out: (B, T, 2H), h: (2, B, H)
        fwd = out[:, -1, :self.hid]                 # (B, H)
        bwd = out[:, 0, self.hid:]                  # (B, H)
        return torch.cat([fwd, bwd], -1)            # (B, 2H)


assert UniEncoder(4, 8)(torch.randn(2, 3, 4)).shape == (2, 8)
assert BiEncoder(4, 8)(torch.randn(2, 3, 4)).shape == (2, 16)
