import torch
from torch import nn

fw = [nn.LSTM(16, 32, proj_size=16, batch_first=True) for _ in range(2)]
bw = [nn.LSTM(16, 32, proj_size=16, batch_first=True) for _ in range(2)]
x = torch.randn(3, 5, 16)
layers = [torch.cat([x, x], -1)]                    # (3, 5, 32)
f, b = x, x.flip(1)
for lf, lb in zip(fw, bw):
    yf, (h, c) = lf(f)                              # (3, 5, 16); h (1, 3, 16); c (1, 3, 32)
    yb, _ = lb(b)                                   # (3, 5, 16)
    f, b = f + yf, b + yb                           # (3, 5, 16)
    layers.append(torch.cat([f, b.flip(1)], -1))    # (3, 5, 32)
out = torch.stack(layers)                           # (3, 3, 5, 32)
w = torch.softmax(torch.zeros(3), 0)                # (3,)
out = (w[:, None, None, None] * out).sum(0)         # (3, 5, 32)
print(out.shape)                                    # torch.Size([3, 5, 32])
print(h.shape, c.shape)                             # torch.Size([1, 3, 16]) torch.Size([1, 3, 32])
