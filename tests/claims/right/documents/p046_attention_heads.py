import torch
import torch.nn as nn


class LSTMTransformerBlock(nn.Module):
    """BiLSTM as positional encoder followed by multi-head self attention (H heads, d = D / H)."""

    def __init__(self, D=128, H=8):
        super().__init__()
        self.H, self.d = H, D // H
        self.lstm = nn.LSTM(D, D // 2, bidirectional=True, batch_first=True)
        self.qkv = nn.Linear(D, 3 * D)
        self.o = nn.Linear(D, D)
        self.ln = nn.LayerNorm(D)

    def forward(self, x):
        B, L, D = x.shape
        y, _ = self.lstm(x)                                   # (B, L, D)
        y = self.ln(x + y)                                    # (B, L, D)
        q, k, v = self.qkv(y).chunk(3, dim=-1)                # (B, L, D) each
        q = q.view(B, L, self.H, self.d).transpose(1, 2)      # (B, H, L, d)
        k = k.view(B, L, self.H, self.d).transpose(1, 2)      # (B, H, L, d)
        v = v.view(B, L, self.H, self.d).transpose(1, 2)      # (B, H, L, d)
        a = (q @ k.transpose(-2, -1) / self.d ** 0.5).softmax(-1)   # (B, H, L, L)
        z = (a @ v).transpose(1, 2).reshape(B, L, D)          # (B, L, D)
        return self.o(z)                                      # (B, L, D)


assert LSTMTransformerBlock()(torch.randn(2, 10, 128)).shape == (2, 10, 128)
