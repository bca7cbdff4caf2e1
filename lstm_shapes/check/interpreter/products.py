"""The shapes of products and of other arithmetic on several tensors."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import TYPE_CHECKING

from lstm_shapes.check.interpreter.dims import Unmodelled
from lstm_shapes.check.interpreter.operands import Operation, known
from lstm_shapes.check.interpreter.values import Arguments, Constant, Extent, Items, Keywords, Value

if TYPE_CHECKING:
    from lstm_shapes.check.interpreter.machine import Machine

__all__ = ["PRODUCTS", "einsum"]

_BY_ELEMENT = ("add", "sub", "subtract", "mul", "multiply", "div", "divide", "true_divide", "pow", "maximum", "minimum")


def _matmul(machine: Machine, value: Value, arguments: Arguments, _: Keywords) -> Value:
    left, right = known(machine, value), known(machine, arguments[0])
    if len(right.extents) == 1 and left.extents:
        return machine.view(left.extents[:-1])
    if len(left.extents) < 2 or len(right.extents) < 2 or len(right.extents) > len(left.extents):
        raise Unmodelled("a product that is not followed")
    lead = list(left.extents[:-2])
    for place, other in enumerate(right.extents[-3::-1], 1):
        if lead[-place].size.value == 1:
            lead[-place] = other  # one row is multiplied with all
        elif other.size.value != 1 and other.size != lead[-place].size and not _are_open(lead[-place], other):
            raise Unmodelled("a product of batches that differ")
    return machine.view([*lead, left.extents[-2], right.extents[-1]])


def _are_open(one: Extent, other: Extent) -> bool:
    """Whether two sizes may be the same: one of them is not known."""
    return one.size.value is None or other.size.value is None


def _by_element(machine: Machine, value: Value, arguments: Arguments, keywords: Keywords) -> Value:
    return machine.elementwise(value, _other(arguments, keywords))


def _masked(machine: Machine, value: Value, arguments: Arguments, keywords: Keywords) -> Value:
    """`masked_fill`, whose mask fits the tensor, and widens its axes of size 1."""
    tensor, mask = machine.trace.tensor(value), machine.trace.tensor(arguments[0] if arguments else keywords["mask"])
    if tensor is None:
        return value
    rank = len(tensor.extents)
    if mask is None:
        return machine.view([machine.open_extent() if e.size.value == 1 else e for e in tensor.extents])
    if len(mask.extents) > rank:
        raise Unmodelled("a mask of more axes")
    over = [None] * (rank - len(mask.extents)) + [*mask.extents]
    return machine.view([e if e.size.value != 1 or m is None else m for e, m in zip(tensor.extents, over)])


def _bounded(machine: Machine, value: Value, arguments: Arguments, keywords: Keywords) -> Value:
    """`clamp`, whose bounds are numbers, or tensors to which it is widened."""
    if machine.trace.tensor(value) is None:
        return value
    bounds = [bound for bound in (*arguments, *keywords.values()) if not isinstance(bound, Constant)]
    for bound in bounds:
        value = machine.elementwise(value, bound)
    return value


def _where(machine: Machine, value: Value, arguments: Arguments, _: Keywords) -> Value:
    return machine.elementwise(machine.elementwise(value, arguments[0]), arguments[1])


def _like_another(machine: Machine, value: Value, arguments: Arguments, keywords: Keywords) -> Value:
    return machine.view(known(machine, _other(arguments, keywords)).extents)


def _other(arguments: Arguments, keywords: Keywords) -> Value:
    """The second operand."""
    return arguments[0] if arguments else keywords["other"]


def einsum(machine: Machine, arguments: Arguments, _: Keywords, node: ast.AST) -> Value:
    """`torch.einsum("bij,bjk->bik", a, b)`: each letter is an axis; raises `Unmodelled` if one is not known."""
    equation, *operands = arguments
    if len(operands) == 1 and isinstance(operands[0], Items):
        operands = list(operands[0].items)
    text = equation.value if isinstance(equation, Constant) and isinstance(equation.value, str) else ""
    given, arrow, result = text.replace(" ", "").partition("->")
    letters = given.split(",")
    if not arrow or "." in text or len(letters) != len(operands):
        raise Unmodelled("torch.einsum is not followed")
    axes: dict[str, Extent] = {}
    for names, operand in zip(letters, operands):
        tensor = machine.trace.tensor(operand)
        if tensor is not None and len(tensor.extents) == len(names):
            axes = {**dict(zip(names, tensor.extents)), **axes}
    return machine.view([axes.get(letter) or machine.open_extent() for letter in result])


PRODUCTS: Mapping[str, Operation] = {
    **dict.fromkeys(("matmul", "bmm", "mm"), _matmul),
    **dict.fromkeys(_BY_ELEMENT, _by_element),
    **dict.fromkeys(("expand_as", "view_as", "reshape_as"), _like_another),
    "where": _where,
    "masked_fill": _masked,
    "clamp": _bounded,
    "clip": _bounded,
}
"""The operations by name; each is both a method of tensors and a function of `torch`."""
