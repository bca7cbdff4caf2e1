"""The difference between two texts, in the form that `git apply` and `patch -p1` accept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import Match, SequenceMatcher

__all__ = ["unified_diff"]

_MOST_LINES = 1_000
"""How many lines of both texts `difflib` may compare with each other; more are all shown as changed."""

_QUOTED = re.compile(r'["\\\x00-\x1f\x7f\ud800-\udfff]')
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def unified_diff(path: str, old: str, new: str) -> str:
    """The changes from one text to the other; empty if they are equal.

    As in git, only LF ends a line: a CR before it belongs to the line, and so do characters such as U+2028.
    """
    before, after = _lines(old), _lines(new)
    hunks = [_hunk(before, after, codes) for codes in _Matcher(before, after).get_grouped_opcodes()]
    header = [f"--- {_name('a', path)}\n+++ {_name('b', path)}\n"] if hunks else []
    return "".join([*header, *(line for hunk in hunks for line in hunk)])


def _lines(text: str) -> list[str]:
    """The lines as a difference shows them, with a remark after a last line that has no LF."""
    lines = [f"{line}\n" for line in text.split("\n")]
    last = lines.pop()
    return lines if last == "\n" else [*lines, f"{last}\\ No newline at end of file\n"]


def _name(side: str, path: str) -> str:
    """A path as git writes it: in quotes if necessary, and followed by a tab if there are blanks in it."""
    name = f"{side}/{path.removeprefix('/')}"
    if not _QUOTED.search(name):
        return f"{name}\t" if " " in name else name
    codes = name.encode("utf-8", "surrogateescape")
    return '"{}"'.format("".join(_ESCAPES.get(chr(c)) or (chr(c) if 32 <= c < 127 else f"\\{c:03o}") for c in codes))


def _hunk(
    before: Sequence[str], after: Sequence[str], codes: Sequence[tuple[str, int, int, int, int]]
) -> Iterator[str]:
    yield f"@@ -{_range(codes[0][1], codes[-1][2])} +{_range(codes[0][3], codes[-1][4])} @@\n"
    for tag, start, end, new_start, new_end in codes:
        if tag == "equal":
            yield from (f" {line}" for line in before[start:end])
        else:
            yield from (f"-{line}" for line in before[start:end])
            yield from (f"+{line}" for line in after[new_start:new_end])


def _range(start: int, end: int) -> str:
    length = end - start
    return f"{start + (length > 0)}" + (f",{length}" if length != 1 else "")


class _Matcher(SequenceMatcher[str]):
    """Finds the unchanged lines; for long texts, in a time that grows with their length and not with its square.

    Corrections seldom add or remove lines, so that most unchanged lines are found at the same place in both texts.
    """

    def __init__(self, before: Sequence[str], after: Sequence[str]) -> None:
        super().__init__(None, before, after)
        self._before, self._after = before, after

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Match:
        """A run of unchanged lines: the first one, the last one, or what `difflib` finds; not always the longest."""
        a, b = self._before, self._after
        ahi, bhi = len(a) if ahi is None else ahi, len(b) if bhi is None else bhi
        shorter = min(ahi - alo, bhi - blo)
        has_as_many = ahi - alo == bhi - blo
        start = next((n for n in range(shorter) if a[alo + n] == b[blo + n]), shorter) if has_as_many else 0
        end = next((n for n in range(start, shorter) if a[alo + n] != b[blo + n]), shorter)
        if end > start or has_as_many:
            return Match(alo + start, blo + start, end - start)
        size = next((n for n in range(shorter) if a[ahi - n - 1] != b[bhi - n - 1]), shorter)
        if size or ahi - alo + bhi - blo > _MOST_LINES:
            return Match(ahi - size, bhi - size, size)
        return super().find_longest_match(alo, ahi, blo, bhi)
