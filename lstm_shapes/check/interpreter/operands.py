"""Read the arguments of operations: tensors of known shape, axes, sizes."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from lstm_shapes.check.interpreter.dims import Dim, Unmodelled
from lstm_shapes.check.interpreter.values import Arguments, Items, Keywords, Shape, Tensor, Unknown, Value

if TYPE_CHECKING:
    from lstm_shapes.check.interpreter.machine import Machine

__all__ = ["LibraryFunction", "Operation", "axis_of", "known", "shape_argument"]

Operation = Callable[["Machine", Value, Arguments, Keywords], Value]
"""Takes a tensor and the other arguments of the call, and returns the result."""
LibraryFunction = Callable[["Machine", Arguments, Keywords, ast.AST], Value]
"""Takes the arguments of a call, and returns the result."""

_MOST_AXES = 12


def known(machine: Machine, value: Value) -> Tensor:
    """The value as a tensor; raises `Unmodelled`, with the reason, if its shape is not known."""
    tensor = machine.trace.tensor(value)
    if tensor is None:
        reason = value.reason if isinstance(value, Unknown) else ""
        raise Unmodelled(reason or "it is made from something that is not known")
    return tensor


def axis_of(machine: Machine, value: Value, rank: int) -> int:
    """The number of an axis, counted from the front; raises `Unmodelled` if it is unknown or does not exist."""
    axis = machine.whole(value).value
    if axis is None or not -rank <= axis < rank:
        raise Unmodelled("an axis that is not known")
    return axis % rank


def _may_be_several(machine: Machine, value: Value) -> bool:
    """Whether a size may be a list of them: nobody knows what it is, or it is a sum, which lists have, too."""
    if isinstance(value, Dim):
        return value.value is None and len(value.terms) > 1
    return isinstance(value, Unknown) and not machine.is_number(value)


def shape_argument(machine: Machine, arguments: Sequence[Value]) -> list[Dim]:
    """Sizes that are given as several arguments or as one tuple."""
    if not arguments:
        raise Unmodelled("sizes that are not given")
    if len(arguments) == 1 and isinstance(arguments[0], (Items, Shape)):
        arguments = machine.unpacked(arguments[0], None, ast.Pass())
    elif len(arguments) == 1 and _may_be_several(machine, arguments[0]):
        raise Unmodelled("whether it is one size or all of them is not known")
    if len(arguments) > _MOST_AXES:
        raise Unmodelled("more axes than tensors have")
    return [machine.whole(argument) for argument in arguments]
