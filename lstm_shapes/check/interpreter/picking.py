"""The shapes of what is picked out of a tensor: elements, rows, the largest of an axis."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from lstm_shapes.check.interpreter.dims import Unmodelled
from lstm_shapes.check.interpreter.operands import Operation, axis_of, known
from lstm_shapes.check.interpreter.values import Arguments, Items, Keywords, Value

if TYPE_CHECKING:
    from lstm_shapes.check.interpreter.machine import Machine

__all__ = ["PICKING"]


def _select(machine: Machine, value: Value, arguments: Arguments, keywords: Keywords) -> Value:
    tensor = known(machine, value)
    given = dict(zip(("dim", "index"), arguments)) | dict(keywords)
    axis = axis_of(machine, given["dim"], len(tensor.extents))
    return machine.view([extent for position, extent in enumerate(tensor.extents) if position != axis])


def _index_select(machine: Machine, value: Value, arguments: Arguments, keywords: Keywords) -> Value:
    tensor = known(machine, value)
    given = dict(zip(("dim", "index"), arguments)) | dict(keywords)
    axis = axis_of(machine, given["dim"], len(tensor.extents))
    index = machine.trace.tensor(given["index"])
    if index is not None and len(index.extents) > 1:
        raise Unmodelled("an index of several axes")
    picked = index.extents[0] if index is not None and index.extents else machine.open_extent()
    return machine.view([picked if position == axis else extent for position, extent in enumerate(tensor.extents)])


def _gather(machine: Machine, value: Value, arguments: Arguments, keywords: Keywords) -> Value:
    given = dict(zip(("dim", "index"), arguments)) | dict(keywords)
    return machine.view(known(machine, given["index"]).extents)


def _topk(machine: Machine, value: Value, arguments: Arguments, keywords: Keywords) -> Value:
    tensor = known(machine, value)
    given = dict(zip(("k", "dim"), arguments)) | dict(keywords)
    axis = axis_of(machine, given["dim"], len(tensor.extents)) if "dim" in given else len(tensor.extents) - 1
    extents = list(tensor.extents)
    extents[axis] = machine.extent(machine.whole(given["k"]))
    return Items((machine.view(extents), machine.view(extents)))


PICKING: Mapping[str, Operation] = {
    "select": _select,
    "index_select": _index_select,
    "gather": _gather,
    "topk": _topk,
}
"""The operations by name; each is both a method of tensors and a function of `torch`."""
