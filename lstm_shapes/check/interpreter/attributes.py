"""The values of attributes and subscripts of tensors, layers and tuples."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lstm_shapes.check.interpreter.dims import Dim, Quantity, Unmodelled
from lstm_shapes.check.interpreter.frames import Frame, Raise
from lstm_shapes.check.interpreter.mutating import MUTATING, may_be_list
from lstm_shapes.check.interpreter.recurrent_layers import RECURRENT_CLASSES, SOME_RECURRENT, parameter_of
from lstm_shapes.check.interpreter.values import (
    LOOP_DECIDES,
    BoundMethod,
    Constant,
    Extent,
    Items,
    Layer,
    Packed,
    Path,
    RecurrentLayer,
    Series,
    Shape,
    Table,
    Tensor,
    Unknown,
    Value,
)
from lstm_shapes.formula import Axis

if TYPE_CHECKING:
    from lstm_shapes.check.interpreter.machine import Machine

__all__ = ["attribute_of", "item_of"]

_SAME_TENSOR = ("data", "grad", "real")
_LAYER_SIZES = {"input_size": "H_in", "hidden_size": "H_cell", "num_layers": "num_layers"}


def attribute_of(machine: Machine, value: Value, name: str, node: ast.AST) -> Value:
    """The value of `value.name`, for everything but objects of the document's own classes."""
    if isinstance(value, Path):
        return Path(f"{value.name}.{name}")
    if isinstance(value, (Tensor, Unknown)):
        if name == "shape":
            return Shape(value)
        if name in ("T", "mT") and isinstance(value, Tensor) and len(value.extents) == 2:
            return machine.view(value.extents[::-1])
        if name in _SAME_TENSOR and isinstance(value, Tensor):
            return value
        if isinstance(value, Unknown):
            is_list = name in MUTATING and may_be_list(machine, value)
            return BoundMethod(value, name) if is_list else machine.part_of(value, name)
        return BoundMethod(value, name)
    if isinstance(value, RecurrentLayer):
        if name in _LAYER_SIZES:
            return value.sizes[_LAYER_SIZES[name]]
        parameter = parameter_of(machine, value, name)
        return BoundMethod(value, name) if parameter is None else parameter
    if isinstance(value, Packed) and name in ("data", "batch_sizes"):
        return _packed_part(machine, value, name)
    if isinstance(value, Items) and name in ("values", "indices") and len(value.items) == 2:
        return value.items[("values", "indices").index(name)]
    if isinstance(value, Items) and name == "shape":
        from_lstm = [item for item in value.items if isinstance(item, Tensor) and machine.trace.uses.get(item.key)]
        if from_lstm and len(value.items) == 2:
            text = ast.unparse(node.value) if isinstance(node, ast.Attribute) else "it"
            message = f"{text} is the tuple (h_n, c_n), and a tuple has no shape"
            machine.refuse(Raise(node, text, "a tuple", "(h_n, c_n)", message, "LS006"))
        raise Unmodelled("a tuple has no shape")
    if isinstance(value, Table) and name in value.items:
        return value.items[name]
    if isinstance(value, (Packed, Layer, Items, Series, Table, Shape, Constant, Dim)):
        return BoundMethod(value, name)
    raise Unmodelled(f"{name} is not followed")


def _packed_part(machine: Machine, value: Packed, name: str) -> Value:
    uses = machine.trace.uses.get(value.key)
    role, context = uses[0] if uses else ("", None)
    if context is None or "sum(lengths)" not in context.sizes:
        total = None if value.lengths is None else sum(value.lengths)
        steps = machine.open_extent("sum(lengths)") if total is None else machine.extent(Dim.of(total))
        return machine.view([steps, value.features] if name == "data" else [machine.open_extent()])
    if name == "batch_sizes":
        return machine.view([machine.extent(context.sizes["max(lengths)"])])
    steps = machine.extent(context.sizes["sum(lengths)"])
    machine.trace.add_role(steps, Axis(1, ("sum(lengths)",)), context)
    made = machine.view([steps, value.features])
    machine.trace.uses[made.key] = [(f"{role}.data", context)]
    return made


def item_of(machine: Machine, value: Value, index: ast.expr, frame: Frame) -> Value:
    """The value of `value[index]`."""
    if isinstance(value, (Items, Table, Shape, Path, Layer)):
        return _item(machine, value, index, frame)
    if isinstance(value, Packed):
        raise Unmodelled("a packed sequence is not indexed")
    if isinstance(value, Series):
        return value if isinstance(index, ast.Slice) else value.element
    tensor = machine.trace.tensor(value)
    if tensor is None:
        raise Unmodelled(
            value.reason if isinstance(value, Unknown) and value.reason else "the indexed value is not known"
        )
    return _indexed(machine, tensor, index, frame)


def _item(machine: Machine, value: Value, index: ast.expr, frame: Frame) -> Value:
    if isinstance(value, Shape) and not isinstance(index, ast.Slice):
        position = machine.whole(machine.evaluate(index, frame)).value
        if position is None:
            raise Unmodelled("an index that is not known")
        return machine.size_of(value.of, position)
    if isinstance(value, Table):
        key = machine.evaluate(index, frame)
        if isinstance(key, Constant) and isinstance(key.value, str) and key.value in value.items:
            return value.items[key.value]
        classes = [item for item in value.items.values() if isinstance(item, Path) and item in RECURRENT_CLASSES]
        if isinstance(key, Unknown) and classes and len(classes) == len(value.items):
            return Path(SOME_RECURRENT)
        raise Unmodelled("a key that the dictionary does not have")
    parts = machine.unpacked(Items(value.parts) if isinstance(value, Layer) else value, None, index)
    if isinstance(index, ast.Slice):
        return Items(tuple(parts[_slice_of(machine, index, frame)]))
    position = machine.whole(machine.evaluate(index, frame)).value
    if position is None or not -len(parts) <= position < len(parts):
        raise Unmodelled("an index that is not known")
    return parts[position]


def _slice_of(machine: Machine, index: ast.Slice, frame: Frame) -> slice:
    bounds = []
    for bound in (index.lower, index.upper, index.step):
        number = None if bound is None else machine.whole(machine.evaluate(bound, frame)).value
        if bound is not None and number is None:
            raise Unmodelled("a slice whose bounds are not known")
        bounds.append(number)
    if bounds[2] == 0:
        raise Unmodelled("a slice with step 0")
    return slice(*bounds)


def _indexed(machine: Machine, tensor: Tensor, index: ast.expr, frame: Frame) -> Tensor:
    """The tensor after indexing with numbers, slices, `...` or `None`; nothing else is followed."""
    parts = list(index.elts) if isinstance(index, ast.Tuple) else [index]
    dots = [p for p, part in enumerate(parts) if isinstance(part, ast.Constant) and part.value is ...]
    used = sum(not (isinstance(p, ast.Constant) and p.value in (None, ...)) for p in parts)
    if len(dots) > 1 or used > len(tensor.extents):
        raise Unmodelled("an index with more axes than the tensor")
    if dots:
        fill: list[ast.expr] = [ast.Slice()] * (len(tensor.extents) - used)
        parts[dots[0] : dots[0] + 1] = fill
    if len(parts) > 1 and all(map(_is_index, parts)):
        picked = _picked(machine, parts, frame)
        if picked is not None:
            return machine.view([picked, *tensor.extents[len(parts) :]])
    extents: list[Extent] = []
    remaining = list(tensor.extents)
    for part in parts:
        if isinstance(part, ast.Constant) and part.value is None:
            extents.append(machine.extent(Dim.of(1)))
            continue
        extent = remaining.pop(0)
        if isinstance(part, ast.Slice):
            extents.append(_sliced(machine, extent, part, frame))
            continue
        if isinstance(part, ast.List) and len(part.elts) == 1 and not isinstance(part.elts[0], (ast.Slice, ast.List)):
            extents.append(machine.extent(Dim.of(1)))
            continue
        if isinstance(part, (ast.Compare, ast.List, ast.Tuple)):
            raise Unmodelled("an index that picks elements")
        value = machine.evaluate(part, frame)
        if isinstance(value, (Tensor, Items, Constant, Shape)):
            raise Unmodelled("an index that picks elements")
        if isinstance(value, Unknown) and not _is_number(part, value):
            raise Unmodelled("an index that is not known")
        machine.whole(value)
    return machine.view([*extents, *remaining])


def _is_index(part: ast.expr) -> bool:
    """Whether a part of an index takes the place of an axis: no slice, no `...`, no `None`."""
    return not isinstance(part, (ast.Slice, ast.Constant)) or isinstance(getattr(part, "value", None), int)


def _picked(machine: Machine, parts: Sequence[ast.expr], frame: Frame) -> Extent | None:
    """The axis of what is picked from each row: `output[torch.arange(N), lengths - 1]`; None if nothing is."""
    if any(isinstance(part, (ast.Name, ast.List, ast.Tuple, ast.Compare)) for part in parts):
        return None  # may be a slice, a mask, or have several axes
    tensors = [tensor for part in parts if (tensor := machine.trace.tensor(machine.evaluate(part, frame))) is not None]
    is_alike = len({tensor.sizes for tensor in tensors}) == 1
    return tensors[0].extents[0] if is_alike and len(tensors[0].extents) == 1 else None


def _is_number(part: ast.expr, value: Unknown) -> bool:
    """Whether an unknown index must be a whole number: it is a loop's variable, or arithmetic."""
    return value.reason == LOOP_DECIDES or isinstance(part, (ast.BinOp, ast.UnaryOp))


def _sliced(machine: Machine, extent: Extent, part: ast.Slice, frame: Frame) -> Extent:
    size = extent.size
    zero = Dim.of(0)
    step = None if part.step is None else machine.whole(machine.evaluate(part.step, frame)).value
    if part.lower is None and part.upper is None and part.step is None:
        return extent
    lower = zero if part.lower is None else machine.whole(machine.evaluate(part.lower, frame))
    upper = None if part.upper is None else machine.whole(machine.evaluate(part.upper, frame))
    numbers = (lower.value, size.value if upper is None else upper.value)
    if size.value is not None and None not in numbers and (part.step is None or step):
        length = len(range(*slice(lower.value, None if upper is None else upper.value, step).indices(size.value)))
        if length == size.value and step is None:
            return extent
        return machine.extent(_symbolic(size, lower, upper, length))
    if part.step is not None:
        return machine.open_extent()
    if upper is None and lower.value is not None and lower.value < 0:  # there may be fewer
        return machine.extent(-lower) if lower.value == -1 else machine.open_extent()
    if upper is None:
        return machine.extent(size - lower)
    if lower == zero and upper.value is not None and upper.value > 1:
        return machine.open_extent()  # there may be fewer
    if lower == zero and (upper.value is None or upper.value >= 0):
        return machine.extent(upper)
    if upper.value is not None and upper.value < 0 and (lower.value or 0) >= 0:
        return machine.extent(size - lower + upper)
    step_size = upper - lower  # a loop takes such parts, and the last one may be shorter
    if step_size.value is None or lower.value is not None:
        return machine.extent(step_size)
    return machine.extent(Dim.named(Quantity(machine.new_key(), "", None, step_size.value)))


def _symbolic(size: Dim, lower: Dim, upper: Dim | None, length: int) -> Dim:
    """The length of a slice in the code's own names if their value is right, otherwise as a number."""
    candidate = (size if upper is None else upper) - lower
    return candidate if candidate.value == length else Dim.of(length)
