# Follows a tide gauge: one level in, the next level out. GRU instead of LSTM, it is small enough.
import torch
from torch import nn


class TideGauge(nn.Module):
    def __init__(self, units=32):
        super().__init__()
        self.gru = nn.GRU(1, units, batch_first=True)
        self.level = nn.Linear(units, 1)

    def forward(self, past, memory=None):
        # past    (stations, hours, 1)
        # memory  (stations, 1, units)
        r, memory = self.gru(past, memory)   # r (stations, hours, units)
        return self.level(r), memory


gauge = TideGauge()
y, memory = gauge(torch.randn(6, 48, 1))
print(y.shape)        # torch.Size([6, 48, 1])
print(memory.shape)   # torch.Size([1, 6, 32])
