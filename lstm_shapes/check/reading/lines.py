"""Functions for sequences of lines, such as removing indentation and cutting out parts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from lstm_shapes.check.text import Line

__all__ = [
    "BLANKS",
    "Sheet",
    "concatenated",
    "dedent",
    "end_of_paragraph",
    "indent_of",
    "is_blank",
    "joined",
    "trimmed",
]

BLANKS = " \t"
"""The characters of indentation; a form feed and a no-break space count as text."""


def indent_of(text: str) -> int:
    """The number of blanks and tabs at the beginning of a line."""
    return len(text) - len(text.lstrip(BLANKS))


def is_blank(line: Line) -> bool:
    """Whether a line has no text."""
    return not line.text.strip(BLANKS)


def end_of_paragraph(lines: Sequence[Line], start: int) -> int:
    """The index of the next blank line, or the number of lines if there is none."""
    return next((index for index in range(start, len(lines)) if is_blank(lines[index])), len(lines))


def joined(lines: Iterable[Line]) -> str:
    """The lines as one text."""
    return "\n".join([line.text for line in lines])


def trimmed(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines without blank lines at the beginning and at the end."""
    first, last = 0, len(lines)
    while first < last and is_blank(lines[first]):
        first += 1
    while last > first and is_blank(lines[last - 1]):
        last -= 1
    return lines[first:last]


def dedent(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines without the indentation that they all share; a tab does not equal any number of blanks."""
    indents = [line.text[: indent_of(line.text)] for line in lines if not is_blank(line)]
    low, high = min(indents, default=""), max(indents, default="")  # the lines between these two share as much
    margin = next((index for index, (one, other) in enumerate(zip(low, high)) if one != other), len(low))
    return [line.part(min(margin, len(line.text))) for line in lines] if margin else lines


def concatenated(parts: Sequence[Line]) -> Line:
    """One or more parts of a line in the file, joined to one line."""
    if len(parts) == 1 and isinstance(parts[0].columns, int):
        return parts[0]
    text = "".join([part.text for part in parts])
    columns = [part.column(index) for part in parts for index in range(len(part.text))]
    columns.append(parts[-1].column(len(parts[-1].text)))
    stands_together = columns[-1] - columns[0] == len(text)
    return Line(text, parts[0].number, columns[0] if stands_together else tuple(columns))


class Sheet:
    """Lines as one text, of which parts can be cut out as lines again."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.text = joined(lines)
        self.starts = [0, *accumulate(len(line.text) + 1 for line in lines)]

    def row(self, offset: int) -> int:
        """The index of the line that contains an offset of the text."""
        return bisect_right(self.starts, offset) - 1

    def part(self, row: int, start: int, end: int) -> Line:
        """The part of one line between two offsets of the text."""
        return self.lines[row].part(start - self.starts[row], end - self.starts[row])

    def cut(self, start: int, end: int) -> list[Line]:
        """The text between two offsets, as lines."""
        first, last = self.row(start), self.row(end)
        ends = [*(self.starts[row + 1] - 1 for row in range(first, last)), end]
        return [self.part(row, max(start, self.starts[row]), stop) for row, stop in zip(range(first, last + 1), ends)]
