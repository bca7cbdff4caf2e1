"""What operations are applied to: tensors of known shape, axes, sizes."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from lstm_shapes.check.following.dims import Dim, Unmodelled
from lstm_shapes.check.following.values import Arguments, Items, Keywords, Shape, Tensor, Unknown, Value

if TYPE_CHECKING:
    from lstm_shapes.check.following.machine import Machine

__all__ = ["LibraryFunction", "Operation", "axis_of", "known", "shape_argument"]

Operation = Callable[["Machine", Value, Arguments, Keywords], Value]
"""From a tensor and what stands behind it in the call to the result."""
LibraryFunction = Callable[["Machine", Arguments, Keywords, ast.AST], Value]
"""From the arguments of a call to its result."""

_MOST_AXES = 12


def known(machine: Machine, value: Value) -> Tensor:
    """The tensor. Raises `Unmodelled` with the reason where its shape is not known."""
    tensor = machine.trace.tensor(value)
    if tensor is None:
        reason = value.reason if isinstance(value, Unknown) else ""
        raise Unmodelled(reason or "what it is made from is not known")
    return tensor


def axis_of(machine: Machine, value: Value, rank: int) -> int:
    """An axis, counted from the front. Raises `Unmodelled` where it is unknown or does not exist."""
    axis = machine.whole(value).value
    if axis is None or not -rank <= axis < rank:
        raise Unmodelled("an axis that is not known")
    return axis % rank


def shape_argument(machine: Machine, arguments: Sequence[Value]) -> list[Dim]:
    """Sizes given one by one or as one tuple."""
    if len(arguments) == 1 and isinstance(arguments[0], (Items, Shape)):
        arguments = machine.unpacked(arguments[0], None, ast.Pass())
    if len(arguments) > _MOST_AXES:
        raise Unmodelled("more axes than tensors have")
    return [machine.whole(argument) for argument in arguments]
