import torch
import torch.nn as nn
from torch.nn.utils.rnn import pack_padded_sequence


class SiameseReader(nn.Module):
    """Two questions in, one similarity out. Both sides share all weights."""

    def __init__(self, vectors: torch.Tensor, hidden: int):
        super().__init__()
        self.embed = nn.Embedding.from_pretrained(vectors, freeze=True)
        self.rnn = nn.LSTM(vectors.size(1), hidden, num_layers=2,
                           bidirectional=True, batch_first=True)
        self.cmp = nn.Sequential(
            nn.Linear(8 * hidden, hidden),  # B x 8H -> B x H
            nn.ReLU(),
            nn.Linear(hidden, 1),
        )

    def side(self, ids, lengths):
        x = self.embed(ids)
        # B x L x D
        x = pack_padded_sequence(x, lengths.cpu(), batch_first=True, enforce_sorted=False)
        _, (h, _) = self.rnn(x)
        # 4 x B x H
        h = torch.cat((h[-2], h[-1]), dim=1)
        # B x 2H
        return h

    def forward(self, a, len_a, b, len_b):
        u, v = self.side(a, len_a), self.side(b, len_b)
        # both B x 2H
        z = torch.cat((u, v, (u - v).abs(), u * v), dim=1)
        # B x 8H
        # one score per pair
        return self.cmp(z).squeeze(1)
