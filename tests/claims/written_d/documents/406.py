import random
import torch
import torch.nn as nn
import torch.nn.functional as F


class Speller(nn.Module):
    """Attend-and-spell half of a LAS recogniser. One LSTMCell per layer, unrolled by hand."""

    def __init__(self, vocab, E, enc_dim, H, sos=0):
        super().__init__()
        self.sos = sos
        self.H = H
        self.emb = nn.Embedding(vocab, E)
        self.cell1 = nn.LSTMCell(E + enc_dim, H)
        self.cell2 = nn.LSTMCell(H, H)
        self.query = nn.Linear(H, enc_dim)
        self.out = nn.Linear(H + enc_dim, vocab)

    def attend(self, h, memory):
        q = self.query(h).unsqueeze(2)                       # [B, enc_dim, 1]
        e = torch.bmm(memory, q).squeeze(2)                  # [B, T_enc]
        a = F.softmax(e, dim=-1)
        ctx = torch.bmm(a.unsqueeze(1), memory).squeeze(1)   # [B, enc_dim]
        return ctx, a

    def forward(self, memory, targets, teacher=0.9):
        # memory: [B, T_enc, enc_dim]
        B, T = targets.shape
        h1 = memory.new_zeros(B, self.H)   # [1, B, H]
        c1 = memory.new_zeros(B, self.H)
        h2, c2 = h1.clone(), c1.clone()
        ctx = memory.mean(1)
        tok = targets.new_full((B,), self.sos)
        scores = []
        for t in range(T):
            x = torch.cat([self.emb(tok), ctx], dim=-1)      # [B, E + enc_dim]
            h1, c1 = self.cell1(x, (h1, c1))                 # [B, H], [B, H]
            h2, c2 = self.cell2(h1, (h2, c2))
            ctx, _ = self.attend(h2, memory)
            logit = self.out(torch.cat([h2, ctx], dim=-1))
            scores.append(logit)
            use_truth = random.random() < teacher
            tok = targets[:, t] if use_truth else logit.argmax(-1)
        return torch.stack(scores, dim=1)  # [B, T_dec, V]
