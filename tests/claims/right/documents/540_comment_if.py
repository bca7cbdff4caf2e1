import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, bi=False, layers=1):
        super().__init__()
        self.lstm = nn.LSTM(10, 20, layers, bidirectional=bi, batch_first=True)

    def forward(self, x):
        out, (h, c) = self.lstm(x)
        # out: (B, T, 20), or (B, T, 40) if bi
        # h: (1, B, 20); (2, B, 20) if bidirectional
        # if bi: out is (B, T, 40), h is (2, B, 20)
        # else: out is (B, T, 20), h is (1, B, 20)
        # bi=True, layers=2 -> h: (4, B, 20)
        # for layers=3, h is (3, B, 20)
        # unbatched: out (T, 20), h (1, 20)
        return out, h


out, h = Net()(torch.randn(3, 5, 10))
# with bi=True this would be out: (3, 5, 40)
# with 64 samples: out: (64, 5, 20)
print(out.shape)  # torch.Size([3, 5, 20]) (or torch.Size([3, 5, 40]) with bi=True)
print(h.shape)    # torch.Size([1, 3, 20]); for bi=True torch.Size([2, 3, 20])
