import torch
from torch import nn


class Lazy(nn.Module):
    def __init__(self, hidden=20):
        super().__init__()
        self.hidden, self.lstm = hidden, None

    def forward(self, x):
        if self.lstm is None or self.lstm.input_size != x.size(-1):
            self.lstm = nn.LSTM(x.size(-1), self.hidden, batch_first=x.size(0) < x.size(1))
        out, (h, c) = self.lstm(x)
        self.hidden += 1
        return out, h


m = Lazy()
out, h = m(torch.randn(3, 5, 10))
print(out.shape, h.shape)   # torch.Size([3, 5, 20]) torch.Size([1, 3, 20])
out, h = m(torch.randn(9, 5, 12))
print(out.shape, h.shape)   # torch.Size([9, 5, 21]) torch.Size([1, 5, 21])
