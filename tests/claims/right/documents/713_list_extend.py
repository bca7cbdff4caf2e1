import torch
from torch import nn
lstm = nn.LSTM(10, 20)
outs = []
outs.extend(lstm(torch.randn(5, 3, 10))[0] for _ in range(4))
out = torch.stack(outs)
print(out.shape)     # torch.Size([4, 5, 3, 20])
hs = [torch.zeros(1, 3, 20)]
hs += [torch.zeros(1, 3, 20)] * 3
h = torch.cat(hs)
print(h.shape)       # torch.Size([4, 3, 20])
def collect(acc):
    for t in range(5):
        acc.append(torch.zeros(3, 20))
acc = [torch.zeros(3, 20)]
collect(acc)
out = torch.stack(acc)
print(out.shape)     # torch.Size([6, 3, 20])
