import torch
from torch import nn


class Stateful(nn.Module):
    def __init__(self, batch=4):
        super().__init__()
        self.lstm = nn.LSTM(6, 12, 2, batch_first=True)
        self.reset(batch)

    def reset(self, batch):
        self.hidden = (torch.zeros(2, batch, 12), torch.zeros(2, batch, 12))   # 2 x (2, batch, 12)

    def forward(self, x):
        out, self.hidden = self.lstm(x, self.hidden)
        self.last = out[:, -1]      # (batch, 12)
        return out


m = Stateful()
out = m(torch.randn(4, 9, 6))
print(out.shape)            # torch.Size([4, 9, 12])
print(m.hidden[0].shape)    # torch.Size([2, 4, 12])
m.reset(1)
print(m.hidden[0].shape)    # torch.Size([2, 1, 12])
out = m(torch.randn(1, 2, 6))
print(out.shape)            # torch.Size([1, 2, 12])
print(m.hidden[0].shape)    # torch.Size([2, 1, 12])
print(m.last.shape)         # torch.Size([1, 12])
