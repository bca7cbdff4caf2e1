"""What is kept of the values in a running program: types, shapes and sizes, and nothing that lives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lstm_shapes.pytorch import load_torch

__all__ = ["Value", "lengths_of", "sizes_of", "value_of"]

_MOST_PARTS = 4
_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Value:
    """What is known of a value once it is gone."""

    type: str
    """`Tensor`, `PackedSequence`, `tuple`, ..."""

    shape: tuple[int, ...] | None = None
    """Of a tensor, or of the data of a packed sequence."""

    dtype: str = ""
    device: str = ""

    lengths: tuple[int, ...] = ()
    """Of a packed sequence, the steps of each of its sequences."""

    parts: tuple[Value, ...] = ()
    """The first values in a tuple or list."""

    count: int = 0
    """How many there are."""


def value_of(value: Any, depth: int = _DEEPEST) -> Value:
    """What is to be kept of a value: neither tensors nor anything else that lives."""
    torch = load_torch()
    if isinstance(value, torch.Tensor):
        try:
            return Value("Tensor", tuple(value.shape), str(value.dtype), str(value.device))
        except RuntimeError:  # a nested tensor has no shape, nor a parameter whose sizes are still to come
            return Value(type(value).__name__)
    if isinstance(value, torch.nn.utils.rnn.PackedSequence):
        data = value_of(value.data)
        return Value("PackedSequence", data.shape, data.dtype, data.device, lengths_of(value))
    if isinstance(value, (tuple, list)):
        parts = tuple(value_of(one, depth - 1) for one in value[:_MOST_PARTS]) if depth else ()
        return Value("tuple" if isinstance(value, tuple) else "list", parts=parts, count=len(value))
    return Value(type(value).__name__)


def lengths_of(packed: Any) -> tuple[int, ...]:
    """The steps of each sequence in a packed one, in the order of the batch."""
    counts = packed.batch_sizes.tolist()
    lengths = [sum(count > place for count in counts) for place in range(counts[0])]
    order = packed.unsorted_indices
    return tuple(lengths if order is None else (lengths[place] for place in order.tolist()))


def sizes_of(given: Any, is_cell: bool, batch_first: bool) -> dict[str, Any]:
    """The sizes of an input, as the specification takes them."""
    if hasattr(given, "batch_sizes"):
        return {"lengths": lengths_of(given)}
    batched = given.dim() == (2 if is_cell else 3)
    if is_cell:
        return {"batch_size": given.shape[0]} if batched else {"batched": False}
    if not batched:
        return {"seq_len": given.shape[0], "batched": False}
    time, batch = (1, 0) if batch_first else (0, 1)
    return {"seq_len": given.shape[time], "batch_size": given.shape[batch]}
