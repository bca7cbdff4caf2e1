import torch
from torch import nn

lstm = nn.LSTM(10, 20)
lstm.batch_first = True
out, (h, c) = lstm(torch.randn(3, 5, 10))
print(out.shape)    # torch.Size([3, 5, 20])
print(h.shape)      # torch.Size([1, 3, 20])
other = type(lstm)(10, 6, num_layers=lstm.num_layers + 1, batch_first=lstm.batch_first)
out, (h, c) = other(torch.randn(3, 5, 10))
print(h.shape)      # torch.Size([2, 3, 6])
other.__init__(10, 8)
out, (h, c) = other(torch.randn(3, 5, 10))
print(h.shape)      # torch.Size([1, 5, 8])
lstm.__dict__.update(batch_first=False)
out, (h, c) = lstm(torch.randn(3, 5, 10))
print(h.shape)      # torch.Size([1, 5, 20])
for m in (lstm, other):
    m.batch_first = True
out, (h, c) = lstm(torch.randn(3, 5, 10))
print(h.shape)      # torch.Size([1, 3, 20])
