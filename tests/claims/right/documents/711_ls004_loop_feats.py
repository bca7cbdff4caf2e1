import torch
from torch import nn
x = torch.randn(3, 5, 10)
for _ in range(2):
    x = torch.cat([x, x], -1)
lstm = nn.LSTM(40, 8, batch_first=True)
out, _ = lstm(x)
print(out.shape)     # torch.Size([3, 5, 8])
d = 10
while d < 100:
    d *= 2
lstm = nn.LSTM(d, 8)
out, _ = lstm(torch.randn(5, 3, 160))
print(out.shape)     # torch.Size([5, 3, 8])
