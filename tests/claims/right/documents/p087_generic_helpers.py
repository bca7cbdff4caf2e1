import torch
import torch.nn as nn


def mean_pool(x, mask):
    """x: (B, T, H), mask: (B, T) -> (B, H)"""
    m = mask.unsqueeze(-1)                      # (B, T, 1)
    return (x * m).sum(1) / m.sum(1)            # (B, H)


def split_heads(x, n):
    """x: (B, T, D) -> (B, n, T, D // n)"""
    B, T, D = x.shape
    return x.view(B, T, n, D // n).transpose(1, 2)


def seq_last(x):
    """x: (B, T, H)"""
    return x[:, -1]                             # (B, H)


enc = nn.LSTM(20, 32, num_layers=2, bidirectional=True, batch_first=True)
ids = torch.randn(4, 15, 20)
out, (h, c) = enc(ids)                          # (4, 15, 64), (4, 4, 32)
pooled = mean_pool(out, torch.ones(4, 15))      # (4, 64)
heads = split_heads(out, 8)                     # (4, 8, 15, 8)
last = seq_last(out)                            # (4, 64)
assert pooled.shape == last.shape == (4, 64)
assert heads.shape == (4, 8, 15, 8)
