"""The difference of two texts in the form that `git apply` and `patch -p1` take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

__all__ = ["unified_diff"]

_CONTEXT = 3
_MOST_LINES = 1_000
"""Lines, of both texts, that are compared each with each where lines were added or taken away; beyond, all between the
first and the last difference is shown as one, so that the time stays linear."""

_Change = tuple[int, int, int, int]
"""Lines of the old text, from one to another, and the lines of the new text in their place."""

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def unified_diff(path: str, old: str, new: str) -> str:
    """What changes from one text to the other; empty if nothing does.

    Lines end at LF alone, as for git: a CR before it is a part of the line, and U+2028 and the like are none.
    """
    before, after = _lines(old), _lines(new)
    pieces = [piece for hunk in _hunks(before, after) for piece in hunk]
    header = [f"--- {_name('a', path)}\n", f"+++ {_name('b', path)}\n"] if pieces else []
    return "".join([*header, *pieces])


def _lines(text: str) -> list[str]:
    lines = [f"{line}\n" for line in text.split("\n")]
    last = lines.pop()[:-1]
    return [*lines, last] if last else lines


def _name(side: str, path: str) -> str:
    """A path as git writes it: between quotes where it needs them, and with a tab behind it if there are blanks."""
    name = f"{side}{path}" if path.startswith("/") else f"{side}/{path}"
    if any(letter in _ESCAPES or (not letter.isprintable() and letter < "\x80") for letter in name) or _is_odd(name):
        data = name.encode("utf-8", "surrogateescape")
        return '"{}"'.format("".join(_ESCAPES.get(chr(b)) or (chr(b) if 32 <= b < 127 else f"\\{b:03o}") for b in data))
    return f"{name}\t" if " " in name else name


def _is_odd(name: str) -> bool:
    return any("\ud800" <= letter <= "\udfff" for letter in name)  # bytes that are no UTF-8


def _hunks(before: Sequence[str], after: Sequence[str]) -> Iterator[list[str]]:
    group: list[_Change] = []
    for change in _changes(before, after):
        if group and change[0] - group[-1][1] > 2 * _CONTEXT:
            yield list(_hunk(before, after, group))
            group = []
        group.append(change)
    if group:
        yield list(_hunk(before, after, group))


def _hunk(before: Sequence[str], after: Sequence[str], changes: Sequence[_Change]) -> Iterator[str]:
    first, last = changes[0], changes[-1]
    lead = min(_CONTEXT, first[0], first[2])
    trail = min(_CONTEXT, len(before) - last[1], len(after) - last[3])
    old, new = _range(first[0] - lead, last[1] + trail), _range(first[2] - lead, last[3] + trail)
    yield f"@@ -{old} +{new} @@\n"
    position = first[0] - lead
    for start, end, new_start, new_end in changes:
        yield from _marked(" ", before[position:start])
        yield from _marked("-", before[start:end])
        yield from _marked("+", after[new_start:new_end])
        position = end
    yield from _marked(" ", before[position : position + trail])


def _range(start: int, end: int) -> str:
    length = end - start
    return f"{start + (length > 0)}" if length == 1 else f"{start + (length > 0)},{length}"


def _marked(mark: str, lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        yield f"{mark}{line}" if line.endswith("\n") else f"{mark}{line}\n\\ No newline at end of file\n"


def _changes(before: Sequence[str], after: Sequence[str]) -> Iterator[_Change]:
    """Where the texts differ; linear where no line was added or taken away."""
    if len(before) == len(after):
        yield from _changes_in_place(before, after)
        return
    shorter = min(len(before), len(after))
    start = next((number for number in range(shorter) if before[number] != after[number]), shorter)
    same = next((n for n in range(shorter - start) if before[-n - 1] != after[-n - 1]), shorter - start)
    end, new_end = len(before) - same, len(after) - same
    if end - start + new_end - start > _MOST_LINES:
        yield start, end, start, new_end
        return
    from difflib import SequenceMatcher

    for tag, i, j, k, n in SequenceMatcher(None, before[start:end], after[start:new_end], False).get_opcodes():
        if tag != "equal":
            yield start + i, start + j, start + k, start + n


def _changes_in_place(before: Sequence[str], after: Sequence[str]) -> Iterator[_Change]:
    start = None
    for number, (old, new) in enumerate(zip(before, after)):
        if old != new and start is None:
            start = number
        elif old == new and start is not None:
            yield start, number, start, number
            start = None
    if start is not None:
        yield start, len(before), start, len(before)
