"""The state of following code: new keys, a budget of steps, unknown values, and how values are joined."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple

from lstm_shapes.check.interpreter.dims import Dim, Quantity, Unmodelled
from lstm_shapes.check.interpreter.frames import Frame, Raise, Trace
from lstm_shapes.check.interpreter.importing import resolved
from lstm_shapes.check.interpreter.journal import Journal, Objects
from lstm_shapes.check.interpreter.values import (
    Arguments,
    Class,
    Constant,
    Extent,
    Function,
    Instance,
    Items,
    Keywords,
    Path,
    Series,
    Shape,
    Tensor,
    Unknown,
    Value,
)

__all__ = ["Machine", "Module", "Modules", "OutOfBudgetError", "Rules"]

_MOST_PARTS = 32  # of unknown values, that have one name
_MOST_ROWS = 16  # of a tensor that is unpacked
_LIBRARIES = ("torch.", "numpy.", "builtins.", "math.")
_STEPS = 100_000  # the smallest budget; a long document has a larger one


class OutOfBudgetError(Exception):
    """The document's code would take too long to follow."""


@dataclass(frozen=True, slots=True)
class Module:
    """A module that a document can import, parsed; its lines are numbered from `FIRST_IMPORTED` on."""

    statements: Sequence[ast.stmt] = ()

    imports: Sequence[str] = ()
    """The names of the modules that it imports, such as `torch.nn` or `.layers`."""


class Modules:
    """What a document can import besides libraries: nothing, unless it belongs to a project."""

    def find(self, name: str, importer: str, is_script: bool = False) -> str | None:
        """The file of the module that another file imports under this name; None if there is none."""
        return None

    def module(self, file: str) -> Module:
        """A module by its file; an empty one where there is nothing to read."""
        return Module()


class Rules(NamedTuple):
    """How each kind of code is followed, for those who stand below the rooms that know it."""

    evaluate: Callable[[Machine, ast.expr, Frame], Value]
    attribute: Callable[[Machine, Value, str, ast.AST], Value]
    call: Callable[[Machine, Value, Arguments, Keywords, ast.AST], Value]
    run_body: Callable[[Machine, Sequence[ast.stmt], Frame], None]


class Machine:
    """The state of following one document's code.

    rules: how it is followed. file: where the document is. modules: what it can import besides libraries.
    """

    def __init__(self, rules: Rules, file: str = "", modules: Modules | None = None) -> None:
        self.rules = rules
        self.budget = _STEPS
        self.trace = Trace()
        self.world = Frame(file=file)
        self.trace.frames[None] = [self.world]
        self.modules = modules or Modules()
        self.worlds: dict[str, Frame] = {}  # of the imported modules, by file
        self.classes: list[Class] = []
        self.functions: list[Function] = []
        self.instances: dict[Class, Instance] = {}
        self.stray = Instance(None)  # the `self` of a snippet that leaves out its class
        self.orders: dict[Class, tuple[Class, ...]] = {}
        self.active: set[ast.AST] = set()
        self.running: list[Frame] = []  # the functions that are being followed, the innermost last
        self.depth = 0
        self.errands = 0  # calls that have nothing to do with torch
        self.loops = 0  # how many loops of any number of passes are around the current statement
        self.journal = Journal()
        self.objects = Objects()
        self.attempts = 0  # how many `try` statements are around the current statement
        self._keys = 0
        self._steps = 0
        self._sizes: dict[tuple[int, int], Dim] = {}
        self._missing: dict[str, Unknown] = {}
        self._numbers: dict[int, Dim] = {}
        self._sums: dict[int, Callable[[], Dim]] = {}  # what arithmetic gives, by the key of the result
        self._directions: dict[int, Dim] = {}
        self._parts: dict[tuple[int, str], Unknown] = {}
        self._named: dict[str, list[tuple[int, Unknown]]] = {}  # the same, by the last name
        self.owners: dict[int, tuple[Unknown, str]] = {}  # by the key of an unknown attribute: its object and its name

    def evaluate(self, node: ast.expr, frame: Frame) -> Value:
        """The value of an expression."""
        return self.rules.evaluate(self, node, frame)

    def attribute(self, value: Value, name: str, node: ast.AST) -> Value:
        """The value of `value.name`."""
        return self.rules.attribute(self, value, name, node)

    def call(self, function: Value, arguments: Arguments, keywords: Keywords, node: ast.AST) -> Value:
        """The value of a call."""
        return self.rules.call(self, function, arguments, keywords, node)

    def run_body(self, statements: Sequence[ast.stmt], frame: Frame) -> None:
        """Follow the body of a function until it returns."""
        self.rules.run_body(self, statements, frame)

    def spend(self, steps: int = 1) -> None:
        """Count steps; raises `OutOfBudgetError` if there are too many."""
        self._steps += steps
        if self._steps > self.budget:
            raise OutOfBudgetError

    def new_key(self) -> int:
        """A key that nothing else has."""
        self._keys += 1
        return self._keys

    def unknown(self, name: str, reason: str) -> Unknown:
        """A value that is not followed."""
        return Unknown(self.new_key(), name, reason)

    def parameter(self, name: str, default: Value | None) -> Unknown:
        """A parameter that no call in the document passes."""
        return Unknown(self.new_key(), name, f"{name} is passed from outside this document", default)

    def missing(self, name: str) -> Unknown:
        """The value of a name that the document never binds: the same unknown value each time."""
        if name not in self._missing:
            self._missing[name] = self.unknown(name, f"{name} is not defined in this document")
        return self._missing[name]

    def part_of(self, value: Unknown, name: str) -> Value:
        """An attribute or method of an unknown value: the same unknown value each time."""
        key = (value.key, name)
        if key not in self._parts and self.trace.is_sealed:  # the code has no such part
            return self.unknown(name, value.reason)
        if key not in self._parts:
            self._parts[key] = Unknown(self.new_key(), name, value.reason)
            self._named.setdefault(name, []).append((value.key, self._parts[key]))
            self.owners[self._parts[key].key] = (value, name)
        return self._parts[key]

    def setting(self, path: str) -> Unknown:
        """A number in a module outside of the document, such as `hparams.E`: the same unknown value each time."""
        key = 0, path  # no value has the key 0
        if key not in self._parts:
            name = path.rpartition(".")[2]
            self._parts[key] = Unknown(self.new_key(), name, f"{path} is set outside this document")
            self._named.setdefault(name, []).append((0, self._parts[key]))
        return self._parts[key]

    def parts_named(self, name: str) -> list[Unknown]:
        """The attributes of unknown values that have this name and are used as numbers, such as `params.cov_dim`."""
        return [part for _, part in self._named.get(name, [])[:_MOST_PARTS] if self.is_number(part)]

    def are_parts(self, one: str, other: str) -> bool:
        """Whether one unknown value, such as `params`, has attributes of both names."""
        return any((key, other) in self._parts for key, _ in self._named.get(one, [])[:_MOST_PARTS] if key)

    def tensor(self, sizes: Sequence[Dim], data: tuple[int, ...] | None = None) -> Tensor:
        """A new tensor of this shape."""
        return Tensor(self.new_key(), tuple(Extent(size, self.new_key()) for size in sizes), data)

    def view(self, extents: Sequence[Extent]) -> Tensor:
        """A new tensor of these axes, which may also be axes of other tensors."""
        return Tensor(self.new_key(), tuple(extents))

    def extent(self, size: Dim) -> Extent:
        """A new axis of this size."""
        return Extent(size, self.new_key())

    def open_extent(self, name: str = "") -> Extent:
        """A new axis of unknown size."""
        return self.extent(Dim.named(Quantity(self.new_key(), name)))

    def whole(self, value: Value) -> Dim:
        """A value as a whole number, which may be unknown."""
        value = resolved(self, value)
        if isinstance(value, Dim):
            return value
        if isinstance(value, Unknown):
            if value.key in self._sums and value.key not in self._numbers:
                with suppress(Unmodelled):  # then it is any number
                    self._numbers[value.key] = self._sums[value.key]()
            if value.key not in self._numbers:
                default = value.default.value if isinstance(value.default, Dim) else None
                self._numbers[value.key] = Dim.named(Quantity(self.new_key(), value.name, None, default))
            return self._numbers[value.key]
        if isinstance(value, Constant) and isinstance(value.value, bool):
            return Dim.of(int(value.value))
        if isinstance(value, Constant) and isinstance(value.value, float) and value.value.is_integer():
            return Dim.of(int(value.value))
        if isinstance(value, Path) and "." in value.name and not value.name.startswith(_LIBRARIES):
            return self.whole(self.setting(value.name))
        raise Unmodelled("what should be a number is something else")

    def number_or_tensor(self, reason: str, number: Callable[[], Dim]) -> Unknown:
        """The result of arithmetic on unknown values; if it is used as a number, it is this one."""
        value = self.unknown("", reason)
        self._sums[value.key] = number
        return value

    def is_number(self, value: Unknown) -> bool:
        """Whether an unknown value has been used as a number."""
        return value.key in self._numbers or value.key in self._directions

    def size_of(self, value: Tensor | Unknown, axis: int) -> Dim:
        """The size of one axis, even if the shape of the tensor is not known (yet)."""
        tensor = self.trace.tensor(value)
        if tensor is not None:
            if not -len(tensor.extents) <= axis < len(tensor.extents):
                raise Unmodelled("an axis that the tensor does not have")
            return tensor.extents[axis].size
        assert isinstance(value, Unknown)
        if value.source is not None and value.swapped is not None and axis in value.swapped:
            first, second = value.swapped
            return self.size_of(value.source, second if axis == first else first)
        if value.source is not None and value.tail:
            if -len(value.tail) <= axis < 0:
                return value.tail[axis]
            if axis >= 0:
                return self.size_of(value.source, axis)
        if value.source is not None and value.inserted is not None and axis >= 0:
            if axis == value.inserted:
                return Dim.of(1)
            return self.size_of(value.source, axis - (axis > value.inserted))
        key = (value.key, axis)
        if key not in self._sizes:
            self._sizes[key] = Dim.named(Quantity(self.new_key(), f"{value.name}.size({axis})"))
        return self._sizes[key]

    def infer(self, value: Unknown, extents: Sequence[Extent]) -> Tensor:
        """Record the shape of an unknown tensor, which follows from its use, and return the tensor."""
        inferred = self.trace.add_inferred(value.key, extents)
        if value.source is not None and value.swapped is not None:
            swapped = list(extents)
            first, second = value.swapped
            if max(first, second) < len(swapped):
                swapped[first], swapped[second] = swapped[second], swapped[first]
                self.infer(value.source, swapped)
        elif value.source is not None and value.inserted is not None and value.inserted < len(extents):
            self.infer(value.source, [e for axis, e in enumerate(extents) if axis != value.inserted])
        elif value.source is not None and value.tail:
            self.infer(value.source, extents[: -len(value.tail)])
        return inferred

    def directions(self, bidirectional: Value) -> Dim:
        """The number of directions D: 2 or 1, or a new quantity if it is not known."""
        if isinstance(bidirectional, Unknown):
            if bidirectional.key not in self._directions:
                default = bidirectional.default
                usual = (2 if default.value else 1) if isinstance(default, Constant) else None
                self._directions[bidirectional.key] = Dim.named(Quantity(self.new_key(), "num_directions", None, usual))
            return self._directions[bidirectional.key]
        if isinstance(bidirectional, Dim):
            return Dim.of(2 if bidirectional.value else 1)
        return Dim.of(2 if isinstance(bidirectional, Constant) and bidirectional.value else 1)

    def unpacked(self, value: Value, count: int | None, node: ast.AST) -> list[Value]:
        """The parts of a value that is unpacked; unknown values if it is not followed."""
        if isinstance(value, Items) and (count is None or len(value.items) == count):
            return list(value.items)
        if isinstance(value, Series) and count is not None:
            return [value.element] * count
        if isinstance(value, Shape):
            tensor = self.trace.tensor(value.of)
            if tensor is not None and count in (None, len(tensor.extents)):
                return list(tensor.sizes)
            if tensor is None and count is not None and isinstance(value.of, Unknown):
                return [self.size_of(value.of, axis) for axis in range(count)]
        if isinstance(value, Unknown) and value.key in self.trace.pairs and count == 2:
            return list(self.trace.pairs[value.key].items)
        if isinstance(value, Tensor) and count is not None:
            return [self.view(value.extents[1:]) for _ in range(count)]
        if isinstance(value, Tensor) and value.extents and (value.extents[0].size.value or _MOST_ROWS) < _MOST_ROWS:
            return [self.view(value.extents[1:]) for _ in range(value.extents[0].size.value or 0)]
        if count is None:
            raise Unmodelled("arguments after * that are not known")
        reason = value.reason if isinstance(value, Unknown) else "it is unpacked in a way that is not followed"
        return [self.unknown("", reason) for _ in range(count)]

    def elementwise(self, one: Value, other: Value) -> Value:
        """The result of arithmetic on tensors, with broadcasting if both shapes are known."""
        tensors = [t for t in (self.trace.tensor(one), self.trace.tensor(other)) if t is not None]
        others = [v for v in (one, other) if self.trace.tensor(v) is None]
        if any(isinstance(value, Unknown) for value in others):
            reason = "arithmetic with something unknown"
            if not tensors or len(tensors[0].extents) < 2 or Dim.of(1) in tensors[0].sizes:
                raise Unmodelled(reason)
            return Unknown(self.new_key(), "", reason, either=(self.view(tensors[0].extents),))  # or a larger one
        if not tensors:
            raise Unmodelled("arithmetic that is not followed")
        if len(tensors) == 1:
            return self.view(tensors[0].extents)
        short, long = sorted(tensors, key=lambda tensor: len(tensor.extents))
        extents = list(long.extents)
        for back in range(1, len(short.extents) + 1):
            a, b = long.extents[-back], short.extents[-back]
            if a.size == b.size or b.size.value == 1:
                continue
            if a.size.value == 1:
                extents[-back] = b
            elif not self._are_alike(a, b):
                raise Unmodelled("arithmetic on shapes that may not fit")
        return self.view(extents)

    def _are_alike(self, one: Extent, other: Extent) -> bool:
        """Whether two sizes are equal; if one is not known, whether both axes have the same role for an LSTM."""
        if one.size.value is not None and other.size.value is not None:
            return one.size.value == other.size.value
        axes = [{role.axis for role in self.trace.roles_of(extent)} for extent in (one, other)]
        return not axes[0].isdisjoint(axes[1])

    def refuse(self, found: Raise, sizes: Iterable[Dim] = ()) -> Unmodelled:
        """Record a call that PyTorch would refuse, unless it is in a `try`, and return the exception to raise.

        Nor is it recorded if a size is not known: nearly all published code runs, so that it is likelier that the code
        is misunderstood here.
        """
        if not self.attempts and all(size.value is not None for size in sizes):
            self.trace.add_raise(found)
        return Unmodelled("the call before it would raise")
