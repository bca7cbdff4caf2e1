"""The operations of tensors, whether written as methods or as functions of `torch`, by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from lstm_shapes.check.following.combining import COMBINING
from lstm_shapes.check.following.dims import Unmodelled
from lstm_shapes.check.following.operands import Operation
from lstm_shapes.check.following.reshaping import RESHAPING
from lstm_shapes.check.following.values import Arguments, Keywords, Value

if TYPE_CHECKING:
    from lstm_shapes.check.following.machine import Machine

__all__ = ["KEEPING", "OPERATIONS", "operate"]

OPERATIONS: Mapping[str, Operation] = {**RESHAPING, **COMBINING}

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
"""Operations that leave the shape as it is."""


def operate(machine: Machine, name: str, value: Value, arguments: Arguments, keywords: Keywords) -> Value:
    """What one of `OPERATIONS` gives. Raises `Unmodelled` where it is not called as it can be."""
    try:
        return OPERATIONS[name](machine, value, arguments, keywords)
    except IndexError as error:
        raise Unmodelled(f"{name} is called with other arguments than it has") from error
