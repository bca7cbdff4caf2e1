"""The states that a program changes in place after something was computed from them, read without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache
from textwrap import dedent

from lstm_shapes.explain.naming import STATE
from lstm_shapes.syntax import parse

__all__ = ["without_changes_in_place"]

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_ALLOWED = ("detach_", "requires_grad_", "retain_grad_")
_WITHOUT_GRADIENTS = ("no_grad", "inference_mode")


@lru_cache(maxsize=4)
def without_changes_in_place(program: str) -> tuple[str, ...]:
    """Lines that give a new state in place of each line that changes one which a call gave, such as `h *= mask`."""
    tree = parse(dedent(program))
    found: dict[str, None] = {}
    for scope in ast.walk(tree) if tree is not None else ():
        if isinstance(scope, (*_FUNCTIONS, ast.Module)):
            lines = list(_with_gradients(scope))
            given = {text for line in lines for text in _given_by_call(line)}
            found |= dict.fromkeys(new for line in lines if (new := _anew(line, given)))
    return tuple(found)


def _with_gradients(scope: ast.AST) -> Iterator[ast.stmt]:
    """The statements of a function or a program for which gradients are kept, without those of functions in it."""
    for node in ast.iter_child_nodes(scope):
        if isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            continue
        if isinstance(node, ast.With) and any(word in ast.unparse(node.items[0]) for word in _WITHOUT_GRADIENTS):
            continue
        if isinstance(node, ast.stmt):
            yield node
        yield from _with_gradients(node)


def _given_by_call(line: ast.stmt) -> Iterator[str]:
    """The states that a line binds to what a call gives."""
    if isinstance(line, ast.Assign) and isinstance(line.value, ast.Call):
        parts = (part for target in line.targets for part in ast.walk(target))
        yield from (text for part in parts if (text := _state(part)))


def _state(node: ast.AST) -> str:
    """A name or an attribute that people give a state; empty for anything else."""
    text = ast.unparse(node) if isinstance(node, (ast.Name, ast.Attribute)) else ""
    return text if STATE.fullmatch(text.rpartition(".")[2]) else ""


def _anew(line: ast.stmt, given: set[str]) -> str:
    """The line, with a new tensor for the state that it changes; empty if it changes none of those given."""
    name = _changed(line)
    if name not in given:
        return ""
    if isinstance(line, ast.AugAssign) and not isinstance(line.target, ast.Subscript):
        return ast.unparse(ast.Assign([line.target], ast.BinOp(line.target, line.op, line.value), lineno=1))
    return f"{name} = {name}.clone()\n{ast.unparse(line)}"


def _changed(line: ast.stmt) -> str:
    """What a line changes in place: by `h *= ...`, `h[...] = ...` or `h.zero_()`."""
    if isinstance(line, ast.Expr) and isinstance(line.value, ast.Call) and isinstance(line.value.func, ast.Attribute):
        method, owner = line.value.func.attr, line.value.func.value
        is_change = method.endswith("_") and not method.endswith("__") and method not in _ALLOWED
        return _state(_whole(owner)) if is_change else ""
    targets = [line.target] if isinstance(line, ast.AugAssign) else line.targets if isinstance(line, ast.Assign) else []
    is_part = isinstance(line, ast.Assign)
    parts = [target for target in targets if isinstance(target, ast.Subscript) or not is_part]
    return next((name for part in parts if (name := _state(_whole(part)))), "")


def _whole(node: ast.expr) -> ast.expr:
    while isinstance(node, ast.Subscript):
        node = node.value
    return node
