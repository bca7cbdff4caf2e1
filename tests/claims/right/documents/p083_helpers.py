import torch
import torch.nn as nn


def flatten_dirs(h, n_layers, bidirectional):
    """h: (n_layers * n_dirs, B, H) -> h: (n_layers, B, n_dirs * H)"""
    d = 2 if bidirectional else 1
    _, B, H = h.shape
    h = h.view(n_layers, d, B, H)       # h: (n_layers, n_dirs, B, H)
    h = h.transpose(1, 2)               # h: (n_layers, B, n_dirs, H)
    return h.reshape(n_layers, B, d * H)


def init_state(n_layers, batch, hidden, bidirectional=False):
    """Zero (h, c), each (n_layers * n_dirs, batch, hidden)."""
    shape = (n_layers * (2 if bidirectional else 1), batch, hidden)
    return torch.zeros(shape), torch.zeros(shape)


def last_valid(out, lengths):
    """out: (B, T, H), lengths: (B,) -> (B, H)"""
    idx = (lengths - 1).view(-1, 1, 1).expand(-1, 1, out.size(-1))   # (B, 1, H)
    return out.gather(1, idx).squeeze(1)                             # (B, H)


lstm = nn.LSTM(10, 6, num_layers=2, bidirectional=True, batch_first=True)
x = torch.randn(4, 8, 10)
out, (h, c) = lstm(x, init_state(2, 4, 6, True))   # out: (4, 8, 12), h: (4, 4, 6)
hh = flatten_dirs(h, 2, True)                      # (2, 4, 12)
lv = last_valid(out, torch.tensor([8, 3, 5, 1]))   # (4, 12)
assert hh.shape == (2, 4, 12) and lv.shape == (4, 12)
