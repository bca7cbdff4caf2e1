"""The shapes that result from packing sequences and from padding them again."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lstm_shapes.check.interpreter.creating import whole_numbers
from lstm_shapes.check.interpreter.dims import Unmodelled
from lstm_shapes.check.interpreter.operands import known
from lstm_shapes.check.interpreter.recurrent_layers import machine_truth
from lstm_shapes.check.interpreter.values import (
    Arguments,
    Constant,
    Items,
    Keywords,
    Packed,
    Tensor,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from lstm_shapes.check.interpreter.machine import Machine
__all__ = ["pack", "pad"]


def pack(machine: Machine, arguments: Arguments, keywords: Keywords, node: ast.AST) -> Value:
    """The value of `pack_padded_sequence(input, lengths, batch_first)`."""
    given = dict(zip(("input", "lengths", "batch_first"), arguments)) | dict(keywords)
    value = given["input"]
    if isinstance(value, Unknown) and machine.trace.tensor(value) is None:
        machine.infer(
            value,
            [machine.extent(machine.size_of(value, axis)) for axis in range(3 - len(value.tail))]
            + [machine.extent(size) for size in value.tail],
        )
    tensor = known(machine, value)
    batch_first = machine_truth(given.get("batch_first", Constant(False)))
    if len(tensor.extents) != 3 or batch_first is None:
        raise Unmodelled("a packed sequence that is not followed")
    batch, time = tensor.extents[:2] if batch_first else tensor.extents[1::-1]
    lengths = whole_numbers(given.get("lengths", Constant(None)))
    return Packed(machine.new_key(), time, batch, tensor.extents[2], lengths)


def pad(machine: Machine, arguments: Arguments, keywords: Keywords, node: ast.AST) -> Value:
    """The value of `pad_packed_sequence(sequence, batch_first)`: the padded tensor and the lengths."""
    names = ("sequence", "batch_first", "padding_value", "total_length")
    given = dict(zip(names, arguments)) | dict(keywords)
    packed = _packed(machine, given.get("sequence"))
    batch_first = machine_truth(given.get("batch_first", Constant(False)))
    if batch_first is None:
        raise Unmodelled("whether the batch comes first is not known")
    total = given.get("total_length", Constant(None))
    is_whole = isinstance(total, Constant) and total.value is None
    time = packed.time if is_whole else machine.extent(machine.whole(total))
    padded = machine.view([*([packed.batch, time] if batch_first else [time, packed.batch]), packed.features])
    if is_whole:
        machine.trace.uses[padded.key] = list(machine.trace.uses.get(packed.key, []))
    return Items((padded, machine.view([packed.batch])))


def _packed(machine: Machine, value: Value | None) -> Packed:
    """A sequence that is padded; the output of a layer whose input nobody knows must be packed."""
    if isinstance(value, Packed):
        return value
    uses = machine.trace.uses.get(value.key, []) if isinstance(value, Tensor) else []
    context = next((context for role, context in uses if role == "output" and not context.certain), None)
    if context is None or not context.is_ordered or not isinstance(value, Tensor):
        reason = value.reason if isinstance(value, Unknown) else ""
        raise Unmodelled(reason or "the sequence to pad is not followed")
    first, second, features = value.extents
    batch, time = (first, second) if context.layout.batch_first else (second, first)
    packed = Packed(machine.new_key(), time, batch, features)
    machine.trace.uses[packed.key] = [("output", context)]
    return packed
