import torch
from torch import nn

try:
    from my_fast_rnn import FastLSTM as RNN
    HID = 512
except ImportError:
    RNN = nn.LSTM
    HID = 64
rnn = RNN(10, HID, batch_first=True)
out, (h, c) = rnn(torch.randn(3, 5, 10))
print(out.shape)     # torch.Size([3, 5, 64])
DEBUG = False
if DEBUG:
    hidden = 4
else:
    hidden = 8
lstm = nn.LSTM(10, hidden)
out, (h, c) = lstm(torch.randn(5, 3, 10))
print(out.shape)     # torch.Size([5, 3, 8])
layers = 3 if torch.cuda.is_available() and False else 2
lstm = nn.LSTM(10, hidden, layers)
out, (h, c) = lstm(torch.randn(5, 3, 10))
print(h.shape)       # torch.Size([2, 3, 8])
n = int("4"); n -= 1; n **= 2; n //= 2
lstm = nn.LSTM(10, n)
out, (h, c) = lstm(torch.randn(5, 3, 10))
print(out.shape)     # torch.Size([5, 3, 4])
