import torch
from torch import nn


def last_hidden(lstm, x):
    """Return the last hidden state of the top layer.

    >>> lstm = nn.LSTM(10, 20, num_layers=2, bidirectional=True)
    >>> out, (h, c) = lstm(torch.randn(5, 3, 10))
    >>> out.shape
    torch.Size([5, 3, 40])
    >>> h.shape
    torch.Size([4, 3, 20])
    >>> last_hidden(lstm, torch.randn(5, 3, 10)).shape
    torch.Size([3, 40])
    >>> h = last_hidden(lstm, torch.randn(6, 7, 10))
    >>> h.shape
    torch.Size([7, 40])
    """
    _, (h, _) = lstm(x)
    return torch.cat([h[-2], h[-1]], dim=-1)
