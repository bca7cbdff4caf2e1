"""What a document's names stand for, as far as shapes go: sizes, tensors, modules, functions, or unknown."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Union

from lstm_shapes.check.following.dims import Dim, Unmodelled
from lstm_shapes.spec import LSTMSpec

if TYPE_CHECKING:
    from lstm_shapes.check.following.frames import Frame

__all__ = ["BoundMethod", "Class", "Constant", "Context", "Extent", "Function", "Instance", "Items", "LSTMLayer"]
__all__ += ["Layer", "Packed", "Path", "Shape", "Table", "Tensor", "Unknown", "Value"]
__all__ += ["Arguments", "Keywords"]


_MOST_PARTS = 10_000  # of a list, with all that its parts hold


@dataclass(frozen=True, slots=True)
class Context:
    """The LSTM, and for its tensors the call, that gives symbols their meaning.

    layout: decides which formulas hold; its own sizes mean nothing. sizes: what each symbol stands for in the code.
    fixed: whether the code tells D and num_layers, so that they may be written as numbers.
    certain: whether the code tells that the input has a batch axis, or it was only supposed.
    is_ordered: whether the code tells batch_first, without which nobody knows the order of time and batch.
    layer: the key of the LSTM.
    """

    key: int
    layout: LSTMSpec
    sizes: Mapping[str, Dim]
    certain: bool = True
    is_ordered: bool = True
    layer: int = 0


@dataclass(frozen=True, slots=True)
class Extent:
    """One axis of a tensor: its size and its identity, which survives `permute`, slices of other axes and the like."""

    size: Dim
    key: int


@dataclass(frozen=True, slots=True)
class Tensor:
    """A tensor of a known shape; `data` holds the numbers of a one-dimensional literal."""

    key: int
    extents: tuple[Extent, ...]
    data: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Packed:
    """A PackedSequence: time and batch of the padded tensor, and its features."""

    key: int
    time: Extent
    batch: Extent
    features: Extent
    lengths: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """Anything that is not followed: what it may be, why it is not known, and what it came from.

    name: what the code calls it. default: the value of a parameter that nobody has passed.
    source: the unknown tensor that this is a view of: with two axes `swapped`, with axes of known size behind (`tail`),
    or with an axis of size 1 `inserted`.
    """

    key: int
    name: str = ""
    reason: str = ""
    default: Value | None = None
    source: Unknown | None = None
    swapped: tuple[int, int] | None = None
    tail: tuple[Dim, ...] = ()
    inserted: int | None = None


@dataclass(frozen=True, slots=True)
class Constant:
    """A text, a truth value, a float or None."""

    value: str | bool | float | None


@dataclass(frozen=True, slots=True)
class Items:
    """A tuple or a list; raises `Unmodelled` where it holds more than code about shapes does, all parts counted."""

    items: tuple[Value, ...]
    count: int = field(default=0, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        count = len(self.items) + sum(item.count for item in self.items if isinstance(item, Items))
        if count > _MOST_PARTS:
            raise Unmodelled("a list of more parts than are followed")
        object.__setattr__(self, "count", count)


@dataclass(frozen=True, slots=True)
class Table:
    """A dictionary with texts as keys."""

    items: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Shape:
    """What `.shape` and `.size()` give."""

    of: Tensor | Unknown


@dataclass(frozen=True, slots=True)
class Path:
    """A name from a library: `torch.nn.LSTM`."""

    name: str


@dataclass(frozen=True, slots=True)
class LSTMLayer:
    """An `nn.LSTM`: what its constructor says, as far as the code tells.

    sizes: H_in, H_cell, H_out, D and num_layers. batch_first: None where the code does not tell.
    """

    key: int
    sizes: Mapping[str, Dim]
    batch_first: bool | None
    projected: bool
    line: int


@dataclass(frozen=True, slots=True)
class Layer:
    """Another module whose shapes are followed: its class and the sizes it was built with."""

    kind: str
    sizes: tuple[Dim, ...] = ()
    parts: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function or method of the document."""

    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    frame: Frame
    owner: Class | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Class:
    """A class of the document."""

    node: ast.ClassDef
    bases: tuple[Value, ...]
    attributes: dict[str, Value]


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """An object of a class of the document, or of none (a namespace)."""

    of: Class | None
    attributes: dict[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class BoundMethod:
    """A method and the value it is called on."""

    receiver: Value
    name: str
    function: Function | None = None


Value = Union[  # noqa: UP007 - a recursive alias, which `|` cannot write in Python 3.10
    Dim,
    Tensor,
    Packed,
    Unknown,
    Constant,
    Items,
    Table,
    Shape,
    Path,
    LSTMLayer,
    Layer,
    Function,
    Class,
    Instance,
    BoundMethod,
]

Arguments = Sequence[Value]
Keywords = Mapping[str, Value]
