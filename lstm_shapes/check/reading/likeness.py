"""How much a text looks like Python code, and not like prose or the output of Python."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from enum import IntEnum

from lstm_shapes.check.reading.lines import BLANKS, dedent, joined
from lstm_shapes.check.text import Line
from lstm_shapes.syntax import parse

__all__ = ["Likeness", "is_printed", "likeness", "line_likeness"]


class Likeness(IntEnum):
    """How much a text looks like code."""

    NONE = 0
    LIKELY = 1
    SURE = 2


_SURE_STATEMENTS = (
    *(ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.For, ast.AsyncFor),
    *(ast.While, ast.With, ast.AsyncWith, ast.If, ast.Try, ast.Assert, ast.AugAssign, ast.Delete, ast.Raise),
)
_PRINTED_CALLS = frozenset({"Size", "tensor", "array"})

_LONGEST_LINE = 1_000  # characters; nobody writes longer lines of code in prose
_NAME = r"[^\W\d][\w.]*(?:\[[^\]]*\])?"
_TARGETS = rf"\(?\*?{_NAME}(?:, ?\(?\*?{_NAME}\)?)*,?(?: ?: ?[\w.\[\]]+)? ?[-+*/@]?=(?!=) ?"
_COMMENT = r"\s*(?:#.*)?$"
_SURE_LINE = re.compile(
    rf"import [\w.]+(?: as \w+)?(?:, ?[\w.]+(?: as \w+)?)*{_COMMENT}"
    r"|from [\w.]+ import [\w(*]"
    r"|(?:async )?def \w+\("
    rf"|class \w+(?:\(.*\))?:{_COMMENT}"
    rf"|{_TARGETS}[^\W\d][\w.]*\("
    rf"|print\((?:.*[)(,\[{{\\])?{_COMMENT}"
)
_LIKELY_LINE = re.compile(
    rf"{_TARGETS}\S"
    rf"|(?:for .+ in .+|while .+|with .+|if .+|elif .+|else|try|except.*|finally):{_COMMENT}"
    r"|(?:return|assert|raise|del|yield|await|global|pass|break|continue)\b"
    r"|@[\w.]+(?:\(.*)?$"
    rf"|[^\W\d][\w.]*\((?:.*[)(,\[{{\\])?{_COMMENT}"
)


def likeness(lines: Sequence[Line]) -> Likeness:
    """How much a block looks like code; if it cannot be parsed, most of its lines must look like code."""
    text = joined(dedent(lines))
    tree = parse(text)
    if tree is not None:
        source = text.encode().split(b"\n")
        return max((_likeness_of(statement, source) for statement in tree.body), default=Likeness.NONE)
    starts = (line.text.lstrip(BLANKS + ")]}") for line in lines)
    found = [line_likeness(start) for start in starts if start and not start.startswith("#")]
    is_most = 2 * found.count(Likeness.NONE) <= len(found)
    return Likeness.SURE if is_most and Likeness.SURE in found else Likeness.NONE


def line_likeness(text: str) -> Likeness:
    """How much a single line looks like a statement, or like the first line of a statement."""
    text = text.strip(BLANKS)[:_LONGEST_LINE]
    if _SURE_LINE.match(text):
        return Likeness.SURE
    return Likeness.LIKELY if _LIKELY_LINE.match(text) else Likeness.NONE


def is_printed(lines: Sequence[Line]) -> bool:
    """Whether a block holds nothing but values, as Python prints them."""
    tree = parse(joined(dedent(lines)))
    statements = tree.body if tree else []
    values = [statement.value for statement in statements if isinstance(statement, ast.Expr)]
    return 0 < len(values) == len(statements) and all(map(_is_printed, values))


def _likeness_of(statement: ast.stmt, source: Sequence[bytes]) -> Likeness:
    if isinstance(statement, _SURE_STATEMENTS):
        return Likeness.SURE
    value = statement.value if isinstance(statement, (ast.Assign, ast.AnnAssign, ast.Expr)) else None
    if value is None or (isinstance(value, ast.Call) and _is_printed(value)):
        return Likeness.NONE
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.annotation, (ast.Tuple, ast.List)):
        return Likeness.NONE  # `h_n: (num_layers, N, H) = (2, 3, 20)` says two shapes, and no type
    if isinstance(statement, ast.Expr):
        return _likeness_of_expression(value, source)
    has_call = any(isinstance(node, ast.Call) and _is_adjacent(node, source) for node in ast.walk(value))
    return Likeness.SURE if has_call else Likeness.LIKELY


def _likeness_of_expression(value: ast.expr, source: Sequence[bytes]) -> Likeness:
    if isinstance(value, ast.Call) and _is_adjacent(value, source):
        return Likeness.SURE if isinstance(value.func, ast.Name) and value.func.id == "print" else Likeness.LIKELY
    return Likeness.LIKELY if isinstance(value, ast.Attribute) and value.attr == "shape" else Likeness.NONE


def _is_adjacent(call: ast.Call, source: Sequence[bytes]) -> bool:
    """Whether there is no blank between the name and the bracket of a call; prose has one: `output (L, N)`."""
    line, end = call.func.end_lineno or 1, call.func.end_col_offset or 0
    return source[line - 1][end : end + 1] in (b"(", b")")


def _is_printed(value: ast.expr) -> bool:
    if isinstance(value, ast.Call):
        name = value.func.attr if isinstance(value.func, ast.Attribute) else getattr(value.func, "id", "")
        return name in _PRINTED_CALLS
    if isinstance(value, (ast.Tuple, ast.List)):
        return all(map(_is_printed, value.elts))
    return isinstance(value, (ast.Constant, ast.UnaryOp))
