"""Split the blocks of a document into pieces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from lstm_shapes.check.reading.collecting import Collector
from lstm_shapes.check.reading.languages import recognize
from lstm_shapes.check.reading.likeness import Likeness, likeness
from lstm_shapes.check.reading.lines import dedent, joined, trimmed
from lstm_shapes.check.reading.notes import notes_in_code
from lstm_shapes.check.reading.runs import split_runs
from lstm_shapes.check.reading.sessions import first_prompt, split_session
from lstm_shapes.check.reading.strings import find_strings
from lstm_shapes.check.text import Line

__all__ = ["read_block", "read_code", "read_program"]

_DEEPEST = 2  # levels of code in strings of code
_QUOTES = ('"""', "'''")
_PRINTED_SIZES = re.compile(r"(?:torch\.Size\(\[[^\]]*\]\)[ \t]*)+$")
_MARKDOWN = re.compile(r"^(?:#{1,6} \S|```|\|.*\|[ \t]*$)", re.MULTILINE)


def read_block(language: str, lines: Sequence[Line], collector: Collector) -> None:
    """Read a block that is set apart from the text around it."""
    lines = dedent(trimmed(lines))
    kind = recognize(language, lines, collector.follows_code())
    if kind == "code":
        read_code(lines, collector)
    elif kind == "output":
        collector.add_output(lines)
    elif kind is not None:
        collector.add(kind, lines)


def read_code(lines: Sequence[Line], collector: Collector) -> None:
    """Read a program, perhaps with printed sizes between its lines, or a session, which alternates code and output."""
    start = first_prompt(lines)
    if start is not None and not _is_in_string(lines[:start]):
        read_block("", lines[:start], collector)
        _read_session(lines[start:], collector)
        return
    has_texts = any(quotes in line.text for line in lines for quotes in _QUOTES)
    for is_printed, run in groupby(lines, lambda line: not has_texts and bool(_PRINTED_SIZES.match(line.text))):
        if is_printed:
            collector.add_output(list(run))
        else:
            read_program(list(run), collector)


def _is_in_string(head: Sequence[Line]) -> bool:
    """Whether a string of several lines begins in these lines and does not end in them."""
    return any(joined(head).count(quotes) % 2 for quotes in _QUOTES)


def _read_session(lines: Sequence[Line], collector: Collector) -> None:
    for code, output in split_session(lines):
        collector.add_code(code, prompts=True)
        collector.add_output(output)
        typed, last = code[-1].number, (output or code)[-1].number
        collector.note(replace(note, last=last) if note.last == typed else note for note in notes_in_code(code))


def read_program(lines: Sequence[Line], collector: Collector) -> None:
    """Read code without prompts, then each docstring with its examples, then the text in other strings."""
    collector.note(notes_in_code(lines))
    place = collector.add_code(lines)
    if collector.strings < _DEEPEST:
        collector.strings += 1
        texts = sorted(find_strings(lines), key=lambda text: not text.stands_alone)
        for text in texts:
            collector.forget_code()
            if text.stands_alone:
                _read_docstring(text.lines, collector)
            else:
                _read_text([*text.lines[:1], *dedent(text.lines[1:])], collector)
        collector.strings -= 1
    collector.end_code(place)


def _read_docstring(lines: Sequence[Line], collector: Collector) -> None:
    runs = list(split_runs(lines))
    prose = [line for run in runs if run.language is None for line in run.lines]
    collector.add("docstring", prose, collector.strings - 1)
    for run in runs:
        if run.language is not None:
            read_block(run.language, run.lines, collector)


def _read_text(lines: Sequence[Line], collector: Collector) -> None:
    """Read a string that is not a docstring: it may hold a program, or Markdown that the code writes to a file."""
    if likeness(lines) is Likeness.SURE:
        read_block("python", lines, collector)
    elif _MARKDOWN.search(joined(lines)):
        from lstm_shapes.check.reading.markdown import read as read_markdown

        read_markdown(lines, collector)
