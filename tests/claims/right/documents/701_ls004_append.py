import torch
from torch import nn
feats = [torch.randn(3, 5, 10)]
for _ in range(3):
    feats.append(torch.randn(3, 5, 10))
x = torch.cat(feats, -1)
print(x.shape)       # torch.Size([3, 5, 40])
lstm = nn.LSTM(40, 20, batch_first=True)
out, (h, c) = lstm(x)
print(out.shape)     # torch.Size([3, 5, 20])
