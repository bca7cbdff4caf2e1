import torch
from torch import nn


class Seq2Seq(nn.Module):
    def __init__(self, src_vocab, tgt_vocab, emb=256, hid=256, layers=2):
        super().__init__()
        self.layers, self.hid = layers, hid
        self.src_emb = nn.Embedding(src_vocab, emb)
        self.tgt_emb = nn.Embedding(tgt_vocab, emb)
        self.encoder = nn.LSTM(emb, hid, layers, bidirectional=True, batch_first=True)
        self.decoder = nn.LSTM(emb, 2 * hid, layers, batch_first=True)
        self.generator = nn.Linear(2 * hid, tgt_vocab)

    def merge(self, s):
        # s: (layers*2, B, hid) -> (layers, B, 2*hid)
        B = s.size(1)
        s = s.view(self.layers, 2, B, self.hid)     # (layers, 2, B, hid)
        s = s.transpose(1, 2)                       # (layers, B, 2, hid)
        return s.reshape(self.layers, B, 2 * self.hid)   # (layers, B, 2*hid)

    def forward(self, src, tgt):
        # src: (B, S)  tgt: (B, T), incl. <bos> and <eos>
        mem, (h, c) = self.encoder(self.src_emb(src))    # mem: (B, S, 2*hid)
        h, c = self.merge(h), self.merge(c)              # (layers, B, 2*hid)
        dec_in = tgt[:, :-1]                             # (B, T-1)
        gold = tgt[:, 1:]                                # (B, T-1)
        y, _ = self.decoder(self.tgt_emb(dec_in), (h, c))   # (B, T-1, 2*hid)
        logits = self.generator(y)                       # (B, T-1, V)
        return nn.functional.cross_entropy(logits.flatten(0, 1), gold.flatten())


loss = Seq2Seq(50, 60)(torch.randint(0, 50, (3, 8)), torch.randint(0, 60, (3, 7)))
