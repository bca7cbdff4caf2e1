"""Changes in place: lists that grow, tensors that are reshaped, modules that are altered."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from lstm_shapes.check.interpreter.dims import Unmodelled
from lstm_shapes.check.interpreter.operations import operate
from lstm_shapes.check.interpreter.reshaping import RESHAPING
from lstm_shapes.check.interpreter.values import (
    Arguments,
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

__all__ = ["changed_by", "is_altered", "mutating_calls"]

_OF_LISTS = frozenset(("append", "extend", "insert", "pop", "remove", "clear", "reverse", "sort", "appendleft", "add"))
_OF_TABLES = frozenset(("update", "setdefault", "pop", "popitem", "clear"))
_OF_TENSORS = frozenset(("resize_", "resize_as_", "set_"))
_OF_MODULES = frozenset(("register_forward_hook", "register_forward_pre_hook", "add_module", "register_module"))
_RESHAPED = frozenset(f"{name}_" for name in RESHAPING)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_ALL = _OF_LISTS | _OF_TABLES | _OF_TENSORS | _OF_MODULES | _RESHAPED


def mutating_calls(node: ast.AST) -> Iterator[tuple[ast.Call, ast.expr, str]]:
    """The calls in a statement that may change the object they are called on, the innermost first.

    For each: the call, the object (in a chain of calls, the first one), and the name of the method, which is empty if
    it is not certain that the call takes place.
    """
    choices = [
        part for part in ast.walk(node) if isinstance(part, (ast.IfExp, ast.BoolOp, ast.Lambda, *_COMPREHENSIONS))
    ]
    uncertain = {part for choice in choices for part in ast.walk(choice)}
    for part in [*ast.walk(node)][::-1]:
        method = _method_of(part)
        if method is not None:
            receiver: ast.expr = method.value
            while (inner := _method_of(receiver)) is not None:
                receiver = inner.value
            assert isinstance(part, ast.Call)
            yield part, receiver, "" if part in uncertain else method.attr


def _method_of(node: ast.AST) -> ast.Attribute | None:
    """The method of a call that may change its object; None for anything else."""
    method = node.func if isinstance(node, ast.Call) else None
    return method if isinstance(method, ast.Attribute) and method.attr in _ALL else None


def changed_by(machine: Machine, value: Value, name: str, arguments: Arguments, keywords: Keywords) -> Value:
    """The value after a method call that may change it in place; the same value if nothing is changed."""
    if not name:
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
        return machine.series(value, Items((arguments[0],))) or machine.unknown("", f"{name} changes it in place")
    is_changed = (
        (isinstance(value, (Items, Series, Layer)) and name in _OF_LISTS)
        or (isinstance(value, Table) and name in _OF_TABLES)
        or (isinstance(value, (Tensor, Unknown)) and name in _OF_TENSORS)
        or (isinstance(value, (RecurrentLayer, Layer, Instance)) and name in _OF_MODULES)
    )
    return machine.unknown("", f"{name} changes it in place") if is_changed else value


def is_altered(value: Value, attribute: str) -> bool:
    """Whether setting an attribute may change the shapes: `lstm.batch_first = True`, `x.data = y`."""
    return isinstance(value, (RecurrentLayer, Layer)) or (isinstance(value, Tensor) and attribute == "data")
