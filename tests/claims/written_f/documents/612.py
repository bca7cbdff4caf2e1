import torch.nn as nn


class Tagger(nn.Module):
    def __init__(self, vocab, emb, hid, tags, bidirectional=False):
        super().__init__()
        self.table = nn.Embedding(vocab, emb)
        self.rnn = nn.GRU(emb, hid, batch_first=True, bidirectional=bidirectional)
        width = hid * 2 if bidirectional else hid
        self.head = nn.Linear(width, tags)

    def forward(self, words):
        e = self.table(words)  # B, T, emb
        out, last = self.rnn(e)
        # out: [B, T, hid], last: [1, B, hid]
        return self.head(out)
