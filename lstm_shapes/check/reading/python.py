"""Read Python files: the program, its docstrings, and cells of prose in its comments."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lstm_shapes.check.reading.blocks import read_program
from lstm_shapes.check.reading.collecting import Collector
from lstm_shapes.check.text import Line

__all__ = ["read"]

_MARKDOWN_CELL = re.compile(r"# ?%%.*\[(?:markdown|md)\]")
_GALLERY_CELL = re.compile(r"#{20,}$")
_CELL = re.compile(rf"# ?%%|{_GALLERY_CELL.pattern}")
_COMMENT = re.compile(r"# ?")


def read(lines: Sequence[Line], collector: Collector) -> None:
    """Read the whole file as one piece of code, then the docstrings, then cells of jupytext and sphinx-gallery."""
    read_program(lines, collector)
    for index, line in enumerate(lines):
        if _MARKDOWN_CELL.match(line.text):
            from lstm_shapes.check.reading.markdown import read as read_prose
        elif _GALLERY_CELL.match(line.text):
            from lstm_shapes.check.reading.restructured import read as read_prose
        else:
            continue
        read_prose(_comments(lines, index + 1), collector)


def _comments(lines: Sequence[Line], start: int) -> list[Line]:
    """The text of the comments in the lines from `start` on, up to the first line without a comment."""
    comments: list[Line] = []
    for index in range(start, len(lines)):
        mark = _COMMENT.match(lines[index].text)
        if mark is None or _CELL.match(lines[index].text):
            break
        comments.append(lines[index].part(mark.end()))
    return comments
