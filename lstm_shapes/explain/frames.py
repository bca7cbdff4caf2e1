"""The frames of a traceback, as Python, IPython and pytest show them, with whatever stands in front of each line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

__all__ = ["Frame", "frames_in", "is_own"]

_PYTHON_FRAME = re.compile(r'^\s*File "(?P<file>[^"\n]+)", line (?P<number>\d{1,9})')
_IPYTHON_FRAME = re.compile(
    r"^\s*(?:File (?P<new>\S+?):\d+|(?P<cell>Cell In ?\[\d+\])|(?P<old>\S+\.pyc?|<ipython[^>\n]*>) in )"
)
_IPYTHON_LINE = re.compile(r"^\s*-+>\s*\d+ ?(?P<code>.*)$")
_PYTEST_LINE = re.compile(r"^>\s+(?P<code>.*)$")
_PYTEST_FRAME = re.compile(r"^(?P<file>\S+\.py):\d+: ?")
_INSIDE_TORCH = re.compile(r"[/\\]torch[/\\]|[/\\]python3[\d.]*[/\\](?!(?:site|dist)-packages)|typing_extensions\.py")
"""Files of PyTorch, and those of Python that it goes through."""

_DIGITS = re.compile(r"\d")
_LINK = re.compile(r"\[([^\]\n]{1,300})\]\((?:https?|file|vscode)[^)\s]*\)")


def _without_margin(traceback: str) -> list[str]:
    """The lines of a traceback without what stands in front of each, as in quotes and logs, and without links."""
    lines = _LINK.sub(r"\1", traceback).splitlines()
    margin = lines[0].partition("Traceback (most")[0] if lines and "Traceback (most" in lines[0] else ""
    if not margin.strip():
        return lines
    width, alike = len(margin), _DIGITS.sub("0", margin).rstrip()  # the time goes on from line to line
    return [line[width:] if _DIGITS.sub("0", line[:width]).rstrip() == alike else line for line in lines]


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame of a traceback, as it is shown."""

    file: str

    head: str
    """The line that names the file; in IPython, it names the function and its class as well."""

    code: str
    """The line of code; the first one where it has several."""

    number: int = 0
    """The number of the line in its file; 0 if it is not known."""


def is_own(frame: Frame) -> bool:
    """Whether the code is the user's, or that of a library which uses PyTorch."""
    return not _INSIDE_TORCH.search(frame.file)


def frames_in(traceback: str) -> list[Frame]:
    """The frames of a traceback, the outermost first."""
    return list(_frames_of(_without_margin(traceback)))


def _frames_of(lines: Sequence[str]) -> Iterator[Frame]:
    """The frames, as Python, IPython and pytest show them."""
    file, head, pytest_code, number, is_next = "", "", "", 0, False
    for line in lines:
        if is_next and line.strip() and not _PYTHON_FRAME.match(line):  # a frame without source has no line of code
            yield Frame(file, head, line.strip(), number)
            is_next = False
        elif match := _PYTHON_FRAME.match(line):
            file, head, number, is_next = match["file"], line, int(match["number"]), True
        elif match := _IPYTHON_FRAME.match(line):
            file, head = match["new"] or match["cell"] or match["old"], line
        elif match := _IPYTHON_LINE.match(line):
            yield Frame(file, head, match["code"].strip())
        elif match := _PYTEST_LINE.match(line):
            pytest_code = match["code"].strip()
        elif (match := _PYTEST_FRAME.match(line)) and pytest_code:
            yield Frame(match["file"], "", pytest_code)
            pytest_code = ""
    if pytest_code:  # the message is above the file name
        yield Frame("", "", pytest_code)
