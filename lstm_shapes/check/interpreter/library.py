"""The values of calls of PyTorch's functions, and of a few of Python's."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import TYPE_CHECKING

from lstm_shapes.check.interpreter.creating import CREATING
from lstm_shapes.check.interpreter.dims import DECIDED, Dim, Unmodelled
from lstm_shapes.check.interpreter.modules import MODULES
from lstm_shapes.check.interpreter.operands import LibraryFunction
from lstm_shapes.check.interpreter.operations import KEEPING, OPERATIONS, first_of, operate
from lstm_shapes.check.interpreter.packing import pack, pad
from lstm_shapes.check.interpreter.products import einsum
from lstm_shapes.check.interpreter.recurrent_layers import (
    SOME_MODULE,
    SOME_RECURRENT,
    build_some_module,
    build_some_recurrent,
)
from lstm_shapes.check.interpreter.values import (
    LOOP_DECIDES,
    Arguments,
    Constant,
    Instance,
    Items,
    Keywords,
    Path,
    Series,
    Table,
    Tensor,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from lstm_shapes.check.interpreter.machine import Machine

__all__ = ["call_library"]

_LONGEST_RANGE = 64


def _same(machine: Machine, arguments: Arguments, keywords: Keywords, node: ast.AST) -> Value:
    return arguments[0]


def _sequence_of(machine: Machine, arguments: Arguments, keywords: Keywords, node: ast.AST) -> Value:
    return (
        arguments[0] if isinstance(arguments[0], Series) else Items(tuple(machine.unpacked(arguments[0], None, node)))
    )


def _length(machine: Machine, arguments: Arguments, keywords: Keywords, node: ast.AST) -> Value:
    value = arguments[0]
    if isinstance(value, Items):
        return Dim.of(len(value.items))
    if isinstance(value, (Tensor, Unknown)):
        return machine.size_of(value, 0)
    if isinstance(value, Series):
        return machine.open_extent(DECIDED).size
    raise Unmodelled("a length that is not known")


def _range(machine: Machine, arguments: Arguments, keywords: Keywords, node: ast.AST) -> Value:
    numbers = [machine.whole(argument).value for argument in arguments]
    known_numbers = [number for number in numbers if number is not None]
    if not numbers or len(known_numbers) != len(numbers) or (len(numbers) == 3 and known_numbers[2] == 0):
        raise Unmodelled(LOOP_DECIDES)
    steps = range(*known_numbers)
    if len(steps) > _LONGEST_RANGE:
        raise Unmodelled(LOOP_DECIDES)
    return Items(tuple(Dim.of(number) for number in steps))


def _whole(machine: Machine, arguments: Arguments, keywords: Keywords, node: ast.AST) -> Value:
    return machine.whole(arguments[0])


def _attribute_by_name(machine: Machine, arguments: Arguments, keywords: Keywords, node: ast.AST) -> Value:
    if len(arguments) >= 2 and isinstance(arguments[1], Constant) and isinstance(arguments[1].value, str):
        return machine.attribute(arguments[0], arguments[1].value, node)
    if arguments[0] == Path("torch.nn"):
        return Path(SOME_MODULE)
    raise Unmodelled("an attribute whose name is not known")


def _dictionary(machine: Machine, arguments: Arguments, keywords: Keywords, node: ast.AST) -> Value:
    if arguments:
        raise Unmodelled("a dictionary that is not followed")
    return Table(dict(keywords))


def _namespace(machine: Machine, arguments: Arguments, keywords: Keywords, node: ast.AST) -> Value:
    return Instance(None, dict(keywords))


def _next(machine: Machine, arguments: Arguments, keywords: Keywords, node: ast.AST) -> Value:
    """`next(self.parameters())`: some tensor, from which others are created."""
    return machine.unknown("next()", "it is the next of something")


def _sum(machine: Machine, arguments: Arguments, keywords: Keywords, node: ast.AST) -> Value:
    """The sum of tensors, or of numbers, in a list."""
    if len(arguments) != 1 or keywords:
        raise Unmodelled("a sum that starts with something")
    if isinstance(arguments[0], Series):
        return machine.elementwise(arguments[0].element, Dim.of(0))
    total, *rest = machine.unpacked(arguments[0], None, node) or [Dim.of(0)]
    for value in rest:
        if isinstance(total, Dim) and isinstance(value, Dim):
            total = total + value
        else:
            total = machine.elementwise(total, value)
    return total


def _bigger(machine: Machine, arguments: Arguments, keywords: Keywords, node: ast.AST) -> Value:
    values = machine.unpacked(arguments[0], None, node) if len(arguments) == 1 else arguments
    numbers = [machine.whole(value).value for value in values]
    if not numbers or None in numbers:
        raise Unmodelled("a number that is not known")
    return Dim.of(max(number for number in numbers if number is not None))


_FUNCTIONS: Mapping[str, LibraryFunction] = {
    **{f"torch.{name}": function for name, function in CREATING.items()},
    **{f"torch.nn.{name}": function for name, function in MODULES.items()},
    SOME_MODULE: build_some_module,
    SOME_RECURRENT: build_some_recurrent,
    "torch.autograd.Variable": _same,
    "torch.nn.Parameter": _same,
    "torch.nn.parameter.Parameter": _same,
    "torch.nn.utils.rnn.pack_padded_sequence": pack,
    "torch.nn.utils.rnn.pad_packed_sequence": pad,
    "torch.Size": _sequence_of,
    "torch.einsum": einsum,
    "copy.deepcopy": _same,
    "copy.copy": _same,
    "builtins.len": _length,
    "builtins.tuple": _sequence_of,
    "builtins.list": _sequence_of,
    "builtins.range": _range,
    "builtins.int": _whole,
    "builtins.getattr": _attribute_by_name,
    "builtins.dict": _dictionary,
    "builtins.max": _bigger,
    "builtins.sum": _sum,
    "builtins.next": _next,
    "types.SimpleNamespace": _namespace,
    "argparse.Namespace": _namespace,
}
_OF_FUNCTIONS = ("torch.", "torch.nn.functional.", "torch.special.")


def call_library(machine: Machine, name: str, arguments: Arguments, keywords: Keywords, node: ast.AST) -> Value:
    """The value of a call of a library's function or class, by its full name."""
    function = _FUNCTIONS.get(name)
    if function is not None:
        try:
            return function(machine, arguments, keywords, node)
        except (IndexError, KeyError) as error:
            raise Unmodelled(f"{name} is called with arguments that it does not have") from error
    stem = name.rpartition(".")[2]
    if name.removesuffix(stem) in _OF_FUNCTIONS:
        first, others, rest = first_of(stem, arguments, keywords)
        if first is not None and stem in OPERATIONS:
            return operate(machine, stem, first, others, rest)
        if first is not None and stem in KEEPING:
            return first
    raise Unmodelled(f"{name.removeprefix('builtins.')} is not followed")
