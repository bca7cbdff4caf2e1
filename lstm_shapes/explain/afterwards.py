"""What is left to do elsewhere in the program once a repair stands in place of the line."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from textwrap import dedent

from lstm_shapes.explain.clues import Clues, called
from lstm_shapes.explain.finding import Suspect
from lstm_shapes.syntax import parse

__all__ = ["with_rest"]

_MOST = 3
"""So many lines are shown."""


def with_rest(suspect: Suspect, clues: Clues) -> Suspect:
    """The suspect, which names the lines that its fix leaves wrong, as far as the program is at hand."""
    fixed, line = parse(suspect.fix), clues.statement
    value = getattr(line, "value", None)
    if fixed is None or line is None or not isinstance(value, ast.Call) or called(value) not in _calls(fixed):
        return suspect  # as the fix stands beside the line
    told = [*_unbound(line, fixed, clues), *_divided(line, fixed, clues)]
    return replace(suspect, because=". ".join([suspect.because, *told]))


def _calls(tree: ast.AST) -> set[str]:
    return {called(node) for node in ast.walk(tree) if isinstance(node, ast.Call) and called(node)}


def _unbound(line: ast.stmt, fixed: ast.Module, clues: Clues) -> Iterator[str]:
    """The lines below that use a name which the line bound, and the fix does not."""
    tree = parse(dedent(clues.function or clues.program))
    places = [node for node in _statements(tree) if ast.dump(node) == ast.dump(line)]
    if len(places) != 1:
        return
    lost = _names(line, ast.Store) - _names(fixed, ast.Store)
    used, rest = set(), []
    for node in (one for one in _statements(tree) if one.lineno > (places[0].end_lineno or 0)):
        own = {part.arg for part in ast.walk(node) if isinstance(part, ast.arg)}  # of a lambda
        found = (lost & _names(node, ast.Load)) - own - (_names(node, ast.Store) - _targets(node))
        used |= found
        rest += [ast.unparse(node)] if found else []
        lost -= _names(node, ast.Store)  # from there on, it is another
    if rest:
        names = " and ".join(f"`{name}`" for name in sorted(used))
        yield f"{names} must go from the lines below as well: {_shown(rest)}"


def _targets(node: ast.stmt) -> set[str]:
    """The names that an assignment binds."""
    targets = node.targets if isinstance(node, ast.Assign) else []
    return {name for target in targets for name in _names(target, ast.Store)}


def _divided(line: ast.stmt, fixed: ast.Module, clues: Clues) -> Iterator[str]:
    """The other lines with a division that the fix makes one of whole numbers."""
    wrong = set(_divisions(line, ast.Div)) & set(_divisions(fixed, ast.FloorDiv))
    others = [node for node in _statements(parse(dedent(clues.program))) if ast.dump(node) != ast.dump(line)]
    rest = [ast.unparse(node) for node in others if wrong & set(_divisions(node, ast.Div))]
    if rest:
        yield f"The same division stands in {_shown(rest)}"


def _divisions(tree: ast.AST, kind: type[ast.operator]) -> Iterator[tuple[str, str]]:
    """What is divided by what, without the object whose attribute it is."""
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, kind):
            yield ast.unparse(node.left).rpartition(".")[2], ast.unparse(node.right)


def _statements(tree: ast.Module | None) -> list[ast.stmt]:
    """All statements that hold no others, in the order of their lines."""
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.stmt)] if tree is not None else []
    return sorted((node for node in nodes if not hasattr(node, "body")), key=lambda node: node.lineno)


def _names(tree: ast.AST, use: type[ast.expr_context]) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, use)}


def _shown(lines: list[str]) -> str:
    return ", ".join(f"`{line}`" for line in lines[:_MOST]) + ", ..." * (len(lines) > _MOST)
