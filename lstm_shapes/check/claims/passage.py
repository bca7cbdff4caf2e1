"""Several lines of a document as one text, which still knows where each character stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from lstm_shapes.check.text import Line, Span

__all__ = ["Passage"]


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines, joined with LF: a comment, a paragraph, the cell of a table."""

    lines: tuple[Line, ...]
    text: str
    starts: tuple[int, ...]

    @classmethod
    def of(cls, lines: Iterable[Line]) -> Passage:
        """Join lines."""
        kept, starts, length = tuple(lines), [], 0
        for line in kept:
            starts.append(length)
            length += len(line.text) + 1
        return cls(kept, "\n".join(line.text for line in kept), tuple(starts))

    def index(self, offset: int) -> int:
        """Which of the lines the character at this offset stands in."""
        return bisect_right(self.starts, offset) - 1

    def span(self, start: int, end: int) -> Span:
        """Where `text[start:end]` stands in the file; it is not empty."""
        first, last = self.index(start), self.index(end - 1)
        head = self.lines[first].span(start - self.starts[first], min(end, self._end(first)) - self.starts[first])
        if first == last:
            return head
        tail = self.lines[last].span(0, end - self.starts[last])
        return Span(head.line, head.column, tail.end_line, tail.end_column)

    def _end(self, index: int) -> int:
        return self.starts[index] + len(self.lines[index].text)
