"""Find code in prose, with little or no markup around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from lstm_shapes.check.reading.languages import language_of
from lstm_shapes.check.reading.likeness import Likeness, likeness, line_likeness
from lstm_shapes.check.reading.lines import BLANKS, dedent, end_of_paragraph, indent_of, is_blank, joined
from lstm_shapes.check.reading.sessions import first_prompt
from lstm_shapes.check.text import Line
from lstm_shapes.syntax import parse

__all__ = ["Run", "split_runs"]

_FENCE = re.compile(r"[ \t]*(`{3,})([^`]*)$")
_PRINTED = re.compile(r"[ \t]*(?:torch\.Size\(\[|(?:torch\.)?tensor\(\[)")
_QUOTED = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|#.*")
_FEW = 2  # lines of code; if there are more in a text that is not Python, it is broken code and not prose


@dataclass(frozen=True, slots=True)
class Run:
    """Lines that belong together: a block in a language, or prose."""

    language: str | None
    """None for prose."""

    lines: Sequence[Line]


def split_runs(lines: Sequence[Line]) -> Iterator[Run]:
    """The runs in order; together they have all lines but the fences."""
    prose: list[Line] = []
    index, follows_code = 0, False
    while index < len(lines):
        found, index = _read(lines, index, follows_code)
        for run in found:
            if run.language is None:
                prose += run.lines
                follows_code = follows_code and all(map(is_blank, run.lines))
                continue
            if prose:
                yield Run(None, prose)
                prose = []
            yield run
            follows_code = True
    if prose:
        yield Run(None, prose)


def _read(lines: Sequence[Line], index: int, follows_code: bool) -> tuple[list[Run], int]:
    """The runs that begin at an index, and the index after them."""
    fence = _FENCE.match(lines[index].text)
    if fence:
        inside, end = index + 1, _end_of_fence(lines, index + 1, len(fence[1]))
        return [Run(language_of(fence[2]), lines[inside:end])], end + 1
    if first_prompt(lines[index : index + 1]) is not None:
        end = end_of_paragraph(lines, index)
        return [Run("python", lines[index:end])], end
    if _PRINTED.match(lines[index].text):
        end = end_of_paragraph(lines, index)
        return [Run("text" if follows_code else None, lines[index:end])], end
    start = index
    while start < len(lines) and _is_comment(lines[start].text):
        start += 1
    if start == len(lines) or line_likeness(lines[start].text) is Likeness.NONE:
        end = max(start, index + 1)
        return [Run(None, lines[index:end])], end
    end = _end_of_code(lines, start)
    return _apart(lines[index:end]), end


def _end_of_fence(lines: Sequence[Line], start: int, length: int) -> int:
    """The index of the line that closes a fence, or the number of lines if there is none."""
    closing = (end for end in range(start, len(lines)) if _closes(lines[end].text.strip(BLANKS), length))
    return next(closing, len(lines))


def _closes(text: str, length: int) -> bool:
    return len(text) >= length and not text.strip("`")


def _end_of_code(lines: Sequence[Line], start: int) -> int:
    """The index after the last line that may belong to the code that starts here."""
    margin, end, open_brackets, is_in_suite = indent_of(lines[start].text), start, 0, False
    for index in range(start, len(lines)):
        text = lines[index].text
        if is_blank(lines[index]):
            open_brackets = 0  # otherwise, after a bracket that is never closed, everything would be code
            continue
        bare = _QUOTED.sub("", text).strip(BLANKS)
        is_more = open_brackets > 0 or _is_comment(text) or (is_in_suite and indent_of(text) > margin)
        if not is_more and (indent_of(text) < margin or line_likeness(text) is Likeness.NONE):
            break
        if not open_brackets and _PRINTED.match(text):
            break
        end = index + 1
        open_brackets += sum(map(bare.count, "([{")) - sum(map(bare.count, ")]}"))
        is_in_suite = bare.endswith(":") or (is_in_suite and indent_of(text) > margin)
    return end


def _apart(lines: Sequence[Line]) -> list[Run]:
    """One run if the lines are code as a whole, else one for each block between blank lines."""
    if _is_code(lines):
        return [Run("python", lines)]
    blocks = [list(block) for _, block in groupby(lines, is_blank)]
    return [Run("python" if _is_code(block) else None, block) for block in blocks]


def _is_code(lines: Sequence[Line]) -> bool:
    if likeness(lines) is not Likeness.SURE:
        return False
    sure = (line_likeness(line.text) is Likeness.SURE for line in lines)
    return parse(joined(dedent(lines))) is not None or sum(sure) > _FEW


def _is_comment(text: str) -> bool:
    return text.lstrip(BLANKS).startswith("#")
