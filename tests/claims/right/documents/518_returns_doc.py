import torch
from torch import nn


class Enc(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(10, 20, 2, bidirectional=True, batch_first=True)
        self.proj = nn.Linear(40, 16)

    def forward(self, input, hidden=None):
        """Encode.

        Args:
            input: (batch, seq, 10)
            hidden: optional tuple of (4, batch, 20)

        Returns:
            output: projected, (batch, seq, 16)
            hidden: summary vector of shape (batch, 80)
        """
        output, (h, c) = self.lstm(input, hidden)
        output = self.proj(output)
        hidden = h.transpose(0, 1).flatten(1)
        return output, hidden

    def encode(self, x):
        """Returns the hidden state as (batch, 80) and the output as (batch, 16)."""
        output, hidden = self(x)
        return hidden, output.mean(1)


output, hidden = Enc()(torch.randn(3, 5, 10))
print(output.shape, hidden.shape)   # torch.Size([3, 5, 16]) torch.Size([3, 80])
