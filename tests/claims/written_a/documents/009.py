import torch
import torch.nn as nn


class Writer(nn.Module):
    """Emits one token per call; the state goes round through the caller."""

    def __init__(self, vocab, emb_dim, hid_dim, n_layers, dropout=0.3):
        super().__init__()
        self.vocab = vocab
        self.emb = nn.Embedding(vocab, emb_dim)
        self.rnn = nn.LSTM(emb_dim, hid_dim, n_layers, dropout=dropout)
        self.proj = nn.Linear(hid_dim, vocab)
        self.drop = nn.Dropout(dropout)

    def forward(self, token, hidden, cell):

        #token = [batch size]
        #hidden = [n layers, batch size, hid dim]
        #cell = [n layers, batch size, hid dim]

        token = token.unsqueeze(0)

        #token = [1, batch size]

        vec = self.drop(self.emb(token))

        #vec = [1, batch size, emb dim]

        step, (hidden, cell) = self.rnn(vec, (hidden, cell))

        #step = [1, batch size, hid dim]
        #hidden = [batch size, n layers, hid dim]
        #cell = [n layers, batch size, hid dim]

        logits = self.proj(step.squeeze(0))

        #logits = [batch size, vocab]

        return logits, hidden, cell
