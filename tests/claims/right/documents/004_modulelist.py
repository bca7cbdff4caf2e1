import torch
import torch.nn as nn


class StackedLSTM(nn.Module):
    """A pyramid of LSTMs, each half as wide as the previous one.

    Args:
        sizes: e.g. (64, 32, 16) for three layers. Not a shape.
    Input: (batch, time, 40)
    Output: (batch, time, 16)
    """

    def __init__(self, input_size=40, sizes=(64, 32, 16)):
        super().__init__()
        self.layers = nn.ModuleList()
        for s in sizes:
            self.layers.append(nn.LSTM(input_size, s, batch_first=True))
            input_size = s

    def forward(self, x):
        for i, layer in enumerate(self.layers):
            x, (h, c) = layer(x)
            # i=0: x (B, T, 64), h (1, B, 64)
            # i=1: x (B, T, 32), h (1, B, 32)
            # i=2: x (B, T, 16), h (1, B, 16)
        return x, h  # (B, T, 16), (1, B, 16)


m = StackedLSTM()
y, h = m(torch.randn(3, 12, 40))
print(y.shape)  # torch.Size([3, 12, 16])
print(h.shape)  # torch.Size([1, 3, 16])
