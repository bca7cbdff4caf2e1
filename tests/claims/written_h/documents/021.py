#!/usr/bin/env python3
import math
import torch
import torch.nn as nn
import torch.nn.functional as F


class Attn(nn.Module):
    """Luong attention (general)."""

    def __init__(self, hidden_size):
        super().__init__()
        self.W = nn.Linear(hidden_size, hidden_size, bias=False)

    def forward(self, query, keys):
        # query: B x H, keys: B x S x H
        score = torch.bmm(keys, self.W(query).unsqueeze(2)).squeeze(2)  # B x S
        alpha = F.softmax(score, dim=1)
        ctx = torch.bmm(alpha.unsqueeze(1), keys).squeeze(1)            # B x H
        return ctx, alpha


class Decoder(nn.Module):
    def __init__(self, vocab=400, emb=32, hidden=64):
        super().__init__()
        self.embed = nn.Embedding(vocab, emb)
        self.lstm = nn.LSTM(emb + hidden, hidden, batch_first=True)
        self.attn = Attn(hidden)
        self.out = nn.Linear(hidden * 2, vocab)

    def forward(self, tok, ctx, state, enc):
        # tok: (B,)
        e = self.embed(tok)                               # (B, 32)
        inp = torch.cat([e, ctx], dim=-1).unsqueeze(1)    # (B, 1, 96)
        o, state = self.lstm(inp, state)                  # o (B, 1, 64), state (B, 1, 64)
        o = o.squeeze(1)                                  # (B, 64)
        ctx, alpha = self.attn(o, enc)
        logits = self.out(torch.cat([o, ctx], dim=1))     # (B, 400)
        return logits, ctx, state


dec = Decoder()
s = (torch.zeros(1, 5, 64), torch.zeros(1, 5, 64))
l, c, s = dec(torch.zeros(5, dtype=torch.long), torch.zeros(5, 64), s, torch.randn(5, 14, 64))
print(l.shape)
