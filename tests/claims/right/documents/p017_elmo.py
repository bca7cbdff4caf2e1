import torch
import torch.nn as nn


class BiLM(nn.Module):
    """ELMo-like: forward and backward LMs with separate 2-layer projected LSTMs."""

    def __init__(self, n_tokens, emb=512, hidden=4096, proj=512):
        super().__init__()
        self.tok = nn.Embedding(n_tokens, emb)
        self.fwd = nn.LSTM(emb, hidden, num_layers=2, proj_size=proj, batch_first=True)
        self.bwd = nn.LSTM(emb, hidden, num_layers=2, proj_size=proj, batch_first=True)
        self.mix = nn.Parameter(torch.zeros(2))

    def forward(self, ids):
        x = self.tok(ids)                          # (B, T, 512)
        f, (hf, cf) = self.fwd(x)                  # f: (B, T, 512)  hf: (2, B, 512)  cf: (2, B, 4096)
        b, (hb, cb) = self.bwd(x.flip(1))          # b: (B, T, 512)  hb: (2, B, 512)  cb: (2, B, 4096)
        b = b.flip(1)                              # (B, T, 512)
        both = torch.cat([f, b], dim=-1)           # (B, T, 1024)
        xx = torch.cat([x, x], dim=-1)             # (B, T, 1024)
        w = self.mix.softmax(0)                    # (2,)
        return w[0] * xx + w[1] * both             # (B, T, 1024)
