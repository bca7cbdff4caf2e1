import torch
from torch import nn

cfg = {"input_size": 10, "hidden_size": 20}


def tweak(c):
    c["hidden_size"] = 44
    c.setdefault("num_layers", 2)


tweak(cfg)
lstm = nn.LSTM(**cfg)
out, (h, c) = lstm(torch.randn(5, 3, 10))
print(out.shape, h.shape)   # torch.Size([5, 3, 44]) torch.Size([2, 3, 44])
sizes = [10, 20]
sizes.append(3)
sizes[1] += 5
lstm = nn.LSTM(*sizes)
out, (h, c) = lstm(torch.randn(5, 3, 10))
print(out.shape, h.shape)   # torch.Size([5, 3, 25]) torch.Size([3, 3, 25])
del sizes[2]
sizes.reverse(); sizes.sort()
lstm = nn.LSTM(*sizes)
out, (h, c) = lstm(torch.randn(5, 3, 10))
print(out.shape, h.shape)   # torch.Size([5, 3, 25]) torch.Size([1, 3, 25])
cfg.pop("num_layers")
cfg |= {"hidden_size": 6}
lstm = nn.LSTM(**cfg, bidirectional=True)
out, (h, c) = lstm(torch.randn(5, 3, 10))
print(out.shape, h.shape)   # torch.Size([5, 3, 12]) torch.Size([2, 3, 6])
