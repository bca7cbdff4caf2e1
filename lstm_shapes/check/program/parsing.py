"""Parse the code of a document, also where some of its lines are no Python."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lstm_shapes.check.document import Piece
from lstm_shapes.check.interpreter.frames import Frame
from lstm_shapes.check.text import Line
from lstm_shapes.syntax import parse

__all__ = ["LONGEST_CODE", "Code", "parse_piece"]

_MOST_ATTEMPTS = 24
LONGEST_CODE = 2_000_000
"""Characters; a longer piece of code is not parsed."""
_MANY_LINES = 2_000
_SHELL = re.compile(r"^\s*(?:[%!?]|\$ )")
_PRINT_STATEMENT = re.compile(r"^(\s*)print\s+(?![(=,.])(.+?)(\s*#.*)?$")
_TARGETS = re.compile(r"^(\s*)([A-Za-z_][\w.]*(?:\s*,\s*[A-Za-z_(][\w.()]*)*)\s*=(?!=)")
_INDENTATION = re.compile(r"[ \t\f]*")


@dataclass(frozen=True, slots=True)
class Code:
    """A piece of code after parsing.

    first: the number that its first line has in the program; the lines of all pieces are numbered through.
    statements: with these numbers. lines: as they stand in the document, from `first` on. failed: those that are no
    Python and were left out. indentation: bytes at the start of each line that were taken away before parsing.
    frame: where its names stand, if not among those of the document.
    """

    first: int
    lines: tuple[Line, ...]
    statements: tuple[ast.stmt, ...]
    failed: tuple[int, ...] = ()
    prompts: bool = False
    cell: int | None = None
    indentation: int = 0
    frame: Frame | None = None

    @property
    def last(self) -> int:
        """The number of the last line."""
        return self.first + len(self.lines) - 1

    def line(self, number: int) -> Line:
        """A line by its number in the program."""
        return self.lines[number - self.first]

    def columns(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        """Where a node begins and ends on its first line, in characters from 0 on."""
        text = self.line(node.lineno).text
        start = node.col_offset + self.indentation
        end = (node.end_col_offset or 0) + self.indentation if node.end_lineno == node.lineno else None
        if text.isascii():
            return min(start, len(text)), len(text) if end is None else min(end, len(text))
        raw = text.encode()
        return len(raw[:start].decode(errors="ignore")), len(raw[:end].decode(errors="ignore"))


def parse_piece(piece: Piece, first: int) -> Code:
    """Parse a piece of code whose first line is to have this number."""
    code = Code(first, piece.lines, (), (), piece.prompts, piece.cell)
    lines = [line.text for line in piece.lines]
    if sum(map(len, lines)) > LONGEST_CODE:
        return replace(code, failed=tuple(range(first, first + len(lines))))
    indentation = _indentation_of(lines)
    code = replace(code, indentation=indentation)
    lines = [_dedented(line, indentation) for line in lines]
    if any(map(_SHELL.match, lines)) and parse("\n".join(lines)) is None:
        lines = ["" if _SHELL.match(line) else line for line in lines]
    failed: list[int] = []
    for _ in range(_MOST_ATTEMPTS if len(lines) <= _MANY_LINES else 3):
        try:
            tree = ast.parse("\n".join(lines) + "\n")
        except SyntaxError as error:
            number = _blame(lines, error)
            if number is None:
                break
            repaired = _as_call(lines[number])
            if repaired is None or number in failed:
                failed.append(number)
                repaired = _left_out(lines[number])
            lines[number] = repaired
            continue
        except (ValueError, RecursionError, MemoryError, OverflowError):
            break
        if first > 1:
            ast.increment_lineno(tree, first - 1)
        return replace(code, statements=tuple(tree.body), failed=tuple(sorted({first + n for n in failed})))
    return replace(code, failed=tuple(range(first, first + len(lines))))


def _indentation_of(lines: Sequence[str]) -> int:
    """The indentation that all lines have, as in a method shown alone."""
    code = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    return min((_width(line) for line in code), default=0)


def _width(line: str) -> int:
    match = _INDENTATION.match(line)
    return len(match[0]) if match else 0


def _dedented(line: str, indentation: int) -> str:
    return line[min(indentation, _width(line)) :]


def _blame(lines: Sequence[str], error: SyntaxError) -> int | None:
    """Which line to leave out, counted from 0: the one that is named, or the last before it that is not empty."""
    number = min((error.lineno or 1), len(lines)) - 1
    if "was never closed" not in str(error.msg) and "unexpected EOF" in str(error.msg):
        number = len(lines) - 1
    if "expected an indented block" in str(error.msg):
        match = re.search(r"on line (\d+)", str(error.msg))
        number = min(int(match[1]), len(lines)) - 1 if match else number
    while number >= 0 and not _code_of(lines[number]):
        number -= 1
    return number if number >= 0 else None


def _code_of(line: str) -> str:
    stripped = line.strip()
    return "" if stripped.startswith("#") or stripped == "pass" else stripped


def _as_call(line: str) -> str | None:
    """`print x`, as it was written in Python 2, as a call."""
    match = _PRINT_STATEMENT.match(line)
    return f"{match[1]}print({match[2]}){match[3] or ''}" if match else None


def _left_out(line: str) -> str:
    """A line that is no Python, as one that is, and that still binds the same names."""
    indentation = (_INDENTATION.match(line) or [""])[0]
    match = _TARGETS.match(line)
    names = re.findall(r"[A-Za-z_][\w.]*", match[2]) if match else []
    if names and not any(name in _KEYWORDS for name in names):
        return f"{indentation}{', '.join(names)} = ..."
    return f"{indentation}pass"


_KEYWORDS = frozenset(("if", "for", "while", "def", "class", "return", "lambda", "import", "from", "with", "as", "in"))
