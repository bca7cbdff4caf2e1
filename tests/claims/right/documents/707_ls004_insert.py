import torch
from torch import nn
ml = nn.ModuleList([nn.LSTM(10, 4), nn.LSTM(20, 4)])
ml.insert(0, nn.LSTM(30, 4))
out, _ = ml[0](torch.randn(5, 3, 30))
out, _ = ml[1](torch.randn(5, 3, 10))
print(out.shape)     # torch.Size([5, 3, 4])
