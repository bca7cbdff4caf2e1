"""The operations on tensors by name, whether they are called as methods or as functions of `torch`."""

from __future__ import annotations

from collections.abc import Mapping
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

__all__ = ["KEEPING", "OPERATIONS", "operate"]

OPERATIONS: Mapping[str, Operation] = {**RESHAPING, **COMBINING, **PICKING, **POOLING, **PRODUCTS}

KEEPING = frozenset(
    [
        "abs",
        "bool",
        "clamp",
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
        "masked_fill",
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


def operate(machine: Machine, name: str, value: Value, arguments: Arguments, keywords: Keywords) -> Value:
    """The result of one of `OPERATIONS`; raises `Unmodelled` if the arguments are wrong or not followed."""
    try:
        return OPERATIONS[name](machine, value, arguments, keywords)
    except IndexError as error:
        raise Unmodelled(f"{name} is called with arguments that it does not have") from error
