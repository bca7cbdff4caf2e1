"""What following a document's code leaves behind: every binding, every shape shown, every axis with a role."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal

from lstm_shapes.check.following.values import Context, Extent, Instance, Items, LSTMLayer, Tensor, Unknown, Value
from lstm_shapes.formula import Axis

__all__ = ["Event", "EventKind", "Frame", "Raise", "Role", "Trace"]

_MOST_LSTMS = 8  # that share an axis, and give the words of a claim their meaning

EventKind = Literal["assign", "show", "value", "return", "assert"]


@dataclass(slots=True, eq=False, repr=False)
class Frame:
    """One run of a function, of a class body or of the document itself: its names, and all they stood for."""

    parent: Frame | None = None
    node: ast.AST | None = None
    instance: Instance | None = None
    names: dict[str, Value] = field(default_factory=dict)
    lines: dict[str, list[int]] = field(default_factory=dict)
    values: dict[str, list[Value]] = field(default_factory=dict)
    returned: list[Value] = field(default_factory=list)
    declared_global: set[str] = field(default_factory=set)

    def record(self, name: str, value: Value, line: int) -> None:
        """Remember that from this line on the name stands for the value."""
        lines = self.lines.setdefault(name, [])
        values = self.values.setdefault(name, [])
        position = bisect_right(lines, line)
        lines.insert(position, line)
        values.insert(position, value)

    def before(self, name: str, line: int) -> list[Value]:
        """What the name stood for when the line began: what the last line before it bound, once for each pass."""
        lines = self.lines.get(name, [])
        end = bisect_right(lines, line - 1)
        return self.values[name][bisect_right(lines, lines[end - 1] - 1) : end] if end else []

    def after(self, name: str, line: int, last: int) -> list[Value]:
        """What the lines from `line` to `last` bound to the name."""
        lines = self.lines.get(name, [])
        return self.values[name][bisect_right(lines, line - 1) : bisect_right(lines, last)] if lines else []

    def ever(self, name: str) -> list[Value]:
        """All that the name ever stood for, the latest first."""
        return self.values.get(name, [])[::-1]


@dataclass(frozen=True, slots=True)
class Event:
    """A statement that was followed: what it bound, showed, gave back or asserted, with the text it was written as."""

    kind: EventKind
    line: int
    end_line: int
    items: tuple[tuple[str, Value], ...]
    frame: Frame
    node: ast.stmt


@dataclass(frozen=True, slots=True)
class Role:
    """What an axis is to an LSTM: a product of symbols, and the LSTM that gives them their meaning."""

    axis: Axis
    context: Context


@dataclass(frozen=True, slots=True)
class Raise:
    """A call that PyTorch would refuse."""

    node: ast.AST
    tensor: str
    actual: str
    expected: str
    message: str
    rule: str = "LS004"


@dataclass(slots=True)
class Trace:
    """All that was seen while the code was followed."""

    events: dict[int, list[Event]] = field(default_factory=dict)
    frames: dict[ast.AST | None, list[Frame]] = field(default_factory=dict)
    roles: dict[int, dict[int, list[Role]]] = field(default_factory=dict)  # of an axis, by the LSTM
    uses: dict[int, list[tuple[str, Context]]] = field(default_factory=dict)
    inferred: dict[int, Tensor] = field(default_factory=dict)
    followed: set[ast.stmt] = field(default_factory=set)
    layers: list[LSTMLayer] = field(default_factory=list)
    pairs: dict[int, Items] = field(default_factory=dict)
    contexts: list[tuple[int, Context, dict[str, Value]]] = field(default_factory=list)
    raises: list[Raise] = field(default_factory=list)
    gave_up: str = ""

    def add_role(self, extent: Extent, axis: Axis, context: Context) -> None:
        """Let an axis be known as this product."""
        known = self.roles.setdefault(extent.key, {}).setdefault(context.key, [])
        if not any(other.axis == axis for other in known):
            known.append(Role(axis, context))

    def roles_of(self, extent: Extent, context: Context | None = None) -> tuple[Role, ...]:
        """What an axis is to an LSTM, and to some others that have it as well, the first ones."""
        known = self.roles.get(extent.key, {})
        own = known.get(context.key, []) if context is not None else []
        others = islice((key for key in known if context is None or key != context.key), _MOST_LSTMS)
        return (*own, *(role for key in others for role in known[key]))

    def tensor(self, value: Value) -> Tensor | None:
        """The tensor that a value is, or has turned out to be when it was used."""
        if isinstance(value, Unknown):
            return self.inferred.get(value.key)
        return value if isinstance(value, Tensor) else None

    def shown(self, line: int) -> Sequence[Event]:
        """What the statements that begin on this line did."""
        return self.events.get(line, ())
