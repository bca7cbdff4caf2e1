"""What the printed results in a document say about shapes."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from lstm_shapes.check.claims.mentions import mentions_in
from lstm_shapes.check.claims.passage import Passage
from lstm_shapes.check.claims.slots import Slot, slots_of
from lstm_shapes.check.claims.statement import Statement
from lstm_shapes.check.claims.subjects import Subjects
from lstm_shapes.check.document import Piece
from lstm_shapes.check.following.shown import is_shape
from lstm_shapes.check.program.parsing import Code
from lstm_shapes.check.program.program import Program

__all__ = ["statements_in_outputs"]


def statements_in_outputs(
    program: Program, subjects: Subjects, code: Code, outputs: Sequence[Piece]
) -> Iterator[Statement]:
    """The shapes in what a piece of code printed, matched in order with those it shows."""
    for origin in ("", "printed", "value"):
        passages = [Passage.of(output.lines) for output in outputs if output.origin == origin]
        if passages:
            yield from _statements(program, subjects, code, passages, list(_shown(program, code, origin)))


def _statements(
    program: Program, subjects: Subjects, code: Code, passages: Sequence[Passage], slots: Sequence[Slot]
) -> Iterator[Statement]:
    found = [(passage, mention) for passage in passages for mention in mentions_in(passage.text, subjects.is_subject)]
    frames = [program.interpreter.world]
    for position, (passage, mention) in enumerate(found):
        if len(found) == len(slots):
            about = slots[position]
        elif mention.subjects and mention.is_direct:
            about = subjects.named(mention.subjects[0], frames, code.last + 1)
        else:
            about = [subject for slot in slots for subject in slot]
        label = about[0].label if about else "?"
        yield Statement(
            passage,
            mention.shape,
            label,
            tuple(about),
            "" if about else "what printed it is not followed",
            can_refute=len(found) == len(slots),
            cell=code.cell,
        )


def _shown(program: Program, code: Code, origin: str) -> Iterator[Slot]:
    """What the code shows, in the order of its lines; a bare expression only where its value is printed.

    origin: of a notebook's output, whether it was `printed` or is the `value` of the last expression.
    """
    simple = {id(node): node for line in range(code.first, code.last + 1) if (node := program.owners.get(line))}
    last = code.statements[-1] if code.statements else None
    for node in simple.values():
        if not isinstance(node, ast.Expr):
            continue
        is_printed = isinstance(node.value, ast.Call) and not is_shape(node.value)
        is_value = node is last and not is_printed
        wanted = {"value": is_value, "printed": is_printed}.get(origin, is_printed or code.prompts or node is last)
        if wanted:
            yield from (slot for slot in slots_of(program, node, ("show",)) if slot)
