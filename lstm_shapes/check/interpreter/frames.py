"""What is recorded while code is followed: every binding, every shape that is shown, and the roles of axes."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, product
from typing import Literal

from lstm_shapes.check.interpreter.values import (
    Context,
    Extent,
    Instance,
    Items,
    RecurrentLayer,
    Tensor,
    Unknown,
    Value,
)
from lstm_shapes.formula import Axis

__all__ = ["FIRST_IMPORTED", "STEPS_FOR_A_LINE", "Event", "EventKind", "Frame", "Raise", "Role", "Trace"]

FIRST_IMPORTED = 1_000_000_000
"""The lines of other modules are numbered from here on, through all of them; those of the document begin with 1."""

STEPS_FOR_A_LINE = 60
"""What a line of code adds to the steps that may be taken to follow a document."""

_MOST_EVENTS = 20  # for one line
_MOST_USES = 64  # of one tensor
_MOST_LSTMS = 8  # that share an axis and are considered for the meaning of a claim

EventKind = Literal["assign", "show", "value", "return", "assert"]


@dataclass(slots=True, eq=False, repr=False)
class Frame:
    """One run of a function, of a class body or of the whole document, with its names and their values."""

    parent: Frame | None = None
    """Where names are looked up that are not bound here."""

    node: ast.AST | None = None
    """The function or the class; None for the document."""

    instance: Instance | None = None
    """The object whose method is run."""

    symbolic: bool = False
    """Whether nothing in the document calls the function, so that the defaults of its parameters are not certain."""

    file: str = ""
    """The file, for the names of the document and for those of a module that it imports."""

    stars: list[str] = field(default_factory=list)
    """The libraries of which all names are imported."""

    names: dict[str, Value] = field(default_factory=dict)
    """The current values."""

    lines: dict[str, list[int]] = field(default_factory=dict)
    """The lines that bind each name, in order."""

    values: dict[str, list[Value]] = field(default_factory=dict)
    """The value that each name has from each of these lines on."""

    returned: list[Value] = field(default_factory=list)
    """The value of each `return`."""

    homes: dict[str, Frame] = field(default_factory=dict)
    """Where the names after `global` and `nonlocal` are bound."""

    @property
    def scopes(self) -> Iterator[Frame]:
        """The names of this run, and those around it."""
        yield self
        yield from self.around

    @property
    def around(self) -> Iterator[Frame]:
        """The names around those of this run, the innermost first."""
        frame = self.parent
        while frame is not None:
            yield frame
            frame = frame.parent

    @property
    def outermost(self) -> Frame:
        """The names of the document, or of the module, around this run."""
        return [*self.scopes][-1]

    def record(self, name: str, value: Value, line: int) -> None:
        """Record that the name has the value from this line on."""
        lines = self.lines.setdefault(name, [])
        values = self.values.setdefault(name, [])
        position = bisect_right(lines, line)
        lines.insert(position, line)
        values.insert(position, value)

    def before(self, name: str, line: int) -> list[Value]:
        """The values of the name before a line: those from the last line that bound it, one for each pass of a loop."""
        lines = self.lines.get(name, [])
        end = bisect_right(lines, line - 1)
        return self.values[name][bisect_right(lines, lines[end - 1] - 1) : end] if end else []

    def after(self, name: str, line: int, last: int) -> list[Value]:
        """The values that the lines from `line` to `last` bound to the name."""
        lines = self.lines.get(name, [])
        return self.values[name][bisect_right(lines, line - 1) : bisect_right(lines, last)] if lines else []

    def binds(self, name: str) -> bool:
        """Whether some line binds the name."""
        return name in self.values

    def ever(self, name: str, most: int) -> list[Value]:
        """The last values that the name ever had, so many at most, the last line's first."""
        return self.values.get(name, [])[: -most - 1 : -1]

    def line_before(self, name: str, line: int) -> int:
        """The last line before this one that binds the name; 0 if there is none."""
        lines = self.lines.get(name, [])
        end = bisect_right(lines, line - 1)
        return lines[end - 1] if end else 0


@dataclass(frozen=True, slots=True)
class Event:
    """A statement that was followed, and what it did."""

    kind: EventKind
    line: int
    end_line: int

    items: tuple[tuple[str, Value], ...]
    """What it bound, showed, returned or asserted: each as code, and its value."""

    frame: Frame
    node: ast.stmt


@dataclass(frozen=True, slots=True)
class Role:
    """What an axis is for an LSTM: a product of symbols, and the LSTM that gives these their meaning."""

    axis: Axis
    context: Context


@dataclass(frozen=True, slots=True)
class Raise:
    """A call that PyTorch would refuse."""

    node: ast.AST

    tensor: str
    """The name of the tensor for which it is refused."""

    actual: str
    expected: str

    message: str
    """A sentence for the user."""

    rule: str = "LS004"
    """The id of the rule that is broken."""


@dataclass(slots=True)
class Trace:
    """Everything that was recorded while the code was followed.

    Once it is sealed, questions about the code, such as what an expression would be on some line, change nothing in it
    but add what the values are that they make themselves.
    """

    is_sealed: bool = False

    events: dict[int, list[Event]] = field(default_factory=dict)
    """By the line where the statement begins."""

    frames: dict[ast.AST | None, list[Frame]] = field(default_factory=dict)
    """All runs of each function and class of the document; its own names are under None."""

    imported: dict[ast.AST, list[Frame]] = field(default_factory=dict)
    """All runs of the functions and classes of other modules."""

    roles: dict[int, dict[int, list[Role]]] = field(default_factory=dict)
    """By the key of the axis, then by that of the context."""

    uses: dict[int, list[tuple[str, Context]]] = field(default_factory=dict)
    """By the key of a tensor: the names that layers have for it, such as `h_n`."""

    inferred: dict[int, Tensor] = field(default_factory=dict)
    """By the key of an unknown value: the tensor that it must be, as its use shows."""

    left: list[dict[int, Tensor]] = field(default_factory=list)
    """The same, as only one of several branches shows it: what stands behind or beside them does not know of it."""

    followed: set[ast.stmt] = field(default_factory=set)

    layers: list[RecurrentLayer] = field(default_factory=list)
    """Those that the document builds."""

    imported_layers: list[RecurrentLayer] = field(default_factory=list)
    """Those that other modules build."""

    pairs: dict[int, Items] = field(default_factory=dict)
    """By the key of an unknown value: the pair of states (h_0, c_0) that it must be, as its use shows."""

    contexts: list[tuple[int, Context, dict[str, Value]]] = field(default_factory=list)
    """For each call of an LSTM in the document: its line, its context, and its tensors by name."""

    raises: list[Raise] = field(default_factory=list)

    def seal(self) -> None:
        """Record nothing more; what one branch shows counts everywhere from now on, unless another contradicts it."""
        clashing: set[int] = set()
        for branch in self.left:
            for key, tensor in branch.items():
                if self.inferred.setdefault(key, tensor).sizes != tensor.sizes:
                    clashing.add(key)
        self.inferred = {key: tensor for key, tensor in self.inferred.items() if key not in clashing}
        self.left.clear()
        self.is_sealed = True

    def leave(
        self, known: dict[int, Tensor], ends: Sequence[dict[int, Tensor]], others: Sequence[dict[int, Tensor]]
    ) -> None:
        """Go on behind branches, with the shapes that all of them show.

        known: the inferred shapes before them. ends: those at the end of each branch that runs to its end; others: of
        each that does not, because it returns or leaves a loop.
        """
        common = {
            key: tensor
            for key, tensor in (ends[0] if ends else known).items()
            if all(key in end and end[key].sizes == tensor.sizes for end in ends)
        }
        for branch in (*ends, *others):
            self.left.append({key: tensor for key, tensor in branch.items() if common.get(key) is not tensor})
        self.inferred = common

    def runs_of(self, node: ast.AST) -> Sequence[Frame]:
        """All runs of a function or class, of the document or of another module."""
        return self.frames.get(node) or self.imported.get(node) or ()

    def add_run(self, node: ast.AST, frame: Frame) -> None:
        """Record a run of a function or class."""
        if self.is_sealed:
            return
        is_imported = getattr(node, "lineno", 0) >= FIRST_IMPORTED
        (self.imported if is_imported else self.frames).setdefault(node, []).append(frame)

    def add_layer(self, layer: RecurrentLayer) -> None:
        """Record a layer that is built."""
        if not self.is_sealed:
            (self.imported_layers if layer.line >= FIRST_IMPORTED else self.layers).append(layer)

    def add_call(self, node: ast.AST, context: Context, tensors: dict[str, Value]) -> None:
        """Record a call of a recurrent layer, if it stands in the document."""
        line = getattr(node, "lineno", 0)
        if line < FIRST_IMPORTED and not self.is_sealed:
            self.contexts.append((line, context, tensors))

    def add_raise(self, found: Raise) -> None:
        """Record a call that PyTorch would refuse."""
        if not self.is_sealed:
            self.raises.append(found)

    def add_event(self, event: Event) -> None:
        """Record what a statement did; only so many times for one line."""
        events = self.events.setdefault(event.line, [])
        if len(events) < _MOST_EVENTS and not self.is_sealed:
            events.append(event)

    def add_inferred(self, key: int, extents: Sequence[Extent]) -> Tensor:
        """Record the shape of an unknown tensor, which follows from its first use, and return the tensor."""
        found = self.inferred.get(key) or Tensor(key, tuple(extents))
        if not self.is_sealed:
            self.inferred[key] = found
        return found

    def join(self, one: Tensor, other: Tensor, joined: Tensor, new_key: Callable[[], int]) -> None:
        """Record what a tensor is that is made of two: results of two calls of a layer, as if they were of one call."""
        shared: dict[tuple[int, int], list[tuple[Extent, Role]]] = {}
        for first, second, extent in zip(one.extents, other.extents, joined.extents):
            for role, like in product(self.roles_of(first), self.roles_of(second)):
                here, there = role.context, like.context
                if role.axis == like.axis and (here.layer, here.layout) == (there.layer, there.layout):
                    shared.setdefault((here.key, there.key), []).append((extent, role))
        keys, found = max(shared.items(), key=lambda item: len(item[1]), default=((0, 0), []))
        if not found or (keys[0] == keys[1] and joined.extents in (one.extents, other.extents)):
            return
        context = found[0][1].context
        own = {str(role.axis): extent.size for extent, role in found if str(role.axis) in context.sizes}
        either = replace(context, key=new_key(), sizes={**context.sizes, **own})
        for extent, role in found:
            self.add_role(extent, role.axis, either)
        names = {name for name, _ in self.uses.get(one.key, ())} & {name for name, _ in self.uses.get(other.key, ())}
        self.uses.setdefault(joined.key, []).extend((name, either) for name in names)

    def add_role(self, extent: Extent, axis: Axis, context: Context) -> None:
        """Record that an axis is this product of symbols."""
        known = self.roles.setdefault(extent.key, {}).setdefault(context.key, [])
        if not any(other.axis == axis for other in known):
            known.append(Role(axis, context))

    def add_use(self, key: int, name: str, context: Context, is_first: bool = True) -> None:
        """Record what a tensor is to a layer, before or behind what else it is; of very many uses, only the first."""
        uses = self.uses.setdefault(key, [])
        uses.insert(0 if is_first else len(uses), (name, context))
        del uses[_MOST_USES:]

    def roles_of(self, extent: Extent, context: Context | None = None) -> tuple[Role, ...]:
        """What an axis is for the LSTM of a context, if given, and for the first few other LSTMs that have it."""
        known = self.roles.get(extent.key, {})
        own = known.get(context.key, []) if context is not None else []
        others = islice((key for key in known if context is None or key != context.key), _MOST_LSTMS)
        return (*own, *(role for key in others for role in known[key]))

    def tensor(self, value: Value) -> Tensor | None:
        """The tensor that a value is, or must be as its use shows; None if it is not known to be one."""
        if isinstance(value, Unknown):
            return self.inferred.get(value.key)
        return value if isinstance(value, Tensor) else None

    def shown(self, line: int) -> Sequence[Event]:
        """The events of the statements that begin on this line."""
        return self.events.get(line, ())
