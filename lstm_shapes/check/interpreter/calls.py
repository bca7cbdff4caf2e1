"""The values of calls: of the document's own functions, classes and methods, and of everything else."""

from __future__ import annotations

import ast
import re

from lstm_shapes.check.interpreter.classes import method_of, order_of
from lstm_shapes.check.interpreter.dims import Dim, Quantity, Unmodelled
from lstm_shapes.check.interpreter.frames import Frame
from lstm_shapes.check.interpreter.importing import is_about_torch
from lstm_shapes.check.interpreter.joining import Agreement, join
from lstm_shapes.check.interpreter.journal import Exit
from lstm_shapes.check.interpreter.library import call_library
from lstm_shapes.check.interpreter.machine import Machine
from lstm_shapes.check.interpreter.methods import call_method
from lstm_shapes.check.interpreter.modules import call_layer
from lstm_shapes.check.interpreter.recurrent_layers import RECURRENT_CLASSES, SOME_RECURRENT
from lstm_shapes.check.interpreter.values import (
    Arguments,
    BoundMethod,
    Class,
    Constant,
    Function,
    Instance,
    Items,
    Keywords,
    Layer,
    Path,
    RecurrentLayer,
    Unknown,
    Value,
)

__all__ = ["call", "call_function", "defined", "instantiate", "spoil"]

_DEEPEST_CALL = 12
_NO_FIELD = re.compile(r"\bClassVar\b|\binit=False|\bkw_only=True")  # what `__init__` of a dataclass does not take
_MOST_ERRANDS = 200  # calls of functions in modules that do not import torch
_MOST_RUNS = 24  # of one function


def call(machine: Machine, function: Value, arguments: Arguments, keywords: Keywords, node: ast.AST) -> Value:
    """The value of a call."""
    if isinstance(function, Path):
        return call_library(machine, function.name, arguments, keywords, node)
    if isinstance(function, (RecurrentLayer, Layer)):
        return call_layer(machine, function, arguments, keywords, node)
    if isinstance(function, Function):
        return call_function(machine, function, arguments, keywords)
    if isinstance(function, Class):
        return instantiate(machine, function, arguments, keywords)
    if isinstance(function, Instance) and function.of is not None:
        method = method_of(machine, function.of, "__call__") or method_of(machine, function.of, "forward")
        if method is not None:
            return call_function(machine, method, arguments, keywords, receiver=function)
    if isinstance(function, BoundMethod):
        if function.function is not None:
            return call_function(machine, function.function, arguments, keywords, receiver=function.receiver)
        return call_method(machine, function.receiver, function.name, arguments, keywords, node)
    if isinstance(function, Unknown) and function.key in machine.owners:
        receiver, name = machine.owners[function.key]
        return call_method(machine, receiver, name, arguments, keywords, node)
    if isinstance(function, Unknown) and function.default in RECURRENT_CLASSES:  # `rnn=nn.LSTM` among the parameters
        return call_library(machine, SOME_RECURRENT, arguments, keywords, node)
    if isinstance(function, Unknown):
        name = function.name or "it"
        raise Unmodelled(function.reason or f"{name} is not defined in this document")
    raise Unmodelled("a call that is not followed")


def instantiate(
    machine: Machine, owner: Class, arguments: Arguments, keywords: Keywords, symbolic: bool = False
) -> Value:
    """An object of one of the document's classes; `symbolic` is as in `Frame`."""
    instance = Instance(owner)
    if not symbolic:
        machine.instances.setdefault(owner, instance)
    initialiser = method_of(machine, owner, "__init__")
    if initialiser is not None:
        call_function(machine, initialiser, arguments, keywords, receiver=instance, symbolic=symbolic)
    else:
        _set_fields(machine, owner, instance, arguments, keywords)
    return instance


def _set_fields(machine: Machine, owner: Class, instance: Instance, arguments: Arguments, keywords: Keywords) -> None:
    """Set the attributes, as the `__init__` of a dataclass does."""
    fields = {
        part.target.id: part
        for each in reversed(order_of(machine, owner))
        for part in each.node.body
        if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name)
    }
    names = [name for name, part in fields.items() if not _NO_FIELD.search(ast.unparse(part))]
    for name, value in (*zip(names, arguments), *keywords.items()):
        machine.journal.write(instance.attributes, name, value)
    after = method_of(machine, owner, "__post_init__")
    if after is not None:
        call_function(machine, after, (), {}, receiver=instance)


def defined(
    machine: Machine,
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda,
    frame: Frame,
    owner: Class | None = None,
    body: Frame | None = None,
) -> Function:
    """A function that is defined in a frame; body: where the defaults of its parameters are computed, if elsewhere."""
    parameters = [*node.args.posonlyargs, *node.args.args]
    defaults = dict(zip([p.arg for p in parameters[::-1]], node.args.defaults[::-1]))
    defaults |= {p.arg: d for p, d in zip(node.args.kwonlyargs, node.args.kw_defaults) if d is not None}
    values: dict[str, Value] = {}
    for name, default in defaults.items():
        try:
            values[name] = machine.evaluate(default, body or frame)
        except Unmodelled as error:
            values[name] = machine.unknown(name, str(error))
    return Function(node, frame, owner, machine.journal.mark(), values)


def call_function(
    machine: Machine,
    function: Function,
    arguments: Arguments,
    keywords: Keywords,
    receiver: Value | None = None,
    symbolic: bool = False,
) -> Value:
    """Follow a function's body with these arguments, and return its value; `symbolic` is as in `Frame`."""
    node = function.node
    if not is_about_torch(machine, function.frame.outermost):
        machine.errands += 1
        if machine.errands > _MOST_ERRANDS:
            for value in (receiver, *arguments, *keywords.values()):
                if isinstance(value, Instance):
                    spoil(machine, value)
            raise Unmodelled("too many calls of functions that have nothing to do with torch")
    if machine.depth >= _DEEPEST_CALL or node in machine.active or len(machine.trace.runs_of(node)) >= _MOST_RUNS:
        raise Unmodelled("a call that is nested too deeply to be followed")
    instance = receiver if isinstance(receiver, Instance) else None
    if instance is None and _takes_self(node):  # also `Base.__init__(self)`
        instance = next((given for given in arguments[:1] if isinstance(given, Instance)), machine.stray)
    frame = Frame(function.frame, node, instance, symbolic and not isinstance(node, ast.Lambda))
    if not isinstance(node, ast.Lambda):
        machine.trace.add_run(node, frame)
    _bind_parameters(machine, function, arguments, keywords, receiver, frame)
    journal = machine.journal
    around, end = journal.function_end, Exit(journal.mark())
    journal.function_end = end
    machine.depth += 1
    machine.active.add(node)
    machine.running.append(frame)
    try:
        if isinstance(node, ast.Lambda):
            return machine.evaluate(node.body, frame)
        machine.run_body(node.body, frame)
    finally:
        journal.function_end = around
        machine.depth -= 1
        machine.active.discard(node)
        machine.running.pop()
    _end(machine, frame, end)
    if not frame.returned:
        return Constant(None)
    return Agreement(machine).of_all(frame.returned)


def _end(machine: Machine, frame: Frame, end: Exit) -> None:
    """Go on behind a call with what all ways through the function do to everything but its own names."""
    if len(end.ways) < 2:
        return
    journal = machine.journal
    for change in journal.take_back(end.mark).values():
        if change.names is frame.names:
            journal.write(frame.names, change.name, change.after)
    join(machine, [{k: change for k, change in way.items() if change.names is not frame.names} for way in end.ways])


def spoil(machine: Machine, instance: Instance, prefix: str = "") -> None:
    """Forget the attributes of an object that begin so, which something may have changed that is not followed."""
    for name in [name for name in instance.attributes if name.startswith(prefix)]:
        machine.journal.write(instance.attributes, name, machine.unknown(name, f"{name} may have been changed"))


def _bind_parameters(
    machine: Machine,
    function: Function,
    arguments: Arguments,
    keywords: Keywords,
    receiver: Value | None,
    frame: Frame,
) -> None:
    node = function.node
    parameters = [*node.args.posonlyargs, *node.args.args]
    decorators = {d.id for d in getattr(node, "decorator_list", ()) if isinstance(d, ast.Name)}
    given = list(arguments)
    if receiver is not None and parameters and "staticmethod" not in decorators:
        given.insert(0, receiver)
    for position, parameter in enumerate([*parameters, *node.args.kwonlyargs]):
        name = parameter.arg
        if position < len(given) and position < len(parameters):
            value = given[position]
        elif name in keywords:
            value = keywords[name]
        elif name == "self" and position == 0:
            value = machine.stray
        else:
            default = function.defaults.get(name)
            value = default if default is not None and not frame.symbolic else machine.parameter(name, default)
        if isinstance(value, Dim) and value.is_number and value.value is not None:
            value = Dim.named(Quantity(machine.new_key(), name, value.value))
        frame.names[name] = value
        frame.record(name, value, node.lineno)
    if node.args.vararg:
        frame.names[node.args.vararg.arg] = Items(tuple(given[len(parameters) :]))
    if node.args.kwarg:
        frame.names[node.args.kwarg.arg] = machine.unknown(node.args.kwarg.arg, "it is passed from outside")


def _takes_self(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> bool:
    """Whether a function is a method; a snippet may show it without its class."""
    return bool(node.args.args) and node.args.args[0].arg == "self"
