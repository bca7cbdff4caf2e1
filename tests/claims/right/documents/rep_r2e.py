import torch
import torch.nn as nn

def flatten_dirs(h, n_layers):
    """h: (n_layers * n_dirs, B, H) -> h: (n_layers, B, n_dirs * H)"""
    return torch.cat([h[0::2], h[1::2]], -1)

lstm = nn.LSTM(10, 6, num_layers=2, bidirectional=True, batch_first=True)
out, (h, c) = lstm(torch.randn(4, 8, 10))
hh = flatten_dirs(h, 2)
