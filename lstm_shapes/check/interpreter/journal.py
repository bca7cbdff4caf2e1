"""What names stand for while code is followed: every change, so that it can be undone, and what may be one object."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from lstm_shapes.check.interpreter.values import Class, Instance, Value, parts_of

__all__ = ["Change", "Changes", "Exit", "Journal", "Names", "Objects"]

Names = dict[str, Value]
"""The names of a run of a function, or the attributes of an object or of a class."""


_MOST_HELD = 60  # parts of a list whose objects are kept at hand


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one name; None stands for a name that is not bound."""

    names: Names
    name: str
    before: Value | None
    after: Value | None


Changes = Mapping[tuple[int, str], Change]
"""What one way through the code changes, by the identity of the `Names` and the name, in the order of the code."""


class Journal:
    """All changes of names and attributes, in the order in which they were made."""

    def __init__(self) -> None:
        self._before: list[tuple[Names, str, Value | None]] = []
        self.pass_end: Exit | None = None
        """Where `break` and `continue` lead: behind the current pass of a loop."""
        self.function_end: Exit | None = None
        """Where `return` leads."""
        self._history: dict[str, list[tuple[int, Value | None]]] = {}
        """For each of the names that `as_of` was asked for: its changes, as their places and what it was before."""
        self._rebound: dict[str, None] = {}  # those of them that have ever changed from one value to another
        self._read = 0  # how many changes are in the history

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

    @contextmanager
    def as_of(self, mark: int, names: Names) -> Iterator[None]:
        """Let names that have changed since that moment stand for what they stood for then."""
        earlier = dict(self._earlier(mark, names))
        now = {name: names.get(name) for name in earlier}
        names.update(earlier)
        try:
            yield
        finally:
            for name, value in now.items():
                _put(names, name, value)

    def rebound(self, names: Names) -> int:
        """How many of these names, always the same ones, have ever changed from one value to another."""
        for place in range(self._read, len(self._before)):
            holder, name, before = self._before[place]
            if holder is names:
                self._history.setdefault(name, []).append((place, before))
                if before is not None:
                    self._rebound[name] = None
        self._read = len(self._before)
        return len(self._rebound)

    def _earlier(self, mark: int, names: Names) -> Iterator[tuple[str, Value]]:
        """The names that were bound at a moment and have changed since, each with its value then."""
        self.rebound(names)
        for name in self._rebound:
            changes = self._history[name]
            first = bisect_left(changes, mark, key=lambda change: change[0])
            before = changes[first][1] if first < len(changes) else None
            if before is not None:
                yield name, before

    def leave(self, end: Exit | None) -> None:
        """Go on at another place, with what has been changed since that was still ahead."""
        if end is not None:
            end.ways.append(self.since(end.mark))


def _put(names: Names, name: str, value: Value | None) -> None:
    if value is None:
        names.pop(name, None)
    else:
        names[name] = value


class Objects:
    """Which objects a value may be, as far as several values may be one: a list on which two branches disagree."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Value, frozenset[int]]] = {}
        self._within: dict[int, tuple[Value, frozenset[int] | None]] = {}

    def of(self, value: Value) -> frozenset[int]:
        """The objects that a value may be."""
        return self._known[id(value)][1] if id(value) in self._known else frozenset((id(value),))

    def is_known(self, value: Value) -> bool:
        """Whether it is known which objects a value may be, though perhaps nothing else of it."""
        return id(value) in self._known

    def add(self, value: Value, *others: Value) -> None:
        """Record that a value may be any of the objects that the others may be."""
        for other in others:
            self._known.setdefault(id(other), (other, self.of(other)))
        self._known[id(value)] = (value, frozenset().union(*map(self.of, others)))
        if id(value) in self._within:
            self._within.clear()

    def may_hold(self, names: Names, objects: frozenset[int]) -> list[tuple[str, Value]]:
        """The names whose values may be, hold or come to hold one of these objects."""
        found = []
        for name, value in names.items():
            within = self._within[id(value)][1] if id(value) in self._within else self.within(value)
            if within is None or not within.isdisjoint(objects):
                found.append((name, value))
        return found

    def within(self, value: Value) -> frozenset[int] | None:
        """The objects that a value may be or hold; None where they are many, or one of them can hold others later."""
        if id(value) not in self._within:
            parts = parts_of(value)
            known = not isinstance(value, (Instance, Class)) and len(parts) <= _MOST_HELD
            held = [self.within(part) for part in parts] if known else []
            every = [found for found in held if found is not None]
            is_all = known and len(every) == len(held)
            self._within[id(value)] = (value, frozenset().union(self.of(value), *every) if is_all else None)
        return self._within[id(value)][1]


@dataclass(frozen=True, slots=True)
class Exit:
    """Where code goes on that leaves a loop's pass or a function early, and what each way that leads there changes."""

    mark: int
    """The moment before the pass, or before the run of the function."""

    ways: list[Changes] = field(default_factory=list)
