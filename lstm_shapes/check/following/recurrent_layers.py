"""What the constructor call of a recurrent layer or cell tells: its sizes, its formulas, its parameters."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from lstm_shapes.check.following.dims import Dim, Quantity, Unmodelled
from lstm_shapes.check.following.operands import LibraryFunction
from lstm_shapes.check.following.values import (
    Arguments,
    Constant,
    Context,
    Keywords,
    RecurrentLayer,
    Tensor,
    Unknown,
    Value,
)
from lstm_shapes.formula import Axis
from lstm_shapes.kinds import LSTM, Kind
from lstm_shapes.shapes import parameter_formulas
from lstm_shapes.spec import MOST_LAYERS, SPECS, RecurrentSpec

if TYPE_CHECKING:
    from lstm_shapes.check.following.machine import Machine

__all__ = ["any_lstm", "build_recurrent", "filled", "layout_of", "machine_truth", "parameter_of", "states_context"]


def build_recurrent(kind: Kind) -> LibraryFunction:
    """What makes a layer of a constructor call; it raises `Unmodelled` if the arguments are not those of its kind."""

    def build(machine: Machine, arguments: Arguments, keywords: Keywords, node: ast.AST) -> RecurrentLayer:
        given = dict(zip(kind.arguments, arguments)) | dict(keywords)
        is_whole = given.keys() <= set(kind.arguments) and len(arguments) <= len(kind.arguments)
        if "input_size" not in given or "hidden_size" not in given or not is_whole:
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
        layer = RecurrentLayer(machine.new_key(), kind, sizes, batch_first, projected, getattr(node, "lineno", 0))
        machine.trace.layers.append(layer)
        return layer

    return build


def any_lstm(machine: Machine) -> RecurrentLayer:
    """An LSTM about which nothing is known, except that it has no projection."""
    names = ("H_in", "H_cell", "num_layers", "D")
    sizes = {name: Dim.named(Quantity(machine.new_key(), name)) for name in names}
    return RecurrentLayer(machine.new_key(), LSTM, {**sizes, "H_out": sizes["H_cell"]}, None, False, 0)


def machine_truth(value: Value) -> bool | None:
    """A value as True or False, also by the default of a parameter; None if it is not known."""
    if isinstance(value, Unknown) and isinstance(value.default, Constant):
        value = value.default
    if isinstance(value, Constant):
        return bool(value.value)
    return bool(value.value) if isinstance(value, Dim) and value.value is not None else None


def layout_of(layer: RecurrentLayer, batched: bool = True, packed: bool = False) -> RecurrentSpec:
    """A specification with this layer's formulas; of its sizes, only D and num_layers are real, if they are known."""
    layers = layer.sizes["num_layers"].value or 1
    values: dict[str, Any] = {
        "num_layers": layers if 1 <= layers <= MOST_LAYERS else 1,
        "batch_first": bool(layer.batch_first),
        "bidirectional": layer.sizes["D"].value == 2,
        "proj_size": int(layer.projected),
    }
    own = {name: value for name, value in values.items() if name in layer.kind.arguments}
    return SPECS[layer.kind.name](1, 2, **own, batched=batched, lengths=(1,) if packed else None)


def states_context(machine: Machine, layer: RecurrentLayer) -> Context:
    """The meaning of the symbols for a layer whose call is not seen."""
    sizes = dict(layer.sizes)
    for name in ("L", "N"):
        sizes[name] = Dim.named(Quantity(machine.new_key(), name))
    return Context(machine.new_key(), layout_of(layer), sizes, False, layer.batch_first is not None, layer.key)


def parameter_of(machine: Machine, layer: RecurrentLayer, name: str) -> Tensor | None:
    """A weight or bias of the layer, by its name in `state_dict()`."""
    layout = layout_of(layer)
    formula = parameter_formulas(layout).get(name)
    if formula is None:
        return None
    context = Context(machine.new_key(), layout, layer.sizes)
    extents = []
    for axis in formula.substitute({"G": Axis(layout.G)}).axes:
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
