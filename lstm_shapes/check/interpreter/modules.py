"""The values of constructor calls and calls of PyTorch's modules; those of recurrent ones have rooms of their own."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import TYPE_CHECKING

from lstm_shapes.check.interpreter.convolving import CONVOLVING, call_window
from lstm_shapes.check.interpreter.dims import Unmodelled
from lstm_shapes.check.interpreter.frames import Raise
from lstm_shapes.check.interpreter.operands import LibraryFunction, known
from lstm_shapes.check.interpreter.recurrent_calls import call_recurrent
from lstm_shapes.check.interpreter.recurrent_layers import build_recurrent
from lstm_shapes.check.interpreter.values import (
    Arguments,
    Extent,
    Items,
    Keywords,
    Layer,
    RecurrentLayer,
    Tensor,
    Unknown,
    Value,
)
from lstm_shapes.kinds import KINDS

if TYPE_CHECKING:
    from lstm_shapes.check.interpreter.machine import Machine
__all__ = ["MODULES", "call_layer"]


def _layer(kind: str, *names: str) -> LibraryFunction:
    def build(machine: Machine, arguments: Arguments, keywords: Keywords, node: ast.AST) -> Value:
        given = dict(zip(names, arguments)) | dict(keywords)
        return Layer(kind, tuple(machine.whole(given[name]) for name in names if name in given))

    return build


def _listed(machine: Machine, arguments: Arguments, keywords: Keywords, node: ast.AST) -> Value:
    return Layer("list", (), tuple(machine.unpacked(arguments[0], None, node)) if arguments else ())


def _pretrained(machine: Machine, arguments: Arguments, keywords: Keywords, node: ast.AST) -> Value:
    """`nn.Embedding.from_pretrained(weight)`."""
    weight = machine.trace.tensor([*arguments, *keywords.values()][0])
    is_matrix = weight is not None and len(weight.extents) == 2
    made = weight if weight is not None and is_matrix else machine.view([machine.open_extent(), machine.open_extent()])
    return Layer("embedding", made.sizes)


def _chain(machine: Machine, arguments: Arguments, keywords: Keywords, node: ast.AST) -> Value:
    return Layer("chain", (), tuple(arguments))


def call_layer(machine: Machine, layer: Value, arguments: Arguments, keywords: Keywords, node: ast.AST) -> Value:
    """The value of a call of a module."""
    if isinstance(layer, RecurrentLayer):
        return call_recurrent(machine, layer, arguments, keywords, node)
    assert isinstance(layer, Layer)
    values = [*arguments, *keywords.values()]
    if not values:
        raise Unmodelled("a module that is called without an input")
    value = values[0]
    if layer.kind == "same":
        return value
    if layer.kind == "chain":
        machine.spend(len(layer.parts))
        for part in layer.parts:
            if isinstance(value, Items):
                raise Unmodelled("a recurrent layer inside nn.Sequential passes on a tuple")
            value = machine.call(part, (value,), {}, node)
        return value
    if layer.kind == "embedding" and len(layer.sizes) == 2:
        if isinstance(value, Unknown) and machine.trace.tensor(value) is None:
            return Unknown(machine.new_key(), value.name, value.reason, source=value, tail=(layer.sizes[1],))
        return machine.view([*known(machine, value).extents, machine.extent(layer.sizes[1])])
    if layer.kind == "linear" and len(layer.sizes) == 2:
        return _linear(machine, layer, known(machine, value), node)
    if layer.kind in ("convolution", "pooling", "adaptive"):
        return call_window(machine, layer, value)
    raise Unmodelled("a module that is not followed")


def _linear(machine: Machine, layer: Layer, tensor: Tensor, node: ast.AST) -> Value:
    features: Extent = tensor.extents[-1] if tensor.extents else machine.open_extent()
    expected, actual = layer.sizes[0].value, features.size.value
    if expected is not None and actual is not None and expected != actual:
        if machine.trace.roles_of(features):
            message = f"nn.Linear takes {expected} features, and is given {actual}: D * H_out of the recurrent layer"
            raise machine.refuse(Raise(node, "input", str(actual), str(expected), message))
        raise Unmodelled("nn.Linear is given another number of features than it takes")
    return machine.view([*tensor.extents[:-1], machine.extent(layer.sizes[1])])


_SAME_SHAPE: tuple[str, ...] = (
    "Dropout",
    "Dropout1d",
    "ReLU",
    "LeakyReLU",
    "GELU",
    "ELU",
    "SiLU",
    "Tanh",
    "Hardtanh",
    "Sigmoid",
)
_SAME_SHAPE += ("Softmax", "LogSoftmax", "LayerNorm", "BatchNorm1d", "Identity")

MODULES: Mapping[str, LibraryFunction] = {
    **{
        f"{place}{name}": build_recurrent(kind)
        for name, kind in KINDS.items()
        for place in ("", "modules.", "modules.rnn.")
    },
    "Linear": _layer("linear", "in_features", "out_features"),
    "Embedding": _layer("embedding", "num_embeddings", "embedding_dim"),
    "Embedding.from_pretrained": _pretrained,
    "ModuleList": _listed,
    "Sequential": _chain,
    **CONVOLVING,
    **dict.fromkeys(_SAME_SHAPE, _layer("same")),
}
"""The constructors of `torch.nn`, by name."""
