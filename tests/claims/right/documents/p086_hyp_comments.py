import torch
import torch.nn as nn

lstm = nn.LSTM(16, 32, num_layers=2, batch_first=True)
x = torch.randn(8, 100, 16)
out, (h, c) = lstm(x)
# out: (8, 100, 32)
# with bidirectional=True we'd have out: (8, 100, 64) and h: (4, 8, 32)
# without batch_first x must be (100, 8, 16)
# if you feed one sample, x: (1, 100, 16) -> out: (1, 100, 32), h: (2, 1, 32)
# For T=50: out: (8, 50, 32)
# e.g. batch of 64 -> h: (2, 64, 32)
last = out[:, -1]   # (8, 32); don't use out[-1], that's (100, 32)
print(h.shape)      # torch.Size([2, 8, 32]), NOT [8, 2, 32]
