"""What the constructor call of a recurrent layer or cell tells: its sizes, its formulas, its parameters."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from lstm_shapes.check.interpreter.dims import Dim, Quantity, Unmodelled
from lstm_shapes.check.interpreter.values import (
    Arguments,
    Constant,
    Context,
    Keywords,
    Path,
    RecurrentLayer,
    Tensor,
    Unknown,
    Value,
)
from lstm_shapes.formula import Axis
from lstm_shapes.kinds import KINDS, LSTM, Kind
from lstm_shapes.shapes import parameter_formulas
from lstm_shapes.spec import MOST_LAYERS, SPECS, RecurrentSpec

if TYPE_CHECKING:
    from lstm_shapes.check.interpreter.machine import Machine

__all__ = ["RECURRENT_CLASSES", "SOME_MODULE", "SOME_RECURRENT", "agreed_layer", "any_lstm", "build_recurrent"]
__all__ += ["build_some_module", "build_some_recurrent", "filled", "layout_of", "machine_truth", "parameter_of"]
__all__ += ["states_context"]

RecurrentBuilder = Callable[["Machine", Arguments, Keywords, ast.AST], RecurrentLayer]


SOME_RECURRENT = "torch.nn.LSTM or torch.nn.GRU or torch.nn.RNN"
"""A path that stands for a class that something outside of the document chooses."""

SOME_MODULE = "some module of torch.nn"
"""The same, of all classes of `torch.nn`."""

RECURRENT_CLASSES = frozenset(
    {Path(SOME_RECURRENT), *(Path(f"torch.nn.{name}") for name, kind in KINDS.items() if not kind.is_cell)}
)
"""The classes of recurrent layers."""

_OWN_ARGUMENTS = frozenset(("hidden_size", "num_layers", "batch_first", "bidirectional"))


def build_some_module(machine: Machine, arguments: Arguments, keywords: Keywords, node: ast.AST) -> RecurrentLayer:
    """A recurrent layer if nothing else in `torch.nn` has these arguments; raises `Unmodelled` if not."""
    if _OWN_ARGUMENTS.isdisjoint(keywords):
        raise Unmodelled("an attribute whose name is not known")
    return build_some_recurrent(machine, arguments, keywords, node)


def build_some_recurrent(machine: Machine, arguments: Arguments, keywords: Keywords, node: ast.AST) -> RecurrentLayer:
    """A layer of a class that something outside of the document chooses."""
    return replace(build_recurrent(LSTM)(machine, arguments, keywords, node), is_open=True)


def agreed_layer(one: RecurrentLayer, other: RecurrentLayer) -> RecurrentLayer | None:
    """A layer in place of two whose sizes are the same; None if these differ in more than their kind."""
    is_same = (one.sizes, one.batch_first, one.projected) == (other.sizes, other.batch_first, other.projected)
    if not is_same or one.kind.is_cell is not other.kind.is_cell:
        return None
    first = one if one.kind.has_cell_state else other
    return replace(first, is_open=one.is_open or other.is_open or one.kind is not other.kind)


def build_recurrent(kind: Kind) -> RecurrentBuilder:
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
        machine.trace.add_layer(layer)
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
