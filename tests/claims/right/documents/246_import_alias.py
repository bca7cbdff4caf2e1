import torch
import torch.nn as nn
from torch.nn import LSTM as TorchLSTM, Module
from torch.nn.modules.rnn import LSTM

class Custom(LSTM):
    """Returns only the output, time first: (T, B, H)."""

    def forward(self, x, hx=None):
        out, _ = super().forward(x, hx)
        return out.transpose(0, 1) if self.batch_first else out


lstm = Custom(10, 20, batch_first=True)
out = lstm(torch.randn(3, 5, 10))
print(out.shape)   # torch.Size([5, 3, 20])
a, (h, c) = TorchLSTM(10, 20, batch_first=True)(torch.randn(3, 5, 10))
print(a.shape)     # torch.Size([3, 5, 20])
print(h.shape)     # torch.Size([1, 3, 20])
