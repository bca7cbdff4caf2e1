import torch
import torch.nn as nn


def run(lstm, seq):
    """Feed a sequence token by token.

    seq: (T, B, D)
    returns outputs (T, B, H) and the final h (1, B, H)
    """
    h = None
    outs = []
    for x in seq:                          # x: (B, D)
        o, h = lstm(x.unsqueeze(0), h)     # o: (1, B, H)
        outs.append(o)
    return torch.cat(outs, dim=0), h[0]    # (T, B, H), (1, B, H)


def last(out):
    """(T, B, H) -> (B, H)"""
    return out[-1]


def to_batch_first(t):
    """(T, B, *) -> (B, T, *)"""
    return t.transpose(0, 1)


lstm = nn.LSTM(6, 12)
seq = torch.randn(9, 2, 6)
out, h = run(lstm, seq)         # (9, 2, 12), (1, 2, 12)
print(last(out).shape)          # torch.Size([2, 12])
print(to_batch_first(out).shape)  # torch.Size([2, 9, 12])
