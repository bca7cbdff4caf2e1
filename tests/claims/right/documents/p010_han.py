import torch
import torch.nn as nn
import torch.nn.functional as F


class WordAttn(nn.Module):
    def __init__(self, V, E, H):
        super().__init__()
        self.emb = nn.Embedding(V, E)
        self.lstm = nn.LSTM(E, H, bidirectional=True, batch_first=True)
        self.proj = nn.Linear(2 * H, 2 * H)
        self.ctx = nn.Linear(2 * H, 1, bias=False)

    def forward(self, docs):
        # docs: (B, S, W)   B docs, S sentences per doc, W words per sentence
        B, S, W = docs.shape
        words = docs.view(B * S, W)                 # (B*S, W)
        e = self.emb(words)                         # (B*S, W, E)
        h, _ = self.lstm(e)                         # (B*S, W, 2H)
        u = torch.tanh(self.proj(h))                # (B*S, W, 2H)
        a = F.softmax(self.ctx(u), dim=1)           # (B*S, W, 1)
        s = (a * h).sum(1)                          # (B*S, 2H)
        return s.view(B, S, -1)                     # (B, S, 2H)


class HAN(nn.Module):
    def __init__(self, V, E=200, H=50, n_classes=5):
        super().__init__()
        self.word = WordAttn(V, E, H)
        self.sent_lstm = nn.LSTM(2 * H, H, bidirectional=True, batch_first=True)
        self.proj = nn.Linear(2 * H, 2 * H)
        self.ctx = nn.Linear(2 * H, 1, bias=False)
        self.cls = nn.Linear(2 * H, n_classes)

    def forward(self, docs):
        s = self.word(docs)                         # (B, S, 100)
        h, _ = self.sent_lstm(s)                    # (B, S, 100)
        u = torch.tanh(self.proj(h))                # (B, S, 100)
        a = self.ctx(u).softmax(1)                  # (B, S, 1)
        v = torch.sum(a * h, dim=1)                 # (B, 100)
        return self.cls(v)                          # (B, 5)


assert HAN(1000)(torch.randint(0, 1000, (4, 6, 12))).shape == (4, 5)
