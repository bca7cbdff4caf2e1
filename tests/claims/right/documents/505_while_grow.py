import torch
from torch import nn

lstm = nn.LSTM(4, 4, batch_first=True)
seq = torch.randn(1, 1, 4)
h = None
while seq.size(1) < 10:
    out, h = lstm(seq)                          # grows: (1, 1, 4), (1, 2, 4), ...
    seq = torch.cat([seq, out[:, -1:]], dim=1)  # (1, 2, 4), (1, 3, 4), ..., (1, 10, 4)
print(out.shape)    # torch.Size([1, 9, 4])
print(seq.shape)    # torch.Size([1, 10, 4])
for step in range(3):
    seq = torch.cat([seq, seq], 0)
print(seq.shape)    # torch.Size([8, 10, 4])
out, h = lstm(seq)
print(out.shape)    # torch.Size([8, 10, 4])
print(h[0].shape)   # torch.Size([1, 8, 4])
