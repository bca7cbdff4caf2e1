"""The values of method calls on tensors and modules."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lstm_shapes.check.interpreter.creating import sized
from lstm_shapes.check.interpreter.dims import Dim, Unmodelled
from lstm_shapes.check.interpreter.operands import known, shape_argument
from lstm_shapes.check.interpreter.operations import KEEPING, OPERATIONS, operate
from lstm_shapes.check.interpreter.values import (
    Arguments,
    Constant,
    Instance,
    Keywords,
    Layer,
    Packed,
    RecurrentLayer,
    Shape,
    Table,
    Tensor,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from lstm_shapes.check.interpreter.machine import Machine
__all__ = ["call_method"]


def call_method(
    machine: Machine, receiver: Value, name: str, arguments: Arguments, keywords: Keywords, node: ast.AST
) -> Value:
    """The value of a method call on a tensor, a layer, or an unknown value."""
    if isinstance(receiver, (RecurrentLayer, Layer, Instance)):
        if name in ("to", "cuda", "cpu", "eval", "train", "double", "float", "half", "apply"):
            return receiver
        if name == "forward":
            return machine.call(receiver, arguments, keywords, node)
        raise Unmodelled(f"{name} is not followed")
    if name in ("new_zeros", "new_ones", "new_empty", "new_full"):
        return machine.tensor(shape_argument(machine, arguments[:1] if name == "new_full" else arguments))
    if name == "new" and len(arguments) > 1:
        return sized(machine, arguments, {}, node)
    if isinstance(receiver, Unknown) and machine.trace.tensor(receiver) is None:
        return _method_of_unknown(machine, receiver, name, arguments, keywords)
    if isinstance(receiver, Packed) and name in KEEPING:
        return receiver
    if isinstance(receiver, Table) and name == "get" and arguments and isinstance(arguments[0], Constant):
        key = arguments[0].value
        if isinstance(key, str) and key in receiver.items:
            return receiver.items[key]
    if not isinstance(receiver, (Tensor, Unknown)):
        raise Unmodelled(f"{name} is not followed")
    if name == "size":
        return (
            machine.size_of(receiver, _axis(machine, arguments, keywords)) if arguments or keywords else Shape(receiver)
        )
    if name in ("dim", "ndimension"):
        return Dim.of(len(known(machine, receiver).extents))
    if name in ("numpy", "tolist", "item"):
        return receiver if name == "numpy" else machine.unknown("", f"{name}() leaves PyTorch")
    if name.removesuffix("_") in OPERATIONS:
        return operate(machine, name.removesuffix("_"), receiver, arguments, keywords)
    if name in KEEPING:
        return receiver
    raise Unmodelled(f"{name} is not followed")


def _axis(machine: Machine, arguments: Arguments, keywords: Keywords) -> int:
    axis = machine.whole([*arguments, *keywords.values()][0]).value
    if axis is None:
        raise Unmodelled("an axis that is not known")
    return axis


def _method_of_unknown(
    machine: Machine, receiver: Unknown, name: str, arguments: Arguments, keywords: Keywords
) -> Value:
    """The value of a method call on a tensor of unknown shape: the shape is kept, or follows from the arguments."""
    if name == "size":
        return (
            machine.size_of(receiver, _axis(machine, arguments, keywords)) if arguments or keywords else Shape(receiver)
        )
    if name in KEEPING:
        return receiver
    if name in ("view", "reshape", "permute", "transpose", "unsqueeze", "masked_fill", "clamp", "clip"):
        return operate(machine, name, receiver, arguments, keywords)
    raise Unmodelled(receiver.reason or "the object of a method call is not known")
