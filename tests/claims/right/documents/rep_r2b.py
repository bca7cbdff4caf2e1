import torch
import torch.nn as nn

H = 32
dec = nn.LSTM(5, 2 * H)

def forward(tgt):
    """tgt: (T, B, 5) -> (T, B, 2H)"""
    y, (h, c) = dec(tgt)
    return y

y = forward(torch.randn(6, 4, 5))
