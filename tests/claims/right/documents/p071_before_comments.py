import torch
import torch.nn as nn


class Model(nn.Module):
    def __init__(self, vocab, dim, hid, n_out):
        super().__init__()
        self.embedding = nn.Embedding(vocab, dim)
        self.lstm = nn.LSTM(dim, hid, num_layers=2, batch_first=True, bidirectional=True)
        self.fc = nn.Linear(2 * hid, n_out)

    def forward(self, x):
        # (batch, seq) -> (batch, seq, dim)
        x = self.embedding(x)
        # (batch, seq, dim) -> (batch, seq, 2 * hid)
        x, (h, c) = self.lstm(x)
        # (4, batch, hid) -> (2, 2, batch, hid)
        h = h.view(2, 2, -1, h.size(-1))
        # take the last layer: (2, batch, hid)
        h = h[-1]
        # (2, batch, hid) -> (batch, 2, hid) -> (batch, 2 * hid)
        h = h.permute(1, 0, 2).flatten(1)
        # (batch, 2 * hid) -> (batch, n_out)
        return self.fc(h)


assert Model(10, 4, 8, 3)(torch.randint(0, 10, (5, 6))).shape == (5, 3)
