"""What a reader is shown: sections of tables, lists and code, before any format is chosen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from lstm_shapes.formula import Formula

__all__ = ["Block", "Cell", "Code", "Kind", "Page", "Section", "Span", "Table"]
__all__ += ["code", "mark", "math", "number", "prose", "shape", "warning"]

Kind = Literal["prose", "code", "math", "number", "good", "bad", "warning", "header", "title"]
Span = tuple[str, Kind]


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of text and what it is; prose may hold `code` between backticks."""

    text: str
    kind: Kind = "prose"
    latex: str | None = None

    def spans(self) -> Iterator[Span]:
        """The text in pieces of one kind each, without the backticks."""
        if self.kind != "prose":
            yield self.text, self.kind
            return
        for position, piece in enumerate(re.split("`", self.text)):
            if piece:
                yield piece, "code" if position % 2 else "prose"


def prose(text: str) -> Cell:
    """Words; what stands between backticks is code."""
    return Cell(text)


def code(text: str) -> Cell:
    """An expression or a name, to be read letter by letter."""
    return Cell(text, "code")


def math(formula: Formula) -> Cell:
    """A shape in symbols."""
    return Cell(str(formula), "math", formula.latex)


def shape(sizes: Sequence[int] | None) -> Cell:
    """A shape in numbers; nothing where it is not known."""
    return Cell("" if sizes is None else str(tuple(sizes)), "number")


def number(value: int) -> Cell:
    """A count, its thousands apart."""
    return Cell(f"{value:,}", "number")


def mark(holds: bool | None) -> Cell:
    """A tick, a cross, or nothing where nothing was compared."""
    if holds is None:
        return Cell("", "good")
    return Cell("✓", "good") if holds else Cell("✗", "bad")


def warning() -> Cell:
    """The mark in front of something to beware of."""
    return Cell("!", "warning")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under headers; without headers it reads as a list.

    droppable: the header of a column that may be left out where the page is too narrow for all.
    """

    rows: tuple[tuple[Cell, ...], ...]
    headers: tuple[str, ...] = ()
    droppable: str | None = None

    @classmethod
    def of(cls, rows: Iterable[Iterable[Cell]], headers: Sequence[str] = (), droppable: str | None = None) -> Table:
        """A table without the columns that would be empty from top to bottom."""
        grid = [tuple(row) for row in rows]
        kept = [column for column in range(len(grid[0]) if grid else 0) if any(row[column].text for row in grid)]
        return cls(_columns(grid, kept), tuple(headers[c] for c in kept if headers), droppable)

    def narrowed(self) -> Table:
        """The table without the column that may be left out."""
        kept = [column for column, header in enumerate(self.headers) if header != self.droppable]
        return Table(_columns(self.rows, kept), tuple(self.headers[column] for column in kept))


def _columns(rows: Iterable[tuple[Cell, ...]], kept: Sequence[int]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(tuple(row[column] for column in kept) for row in rows)


@dataclass(frozen=True, slots=True)
class Code:
    """Lines of a program, to be copied as they stand; or of what it prints, in the language `text`."""

    text: str
    language: str = "python"


Block = Table | Code | Cell


@dataclass(frozen=True, slots=True)
class Section:
    """A title and what stands under it."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """All that one command shows: what it is about, then its sections."""

    subject: str
    details: str
    sections: tuple[Section, ...]
