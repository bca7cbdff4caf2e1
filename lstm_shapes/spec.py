"""LSTMSpec and its siblings: the constructor arguments of a recurrent module and the sizes of its input, validated."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import MISSING, dataclass, field, fields
from typing import TYPE_CHECKING, Any, ClassVar

from lstm_shapes.constructor import read_constructor
from lstm_shapes.errors import ReadError, SpecError
from lstm_shapes.kinds import ARGUMENTS, GRU, KINDS, LSTM, RNN, Kind

if TYPE_CHECKING:
    from typing_extensions import Self

__all__ = ["BATCH_SIZE", "DEVICE_TYPES", "DTYPE_BYTES", "HIDDEN_SIZE", "INPUT_SIZE", "LARGEST_SEED", "LARGEST_SIZE"]
__all__ += ["LIMITS", "MOST_LAYERS", "NONLINEARITIES", "SEQ_LEN", "SPECS", "require_whole_number"]
__all__ += ["GRUCellSpec", "GRUSpec", "LSTMCellSpec", "LSTMSpec", "RNNCellSpec", "RNNSpec", "RecurrentSpec"]

INPUT_SIZE, HIDDEN_SIZE = 10, 20
"""The sizes of the module that is shown to somebody who names none."""

SEQ_LEN, BATCH_SIZE = 5, 3
"""The sizes of its input. All four differ, so that swapped axes show."""

LARGEST_SIZE = 2**31 - 1
LARGEST_SEED = 2**63 - 1
MOST_LAYERS = 1_000

DTYPE_BYTES: Mapping[str, int] = {"float32": 4, "float64": 8, "float16": 2, "bfloat16": 2}
NONLINEARITIES = ("tanh", "relu")
DEVICE_TYPES = ("cpu", "cuda", "mps", "xpu", "meta")

LIMITS: Mapping[str, tuple[int, int]] = {
    "input_size": (1, LARGEST_SIZE),
    "hidden_size": (1, LARGEST_SIZE),
    "num_layers": (1, MOST_LAYERS),
    "proj_size": (0, LARGEST_SIZE),
    "seq_len": (1, LARGEST_SIZE),
    "batch_size": (1, LARGEST_SIZE),
}
"""The least and the greatest whole number that each of these may be."""

_OPTIONAL = {"seq_len", "batch_size"}
_TRUTH_VALUES = ("bias", "batch_first", "bidirectional", "batched")
_OF_SEQUENCES = ("seq_len", "lengths")
_ONLY_LSTM = "argument is only supported for LSTM, not RNN or GRU"  # PyTorch's sentence


@dataclass(frozen=True, slots=True, repr=False)
class RecurrentSpec:
    """What to build and what to feed it: the constructor's arguments, then the sizes of the input.

    The first ten fields are the constructor arguments of an `nn.LSTM`, in its order and with its defaults (`device` and
    `dtype` by name). This class is the base of the specifications: `LSTMSpec`, `GRUSpec` and so on.

    Raises `SpecError` for every value that PyTorch would refuse, also for an argument that this kind of module does not
    have, and for lengths that it would swallow silently.
    Source of the constraints: PyTorch's `torch.nn.LSTM` page and `torch/nn/modules/rnn.py`.
    """

    kind: ClassVar[Kind]
    """What is built."""

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

    nonlinearity: str = field(default="tanh", kw_only=True)
    """`tanh` or `relu`; an argument of `nn.RNN` and `nn.RNNCell` alone."""

    def __post_init__(self) -> None:
        self._require_own_fields()
        for name, (low, high) in LIMITS.items():
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
        for name, choices in (("dtype", tuple(DTYPE_BYTES)), ("nonlinearity", NONLINEARITIES)):
            if (value := getattr(self, name)) not in choices:
                raise SpecError(name, f"must be one of {', '.join(choices)}, got {_shown(value)}")
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

    def __repr__(self) -> str:
        values = {own.name: getattr(self, own.name) for own in fields(self)}
        told = (f"{own.name}={values[own.name]!r}" for own in fields(self) if values[own.name] != own.default)
        return f"{type(self).__name__}({', '.join(told)})"

    def _require_own_fields(self) -> None:
        """Raise `SpecError` for a field that has a value, and has no meaning for this kind of module."""
        kind = self.kind
        for own in fields(self):
            if getattr(self, own.name) == own.default or own.name in kind.arguments:
                continue
            if own.name in _OF_SEQUENCES and kind.is_cell:
                raise SpecError(own.name, f"has no meaning for {kind.code}, which takes one step")
            if own.name in ARGUMENTS:
                others = f"is no argument of {kind.code}; it has {', '.join(kind.arguments)}"
                raise SpecError(own.name, _ONLY_LSTM if own.name == "proj_size" and not kind.is_cell else others)

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
    def from_code(cls, code: str, **others: Any) -> Self:
        """The specification in a constructor call such as `nn.LSTM(10, 20, num_layers=2)`, which is not run.

        others: values for the names in the call, by argument, and the sizes of the input. Raises `ReadError` where the
        text is no such call or a name in it has no value.

        >>> LSTMSpec.from_code("nn.LSTM(10, hidden)", hidden_size=20, seq_len=7).sizes["L"]
        7
        """
        call = read_constructor(code)
        for argument, name in call.names.items():
            if argument not in others:
                raise ReadError(f"the call gives {argument} as {name}, whose value is not known")
        return cls._of(call.kind)(**{**others, **call.arguments})

    @classmethod
    def from_module(cls, module: object, **sizes: Any) -> Self:
        """The specification of a live module of `torch.nn`; `sizes` are those of the input.

        Raises `ReadError` where it is another module.
        """
        ancestors = {f"{ancestor.__module__}.{ancestor.__qualname__}" for ancestor in type(module).__mro__}
        kind = next((kind for kind in KINDS.values() if f"torch.nn.modules.rnn.{kind.name}" in ancestors), None)
        if kind is None:
            expected = cls.kind.code if cls in SPECS.values() else ", ".join(kind.code for kind in KINDS.values())
            raise ReadError(f"{type(module).__name__} is not an {expected}")
        arguments = {name: getattr(module, name) for name in kind.arguments if hasattr(module, name)}
        weight = next(module.parameters())  # type: ignore[attr-defined]
        arguments |= {"device": str(weight.device), "dtype": str(weight.dtype).removeprefix("torch.")}
        return cls._of(kind)(**arguments, **sizes)

    @classmethod
    def _of(cls, kind: Kind) -> type[Self]:
        """The class of this kind's specifications; raises `ReadError` if it is not this class, or below it."""
        found = SPECS[kind.name]
        if not issubclass(found, cls):
            raise ReadError(f"{kind.code} is not an {cls.kind.code}; {found.__name__} describes it")
        return found

    @property
    def code(self) -> str:
        """The shortest call that builds this module: `nn.LSTM(10, 20, num_layers=2)`."""
        return f"{self.kind.code}({', '.join(self.write_arguments(self.kind.arguments))})"

    @property
    def arguments(self) -> dict[str, Any]:
        """All arguments of the constructor, by PyTorch's names and in its order."""
        return {name: getattr(self, name) for name in self.kind.arguments}

    def write_arguments(self, names: Collection[str]) -> list[str]:
        """Those of the named arguments that are not left at their defaults, each as code, in PyTorch's order."""
        defaults = {own.name: own.default for own in fields(self)}
        written = []
        for name, value in self.arguments.items():
            if name in names and value != defaults[name]:
                keyword = "" if defaults[name] is MISSING else f"{name}="
                written.append(f"{keyword}{f'torch.{value}' if name == 'dtype' else repr(value)}")
        return written

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
        """Sequence length; 1 for a cell."""
        return 1 if self.kind.is_cell else self.seq_len or max(self.lengths or (SEQ_LEN,))

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
    def G(self) -> int:
        """Number of gates."""
        return len(self.kind.gates)

    @property
    def H_out(self) -> int:
        """Features of h_0, h_n and of each direction of output: `proj_size` with a projection, else `hidden_size`."""
        return self.proj_size or self.hidden_size

    @property
    def sizes(self) -> dict[str, int]:
        """The number behind each symbol that this configuration has, by the symbol's name."""
        sizes = {"G": self.G, "H_in": self.input_size, "H_cell": self.hidden_size, "H_out": self.H_out}
        if not self.kind.is_cell:
            sizes |= {"L": self.L, "D": self.D, "num_layers": self.num_layers}
        if self.N is not None:
            sizes["N"] = self.N
        if self.lengths is not None:
            sizes |= {"sum(lengths)": sum(self.lengths), "max(lengths)": max(self.lengths)}
        return sizes

    @property
    def valid_steps(self) -> int:
        """Time steps in the whole input without padding: `L * N`, or `L` unbatched, or the sum of `lengths`."""
        return sum(self.lengths) if self.lengths is not None else self.L * (1 if self.N is None else self.N)


class LSTMSpec(RecurrentSpec):
    """An `nn.LSTM` and its input.

    >>> LSTMSpec(10, 20, num_layers=2).code
    'nn.LSTM(10, 20, num_layers=2)'
    """

    __slots__ = ()
    kind = LSTM


class GRUSpec(RecurrentSpec):
    """An `nn.GRU` and its input."""

    __slots__ = ()
    kind = GRU


class RNNSpec(RecurrentSpec):
    """An `nn.RNN` and its input."""

    __slots__ = ()
    kind = RNN


class LSTMCellSpec(RecurrentSpec):
    """An `nn.LSTMCell` and its input, which is one step."""

    __slots__ = ()
    kind = KINDS["LSTMCell"]


class GRUCellSpec(RecurrentSpec):
    """An `nn.GRUCell` and its input, which is one step."""

    __slots__ = ()
    kind = KINDS["GRUCell"]


class RNNCellSpec(RecurrentSpec):
    """An `nn.RNNCell` and its input, which is one step."""

    __slots__ = ()
    kind = KINDS["RNNCell"]


SPECS: Mapping[str, type[RecurrentSpec]] = {
    spec.kind.name: spec for spec in (LSTMSpec, GRUSpec, RNNSpec, LSTMCellSpec, GRUCellSpec, RNNCellSpec)
}
"""The class of the specifications of each kind, by the kind's name."""


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
