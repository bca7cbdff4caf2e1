"""The code beside a comment: what a shape in it is said of where it names no tensor."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeGuard

from lstm_shapes.check.claims.slots import Slot, argument_at, parameters_of, parts_of, slots_of
from lstm_shapes.check.claims.statement import Subject
from lstm_shapes.check.following.frames import Frame
from lstm_shapes.check.program.parsing import Code
from lstm_shapes.check.program.program import Program

__all__ = ["Beside", "beside_code", "on_own_lines"]

_MOST_STATEMENTS_AWAY = 12
_FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a comment.

    choices: the places of one statement or another that it may speak of. frames: the runs of the code around it.
    first, last: the lines whose bindings a name in it may mean. statement: the code that it is about, if it is plain
    which. is_own: whether it stands on lines of its own. shows: whether what it speaks of is printed. above: the
    statement that ends right above it. given: what the function is given whose body it begins.
    """

    choices: Sequence[list[Slot]]
    frames: Sequence[Frame]
    first: int
    last: int
    statement: ast.stmt | None
    is_own: bool
    shows: bool = False
    above: ast.stmt | None = None
    given: Sequence[Subject] = ()


def beside_code(program: Program, line: int) -> Beside:
    """What a comment behind code on a line speaks of."""
    statement = program.owners.get(line)
    frames = program.frames_at(line) or [program.interpreter.world]
    if statement is None:
        return Beside([], frames, line, line, None, False)
    last = _last_line(statement)
    is_inside = line < last
    argument = argument_at(program, statement, line) if is_inside or isinstance(statement, _FUNCTION) else []
    own = [] if isinstance(statement, _FUNCTION) or is_inside else slots_of(program, statement)
    slots = [argument] if argument else own
    return Beside([slots], frames, statement.lineno, last, statement, False, _shows(program, statement))


def on_own_lines(program: Program, code: Code, lines: range, count: int, *, is_alone: bool) -> Beside:
    """What comments on these lines speak of.

    count: how many shapes they hold that name nothing. is_alone: whether they hold a single shape.
    """
    first, last = lines[0], lines[-1]
    above, below = _neighbour(program, code, first, -1), _neighbour(program, code, last, 1)
    if _is_preparation(below):
        below = _neighbour(program, code, below.end_lineno or below.lineno, 1)
    is_right_below = below is not None and below.lineno == last + 1
    is_right_above = above is not None and (above.end_lineno or above.lineno) == first - 1
    shown = _shown_above(program, above, count) if is_right_above or not is_right_below else []
    choices: list[list[Slot]] = [shown] if shown else []
    if not shown and below is not None:
        choices.append(_following(program, below, count))
        if isinstance(below, (ast.Return, ast.Expr)) and choices[0]:
            choices.append([parts_of(program, below)])
    if not shown and above is not None:
        choices.append(slots_of(program, above))
    frames = program.frames_at(first)
    if isinstance(below, (*_FUNCTION, ast.ClassDef)):
        frames = program.frames_of(below)
    about: ast.stmt | None = below if isinstance(below, ast.Assign) and count <= 2 else None
    if below is not None and below not in program.trace.followed:
        about = below  # in a branch that is not taken
    end = _last_line(below) if below is not None else last
    frames = frames or [program.interpreter.world]
    given = parameters_of(program, above) if is_alone and isinstance(above, _FUNCTION) else ()
    return Beside(choices, frames, first, end, about, True, bool(shown), above if is_right_above else None, given)


def _is_preparation(statement: ast.stmt | None) -> TypeGuard[ast.Assign]:
    """`weight = next(self.parameters()).data`, which stands before the states that are made from it."""
    return isinstance(statement, ast.Assign) and any(
        isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id == "next"
        for part in ast.walk(statement.value)
    )


def _shows(program: Program, statement: ast.stmt) -> bool:
    return any(event.kind == "show" for event in program.events_of(statement))


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
