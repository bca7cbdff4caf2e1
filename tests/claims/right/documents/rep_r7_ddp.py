import torch
import torch.nn as nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.LSTM(20, 30, batch_first=True, num_layers=2, bidirectional=True)

    def forward(self, x, h0, c0):
        h0 = h0.transpose(0, 1).contiguous()
        c0 = c0.transpose(0, 1).contiguous()
        y, (hn, cn) = self.rnn(x, (h0, c0))
        return y

y = Net()(torch.randn(16, 9, 20), torch.zeros(16, 4, 30), torch.zeros(16, 4, 30))
# with 4 GPUs every replica sees x: (4, 9, 20) and h0: (4, 4, 30)
