"""A document as a sequence of pieces: code, what code printed, and prose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from lstm_shapes.check.text import Line, Span

__all__ = ["KINDS", "Document", "Piece", "PieceKind", "Suppression"]

KINDS = ("md", "rst", "txt", "py", "ipynb")
"""The kinds of documents that can be read."""

PieceKind = Literal["code", "output", "console", "heading", "paragraph", "item", "table", "docstring"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a document that is of one kind.

    code: Python, without prompts and without the indentation of the block; names stay known in later pieces.
    output: what the code piece right before it printed, or its value.
    console: a block with shell commands (`$ ...`) and their output, unchanged.
    heading, paragraph, item: prose; `lines` are its text with the markup, but without the bullet or `#`.
    table: `rows` of cells, without the drawn lines; the header comes first.
    docstring: a string in the code piece before it that is a statement, such as the docstring of a function.
    """

    kind: PieceKind

    lines: tuple[Line, ...] = ()
    """The text, for all kinds but tables."""

    rows: tuple[tuple[tuple[Line, ...], ...], ...] = ()
    """Only for tables: the cells of each row, and the lines of each cell."""

    cell: int | None = None
    """The number of the notebook's cell, from 1 on."""

    depth: int = 0
    """The level of a heading (1 is the highest) or of a list item (0 is the outermost).

    For code, output and docstrings: how many strings of other code they are nested in.
    """

    prompts: bool = False
    """Whether the code had `>>>` or `In [1]:` in front, so that an expression alone prints its value."""

    origin: Literal["printed", "value", ""] = ""
    """For a notebook's output: whether it was printed or is the value of the cell's last expression."""

    is_past: bool = False
    """For a notebook's output: whether a cell above was run later, perhaps with other code."""

    def all_lines(self) -> Iterator[Line]:
        """The lines, and those of all cells."""
        yield from self.lines
        yield from (line for row in self.rows for cell in row for line in cell)


@dataclass(frozen=True, slots=True)
class Suppression:
    """A note in a document that some findings must not be reported."""

    action: Literal["ignore", "off", "on"]
    """`ignore` the lines from `first` to `last`, or turn reporting `off` or `on` from `first` on."""

    rules: tuple[str, ...]
    """The rules that the note names, as they are written; empty means all."""

    span: Span
    """Where the note is."""

    first: int
    """The first line that it applies to."""

    last: int
    """The last line that it applies to, if the action is `ignore`: of the next block, or the note's own line."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read: its pieces in order, and the suppressions in it."""

    pieces: tuple[Piece, ...]
    suppressions: tuple[Suppression, ...] = ()
