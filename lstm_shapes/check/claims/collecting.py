"""Everything that a document says about shapes, piece by piece."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_shapes.check.claims.in_asserts import statements_in_asserts
from lstm_shapes.check.claims.in_comments import statements_in_comments
from lstm_shapes.check.claims.in_docstrings import statements_in_docstring
from lstm_shapes.check.claims.in_outputs import statements_in_outputs
from lstm_shapes.check.claims.in_prose import Prose
from lstm_shapes.check.claims.statement import Statement
from lstm_shapes.check.claims.subjects import Subjects
from lstm_shapes.check.document import Document, Piece
from lstm_shapes.check.program.parsing import Code
from lstm_shapes.check.program.program import Program

__all__ = ["statements_in"]

_PROSE = ("heading", "paragraph", "item", "table")


def statements_in(document: Document, program: Program) -> Iterator[Statement]:
    """All statements of a document."""
    subjects = Subjects(program)
    prose = Prose(subjects)
    around: Code | None = None  # the code that docstrings stand in
    for position, piece in enumerate(document.pieces):
        if piece.kind == "code":
            code = program.codes[position]
            around = code if code.frame is None else around
            prose.passed(code.lines, code.last)
            yield from statements_in_comments(program, subjects, code)
            yield from statements_in_asserts(program, code)
            yield from statements_in_outputs(program, subjects, code, _outputs(document, position))
        elif piece.kind == "docstring" and around is not None:
            yield from statements_in_docstring(program, subjects, around, piece, program.examples[position])
        elif piece.kind in _PROSE:
            yield from prose.statements(piece)


def _outputs(document: Document, position: int) -> list[Piece]:
    """What was printed by the code at this position."""
    outputs = []
    for piece in document.pieces[position + 1 :]:
        if piece.kind != "output":
            break
        outputs.append(piece)
    return outputs
