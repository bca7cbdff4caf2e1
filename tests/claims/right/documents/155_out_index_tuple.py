import torch
from torch import nn

lstm = nn.LSTM(10, 20, 2)
res = lstm(torch.randn(5, 3, 10))
print(res[0].shape)      # torch.Size([5, 3, 20])
print(res[1][0].shape)   # torch.Size([2, 3, 20])
print(res[1][1].shape)   # torch.Size([2, 3, 20])
out, hidden = res
h, c = hidden
print(hidden[0].shape)   # torch.Size([2, 3, 20])
print(hidden[0][-1].shape)   # torch.Size([3, 20])
hidden = hidden[0]
print(hidden.shape)      # torch.Size([2, 3, 20])
hidden = hidden[-1]
print(hidden.shape)      # torch.Size([3, 20])
out = lstm(torch.randn(5, 3, 10))[0]
print(out.shape)         # torch.Size([5, 3, 20])
(out, (h, c)), extra = lstm(torch.randn(7, 1, 10)), 1
print(out.shape)         # torch.Size([7, 1, 20])
print(h.shape)           # torch.Size([2, 1, 20])
hidden = torch.stack(lstm(torch.randn(5, 3, 10))[1])
print(hidden.shape)      # torch.Size([2, 2, 3, 20])
