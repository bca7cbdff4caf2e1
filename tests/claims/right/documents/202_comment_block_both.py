import torch
from torch import nn

lstm = nn.LSTM(12, 16, batch_first=True)
out, (h, c) = lstm(torch.randn(3, 7, 12))
# out: (3, 7, 16)
# h: (1, 3, 16)

h = h.squeeze(0)

# h: (3, 16)
# c: (1, 3, 16)

c = c.squeeze(0)

# c: (3, 16)
# out: (3, 7, 16)

out = out.mean(1)

# out: (3, 16)
