import torch
from torch import nn

N, L, D = 3, 5, 10          # batch, length, features
H = W = 8                   # image height and width
lstm = nn.LSTM(D, 20, 2, batch_first=True)
x = torch.randn(N, L, D)    # (N, L, D)
out, (h, c) = lstm(x)       # (N, L, 20), (2, N, 20), (2, N, 20)
img = torch.randn(N, 3, H, W)          # (N, C, H, W)
feat = img.mean((2, 3))                # (N, C)
out = torch.cat([out, feat[:, None].expand(-1, L, -1)], -1)   # (N, L, 23)
D = out.size(-1)
print(out.shape)            # torch.Size([3, 5, 23])
# out is now (N, L, D) with D = 23
lstm2 = nn.LSTM(D, H)       # H = 8
out, (h, c) = lstm2(out.transpose(0, 1))   # (L, N, H)
print(out.shape)            # torch.Size([5, 3, 8])
L, N, H = out.shape
# h: (1, N, H)
