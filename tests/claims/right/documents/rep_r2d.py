import torch
import torch.nn as nn

class Tagger(nn.Module):
    """x: (B, T) -> (B, T, n_tags)"""
    def __init__(self, n_tags=9, d=12, h=7):
        super().__init__()
        self.e = nn.Embedding(20, d)
        self.l = nn.LSTM(d, h, batch_first=True)
        self.o = nn.Linear(h, n_tags)

    def forward(self, x):
        z, _ = self.l(self.e(x))
        return self.o(z)
