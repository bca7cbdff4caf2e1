"""The shapes that result from PyTorch's operations that permute, join or divide the axes of one tensor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from lstm_shapes.check.interpreter.dims import Dim, Unmodelled, product
from lstm_shapes.check.interpreter.operands import Operation, axis_of, known, shape_argument
from lstm_shapes.check.interpreter.values import Arguments, Extent, Keywords, Tensor, Unknown, Value

if TYPE_CHECKING:
    from lstm_shapes.check.interpreter.machine import Machine

__all__ = ["RESHAPING"]


def _permute(machine: Machine, value: Value, arguments: Arguments, _: Keywords) -> Value:
    order = shape_argument(machine, arguments)
    tensor = machine.trace.tensor(value)
    if tensor is None and isinstance(value, Unknown):  # it must have as many axes as the permutation
        machine.infer(value, [machine.extent(machine.size_of(value, axis)) for axis in range(len(order))])
    tensor = known(machine, value)
    axes = [axis_of(machine, axis, len(tensor.extents)) for axis in order]
    if sorted(axes) != list(range(len(tensor.extents))):
        raise Unmodelled("a permutation that does not fit the tensor")
    return machine.view([tensor.extents[axis] for axis in axes])


def _transpose(machine: Machine, value: Value, arguments: Arguments, keywords: Keywords) -> Value:
    given = [*arguments, *(keywords[name] for name in ("dim0", "dim1") if name in keywords)]
    if len(given) != 2:
        raise Unmodelled("a transposition that is not followed")
    tensor = machine.trace.tensor(value)
    if tensor is None and isinstance(value, Unknown):
        first, second = (machine.whole(axis).value for axis in given)
        if first is None or second is None or first < 0 or second < 0:
            raise Unmodelled(value.reason)
        return Unknown(machine.new_key(), value.name, value.reason, source=value, swapped=(first, second))
    tensor = known(machine, value)
    first, second = (axis_of(machine, axis, len(tensor.extents)) for axis in given)
    extents = list(tensor.extents)
    extents[first], extents[second] = extents[second], extents[first]
    return machine.view(extents)


def _view(machine: Machine, value: Value, arguments: Arguments, keywords: Keywords) -> Value:
    sizes = shape_argument(machine, [*arguments, *keywords.values()])
    open_axes = [axis for axis, size in enumerate(sizes) if size.value == -1]
    tensor = machine.trace.tensor(value)
    if len(open_axes) > 1:
        raise Unmodelled("a view with two open axes")
    if open_axes:
        rest = product([size for size in sizes if size.value != -1])
        size = machine.open_extent().size
        if tensor is not None and rest.value != 0:
            with suppress(Unmodelled):  # then the size stays unknown
                size = product(tensor.sizes) // rest
        sizes[open_axes[0]] = size
    return machine.view(_kept_extents(machine, tensor, sizes))


def _kept_extents(machine: Machine, tensor: Tensor | None, sizes: Sequence[Dim]) -> list[Extent]:
    """The axes after a view; axes at the front and at the back that it does not change keep their keys."""
    made = [machine.extent(size) for size in sizes]
    if tensor is None:
        return made
    old = tensor.extents
    front = 0
    while front < min(len(old), len(sizes)) and old[front].size == sizes[front]:
        made[front] = old[front]
        front += 1
    back = 1
    while back <= min(len(old), len(sizes)) - front and old[-back].size == sizes[-back]:
        made[-back] = old[-back]
        back += 1
    return made


def _squeeze(machine: Machine, value: Value, arguments: Arguments, keywords: Keywords) -> Value:
    tensor = known(machine, value)
    given = [*arguments, *keywords.values()]
    if not given:
        if any(extent.size.value is None for extent in tensor.extents):
            raise Unmodelled("squeeze() of axes whose sizes are not known")
        return machine.view([extent for extent in tensor.extents if extent.size.value != 1])
    axis = axis_of(machine, given[0], len(tensor.extents))
    size = tensor.extents[axis].size.value
    if size is None:
        raise Unmodelled("squeeze() of an axis whose size is not known")
    return machine.view([e for position, e in enumerate(tensor.extents) if position != axis or size != 1])


def _unsqueeze(machine: Machine, value: Value, arguments: Arguments, keywords: Keywords) -> Value:
    if isinstance(value, Unknown) and machine.trace.tensor(value) is None:
        place = machine.whole([*arguments, *keywords.values()][0]).value
        if place is None or place < 0:
            raise Unmodelled(value.reason)
        return Unknown(machine.new_key(), value.name, value.reason, source=value, inserted=place)
    tensor = known(machine, value)
    axis = axis_of(machine, [*arguments, *keywords.values()][0], len(tensor.extents) + 1)
    extents = list(tensor.extents)
    extents.insert(axis, machine.extent(Dim.of(1)))
    return machine.view(extents)


def _flatten(machine: Machine, value: Value, arguments: Arguments, keywords: Keywords) -> Value:
    tensor = known(machine, value)
    rank = len(tensor.extents)
    given = dict(zip(("start_dim", "end_dim"), arguments)) | dict(keywords)
    first = axis_of(machine, given.get("start_dim", Dim.of(0)), rank)
    last = axis_of(machine, given.get("end_dim", Dim.of(-1)), rank)
    merged = machine.extent(product(tensor.sizes[first : last + 1]))
    return machine.view([*tensor.extents[:first], merged, *tensor.extents[last + 1 :]])


def _one_hot(machine: Machine, value: Value, arguments: Arguments, keywords: Keywords) -> Value:
    """`one_hot` adds an axis for the classes; its size is unknown if the number of classes is not given."""
    tensor = known(machine, value)
    given = [*arguments, *keywords.values()]
    return machine.view([*tensor.extents, machine.extent(machine.whole(given[0])) if given else machine.open_extent()])


RESHAPING: Mapping[str, Operation] = {
    "permute": _permute,
    "transpose": _transpose,
    "swapaxes": _transpose,
    "swapdims": _transpose,
    "t": lambda machine, value, *_: _transpose(machine, value, (Dim.of(0), Dim.of(1)), {}),
    "view": _view,
    "reshape": _view,
    "squeeze": _squeeze,
    "unsqueeze": _unsqueeze,
    "flatten": _flatten,
    "one_hot": _one_hot,
}
"""The operations by name; each is both a method of tensors and a function of `torch`."""
