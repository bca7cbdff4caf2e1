"""The shapes that result from PyTorch's operations that reduce, divide or join tensors."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import TYPE_CHECKING

from lstm_shapes.check.interpreter.dims import DECIDED, Dim, Unmodelled
from lstm_shapes.check.interpreter.operands import Operation, axis_of, known, shape_argument
from lstm_shapes.check.interpreter.values import (
    Arguments,
    Constant,
    Extent,
    Items,
    Keywords,
    Series,
    Tensor,
    Value,
)

if TYPE_CHECKING:
    from lstm_shapes.check.interpreter.machine import Machine

__all__ = ["COMBINING"]

_SINGLE = frozenset(("L", "N"))


def _reduce(machine: Machine, value: Value, arguments: Arguments, keywords: Keywords) -> Value:
    tensor = known(machine, value)
    given = dict(zip(("dim", "keepdim"), arguments)) | dict(keywords)
    dims = given.get("dim", given.get("axis"))
    keep = given.get("keepdim", given.get("keepdims", Constant(False)))
    if dims is None:
        return machine.view([])
    if not isinstance(dims, (Dim, Items)) or not isinstance(keep, Constant):
        raise Unmodelled("a reduction that is not followed")
    listed = dims.items if isinstance(dims, Items) else (dims,)
    axes = {axis_of(machine, axis, len(tensor.extents)) for axis in listed}
    kept: list[Extent] = []
    for axis, extent in enumerate(tensor.extents):
        if axis not in axes:
            kept.append(extent)
        elif keep.value:
            kept.append(machine.extent(Dim.of(1)))
    return machine.view(kept)


def _reduce_once(machine: Machine, value: Value, arguments: Arguments, keywords: Keywords) -> Value:
    """`std` and `var`, whose second argument is not `keepdim`, which is the third."""
    return _reduce(machine, value, (*arguments[:1], *arguments[2:3]), keywords)


def _reduce_to_pair(machine: Machine, value: Value, arguments: Arguments, keywords: Keywords) -> Value:
    """`max` and `min`, which give values and indices if an axis is named."""
    reduced = _reduce(machine, value, arguments, keywords)
    return Items((reduced, reduced)) if arguments or keywords else reduced


def _chunk(machine: Machine, value: Value, arguments: Arguments, keywords: Keywords) -> Value:
    tensor = known(machine, value)
    given = dict(zip(("chunks", "dim"), arguments)) | dict(keywords)
    count = machine.whole(given.get("chunks", Constant(None))).value
    axis = axis_of(machine, given.get("dim", Dim.of(0)), len(tensor.extents))
    if not count or not 1 <= count <= 16:
        raise Unmodelled("a number of chunks that is not known")
    size = tensor.extents[axis].size
    if size.value is not None and size.value % count:
        raise Unmodelled("chunks of different sizes")
    part = size // Dim.of(count)
    extents = tensor.extents
    return Items(
        tuple(machine.view([*extents[:axis], machine.extent(part), *extents[axis + 1 :]]) for _ in range(count))
    )


def _split(machine: Machine, value: Value, arguments: Arguments, keywords: Keywords) -> Value:
    tensor = known(machine, value)
    given = dict(zip(("split_size", "dim"), arguments)) | dict(keywords)
    axis = axis_of(machine, given.get("dim", Dim.of(0)), len(tensor.extents))
    size, part = tensor.extents[axis].size, machine.whole(given.get("split_size", Constant(None)))
    count = (size // part).value
    if not count or not 1 <= count <= 16 or (size.value is not None and part.value and size.value % part.value):
        raise Unmodelled("a split that is not followed")
    extents = tensor.extents
    return Items(
        tuple(machine.view([*extents[:axis], machine.extent(part), *extents[axis + 1 :]]) for _ in range(count))
    )


def _unbind(machine: Machine, value: Value, arguments: Arguments, keywords: Keywords) -> Value:
    tensor = known(machine, value)
    axis = axis_of(machine, [*arguments, *keywords.values(), Dim.of(0)][0], len(tensor.extents))
    count = tensor.extents[axis].size.value
    if count is None or count > 64:
        raise Unmodelled("an axis of unknown size is split into its elements")
    return Items(tuple(machine.view([e for p, e in enumerate(tensor.extents) if p != axis]) for _ in range(count)))


def _repeat(machine: Machine, value: Value, arguments: Arguments, _: Keywords) -> Value:
    tensor, times = known(machine, value), shape_argument(machine, arguments)
    if len(times) < len(tensor.extents):
        raise Unmodelled("a repetition that does not fit the tensor")
    missing = len(times) - len(tensor.extents)
    old = [*(machine.extent(Dim.of(1)) for _ in range(missing)), *tensor.extents]
    return machine.view(
        [extent if time.value == 1 else machine.extent(extent.size * time) for extent, time in zip(old, times)]
    )


def _expand(machine: Machine, value: Value, arguments: Arguments, _: Keywords) -> Value:
    tensor, sizes = known(machine, value), shape_argument(machine, arguments)
    lead = len(sizes) - len(tensor.extents)
    if lead < 0:
        raise Unmodelled("an expansion that does not fit the tensor")
    made = [machine.extent(size) for size in sizes]
    for position, extent in enumerate(tensor.extents, lead):
        if sizes[position].value == -1 or sizes[position] == extent.size:
            made[position] = extent
    return machine.view(made)


def _parts(machine: Machine, value: Value) -> tuple[list[Tensor], int | None]:
    """The tensors in a list, and how many these are; one for all, where a loop has made the list."""
    if isinstance(value, Series):
        return [known(machine, value.element)], None
    parts = [known(machine, part) for part in machine.unpacked(value, None, ast.Pass())]
    return parts, len(parts)


def _stack(machine: Machine, value: Value, arguments: Arguments, keywords: Keywords) -> Value:
    parts, count = _parts(machine, value)
    if len({part.sizes for part in parts}) != 1:
        raise Unmodelled("a stack of tensors that differ")
    axis = axis_of(machine, [*arguments, *keywords.values(), Dim.of(0)][0], len(parts[0].extents) + 1)
    extents = list(parts[0].extents)
    extents.insert(axis, machine.open_extent(DECIDED) if count is None else machine.extent(Dim.of(count)))
    return machine.view(extents)


def _cat(machine: Machine, value: Value, arguments: Arguments, keywords: Keywords) -> Value:
    parts, count = _parts(machine, value)
    if not parts or len({len(part.extents) for part in parts}) != 1:
        raise Unmodelled("tensors of different ranks are joined")
    axis = axis_of(machine, [*arguments, *keywords.values(), Dim.of(0)][0], len(parts[0].extents))
    total = Dim.of(0)
    for part in parts:
        total = total + part.extents[axis].size
    extents = list(parts[0].extents)
    extents[axis] = machine.open_extent(DECIDED) if count is None else machine.extent(total)
    joined = machine.view(extents)
    joins = {str(role.axis) for part in parts for role in machine.trace.roles_of(part.extents[axis])}
    if joins and joins <= _SINGLE:  # steps behind steps are time still, and rows below rows the batch
        machine.trace.join(parts[0], parts[-1], joined, machine.new_key)
    return joined


COMBINING: Mapping[str, Operation] = {
    "sum": _reduce,
    "mean": _reduce,
    **dict.fromkeys(("argmax", "argmin", "prod", "logsumexp", "amax", "amin", "any", "all"), _reduce),
    **dict.fromkeys(("std", "var"), _reduce_once),
    "norm": lambda machine, value, arguments, keywords: _reduce(machine, value, arguments[1:], keywords),
    "max": _reduce_to_pair,
    "min": _reduce_to_pair,
    "chunk": _chunk,
    "split": _split,
    "unbind": _unbind,
    "repeat": _repeat,
    "expand": _expand,
    "stack": _stack,
    "cat": _cat,
    "concat": _cat,
    "concatenate": _cat,
}
"""The operations by name; each is both a method of tensors and a function of `torch`."""
