import torch
from torch import nn
lstm = nn.LSTM(10, 20)
lstm.register_forward_pre_hook(lambda m, a: (a[0][..., :10],))
out, _ = lstm(torch.randn(5, 3, 12))
print(out.shape)     # torch.Size([5, 3, 20])
