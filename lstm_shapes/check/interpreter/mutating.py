"""Changes in place: lists that grow, tensors that are reshaped, modules that are altered."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from lstm_shapes.check.interpreter.dims import Unmodelled
from lstm_shapes.check.interpreter.joining import series_of
from lstm_shapes.check.interpreter.journal import Names
from lstm_shapes.check.interpreter.operations import operate
from lstm_shapes.check.interpreter.reshaping import RESHAPING
from lstm_shapes.check.interpreter.values import (
    Arguments,
    BoundMethod,
    Class,
    Instance,
    Items,
    Keywords,
    Layer,
    RecurrentLayer,
    Series,
    Table,
    Tensor,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from lstm_shapes.check.interpreter.machine import Machine

__all__ = ["MUTATING", "Renewal", "changed_by", "is_altered", "may_be_list", "mutating_calls"]

_OF_LISTS = frozenset(("append", "extend", "insert", "pop", "remove", "clear", "reverse", "sort", "appendleft", "add"))
_OF_TABLES = frozenset(("update", "setdefault", "pop", "popitem", "clear"))
_OF_TENSORS = frozenset(("resize_", "resize_as_", "set_"))
_OF_MODULES = frozenset(("register_forward_hook", "register_forward_pre_hook", "add_module", "register_module"))
_RESHAPED = frozenset(f"{name}_" for name in RESHAPING)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
MUTATING = _OF_LISTS | _OF_TABLES | _OF_TENSORS | _OF_MODULES | _RESHAPED


def mutating_calls(node: ast.AST) -> Iterator[tuple[ast.Call, ast.expr, str]]:
    """The calls in a statement that may change the object they are called on, the innermost first.

    For each: the call, the object (in a chain of calls, the first one), and the name of the method, which is empty if
    it is not certain that the call takes place. Of a call by a name, such as `add(x)` after `add = parts.append`, the
    name stands in the place of the object.
    """
    parts = [*ast.walk(node)]
    if not any(isinstance(part, ast.Call) for part in parts):
        return
    choices = [part for part in parts if isinstance(part, (ast.IfExp, ast.BoolOp, ast.Lambda, *_COMPREHENSIONS))]
    uncertain = {part for choice in choices for part in ast.walk(choice)}
    for part in parts[::-1]:
        method = _method_of(part)
        if method is not None:
            receiver: ast.expr = method.value
            while (inner := _method_of(receiver)) is not None:
                receiver = inner.value
            assert isinstance(part, ast.Call)
            yield part, receiver, "" if part in uncertain else method.attr
        elif isinstance(part, ast.Call) and isinstance(part.func, ast.Name):
            yield part, part.func, "" if part in uncertain else part.func.id


def _method_of(node: ast.AST) -> ast.Attribute | None:
    """The method of a call that may change its object; None for anything else."""
    method = node.func if isinstance(node, ast.Call) else None
    return method if isinstance(method, ast.Attribute) and method.attr in MUTATING else None


def changed_by(machine: Machine, value: Value, name: str, arguments: Arguments, keywords: Keywords) -> Value:
    """The value after a method call that may change it in place; the same value if nothing is changed."""
    if not name or (isinstance(value, Unknown) and name in _OF_LISTS | _OF_TABLES and may_be_list(machine, value)):
        return machine.unknown("", "it may have been changed in place")
    if isinstance(value, (Tensor, Unknown)) and name in _RESHAPED:
        try:
            return operate(machine, name.removesuffix("_"), value, arguments, keywords)
        except Unmodelled:
            return machine.unknown("", f"{name} changes it in place")
    if isinstance(value, (Items, Layer)) and name == "append" and len(arguments) == 1 and not machine.loops:
        if isinstance(value, Items):
            return Items((*value.items, arguments[0]))
        return replace(value, parts=(*value.parts, arguments[0]))
    if isinstance(value, (Items, Series)) and name == "append" and len(arguments) == 1:
        return series_of(machine, value, Items((arguments[0],))) or machine.unknown("", f"{name} changes it in place")
    is_changed = (
        (isinstance(value, (Items, Series, Layer)) and name in _OF_LISTS)
        or (isinstance(value, Table) and name in _OF_TABLES)
        or (isinstance(value, (Tensor, Unknown)) and name in _OF_TENSORS)
        or (isinstance(value, (RecurrentLayer, Layer, Instance)) and name in _OF_MODULES)
    )
    return machine.unknown("", f"{name} changes it in place") if is_changed else value


def may_be_list(machine: Machine, value: Value) -> bool:
    """Whether writing into a value may change more than numbers: it is no tensor, or nobody knows what it is."""
    if isinstance(value, Unknown):
        are_tensors = value.either and all(isinstance(each, (Tensor, Unknown)) for each in value.either)
        return machine.objects.is_known(value) and not are_tensors
    return not isinstance(value, Tensor)


class Renewal:
    """What values become when one is changed in place: those that hold it, and those that may be the same object."""

    def __init__(self, machine: Machine, old: Value, new: Value) -> None:
        self._machine = machine
        self._changed = machine.objects.of(old)
        self._made: dict[int, tuple[Value, Value]] = {id(old): (old, new)}
        machine.objects.add(new, old)
        self.holders: list[Instance | Class] = []
        """The objects and classes that were met, whose attributes may hold it."""

    def changes_in(self, names: Names) -> list[tuple[str, Value]]:
        """The names that stand for something else after the change, each with its new value."""
        concerned = self._machine.objects.may_hold(names, self._changed)
        return [(name, renewed) for name, value in concerned if (renewed := self.of(value)) is not value]

    def of(self, value: Value) -> Value:
        """A value after the change; the value itself if this does not matter to it."""
        if id(value) not in self._made:
            within = self._machine.objects.within(value)
            if within is not None and within.isdisjoint(self._changed):
                return value
            renewed = self._renewed(value)
            self._made[id(value)] = (value, renewed)
            if renewed is not value:
                self._machine.objects.add(renewed, value)
        return self._made[id(value)][1]

    def _renewed(self, value: Value) -> Value:
        if not self._changed.isdisjoint(self._machine.objects.of(value)):
            return self._machine.unknown("", "it may have been changed in place")
        if isinstance(value, Items):
            items = tuple(map(self.of, value.items))
            return value if _are_same(items, value.items) else Items(items)
        if isinstance(value, Layer):
            parts = tuple(map(self.of, value.parts))
            return value if _are_same(parts, value.parts) else replace(value, parts=parts)
        if isinstance(value, Table):
            table = {key: self.of(item) for key, item in value.items.items()}
            return value if _are_same(table.values(), value.items.values()) else Table(table)
        if isinstance(value, Series):
            element = self.of(value.element)
            return value if element is value.element else Series(element)
        if isinstance(value, BoundMethod):
            receiver = self.of(value.receiver)
            return value if receiver is value.receiver else BoundMethod(receiver, value.name, value.function)
        if isinstance(value, (Instance, Class)):
            self.holders.append(value)
            if isinstance(value, Instance) and value.of is not None:
                self.of(value.of)
        return value


def _are_same(values: Iterable[Value], others: Iterable[Value]) -> bool:
    """Whether all are the very same values."""
    return all(one is other for one, other in zip(values, others))


def is_altered(value: Value, attribute: str) -> bool:
    """Whether setting an attribute may change the shapes: `lstm.batch_first = True`, `x.data = y`."""
    return isinstance(value, (RecurrentLayer, Layer)) or (isinstance(value, Tensor) and attribute == "data")
