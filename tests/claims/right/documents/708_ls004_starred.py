import torch
from torch import nn
enc, dec = nn.LSTM(10, 20, 2), nn.LSTM(8, 20, 2)
_, *rest = enc(torch.randn(5, 3, 10))
out, _ = dec(torch.randn(7, 3, 8), rest[0])
print(out.shape)     # torch.Size([7, 3, 20])
