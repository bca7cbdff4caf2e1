"""The values that names in code can have, as far as they matter for shapes: sizes, tensors, modules, functions."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Union

from lstm_shapes.check.interpreter.dims import Dim, Unmodelled
from lstm_shapes.kinds import Kind
from lstm_shapes.spec import RecurrentSpec

if TYPE_CHECKING:
    from lstm_shapes.check.interpreter.frames import Frame

__all__ = ["BoundMethod", "Class", "Constant", "Context", "Extent", "Function", "Imported", "Instance", "Items"]
__all__ += ["Layer", "Packed", "Path", "RecurrentLayer", "Series", "Shape", "Table", "Tensor", "Unknown", "Value"]
__all__ += ["LOOP_DECIDES", "Arguments", "Keywords", "parts_of"]


_MOST_PARTS = 2_000  # of a list, including the parts of its parts


@dataclass(frozen=True, slots=True)
class Context:
    """What gives symbols their meaning: an LSTM or a sibling or, for its input and its results, one call of it."""

    key: int

    layout: RecurrentSpec
    """Decides which formulas hold; its own sizes mean nothing."""

    sizes: Mapping[str, Dim]
    """The size that each symbol stands for in the code."""

    certain: bool = True
    """Whether the code shows that the input has a batch axis; otherwise this is only assumed."""

    is_ordered: bool = True
    """Whether batch_first is known; without it, the order of time and batch is not known."""

    layer: int = 0
    """The key of the LSTM."""


@dataclass(frozen=True, slots=True)
class Extent:
    """One axis of a tensor."""

    size: Dim

    key: int
    """Identifies the axis; operations that do not change it, such as `permute`, keep its key."""


@dataclass(frozen=True, slots=True)
class Tensor:
    """A tensor of a known shape."""

    key: int
    extents: tuple[Extent, ...]

    data: tuple[int, ...] | None = None
    """The numbers in a one-dimensional literal; None for all other tensors."""

    @property
    def sizes(self) -> tuple[Dim, ...]:
        """The size of each axis."""
        return tuple(extent.size for extent in self.extents)


@dataclass(frozen=True, slots=True)
class Packed:
    """A PackedSequence, with the axes that it has as a padded tensor."""

    key: int
    time: Extent
    batch: Extent
    features: Extent

    lengths: tuple[int, ...] | None = None
    """None if they are not known."""


LOOP_DECIDES = "a loop decides"
"""Why a loop's variable is not known."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that is not known."""

    key: int

    name: str = ""
    """Its name in the code."""

    reason: str = ""
    """Why it is not known."""

    default: Value | None = None
    """The default of a parameter that no call in the document passes."""

    source: Unknown | None = None
    """The unknown tensor that this one was made from, in one of the three ways below."""

    swapped: tuple[int, int] | None = None
    """The two axes that were swapped."""

    tail: tuple[Dim, ...] = ()
    """The sizes of axes that were added at the end."""

    inserted: int | None = None
    """The place of an axis of size 1 that was inserted."""

    either: tuple[Value, ...] = ()
    """What it is in each of several branches of the code, where these disagree."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A string, True, False, a float or None."""

    value: str | bool | float | None


@dataclass(frozen=True, slots=True)
class Items:
    """A tuple or a list; raises `Unmodelled` if it has too many parts."""

    items: tuple[Value, ...]

    count: int = field(default=0, init=False, repr=False, compare=False)
    """The number of all parts, including the parts of parts."""

    def __post_init__(self) -> None:
        count = len(self.items) + sum(item.count for item in self.items if isinstance(item, Items))
        if count > _MOST_PARTS:
            raise Unmodelled("a list of more parts than are followed")
        object.__setattr__(self, "count", count)


@dataclass(frozen=True, slots=True)
class Table:
    """A dictionary whose keys are strings."""

    items: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Shape:
    """The value of `.shape` and `.size()`."""

    of: Tensor | Unknown
    """The tensor."""


@dataclass(frozen=True, slots=True)
class Path:
    """A function, class or module of a library."""

    name: str
    """Its full name, such as `torch.nn.LSTM`."""


@dataclass(frozen=True, slots=True)
class Imported:
    """A module of the document's project, or what it binds to a name."""

    file: str
    """Its file; the folder of a package without `__init__.py`."""

    path: str
    """What it is called where it is imported, such as `.layers.Encoder`."""

    name: str = ""
    """Empty for the module itself."""


@dataclass(frozen=True, slots=True)
class RecurrentLayer:
    """An `nn.LSTM`, GRU, RNN or cell, as its constructor call describes it."""

    key: int
    kind: Kind

    sizes: Mapping[str, Dim]
    """H_in, H_cell, H_out, D and num_layers; the last two are 1 for a cell."""

    batch_first: bool | None
    """None if it is not known."""

    projected: bool
    """Whether it has a projection."""

    line: int
    """The line of the constructor call."""

    is_open: bool = False
    """Whether it may as well be a layer of another kind, with the same sizes: something outside decides."""


@dataclass(frozen=True, slots=True)
class Layer:
    """Another module of PyTorch whose shapes are followed."""

    kind: str
    """`linear`, `embedding`, `convolution`, `pooling`, `adaptive`, `same`, `list` or `chain`."""

    sizes: tuple[Dim, ...] = ()
    """The sizes in its constructor call."""

    parts: tuple[Value, ...] = ()
    """The modules in a `list` or a `chain`."""


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function or method of the document."""

    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda

    frame: Frame
    """The frame in which it is defined."""

    owner: Class | None = None
    """The class of a method."""

    mark: int = 0
    """The moment when it was defined, as the machine's journal counts."""

    defaults: Mapping[str, Value] = field(default_factory=dict)
    """The values of those of its parameters that have one, which are computed then."""


@dataclass(frozen=True, slots=True, eq=False)
class Class:
    """A class of the document."""

    node: ast.ClassDef
    bases: tuple[Value, ...]
    attributes: dict[str, Value]


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """An object."""

    of: Class | None
    """Its class, if the document defines it; None for a namespace."""

    attributes: dict[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Series:
    """A list of any number of values that are alike, as a loop makes it."""

    element: Value


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
    Series,
    Table,
    Shape,
    Path,
    Imported,
    RecurrentLayer,
    Layer,
    Function,
    Class,
    Instance,
    BoundMethod,
]


def parts_of(value: Value) -> Sequence[Value]:
    """What a value that never changes holds."""
    if isinstance(value, Items):
        return value.items
    if isinstance(value, Layer):
        return value.parts
    if isinstance(value, Table):
        return tuple(value.items.values())
    if isinstance(value, Series):
        return (value.element,)
    return (value.receiver,) if isinstance(value, BoundMethod) else ()


Arguments = Sequence[Value]
Keywords = Mapping[str, Value]
