import torch
from torch import nn


class SequenceEncoder(nn.Module):
    """Bidirectional encoder of a translation model."""

    def __init__(self, input_size: int, hidden_size: int, num_layers: int = 1, dropout: float = 0.0):
        super().__init__()
        self.hidden_size = hidden_size
        self.num_layers = num_layers
        self.lstm = nn.LSTM(
            input_size,
            hidden_size,
            num_layers=num_layers,
            dropout=dropout if num_layers > 1 else 0.0,
            bidirectional=True,
            batch_first=True,
        )

    def forward(self, x: torch.Tensor):
        """
        Encode a batch of sequences.

        Args:
            x: Tensor of shape (batch, seq_len, input_size)

        Returns:
            outputs: All hidden states, shape (batch, seq_len, hidden_size * num_directions)
            (hidden, cell): Final states, each shape (num_layers, batch, hidden_size)
        """
        # outputs: (batch, seq_len, hidden_size * num_directions)
        # hidden, cell: (num_layers * num_directions, batch, hidden_size)
        outputs, (hidden, cell) = self.lstm(x)
        return outputs, (hidden, cell)
