"""Where each character of a document stands in its file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Line", "Span", "physical_lines"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a file: physical lines and columns from 1 on, the end column behind the last character."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line as the document's reader sees it, and where its characters stand in the file.

    number: the physical line, from 1 on.
    columns: the column (from 0 on) of the first character where the line stands in the file as it is; where it does not
    (escapes in a notebook's JSON, markup that is left out), the column of every character and of the end.
    """

    text: str
    number: int
    columns: int | tuple[int, ...] = 0

    def column(self, index: int) -> int:
        """The column in the file, from 0 on, of the character at `index`; `len(text)` is the end."""
        return self.columns + index if isinstance(self.columns, int) else self.columns[index]

    def span(self, start: int, end: int) -> Span:
        """Where `text[start:end]` stands in the file."""
        last = self.column(max(start, end))
        return Span(self.number, self.column(start) + 1, self.number, last + 1)

    def part(self, start: int, end: int | None = None) -> Line:
        """A piece of this line, still knowing where it stands."""
        stop = len(self.text) if end is None else end
        columns = self.columns + start if isinstance(self.columns, int) else self.columns[start : stop + 1]
        return Line(self.text[start:stop], self.number, columns)

    def stripped(self) -> Line:
        """The line without blanks at its ends."""
        start = len(self.text) - len(self.text.lstrip())
        return self.part(start, max(start, len(self.text.rstrip())))


_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")


def physical_lines(text: str) -> Iterator[Line]:
    """The lines of a file; only LF, CRLF and CR end one, not a form feed or U+2028."""
    for number, match in enumerate(_LINE.finditer(text), 1):
        if match.start() == len(text) and number > 1:
            return
        yield Line(match[0].rstrip("\r\n"), number)
