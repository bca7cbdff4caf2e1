"""Lines of a file in which one part is underlined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lstm_shapes.check.text import Span
from lstm_shapes.page import Span as Piece
from lstm_shapes.palette import Kind
from lstm_shapes.visible import columns, visible

__all__ = ["excerpt"]

_MOST_LINES = 8  # that are shown of one claim
_LONGEST = 2_000  # characters; a whole notebook may be on one line
_BEFORE = 0.4  # the share of the remaining room that is used for the text before the claim
_CUT = "…"


def excerpt(source: Sequence[str], span: Span, kind: Kind, width: int | None) -> Iterator[list[Piece]]:
    """The lines of `span`, each followed by a line with marks under the part that belongs to the span.

    source: the lines of the file. width: longer lines are cut on both sides; if it is None, only very long ones are.
    """
    gutter = len(str(span.end_line))
    for number in _numbers(span):
        if number is None:
            yield [(f"{'':{gutter}} | {_CUT}", "header")]
            continue
        text = source[number - 1]
        start = span.column - 1 if number == span.line else len(text) - len(text.lstrip())
        end = span.end_column - 1 if number == span.end_line else len(text)
        room = _LONGEST if width is None else max(width - gutter - len(" | "), 20)
        before, marked, after = _fit(text, start, max(end, start), room)
        if not marked and number not in (span.line, span.end_line):
            continue  # an empty line within the claim
        yield [(f"{number:{gutter}} | ", "header"), (before, "code"), (marked, kind), (after, "code")]
        yield [(f"{'':{gutter}} | ", "header"), (" " * columns(before) + "^" * max(columns(marked), 1), kind)]


def _numbers(span: Span) -> Iterator[int | None]:
    """The numbers of the lines to show; None stands for the lines that are left out."""
    count = span.end_line - span.line + 1
    if count <= _MOST_LINES:
        yield from range(span.line, span.end_line + 1)
        return
    half = _MOST_LINES // 2
    yield from range(span.line, span.line + half)
    yield None
    yield from range(span.end_line - half + 1, span.end_line + 1)


def _fit(text: str, start: int, end: int, room: int) -> tuple[str, str, str]:
    """The text before the marked part, the part, and the text after it, cut to `room` columns together."""
    before = visible(text[max(0, start - room) : start])  # nearly every character takes a column or more
    marked = visible(text[start : min(end, start + room)])
    after = visible(text[end : end + room])
    if end - start <= room and columns(before) + columns(marked) + columns(after) <= room and start <= room:
        return before, marked, after
    marked = _head(marked, room) if columns(marked) > room or end - start > room else marked
    left = room - columns(marked)
    behind = min(columns(after), left - min(columns(before), int(left * _BEFORE)))
    shown_after = _head(after, behind)
    return _tail(before, left - columns(shown_after), start > room), marked, shown_after


def _head(text: str, room: int) -> str:
    """As much of the beginning as fits into `room` columns."""
    if columns(text) <= room:
        return text
    kept, taken = [], len(_CUT)
    for letter in text:
        taken += columns(letter)
        if taken > room:
            break
        kept.append(letter)
    return "".join(kept) + _CUT if room else ""


def _tail(text: str, room: int, cut: bool) -> str:
    """As much of the end as fits into `room` columns."""
    if columns(text) <= room and not cut:
        return text
    kept, taken = [], len(_CUT)
    for letter in reversed(text):
        taken += columns(letter)
        if taken > room:
            break
        kept.append(letter)
    return _CUT + "".join(reversed(kept)) if room else ""
