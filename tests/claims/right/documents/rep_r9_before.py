import torch.nn as nn

class Model(nn.Module):
    def __init__(self, d, h):
        super().__init__()
        self.rnn = nn.LSTM(d, h, batch_first=True, bidirectional=True)

    def forward(self, x):
        # [N, T, d]
        x, (h, c) = self.rnn(x)
        # [N, T, 2h]
        return x
