"""Follow statements that contain others: definitions, branches, loops."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping, Sequence

from lstm_shapes.check.interpreter.dims import Unmodelled
from lstm_shapes.check.interpreter.expressions import element_of, evaluate, truth_of
from lstm_shapes.check.interpreter.frames import Frame
from lstm_shapes.check.interpreter.importing import is_found
from lstm_shapes.check.interpreter.machine import Machine
from lstm_shapes.check.interpreter.statements import SIMPLE, LeftError, LeftPassError, bind, store
from lstm_shapes.check.interpreter.values import (
    LOOP_DECIDES,
    Class,
    Constant,
    Function,
    Instance,
    Items,
    Tensor,
    Value,
)

__all__ = ["run_body"]

_MOST_PASSES = 16  # through a loop over a literal
_A_STEP = 20  # entries of a dictionary that are copied


def run_body(machine: Machine, statements: Sequence[ast.stmt], frame: Frame) -> None:
    """Follow the body of a function until it returns."""
    try:
        _block(machine, statements, frame)
    except LeftError:
        return


def _block(machine: Machine, statements: Iterable[ast.stmt], frame: Frame) -> None:
    for statement in statements:
        follow = _FOLLOW.get(type(statement))
        machine.trace.followed.add(statement)
        try:
            machine.spend()
            if follow is not None:
                follow(machine, statement, frame)
        except (Unmodelled, RecursionError) as error:
            for node in ast.walk(statement) if isinstance(statement, _BINDING) else ():
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                    bind(machine, node.id, machine.unknown(node.id, str(error)), frame, statement)


def _function(machine: Machine, node: ast.FunctionDef | ast.AsyncFunctionDef, frame: Frame) -> None:
    function = Function(node, frame)
    if frame.outermost is machine.world:
        machine.functions.append(function)
    decorated = any(
        not isinstance(d, ast.Name) or d.id not in ("staticmethod", "classmethod", "property")
        for d in node.decorator_list
    )
    bind(machine, node.name, machine.unknown(node.name, "a decorator decides") if decorated else function, frame, node)
    frame.lines[node.name][-1] = node.lineno


def _class(machine: Machine, node: ast.ClassDef, frame: Frame) -> None:
    bases = tuple(evaluate(machine, base, frame) for base in node.bases)
    body = Frame(frame, node)
    owner = Class(node, bases, body.names)
    machine.trace.add_run(node, body)
    for statement in node.body:
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            body.names[statement.name] = Function(statement, frame, owner)
        else:
            _block(machine, [statement], body)
    if frame.outermost is machine.world:
        machine.classes.append(owner)
    bind(machine, node.name, owner, frame, node)


def _if(machine: Machine, node: ast.If, frame: Frame) -> None:
    truth = truth_of(machine, evaluate(machine, node.test, frame))
    if truth is not None:
        _block(machine, node.body if truth else node.orelse, frame)
    else:
        _either(machine, [node.body, node.orelse], frame, node)


def _either(machine: Machine, blocks: Sequence[Sequence[ast.stmt]], frame: Frame, node: ast.stmt) -> None:
    """Follow several blocks of which one runs; afterwards, a name has the value on which all of them agree."""
    before = dict(frame.names)
    attributes = dict(frame.instance.attributes) if frame.instance else {}
    ends: list[tuple[dict[str, Value], dict[str, Value]]] = []
    trace = machine.trace
    known = trace.inferred
    shown: list[dict[int, Tensor]] = []  # what each block that ends here shows of values that are not known
    others: list[dict[int, Tensor]] = []  # and each that does not
    for block in blocks:
        machine.spend(len(known) // _A_STEP)
        trace.inferred = dict(known)
        frame.names = dict(before)
        if frame.instance:
            _restore(frame.instance, attributes)
        try:
            _block(machine, block, frame)
        except LeftError as error:
            others.append(trace.inferred)
            if isinstance(error, LeftPassError):
                machine.left.append((frame, frame.names))
            continue
        shown.append(trace.inferred)
        ends.append((frame.names, dict(frame.instance.attributes) if frame.instance else {}))
    trace.leave(known, shown, others)
    if not ends:
        frame.names = before
        raise LeftError
    frame.names = _joined(machine, [names for names, _ in ends], frame, node, "")
    if frame.instance:
        _restore(frame.instance, _joined(machine, [found for _, found in ends], frame, node, "self."))


def _restore(instance: Instance, attributes: dict[str, Value]) -> None:
    instance.attributes.clear()
    instance.attributes.update(attributes)


def _joined(
    machine: Machine, ends: list[dict[str, Value]], frame: Frame, node: ast.stmt, prefix: str
) -> dict[str, Value]:
    joined = dict(ends[0])
    machine.spend(len(joined) * len(ends))
    for name in {name for end in ends for name in end}:
        values = [end[name] for end in ends if name in end]
        value = values[0]
        for other in values[1:]:
            value = machine.agreed(value, other, name)
        joined[name] = value
        if len(ends) > 1 and any(other is not value for other in values):
            frame.record(prefix + name, value, node.end_lineno or node.lineno)
    return joined


def _for(machine: Machine, node: ast.For | ast.AsyncFor, frame: Frame) -> None:
    items = evaluate(machine, node.iter, frame)
    if (
        isinstance(items, Items)
        and len(items.items) <= _MOST_PASSES
        and isinstance(node.iter, (ast.Tuple, ast.List, ast.Name))
        and not _may_break(node)
    ):
        for item in items.items:
            store(machine, node.target, item, frame, node)
            _once(machine, node, frame)
    else:
        _repeated(machine, node, node.target, _element_of(machine, node.iter, frame), frame)
    if _may_break(node):
        _either(machine, [[], node.orelse], frame, node)
    else:
        _block(machine, node.orelse, frame)


def _may_break(node: ast.For | ast.AsyncFor) -> bool:
    """Whether a loop may end before its last pass."""
    return any(isinstance(part, ast.Break) for statement in node.body for part in ast.walk(statement))


def _element_of(machine: Machine, source: ast.expr, frame: Frame) -> Value:
    """The value of a loop's variable: a row of a tensor, or a pair of a number and a row."""
    if isinstance(source, ast.Call) and isinstance(source.func, ast.Name) and source.args:
        if source.func.id == "enumerate":
            number = machine.unknown("", LOOP_DECIDES)
            return Items((number, _element_of(machine, source.args[0], frame)))
        if source.func.id == "zip":
            return Items(tuple(_element_of(machine, argument, frame) for argument in source.args))
    return element_of(machine, evaluate(machine, source, frame))


def _while(machine: Machine, node: ast.While, frame: Frame) -> None:
    _repeated(machine, node, None, Constant(None), frame)


def _repeated(
    machine: Machine, node: ast.For | ast.AsyncFor | ast.While, target: ast.expr | None, element: Value, frame: Frame
) -> None:
    """Follow a loop of any number of passes: once to see what it changes, and once with what it does not change."""
    before = dict(frame.names)
    first: dict[str, Value] = {}
    machine.loops += 1
    for _ in range(2):
        if target is not None:
            store(machine, target, element, frame, node)
        _once(machine, node, frame)
        for name, value in list(frame.names.items()):
            if name in before and before[name] is not value:
                frame.names[name] = machine.agreed(before[name], value, name)
            if name in first and _differ_in_size(machine, first[name], frame.names[name]):  # it grows with each pass
                frame.names[name] = machine.agreed(first[name], frame.names[name], name)
        first = dict(frame.names)
    machine.loops -= 1


def _differ_in_size(machine: Machine, one: Value, other: Value) -> bool:
    """Whether two tensors are known to have other sizes, or another number of axes."""
    tensors = machine.trace.tensor(one), machine.trace.tensor(other)
    return None not in tensors and len({tensor.sizes for tensor in tensors if tensor is not None}) > 1


def _once(machine: Machine, node: ast.For | ast.AsyncFor | ast.While, frame: Frame) -> None:
    """Follow one pass of a loop; behind it, a name has the value on which all ways through it agree."""
    outer, machine.left = machine.left, []
    try:
        _block(machine, node.body, frame)
        ends = [frame.names]
    except LeftPassError:
        ends = [frame.names]
    except LeftError:
        ends = []
    ends += [names for own, names in machine.left if own is frame]
    machine.left = outer
    if ends:
        frame.names = _joined(machine, ends, frame, node, "")


def _with(machine: Machine, node: ast.With | ast.AsyncWith, frame: Frame) -> None:
    for item in node.items:
        value = evaluate(machine, item.context_expr, frame)
        if item.optional_vars is not None:
            store(machine, item.optional_vars, machine.unknown("", "a with statement decides"), frame, node)
        del value
    _block(machine, node.body, frame)


def _try(machine: Machine, node: ast.Try, frame: Frame) -> None:
    if all(is_found(machine, statement, frame) for statement in node.body):  # imports that do not fail
        _block(machine, [*node.body, *node.orelse, *node.finalbody], frame)
        return
    machine.attempts += 1
    try:
        _either(machine, [[*node.body, *node.orelse], *([handler.body for handler in node.handlers])], frame, node)
    finally:
        machine.attempts -= 1
    _block(machine, node.finalbody, frame)


def _match(machine: Machine, node: ast.Match, frame: Frame) -> None:
    captured = {getattr(part, "name", None) or getattr(part, "rest", None) for c in node.cases for part in ast.walk(c)}
    for name in captured - {None}:
        bind(machine, str(name), machine.unknown(str(name), "a match statement decides"), frame, node)
    _either(machine, [case.body for case in node.cases] + [[]], frame, node)


_COMPOUND: Mapping[type, Callable[..., None]] = {
    ast.FunctionDef: _function,
    ast.AsyncFunctionDef: _function,
    ast.ClassDef: _class,
    ast.If: _if,
    ast.For: _for,
    ast.AsyncFor: _for,
    ast.While: _while,
    ast.With: _with,
    ast.AsyncWith: _with,
    ast.Try: _try,
    ast.Match: _match,
}
_FOLLOW = {**SIMPLE, **_COMPOUND}
_BINDING = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.For, ast.With)
