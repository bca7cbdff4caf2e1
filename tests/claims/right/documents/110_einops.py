import torch
from torch import nn


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(16, 32, num_layers=2, bidirectional=True, batch_first=True)

    def forward(self, x):
        # x: b c t
        x = x.transpose(1, 2)          # b c t -> b t c
        out, (h, c) = self.lstm(x)     # b t (d h), (l d) b h, (l d) b h
        b = x.shape[0]
        h = h.reshape(2, 2, b, 32)     # (l d) b h -> l d b h
        h = h[-1]                      # d b h
        h = h.transpose(0, 1).reshape(b, 64)   # d b h -> b (d h)
        return out, h


out, h = M()(torch.randn(3, 16, 9))
print(out.shape)   # torch.Size([3, 9, 64])
print(h.shape)     # torch.Size([3, 64])
