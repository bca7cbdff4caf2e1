import torch
import torch.nn as nn


class Decoder(nn.Module):
    def __init__(self, V, E, H, L=2):
        super().__init__()
        self.V = V
        self.embed = nn.Embedding(V, E)
        self.lstm = nn.LSTM(E, H, L, batch_first=True)
        self.out = nn.Linear(H, V)

    def step(self, tok, state):
        # tok: (B,)  state: (L, B, H) x 2
        x = self.embed(tok).unsqueeze(1)      # (B, 1, E)
        y, state = self.lstm(x, state)        # (B, 1, H)
        return self.out(y.squeeze(1)), state  # (B, V)

    @torch.no_grad()
    def beam_search(self, h, c, bos, K=4, max_len=20):
        """h, c: (L, B, H) from the encoder. Returns (B, K, max_len)."""
        L, B, H = h.shape
        # replicate every sentence K times -> (L, B*K, H)
        h = h.repeat_interleave(K, dim=1)
        c = c.repeat_interleave(K, dim=1)
        tok = torch.full((B * K,), bos)                         # (B*K,)
        scores = torch.full((B, K), -1e9)                       # (B, K)
        scores[:, 0] = 0.0
        seqs = torch.zeros(B, K, 0, dtype=torch.long)
        for t in range(max_len):
            logits, (h, c) = self.step(tok, (h, c))             # logits: (B*K, V), h: (L, B*K, H)
            logp = logits.log_softmax(-1).view(B, K, -1)        # (B, K, V)
            cand = scores.unsqueeze(-1) + logp                  # (B, K, V)
            scores, idx = cand.view(B, -1).topk(K, dim=-1)      # (B, K)
            beam = idx // self.V                                # (B, K)
            tok = (idx % self.V).view(-1)                       # (B*K,)
            flat = (beam + torch.arange(B)[:, None] * K).view(-1)   # (B*K,)
            h, c = h[:, flat], c[:, flat]                       # (L, B*K, H)
            seqs = seqs.gather(1, beam.unsqueeze(-1).expand(-1, -1, t))
            seqs = torch.cat([seqs, tok.view(B, K, 1)], dim=-1)     # (B, K, t+1)
        return seqs


d = Decoder(50, 8, 16)
assert d.beam_search(torch.zeros(2, 3, 16), torch.zeros(2, 3, 16), 1).shape == (3, 4, 20)
