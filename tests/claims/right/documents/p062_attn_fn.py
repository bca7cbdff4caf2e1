import torch
import torch.nn as nn
import torch.nn.functional as F


def dot_attention(q, k, v, mask=None):
    """Dot product attention.

    Args:
        q: (B, H)     decoder state
        k: (B, S, H)  encoder states
        v: (B, S, H)
        mask: (B, S)  1 for real tokens

    Returns:
        context (B, H), weights (B, S)
    """
    scores = torch.einsum("bh,bsh->bs", q, k)        # (B, S)
    if mask is not None:
        scores = scores.masked_fill(mask == 0, -1e9)
    w = F.softmax(scores, dim=-1)                    # (B, S)
    ctx = torch.einsum("bs,bsh->bh", w, v)           # (B, H)
    return ctx, w


enc = nn.LSTM(32, 64, batch_first=True)
dec = nn.LSTMCell(32 + 64, 64)
src = torch.randn(8, 20, 32)
mem, (h, c) = enc(src)              # mem (8, 20, 64); h, c (1, 8, 64)
h, c = h[0], c[0]                   # (8, 64)
y = torch.zeros(8, 32)
for _ in range(5):
    ctx, w = dot_attention(h, mem, mem)              # (8, 64), (8, 20)
    h, c = dec(torch.cat([y, ctx], -1), (h, c))      # (8, 64)
    y = h[:, :32]                                    # (8, 32)
assert w.shape == (8, 20)
assert ctx.shape == (8, 64)
