import torch
import torch.nn as nn

def mean_pool(x, mask):
    """x: (B, T, H), mask: (B, T) -> (B, H)"""
    return (x * mask.unsqueeze(-1)).mean(1)   # (B, H)

enc = nn.LSTM(20, 32, bidirectional=True, batch_first=True)
out, (h, c) = enc(torch.randn(4, 15, 20))
pooled = mean_pool(out, torch.ones(4, 15))    # (4, 64)
