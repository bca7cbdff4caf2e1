import torch
from torch import nn
lstm = nn.LSTM(10, 20)
out, (h, c) = lstm(torch.randn(5, 3, 10))
h = h[-1]
# h: (3, 20)
h = h.unsqueeze(1)
# h: (3, 1, 20)
h = h.repeat(1, 5, 1)
# out: (5, 3, 20), h: (3, 5, 20)
out, h = out[-1], h[:, 0]
# out: (3, 20), h: (3, 20)
x = h
# weighted = [3, 1, 20]
x = x.unsqueeze(0)
# x = [1, 3, 20]
weighted = x.permute(1, 0, 2)
# weighted = [3, 1, 20]
weighted = weighted.permute(1, 0, 2)
# weighted = [1, 3, 20]
