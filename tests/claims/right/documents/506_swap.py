import torch
from torch import nn

lstm_a, lstm_b = nn.LSTM(10, 20), nn.LSTM(10, 30, 2)
lstm_a, lstm_b = lstm_b, lstm_a
x = torch.randn(5, 3, 10)
out, (h, c) = lstm_a(x)
print(out.shape, h.shape)   # torch.Size([5, 3, 30]) torch.Size([2, 3, 30])
out, (h, c) = lstm_b(x)
print(out.shape, h.shape)   # torch.Size([5, 3, 20]) torch.Size([1, 3, 20])
h, out = out, h
print(out.shape, h.shape)   # torch.Size([1, 3, 20]) torch.Size([5, 3, 20])
*rest, last = lstm_a(x)
print(rest[0].shape)        # torch.Size([5, 3, 30])
h, c = last
print(h.shape)              # torch.Size([2, 3, 30])
(h, c), out = lstm_b(x)[::-1]
print(out.shape, h.shape)   # torch.Size([5, 3, 20]) torch.Size([1, 3, 20])
