"""What printed results in a document say about shapes."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lstm_shapes.check.claims.candidate import Candidate
from lstm_shapes.check.claims.passage import Passage
from lstm_shapes.check.claims.places import Slot, slots_of
from lstm_shapes.check.claims.referents import Referents
from lstm_shapes.check.document import Piece
from lstm_shapes.check.interpreter.shown import is_shape
from lstm_shapes.check.interpreter.values import Unknown
from lstm_shapes.check.language.mentions import mentions_in
from lstm_shapes.check.program.parsing import Code
from lstm_shapes.check.program.program import Program

__all__ = ["candidates_in_outputs"]


_MOST_SLOTS = 60  # that something printed may stand for, if it is not certain which


def candidates_in_outputs(
    program: Program, referents: Referents, code: Code, outputs: Sequence[Piece]
) -> Iterator[Candidate]:
    """The shapes in what a piece of code printed, matched in order with those it shows."""
    for origin in ("", "printed", "value"):
        passages = [Passage.of(output.lines) for output in outputs if output.origin == origin]
        if passages:
            found = _candidates(program, referents, code, passages, list(_shown(program, code, origin)))
            if origin:
                found = map(_of_a_run, found)
            yield from map(_of_the_past, found) if any(output.is_past for output in outputs) else found


def _candidates(
    program: Program, referents: Referents, code: Code, passages: Sequence[Passage], slots: Sequence[Slot]
) -> Iterator[Candidate]:
    found = [(passage, mention) for passage in passages for mention in mentions_in(passage.text, referents.is_name)]
    frames = [program.machine.world]
    every = [referent for slot in slots[:_MOST_SLOTS] for referent in slot]
    for position, (passage, mention) in enumerate(found):
        is_paired = len(found) == len(slots)
        if is_paired:
            about = slots[position]
        elif mention.names and mention.is_direct:
            about = referents.at(mention.names[0], frames, code.last + 1, code.last + 1)
        else:
            about = every
        yield Candidate(
            passage,
            mention.shape,
            about[0].label if about else "?",
            tuple(about),
            obstacles=tuple(_obstacles(about, is_paired)),
            line=code.last,
            cell=code.cell,
        )


def _of_a_run(candidate: Candidate) -> Candidate:
    if candidate.shape.is_size:
        return candidate
    return replace(candidate, obstacles=("PyTorch prints shapes in another form", *candidate.obstacles))


def _of_the_past(candidate: Candidate) -> Candidate:
    return replace(candidate, obstacles=("a cell above was run later, perhaps with other code", *candidate.obstacles))


def _obstacles(about: Slot, is_paired: bool) -> Iterator[str]:
    if not is_paired:
        yield "what printed it is not plain"
    if any(isinstance(referent.value, Unknown) for referent in about):
        yield "what is printed is not followed"  # what follows from its use is less certain than what was printed


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
