import torch
from torch import nn


class LSTMAttn(nn.Module):
    def __init__(self, dim=64, heads=4):
        super().__init__()
        self.lstm = nn.LSTM(32, dim, batch_first=True)
        self.qkv = nn.Linear(dim, 3 * dim)
        self.heads = heads

    def forward(self, x):
        x, (h, c) = self.lstm(x)                # (B, N, C), N is number of tokens
        B, N, C = x.shape
        qkv = self.qkv(x)                       # (B, N, 3*C)
        qkv = qkv.reshape(B, N, 3, self.heads, C // self.heads).permute(2, 0, 3, 1, 4)
        # (3, B, H, N, C/H)
        q, k, v = qkv[0], qkv[1], qkv[2]        # each (B, H, N, C/H)
        attn = (q @ k.transpose(-2, -1)) * (C // self.heads) ** -0.5   # (B, H, N, N)
        attn = attn.softmax(-1)
        x = attn @ v                            # (B, H, N, C/H)
        x = x.transpose(1, 2).reshape(B, N, C)  # (B, N, C)
        return x


y = LSTMAttn()(torch.randn(2, 11, 32))
print(y.shape)  # torch.Size([2, 11, 64])
