"""What values are where several ways through the code meet: behind branches, loops and functions with many returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce
from itertools import pairwise
from typing import TYPE_CHECKING

from lstm_shapes.check.interpreter.dims import DECIDED, Dim
from lstm_shapes.check.interpreter.journal import Change, Changes
from lstm_shapes.check.interpreter.recurrent_layers import RECURRENT_CLASSES, SOME_RECURRENT, agreed_layer
from lstm_shapes.check.interpreter.values import (
    BoundMethod,
    Constant,
    Items,
    Path,
    RecurrentLayer,
    Series,
    Table,
    Tensor,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from lstm_shapes.check.interpreter.machine import Machine

__all__ = ["Agreement", "join", "join_steps", "series_of"]

_MOST_BRANCHES = 4  # whose values are kept where they disagree
_MOST_ALIKE = 4  # of the steps behind which a name has one value; what all agree on does not change with more
_MOST_ELEMENTS = 16  # of lists that are made one of any length


class Agreement:
    """The values on which several ways agree.

    The same two values always become the same one: two names of one list before a branch are so behind it as well.
    """

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._made: dict[tuple[int, int], tuple[Value, Value, Value]] = {}

    def of(self, one: Value, other: Value, name: str) -> Value:
        """The value of a name after two ways; None in one of them counts as not yet set."""
        key = id(one), id(other)
        if key not in self._made:
            made = self._agreed(one, other, name)
            self._made[key] = (one, other, made)
            if made is not one and made is not other:
                self._machine.objects.add(made, one, other)
        return self._made[key][2]

    def of_all(self, values: Sequence[Value], name: str = "") -> Value:
        """The value of a name after any number of ways, at least one."""
        return reduce(lambda one, other: self.of(one, other, name), values)

    def _agreed(self, one: Value, other: Value, name: str) -> Value:
        machine = self._machine
        if one is other:
            return one
        if one == other:
            return replace(one) if isinstance(one, (Items, Series, Table)) else one  # alike, but not the same list
        if isinstance(one, Constant) and one.value is None:
            return other
        if isinstance(other, Constant) and other.value is None:
            return one
        if isinstance(one, Items) and isinstance(other, Items) and len(one.items) == len(other.items):
            return Items(tuple(self.of(a, b, name) for a, b in zip(one.items, other.items)))
        if isinstance(one, (Items, Series)) and isinstance(other, (Items, Series)):
            series = series_of(machine, one, other)
            if series is not None:
                return series
        first, second = machine.trace.tensor(one), machine.trace.tensor(other)
        if first is not None and second is not None and len(first.extents) == len(second.extents):
            return one if first.extents == second.extents else self._tensor(first, second)
        if isinstance(one, RecurrentLayer) and isinstance(other, RecurrentLayer):
            layer = agreed_layer(one, other)
            if layer is not None:
                return layer
        if isinstance(one, Path) and isinstance(other, Path) and {one, other} <= RECURRENT_CLASSES:
            return Path(SOME_RECURRENT)
        if isinstance(one, Table) and isinstance(other, Table) and one.items.keys() == other.items.keys():
            return Table({key: self.of(value, other.items[key], name) for key, value in one.items.items()})
        if isinstance(one, BoundMethod) and isinstance(other, BoundMethod) and _is_one_method(one, other):
            return replace(one, receiver=self.of(one.receiver, other.receiver, name))
        if isinstance(one, Dim) and isinstance(other, Dim) and one.value is not None and one.value == other.value:
            return one
        either = tuple(part for value in (one, other) for part in (getattr(value, "either", ()) or (value,)))
        kept = either[:_MOST_BRANCHES]
        return Unknown(machine.new_key(), name, "branches of the code disagree about it", either=kept)

    def _tensor(self, one: Tensor, other: Tensor) -> Tensor:
        """A tensor that has the sizes on which both agree; the others are not known."""
        machine = self._machine
        extents = [
            a if a == b else machine.extent(a.size) if a.size == b.size else machine.open_extent(DECIDED)
            for a, b in zip(one.extents, other.extents)
        ]
        joined = machine.view(extents)
        machine.trace.join(one, other, joined, machine.new_key)
        return joined


def _is_one_method(one: BoundMethod, other: BoundMethod) -> bool:
    return one.name == other.name and one.function is other.function


def series_of(machine: Machine, *lists: Items | Series) -> Series | None:
    """The elements of lists that a loop makes longer, as one list of any length; None outside of loops."""
    elements = [item for each in lists for item in (each.items if isinstance(each, Items) else (each.element,))]
    is_open = machine.loops or any(isinstance(each, Series) for each in lists)
    if not is_open or not elements or len(elements) > _MOST_ELEMENTS:
        return None
    return Series(Agreement(machine).of_all(elements))


def join(machine: Machine, ways: Sequence[Changes]) -> list[Change]:
    """Let every name that one of the ways changes stand for what all of them agree on; return what had to be agreed on.

    The changes of each way have been taken back.
    """
    agreement = Agreement(machine)
    differing: list[Change] = []
    for key, change in {key: change for way in ways for key, change in way.items()}.items():
        now = change.names.get(change.name)
        value, is_agreed = _settled(machine, agreement, change, [way[key].after if key in way else now for way in ways])
        if not is_agreed:
            differing.append(Change(change.names, change.name, change.before, value))
    return differing


def join_steps(machine: Machine, steps: Sequence[Changes]) -> None:
    """The same for code that is left before the first of several steps, or behind any; they have been taken back."""
    agreement = Agreement(machine)
    changed: dict[tuple[int, str], list[tuple[int, Change]]] = {}
    for place, step in enumerate(steps, 1):
        for key, change in step.items():
            changed.setdefault(key, []).append((place, change))
    for found in changed.values():
        change = found[0][1]
        values: list[Value | None] = [change.names.get(change.name)] * min(found[0][0], _MOST_ALIKE)
        for (place, one), (end, _) in pairwise([*found, (len(steps) + 1, change)]):
            values += [one.after] * min(end - place, _MOST_ALIKE)
        _settled(machine, agreement, change, values)


def _settled(
    machine: Machine, agreement: Agreement, change: Change, values: Sequence[Value | None]
) -> tuple[Value | None, bool]:
    """Let a name stand for what all of several values agree on; return that, and whether each of them is it."""
    machine.spend(len(values))
    bound = [value for value in values if value is not None]
    value = agreement.of_all(bound, change.name) if bound else None
    machine.journal.write(change.names, change.name, value)
    return value, all(other is value for other in bound)
