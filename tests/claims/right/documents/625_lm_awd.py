import torch
from torch import nn


class AWD(nn.Module):
    """AWD-LSTM: 3 layers, the last one is as wide as the embedding."""

    def __init__(self, vocab=100, emb=40, hid=115, n=3):
        super().__init__()
        self.emb = nn.Embedding(vocab, emb)
        self.rnns = nn.ModuleList([
            nn.LSTM(emb if l == 0 else hid, hid if l != n - 1 else emb, batch_first=True)
            for l in range(n)
        ])
        self.dec = nn.Linear(emb, vocab)
        self.dec.weight = self.emb.weight

    def forward(self, x, hidden):
        raw = self.emb(x)                      # (bs, seq, emb)
        new_h = []
        for l, rnn in enumerate(self.rnns):
            raw, h = rnn(raw, hidden[l])       # l < 2: (bs, seq, 115); l == 2: (bs, seq, 40)
            new_h.append(h)
        return self.dec(raw), new_h            # (bs, seq, vocab)


m = AWD()
hs = [(torch.zeros(1, 4, h), torch.zeros(1, 4, h)) for h in (115, 115, 40)]
out, hs = m(torch.randint(0, 100, (4, 70)), hs)
print(out.shape)            # torch.Size([4, 70, 100])
print(hs[0][0].shape)       # torch.Size([1, 4, 115])
print(hs[-1][0].shape)      # torch.Size([1, 4, 40])
h, c = hs[2]
print(h.shape)              # torch.Size([1, 4, 40])
