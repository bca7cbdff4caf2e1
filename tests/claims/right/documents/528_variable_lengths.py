import torch
from torch import nn

lstm = nn.LSTM(10, 20)
for T in [1, 5, 50]:
    out, (h, c) = lstm(torch.randn(T, 3, 10))
    print(out.shape)
# torch.Size([1, 3, 20])
# torch.Size([5, 3, 20])
# torch.Size([50, 3, 20])
for B in [1, 64]:
    out, (h, c) = lstm(torch.randn(5, B, 10))
    print(tuple(out.shape), tuple(h.shape))
    # (5, 1, 20) (1, 1, 20)
    # (5, 64, 20) (1, 64, 20)
for H in (4, 8):
    lstm = nn.LSTM(10, H)
    out, (h, c) = lstm(torch.randn(5, 3, 10))
    # H=4: out is (5, 3, 4)
    # H=8: out is (5, 3, 8)
