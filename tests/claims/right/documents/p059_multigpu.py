import torch
import torch.nn as nn


class Net(nn.Module):
    # Our model

    def __init__(self):
        super().__init__()
        self.rnn = nn.LSTM(20, 30, batch_first=True, num_layers=2, bidirectional=True)

    def forward(self, x, h0, c0):
        # DataParallel splits along dim 0, so states are passed batch first, (B, 4, 30), and turned here
        h0 = h0.transpose(0, 1).contiguous()     # (4, B, 30)
        c0 = c0.transpose(0, 1).contiguous()     # (4, B, 30)
        self.rnn.flatten_parameters()
        y, (hn, cn) = self.rnn(x, (h0, c0))      # y: (B, T, 60), hn: (4, B, 30)
        return y, hn.transpose(0, 1), cn.transpose(0, 1)   # (B, T, 60), (B, 4, 30), (B, 4, 30)


net = Net()
y, hn, cn = net(torch.randn(16, 9, 20), torch.zeros(16, 4, 30), torch.zeros(16, 4, 30))
assert y.shape == (16, 9, 60)
assert hn.shape == (16, 4, 30)
# with 4 GPUs every replica sees x: (4, 9, 20) and h0: (4, 4, 30)
