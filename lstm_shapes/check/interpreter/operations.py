"""The operations on tensors by name, whether they are called as methods or as functions of `torch`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from lstm_shapes.check.interpreter.combining import COMBINING
from lstm_shapes.check.interpreter.convolving import POOLING
from lstm_shapes.check.interpreter.dims import Unmodelled
from lstm_shapes.check.interpreter.operands import Operation
from lstm_shapes.check.interpreter.picking import PICKING
from lstm_shapes.check.interpreter.products import PRODUCTS
from lstm_shapes.check.interpreter.reshaping import RESHAPING
from lstm_shapes.check.interpreter.values import Arguments, Keywords, Value

if TYPE_CHECKING:
    from lstm_shapes.check.interpreter.machine import Machine

__all__ = ["KEEPING", "OPERATIONS", "first_of", "operate"]

OPERATIONS: Mapping[str, Operation] = {**RESHAPING, **COMBINING, **PICKING, **POOLING, **PRODUCTS}

KEEPING = frozenset(
    [
        "abs",
        "bool",
        "clone",
        "contiguous",
        "cpu",
        "cuda",
        "cumsum",
        "detach",
        "detach_",
        "double",
        "dropout",
        "elu",
        "exp",
        "exp_",
        "fill_",
        "flip",
        "float",
        "gelu",
        "half",
        "int",
        "layer_norm",
        "leaky_relu",
        "log",
        "log_",
        "log_softmax",
        "long",
        "neg",
        "normal_",
        "normalize",
        "pin_memory",
        "random_",
        "relu",
        "relu_",
        "requires_grad_",
        "round",
        "sigmoid",
        "softmax",
        "softplus",
        "sqrt",
        "tanh",
        "tanh_",
        "to",
        "type",
        "type_as",
        "uniform_",
        "zero_",
    ]
)
"""Operations that do not change the shape."""


_PARAMETERS: Mapping[str, Sequence[str]] = {
    "permute": ("dims",),
    "transpose": ("dim0", "dim1"),
    "swapaxes": ("axis0", "axis1"),
    "swapdims": ("dim0", "dim1"),
    "view": ("size",),
    "reshape": ("shape",),
    "squeeze": ("dim",),
    "unsqueeze": ("dim",),
    "one_hot": ("num_classes",),
    "repeat": ("repeats",),
    "expand": ("size",),
    "split": ("split_size_or_sections", "dim"),
    "unbind": ("dim",),
    "stack": ("dim",),
    "cat": ("dim",),
    "concat": ("dim",),
    "concatenate": ("dim",),
    "matmul": ("other",),
    "bmm": ("mat2",),
    "mm": ("mat2",),
    "where": ("input", "other"),
}
"""What operations whose arguments are read by their places call them, behind the tensor."""
_FIRST: Mapping[str, str] = {
    **dict.fromkeys(("stack", "cat", "concat", "concatenate"), "tensors"),
    "split": "tensor",
    "where": "condition",
}
"""What functions call the tensor itself; the others call it `input`."""


def first_of(name: str, arguments: Arguments, keywords: Keywords) -> tuple[Value | None, Arguments, Keywords]:
    """The tensor that a function of this name is given, and the other arguments; None if there is none."""
    if arguments:
        return arguments[0], arguments[1:], keywords
    first = _FIRST.get(name, "input")
    return keywords.get(first), (), {key: value for key, value in keywords.items() if key != first}


def operate(machine: Machine, name: str, value: Value, arguments: Arguments, keywords: Keywords) -> Value:
    """The result of one of `OPERATIONS`; raises `Unmodelled` if the arguments are wrong or not followed."""
    placed, rest = list(arguments), dict(keywords)
    for parameter in _PARAMETERS.get(name, ())[len(placed) :]:
        if parameter not in rest:
            break
        placed.append(rest.pop(parameter))
    try:
        return OPERATIONS[name](machine, value, placed, rest)
    except (IndexError, KeyError) as error:
        raise Unmodelled(f"{name} is called with arguments that it does not have") from error
