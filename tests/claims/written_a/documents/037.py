import torch
import torch.nn as nn


class ParallelSafeLSTM(nn.Module):
    """LSTM whose states travel batch-first.

    DataParallel scatters and gathers along axis 0, so the states that enter
    and leave this module are (batch, layers, width); only the inner layer sees
    (layers, batch, width).
    """

    def __init__(self, n_in, width, layers):
        super().__init__()
        self.inner = nn.LSTM(n_in, width, layers, batch_first=True)

    def forward(self, x, h, c):
        # h, c: (batch, layers, width)
        h = h.transpose(0, 1).contiguous()    # (layers, batch, width)
        c = c.transpose(0, 1).contiguous()
        y, (h, c) = self.inner(x, (h, c))
        # back to (batch, layers, width) for the gather
        return y, h.transpose(0, 1), c.transpose(0, 1)
