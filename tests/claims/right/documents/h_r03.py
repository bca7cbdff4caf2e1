import torch
import torch.nn as nn

B, T, E, H = 4, 12, 32, 64
# hidden_size is halved so that the concatenated output is H again
rnn = nn.LSTM(E, H // 2, num_layers=1, batch_first=True, bidirectional=True)
y, (h, c) = rnn(torch.randn(B, T, E))
# y: (B, T, H)
# h: (2, B, H // 2)
# c: (2, B, H/2)
s = y[:, :, :H // 2] + y[:, :, H // 2:]   # (B, T, H//2)
z = torch.cat((h[0], h[1]), 1)            # (B, H)
