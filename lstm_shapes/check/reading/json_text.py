"""Parse JSON so that each string knows its place in the file, and split such strings into lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias, Union

from lstm_shapes.check.reading.lines import Sheet, concatenated
from lstm_shapes.check.text import Line

__all__ = ["Node", "Text", "parse_json", "text_lines"]

_TOKEN = re.compile(r'[{}\[\]]|"[^"\\]*(?:\\.[^"\\]*)*"|[^\s{}\[\],:"]+')
_ESCAPE = re.compile(r"\\r\\n|\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u....|\\.")
_LETTERS = {r"\n": "\n", r"\"": '"', r"\t": "\t", r"\\": "\\"}  # those that most texts are full of
_LINE_ENDS = ("\n", "\r", "\r\n")


@dataclass(frozen=True, slots=True)
class Text:
    """A string in JSON."""

    raw: str
    """What is between the quotes, with its escapes."""

    start: int
    """The offset in the file after the opening quote."""


Node: TypeAlias = Union["dict[str, Node]", "list[Node]", Text, int, None]
"""A value in JSON; None stands for all numbers that are not counts, `true`, `false` and `null`."""


def parse_json(text: str) -> Node:
    """The value of a text; raises ValueError if it is not JSON, and RecursionError if it is nested too deeply."""
    json.loads(text)  # raises an error if something is wrong; the code below relies on it
    open_nodes: list[list[Node]] = [[]]
    for token in _TOKEN.finditer(text):
        first = token[0][0]
        if first in "{[":
            open_nodes.append([])
        elif first == "]":
            items = open_nodes.pop()
            open_nodes[-1].append(items)
        elif first == "}":
            items = open_nodes.pop()
            names = [name.raw for name in items[::2] if isinstance(name, Text)]
            open_nodes[-1].append(dict(zip(names, items[1::2])))
        else:
            open_nodes[-1].append(_plain(token[0], token.start()))
    return open_nodes[0][0]


def _plain(token: str, start: int) -> Node:
    """A string or a count; None for anything else."""
    if token[0] == '"':
        return Text(token[1:-1], start + 1)
    return int(token) if token.isdecimal() else None


def text_lines(sheet: Sheet, texts: Iterable[Text]) -> list[Line]:
    """The lines of a text that is written as one or several strings; strings on different lines are not joined."""
    lines: list[Line] = []
    parts: list[Line] = []
    for text in texts:
        for line, is_ended in _decoded(text, sheet):
            if parts and parts[0].number != line.number:
                lines.append(concatenated(parts))
                parts = []
                if is_ended and not line.text:
                    continue
            parts.append(line)
            if is_ended:
                lines.append(concatenated(parts))
                parts = []
    return [*lines, concatenated(parts)] if parts else lines


def _decoded(text: Text, sheet: Sheet) -> Iterator[tuple[Line, bool]]:
    """The lines in a string, with its escapes replaced, and whether each is ended by a line break."""
    row = sheet.row(text.start)
    number, first = sheet.lines[row].number, text.start - sheet.starts[row]
    letters: list[str] = []  # up to the last escape in the line
    columns: list[int] = []
    end = 0

    def line(stop: int) -> Line:
        """The line up to a place in the string."""
        if not letters:
            return Line(text.raw[end:stop], number, first + end)
        places = (*columns, *range(first + end, first + stop + 1))
        return Line("".join(letters) + text.raw[end:stop], number, places)

    for escape in _ESCAPE.finditer(text.raw):
        start, letter = escape.start(), _LETTERS.get(escape[0]) or json.loads(f'"{escape[0]}"')
        if letter in _LINE_ENDS:
            yield line(start), True
            letters, columns = [], []
        else:
            letters += (*text.raw[end:start], letter)
            columns += range(first + end, first + start + 1)
        end = escape.end()
    if end < len(text.raw) or letters or not text.raw:
        yield line(len(text.raw)), False
