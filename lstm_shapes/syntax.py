"""Python's syntax tree of a text that may be no Python; nothing is run, and nothing is warned of."""

from __future__ import annotations

import ast
import warnings
from copy import deepcopy

__all__ = ["must_parse", "parse", "parse_expression", "with_node", "with_part"]


def must_parse(text: str) -> ast.Module:
    """The syntax tree of a text; raises SyntaxError whatever the reason is why there is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about escapes such as "\d"
        try:
            return ast.parse(text)
        except (ValueError, RecursionError, MemoryError, OverflowError) as error:
            raise SyntaxError("it nests too deeply or holds a NUL") from error


def parse(text: str) -> ast.Module | None:
    """The syntax tree of a text; None if it is not Python, or is nested too deeply for Python's parser."""
    try:
        return must_parse(text)
    except SyntaxError:
        return None


def with_node(statement: ast.stmt, old: ast.expr, new: str) -> str:
    """A statement with other code in the place of one of its expressions."""
    return ast.unparse(deepcopy(statement, {id(old): ast.Name(new, ast.Load())}))


def with_part(line: str, old: ast.expr, new: str) -> str:
    """A line with other code in the place of one of its expressions."""
    code = line.encode()
    return (code[: old.col_offset] + new.encode() + code[old.end_col_offset :]).decode()


def parse_expression(text: str) -> ast.expr | None:
    """The syntax tree of a text that is one expression; None if it is none."""
    tree = parse(text.strip())
    statement = tree.body[0] if tree is not None and len(tree.body) == 1 else None
    return statement.value if isinstance(statement, ast.Expr) else None
