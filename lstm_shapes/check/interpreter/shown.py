"""Which shapes an expression shows: `x.shape` and `x.size()`, anywhere in it."""

from __future__ import annotations

import ast

from lstm_shapes.check.interpreter.frames import Frame
from lstm_shapes.check.interpreter.machine import Machine
from lstm_shapes.check.interpreter.values import (
    Items,
    Shape,
    Value,
)

__all__ = ["is_shape", "shapes_in"]

_MOST_ITEMS = 16


def is_shape(node: ast.expr) -> bool:
    """Whether an expression has the form of a shape: `x.shape`, `x.size()`."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Attribute) and node.func.attr == "size" and not node.args
    return isinstance(node, ast.Attribute) and node.attr == "shape"


def shapes_in(machine: Machine, node: ast.expr, frame: Frame) -> list[tuple[str, Value]]:
    """The complete shapes that an expression shows, in order: each with the tensor's code and its value."""
    if is_shape(node):
        subject = node.func.value if isinstance(node, ast.Call) else node.value  # type: ignore[attr-defined]
        shape = machine.evaluate(node, frame)
        return [(ast.unparse(subject), shape.of if isinstance(shape, Shape) else shape)]
    if isinstance(node, ast.Subscript):
        return []
    if isinstance(node, (ast.ListComp, ast.GeneratorExp)) and len(node.generators) == 1:
        return _shapes_of_each(machine, node, frame)
    if isinstance(node, ast.Name):
        value = machine.evaluate(node, frame)
        return [(node.id, value.of)] if isinstance(value, Shape) else []
    return [
        item
        for child in ast.iter_child_nodes(node)
        if isinstance(child, (ast.expr, ast.keyword))
        for item in shapes_in(machine, child.value if isinstance(child, ast.keyword) else child, frame)
    ]


def _shapes_of_each(machine: Machine, node: ast.ListComp | ast.GeneratorExp, frame: Frame) -> list[tuple[str, Value]]:
    """The shapes that a comprehension over a known tuple shows: `[s.shape for s in (h_n, c_n)]`."""
    items = machine.evaluate(node.generators[0].iter, frame)
    target = node.generators[0].target
    if not (isinstance(items, Items) and isinstance(target, ast.Name) and is_shape(node.elt)):
        return []
    inner = Frame(frame, frame.node, frame.instance)
    shown = []
    for item in items.items[:_MOST_ITEMS]:
        inner.names[target.id] = item
        shown += shapes_in(machine, node.elt, inner)
    return shown
