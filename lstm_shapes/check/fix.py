"""Correct a text, show the corrections as a difference, and write them into the file."""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from lstm_shapes.check.decoding import Source, UnreadableError, read_bytes
from lstm_shapes.check.difference import unified_diff
from lstm_shapes.check.result import Checked, Claim, Edit, Verdict
from lstm_shapes.check.text import Span
from lstm_shapes.errors import WriteError
from lstm_shapes.files import write_file

__all__ = ["Fixed", "agreed", "encode", "fixed", "unified_diff", "write_text"]

_LINE_END = re.compile(r"\r\n|\r|\n")

_Cut = tuple[int, int, str]
"""The start and the end of a part of the text, as offsets, and its replacement."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """A text after its false claims were corrected, as far as they can be."""

    text: str

    claims: tuple[Claim, ...] = ()
    """Those that were corrected."""


def agreed(claims: Sequence[Claim]) -> list[Claim]:
    """The claims; a correction is removed if other claims in the same place need another one.

    In `h_n, c_n: ...`, one text is a claim about two tensors. It is corrected only if the correction is right for both.
    """
    wanted: dict[Span, set[tuple[Edit, ...]]] = defaultdict(set)
    for claim in claims:
        if claim.verdict in (Verdict.TRUE, Verdict.FALSE):
            wanted[claim.span].add(_edits(claim))
    return [replace(claim, fix=()) if len(wanted[claim.span]) > 1 else claim for claim in claims]


def fixed(checked: Checked) -> Fixed:
    """The text with its false claims corrected; either all edits of a claim are applied, or none."""
    if checked.text is None:
        return Fixed("")
    certain = [claim for claim in agreed(checked.claims) if claim.verdict is Verdict.FALSE and claim.fix]
    certain.sort(key=_edits)
    text, applied = _apply(checked.text, [_edits(claim) for claim in certain])
    return Fixed(text, tuple(claim for claim, is_applied in zip(certain, applied) if is_applied))


def _edits(claim: Claim) -> tuple[Edit, ...]:
    return tuple(sorted(set(claim.fix)))


def _apply(text: str, groups: Sequence[tuple[Edit, ...]]) -> tuple[str, list[bool]]:
    """The text after the edits, and for each group whether it was applied: it must fit and not overlap others."""
    lines = _Lines(text)
    taken: list[_Cut] = []
    applied = []
    for group in groups:
        cuts = [lines.cut(edit) for edit in group]
        new = [cut for cut in cuts if cut is not None and not _contains(taken, cut)]
        fits = None not in cuts and not any(_overlaps(taken, cut) for cut in new) and not _overlap_each_other(new)
        applied.append(fits)
        if fits:
            for cut in new:
                insort(taken, cut)
    return "".join(_pieces(text, taken)), applied


class _Lines:
    """Where each line of a text starts and ends; only LF, CRLF and CR end a line."""

    def __init__(self, text: str) -> None:
        ends = list(_LINE_END.finditer(text))
        self._starts = [0, *(end.end() for end in ends)]
        self._ends = [*(end.start() for end in ends), len(text)]

    def cut(self, edit: Edit) -> _Cut | None:
        """An edit with offsets; None if it is outside of the text, or ends before it starts."""
        start = self._offset(edit.span.line, edit.span.column)
        end = self._offset(edit.span.end_line, edit.span.end_column)
        return None if start is None or end is None or end < start else (start, end, edit.text)

    def _offset(self, line: int, column: int) -> int | None:
        if not 1 <= line <= len(self._starts) or column < 1:
            return None
        offset = self._starts[line - 1] + column - 1
        return offset if offset <= self._ends[line - 1] else None


def _contains(taken: Sequence[_Cut], cut: _Cut) -> bool:
    place = bisect_right(taken, cut)
    return place > 0 and taken[place - 1] == cut


def _overlaps(taken: Sequence[_Cut], cut: _Cut) -> bool:
    place = bisect_right(taken, cut)
    return any(_clash(other, cut) for other in taken[max(place - 2, 0) : place + 1])


def _overlap_each_other(cuts: Sequence[_Cut]) -> bool:
    return any(_clash(first, second) for first, second in pairwise(cuts))


def _clash(one: _Cut, other: _Cut) -> bool:
    """Whether two cuts overlap, or insert text at the same place."""
    (start, end, _), (other_start, other_end, _) = sorted((one, other))
    return other_start < end or (start, end) == (other_start, other_end)


def _pieces(text: str, cuts: Iterable[_Cut]) -> Iterator[str]:
    position = 0
    for start, end, new in cuts:
        yield text[position:start]
        yield new
        position = end
    yield text[position:]


def encode(source: Source, text: str) -> bytes:
    """Another text as bytes, in the encoding and with the byte order mark of a source.

    Raises `WriteError` if the encoding lacks a character, or if it would change other parts of the file.
    """
    try:
        if source.mark + source.text.encode(source.codec) == source.data:
            return source.mark + text.encode(source.codec)
    except UnicodeError as error:
        raise WriteError(f"{source.path} cannot be written: {source.codec} has no such characters") from error
    raise WriteError(f"{source.path} cannot be written: {source.codec} would change other parts of it as well")


def write_text(source: Source, text: str) -> None:
    """Write another text to the file that a source was read from, in one step.

    Raises `WriteError` if the file cannot be written, or if it has changed since it was read.
    """
    content = encode(source, text)
    try:
        is_same = read_bytes(source.path) == source.data
    except UnreadableError as error:
        raise WriteError(f"{source.path} cannot be written: it {error}") from error
    if not is_same:
        raise WriteError(f"{source.path} cannot be written: it has changed since it was read")
    write_file(Path(source.path), content)
