# lstm_shapes.py - scratch file
import torch
import torch.nn as nn

rnn = nn.LSTM(28, 56, 2, batch_first=True)
images = torch.randn(10, 1, 28, 28)
rows = images.squeeze(1)          # torch.Size([10, 28, 28])

h0 = torch.zeros(2, 10, 56)       # torch.Size([2, 10, 56])
c0 = torch.zeros(2, 10, 56)

out, (hn, cn) = rnn(rows, (h0, c0))

print(out.size())                 # torch.Size([10, 28, 56])
print(hn.size())                  # torch.Size([1, 10, 56])
print(out[:, -1, :].size())       # torch.Size([10, 56])
