"""What stands beside a comment in code: what statements bind, show and return, and what goes into them."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import islice

from lstm_shapes.check.claims.candidate import Referent
from lstm_shapes.check.interpreter.frames import Frame
from lstm_shapes.check.interpreter.values import Items, Layer, RecurrentLayer, Unknown
from lstm_shapes.check.program.parsing import Code
from lstm_shapes.check.program.program import Program

__all__ = ["Beside", "Slot", "behind_code", "in_reach", "on_own_lines", "parameters_of", "slots_of"]

Reach = Callable[[], "list[Referent]"]
Slot = list[Referent]
"""One place in a statement, with what stood there each time the statement was followed."""

_MOST_STATEMENTS_AWAY = 12
_MOST_LINKS = 12  # expressions inside one statement
_SIZES = ("shape", "size", "device", "dtype")  # attributes for which a statement does not take the tensor itself
_FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a comment."""

    slots: Sequence[Slot]
    """The places of the statement that it is most likely about, in order."""

    reach: Reach
    """All else that it may be about: what goes into that statement, inner calls, the statement on the other side."""

    frames: Sequence[Frame]
    first: int
    last: int
    """The lines whose bindings a name in the comment may mean."""

    operand: Reach = list
    """What goes in, where an arrow leads from it to what comes out."""

    above: Sequence[Referent] = ()
    """What the statement above binds, if the comment stands right below it."""

    is_below: bool = False
    """Whether a statement stands right below the comment as well."""

    is_own: bool = False
    """Whether the comment stands on lines of its own."""

    is_shown: bool = False
    """Whether the statement is above the comment, and prints or evaluates what the slots hold."""

    is_close: bool = False
    """Whether the statement is right beside the comment, so that nothing else can be meant."""


def behind_code(program: Program, line: int) -> Beside:
    """What a comment behind code on a line speaks of."""
    statement = program.owners.get(line)
    frames = program.frames_at(line) or [program.machine.world]
    if statement is None:
        return Beside([], list, frames, line, line)
    last = _last_line(statement)
    inside = _argument_at(program, statement, line) if line < last or isinstance(statement, _FUNCTION) else []
    if isinstance(statement, _FUNCTION) or line < last:
        slots: list[Slot] = [inside] if inside else _built(program, statement)
    else:
        slots = slots_of(program, statement)
    reach = partial(in_reach, program, statement, only_calls=True)  # behind an assignment nobody speaks of what goes in
    return Beside(
        slots,
        reach,
        frames,
        statement.lineno,
        last,
        operand=partial(operand_of, program, statement),
        is_close=bool(slots),
    )


def _built(program: Program, statement: ast.stmt) -> list[Slot]:
    """The layer of a constructor call, for the comments behind its arguments."""
    slots = slots_of(program, statement, ("assign",))
    return [slot for slot in slots if any(isinstance(referent.value, (RecurrentLayer, Layer)) for referent in slot)]


def on_own_lines(program: Program, code: Code, lines: range, count: int) -> Beside:
    """What comments on these lines speak of; `count` is how many shapes they hold that name nothing."""
    first, last = lines[0], lines[-1]
    above, below = _neighbour(program, code, first, -1), _neighbour(program, code, last, 1)
    is_right_below = below is not None and below.lineno == last + 1
    is_right_above = above is not None and program.owners.get(first - 1) is above
    shown = _shown_above(program, above, count) if is_right_above or not is_right_below else []
    frames = program.frames_at(first)
    if isinstance(below, (*_FUNCTION, ast.ClassDef)):
        frames = program.frames_of(below)
    slots: list[Slot] = shown
    operand: Reach = list
    is_close = bool(shown)
    if not shown and below is not None:
        slots = _following(program, below, count)
        operand = partial(operand_of, program, below)
        is_close = is_right_below and bool(slots)
    if not slots and above is not None and (is_right_above or below is None):
        slots, operand, is_close = slots_of(program, above), partial(operand_of, program, above), below is None
    reach = partial(_around, program, above, below)
    bound = _bound_by(program, above, below) if above is not None and is_right_above else []
    end = _last_line(below) if below is not None else last
    return Beside(
        slots,
        reach,
        frames or [program.machine.world],
        first,
        end,
        operand,
        above=[replace(referent, is_likely=False) for slot in bound for referent in slot],
        is_below=is_right_below,
        is_own=True,
        is_shown=bool(shown),
        is_close=is_close,
    )


def _bound_by(program: Program, statement: ast.stmt, below: ast.stmt | None) -> list[Slot]:
    """What a statement binds or shows; of a function whose body begins behind it, the parameters that go in there."""
    if not isinstance(statement, _FUNCTION):
        return slots_of(program, statement)
    nodes = list(ast.walk(below)) if below is not None else []
    sized = {id(node.value) for node in nodes if isinstance(node, ast.Attribute) and node.attr in _SIZES}
    names = {node.id for node in nodes if isinstance(node, ast.Name) and id(node) not in sized}
    return [[r for r in parameters_of(program, statement) if r.label in names]]


def _around(program: Program, above: ast.stmt | None, below: ast.stmt | None) -> Slot:
    """Every link of the statements above and below, and what a function is given whose body begins."""
    found: Slot = []
    for statement in (above, below):
        if statement is not None:
            found += in_reach(program, statement)
            found += [replace(r, is_likely=False) for slot in slots_of(program, statement) for r in slot]
    if isinstance(above, _FUNCTION):
        found += [replace(r, is_likely=False) for r in parameters_of(program, above)]
    return found


def slots_of(
    program: Program, statement: ast.stmt, kinds: Sequence[str] = ("assign", "show", "value", "return")
) -> list[Slot]:
    """The places of a statement; none if it was never followed or has none."""
    events = [event for event in program.events_of(statement) if event.kind in kinds]
    if not events:
        return []
    slots: list[Slot] = [[] for _ in events[0].items]
    for event in events:
        if len(event.items) == len(slots):
            for slot, (label, value) in zip(slots, event.items):
                slot.append(Referent(label, value, event.frame, event.end_line))
    for place, target in enumerate(getattr(statement, "targets", ())[: len(slots)]):
        if isinstance(target, ast.Subscript):  # spoken of as what is put in, as the part, or as the whole
            slots[place] += _evaluated(program, [target, target.value], statement, even_unknown=True)
    return [slot for slot in slots if slot[0].label != "_"]  # what is thrown away is not spoken of


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


def _parts(slot: Slot, position: int, count: int) -> Iterator[Referent]:
    for referent in slot:
        if isinstance(referent.value, Items) and len(referent.value.items) == count:
            value = referent.value.items[position]
            yield replace(referent, label=f"{referent.label}[{position}]", value=value)


def _argument_at(program: Program, statement: ast.stmt, line: int) -> Slot:
    """The argument of a call, or the parameter of a function, that ends on a line of its own."""
    if isinstance(statement, _FUNCTION):
        every = [a for a in (*statement.args.args, *statement.args.kwonlyargs) if a.arg != "self"]
        names = [argument.arg for argument in every if argument.end_lineno == line]
        is_alone = len(names) == 1 and (line != statement.lineno or len(every) == 1)
        return parameters_of(program, statement, names) if is_alone else []
    ends, begins = _layout_of(statement)
    found = ends.get(line)
    if found is None or begins[found.lineno] < found.col_offset:  # the chain `lstm(x)[0]` before its `x`
        return []
    return _evaluated(program, [found], statement)


@lru_cache(maxsize=16)
def _layout_of(statement: ast.stmt) -> tuple[dict[int, ast.expr], dict[int, int]]:
    """For each line the first part of a call or list that ends there, and where the first expression begins there."""
    ends: dict[int, ast.expr] = {}
    begins: dict[int, int] = {}
    for node in ast.walk(statement):
        parts = [*node.args, *(k.value for k in node.keywords)] if isinstance(node, ast.Call) else []
        for part in node.elts if isinstance(node, (ast.Tuple, ast.List)) else parts:
            ends.setdefault(part.end_lineno or part.lineno, part)
        if isinstance(node, ast.expr):
            begins[node.lineno] = min(node.col_offset, begins.get(node.lineno, node.col_offset))
    return ends, begins


def parameters_of(program: Program, function: ast.stmt, names: Sequence[str] | None = None) -> Slot:
    """What a function is given: under these names, or under all but `self`."""
    assert isinstance(function, _FUNCTION)
    every = [argument.arg for argument in (*function.args.args, *function.args.kwonlyargs) if argument.arg != "self"]
    return [
        Referent(name, value, frame, function.lineno)
        for name in (every if names is None else names)
        for frame in program.frames_of(function)
        for value in frame.after(name, function.lineno, function.lineno)[:1]
    ]


def operand_of(program: Program, statement: ast.stmt) -> Slot:
    """What goes in where an arrow leads from it: any link of the statement but its own result, the innermost first."""
    value = getattr(statement, "value", None)
    return [
        replace(r, is_likely=True)
        for r in reversed(in_reach(program, statement))
        if value is None or r.label != ast.unparse(value)
    ]


def in_reach(program: Program, statement: ast.stmt, only_calls: bool = False) -> Slot:
    """Every link of a statement: each part of its expression that may be a tensor."""
    found = _evaluated(program, _links_of(statement, only_calls), statement, even_unknown=not only_calls)
    return [replace(referent, is_likely=False) for referent in found]


@lru_cache(maxsize=16)
def _links_of(statement: ast.stmt, only_calls: bool) -> Sequence[ast.expr]:
    """The first few parts of a statement's expression that may be tensors."""
    value = getattr(statement, "iter" if getattr(statement, "body", None) else "value", None)
    kinds = (ast.Call,) if only_calls else (ast.Call, ast.Name, ast.Subscript, ast.Attribute)
    links = (node for node in (ast.walk(value) if value is not None else ()) if isinstance(node, kinds))
    return tuple(islice(links, _MOST_LINKS))


def _evaluated(program: Program, nodes: Sequence[ast.expr], statement: ast.stmt, even_unknown: bool = False) -> Slot:
    slot = []
    for frame in program.frames_at(statement.lineno):
        for node in nodes:
            value = program.value_of(node, frame, statement.lineno)
            is_tensor = value is not None and program.trace.tensor(value) is not None
            if value is not None and (is_tensor or (even_unknown and isinstance(value, Unknown))):
                slot.append(Referent(ast.unparse(node), value, frame, statement.lineno))
    return slot


def _last_line(statement: ast.stmt) -> int:
    """The last line of a statement, or of the head of one that has a body."""
    return statement.lineno if getattr(statement, "body", None) else statement.end_lineno or statement.lineno


def _neighbour(program: Program, code: Code, line: int, step: int) -> ast.stmt | None:
    """The statement next to a line, with one empty line between them at most."""
    for distance in (1, 2):
        number = line + step * distance
        statement = program.owners.get(number)
        if statement is not None:
            return statement
        if not code.first <= number <= code.last or code.line(number).text.strip():
            return None
    return None


def _shown_above(program: Program, above: ast.stmt | None, count: int) -> list[Slot]:
    """What the statements right above show, as many of them as there are shapes."""
    slots: list[Slot] = []
    statement = above
    for _ in range(_MOST_STATEMENTS_AWAY):
        shown = slots_of(program, statement, ("show", "value")) if statement is not None else []
        if statement is None or not shown:
            return []
        slots = [*shown, *slots]
        if len(slots) >= count:
            return slots if len(slots) == count or count <= 1 else []
        statement = program.owners.get(statement.lineno - 1)
    return []


def _following(program: Program, below: ast.stmt, count: int) -> list[Slot]:
    """What the statements right below bind or show, as many of them as there are shapes."""
    slots = slots_of(program, below)
    statement: ast.stmt | None = below
    for _ in range(_MOST_STATEMENTS_AWAY):
        statement = program.owners.get((statement.end_lineno or statement.lineno) + 1) if statement else None
        if len(slots) >= count or statement is None:
            break
        slots = [*slots, *slots_of(program, statement)]
    return slots if len(slots) == count else slots_of(program, below)
