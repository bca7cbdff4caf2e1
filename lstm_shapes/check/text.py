"""Lines of a document that know where each of their characters is in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["LONGEST_TEXT", "Line", "Span", "physical_lines"]

LONGEST_TEXT = 100_000
"""Characters; in a longer text no shapes are looked for, as nobody writes one for a reader."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A part of a file; lines and columns count from 1."""

    line: int
    column: int
    end_line: int

    end_column: int
    """The column after the last character."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a document as it is read, and where its characters are in the file."""

    text: str

    number: int
    """The number of the line in the file, from 1 on."""

    columns: int | tuple[int, ...] = 0
    """The column in the file of the first character, from 0 on.

    If the text differs from the file (escapes in a notebook's JSON, markup that is left out), the columns of all
    characters and of the end.
    """

    def column(self, index: int) -> int:
        """The column in the file, from 0 on, of the character at `index`; `len(text)` is the end."""
        return self.columns + index if isinstance(self.columns, int) else self.columns[index]

    def span(self, start: int, end: int) -> Span:
        """Where `text[start:end]` is in the file."""
        last = self.column(max(start, end))
        return Span(self.number, self.column(start) + 1, self.number, last + 1)

    def part(self, start: int, end: int | None = None) -> Line:
        """A part of this line, with its place in the file."""
        stop = len(self.text) if end is None else end
        columns = self.columns + start if isinstance(self.columns, int) else self.columns[start : stop + 1]
        return Line(self.text[start:stop], self.number, columns)

    def stripped(self) -> Line:
        """The line without blanks at its ends."""
        start = len(self.text) - len(self.text.lstrip())
        return self.part(start, max(start, len(self.text.rstrip())))


_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")


def physical_lines(text: str) -> Iterator[Line]:
    """The lines of a file; only LF, CRLF and CR end a line, not a form feed or U+2028."""
    for number, match in enumerate(_LINE.finditer(text), 1):
        if match.start() == len(text) and number > 1:
            return
        yield Line(match[0].rstrip("\r\n"), number)
