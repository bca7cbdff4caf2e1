"""Check one document, in all steps: pieces, values, claims, verdicts."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from lstm_shapes.check.claims.collecting import candidates_in
from lstm_shapes.check.commands import Run, claims_of_commands
from lstm_shapes.check.document import Document, Suppression
from lstm_shapes.check.fix import agreed
from lstm_shapes.check.program.parsing import LONGEST_CODE
from lstm_shapes.check.program.program import Program, follow
from lstm_shapes.check.program.tree import Tree
from lstm_shapes.check.proving import proven
from lstm_shapes.check.reading import read_document, refuse_broken
from lstm_shapes.check.result import Checked, Claim, Problem
from lstm_shapes.check.suppressing import suppress
from lstm_shapes.check.text import Line, Span, physical_lines
from lstm_shapes.check.verdict.calls import with_refused_calls
from lstm_shapes.check.verdict.charity import with_charity
from lstm_shapes.check.verdict.decide import decide
from lstm_shapes.check.verdict.own_words import OwnWords
from lstm_shapes.check.verdict.premises import with_premises

__all__ = ["check_document"]

_MOST_SHOWN = 60  # characters
# What may build a recurrent layer, speaks of PyTorch's LSTM, or runs this tool: without it there is nothing to check.
_ABOUT_RECURRENCE = re.compile(
    r"\bnn\.(?:LSTM|GRU|RNN)|(?:LSTM|GRU|RNN)\w*[ \t]*\(|\bimport\b[^\n]{0,400}(?:LSTM|GRU|RNN)|"
    r"\bgetattr\(\s*(?:torch\.)?nn\b|"
    r"(?i:lstm[^\n]{0,60}pytorch|pytorch[^\n]{0,60}lstm|lstm-shapes)"
)
_ABOUT_LSTMS = re.compile(r"lstm", re.IGNORECASE)


def check_document(text: str, kind: str, path: str, run: Run | None = None, tree: Tree | None = None) -> Checked:
    """Check the text of a document; a correction that a second check does not bear out is not offered.

    kind: one of `document.KINDS`. run: runs this tool's commands in the document again; None leaves them out.
    tree: the project around the document, whose modules it can import; None if it has none.
    """
    return proven(_checked(text, kind, path, run, tree), lambda corrected: _checked(corrected, kind, path, run, tree))


def _checked(text: str, kind: str, path: str, run: Run | None, tree: Tree | None) -> Checked:
    if not _ABOUT_RECURRENCE.search(text):  # there are no claims in it, but a broken file must still be reported
        refuse_broken(text, kind)
        return Checked(path, text=text)
    document = read_document(text, kind)
    program = follow(document, path, tree)
    own = OwnWords(program, document)
    lines = list(physical_lines(text))
    decisions = []
    for candidate in candidates_in(document, program):
        span = candidate.passage.span(candidate.shape.start, candidate.shape.end)
        decision = decide(own, candidate, _characters(lines, span))
        if decision is not None:
            decisions.append(decision)
    found: dict[tuple[Span, str], Claim] = {}
    for decision in with_charity(program, with_premises(decisions)):
        found.setdefault((decision.claim.span, decision.claim.tensor), decision.claim)  # a text may be read twice
    claims = with_refused_calls(document, program, list(found.values()))
    if run is not None:
        claims += claims_of_commands(document, run, lines)
    claims.sort(key=lambda claim: claim.span)
    notes = list(document.suppressions) if run is not None else _of_claims(document)
    kept, problems = suppress(claims, notes, [*_unparsed(program)])
    return Checked(path, tuple(agreed(kept)), tuple(problems), text)


def _of_claims(document: Document) -> list[Suppression]:
    """The notes but those about a console block, which is checked only if commands are run again."""
    consoles = sorted(
        (piece.lines[-1].number, piece.lines[0].number) for piece in document.pieces if piece.kind == "console"
    )

    def is_of_commands(note: Suppression) -> bool:
        place = bisect_left(consoles, (note.first,))
        return note.action == "ignore" and place < len(consoles) and consoles[place][1] <= note.last

    return [note for note in document.suppressions if not is_of_commands(note)]


def _characters(lines: list[Line], span: Span) -> str:
    """The characters of a span, as they are in the file."""
    if span.line == span.end_line:
        return lines[span.line - 1].text[span.column - 1 : span.end_column - 1]
    first = lines[span.line - 1].text[span.column - 1 :]
    between = [lines[number - 1].text for number in range(span.line + 1, span.end_line)]
    return "\n".join([first, *between, lines[span.end_line - 1].text[: span.end_column - 1]])


def _unparsed(program: Program) -> Iterator[Problem]:
    """A problem for each piece of code that mentions LSTMs but cannot be parsed."""
    for code in program.codes.values():
        if code.failed and any(_ABOUT_LSTMS.search(line.text) for line in code.lines):
            line = code.lines[code.failed[0] - code.first]
            text = line.text.strip()
            message = f"is not Python: {text[:_MOST_SHOWN]!r}{'…' * (len(text) > _MOST_SHOWN)}"
            if sum(len(line.text) for line in code.lines) > LONGEST_CODE:
                message = f"is too long to be followed: code of more than {LONGEST_CODE:,} characters is left out"
            yield Problem("LS010", message, line.span(0, max(1, len(line.text))), code.cell)
