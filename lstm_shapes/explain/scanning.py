"""A log, of any length, to the messages in it: in pieces, so that memory stays bounded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lstm_shapes.explain.messages import MESSAGES, Message
from lstm_shapes.explain.patterns import Values

__all__ = ["Sighting", "sightings"]

_KEPT = 1 << 15  # characters before a message in which its traceback is looked for
_LONGEST_MESSAGE = 1 << 10
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]{0,300}(?:\x07|\x1b\\)|[@-Z\\-_])")
_START = "Traceback (most recent call last)"
_LINES_WITHOUT_START = 30
_LONGEST_PREFIX = 200
_SOURCE = re.compile(r"(?:\b(?:raise|warn)\b[^\n]*|(?:^|\n)[\s>-]*\d+\s+f?)[\"'][^\"'\n]{0,80}\Z")
"""PyTorch's own line of code, which a traceback shows above what it says."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A message as it stands in the text, the values in it, and what stands before it."""

    message: Message
    text: str
    values: Values
    before: str

    @property
    def traceback(self) -> str:
        """The text from the start of the traceback to the end of the message; some lines where there is no start."""
        start = self.before.rfind(_START)
        if start >= 0:
            return self.before[self.before.rfind("\n", 0, start) + 1 :] + self.text
        return "".join(self.before.splitlines(keepends=True)[-_LINES_WITHOUT_START:]) + self.text


def sightings(pieces: Iterable[str]) -> Iterator[Sighting]:
    """Every message of the table in a text that comes in pieces, in order."""
    text, seen = "", 0  # what is kept of the pieces before, and how much of it has been searched
    for piece in pieces:
        text += _ESCAPES.sub("", piece) if "\x1b" in piece else piece
        settled = len(text) - _LONGEST_MESSAGE  # what stands behind may go on in the next piece
        if settled > seen:
            yield from _between(text, seen, settled)
            start = max(0, settled - _KEPT)
            text, seen = text[start:], settled - start
    yield from _between(text, seen, len(text))


def _between(text: str, start: int, end: int) -> Iterator[Sighting]:
    """The messages that begin from `start` to before `end`; where two overlap, the one higher in the table."""
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
            yield Sighting(message, words, values, text[max(0, first - _KEPT) : first])
