import torch
from torch import nn

lstm = nn.LSTM(10, 20, batch_first=True)
outs = []
for n in (3, 4, 5):
    out, (h, c) = lstm(torch.randn(n, 7, 10))
    outs.append(out)
print(out.shape)             # torch.Size([5, 7, 20])
print(outs[0].shape)         # torch.Size([3, 7, 20])
print(outs[-1].shape)        # torch.Size([5, 7, 20])
out = outs.pop(0)
print(out.shape)             # torch.Size([3, 7, 20])
out = torch.cat(outs)
print(out.shape)             # torch.Size([9, 7, 20])
states = {}
states["h"] = h
states["h"] = states["h"][-1]
print(states["h"].shape)     # torch.Size([5, 20])
h, c = [s[0] for s in (h, c)]
print(h.shape, c.shape)      # torch.Size([5, 20]) torch.Size([5, 20])
h, c = map(lambda t: t[None, None], (h, c))
print(h.shape)               # torch.Size([1, 1, 5, 20])
h = [h, c]
print(len(h), h[0].shape)    # 2 torch.Size([1, 1, 5, 20])
