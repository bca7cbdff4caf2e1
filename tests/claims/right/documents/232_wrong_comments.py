"""Common bugs.

h is NOT (3, 2, 20), it is (2, 3, 20).
"""
import torch
from torch import nn

lstm = nn.LSTM(10, 20, 2, batch_first=True)
out, (h, c) = lstm(torch.randn(3, 5, 10))
# h: (3, 2, 20)  <-- wrong!
# WRONG: h is (3, 2, 20)
# BUG: the old code assumed h was (3, 2, 20)
# FIXME h was assumed to be (3, 2, 20) here
# h: (2, 3, 20), not (3, 2, 20)!
# h: (2, 3, 20) != (3, 2, 20)
# don't reshape h to (3, 2, 20)
# NB: not (3, 2, 20)
# h should be (3, 2, 20) for the decoder below, so transpose it
h = h.transpose(0, 1)
# before: h (2, 3, 20); after: h (3, 2, 20)
print(h.shape)  # torch.Size([3, 2, 20]), was torch.Size([2, 3, 20])
