"""A page as lines of text: columns where they fit the width, records one under the other where they do not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from unicodedata import combining, east_asian_width

from lstm_shapes.page import Block, Cell, Code, Page, Span, Table

__all__ = ["Line", "as_text", "hanging", "lay_out", "plain_text"]

Line = list[Span]

_INDENT = 2
_GAP = 2
_NARROWEST_PROSE = 24  # columns; less room than that is worse than a line that the terminal breaks
_SHORT_CODE = 28  # characters; code as short as that stays on one line
_MARKS = ("good", "bad", "warning")


def plain_text(page: Page) -> str:
    """The page as text without a width: nothing is wrapped, cut or coloured."""
    return as_text(lay_out(page, None))


def as_text(lines: Iterable[Line]) -> str:
    """Lines without their colours."""
    return "".join(_text(line).rstrip() + "\n" for line in lines)


def lay_out(page: Page, width: int | None) -> Iterator[Line]:
    """The page's lines, at most `width` columns wide where its words allow that; None is as wide as it needs."""
    blocks = [block for section in page.sections for block in section.blocks]
    programs = [block for block in blocks if isinstance(block, Code)]
    if blocks and blocks == programs:  # a program alone is printed as one, to be run
        for program in programs:
            yield from _program(program, 0)
        return
    if page.subject:
        yield from _heading(page, width)
    for section in page.sections:
        yield []
        yield from _paragraph(Cell(section.title, "title"), width, 0)
        for block in section.blocks:
            yield from _block(block, width)


def _heading(page: Page, width: int | None) -> Iterator[Line]:
    line: Line = [(page.subject, "title"), ("   ", "prose"), (page.details, "prose")]
    if width is None or _width(line) <= width:
        yield line
    else:
        yield from _paragraph(Cell(page.subject, "title"), width, 0)
        yield from _paragraph(Cell(page.details), width, _INDENT)


def _block(block: Block, width: int | None) -> Iterator[Line]:
    if isinstance(block, Code):
        yield from _program(block, _INDENT)
    elif isinstance(block, Cell):
        yield from _paragraph(block, width, _INDENT)
    else:
        yield from _table(block, width)


def _program(block: Code, indent: int) -> Iterator[Line]:
    for line in block.text.splitlines():
        yield [(" " * indent + line, "code")]


def _table(table: Table, width: int | None) -> Iterator[Line]:
    if not table.rows:
        return
    header = [tuple(Cell(text, "header") for text in table.headers)] if table.headers else []
    columns = [max(_width(cell.spans()) for cell in column) for column in zip(*header, *table.rows)]
    before_last = _INDENT + sum(columns[:-1]) + _GAP * (len(columns) - 1)
    room = None if width is None else width - before_last
    if room is None or room >= columns[-1]:
        room = None  # the last column has all it needs
    elif table.droppable is not None:
        yield from _table(table.narrowed(), width)
        return
    elif room < _NARROWEST_PROSE or any(row[-1].kind != "prose" for row in table.rows):
        yield from _records(table, width)
        return
    counts = [all(cell.kind == "number" and "(" not in cell.text for cell in column) for column in zip(*table.rows)]
    for row in [*header, *table.rows]:
        yield from _row(row, columns, counts, room)


def _row(row: Sequence[Cell], columns: Sequence[int], counts: Sequence[bool], room: int | None) -> Iterator[Line]:
    """One row in columns, counts to the right; the last cell is wrapped where it has less room than it needs."""
    line: Line = [(" " * _INDENT, "prose")]
    for number, (cell, column, is_count) in enumerate(zip(row, columns, counts)):
        spans = list(cell.spans())
        space: Span = (" " * (column - _width(spans)), "prose")
        if number == len(row) - 1 and not is_count:
            break
        line += [*([space, *spans] if is_count else [*spans, space]), (" " * _GAP, "prose")]
    else:
        yield line
        return
    yield from _hanging(line, _fill(row[-1].spans(), room))


def _records(table: Table, width: int | None) -> Iterator[Line]:
    """Each row as a record: its first words, behind their mark, and the other cells under them."""
    label_width = max((len(header) for header in table.headers), default=-_GAP) + _GAP
    for row in table.rows:
        leading = 1 if row[0].kind in _MARKS else 0
        front: Line = [(" " * _INDENT, "prose"), *((f"{cell.text} ", cell.kind) for cell in row[:leading])]
        yield from _hanging(front, _fill(row[leading].spans(), _room(width, front)))
        for number, cell in enumerate(row[leading + 1 :], leading + 1):
            if table.headers and not table.headers[number]:
                continue  # a mark of the cell before it, with which it was shown
            spans = [*cell.spans(), *_mark_of(table, row, number)]
            label = table.headers[number] if table.headers else ""
            front = [(" " * 2 * _INDENT, "prose"), (f"{label:<{label_width}}", "header")]
            yield from _hanging(front, _fill(spans, _room(width, front)))


def _mark_of(table: Table, row: Sequence[Cell], number: int) -> Line:
    """The mark in the column without a header that follows a cell."""
    if number + 1 < len(table.headers) and not table.headers[number + 1]:
        return [(" ", "prose"), *row[number + 1].spans()]
    return []


def _paragraph(cell: Cell, width: int | None, indent: int) -> Iterator[Line]:
    yield from hanging([(" " * indent, "prose")], cell, width)


def hanging(front: Line, cell: Cell, width: int | None) -> Iterator[Line]:
    """A cell's words behind `front`, wrapped under each other where they do not fit."""
    yield from _hanging(front, _fill(cell.spans(), _room(width, front)))


def _room(width: int | None, front: Line) -> int | None:
    return None if width is None else max(width - _width(front), _NARROWEST_PROSE)


def _hanging(front: Line, lines: Iterable[Line]) -> Iterator[Line]:
    """Lines behind `front`, the second and later ones under the first."""
    for line in lines:
        yield [*front, *line]
        front = [(" " * _width(front), "prose")]


def _fill(spans: Iterable[Span], room: int | None) -> Iterator[Line]:
    """The words in lines of at most `room` columns; a longer word has its line to itself."""
    line: Line = []
    for word in _words(spans):
        if room is not None and line and _width([*line, *word]) + 1 > room:
            yield line
            line = []
        line += [(" ", "prose"), *word] if line else word
    yield line


def _words(spans: Iterable[Span]) -> Iterator[Line]:
    """What stands between two spaces, in pieces of one kind each: `code`, with its comma, is one word."""
    word: Line = []
    for text, kind in spans:
        first, *others = [text] if kind == "code" and len(text) <= _SHORT_CODE else text.split(" ")
        word.append((first, kind))
        for other in others:
            yield word
            word = [(other, kind)]
    yield word


def _text(spans: Iterable[Span]) -> str:
    return "".join(text for text, _ in spans)


def _width(spans: Iterable[Span]) -> int:
    """Columns that the text takes in a terminal: most letters of Chinese, Japanese and Korean take two."""
    text = _text(spans)
    if text.isascii():
        return len(text)
    return sum(0 if combining(letter) else 2 if east_asian_width(letter) in "WF" else 1 for letter in text)
