import torch
import torch.nn as nn


class Attn(nn.Module):
    """Additive attention.

    query:  (B, H)
    keys:   (B, S, H)
    output: (B, H)
    """

    def __init__(self, H):
        super().__init__()
        self.wq, self.wk, self.v = nn.Linear(H, H), nn.Linear(H, H), nn.Linear(H, 1)

    def forward(self, query, keys):
        # query: (B, H), keys: (B, S, H)
        e = self.v(torch.tanh(self.wq(query)[:, None] + self.wk(keys)))   # (B, S, 1)
        a = e.softmax(1)                                                  # (B, S, 1)
        return (a * keys).sum(1)                                          # (B, H)


class Classifier(nn.Module):
    def __init__(self, vocab, E, H, C):
        super().__init__()
        self.emb = nn.Embedding(vocab, E)
        self.lstm = nn.LSTM(E, H, bidirectional=True, batch_first=True)
        self.attn = Attn(2 * H)
        self.fc = nn.Linear(2 * H, C)

    def forward(self, ids):
        out, (h, _) = self.lstm(self.emb(ids))     # out: (B, S, 2H), h: (2, B, H)
        q = h.transpose(0, 1).flatten(1)           # (B, 2H)
        z = self.attn(q, out)                      # (B, 2H)
        return self.fc(z)                          # (B, C)


m = Classifier(50, 8, 16, 3)
assert m(torch.randint(0, 50, (4, 7))).shape == (4, 3)
