"""Find the strings in Python code that hold text for readers: docstrings, and strings of several lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lstm_shapes.check.reading.lines import Sheet
from lstm_shapes.check.text import Line

__all__ = ["Text", "find_strings"]

_TOKEN = re.compile(
    r"""(?P<other>\#[^\n]*|\\.)
    |(?P<open>[(\[{])
    |(?P<close>[)\]}])
    |(?P<prefix>\b[rRuUbBfF]{1,2})?
     (?P<string>(?P<quotes>\"{3})[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*\"{3}
               |(?P<apostrophes>'{3})[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*'{3}
               |"[^"\\\n]*(?:\\.[^"\\\n]*)*"
               |'[^'\\\n]*(?:\\.[^'\\\n]*)*')""",
    re.VERBOSE | re.DOTALL,
)
_ENDS_STATEMENT = re.compile(r"[ \t\f]*(?:[#\n]|\Z)")


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a string."""

    lines: Sequence[Line]
    """What is between the quotes."""

    stands_alone: bool
    """Whether the string is a statement, as docstrings are."""


def find_strings(lines: Sequence[Line]) -> Iterator[Text]:
    """All strings that are statements, and other strings of several lines; the code need not be valid."""
    sheet = Sheet(lines)
    text, brackets = sheet.text, 0
    for match in _TOKEN.finditer(text):
        brackets += match.lastgroup == "open"
        brackets -= match.lastgroup == "close" and brackets > 0
        if match["string"] is None or set(match["prefix"] or "") & set("bBfF"):
            continue
        stands_alone = not brackets and _is_statement(sheet, match.start(), match.end())
        long = match["quotes"] or match["apostrophes"]
        if stands_alone or (long and "\n" in match["string"]):
            quotes = 3 if long else 1
            content = sheet.cut(match.start("string") + quotes, match.end() - quotes)
            yield Text(content[content[0].text == "\\" :], stands_alone)


def _is_statement(sheet: Sheet, start: int, end: int) -> bool:
    row = sheet.row(start)
    before = sheet.text[sheet.starts[row] : start]
    continues = row > 0 and sheet.lines[row - 1].text.endswith("\\")
    return not before.strip() and not continues and bool(_ENDS_STATEMENT.match(sheet.text, end))
