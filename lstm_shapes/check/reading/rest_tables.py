"""Read the tables of reStructuredText: simple tables, grids, lists of lists and comma-separated values."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from unicodedata import combining, east_asian_width

from lstm_shapes.check.reading.lines import BLANKS, indent_of, is_blank
from lstm_shapes.check.text import Line

__all__ = ["SIMPLE_RULE", "Rows", "csv_row", "grid_rows", "list_rows", "simple_rows"]

Rows = list[list[list[Line]]]
"""The cells of each row, and the lines of each cell."""

SIMPLE_RULE = re.compile(r"=+(?: +=+)*[ \t]*$")
_SPAN_RULE = re.compile(r"-+(?: +-+)*[ \t]*$")
_END = 1_000_000  # columns; every line is shorter
_BULLET = re.compile(r"[-*+](?:[ \t]+|$)")
_FIELD = re.compile(r'[ \t]*("[^"]*(?:""[^"]*)*"|[^,]*?)[ \t]*(,|$)')


def simple_rows(lines: Sequence[Line]) -> Rows:
    """A table between lines of `=`; the first line is such a line, and shows where the columns begin."""
    starts = [rule.start() for rule in re.finditer("=+", lines[0].text)]
    rows: Rows = []
    for line in lines:
        if is_blank(line) or SIMPLE_RULE.match(line.text) or _SPAN_RULE.match(line.text):
            continue
        cells = _cells(line, [*starts, _END], _is_gap, 0)
        if not rows or cells[0].text:
            rows.append([[] for _ in cells])
        _extend(rows[-1], (cell if cell.text else None for cell in cells))
    return rows


def grid_rows(lines: Sequence[Line]) -> Rows:
    """A table drawn with `+---+` and `|`; the first line shows where the columns begin."""
    walls = [wall.start() for wall in re.finditer(r"\+", lines[0].text)]
    rows: Rows = []
    for is_rule, group in groupby(lines, lambda line: line.text.startswith("+")):
        if is_rule:
            continue
        rows.append([[] for _ in walls[1:]])
        for line in group:
            cells = _cells(line, walls, _is_wall, 1)
            _extend(rows[-1], (cell if cell.text.strip("-=+") else None for cell in cells))
    return rows


def _extend(row: list[list[Line]], lines: Iterable[Line | None]) -> None:
    """Add a line to each cell of a row; None adds nothing."""
    for cell, line in zip(row, lines):
        if line is not None:
            cell.append(line)


def list_rows(lines: Sequence[Line]) -> Rows:
    """A list of lists: `* - a` begins a row, `  - b` is its next cell."""
    return [[[line.stripped() for line in cell if not is_blank(line)] for cell in _items(row)] for row in _items(lines)]


def csv_row(line: Line) -> list[list[Line]]:
    """The cells between commas, without quotes around them."""
    cells = []
    for field in _FIELD.finditer(line.text):
        quotes = len(field[1]) > 1 and field[1].startswith('"')
        cells.append([line.part(field.start(1) + quotes, field.end(1) - quotes).stripped()])
        if not field[2]:
            break
    return cells


def _items(lines: Sequence[Line]) -> list[list[Line]]:
    items: list[list[Line]] = []
    width = 0
    for line in lines:
        bullet = _BULLET.match(line.text)
        if bullet:
            width = bullet.end()
            items.append([line.part(width)])
        elif items:
            items[-1].append(line.part(min(width, indent_of(line.text))))
    return items


def _cells(line: Line, borders: Sequence[int], is_border: Callable[[str, int], bool], wall: int) -> list[Line]:
    """The cells between borders, given as columns on the screen; text across a border belongs to the cell before it.

    wall: the width of a border in characters.
    """
    first, *others = _indexes(line.text, borders)
    cells: list[Line] = []
    missing = 0
    for border in others:
        if is_border(line.text, border) or border == others[-1]:
            cells.append(line.part(min(first + wall, border), border).stripped())
            cells += [line.part(border, border)] * missing
            first, missing = border, 0
        else:
            missing += 1
    return cells


def _is_gap(text: str, index: int) -> bool:
    return index >= len(text) or text[index - 1 : index] in (*BLANKS, "")


def _is_wall(text: str, index: int) -> bool:
    return text[index : index + 1] in ("|", "+")


def _indexes(text: str, columns: Sequence[int]) -> list[int]:
    """The indexes of the characters at columns of the screen; most Chinese, Japanese and Korean ones take two."""
    if text.isascii():
        return [min(column, len(text)) for column in columns]
    widths = list(_widths(text))
    return [bisect_left(widths, column) for column in columns]


def _widths(text: str) -> Iterator[int]:
    """The width of the text before each character."""
    width = 0
    for letter in text:
        yield width
        width += 0 if combining(letter) else 2 if east_asian_width(letter) in "WF" else 1
