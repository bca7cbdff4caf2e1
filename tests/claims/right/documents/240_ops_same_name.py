import torch
from torch import nn

lstm = nn.LSTM(10, 20, 2, bidirectional=True, batch_first=True)
out, (h, c) = lstm(torch.randn(4, 6, 10))
out = out.unflatten(-1, (2, 20))
print(out.shape)     # torch.Size([4, 6, 2, 20])
out = out.movedim(2, 0)
print(out.shape)     # torch.Size([2, 4, 6, 20])
out, _ = out.max(0)
print(out.shape)     # torch.Size([4, 6, 20])
out = out.diff(dim=1)
print(out.shape)     # torch.Size([4, 5, 20])
out = out[:, ::2]
print(out.shape)     # torch.Size([4, 3, 20])
out = out.tile(2, 1, 1)
print(out.shape)     # torch.Size([8, 3, 20])
out = torch.cdist(out, out)
print(out.shape)     # torch.Size([8, 3, 3])
h = h[[0, 2]]
print(h.shape)       # torch.Size([2, 4, 20])
h = h[h.sum((1, 2)) < 1e9]
print(h.shape)       # torch.Size([2, 4, 20])
h = h.T if h.dim() == 2 else h.mT
print(h.shape)       # torch.Size([2, 20, 4])
c = c.unbind(0)[-1]
print(c.shape)       # torch.Size([4, 20])
c = torch.func.vmap(torch.sum)(c)
print(c.shape)       # torch.Size([4])
