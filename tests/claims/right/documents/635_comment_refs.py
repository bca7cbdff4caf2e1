import torch
from torch import nn

# Based on [1, 2]; see (Hochreiter, 1997), (Graves, 2005)
lstm = nn.LSTM(10, 20, 2)      # [Graves, 2013]
x = torch.randn(5, 3, 10)      # dates (2020, 2021, 2022)
out, (h, c) = lstm(x)          # see [3, 4]
out = out.relu()               # [0, inf)
out = out.sigmoid()            # [0, 1]
out = out * 2 - 1              # [-1, 1]
h = h.tanh()                   # in (-1, 1)
h = h.clamp(-1, 1)             # (-1, 1)
c = c.clamp(0, 5)              # clip to (0, 5)
c = c.round()                  # values {0, 1, 2}; e.g. [1, 2, 0]
x = x[1:4]                     # [1, 4)
x = x[:, [0, 2]]               # columns [0, 2]
out = out[..., [1, 2, 3]]      # features [1, 2, 3]
out = out.argmax(-1)           # classes (0, 1, 2)
print(out.tolist()[0][:2])     # e.g. [2, 0]
print(out.shape)               # torch.Size([5, 3])
print(h.shape)                 # torch.Size([2, 3, 20])
