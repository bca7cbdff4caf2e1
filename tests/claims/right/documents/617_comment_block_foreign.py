import torch
from torch import nn


class Dec(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.LSTM(8 + 16, 16)
        self.emb = nn.Embedding(30, 8)

    def forward(self, inp, context, hidden, cell):
        # inp = [batch size]
        # context = [1, batch size, hid dim]
        # mask = [batch size, src len]
        inp = inp.unsqueeze(0)
        # inp = [1, batch size]
        # enc_outs = [src len, batch size, hid dim]
        e = self.emb(inp)
        # e = [1, batch size, emb dim]
        # v = [hid dim, 1]
        x = torch.cat([e, context], 2)
        # x = [1, batch size, emb dim + hid dim]
        # alphas = [batch size, 1, src len]
        out, (hidden, cell) = self.rnn(x, (hidden, cell))
        # out = [1, batch size, hid dim]
        # logits = [batch size, vocab]
        return out.squeeze(0)
        # [batch size, hid dim]


z = torch.zeros(1, 5, 16)
print(Dec()(torch.zeros(5, dtype=torch.long), z, z, z).shape)   # torch.Size([5, 16])
