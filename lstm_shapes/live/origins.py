"""Which recurrent module gave a value, by the assignments that lead to it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lstm_shapes.kinds import KINDS
from lstm_shapes.live.frames import Spot
from lstm_shapes.pytorch import load_torch

__all__ = ["Origin", "giver_of", "is_recurrent", "modules_inside", "origin_of"]

_COMPOUND = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.Try)


def is_recurrent(value: object) -> bool:
    """Whether a value is a recurrent layer or cell of PyTorch's, or of a class made of one."""
    nn = load_torch().nn
    return isinstance(value, tuple(getattr(nn, name) for name in KINDS))


def modules_inside(value: object) -> Iterator[tuple[str, object]]:
    """The recurrent modules inside of one, with their paths."""
    module_type = load_torch().nn.Module
    if isinstance(value, module_type):  # whose own method may raise
        yield from ((path, module) for path, module in module_type.named_modules(value) if is_recurrent(module))


@dataclass(frozen=True, slots=True)
class Origin:
    """The recurrent module that a value comes from."""

    name: str
    """As the program calls it."""

    module: object

    is_direct: bool
    """Whether it was called itself, and not a module that holds it and may return anything."""


def giver_of(name: str, spot: Spot) -> object:
    """What was called for the value of a name, if its last assignment is nothing but that call; else None."""
    value, _ = next(_bindings(name, spot.scope, spot.line), (None, 0))
    return spot.resolve(value.func) if isinstance(value, ast.Call) else None


def origin_of(expression: ast.AST, spots: Sequence[Spot], taker: object = None) -> Origin | None:
    """The recurrent module that a value comes from; None if it comes from none, or if that is not known.

    spots: the frames, that in which the expression stands last. taker: a module that the expression gives the value to;
    unless it is a linear layer, those in between are passed through, as they keep the rows.
    """
    return next(_origins(expression, spots, spots[-1].line, set(), taker), None)


def _origins(
    expression: ast.AST, spots: Sequence[Spot], line: int, seen: set[tuple[int, str, int]], taker: object = None
) -> Iterator[Origin]:
    spot = spots[-1]
    for node in _followed(expression, spot, taker):
        if isinstance(node, ast.Call):
            called = spot.resolve(node.func)
            inside = [(path, module) for path, module in modules_inside(called)]
            if len(inside) == 1:
                path, module = inside[0]
                yield Origin(".".join(filter(None, (ast.unparse(node.func), path))), module, module is called)
            continue
        name = ast.unparse(node)
        if (id(spot.frame), name, line) in seen:
            continue
        seen.add((id(spot.frame), name, line))
        bound = list(_bindings(name, spot.scope, line))
        for value, its_line in bound:
            yield from _origins(value, spots, its_line, seen, taker)
        if not bound and isinstance(node, ast.Name):
            yield from _given(node.id, spots, seen, taker)


def _given(name: str, spots: Sequence[Spot], seen: set[tuple[int, str, int]], taker: object) -> Iterator[Origin]:
    """The origins of an argument: of what is the same value in a function that led to this one."""
    value = spots[-1].values.get(name)
    for place in range(len(spots) - 2, -1, -1):
        outer = spots[place]
        if value is None or outer.is_pytorchs or outer.statement is None:
            continue
        for node in ast.walk(outer.statement):
            if isinstance(node, ast.Name) and outer.values.get(node.id) is value:
                yield from _origins(node, spots[: place + 1], outer.line, seen, taker)
        return


def _followed(expression: ast.AST, spot: Spot, taker: object) -> Iterator[ast.expr]:
    """The calls and names that a value comes from; what another module with weights made of a value is its own."""
    waiting: list[ast.AST] = [expression]
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, ast.Call):
            called = spot.resolve(node.func)
            if any(modules_inside(called)):
                yield node
                continue
            if called is not taker and _makes_its_own(called, taker):
                continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield node  # `self.state`, which may be assigned
        waiting += ast.iter_child_nodes(node)


def _makes_its_own(called: object, taker: object) -> bool:
    """Whether what a module gives is no longer what it was given."""
    nn = load_torch().nn
    if isinstance(called, nn.Linear) and not isinstance(taker, nn.Linear):
        return False
    return isinstance(called, nn.Module) and bool([*called.parameters()])


def _bindings(name: str, scope: ast.AST, line: int) -> Iterator[tuple[ast.expr, int]]:
    """What a name may stand for at a line: the last assignments before it, in whichever branch they are."""
    found = [
        (value, node.lineno, around)
        for node, around in _statements(scope, ())
        for targets, value in _assigned(node)
        if node.lineno < line and any(name == ast.unparse(part) for target in targets for part in ast.walk(target))
    ]
    for value, its_line, around in sorted(found, key=lambda row: -row[1]):
        yield value, its_line
        if all(_covers(outer, line) for outer in around):
            return  # it is always made, so that those before it are lost


def _covers(node: ast.stmt, line: int) -> bool:
    return node.lineno <= line <= (node.end_lineno or node.lineno)


def _statements(scope: ast.AST, around: tuple[ast.stmt, ...]) -> Iterator[tuple[ast.stmt, tuple[ast.stmt, ...]]]:
    """The statements of a function, without those of functions in it, each with the branches that it stands in."""
    for node in ast.iter_child_nodes(scope):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            continue
        if isinstance(node, ast.stmt):
            yield node, around
        inner = (*around, node) if isinstance(node, _COMPOUND) else around
        yield from _statements(node, inner)


def _assigned(node: ast.stmt) -> Iterator[tuple[list[ast.expr], ast.expr]]:
    if isinstance(node, ast.Assign):
        yield node.targets, node.value
    elif isinstance(node, (ast.AnnAssign, ast.AugAssign)) and node.value is not None:
        yield [node.target], node.value
    elif isinstance(node, (ast.For, ast.AsyncFor)):
        yield [node.target], node.iter
