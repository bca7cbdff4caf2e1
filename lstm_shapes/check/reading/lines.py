"""Lines in a row: what blocks of them have in common, and cutting stretches out of them."""

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
"""What indentation is made of; a form feed or a no-break space is text."""


def indent_of(text: str) -> int:
    """How many characters stand before the text of a line."""
    return len(text) - len(text.lstrip(BLANKS))


def is_blank(line: Line) -> bool:
    """Whether a line says nothing."""
    return not line.text.strip(BLANKS)


def end_of_paragraph(lines: Sequence[Line], start: int) -> int:
    """The index of the next blank line, or behind the last line."""
    return next((index for index in range(start, len(lines)) if is_blank(lines[index])), len(lines))


def joined(lines: Iterable[Line]) -> str:
    """The lines as one text."""
    return "\n".join([line.text for line in lines])


def trimmed(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines without blank ones at their ends."""
    first, last = 0, len(lines)
    while first < last and is_blank(lines[first]):
        first += 1
    while last > first and is_blank(lines[last - 1]):
        last -= 1
    return lines[first:last]


def dedent(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines without the indentation that all of them have; tabs and blanks are told apart."""
    indents = [line.text[: indent_of(line.text)] for line in lines if not is_blank(line)]
    low, high = min(indents, default=""), max(indents, default="")  # what these two share, all share
    margin = next((index for index, (one, other) in enumerate(zip(low, high)) if one != other), len(low))
    return [line.part(min(margin, len(line.text))) for line in lines] if margin else lines


def concatenated(parts: Sequence[Line]) -> Line:
    """Parts of one physical line, of which there is at least one, as one line."""
    text = "".join([part.text for part in parts])
    columns = [part.column(index) for part in parts for index in range(len(part.text))]
    columns.append(parts[-1].column(len(parts[-1].text)))
    stands_together = columns[-1] - columns[0] == len(text)
    return Line(text, parts[0].number, columns[0] if stands_together else tuple(columns))


class Sheet:
    """Lines as one text, out of which stretches can be cut as lines again."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.text = joined(lines)
        self.starts = [0, *accumulate(len(line.text) + 1 for line in lines)]

    def row(self, offset: int) -> int:
        """The index of the line in which an offset of the text stands."""
        return bisect_right(self.starts, offset) - 1

    def part(self, row: int, start: int, end: int) -> Line:
        """The stretch of one line between two offsets of the text."""
        return self.lines[row].part(start - self.starts[row], end - self.starts[row])

    def cut(self, start: int, end: int) -> list[Line]:
        """The stretch between two offsets, as many lines as it touches."""
        first, last = self.row(start), self.row(end)
        ends = [*(self.starts[row + 1] - 1 for row in range(first, last)), end]
        return [self.part(row, max(start, self.starts[row]), stop) for row, stop in zip(range(first, last + 1), ends)]
