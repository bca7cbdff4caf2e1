import torch
import torch.nn as nn

data = torch.randn(50, 12, 3)
lstm = nn.LSTM(3, 10, batch_first=True)
for i in range(0, 50, 16):
    xb = data[i:i+16]
    out, (h, c) = lstm(xb)
print(xb.shape)    # torch.Size([2, 12, 3])
print(out.shape)   # torch.Size([2, 12, 10])
