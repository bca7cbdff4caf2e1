#!/usr/bin/env python
# quick sanity script, sizes taken from the paper (table 3)
import torch
from torch import nn

bs, src_len, tgt_len = 80, 50, 48
emb, hid = 500, 1000

encoder = nn.LSTM(emb, hid // 2, num_layers=4, bidirectional=True)
decoder = nn.LSTM(emb + hid, hid, num_layers=4)

src = torch.randn(src_len, bs, emb)           # [50, 80, 500]
mem, (h, c) = encoder(src)
print(mem.shape)                              # torch.Size([50, 80, 1000])
print(h.shape)                                # torch.Size([8, 80, 500])

# fold the directions: [8, 80, 500] -> [4, 80, 1000]
h = torch.cat([h[0::2], h[1::2]], -1)
c = torch.cat([c[0::2], c[1::2]], -1)
print(h.shape)                                # torch.Size([4, 80, 1000])

feed = torch.zeros(bs, hid)                   # [80, 1000], input feeding
tgt = torch.randn(tgt_len, bs, emb)           # [48, 80, 500]
outs = []
for step in range(tgt_len):
    inp = torch.cat([tgt[step], feed], -1).unsqueeze(0)   # [1, 80, 1500]
    o, (h, c) = decoder(inp, (h, c))          # o: [1, 80, 1000], h: [4, 80, 1000]
    o = o.squeeze(0)                          # [80, 1000]
    a = torch.einsum("bh,sbh->bs", o, mem).softmax(-1)    # [80, 50]
    ctx = torch.einsum("bs,sbh->bh", a, mem)  # [80, 1000]
    feed = (o + ctx).tanh()                   # [80, 1000]
    outs.append(feed)
    if step == 2: break
outs = torch.stack(outs)
