import torch
from torch import nn

lstm = nn.LSTM(10, 20, num_layers=2, bidirectional=True)
out, (h, c) = lstm(torch.randn(5, 3, 10))
for name, t in [("out", out), ("h", h), ("c", c), ("out", out[-1])]:
    print(name, tuple(t.shape))
# prints:
# out (5, 3, 40)
# h (4, 3, 20)
# c (4, 3, 20)
# out (3, 40)
for t in (out, h, c):
    print(t.transpose(0, 1).shape)
# torch.Size([3, 5, 40])
# torch.Size([3, 4, 20])
# torch.Size([3, 4, 20])
print(out[0].shape, h[0].shape)
# torch.Size([3, 40]) torch.Size([3, 20])
print([tuple(t.shape) for t in (out, h, c)])
# [(5, 3, 40), (4, 3, 20), (4, 3, 20)]
print({k: v.shape for k, v in dict(out=out[:2], h=h[:1]).items()})
# {'out': torch.Size([2, 3, 40]), 'h': torch.Size([1, 3, 20])}
