import torch
import torch.nn as nn


def merge_sum(h):
    """h: (2L, B, H) -> h: (L, B, H), summing the directions"""
    return h[0::2] + h[1::2]


def merge_cat(h):
    """h: (2L, B, H) -> (L, B, 2H)"""
    return torch.cat([h[0::2], h[1::2]], dim=-1)


def top(h):
    """h: (L, B, H) -> (B, H)"""
    return h[-1]


def to_bf(h):
    # h: (L, B, H) -> h: (B, L, H)
    h = h.transpose(0, 1)
    return h


lstm = nn.LSTM(8, 10, num_layers=3, bidirectional=True)
out, (h, c) = lstm(torch.randn(7, 4, 8))    # out: (7, 4, 20), h: (6, 4, 10)
assert merge_sum(h).shape == (3, 4, 10)
assert merge_cat(h).shape == (3, 4, 20)
assert top(merge_cat(h)).shape == (4, 20)
assert to_bf(h).shape == (4, 6, 10)
