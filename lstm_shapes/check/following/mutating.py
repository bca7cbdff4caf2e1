"""What changes in place: lists that grow, tensors that are reshaped, modules that are altered."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from lstm_shapes.check.following.dims import Unmodelled
from lstm_shapes.check.following.operations import operate
from lstm_shapes.check.following.reshaping import RESHAPING
from lstm_shapes.check.following.values import (
    Arguments,
    Instance,
    Items,
    Keywords,
    Layer,
    LSTMLayer,
    Table,
    Tensor,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from lstm_shapes.check.following.machine import Machine

__all__ = ["changed_by", "is_altered", "mutating_calls"]

_OF_LISTS = frozenset(("append", "extend", "insert", "pop", "remove", "clear", "reverse", "sort", "appendleft", "add"))
_OF_TABLES = frozenset(("update", "setdefault", "pop", "popitem", "clear"))
_OF_TENSORS = frozenset(("resize_", "resize_as_", "set_"))
_OF_MODULES = frozenset(("register_forward_hook", "register_forward_pre_hook", "add_module", "register_module"))
_RESHAPED = frozenset(f"{name}_" for name in RESHAPING)
_ALL = _OF_LISTS | _OF_TABLES | _OF_TENSORS | _OF_MODULES | _RESHAPED


def mutating_calls(node: ast.AST) -> Iterator[tuple[ast.Call, ast.expr, str]]:
    """The calls in a statement that may change what they are called on, the innermost first.

    The call, the receiver (of a chain its first one), the method.
    """
    for part in [part for part in ast.walk(node) if _is_mutating(part)][::-1]:
        assert isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute)
        receiver = part.func.value
        while _is_mutating(receiver):
            assert isinstance(receiver, ast.Call) and isinstance(receiver.func, ast.Attribute)
            receiver = receiver.func.value
        yield part, receiver, part.func.attr


def _is_mutating(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _ALL


def changed_by(machine: Machine, value: Value, name: str, arguments: Arguments, keywords: Keywords) -> Value:
    """What a value has become by a method that changes it; itself, where the method leaves it as it is."""
    if isinstance(value, (Tensor, Unknown)) and name in _RESHAPED:
        try:
            return operate(machine, name.removesuffix("_"), value, arguments, keywords)
        except Unmodelled:
            return machine.unknown("", f"{name} changes it in place")
    if isinstance(value, (Items, Layer)) and name == "append" and len(arguments) == 1 and not machine.loops:
        if isinstance(value, Items):
            return Items((*value.items, arguments[0]))
        return replace(value, parts=(*value.parts, arguments[0]))
    is_changed = (
        (isinstance(value, (Items, Layer)) and name in _OF_LISTS)
        or (isinstance(value, Table) and name in _OF_TABLES)
        or (isinstance(value, (Tensor, Unknown)) and name in _OF_TENSORS)
        or (isinstance(value, (LSTMLayer, Layer, Instance)) and name in _OF_MODULES)
    )
    return machine.unknown("", f"{name} changes it in place") if is_changed else value


def is_altered(value: Value, attribute: str) -> bool:
    """Whether setting an attribute makes another thing of a value: `lstm.batch_first = True`, `x.data = y`."""
    return isinstance(value, (LSTMLayer, Layer)) or (isinstance(value, Tensor) and attribute == "data")

