"""Find the messages in a log; it is read in pieces, so that its length does not matter for the memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape

from lstm_shapes.explain.messages import MESSAGES, Message
from lstm_shapes.explain.patterns import Values

__all__ = ["Sighting", "sightings"]

_BLOCK = 1 << 20  # characters that are searched at once
_KEPT = 1 << 15  # characters before a message that are searched for its traceback
_AHEAD = 1 << 13  # characters behind its beginning, which hold all of it and the program that may stand below
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b\n]{0,300}(?:\x07|\x1b\\)|[@-Z\\-_])")
_QUOTES = str.maketrans("\u2018\u2019\u201c\u201d\u00a0", "''\"\" ")
_START = "Traceback (most recent call last)"
_LINES_WITHOUT_START = 30
_LONGEST_PREFIX = 200
_SOURCE = re.compile(r"(?:\b(?:raise|warn)\b[^\n]*|(?:^|\n)[\s>-]*\d+\s+f?)[\"'][^\"'\n]{0,80}\Z")
"""The beginning of a line in PyTorch's source that holds a message; a traceback shows it above the real message."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """One occurrence of a message in a text."""

    message: Message

    text: str
    """The message as it is written there."""

    values: Values
    """The values of the message's fields."""

    before: str
    """The text in front of the message."""

    after: str
    """The text behind it."""

    @property
    def around(self) -> str:
        """The text on both sides of the message, where its program may stand."""
        return f"{self.before}\n{self.after}"

    @property
    def traceback(self) -> str:
        """The text from the start of the traceback to the end of the message; without a start, the last few lines."""
        start = self.before.rfind(_START)
        if start >= 0:
            return self.before[self.before.rfind("\n", 0, start) + 1 :] + self.text
        return "".join(self.before.splitlines(keepends=True)[-_LINES_WITHOUT_START:]) + self.text


def sightings(pieces: Iterable[str]) -> Iterator[Sighting]:
    """Every message of the table in a text that comes in pieces, in order; it does not matter where they are cut."""
    text, seen = "", 0  # the end of the text so far, and how many characters of it were searched
    for block in _blocks(pieces):
        text += _plain(block)
        settled = len(text) - _AHEAD  # what is behind a later message is in the next piece
        if settled > seen:
            yield from _between(text, seen, settled)
            start = max(0, settled - _KEPT)
            text, seen = text[start:], settled - start
    yield from _between(text, seen, len(text))


def _blocks(pieces: Iterable[str]) -> Iterator[str]:
    """The same text in equally large blocks, each cut at the end of a line unless that line is very long."""
    held = ""
    for piece in pieces:
        held += piece
        while len(held) > _BLOCK:
            end = held.rfind("\n", _BLOCK - _AHEAD, _BLOCK) + 1 or _BLOCK
            yield held[:end]
            held = held[end:]
    yield held


def _plain(block: str) -> str:
    """A block of text without what terminals, web pages and word processors add to it, none of which spans lines."""
    block = _ESCAPES.sub("", block) if "\x1b" in block else block
    block = unescape(block) if "&" in block else block
    return block if block.isascii() else block.translate(_QUOTES)


def _between(text: str, start: int, end: int) -> Iterator[Sighting]:
    """The messages that begin from `start` to before `end`; if two overlap, the first, or that higher in the table."""
    found = [
        (match.start(), match.end(), place, match[0], values, message)
        for place, message in enumerate(MESSAGES)
        for match, values in message.pattern.find_all(text)
        if start <= match.start() < end
    ]
    taken = 0
    for first, last, _, words, values, message in sorted(found, key=lambda row: (row[0], row[2])):
        if first >= taken and not _SOURCE.search(text[max(0, first - _LONGEST_PREFIX) : first]):
            taken = last
            yield Sighting(message, words, values, text[max(0, first - _KEPT) : first], text[last : first + _AHEAD])
