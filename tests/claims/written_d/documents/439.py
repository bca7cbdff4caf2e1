"""One wrapper for every recurrent layer we compared in the ablation."""
from typing import Optional, Tuple, Union

import torch
import torch.nn as nn

State = Union[torch.Tensor, Tuple[torch.Tensor, torch.Tensor]]


class AnyRNN(nn.Module):
    """``kind`` is ``"RNN"``, ``"GRU"`` or ``"LSTM"``.

    Input:
        x: (batch, seq_len, input_dim)
    Output:
        y: (batch, seq_len, hidden_dim)
        state: (n_layers, batch, hidden_dim), a pair of these for the LSTM
    """

    def __init__(self, kind: str, input_dim: int, hidden_dim: int, n_layers: int = 1, **extra):
        super().__init__()
        self.kind = kind
        self.hidden_dim, self.n_layers = hidden_dim, n_layers
        self.rnn = getattr(nn, kind)(input_dim, hidden_dim, n_layers, batch_first=True, **extra)

    def zero_state(self, x: torch.Tensor) -> State:
        d = 2 if self.rnn.bidirectional else 1
        h = x.new_zeros(d * self.n_layers, x.size(0), self.hidden_dim)  # (D * n_layers, batch, hidden_dim)
        return (h, torch.zeros_like(h)) if self.kind == "LSTM" else h

    def forward(self, x: torch.Tensor, state: Optional[State] = None):
        if state is None:
            state = self.zero_state(x)
        return self.rnn(x, state)
