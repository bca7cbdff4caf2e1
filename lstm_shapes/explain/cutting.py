"""The lengths of sequences, cut where the program cuts the sequences themselves."""

from __future__ import annotations

import ast

from lstm_shapes.explain.callers import caller_of, given_from, loop_giving
from lstm_shapes.explain.clues import Clues, called

__all__ = ["cut_as_input"]


def cut_as_input(given: ast.expr, lengths: ast.expr | None, clues: Clues) -> str | None:
    """The caller's lines with the lengths cut as it cuts the input, by `[i:j]` or `chunk`; None where it does not.

    given, lengths: what is packed on the user's line.
    """
    caller = caller_of(clues)
    if caller is None or not isinstance(lengths, ast.Name) or lengths.id not in caller.given:
        return None
    whole, made = caller.given[lengths.id], given_from(lengths.id, clues)
    if _rows_of(whole) or (made is not None and _rows_of(made.value)):
        return None  # they are cut already
    text = ast.unparse(whole)
    inputs = {part.id for part in ast.walk(given) if isinstance(part, ast.Name)} & caller.given.keys()
    for name in sorted(inputs - {lengths.id}):
        bound, loop = given_from(name, clues), loop_giving(name, clues)
        rows = _rows_of(bound.value if bound is not None else caller.given[name])
        if rows:
            return caller.with_argument(lengths.id, f"{text}[{rows}]")
        chunks = _chunks(loop, caller.given[name]) if loop is not None else ""
        if loop is not None and chunks:
            head = _with_another(loop, "sizes", f"torch.as_tensor({text}).{chunks}")
            return f"{head}\n    {caller.with_argument(lengths.id, 'sizes')}"
    return None


def _rows_of(value: ast.expr) -> str:
    """The slice of axis 0 that is taken: `i:i + 4` of `x[i:i + 4]`; empty of anything else."""
    if not isinstance(value, ast.Subscript):
        return ""
    first = value.slice.elts[0] if isinstance(value.slice, ast.Tuple) and value.slice.elts else value.slice
    return ast.unparse(first) if isinstance(first, ast.Slice) and (first.lower or first.upper) else ""


def _chunks(loop: ast.For, name: ast.expr) -> str:
    """How a loop cuts axis 0 of what it takes the values of a name from: `chunk(2)`; empty if it does not."""
    part = _iterated(loop, name)
    if not isinstance(part, ast.Call) or not isinstance(part.func, ast.Attribute):
        return ""
    is_of_rows = part.func.attr in ("chunk", "split") and len(part.args) == 1 and not part.keywords
    return f"{part.func.attr}({ast.unparse(part.args[0])})" if is_of_rows else ""


def _iterated(loop: ast.For, name: ast.expr) -> ast.expr | None:
    """What a loop takes the values of a name from: an argument of `zip`, or all that it goes through."""
    if isinstance(loop.target, ast.Name):
        return loop.iter
    if not isinstance(loop.target, ast.Tuple) or not _is_zip(loop.iter):
        return None
    names, own = [ast.unparse(target) for target in loop.target.elts], ast.unparse(name)
    given = loop.iter.args if isinstance(loop.iter, ast.Call) else []
    return given[names.index(own)] if own in names and len(names) == len(given) else None


def _with_another(loop: ast.For, name: str, values: str) -> str:
    """The first line of a loop that goes through something else as well."""
    target, each = ast.unparse(loop.target).strip("()"), ast.unparse(loop.iter)
    together = f"{each[:-1]}, {values})" if _is_zip(loop.iter) else f"zip({each}, {values})"
    return f"for {target}, {name} in {together}:"


def _is_zip(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and called(node) == "zip"
