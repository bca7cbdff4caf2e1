import torch
import torch.nn as nn


def reverse_padded(x, lengths):
    """Reverse every sequence up to its own length.

    x (B, T, D), lengths (B,) -> (B, T, D)
    """
    B, T, _ = x.shape
    ar = torch.arange(T).expand(B, T)                       # (B, T)
    idx = lengths[:, None] - 1 - ar                         # (B, T)
    idx = torch.where(idx < 0, ar, idx)
    return x.gather(1, idx.unsqueeze(-1).expand_as(x))      # (B, T, D)


fwd = nn.LSTM(5, 7, batch_first=True)
bwd = nn.LSTM(5, 7, batch_first=True)
x = torch.randn(2, 6, 5)
n = torch.tensor([6, 3])
f, (hf, _) = fwd(x)                         # f (2, 6, 7), hf (1, 2, 7)
b, (hb, _) = bwd(reverse_padded(x, n))      # b (2, 6, 7), hb (1, 2, 7)
b = reverse_padded(b, n)                    # (2, 6, 7)
y = torch.cat([f, b], -1)                   # (2, 6, 14)
assert y.shape == (2, 6, 14)
