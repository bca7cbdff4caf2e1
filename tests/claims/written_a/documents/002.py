"""Sentence polarity with a two-way recurrent encoder."""
import torch
import torch.nn as nn


class PolarityNet(nn.Module):
    def __init__(self, n_words, word_dim=96, hidden_dim=160, n_classes=3):
        super().__init__()
        self.lookup = nn.Embedding(n_words, word_dim, padding_idx=0)
        # half of the width per direction, so that both together give hidden_dim again
        self.encoder = nn.LSTM(word_dim, hidden_dim // 2, batch_first=True, bidirectional=True)
        self.score = nn.Linear(hidden_dim, n_classes)

    def forward(self, ids):                       # ids: (batch, length)
        vectors = self.lookup(ids)                # (batch, length, word_dim)
        states, (last, _) = self.encoder(vectors)
        # states (batch, length, hidden_dim), last (2, batch, hidden_dim // 2)
        summary = torch.cat([last[0], last[1]], dim=-1)   # (batch, hidden_dim)
        return self.score(summary)                # (batch, n_classes)
