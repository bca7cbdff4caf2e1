"""All sizes are equal to 4: shapes look alike, names differ."""
import torch
from torch import nn

B = T = D = H = L = 4
lstm = nn.LSTM(D, H, L, batch_first=True)
x = torch.randn(B, T, D)
out, (h, c) = lstm(x)
# out: (B, T, H)
# h: (L, B, H)
print(out.shape)   # torch.Size([4, 4, 4])
out = out.transpose(0, 1)
# out: (T, B, H)
h = h.transpose(0, 1)
# h: (B, L, H)
print(h.shape)     # torch.Size([4, 4, 4])
out = out.transpose(0, 2)
# out: (H, B, T)
c = c.permute(2, 1, 0)
# c: (H, B, L)
