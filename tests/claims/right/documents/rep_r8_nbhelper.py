import torch
import torch.nn as nn

def join(s):
    """(2, B, H) -> (1, B, 2H)"""
    return torch.cat([s[0], s[1]], -1).unsqueeze(0)

def encode(ids):
    """ids (B, T) -> memory (B, T, 2H), state 2 x (1, B, 2H)"""
    y, (h, c) = enc(emb(ids))
    return y, (join(h), join(c))

H = 64
emb = nn.Embedding(12, 16)
enc = nn.LSTM(16, H, batch_first=True, bidirectional=True)
mem, (h, c) = encode(torch.randint(0, 12, (32, 10)))
