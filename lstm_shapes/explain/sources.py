"""The files that a traceback names, as far as they are here and still say what it shows."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from lstm_shapes.explain.clues import Frame, frames_in, is_own

__all__ = ["NO_SOURCE", "Read", "Source", "read_program", "source_of"]

Read = Callable[[str], "str | None"]
"""Gives the text of a program by its path; None if there is none."""

_LARGEST = 1 << 20  # bytes


@dataclass(frozen=True, slots=True)
class Source:
    """What the program itself shows around an error."""

    text: str
    """The files, that of the last frame first."""

    function: str
    """The function around the last line of the user's own; empty if the line stands in none."""


NO_SOURCE = Source("", "")


def read_program(path: str) -> str | None:
    """The text of a Python file; None if it is not there, too large, or no text."""
    file = Path(path)
    try:
        if file.suffix != ".py" or file.stat().st_size > _LARGEST:
            return None
        return file.read_text(encoding="utf-8")
    except (OSError, ValueError):  # no file of that name, or no name of a file
        return None


def source_of(traceback: str, read: Read) -> Source:
    """What the files in a traceback show; a file whose line has changed since is passed over."""
    texts: dict[str, str] = {}
    function = ""
    for frame in reversed(list(filter(is_own, frames_in(traceback)))):
        text = texts.get(frame.file) or read(frame.file)
        if text is None or not _says(text, frame):
            continue
        if not texts:
            function = _function_around(text, frame.number)
        texts[frame.file] = text
    return Source("\n\n".join(texts.values()), function)


def _says(text: str, frame: Frame) -> bool:
    lines = text.splitlines()
    return 0 < frame.number <= len(lines) and lines[frame.number - 1].strip() == frame.code


def _function_around(text: str, number: int) -> str:
    """The innermost function that a line stands in; empty if it stands in none, or the text is no Python."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    functions: Iterable[ast.AST] = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    around = [node for node in functions if _holds(node, number)]
    lines = text.splitlines()
    return "\n".join(lines[around[-1].lineno - 1 : around[-1].end_lineno]) if around else ""  # type: ignore[attr-defined]


def _holds(node: ast.AST, number: int) -> bool:
    return isinstance(node, ast.FunctionDef) and node.lineno <= number <= (node.end_lineno or 0)
