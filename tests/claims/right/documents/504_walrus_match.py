import torch
from torch import nn

x = torch.randn(3, 5, 10)
if (out := nn.LSTM(10, 20, batch_first=True)(x)[0]).size(1) > 1:
    out = out[:, -1]
print(out.shape)        # torch.Size([3, 20])
mode = "last"
out, (h, c) = nn.LSTM(10, 20, batch_first=True)(x)
match mode:
    case "mean":
        out = out.mean(1)      # (3, 20)
    case "last":
        out = out[:, -1:]      # (3, 1, 20)
    case _:
        out = out.flatten(1)   # (3, 100)
print(out.shape)        # torch.Size([3, 1, 20])
while h.dim() > 2:
    h = h[0]
print(h.shape)          # torch.Size([3, 20])
try:
    c = c.view(7, 7)
except RuntimeError:
    c = c.view(60)
print(c.shape)          # torch.Size([60])
