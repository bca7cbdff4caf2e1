"""LSTMSpec: the constructor arguments of an `nn.LSTM` and the sizes of its input, validated."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields

from lstm_shapes.errors import SpecError

__all__ = [
    "DEVICE_TYPES",
    "DTYPE_BYTES",
    "LARGEST_SEED",
    "LARGEST_SIZE",
    "MODULE_ARGUMENTS",
    "LSTMSpec",
    "require_whole_number",
]

LARGEST_SIZE = 2**31 - 1
LARGEST_SEED = 2**63 - 1
MOST_LAYERS = 1_000

DTYPE_BYTES: Mapping[str, int] = {"float32": 4, "float64": 8, "float16": 2, "bfloat16": 2}
DEVICE_TYPES = ("cpu", "cuda", "mps", "xpu", "meta")

_WHOLE_NUMBERS: Mapping[str, tuple[int, int]] = {
    "input_size": (1, LARGEST_SIZE),
    "hidden_size": (1, LARGEST_SIZE),
    "num_layers": (1, MOST_LAYERS),
    "proj_size": (0, LARGEST_SIZE),
    "seq_len": (1, LARGEST_SIZE),
    "batch_size": (1, LARGEST_SIZE),
}
_OPTIONAL = {"seq_len", "batch_size"}
_TRUTH_VALUES = ("bias", "batch_first", "bidirectional", "batched")


@dataclass(frozen=True, slots=True)
class LSTMSpec:
    """What to build and what to feed it: `nn.LSTM`'s own arguments, then the sizes of the input.

    The first ten fields are the constructor's, in its order and with its defaults (`device` and `dtype` by name).

    seq_len: steps in the input; unless given, the longest of `lengths`, or 5.
    batch_size: sequences in the batch; unless given, one for each of `lengths`, or 3.
    batched: False for a single sequence without a batch axis.
    lengths: the valid steps of each sequence, to be run as a packed sequence; in any order.

    Raises `SpecError` for every value that `nn.LSTM` would refuse, and for lengths that it would swallow silently.
    Source of the constraints: PyTorch's `torch.nn.LSTM` page and `torch/nn/modules/rnn.py`.
    """

    input_size: int
    hidden_size: int
    num_layers: int = 1
    bias: bool = True
    batch_first: bool = False
    dropout: float = 0.0
    bidirectional: bool = False
    proj_size: int = 0
    device: str = "cpu"
    dtype: str = "float32"
    seq_len: int | None = None
    batch_size: int | None = None
    batched: bool = True
    lengths: tuple[int, ...] | None = None

    def __post_init__(self) -> None:
        for name, (low, high) in _WHOLE_NUMBERS.items():
            value = getattr(self, name)
            if not (value is None and name in _OPTIONAL):
                require_whole_number(name, value, low, high)
        for name in _TRUTH_VALUES:
            if not isinstance(value := getattr(self, name), bool):
                raise SpecError(name, f"must be True or False, got {_shown(value)}")
        _require_fraction("dropout", self.dropout)
        if self.proj_size >= self.hidden_size:
            raise SpecError(
                "proj_size",
                f"must be smaller than hidden_size ({self.hidden_size:,}): "
                f"from 0 (no projection) to {self.hidden_size - 1:,}, got {self.proj_size:,}",
            )
        if self.dtype not in DTYPE_BYTES:
            raise SpecError("dtype", f"must be one of {', '.join(DTYPE_BYTES)}, got {_shown(self.dtype)}")
        if not re.fullmatch(rf"({'|'.join(DEVICE_TYPES)})(:\d{{1,4}})?", str(self.device), re.ASCII):
            kinds = ", ".join(DEVICE_TYPES)
            raise SpecError(
                "device", f"must be one of {kinds}, with a number or not (cuda:1), got {_shown(self.device)}"
            )
        if self.lengths is not None:
            object.__setattr__(self, "lengths", tuple(self.lengths))
            self._require_lengths_that_fit(tuple(self.lengths))
        if not self.batched and self.batch_size is not None:
            raise SpecError("batch_size", "has no meaning for unbatched input; leave one of the two out")

    def _require_lengths_that_fit(self, lengths: tuple[int, ...]) -> None:
        if not self.batched:
            raise SpecError("lengths", "describe a batch, and unbatched input has none; leave one of the two out")
        if not lengths:
            raise SpecError("lengths", "must hold at least one whole number, such as 5,3,2")
        longest = self.seq_len or LARGEST_SIZE
        for length in lengths:
            if not _is_whole_number(length, 1, longest):
                limit = f"{longest:,}{' (seq_len)' if self.seq_len else ''}"
                raise SpecError("lengths", f"must be whole numbers from 1 to {limit}, got {_shown(length)} among them")
        if self.batch_size not in (None, len(lengths)):
            raise SpecError("batch_size", f"is {self.batch_size:,}, but lengths describe {len(lengths):,} sequences")

    @property
    def packed(self) -> bool:
        """Whether the input is a packed sequence."""
        return self.lengths is not None

    @property
    def on_meta(self) -> bool:
        """Whether the device is PyTorch's meta device, where tensors are shapes without numbers."""
        return self.device.startswith("meta")

    @property
    def L(self) -> int:
        """Sequence length."""
        return self.seq_len or max(self.lengths or (5,))

    @property
    def N(self) -> int | None:
        """Batch size; None for unbatched input."""
        if not self.batched:
            return None
        return self.batch_size or len(self.lengths or (0, 0, 0))

    @property
    def D(self) -> int:
        """Number of directions."""
        return 2 if self.bidirectional else 1

    @property
    def H_out(self) -> int:
        """Features of h_0, h_n and of each direction of output: `proj_size` with a projection, else `hidden_size`."""
        return self.proj_size or self.hidden_size

    @property
    def sizes(self) -> dict[str, int]:
        """The number behind each symbol that this configuration has, by the symbol's name."""
        sizes = {
            "L": self.L,
            "D": self.D,
            "H_in": self.input_size,
            "H_cell": self.hidden_size,
            "H_out": self.H_out,
            "num_layers": self.num_layers,
        }
        if self.N is not None:
            sizes["N"] = self.N
        if self.lengths is not None:
            sizes |= {"sum(lengths)": sum(self.lengths), "max(lengths)": max(self.lengths)}
        return sizes

    @property
    def valid_steps(self) -> int:
        """Time steps in the whole input without padding: `L * N`, or `L` unbatched, or the sum of `lengths`."""
        return sum(self.lengths) if self.lengths is not None else self.L * (1 if self.N is None else self.N)


MODULE_ARGUMENTS = tuple(field.name for field in fields(LSTMSpec))[:10]
"""The constructor's arguments, in PyTorch's order."""


def require_whole_number(name: str, value: object, low: int, high: int) -> None:
    """Raise `SpecError` unless the value is a whole number from `low` to `high`; a bool is none."""
    if not _is_whole_number(value, low, high):
        raise SpecError(name, f"must be a whole number from {low:,} to {high:,}, got {_shown(value)}")


def _is_whole_number(value: object, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _require_fraction(name: str, value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
        raise SpecError(name, f"must be a number from 0 to 1, got {_shown(value)}")


def _shown(value: object) -> str:
    """A value as an error message shows it: short, whatever it is."""
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}" if abs(value) < 10**18 else "a number of more than 18 digits"
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}…"
