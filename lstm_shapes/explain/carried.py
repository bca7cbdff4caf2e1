"""The states that a program carries on from one batch to the next, read without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from textwrap import dedent

from lstm_shapes.explain.naming import STATE
from lstm_shapes.syntax import parse

__all__ = ["Carried", "carried_in"]

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True, slots=True)
class Carried:
    """States that a model or a layer is given and gives back."""

    names: tuple[str, ...]
    """`state`, `h` and `c`, or `self.hidden`."""

    line: ast.Assign


@lru_cache(maxsize=4)
def carried_in(program: str) -> Carried | None:
    """What a program carries on: of several, in the code around `backward`, or else what an object keeps."""
    tree = parse(dedent(program))
    if tree is None:
        return None
    functions = [node for node in ast.walk(tree) if isinstance(node, _FUNCTIONS)]
    scopes = [*functions, ast.Module([node for node in tree.body if not isinstance(node, ast.ClassDef)], [])]
    found = [(scope, list(_carried(scope))) for scope in scopes]
    of_training = [carried for scope, every in found if every and _trains(scope) for carried in every]
    kept = [carried for _, every in found for carried in every if "." in carried.names[0]]
    return next(iter((*of_training, *kept)), None)


def _trains(scope: ast.AST) -> bool:
    attributes = (node.attr for node in ast.walk(scope) if isinstance(node, ast.Attribute))
    return "backward" in attributes


def _carried(scope: ast.AST) -> Iterator[Carried]:
    lines = [node for node in ast.walk(scope) if isinstance(node, ast.Assign)]
    renamed: dict[str, list[str]] = {}
    for line in lines:
        for text in _texts([line.value]):
            renamed.setdefault(text, []).extend(_texts(line.targets))
    for line in lines:
        if isinstance(line.value, ast.Call):
            bound = set(_texts(line.targets))
            bound |= {text for name in bound for text in renamed.get(name, ())}
            given = _texts([*line.value.args[1:], *(word.value for word in line.value.keywords)])
            names = tuple(text for text in given if text in bound)
            if any(STATE.fullmatch(name.rpartition(".")[2]) for name in names):
                yield Carried(names, line)


def _texts(nodes: list[ast.expr]) -> list[str]:
    """The names and attributes in tuples, or alone."""
    parts = [part for node in nodes for part in (node.elts if isinstance(node, ast.Tuple) else [node])]
    inner = [one for part in parts for one in (part.elts if isinstance(part, ast.Tuple) else [part])]
    return [ast.unparse(one) for one in inner if isinstance(one, (ast.Name, ast.Attribute))]
