import torch as th
import torch.nn as nn


def build(in_dim: int, hid: int) -> nn.LSTM:
    return nn.LSTM(in_dim, hid, num_layers=2, batch_first=True)


net = nn.Sequential()
net.add_module("rnn", build(16, 24))
x = th.rand(7, 13, 16)          # [7, 13, 16]
y, (hn, cn) = net.rnn(x)        # y [7, 13, 24]
last = hn[-1]                   # [7, 24]

rnn = nn.LSTM(16, 24, 2, batch_first=True, bidirectional=True)
y, (hn, cn) = rnn(x)
print("y ", list(y.shape))      # [7, 13, 48]
print("hn", list(hn.shape))     # [4, 7, 24]
print("cn", list(cn.shape))     # [4, 7, 24]
