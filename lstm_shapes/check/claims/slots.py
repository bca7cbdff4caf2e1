"""What a statement of the code shows, binds or returns, in order: what an unnamed shape beside it is said of."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from lstm_shapes.check.claims.statement import Subject
from lstm_shapes.check.following.frames import Event
from lstm_shapes.check.following.values import Items
from lstm_shapes.check.program.program import Program

__all__ = ["Slot", "argument_at", "flattened", "operand_of", "parameters_of", "parts_of", "slots_of"]

Slot = list[Subject]
"""One place in a statement, with what stood there each time the statement was followed."""


def slots_of(
    program: Program, statement: ast.stmt, kinds: Sequence[str] = ("assign", "show", "value", "return")
) -> list[Slot]:
    """The places of a statement; none where it was never followed or has none."""
    events = [event for event in program.events_of(statement) if event.kind in kinds]
    if not events:
        return []
    slots: list[Slot] = [[] for _ in events[0].items]
    for event in events:
        if len(event.items) == len(slots):
            for slot, (label, value) in zip(slots, event.items):
                slot.append(Subject(label, value, event.frame, _moment(event)))
    return slots


def _moment(event: Event) -> int:
    return event.end_line


def flattened(slots: Sequence[Slot]) -> list[Slot]:
    """The slots with tuples taken apart."""
    flat: list[Slot] = []
    for slot in slots:
        first = slot[0].value if slot else None
        if isinstance(first, Items) and first.items:
            for position in range(len(first.items)):
                flat += flattened([list(_parts(slot, position, len(first.items)))])
        else:
            flat.append(slot)
    return flat


def _parts(slot: Slot, position: int, count: int) -> Iterator[Subject]:
    for subject in slot:
        if isinstance(subject.value, Items) and len(subject.value.items) == count:
            yield Subject(f"{subject.label}[{position}]", subject.value.items[position], subject.frame, subject.line)


def argument_at(program: Program, statement: ast.stmt, line: int) -> Slot:
    """The argument of a call, or the parameter of a function, that stands on a line of its own."""
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
        names = [a.arg for a in (*statement.args.args, *statement.args.kwonlyargs) if a.end_lineno == line]
        return parameters_of(program, statement, names[-1:])
    found: ast.expr | None = None
    for node in ast.walk(statement):
        parts = [*node.args, *(k.value for k in node.keywords)] if isinstance(node, ast.Call) else []
        parts = node.elts if isinstance(node, (ast.Tuple, ast.List)) else parts
        found = found or next((part for part in parts if part.end_lineno == line), None)
    if found is None or _begins_inside(statement, found):
        return []
    return _evaluated(program, found, statement)


def parameters_of(
    program: Program, function: ast.FunctionDef | ast.AsyncFunctionDef, names: Sequence[str] | None = None
) -> Slot:
    """What a function is given: under these names, or under all but `self`."""
    every = [argument.arg for argument in (*function.args.args, *function.args.kwonlyargs) if argument.arg != "self"]
    return [
        Subject(name, value, frame, function.lineno)
        for name in (every if names is None else names)
        for frame in program.frames_of(function)
        for value in frame.after(name, function.lineno, function.lineno)[:1]
    ]


def _begins_inside(statement: ast.stmt, part: ast.expr) -> bool:
    """Whether something else begins on a line before an expression: the chain `lstm(x)[0]` before its `x`."""
    begun = (node for node in ast.walk(statement) if isinstance(node, ast.expr) and node.lineno == part.lineno)
    return any(node.col_offset < part.col_offset for node in begun)


def operand_of(program: Program, statement: ast.stmt) -> Slot:
    """What goes into the call on the right of an assignment: its first argument, or what a method is called on."""
    value = getattr(statement, "value", None)
    if not isinstance(value, ast.Call):
        return []
    operand: ast.expr | None = value.args[0] if value.args else None
    if isinstance(value.func, ast.Attribute) and value.func.attr in _METHODS:
        operand = value.func.value
    return [] if operand is None else _evaluated(program, operand, statement)


_MOST_ARGUMENTS = 3
_METHODS = frozenset(
    [
        "permute",
        "transpose",
        "view",
        "reshape",
        "squeeze",
        "unsqueeze",
        "flatten",
        "contiguous",
        "mean",
        "sum",
        "max",
        "min",
        "swapaxes",
        "repeat",
        "expand",
    ]
)


def parts_of(program: Program, statement: ast.stmt) -> Slot:
    """What the expression of a statement is made from: the arguments of its calls."""
    slot: Slot = []
    for node in ast.walk(statement):
        if isinstance(node, ast.Call):
            for argument in node.args[:_MOST_ARGUMENTS]:
                if not isinstance(argument, (ast.Constant, ast.Starred)):
                    slot += _evaluated(program, argument, statement)
    return slot


def _evaluated(program: Program, node: ast.expr, statement: ast.stmt) -> Slot:
    slot = []
    for frame in program.frames_at(statement.lineno):
        value = program.value_of(node, frame, statement.lineno)
        if value is not None:
            slot.append(Subject(ast.unparse(node), value, frame, statement.lineno))
    return slot
