import torch
from torch import nn

lstm = nn.LSTM(10, 20, 2)
x = torch.randn(5, 3, 10)
out, (h, c) = lstm(x)        # see section (3, 2) of the paper
out = out[1:4]               # steps [1, 4)
out = out[:, :2]             # keep samples (0, 1)
out = out.clamp(0, 1)        # in (0, 1)
print(out.min() >= 0)        # values in [0, 1]
print(out.shape)             # torch.Size([3, 2, 20])
h.mul_(0.5)                  # scale h by (1, 2) halves
h = h.index_select(1, torch.tensor([0, 2]))    # pick [0, 2]
print(h.shape)               # torch.Size([2, 2, 20])
order = (1, 0, 2)            # out is permuted by (1, 0, 2)
out = out.permute(*order)    # permute (1, 0, 2): swap out's first axes
print(out.shape)             # torch.Size([2, 3, 20])
print(out.stride())          # (20, 40, 1)
print(out.contiguous().stride())   # (60, 20, 1)
print(h.dim(), h.size(0))    # 3 2
sample = out[0, 0, :3].tolist()    # e.g. out [0.1, 0.0, 0.3]
idx = (out > 2).nonzero()    # (0, 3)
