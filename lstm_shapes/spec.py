"""LSTMSpec: the constructor arguments of an `nn.LSTM` and the sizes of its input, validated."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any

from lstm_shapes.constructor import ARGUMENTS, read_constructor
from lstm_shapes.errors import ReadError, SpecError

__all__ = ["BATCH_SIZE", "DEVICE_TYPES", "DTYPE_BYTES", "HIDDEN_SIZE", "INPUT_SIZE", "LARGEST_SEED", "LARGEST_SIZE"]
__all__ += ["MOST_LAYERS", "SEQ_LEN", "LSTMSpec", "require_whole_number"]

INPUT_SIZE, HIDDEN_SIZE = 10, 20
"""The sizes of the LSTM that is shown to somebody who names none."""

SEQ_LEN, BATCH_SIZE = 5, 3
"""The sizes of its input. All four differ, so that swapped axes show."""

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
    """Steps in the input; unless given, the longest of `lengths`, or 5."""

    batch_size: int | None = None
    """Sequences in the batch; unless given, one for each of `lengths`, or 3."""

    batched: bool = True
    """False for a single sequence without a batch axis."""

    lengths: tuple[int, ...] | None = None
    """The valid steps of each sequence, in any order; the input is then a packed sequence."""

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

    @classmethod
    def from_code(cls, code: str, **others: Any) -> LSTMSpec:
        """The specification in a constructor call such as `nn.LSTM(10, 20, num_layers=2)`, which is not run.

        others: values for the names in the call, by argument, and the sizes of the input. Raises `ReadError` where the
        text is no such call or a name in it has no value.

        >>> LSTMSpec.from_code("nn.LSTM(10, hidden)", hidden_size=20, seq_len=7).sizes["L"]
        7
        """
        call = read_constructor(code)
        for field, name in call.names.items():
            if field not in others:
                raise ReadError(f"the call gives {field} as {name}, whose value is not known")
        return cls(**{**others, **call.arguments})

    @classmethod
    def from_module(cls, module: object, **sizes: Any) -> LSTMSpec:
        """The specification of a live `nn.LSTM`; `sizes` are those of the input.

        Raises `ReadError` where it is another module.
        """
        kinds = {f"{kind.__module__}.{kind.__qualname__}" for kind in type(module).__mro__}
        if "torch.nn.modules.rnn.LSTM" not in kinds:
            raise ReadError(f"{type(module).__name__} is not an nn.LSTM")
        arguments = {name: getattr(module, name) for name in ARGUMENTS if hasattr(module, name)}
        weight = module.weight_ih_l0  # type: ignore[attr-defined]
        return cls(**arguments, device=str(weight.device), dtype=str(weight.dtype).removeprefix("torch."), **sizes)

    @property
    def code(self) -> str:
        """The shortest call that builds this LSTM: `nn.LSTM(10, 20, num_layers=2)`."""
        arguments = []
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name in ARGUMENTS and value != field.default:
                name = "" if field.default is MISSING else f"{field.name}="
                arguments.append(f"{name}{f'torch.{value}' if field.name == 'dtype' else repr(value)}")
        return f"nn.LSTM({', '.join(arguments)})"

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
        return self.seq_len or max(self.lengths or (SEQ_LEN,))

    @property
    def N(self) -> int | None:
        """Batch size; None for unbatched input."""
        if not self.batched:
            return None
        return self.batch_size or len(self.lengths or ()) or BATCH_SIZE

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
