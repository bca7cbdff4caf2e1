"""Notes to this tool in a document: findings to ignore, reporting turned off and on."""

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

IN_CODE = re.compile(rf"#\s*{_NOTE}(?![\"'`])")  # a reason may stand behind it; a quote ends a text about notes
IN_MARKUP = re.compile(rf"(?<!`)(?:<!--|\{{/\*)\s*{_NOTE}(?:-->|\*/\}})")
"""A comment in HTML, or as MDX writes it; one between backticks is about such notes."""
IN_REST = re.compile(rf"^\s*\.\.\s+{_NOTE}$")


def notes_in(line: Line, form: re.Pattern[str]) -> Iterator[Suppression]:
    """The notes in a line, each for that line."""
    for match in form.finditer(line.text) if MARK in line.text else ():
        action = cast('Literal["ignore", "off", "on"]', match[1])
        rules = tuple(rule.strip() for rule in (match[2] or "").split(",") if rule.strip())
        span = line.span(match.start(), match.end())
        yield Suppression(action, rules, span, line.number, line.number)


def is_note(line: Line, form: re.Pattern[str]) -> bool:
    """Whether a line holds notes and nothing else."""
    return MARK in line.text and bool(form.search(line.text)) and not form.sub("", line.text).strip()


def notes_in_code(lines: Sequence[Line]) -> Iterator[Suppression]:
    """The notes in comments, the last first; one on a line of its own holds up to the next line of code."""
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
