"""What following code needs at every step: keys, a budget, unknowns, and how values meet."""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from collections.abc import Sequence

from lstm_shapes.check.following.dims import Dim, Quantity, Unmodelled
from lstm_shapes.check.following.frames import Frame, Raise, Trace
from lstm_shapes.check.following.values import (
    Arguments,
    Class,
    Constant,
    Extent,
    Function,
    Instance,
    Items,
    Keywords,
    Shape,
    Tensor,
    Unknown,
    Value,
)

__all__ = ["Machine", "OutOfBudgetError"]

_MOST_ROWS = 16  # of a tensor that is taken apart
_STEPS = 100_000  # for code of no length; a document of many lines may take more


class OutOfBudgetError(Exception):
    """The document's code would take too long to follow."""


class Machine(ABC):
    """The state of following one document's code."""

    def __init__(self) -> None:
        self.budget = _STEPS
        self.trace = Trace()
        self.world = Frame()
        self.trace.frames[None] = [self.world]
        self.star_imports: list[str] = []
        self.classes: list[Class] = []
        self.functions: list[Function] = []
        self.instances: dict[Class, Instance] = {}
        self.stray = Instance(None)  # the `self` of a snippet that leaves the class around it out
        self.active: set[ast.AST] = set()
        self.running: list[Frame] = []  # the functions that are being followed, the innermost last
        self.depth = 0
        self.loops = 0  # that are around, and run any number of times
        self.attempts = 0  # how many `try` statements are around
        self._keys = 0
        self._steps = 0
        self._sizes: dict[tuple[int, int], Dim] = {}
        self._missing: dict[str, Unknown] = {}
        self._numbers: dict[int, Dim] = {}
        self._directions: dict[int, Dim] = {}
        self._parts: dict[tuple[int, str], Unknown] = {}
        self.owners: dict[int, tuple[Unknown, str]] = {}  # what an unknown attribute belongs to

    @abstractmethod
    def evaluate(self, node: ast.expr, frame: Frame) -> Value:
        """The value of an expression."""

    @abstractmethod
    def look_up(self, name: str, frame: Frame) -> Value:
        """What a name stands for here."""

    @abstractmethod
    def attribute(self, value: Value, name: str, node: ast.AST) -> Value:
        """`value.name`."""

    @abstractmethod
    def call(self, function: Value, arguments: Arguments, keywords: Keywords, node: ast.AST) -> Value:
        """The value of a call."""

    @abstractmethod
    def run_body(self, statements: Sequence[ast.stmt], frame: Frame) -> None:
        """Follow the body of a function until it returns."""

    def spend(self, steps: int = 1) -> None:
        """Count steps; code that takes too many is left."""
        self._steps += steps
        if self._steps > self.budget:
            raise OutOfBudgetError

    def new_key(self) -> int:
        """An identity that nothing else has."""
        self._keys += 1
        return self._keys

    def unknown(self, name: str, reason: str) -> Unknown:
        """Something that is not followed."""
        return Unknown(self.new_key(), name, reason)

    def parameter(self, name: str, default: Value | None) -> Unknown:
        """A parameter that nobody passes."""
        return Unknown(self.new_key(), name, f"{name} is passed from outside this document", default)

    def missing(self, name: str) -> Unknown:
        """A name that the document never binds: the same unknown each time."""
        if name not in self._missing:
            self._missing[name] = self.unknown(name, f"{name} is not defined in this document")
        return self._missing[name]

    def part_of(self, value: Unknown, name: str) -> Value:
        """An attribute of something unknown: the same unknown each time, or a method that may be called on it."""
        key = (value.key, name)
        if key not in self._parts:
            self._parts[key] = Unknown(self.new_key(), name, value.reason)
            self.owners[self._parts[key].key] = (value, name)
        return self._parts[key]

    def parts_named(self, name: str) -> list[Unknown]:
        """The numbers that are attributes of this name, of whatever: `params.cov_dim`."""
        return [part for (_, other), part in self._parts.items() if other == name and self.is_number(part)]

    def tensor(self, sizes: Sequence[Dim], data: tuple[int, ...] | None = None) -> Tensor:
        """A new tensor of this shape."""
        return Tensor(self.new_key(), tuple(Extent(size, self.new_key()) for size in sizes), data)

    def view(self, extents: Sequence[Extent]) -> Tensor:
        """A tensor made of axes that may be those of others."""
        return Tensor(self.new_key(), tuple(extents))

    def extent(self, size: Dim) -> Extent:
        """A new axis."""
        return Extent(size, self.new_key())

    def open_extent(self, name: str = "") -> Extent:
        """A new axis of a size that nobody knows."""
        return self.extent(Dim.named(Quantity(self.new_key(), name)))

    def whole(self, value: Value) -> Dim:
        """A value as a whole number, known or not."""
        if isinstance(value, Dim):
            return value
        if isinstance(value, Unknown):
            if value.key not in self._numbers:
                default = value.default.value if isinstance(value.default, Dim) else None
                self._numbers[value.key] = Dim.named(Quantity(self.new_key(), value.name, None, default))
            return self._numbers[value.key]
        if isinstance(value, Constant) and isinstance(value.value, bool):
            return Dim.of(int(value.value))
        if isinstance(value, Constant) and isinstance(value.value, float) and value.value.is_integer():
            return Dim.of(int(value.value))
        raise Unmodelled("what should be a number is something else")

    def is_number(self, value: Unknown) -> bool:
        """Whether an unknown has been used as a number."""
        return value.key in self._numbers or value.key in self._directions

    def size_of(self, value: Tensor | Unknown, axis: int) -> Dim:
        """The size of one axis, also of a tensor whose shape is not known (yet)."""
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

    def infer(self, value: Unknown, extents: Sequence[Extent]) -> None:
        """Learn the shape of an unknown tensor from what is done with it."""
        self.trace.inferred.setdefault(value.key, Tensor(value.key, tuple(extents)))
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

    def directions(self, bidirectional: Value) -> Dim:
        """D: 2 if bidirectional, else 1; a quantity of its own where that is not known."""
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
        """The parts of a value that is taken apart; unknown ones where it is not followed."""
        if isinstance(value, Items) and (count is None or len(value.items) == count):
            return list(value.items)
        if isinstance(value, Shape):
            tensor = self.trace.tensor(value.of)
            if tensor is not None and count in (None, len(tensor.extents)):
                return [extent.size for extent in tensor.extents]
            if tensor is None and count is not None and isinstance(value.of, Unknown):
                return [self.size_of(value.of, axis) for axis in range(count)]
        if isinstance(value, Tensor) and count is not None:
            return [self.view(value.extents[1:]) for _ in range(count)]
        if isinstance(value, Tensor) and value.extents and (value.extents[0].size.value or _MOST_ROWS) < _MOST_ROWS:
            return [self.view(value.extents[1:]) for _ in range(value.extents[0].size.value or 0)]
        if count is None:
            raise Unmodelled("arguments behind * that are not known")
        reason = value.reason if isinstance(value, Unknown) else "it is taken apart in a way that is not followed"
        return [self.unknown("", reason) for _ in range(count)]

    def agreed(self, one: Value, other: Value, name: str) -> Value:
        """What a name stands for after two ways here: either, where both say the same; None counts as not yet set."""
        if one is other or one == other:
            return one
        if isinstance(one, Constant) and one.value is None:
            return other
        if isinstance(other, Constant) and other.value is None:
            return one
        if isinstance(one, Items) and isinstance(other, Items) and len(one.items) == len(other.items):
            return Items(tuple(self.agreed(a, b, name) for a, b in zip(one.items, other.items)))
        if isinstance(one, Tensor) and isinstance(other, Tensor) and len(one.extents) == len(other.extents):
            pairs = list(zip(one.extents, other.extents))
            if all(a == b for a, b in pairs):
                return one
            return self.view(
                [a if a == b else self.extent(a.size) if a.size == b.size else self.open_extent() for a, b in pairs]
            )
        if isinstance(one, Dim) and isinstance(other, Dim) and one.value is not None and one.value == other.value:
            return one
        return self.unknown(name, "branches of the code disagree about it")

    def elementwise(self, one: Value, other: Value) -> Value:
        """The result of arithmetic on tensors: broadcast where both shapes are known."""
        tensors = [t for t in (self.trace.tensor(one), self.trace.tensor(other)) if t is not None]
        others = [v for v in (one, other) if self.trace.tensor(v) is None]
        if any(isinstance(value, Unknown) for value in others):
            raise Unmodelled("arithmetic with something unknown")
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
        """Whether two sizes that are not both known are the same, as PyTorch would refuse them otherwise."""
        if one.size.value is not None and other.size.value is not None:
            return one.size.value == other.size.value
        axes = [{role.axis for role in self.trace.roles_of(extent)} for extent in (one, other)]
        return not axes[0].isdisjoint(axes[1])

    def refuse(self, found: Raise) -> Unmodelled:
        """Note a call that PyTorch would refuse, unless the code expects that; what to raise then."""
        if not self.attempts:
            self.trace.raises.append(found)
        return Unmodelled("the call before it would raise")
