"""Everything that a document says about shapes, piece by piece."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_shapes.check.claims.asserts import candidates_in_asserts
from lstm_shapes.check.claims.candidate import Candidate
from lstm_shapes.check.claims.comments import candidates_in_comments
from lstm_shapes.check.claims.docstrings import candidates_in_docstring
from lstm_shapes.check.claims.outputs import candidates_in_outputs
from lstm_shapes.check.claims.prose import Prose
from lstm_shapes.check.claims.referents import Referents
from lstm_shapes.check.document import Document, Piece
from lstm_shapes.check.program.parsing import Code
from lstm_shapes.check.program.program import Program

__all__ = ["candidates_in"]

_PROSE = ("heading", "paragraph", "item", "table")


def candidates_in(document: Document, program: Program) -> Iterator[Candidate]:
    """All shapes in a document, each with what it may be said of."""
    referents = Referents(program)
    prose = Prose(referents)
    around: Code | None = None  # the code that docstrings stand in
    for position, piece in enumerate(document.pieces):
        if piece.kind == "code":
            code = program.codes[position]
            around = code if code.frame is None else around
            prose.passed(code.lines, code.last)
            yield from candidates_in_comments(program, referents, code)
            yield from candidates_in_asserts(program, code)
            yield from candidates_in_outputs(program, referents, code, _outputs(document, position))
        elif piece.kind == "docstring" and around is not None:
            yield from candidates_in_docstring(program, referents, around, piece, program.examples[position])
        elif piece.kind in _PROSE:
            yield from prose.candidates(piece)


def _outputs(document: Document, position: int) -> list[Piece]:
    """What was printed by the code at this position."""
    outputs = []
    for place in range(position + 1, len(document.pieces)):
        if document.pieces[place].kind != "output":
            break
        outputs.append(document.pieces[place])
    return outputs
