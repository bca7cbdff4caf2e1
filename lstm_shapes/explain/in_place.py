"""The states that a program changes in place after something was computed from them, read without running it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from textwrap import dedent

from lstm_shapes.explain.clues import called
from lstm_shapes.explain.naming import STATE
from lstm_shapes.syntax import parse

__all__ = ["without_changes_in_place"]

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_WITHOUT_GRADIENTS = ("no_grad", "inference_mode")
_MAKES = re.compile(r"zeros|ones|empty|full|rand|_like$|^(?:new_\w+|detach|clone|reset|init\w*|begin|to)$")
"""What gives a tensor that `backward` needs nothing of."""

_OPERATIONS: Mapping[type[ast.operator], str] = {ast.Mult: "Mul", ast.Add: "Add", ast.Sub: "Sub", ast.Div: "Div"}
_SETTING = "CopySlices"
"""What PyTorch calls it where a part of a tensor is set."""


@lru_cache(maxsize=4)
def without_changes_in_place(program: str, operation: str) -> tuple[str, ...]:
    """Lines that give a new state in place of each line that changes one which a call gave, such as `h *= mask`.

    operation: what changed a tensor, by PyTorch's message, such as `Mul`; nothing where no state is changed by it.
    """
    tree = parse(dedent(program))
    found: dict[str, None] = {}
    for scope in ast.walk(tree) if tree is not None else ():
        if isinstance(scope, (*_FUNCTIONS, ast.Module)) and not _is_without_gradients(scope):
            lines = list(_with_gradients(scope))
            given = {text for line in lines for text in _given_by_call(line)}
            changes = [(line, *_changed(line)) for line in lines]
            changes = [change for change in changes if change[1] in given]
            if any(own == operation for _, _, own in changes):
                found |= dict.fromkeys(_anew(line, name) for line, name, _ in changes)
    return tuple(found)


def _is_without_gradients(scope: ast.AST) -> bool:
    decorators = scope.decorator_list if isinstance(scope, _FUNCTIONS) else []
    return any(word in ast.unparse(one) for one in decorators for word in _WITHOUT_GRADIENTS)


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
        if _MAKES.search(called(line.value).rpartition(".")[2]):
            return
        parts = (part for target in line.targets for part in ast.walk(target))
        yield from (text for part in parts if (text := _state(part)))


def _state(node: ast.AST) -> str:
    """A name or an attribute that people give a state; empty for anything else."""
    text = ast.unparse(node) if isinstance(node, (ast.Name, ast.Attribute)) else ""
    return text if STATE.fullmatch(text.rpartition(".")[2]) else ""


def _anew(line: ast.stmt, name: str) -> str:
    """The line, with a new tensor for the state of this name, which it changes."""
    if isinstance(line, ast.AugAssign) and not isinstance(line.target, ast.Subscript):
        return ast.unparse(ast.Assign([line.target], ast.BinOp(line.target, line.op, line.value), lineno=1))
    return f"{name} = {name}.clone()\n{ast.unparse(line)}"


def _changed(line: ast.stmt) -> tuple[str, str]:
    """What a line changes in place, by `h *= ...`, `h[...] = ...` or `h.zero_()`, and what PyTorch calls that."""
    if isinstance(line, ast.Expr) and isinstance(line.value, ast.Call) and isinstance(line.value.func, ast.Attribute):
        method = line.value.func.attr
        is_change = method.endswith("_") and not method.endswith("__")
        words = method.removesuffix("_").title().replace("_", "")  # `masked_fill_` is MaskedFill
        return (_state(line.value.func.value), words) if is_change else ("", "")
    if isinstance(line, ast.AugAssign):
        target, own = line.target, _OPERATIONS.get(type(line.op), "")
    elif isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Subscript):
        target, own = line.targets[0], _SETTING
    else:
        return "", ""
    return (_state(target.value), _SETTING) if isinstance(target, ast.Subscript) else (_state(target), own)
