"""What the constructor call of an `nn.LSTM` tells: its sizes, its formulas, its parameters."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import TYPE_CHECKING

from lstm_shapes.check.following.dims import Dim, Quantity, Unmodelled
from lstm_shapes.check.following.values import (
    Arguments,
    Constant,
    Context,
    Keywords,
    LSTMLayer,
    Tensor,
    Unknown,
    Value,
)
from lstm_shapes.formula import Axis
from lstm_shapes.kinds import LSTM
from lstm_shapes.shapes import parameter_formulas
from lstm_shapes.spec import LSTMSpec

if TYPE_CHECKING:
    from lstm_shapes.check.following.machine import Machine

__all__ = ["any_lstm", "build_lstm", "filled", "layout_of", "machine_truth", "parameter_of", "states_context"]

_MOST_LAYERS = 1_000


def build_lstm(machine: Machine, arguments: Arguments, keywords: Keywords, node: ast.AST) -> LSTMLayer:
    """The layer that a constructor call makes; raises `Unmodelled` if its arguments are not those of `nn.LSTM`."""
    given = dict(zip(LSTM.arguments, arguments)) | dict(keywords)
    if "input_size" not in given or "hidden_size" not in given or len(arguments) > len(LSTM.arguments):
        raise Unmodelled("the constructor's arguments are not in this document")
    H_in, H_cell = machine.whole(given["input_size"]), machine.whole(given["hidden_size"])
    proj = given.get("proj_size")
    projected = proj is not None and not (isinstance(proj, Dim) and proj.value == 0)
    sizes = {
        "H_in": H_in,
        "H_cell": H_cell,
        "H_out": machine.whole(proj) if projected and proj is not None else H_cell,
        "num_layers": machine.whole(given["num_layers"]) if "num_layers" in given else Dim.of(1),
        "D": machine.directions(given.get("bidirectional", Constant(False))),
    }
    batch_first = machine_truth(given.get("batch_first", Constant(False)))
    layer = LSTMLayer(machine.new_key(), sizes, batch_first, projected, getattr(node, "lineno", 0))
    machine.trace.layers.append(layer)
    return layer


def any_lstm(machine: Machine) -> LSTMLayer:
    """A layer about which nothing is known, except that it has no projection."""
    names = ("H_in", "H_cell", "num_layers", "D")
    sizes = {name: Dim.named(Quantity(machine.new_key(), name)) for name in names}
    return LSTMLayer(machine.new_key(), {**sizes, "H_out": sizes["H_cell"]}, None, False, 0)


def machine_truth(value: Value) -> bool | None:
    """A value as True or False, also by the default of a parameter; None if it is not known."""
    if isinstance(value, Unknown) and isinstance(value.default, Constant):
        value = value.default
    if isinstance(value, Constant):
        return bool(value.value)
    return bool(value.value) if isinstance(value, Dim) and value.value is not None else None


def layout_of(layer: LSTMLayer, batched: bool = True, packed: bool = False) -> LSTMSpec:
    """A specification with this layer's formulas; of its sizes, only D and num_layers are real, if they are known."""
    layers = layer.sizes["num_layers"].value or 1
    return LSTMSpec(
        input_size=1,
        hidden_size=2,
        num_layers=layers if 1 <= layers <= _MOST_LAYERS else 1,
        batch_first=bool(layer.batch_first),
        bidirectional=layer.sizes["D"].value == 2,
        proj_size=int(layer.projected),
        batched=batched,
        lengths=(1,) if packed else None,
    )


def states_context(machine: Machine, layer: LSTMLayer) -> Context:
    """The meaning of the symbols for a layer whose call is not seen."""
    sizes = dict(layer.sizes)
    for name in ("L", "N"):
        sizes[name] = Dim.named(Quantity(machine.new_key(), name))
    return Context(machine.new_key(), layout_of(layer), sizes, False, layer.batch_first is not None, layer.key)


def parameter_of(machine: Machine, layer: LSTMLayer, name: str) -> Tensor | None:
    """A weight or bias of the layer, by its name in `state_dict()`."""
    formula = parameter_formulas(layout_of(layer)).get(name)
    if formula is None:
        return None
    context = Context(machine.new_key(), layout_of(layer), layer.sizes)
    extents = []
    for axis in formula.axes:
        extent = machine.extent(filled(axis, layer.sizes))
        machine.trace.add_role(extent, axis, context)
        extents.append(extent)
    tensor = machine.view(extents)
    machine.trace.uses[tensor.key] = [(name, context)]
    return tensor


def filled(axis: Axis, sizes: Mapping[str, Dim]) -> Dim:
    """A product of symbols, with the code's own quantities in place of the symbols."""
    dim = Dim.of(axis.coefficient)
    for symbol in axis.symbols:
        dim = dim * sizes[symbol]
    return dim
