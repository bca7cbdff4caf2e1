import torch
from torch import nn

# b = batch, s = sentences, w = words, d = dim
b, s, w, d = 2, 3, 4, 10
word_lstm = nn.LSTM(d, 8, bidirectional=True, batch_first=True)
sent_lstm = nn.LSTM(16, 6, bidirectional=True, batch_first=True)
x = torch.randn(b, s, w, d)                 # (b, s, w, d)
x = x.view(b * s, w, d)                     # (b*s, w, d)
h, _ = word_lstm(x)                         # (b*s, w, 16)
h = h.max(1)[0]                             # (b*s, 16)
h = h.view(b, s, -1)                        # (b, s, 16)
h, _ = sent_lstm(h)                         # (b, s, 12)
h = h.max(dim=1).values                     # (b, 12)
print(h.shape)                              # torch.Size([2, 12])
