"""What a reader is shown: sections of tables, lists and code, before any format is chosen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lstm_shapes.formula import SYMBOLS, Axis, Formula
from lstm_shapes.palette import Kind

__all__ = ["MARKS", "Block", "Cell", "Code", "Page", "Section", "Span", "Table"]
__all__ += ["code", "mark", "math", "math_text", "number", "numbers", "prose", "shape", "warning"]

Span = tuple[str, str]
"""A piece of text, and its style: a kind, or the symbol that it stands for."""

MARKS = ("good", "bad", "warning")
"""The kinds of marks, such as a tick."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of text and what it is."""

    text: str
    """Prose may hold `code` between backticks."""

    kind: Kind = "prose"

    latex: str | None = None
    """The same in LaTeX's math mode, where it is a formula."""

    symbols: tuple[Span, ...] = ()
    """The text in pieces, each with its symbol; empty where no symbol stands in it."""

    def spans(self) -> Iterator[Span]:
        """The text in pieces of one style each, without the backticks."""
        if self.symbols:
            yield from self.symbols
        elif self.kind != "prose":
            yield self.text, self.kind
        else:
            for position, piece in enumerate(self.text.split("`")):
                if piece:
                    yield piece, "code" if position % 2 else "prose"


def prose(text: str) -> Cell:
    """Words; what stands between backticks is code."""
    return Cell(text)


def code(text: str) -> Cell:
    """An expression or a name, to be read letter by letter; the name of a symbol has its colour."""
    return Cell(text, "code", symbols=((text, text),) if text in SYMBOLS else ())


def math(formula: Formula) -> Cell:
    """A shape in symbols."""
    return Cell(str(formula), "math", formula.latex, _tuple("math", (_product(axis, str) for axis in formula.axes)))


_SYMBOL = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, SYMBOLS))})(?!\w)")


def math_text(text: str) -> Cell:
    """A formula that is at hand as text alone."""
    pieces = ((piece, piece if piece in SYMBOLS else "math") for piece in _SYMBOL.split(text) if piece)
    return Cell(text, "math", symbols=tuple(pieces))


def numbers(formula: Formula, sizes: Mapping[str, int]) -> Cell:
    """A shape with a number for each symbol, not yet multiplied."""
    axes = (_product(axis, lambda name: str(sizes[name])) for axis in formula.axes)
    return Cell(formula.numbers(sizes), "number", symbols=_tuple("number", axes))


def shape(sizes: Sequence[int] | None, formula: Formula | None = None) -> Cell:
    """A shape in numbers, coloured by its formula; nothing where it is not known."""
    text = "" if sizes is None else str(tuple(sizes))
    if sizes is None or formula is None or len(sizes) != len(formula.axes):
        return Cell(text, "number")
    axes = ([(str(size), _colour_of(axis, "number"))] for size, axis in zip(sizes, formula.axes))
    return Cell(text, "number", symbols=_tuple("number", axes))


def _colour_of(axis: Axis, kind: Kind) -> str:
    """The symbol that decides the size of an axis, or the kind where it is more than one."""
    return axis.symbols[0] if len(axis.symbols) == 1 else kind


def _product(axis: Axis, write: Callable[[str], str]) -> list[Span]:
    spans: list[Span] = []
    for text, symbol in axis.factors(write):
        spans += [(" * ", "math")] * bool(spans)
        spans.append((text, symbol or "math"))
    return spans


def _tuple(kind: Kind, axes: Iterable[list[Span]]) -> tuple[Span, ...]:
    """Axes between brackets, as Python writes a tuple."""
    written = list(axes)
    spans: list[Span] = [("(", kind)]
    for number, axis in enumerate(written):
        spans += [(", ", kind)] * bool(number)
        spans += axis
    return (*spans, (",)" if len(written) == 1 else ")", kind))


def number(value: int, style: str | None = None) -> Cell:
    """A count, its thousands apart; style: the symbol whose value it is, or a kind whose colour it has."""
    text = f"{value:,}"
    return Cell(text, "number", symbols=((text, style),) if style else ())


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
    """Rows of cells under headers; without headers it reads as a list."""

    rows: tuple[tuple[Cell, ...], ...]

    headers: tuple[str, ...] = ()

    spare: tuple[str, ...] = ()
    """The headers of the columns that are left out, in this order, where there is no room for all."""

    @classmethod
    def of(cls, rows: Iterable[Iterable[Cell]], headers: Sequence[str] = (), spare: Sequence[str] = ()) -> Table:
        """A table without the columns that would be empty from top to bottom."""
        grid = [tuple(row) for row in rows]
        kept = [column for column in range(len(grid[0]) if grid else 0) if any(row[column].text for row in grid)]
        shown = tuple(headers[column] for column in kept if headers)
        return cls(_columns(grid, kept), shown, tuple(header for header in spare if header in shown))

    def narrowed(self) -> Table:
        """The table without the first of the columns that can be spared."""
        first, *others = self.spare
        kept = [column for column, header in enumerate(self.headers) if header != first]
        return Table(_columns(self.rows, kept), tuple(self.headers[column] for column in kept), tuple(others))


def _columns(rows: Iterable[tuple[Cell, ...]], kept: Sequence[int]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(tuple(row[column] for column in kept) for row in rows)


@dataclass(frozen=True, slots=True)
class Code:
    """Lines of a program, to be copied as they stand."""

    text: str

    language: str = "python"
    """`sh` for a command, `text` for what a program prints."""

    instead: str = ""
    """What is said in its place where lines of any letters have no room; empty where they may be broken."""


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

    picture: str = ""
    """What is drawn above the sections where that is possible, as SVG."""

    @property
    def program(self) -> str | None:
        """The program that is all there is to show; None where there is more."""
        blocks = [block for section in self.sections for block in section.blocks]
        programs = [block.text for block in blocks if isinstance(block, Code) and not block.instead]
        return "\n".join(programs) if programs and len(programs) == len(blocks) else None

    def without_blank_sections(self) -> Page:
        """The page without the sections that have nothing to show."""
        return replace(self, sections=tuple(section for section in self.sections if section.blocks))
