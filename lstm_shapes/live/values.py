"""What is kept of the values in a running program: types, shapes and sizes, and nothing that lives."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lstm_shapes.pytorch import load_torch

__all__ = ["Value", "count_equal_ends", "holds_anything", "is_in_one_piece", "lengths_of", "sizes_of", "value_of"]

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


def holds_anything(value: Any) -> bool | None:
    """Whether a tensor, or one in a tuple or list, holds anything but zeros; None where there is none to read."""
    torch = load_torch()
    tensors = [
        one for one in (value if isinstance(value, (tuple, list)) else (value,)) if isinstance(one, torch.Tensor)
    ]
    try:
        return any(bool(one.any()) for one in tensors) if tensors else None
    except RuntimeError:  # as on the meta device, or after an error on a GPU
        return None


def lengths_of(packed: Any) -> tuple[int, ...]:
    """The steps of each sequence in a packed one, in the order of the batch."""
    counts = packed.batch_sizes.tolist()
    lengths = [sum(count > place for count in counts) for place in range(counts[0])]
    order = packed.unsorted_indices
    return tuple(lengths if order is None else (lengths[place] for place in order.tolist()))


def count_equal_ends(given: Any, batch_first: bool) -> int:
    """How many sequences of a batch end in three equal steps, the same in all of them, as padding is.

    0 where every sequence has one value alone, and where the values cannot be read.
    """
    torch = load_torch()
    if given.is_cuda and torch.cuda.is_current_stream_capturing():
        return 0
    steps = given.detach().transpose(0, 1) if batch_first else given.detach()
    if len(steps) < 4:
        return 0
    try:
        with torch.no_grad():
            ends = (steps[-3:] == steps[-1]).all(dim=-1).all(dim=0) & (steps[0] != steps[-1]).any(dim=-1)
            values = steps[-1][ends]
            return len(values) if (values == values[:1]).all() and (len(values) > 1 or not values.any()) else 0
    except RuntimeError:  # tensors without values, as under `vmap` or on the meta device
        return 0


def is_in_one_piece(weights: Iterable[Any]) -> bool:
    """Whether tensors lie in one piece of memory."""
    return len({weight.untyped_storage().data_ptr() for weight in weights}) == 1


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
