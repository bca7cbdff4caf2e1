"""What names and attributes stand for while code is followed: every change is kept, so that it can be taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lstm_shapes.check.interpreter.values import Value

__all__ = ["Change", "Changes", "Exit", "Memory", "Names"]

Names = dict[str, Value]
"""The names of a run of a function, or the attributes of an object or of a class."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one name; None stands for a name that is not bound."""

    names: Names
    name: str
    before: Value | None
    after: Value | None


Changes = Mapping[tuple[int, str], Change]
"""What one way through the code changes, by the identity of the `Names` and the name, in the order of the code."""


class Memory:
    """All changes of names and attributes, in the order in which they were made."""

    def __init__(self) -> None:
        self._before: list[tuple[Names, str, Value | None]] = []
        self.pass_end: Exit | None = None
        """Where `break` and `continue` lead: behind the current pass of a loop."""
        self.function_end: Exit | None = None
        """Where `return` leads."""

    def write(self, names: Names, name: str, value: Value | None) -> None:
        """Let a name stand for a value, or for none."""
        self._before.append((names, name, names.get(name)))
        _put(names, name, value)

    def mark(self) -> int:
        """This moment, to ask for the changes since then."""
        return len(self._before)

    def since(self, mark: int) -> Changes:
        """The changes since that moment."""
        changes: dict[tuple[int, str], Change] = {}
        for names, name, before in self._before[mark:]:
            changes.setdefault((id(names), name), Change(names, name, before, names.get(name)))
        return changes

    def take_back(self, mark: int) -> Changes:
        """Undo all changes since that moment, and return them."""
        changes = self.since(mark)
        del self._before[mark:]
        for change in changes.values():
            _put(change.names, change.name, change.before)
        return changes

    def leave(self, end: Exit | None) -> None:
        """Go on at another place, with what has been changed since that was still ahead."""
        if end is not None:
            end.ways.append(self.since(end.mark))


def _put(names: Names, name: str, value: Value | None) -> None:
    if value is None:
        names.pop(name, None)
    else:
        names[name] = value


@dataclass(frozen=True, slots=True)
class Exit:
    """Where code goes on that leaves a loop's pass or a function early, and what each way that leads there changes."""

    mark: int
    """The moment before the pass, or before the run of the function."""

    ways: list[Changes] = field(default_factory=list)
