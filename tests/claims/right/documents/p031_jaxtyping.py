# NOEXEC
from __future__ import annotations
import torch
from torch import Tensor, nn
from jaxtyping import Float, Int, jaxtyped
from beartype import beartype


class Encoder(nn.Module):
    def __init__(self, vocab: int, dim: int, hidden: int):
        super().__init__()
        self.embed = nn.Embedding(vocab, dim)
        self.lstm = nn.LSTM(dim, hidden, num_layers=2, bidirectional=True, batch_first=True)

    @jaxtyped(typechecker=beartype)
    def forward(self, ids: Int[Tensor, "batch time"]) -> tuple[Float[Tensor, "batch time 2*hidden"], Float[Tensor, "4 batch hidden"]]:
        x: Float[Tensor, "batch time dim"] = self.embed(ids)
        y, (h, c) = self.lstm(x)
        y: Float[Tensor, "batch time 2*hidden"]
        h: Float[Tensor, "4 batch hidden"]
        return y, h


def last_step(y: Float[Tensor, "batch time feat"]) -> Float[Tensor, "batch feat"]:
    return y[:, -1]


def swap(h: Float[Tensor, "layers batch hidden"]) -> Float[Tensor, "batch layers hidden"]:
    return h.transpose(0, 1)
