"""What a program shows around an error: the files of its frames, as far as they are here."""

from __future__ import annotations

import ast
import tokenize
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from textwrap import dedent

from lstm_shapes.explain.frames import Frame, frames_in, is_own
from lstm_shapes.syntax import parse

__all__ = ["NO_SOURCE", "Source", "read_program", "source_around", "source_named_in"]

_LARGEST = 1 << 20  # bytes


@dataclass(frozen=True, slots=True)
class Source:
    """What the program itself shows around an error."""

    text: str
    """The files, that of the last frame first."""

    function: str
    """The function around the last line of the user's own; empty if the line stands in none."""

    scope: str
    """Where what that line names is bound: the class around it, or else the function and what stands in none."""


NO_SOURCE = Source("", "", "")


def read_program(path: str) -> str | None:
    """The text of a Python file; None if it is not there, too large, or no text."""
    file = Path(path)
    try:
        if file.suffix != ".py" or not file.is_file() or file.stat().st_size > _LARGEST:
            return None
        with tokenize.open(file) as opened:  # in the encoding that it declares
            return opened.read()
    except (OSError, ValueError, SyntaxError):  # no file of that name, no name of a file, or another encoding
        return None


def source_named_in(traceback: str) -> Source:
    """What the files that a traceback names show; a file whose line has changed since is passed over."""
    frames = [frame for frame in frames_in(traceback) if is_own(frame)]
    texts = {frame.file: read_program(frame.file) or "" for frame in frames}
    return source_around((texts[frame.file], frame.number) for frame in frames if _says(texts[frame.file], frame))


def source_around(lines: Iterable[tuple[str, int]]) -> Source:
    """What the program shows around these lines, each the text of a file and a number, that of the error last."""
    inwards = list(lines)
    texts = dict.fromkeys(text for text, _ in reversed(inwards))
    function, scope = _around(*inwards[-1]) if inwards else ("", "")
    return Source("\n\n".join(texts), function, scope)


def _says(text: str, frame: Frame) -> bool:
    lines = text.split("\n")
    return 0 < frame.number <= len(lines) and lines[frame.number - 1].strip() == frame.code


@lru_cache(maxsize=64)  # a log holds many messages of one program
def _around(text: str, number: int) -> tuple[str, str]:
    """The innermost function that a line stands in, and where its names are bound; empty if the text is no Python."""
    tree = parse(text)
    if tree is None:
        return "", ""
    lines = text.split("\n")
    around = [node for node in ast.walk(tree) if isinstance(node, _DEFINITIONS) and _holds(node, number)]
    functions = [node for node in around if not isinstance(node, ast.ClassDef)]
    classes = [node for node in around if isinstance(node, ast.ClassDef)]
    function = _source_of(functions[-1], lines) if functions else ""
    if classes:
        return function, _source_of(classes[-1], lines)
    outside = [_source_of(node, lines) for node in tree.body if not isinstance(node, _DEFINITIONS)]
    return function, "\n".join([dedent(function), *outside])


_DEFINITIONS = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def _source_of(node: ast.stmt, lines: list[str]) -> str:
    return "\n".join(lines[node.lineno - 1 : node.end_lineno])


def _holds(node: ast.stmt, number: int) -> bool:
    return node.lineno <= number <= (node.end_lineno or 0)
