"""Transducer for on-device dictation. Projections keep the recurrent matrices small."""
import torch
import torch.nn as nn


class Transcriber(nn.Module):
    def __init__(self, n_mels, cell_dim, proj_dim, n_layers=2):
        super().__init__()
        self.net = nn.LSTM(n_mels, cell_dim, n_layers, batch_first=True, proj_size=proj_dim)

    def forward(self, feats, state=None):
        # feats [B, T, n_mels]
        out, (h, c) = self.net(feats, state)
        # out [B, T, proj_dim]
        # h   [n_layers, B, proj_dim]
        # c   [n_layers, B, proj_dim]
        return out, (h, c)


class Predictor(nn.Module):
    def __init__(self, vocab, dim, cell_dim, proj_dim):
        super().__init__()
        self.emb = nn.Embedding(vocab, dim)
        self.net = nn.LSTM(dim, cell_dim, batch_first=True, proj_size=proj_dim)

    def forward(self, y):
        return self.net(self.emb(y))[0]  # [B, U, proj_dim]


class Joiner(nn.Module):
    def __init__(self, proj_dim, joint, vocab):
        super().__init__()
        self.a, self.b = nn.Linear(proj_dim, joint), nn.Linear(proj_dim, joint)
        self.o = nn.Linear(joint, vocab)

    def forward(self, enc, pred):
        enc = self.a(enc).unsqueeze(2)       # [B, T, 1, joint]
        pred = self.b(pred).unsqueeze(1)     # [B, 1, U, joint]
        return self.o(torch.tanh(enc + pred))  # [B, T, U, vocab]
