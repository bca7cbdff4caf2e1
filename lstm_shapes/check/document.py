"""A document as a sequence of pieces: code, what code printed, and prose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lstm_shapes.check.text import Line, Span

__all__ = ["KINDS", "Document", "Piece", "PieceKind", "Suppression"]

KINDS = ("md", "rst", "txt", "py", "ipynb")
"""The kinds of documents that can be read."""

PieceKind = Literal["code", "output", "console", "heading", "paragraph", "item", "table", "docstring"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a document of one kind.

    code: Python, prompts and indentation of the block taken away; state carries over from one piece to the next.
    output: what the code piece right before it printed or evaluated to.
    console: a block with shell commands (`$ ...`) and their output, as it stands.
    heading, paragraph, item: prose; `lines` hold its text as it stands, markup included, without the bullet or `#`.
    table: `rows` of cells, the header first, without rules; one `Line` for each line of a cell's text.
    docstring: a string in the code piece before it, that documents a module, class or function or stands alone.

    cell: the notebook's cell, from 1 on.
    depth: how deep a heading (1 is the highest) or a list item (0 is the outermost) stands; of code, output and
    docstrings, in how many strings of other code they stand.
    prompts: whether the code had `>>>` or `In [1]:` in front, so that a bare expression prints its value.
    origin: of a notebook's output, whether it was printed or is the value of the cell's last expression.
    """

    kind: PieceKind
    lines: tuple[Line, ...] = ()
    rows: tuple[tuple[tuple[Line, ...], ...], ...] = ()
    cell: int | None = None
    depth: int = 0
    prompts: bool = False
    origin: Literal["printed", "value", ""] = ""


@dataclass(frozen=True, slots=True)
class Suppression:
    """A note in a document that findings are not to be reported.

    action: `ignore` the lines from `first` to `last` (the next block, or the line it ends), or turn reporting `off`
    and `on` from `first` on. rules: those meant, as written; empty means all. span: where the note stands.
    """

    action: Literal["ignore", "off", "on"]
    rules: tuple[str, ...]
    span: Span
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader makes of a file: its pieces in order, and the suppressions in it."""

    pieces: tuple[Piece, ...]
    suppressions: tuple[Suppression, ...] = ()
