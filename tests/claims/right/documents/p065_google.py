"""Google-style docstrings, sequence labelling."""
from typing import Optional, Tuple
import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


class PackedBiLSTM(nn.Module):
    """Thin layer over nn.LSTM that takes care of packing.

    Args:
        input_size: D.
        hidden_size: H, per direction.
        num_layers: L.
    """

    def __init__(self, input_size: int, hidden_size: int, num_layers: int = 1):
        super().__init__()
        self.lstm = nn.LSTM(input_size, hidden_size, num_layers=num_layers, batch_first=True, bidirectional=True)

    def forward(self, inputs: Tensor, lengths: Tensor,
                hx: Optional[Tuple[Tensor, Tensor]] = None) -> Tuple[Tensor, Tuple[Tensor, Tensor]]:
        """Runs the LSTM.

        Args:
            inputs: Tensor of shape (B, T, D).
            lengths: Tensor of shape (B,), need not be sorted.
            hx: Optional initial state, two tensors of shape (2 * L, B, H).

        Returns:
            A tuple (outputs, (h, c)):
                outputs: Tensor of shape (B, T, 2 * H), zeros after the end.
                h: Tensor of shape (2 * L, B, H).
                c: Tensor of shape (2 * L, B, H).

        Raises:
            ValueError: if ``inputs`` isn't 3-dimensional.
        """
        if inputs.dim() != 3:
            raise ValueError(f"expected (B, T, D), got {tuple(inputs.shape)}")
        packed = pack_padded_sequence(inputs, lengths.cpu(), batch_first=True, enforce_sorted=False)
        out, (h, c) = self.lstm(packed, hx)
        out, _ = pad_packed_sequence(out, batch_first=True, total_length=inputs.size(1))
        return out, (h, c)


out, (h, c) = PackedBiLSTM(4, 5, 2)(torch.randn(3, 6, 4), torch.tensor([2, 6, 4]))
assert out.shape == (3, 6, 10)
assert h.shape == c.shape == (4, 3, 5)
