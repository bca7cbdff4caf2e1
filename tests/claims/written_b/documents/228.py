import torch
from torch import nn


class LastStepPool(nn.Module):
    """Bidirectional LSTM followed by mean pooling.

    Example::

        >>> enc = LastStepPool(10, 15, num_layers=2)
        >>> x = torch.randn(4, 9, 10)
        >>> seq, pooled = enc(x)
        >>> seq.shape
        torch.Size([4, 9, 30])
        >>> pooled.shape
        torch.Size([4, 30])
    """

    def __init__(self, input_size, hidden_size, num_layers=1):
        super().__init__()
        self.lstm = nn.LSTM(input_size, hidden_size, num_layers, batch_first=True, bidirectional=True)

    def forward(self, x):
        seq, _ = self.lstm(x)  # (bs, T, 2*nh)
        return seq, seq.mean(1)  # (bs, 2*nh)
