"""Wrappers around torch.nn.LSTM.

Keras's LSTM(20) returns (batch, 20); ours returns (batch, time, 20).

Old behaviour (before v2): output was (time, batch, 20).
"""
import torch
from torch import nn


class KerasLike(nn.Module):
    """Keras-like LSTM.

    >>> lstm = KerasLike(10, 20)
    >>> output = lstm(torch.randn(3, 5, 10))
    >>> output.shape
    torch.Size([3, 20])
    >>> lstm = KerasLike(10, 20, return_sequences=True)
    >>> output = lstm(torch.randn(3, 5, 10))
    >>> output.shape
    torch.Size([3, 5, 20])
    """

    def __init__(self, d, h, return_sequences=False):
        super().__init__()
        self.return_sequences = return_sequences
        self.lstm = nn.LSTM(d, h, batch_first=True)

    def forward(self, x):
        """Returns (batch, hidden), or (batch, time, hidden) with return_sequences."""
        output, (h, c) = self.lstm(x)
        return output if self.return_sequences else h[-1]


output = KerasLike(10, 20)(torch.randn(3, 5, 10))
print(output.shape)   # torch.Size([3, 20])
