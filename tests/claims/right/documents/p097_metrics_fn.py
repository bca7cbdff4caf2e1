import torch
import torch.nn as nn


def cosine(a, b):
    """a: (B, H), b: (B, H) -> (B,)"""
    return nn.functional.cosine_similarity(a, b)


def rank(q, d):
    """q: (B, H), d: (N, H) -> scores: (B, N)"""
    return q @ d.t()


enc = nn.LSTM(12, 24, bidirectional=True, batch_first=True)


def embed(x):
    """x: (B, T, 12) -> (B, 2H)"""
    _, (h, _) = enc(x)                     # h: (2, B, H)
    return torch.cat(tuple(h), dim=-1)     # (B, 2H)


q, d = embed(torch.randn(5, 9, 12)), embed(torch.randn(30, 14, 12))   # (5, 48), (30, 48)
print(cosine(q, d[:5]).shape)    # torch.Size([5])
print(rank(q, d).shape)          # torch.Size([5, 30])
