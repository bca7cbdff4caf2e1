import torch
from torch import nn

lstm = nn.LSTM(10, 20, num_layers=2, bidirectional=True, batch_first=True)
x = torch.randn(3, 5, 10)
out, (h, c) = lstm(x)
# `out` holds the hidden states of the last layer for every time step, it is
# (3, 5, 40). `h` on the other hand only holds the last time step, but of
# every layer: (4, 3, 20). The cell state `c` has the same shape as `h`, i.e.
# (4, 3, 20).
#
# If we want one vector per sequence we take the two last entries of h,
# each of them (3, 20), and concatenate them:
h = torch.cat([h[-2], h[-1]], dim=1)
# giving us
# (3, 40)
# which we feed to a linear layer, whose weight is (2, 40), so that we have
# logits of
# (3, 2)
out = nn.Linear(40, 2)(h)
print(out.shape)
# torch.Size([3, 2])
