import torch
from torch import nn

lstm = nn.LSTM(
    input_size=10,      # (features)
    hidden_size=20,     # (units) per direction, so (40) in total
    num_layers=2,
    bidirectional=True,
    batch_first=True,   # (batch, seq, feature)
)
attn = nn.MultiheadAttention(40, 4, batch_first=True)   # (40, 4): embed dim and heads
x = torch.randn(3, 5, 10)
out, (h, c) = lstm(x)
ctx, w = attn(
    out,   # query: (3, 5, 40)
    out,   # key: (3, 5, 40)
    out,   # value: (3, 5, 40)
)          # ctx: (3, 5, 40), w: (3, 5, 5)
h = torch.stack([h[:2], h[2:]])     # (layers, directions, batch, hidden) = (2, 2, 3, 20)
c = torch.stack([c[0::2], c[1::2]], 1)   # (2, 2, 3, 20)
print(h.shape, c.shape, w.shape)    # torch.Size([2, 2, 3, 20]) torch.Size([2, 2, 3, 20]) torch.Size([3, 5, 5])
