import torch
import torch.nn as nn


class MaLSTM(nn.Module):
    """Siamese Manhattan LSTM for duplicate question detection.

    q1, q2 : LongTensor [batch, len1], [batch, len2]
    returns: similarity in (0, 1], FloatTensor [batch]
    """

    def __init__(self, n_vocab, d_emb=300, d_hid=50):
        super().__init__()
        self.embed = nn.Embedding(n_vocab, d_emb)
        self.lstm = nn.LSTM(d_emb, d_hid, batch_first=True)   # shared by both legs

    def encode(self, q):
        e = self.embed(q)             # [batch, len, 300]
        _, (h, _) = self.lstm(e)      # h: [1, batch, 50]
        return h.squeeze(0)           # [batch, 50]

    def forward(self, q1, q2):
        h1 = self.encode(q1)          # [batch, 50]
        h2 = self.encode(q2)          # [batch, 50]
        return torch.exp(-torch.norm(h1 - h2, p=1, dim=1))   # [batch]


m = MaLSTM(2000)
s = m(torch.randint(0, 2000, (8, 13)), torch.randint(0, 2000, (8, 9)))
assert s.shape == (8,)
