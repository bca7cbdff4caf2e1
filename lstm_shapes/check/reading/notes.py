"""Notes to this tool in a document, which suppress findings: `ignore`, `off` and `on`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal, cast

from lstm_shapes.check.document import Suppression
from lstm_shapes.check.reading.lines import is_blank
from lstm_shapes.check.text import Line

__all__ = ["IN_CODE", "IN_MARKUP", "IN_REST", "MARK", "is_note", "notes_in", "notes_in_code"]

MARK = "lstm-shapes:"
_NOTE = MARK + r"\s*(ignore|off|on)\b(?:\[([^\]]*)\])?\s*"

# A reason may follow, but no quote: that ends a text about notes. `[` is there so that the rules are not skipped.
IN_CODE = re.compile(rf"#\s*{_NOTE}(?![\"'`\[])")
IN_MARKUP = re.compile(rf"(?<!`)(?:<!--|\{{/\*)\s*{_NOTE}(?:-->|\*/\}})")
"""A comment in HTML or MDX; one after a backtick is not a note, but a text about notes."""
IN_REST = re.compile(rf"^\s*\.\.\s+{_NOTE}$")


def notes_in(line: Line, form: re.Pattern[str]) -> Iterator[Suppression]:
    """The notes in a line, as if they applied to that line only."""
    for match in form.finditer(line.text) if MARK in line.text else ():
        action = cast('Literal["ignore", "off", "on"]', match[1])
        rules = tuple(rule.strip() for rule in (match[2] or "").split(",") if rule.strip())
        span = line.span(match.start(), match.end())
        yield Suppression(action, rules, span, line.number, line.number)


def is_note(line: Line, form: re.Pattern[str]) -> bool:
    """Whether a line holds notes and nothing else."""
    return MARK in line.text and bool(form.search(line.text)) and not form.sub("", line.text).strip()


def notes_in_code(lines: Sequence[Line]) -> Iterator[Suppression]:
    """The notes in comments, the last first; an `ignore` on a line of its own applies up to the next line of code."""
    code_line: int | None = None
    for line in reversed(lines):
        is_comment = line.text.lstrip().startswith("#")
        if not is_comment and not is_blank(line):
            code_line = line.number
        for note in notes_in(line, IN_CODE):
            if is_comment and note.action == "ignore" and code_line is not None:
                yield replace(note, last=code_line)
            else:
                yield note
