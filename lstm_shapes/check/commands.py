"""Check console blocks with this tool's own commands: whether the shown output is what they print now."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from lstm_shapes.check.document import Document, Piece
from lstm_shapes.check.result import Claim, Edit, Verdict
from lstm_shapes.check.text import Line, Span
from lstm_shapes.errors import LSTMShapesError

__all__ = ["NotRunError", "Run", "claims_of_commands"]

Run = Callable[[Sequence[str]], str]
"""Takes the arguments of a command, and returns what it prints; raises `NotRunError` if it is not run."""

_PROMPT = "$ "
_TOOL = "lstm-shapes"
_SHELL = frozenset("|&;<>`$(){}*?~")
_MOST_CHARACTERS = 120


class NotRunError(LSTMShapesError):
    """A command is not run, or it fails; `str()` says why."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """A command in a document."""

    text: str
    """The command without its prompt."""

    line: Line

    output: tuple[Line, ...]
    """The lines under the command."""

    cell: int | None
    """The number of the notebook's cell."""


def claims_of_commands(document: Document, run: Run, lines: Sequence[Line]) -> Iterator[Claim]:
    """A claim for each command of this tool in a console block; `lines` are all lines of the file."""
    for piece in document.pieces:
        if piece.kind == "console":
            for shown in _commands(piece):
                if shown.text.split(maxsplit=1)[0] == _TOOL and shown.output:
                    yield _judged(shown, run, lines)


def _commands(piece: Piece) -> Iterator[_Shown]:
    starts = [number for number, line in enumerate(piece.lines) if line.text.startswith(_PROMPT)]
    for start, end in zip(starts, [*starts[1:], len(piece.lines)]):
        text, first = piece.lines[start].text[len(_PROMPT) :], start + 1
        while text.endswith("\\") and first < end:
            text, first = f"{text[:-1]}{piece.lines[first].text.strip()}", first + 1
        output = list(piece.lines[first:end])
        while output and not output[-1].text.strip():
            output.pop()
        if text.strip():
            yield _Shown(text.strip(), piece.lines[start], tuple(output), piece.cell)


def _judged(shown: _Shown, run: Run, lines: Sequence[Line]) -> Claim:
    first, last = shown.output[0], shown.output[-1]
    start, end = first.span(0, len(first.text)), last.span(0, len(last.text))
    span = Span(start.line, start.column, end.end_line, end.end_column)
    claimed = "\n".join(line.text for line in shown.output)
    claim = Claim(span, "command", claimed, Verdict.UNVERIFIED, cell=shown.cell)
    command = shown.text[:_MOST_CHARACTERS]
    try:
        printed = _plain(run(_arguments(shown.text)))
    except NotRunError as error:
        return _with(claim, reason=f"`{command}` was not run again: {error}")
    if printed == _plain(claimed):
        return _with(claim, verdict=Verdict.TRUE)
    prefix = lines[start.line - 1].text[: start.column - 1]
    fix = (Edit(span, f"\n{prefix}".join(printed.splitlines())),) if isinstance(first.columns, int) else ()
    return _with(
        claim,
        verdict=Verdict.FALSE,
        rule="LS009",
        expected=printed,
        message=f"`{command}` prints something else now",
        reason="the command was run again, and its output compared line by line",
        fix=fix if printed else (),
    )


def _with(claim: Claim, **changes: object) -> Claim:
    return replace(claim, **changes)  # type: ignore[arg-type]


def _arguments(text: str) -> list[str]:
    """The words of a command; raises `NotRunError` if a shell would do more than split it into words."""
    try:
        words = shlex.split(text)
        bare = shlex.split(text, posix=False)
    except ValueError as error:
        raise NotRunError(f"it cannot be read: {error}") from error
    if any(word[0] not in "'\"" and _SHELL & set(word) for word in bare):
        raise NotRunError("it needs a shell")
    return words[1:]


def _plain(text: str) -> str:
    """The text without blanks at the ends of lines, and without empty lines at its end."""
    return "\n".join(line.rstrip() for line in text.rstrip().split("\n"))
