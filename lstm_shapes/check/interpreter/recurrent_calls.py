"""The shapes that result from calling a recurrent layer or cell, by the table of formulas."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from lstm_shapes.check.interpreter.dims import Dim, Quantity, Unmodelled
from lstm_shapes.check.interpreter.frames import Raise
from lstm_shapes.check.interpreter.recurrent_layers import filled, layout_of, states_context
from lstm_shapes.check.interpreter.values import (
    Arguments,
    Constant,
    Context,
    Extent,
    Instance,
    Items,
    Keywords,
    Packed,
    RecurrentLayer,
    Tensor,
    Unknown,
    Value,
)
from lstm_shapes.formula import Axis, Formula
from lstm_shapes.kinds import KINDS, Kind
from lstm_shapes.shapes import tensor_formulas

if TYPE_CHECKING:
    from lstm_shapes.check.interpreter.machine import Machine

__all__ = ["call_recurrent", "states_made", "tensor_of"]

_N, _L = Axis(1, ("N",)), Axis(1, ("L",))
_RETURNED = {name for kind in KINDS.values() for name in ("output", *kind.returned)}


def call_recurrent(
    machine: Machine, layer: RecurrentLayer, arguments: Arguments, keywords: Keywords, node: ast.AST
) -> Value:
    """The value of a call, in the tuples of its kind; raises `Unmodelled` if it is not followed, or would raise."""
    given = dict(zip(("input", "hx"), arguments)) | dict(keywords)
    value, states = given.get("input"), given.get("hx")
    if isinstance(value, Packed):
        return _call_packed(machine, layer, value, states, node)
    if not isinstance(value, (Tensor, Unknown)):
        raise Unmodelled(f"the input of the {layer.kind.name} is not followed")
    tensor = machine.trace.tensor(value) or _suppose(machine, layer, value)
    rank, most = len(tensor.extents), 2 if layer.kind.is_cell else 3
    if rank not in (most - 1, most) and isinstance(value, Unknown):
        raise Unmodelled("two uses of the input disagree about its axes")
    if rank not in (most - 1, most):
        message = f"the {layer.kind.name} is given an input of {rank} axes, and takes {most}, or {most - 1} unbatched"
        found = Raise(node, "input", f"{rank} axes", f"{most - 1} or {most} axes", message)
        raise machine.refuse(found, tensor.sizes)
    layout = layout_of(layer, batched=rank == most)
    formulas = tensor_formulas(layout)
    lead = formulas["input"].axes[:-1]
    is_ordered = rank < most or layer.batch_first is not None  # otherwise it is not known which axis is time
    shared = dict(zip(lead, tensor.extents)) if is_ordered else {}
    sizes = dict(layer.sizes)
    for axis in lead:
        sizes[str(axis)] = shared[axis].size if axis in shared else machine.open_extent(str(axis)).size
    context = Context(machine.new_key(), layout, sizes, isinstance(value, Tensor), is_ordered, layer.key)
    _note_input(machine, tensor, formulas["input"].axes if is_ordered else (), context)
    expected, actual = sizes["H_in"].value, tensor.extents[-1].size.value
    if expected is not None and actual is not None and expected != actual:
        kind = layer.kind.name
        message = f"input.size(-1) must be equal to input_size: the {kind} expects {expected}, and is given {actual}"
        raise machine.refuse(Raise(node, "input", str(actual), str(expected), message))
    _note_states(machine, layer, context, states, node)
    made = {name: _result(machine, name, formulas[name], shared, context) for name in _results(layer.kind)}
    if not is_ordered:
        made["output"] = _renamed(machine, "output", [*tensor.extents[:-1], made["output"].extents[-1]], context)
    machine.trace.add_call(node, context, {"input": value, **made})
    return _returned(machine, layer, made)


def _results(kind: Kind) -> tuple[str, ...]:
    return kind.returned if kind.is_cell else ("output", *kind.returned)


def _returned(machine: Machine, layer: RecurrentLayer, made: Mapping[str, Value]) -> Value:
    """The results in the tuples in which a module of this kind returns them."""
    kind = layer.kind
    states = tuple(made[name] for name in kind.returned)
    last: Value = Items(states) if kind.has_cell_state else states[0]
    if layer.is_open:
        last = machine.unknown("", "which kind of layer returns these states is not known")
        machine.trace.pairs[last.key] = Items(states)
    return last if kind.is_cell else Items((made["output"], last))


def _suppose(machine: Machine, layer: RecurrentLayer, value: Value) -> Tensor:
    """An unknown input, taken to have a batch axis; as this is not certain, claims of two axes are never false."""
    assert isinstance(value, Unknown)
    lead = range(1 if layer.kind.is_cell else 2)
    extents = [machine.extent(machine.size_of(value, axis)) for axis in lead]
    return machine.infer(value, [*extents, machine.extent(layer.sizes["H_in"])])


def tensor_of(machine: Machine, name: str, context: Context) -> Tensor:
    """A tensor that an LSTM takes or returns, by its name, if no call of the LSTM is seen."""
    return _result(machine, name, tensor_formulas(context.layout)[name], {}, context)


def _result(machine: Machine, name: str, formula: Formula, shared: Mapping[Axis, Extent], context: Context) -> Tensor:
    """A tensor that the call returns; its time and batch axes are those of the input, if these are known."""
    extents = []
    for axis in formula.axes:
        is_certain = context.is_ordered or axis not in (_L, _N) or name not in ("input", "output")
        size = filled(axis, context.sizes) if is_certain else machine.open_extent().size
        extent = shared.get(axis) or machine.extent(size)
        if is_certain:
            machine.trace.add_role(extent, axis, context)
        extents.append(extent)
    return _renamed(machine, name, extents, context)


def _renamed(machine: Machine, name: str, extents: Sequence[Extent], context: Context) -> Tensor:
    tensor = machine.view(extents)
    machine.trace.uses[tensor.key] = [(name, context)]
    return tensor


def _note_input(machine: Machine, tensor: Tensor, axes: Sequence[Axis], context: Context) -> None:
    is_returned = any(name in _RETURNED for name, _ in machine.trace.uses.get(tensor.key, ()))
    machine.trace.add_use(tensor.key, "input", context, is_first=not is_returned)
    for extent, axis in zip(tensor.extents, axes):
        machine.trace.add_role(extent, axis, context)


def _note_states(
    machine: Machine, layer: RecurrentLayer, context: Context, states: Value | None, node: ast.AST
) -> None:
    """Record that the passed states are h_0 and c_0, and check whether they fit."""
    if states is None or isinstance(states, Constant):
        return
    formulas, kind = tensor_formulas(context.layout), context.layout.kind
    if isinstance(states, Unknown):
        made = tuple(_result(machine, name, formulas[name], {}, context) for name in kind.given)
        if kind.has_cell_state:
            machine.trace.pairs.setdefault(states.key, Items(made))
        else:
            machine.infer(states, made[0].extents)
            machine.trace.add_use(states.key, "h_0", context)
        return
    if isinstance(states, Tensor if kind.has_cell_state else Items) and not layer.is_open:
        takes = "the pair (h_0, c_0)" if kind.has_cell_state else "one tensor, h_0"
        shown = "one tensor for its states" if kind.has_cell_state else "a tuple for its state"
        message = f"the {kind.name} is given {shown}, and takes {takes}"
        found = Raise(node, "h_0", "a tensor" if kind.has_cell_state else "a tuple", kind.takes, message)
        raise machine.refuse(found, context.sizes.values())
    given = (states,) if isinstance(states, Tensor) else states.items if isinstance(states, Items) else ()
    for name, state in zip(kind.given, given):
        tensor = machine.trace.tensor(state)
        axes = formulas[name].axes
        if tensor is None and isinstance(state, Unknown):
            tensor = machine.infer(state, [machine.extent(filled(axis, context.sizes)) for axis in axes])
        if tensor is None:
            continue
        expected = [filled(axis, context.sizes).value for axis in axes]
        actual = [extent.size.value for extent in tensor.extents]
        misfit = len(actual) != len(expected) or any(
            a is not None and e is not None and a != e for a, e in zip(actual, expected)
        )
        if misfit and None not in actual and None not in expected:
            message = f"{name} is {_tuple(actual)}, and the {kind.name} expects {formulas[name]} = {_tuple(expected)}"
            raise machine.refuse(Raise(node, name, _tuple(actual), _tuple(expected), message))
        if misfit:
            continue
        machine.trace.add_use(tensor.key, name, context)
        for extent, axis in zip(tensor.extents, axes):
            machine.trace.add_role(extent, axis, context)


def _tuple(sizes: Sequence[int | None]) -> str:
    return str(tuple(sizes))


def _call_packed(machine: Machine, layer: RecurrentLayer, value: Packed, states: Value | None, node: ast.AST) -> Value:
    layout = layout_of(layer, packed=True)
    formulas = tensor_formulas(layout)
    sizes = dict(layer.sizes) | {"L": value.time.size, "N": value.batch.size}
    total = None if value.lengths is None else sum(value.lengths)
    most = None if value.lengths is None else max(value.lengths, default=0)
    for name, number in (("sum(lengths)", total), ("max(lengths)", most)):
        sizes[name] = Dim.named(Quantity(machine.new_key(), name, number))
    context = Context(machine.new_key(), layout, sizes, layer=layer.key)
    machine.trace.add_role(value.time, _L, context)
    machine.trace.add_role(value.batch, _N, context)
    machine.trace.add_role(value.features, Axis(1, ("H_in",)), context)
    machine.trace.add_use(value.key, "input", context)
    _note_states(machine, layer, context, states, node)
    longest = machine.extent(sizes["max(lengths)"])
    shared = {_N: value.batch, Axis(1, ("max(lengths)",)): longest}
    made = {name: _result(machine, name, formulas[name], shared, context) for name in _results(layer.kind)}
    output = Packed(machine.new_key(), longest, value.batch, made["output"].extents[-1], value.lengths)
    machine.trace.uses[output.key] = [("output", context)]
    machine.trace.add_call(node, context, {"input": value, **made})
    return _returned(machine, layer, {**made, "output": output})


def states_made(machine: Machine, value: Value, instance: Instance) -> None:
    """Record that what a method such as `init_hidden` returns are the states of the object's recurrent layer."""
    layers = [attribute for attribute in instance.attributes.values() if isinstance(attribute, RecurrentLayer)]
    states = value.items if isinstance(value, Items) else (value,)
    if len(layers) != 1 or len(states) != len(layers[0].kind.given):
        return
    tensors = [machine.trace.tensor(state) for state in states]
    context = states_context(machine, layers[0])
    formulas = tensor_formulas(context.layout)
    rank = len(formulas["h_0"].axes)
    batch = next((tensor.extents[-2].size for tensor in tensors if tensor and len(tensor.extents) == rank), None)
    if batch is not None:
        context = replace(context, sizes={**context.sizes, "N": batch})
    for name, tensor in zip(context.layout.kind.given, tensors):
        if tensor is not None and len(tensor.extents) == rank:
            machine.trace.add_use(tensor.key, name, context, is_first=False)
            for extent, axis in zip(tensor.extents, formulas[name].axes):
                machine.trace.add_role(extent, axis, context)
