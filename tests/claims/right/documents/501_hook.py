import torch
from torch import nn

lstm = nn.LSTM(10, 20, batch_first=True)
handle = lstm.register_forward_hook(lambda m, i, o: (o[0][:, -1], o[1]))
out, (h, c) = lstm(torch.randn(3, 5, 10))
print(out.shape)   # torch.Size([3, 20])
handle.remove()
out, (h, c) = lstm(torch.randn(3, 5, 10))
print(out.shape)   # torch.Size([3, 5, 20])
