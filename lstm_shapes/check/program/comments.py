"""The comments in a piece of code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lstm_shapes.check.program.parsing import Code
from lstm_shapes.check.reading.notes import IN_CODE
from lstm_shapes.check.text import Line

__all__ = ["Comment", "comments_of"]

# Strings come first, so that a `#` in one is none; an unclosed one ends with its line. What lies between two escapes is
# taken at once, as a long string would otherwise need a hundred bytes of memory for each character.
_TOKEN = re.compile(
    r"\"\"\"[^\"\\]*(?:(?:\\.|\"(?!\"\"))[^\"\\]*)*\"\"\""
    r"|'''[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*'''"
    r"|\"[^\"\\\n]*(?:\\.[^\"\\\n]*)*\"|'[^'\\\n]*(?:\\.[^'\\\n]*)*'"
    r"|(?P<comment>\#[^\n]*)",
    re.DOTALL,
)
_MARKS = re.compile(r"#+[:!|>]*\s*")


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment without its `#`, and the program's line it stands on; `is_own` where no code stands before it."""

    number: int
    line: Line
    is_own: bool
    column: int


def comments_of(code: Code) -> Iterator[Comment]:
    """All comments, in their order."""
    texts = [line.text for line in code.lines]
    starts, offset = [], 0
    for text in texts:
        starts.append(offset)
        offset += len(text) + 1
    number = 0
    for match in _TOKEN.finditer("\n".join(texts)):
        if match["comment"] is None:
            continue
        while number + 1 < len(starts) and starts[number + 1] <= match.start():
            number += 1
        column = match.start() - starts[number]
        line = code.lines[number]
        marks = _MARKS.match(line.text, column)
        note = IN_CODE.search(line.text, column)
        end = note.start() if note is not None and note.start() > column else None
        body = line.part(marks.end() if marks else column + 1, end).stripped()
        yield Comment(code.first + number, body, not line.text[:column].strip(), column)
