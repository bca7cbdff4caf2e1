"""Follow statements that contain others: definitions, branches, loops."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from lstm_shapes.check.interpreter.calls import defined
from lstm_shapes.check.interpreter.dims import Unmodelled
from lstm_shapes.check.interpreter.expressions import element_of, evaluate, truth_of
from lstm_shapes.check.interpreter.frames import Frame
from lstm_shapes.check.interpreter.importing import is_found
from lstm_shapes.check.interpreter.joining import Agreement, join, join_steps
from lstm_shapes.check.interpreter.journal import Changes, Exit
from lstm_shapes.check.interpreter.machine import Machine
from lstm_shapes.check.interpreter.statements import SIMPLE, LeftError, bind, evaluated, store
from lstm_shapes.check.interpreter.values import (
    LOOP_DECIDES,
    Class,
    Constant,
    Items,
    Tensor,
    Value,
)

__all__ = ["run_body"]

_CATCHES = re.compile(r"(?:^|\.)(?:suppress|raises|assertRaises\w*)$")  # what makes a `with` go on behind an exception
_OF_PROPERTIES = ("setter", "deleter")
_MOST_PASSES = 16  # through a loop over a literal
_MOST_ROUNDS = (4, 4, 2)  # through a loop of any number of passes, until what they change no longer differs
"""Of loops that are not in another, that are in one, in two; a loop in more of them is followed once."""
_A_STEP = 20  # entries of a dictionary that are copied


def run_body(machine: Machine, statements: Sequence[ast.stmt], frame: Frame) -> None:
    """Follow the body of a function until it returns."""
    try:
        _block(machine, statements, frame)
        machine.journal.leave(machine.journal.function_end)
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
    function = defined(machine, node, frame)
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
            kinds = [
                f".{d.attr}"
                for d in statement.decorator_list
                if isinstance(d, ast.Attribute) and d.attr in _OF_PROPERTIES
            ]
            body.names[statement.name + "".join(kinds)] = defined(machine, statement, frame, owner, body)
        else:
            _block(machine, [statement], body)
    if frame.outermost is machine.world:
        machine.classes.append(owner)
    bind(machine, node.name, owner, frame, node)


def _if(machine: Machine, node: ast.If, frame: Frame) -> None:
    truth = truth_of(machine, evaluated(machine, node.test, frame, node))
    if truth is not None:
        _block(machine, node.body if truth else node.orelse, frame)
    else:
        _either(machine, _blocks(machine, (node.body, node.orelse), frame), frame, node)


def _blocks(machine: Machine, blocks: Iterable[Sequence[ast.stmt]], frame: Frame) -> list[Callable[[], None]]:
    return [partial(_block, machine, block, frame) for block in blocks]


def _either(machine: Machine, blocks: Sequence[Callable[[], None]], frame: Frame, node: ast.stmt) -> None:
    """Follow several blocks of which one runs; afterwards, a name has the value on which all of them agree."""
    journal, trace = machine.journal, machine.trace
    mark, known = journal.mark(), trace.inferred
    ways: list[Changes] = []
    shown: list[dict[int, Tensor]] = []  # what each block that ends here shows of values that are not known
    others: list[dict[int, Tensor]] = []  # and each that does not
    for block in blocks:
        machine.spend(len(known) // _A_STEP)
        trace.inferred = dict(known)
        try:
            block()
        except LeftError:
            journal.take_back(mark)
            others.append(trace.inferred)
        else:
            ways.append(journal.take_back(mark))
            shown.append(trace.inferred)
    trace.leave(known, shown, others)
    if not ways:
        raise LeftError
    _join(machine, ways, frame, node)


def _join(machine: Machine, ways: Sequence[Changes], frame: Frame, node: ast.stmt) -> None:
    """Go on behind a statement with several ways through it, and record what names are from there on."""
    for change in join(machine, ways):
        if change.after is not None and change.names is frame.names:
            frame.record(change.name, change.after, node.end_lineno or node.lineno)
        elif change.after is not None and frame.instance and change.names is frame.instance.attributes:
            frame.record(f"self.{change.name}", change.after, node.end_lineno or node.lineno)


def _for(machine: Machine, node: ast.For | ast.AsyncFor, frame: Frame) -> None:
    items = evaluated(machine, node.iter, frame, node)
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
        _either(machine, _blocks(machine, ((), node.orelse), frame), frame, node)
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
    """Follow a loop of any number of passes: again until a pass begins with what the one before began with."""
    journal = machine.journal
    mark = journal.mark()
    last: dict[tuple[int, str], Value] = {}
    rounds = _MOST_ROUNDS[machine.loops] if machine.loops < len(_MOST_ROUNDS) else 1
    machine.loops += 1
    for _ in range(rounds):
        if target is not None:
            store(machine, target, element, frame, node)
        _once(machine, node, frame)
        agreement = Agreement(machine)
        is_settled = bool(last)
        for key, change in journal.since(mark).items():
            value = change.after
            if value is None or change.before is None:
                continue
            value = agreement.of(change.before, value, change.name)
            if key in last and _differ(machine, last[key], value):  # it grows with each pass
                value = agreement.of(last[key], value, change.name)
                is_settled = False
            journal.write(change.names, change.name, value)
            last[key] = value
        if is_settled:
            break
    machine.loops -= 1


def _differ(machine: Machine, one: Value, other: Value) -> bool:
    """Whether a tensor, or one in a list, is another after one more pass; sizes that the loop decides do not count."""
    if isinstance(one, Items) and isinstance(other, Items) and len(one.items) == len(other.items):
        return any(_differ(machine, a, b) for a, b in zip(one.items, other.items))
    first, second = machine.trace.tensor(one), machine.trace.tensor(other)
    if first is None or second is None or len(first.extents) != len(second.extents):
        return first is not None
    return any(a != b and not (a.is_decided and b.is_decided) for a, b in zip(first.sizes, second.sizes))


def _once(machine: Machine, node: ast.For | ast.AsyncFor | ast.While, frame: Frame) -> None:
    """Follow one pass of a loop; behind it, a name has the value on which all ways through it agree."""
    journal = machine.journal
    around, end = journal.pass_end, Exit(journal.mark())
    journal.pass_end = end
    try:
        _block(machine, node.body, frame)
        end.ways.append(journal.since(end.mark))
    except LeftError:
        pass
    finally:
        journal.pass_end = around
    journal.take_back(end.mark)
    _join(machine, end.ways, frame, node)


def _with(machine: Machine, node: ast.With | ast.AsyncWith, frame: Frame) -> None:
    is_caught = False
    for item in node.items:
        evaluated(machine, item.context_expr, frame, node)
        if item.optional_vars is not None:
            store(machine, item.optional_vars, machine.unknown("", "a with statement decides"), frame, node)
        manager = item.context_expr
        is_caught |= isinstance(manager, ast.Call) and _CATCHES.search(ast.unparse(manager.func)) is not None
    if is_caught:
        _attempt(machine, node.body, [[]], frame, node)
    else:
        _block(machine, node.body, frame)


def _try(machine: Machine, node: ast.Try, frame: Frame) -> None:
    if all(is_found(machine, statement, frame) for statement in node.body):  # imports that do not fail
        _block(machine, [*node.body, *node.orelse, *node.finalbody], frame)
        return
    try:
        handlers = [handler.body for handler in node.handlers]
        _attempt(machine, node.body, handlers, frame, node, node.orelse)
    except LeftError:
        _block(machine, node.finalbody, frame)
        raise
    _block(machine, node.finalbody, frame)


def _attempt(
    machine: Machine,
    body: Sequence[ast.stmt],
    handlers: Iterable[Sequence[ast.stmt]],
    frame: Frame,
    node: ast.stmt,
    otherwise: Sequence[ast.stmt] = (),
) -> None:
    """Follow a block that any of its statements may leave, for one of the handlers."""
    steps: list[Changes] = []  # what each statement of the block has changed

    def attempt() -> None:
        for statement in body:
            mark = machine.journal.mark()
            _block(machine, [statement], frame)
            steps.append(machine.journal.since(mark))
        _block(machine, otherwise, frame)

    def handle(handler: Sequence[ast.stmt]) -> None:
        join_steps(machine, steps)
        _block(machine, handler, frame)

    machine.attempts += 1
    try:
        _either(machine, [attempt, *(partial(handle, handler) for handler in handlers)], frame, node)
    finally:
        machine.attempts -= 1


def _match(machine: Machine, node: ast.Match, frame: Frame) -> None:
    captured = {getattr(part, "name", None) or getattr(part, "rest", None) for c in node.cases for part in ast.walk(c)}
    for name in captured - {None}:
        bind(machine, str(name), machine.unknown(str(name), "a match statement decides"), frame, node)
    _either(machine, _blocks(machine, [*(case.body for case in node.cases), ()], frame), frame, node)


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
