from typing import Optional, Tuple

import torch
from torch import Tensor, nn


class LSTM(nn.Module):
    """A small LSTM of our own, so that dropout can be applied to the state."""

    def __init__(self, input_size: int, hidden_size: int, drop: float = 0.1):
        super().__init__()
        self.cell = nn.LSTMCell(input_size, hidden_size)
        self.drop = nn.Dropout(drop)
        self.hidden_size = hidden_size

    # x: (batch, seq, input_size)
    # state: a pair, each (batch, hidden_size)
    # returns (batch, seq, hidden_size) and the last state
    def forward(self, x: Tensor, state: Optional[Tuple[Tensor, Tensor]] = None):
        if state is None:
            zero = x.new_zeros(x.size(0), self.hidden_size)
            state = (zero, zero)
        ys = []
        for step in x.unbind(1):
            h, c = self.cell(step, state)
            state = (self.drop(h), c)
            ys.append(h)
        return torch.stack(ys, 1), state


class Regressor(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = LSTM(11, 30)
        self.head = nn.Linear(30, 1)

    def forward(self, x):
        out, (h_n, c_n) = self.lstm(x)
        # out: (batch, seq, 30), h_n: (batch, 30)
        return self.head(h_n)
