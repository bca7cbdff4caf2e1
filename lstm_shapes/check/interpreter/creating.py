"""The shapes of tensors that PyTorch's functions create."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import TYPE_CHECKING

from lstm_shapes.check.interpreter.dims import Dim, Unmodelled
from lstm_shapes.check.interpreter.operands import LibraryFunction, known, shape_argument
from lstm_shapes.check.interpreter.values import (
    Arguments,
    Constant,
    Items,
    Keywords,
    Series,
    Shape,
    Tensor,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from lstm_shapes.check.interpreter.machine import Machine
__all__ = ["CREATING", "sized", "whole_numbers"]


def sized(machine: Machine, arguments: Arguments, keywords: Keywords, node: ast.AST) -> Value:
    """`torch.zeros` and similar functions: the sizes are several arguments, a tuple, or `size=`."""
    if not arguments and "size" not in keywords:
        raise Unmodelled("a tensor made without a size")
    return machine.tensor(shape_argument(machine, arguments or (keywords["size"],)))


def _legacy(machine: Machine, arguments: Arguments, keywords: Keywords, node: ast.AST) -> Value:
    """`torch.Tensor(2, 3)` has that shape; `torch.Tensor([2, 3])` holds these numbers."""
    if arguments and all(isinstance(argument, (Dim, Unknown)) for argument in arguments) and len(arguments) > 1:
        return sized(machine, arguments, {}, node)
    return _literal(machine, arguments, keywords, node)


def _literal(machine: Machine, arguments: Arguments, keywords: Keywords, node: ast.AST) -> Value:
    """`torch.tensor([[1, 2], [3, 4]])`."""
    given = arguments[0] if arguments else keywords["data"]
    if isinstance(given, Tensor):
        return given
    sizes: list[Dim] = []
    value: Value = given
    while isinstance(value, Items):
        sizes.append(Dim.of(len(value.items)))
        if not value.items:
            break
        value = value.items[0]
    if isinstance(value, (Series, Unknown)) or (isinstance(value, Dim) and value.value is None):
        raise Unmodelled("a tensor made from data outside this document")
    return machine.tensor(sizes, whole_numbers(given))


def whole_numbers(value: Value) -> tuple[int, ...] | None:
    """The numbers in a list or in a one-dimensional literal; None if it is something else."""
    if isinstance(value, Tensor):
        return value.data
    if not isinstance(value, Items):
        return None
    numbers = [item.value if isinstance(item, Dim) else None for item in value.items]
    return None if None in numbers else tuple(number for number in numbers if number is not None)


def _full(machine: Machine, arguments: Arguments, keywords: Keywords, node: ast.AST) -> Value:
    return machine.tensor(
        shape_argument(machine, [arguments[0] if arguments else keywords.get("size", Constant(None))])
    )


def _randint(machine: Machine, arguments: Arguments, keywords: Keywords, node: ast.AST) -> Value:
    sizes = [value for value in (*arguments, *keywords.values()) if isinstance(value, (Items, Shape))]
    if not sizes:
        raise Unmodelled("a tensor made without a size")
    return machine.tensor(shape_argument(machine, sizes[:1]))


def _arange(machine: Machine, arguments: Arguments, keywords: Keywords, node: ast.AST) -> Value:
    is_end = len(arguments) == 1 and "end" not in keywords
    given = dict(zip(("end",) if is_end else ("start", "end", "step"), arguments)) | dict(keywords)
    if "step" in given:
        raise Unmodelled("a range with steps")
    return machine.tensor([machine.whole(given["end"]) - machine.whole(given.get("start", Dim.of(0)))])


def _like(machine: Machine, arguments: Arguments, keywords: Keywords, node: ast.AST) -> Value:
    return machine.tensor(known(machine, arguments[0] if arguments else keywords["input"]).sizes)


CREATING: Mapping[str, LibraryFunction] = {
    **dict.fromkeys(("randn", "rand", "zeros", "ones", "empty", "normal"), sized),
    **dict.fromkeys([f"{name}_like" for name in ("randn", "rand", "zeros", "ones", "empty", "full", "randint")], _like),
    **dict.fromkeys(("Tensor", "FloatTensor", "LongTensor", "DoubleTensor", "IntTensor"), _legacy),
    "full": _full,
    "randint": _randint,
    "arange": _arange,
    "tensor": _literal,
    "as_tensor": _literal,
}
"""Functions of `torch` that create tensors, by name."""
