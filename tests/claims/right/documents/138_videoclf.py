import torch
from torch import nn

video = torch.randn(2, 16, 3, 32, 32)       # (B, T, C, H, W)
B, T, C, H, W = video.shape
cnn = nn.Sequential(nn.Conv2d(3, 8, 3, stride=2, padding=1), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten())
x = video.view(B * T, C, H, W)              # (B*T, C, H, W) = (32, 3, 32, 32)
x = cnn(x)                                  # (B*T, 8) = (32, 8)
x = x.view(B, T, -1)                        # (B, T, 8)
lstm = nn.LSTM(8, 12, batch_first=True)
x, (h, c) = lstm(x)                         # (B, T, 12), (1, B, 12)
h = h[-1]                                   # (B, 12)
print(x.shape, h.shape)                     # torch.Size([2, 16, 12]) torch.Size([2, 12])
x = torch.amax(x, dim=1)                    # (B, 12)
print(x.shape)                              # torch.Size([2, 12])
