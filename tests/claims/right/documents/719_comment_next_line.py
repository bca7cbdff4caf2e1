import torch
from torch import nn
lstm = nn.LSTM(10, 20, batch_first=True)
x = torch.randn(3, 5, 10)
# mask = [3, 5]
out, (h, c) = lstm(x)
# weights: (3, 5)
out = out.mean(1)
# weights = (20, 4), bias = (4,)
y = nn.Linear(20, 4)(out)
# lengths = [5, 4, 2]
z = lstm(x)[0]
# split sizes: [2, 3]
a, b = z.split([2, 3], 1)
# perm = (1, 0, 2)
h = h.permute(1, 0, 2)
# vocab, emb = (100, 10)
c = c[0]
# dims: (0, 1)
z = z.sum((0, 1))
