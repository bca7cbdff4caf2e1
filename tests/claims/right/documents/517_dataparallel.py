import torch
from torch import nn


class Model(nn.Module):
    """Works with nn.DataParallel: the states are batch-first.

    forward returns out (B, T, 20) and h (B, 2, 20), not (2, B, 20).
    """

    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(10, 20, 2, batch_first=True)

    def forward(self, x, h=None, c=None):
        # h, c: (B, 2, 20)
        if h is not None:
            h = h.transpose(0, 1).contiguous()     # (2, B, 20)
            c = c.transpose(0, 1).contiguous()     # (2, B, 20)
            out, (h, c) = self.lstm(x, (h, c))
        else:
            out, (h, c) = self.lstm(x)
        h = h.transpose(0, 1)                      # (B, 2, 20)
        c = c.transpose(0, 1)                      # (B, 2, 20)
        return out, h, c


m = nn.DataParallel(Model()) if torch.cuda.is_available() else Model()
out, h, c = m(torch.randn(6, 5, 10))
print(h.shape)    # torch.Size([6, 2, 20])
out, h, c = m(torch.randn(6, 1, 10), h, c)
print(out.shape)  # torch.Size([6, 1, 20])
print(c.shape)    # torch.Size([6, 2, 20])
