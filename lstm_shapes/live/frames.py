"""The frames of a traceback: whose code each runs, and its statement."""

from __future__ import annotations

import ast
import linecache
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from os.path import dirname, sep
from types import FrameType, TracebackType
from typing import Any

from lstm_shapes.live.calls import Place
from lstm_shapes.pytorch import load_torch
from lstm_shapes.syntax import parse

__all__ = ["Spot", "as_text", "chain_of", "message_of", "spots_of", "without_ours"]

_MOST_CAUSES = 10
_OURS = f"{dirname(dirname(__file__))}{sep}"


@dataclass(frozen=True)
class Spot:
    """One frame of a traceback, at the line where it was left."""

    frame: FrameType
    line: int

    @property
    def file(self) -> str:
        """The file, as Python shows it."""
        return self.frame.f_code.co_filename

    @property
    def function(self) -> str:
        """The function's name; `<module>` outside of all."""
        return self.frame.f_code.co_name

    @property
    def place(self) -> Place:
        """The line of the program."""
        return Place(self.file, self.line, self.function)

    @cached_property
    def values(self) -> dict[str, Any]:
        """The variables of the function."""
        return dict(self.frame.f_locals)

    @cached_property
    def is_pytorchs(self) -> bool:
        """Whether the code is PyTorch's, or Python's own machinery, and not the program's."""
        return self.file.startswith((_pytorch(), "<frozen "))

    @cached_property
    def source(self) -> str:
        """The text of the file or the cell of a notebook; empty if it is not there."""
        return "".join(linecache.getlines(self.file, self.frame.f_globals))

    @cached_property
    def _tree(self) -> ast.Module:
        return parse(self.source) or ast.Module([], [])  # not there, or no Python

    @cached_property
    def scope(self) -> ast.AST:
        """The innermost function around the line, or the whole file."""
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
        around = [node for node in ast.walk(self._tree) if isinstance(node, kinds) and _encloses(node, self.line)]
        return max(around, key=lambda node: node.lineno, default=self._tree)

    @cached_property
    def statement(self) -> ast.stmt | None:
        """The statement on the line; of one that holds others, such as a loop, without them. None if it is unknown."""
        if self.function == "<lambda>":
            return self._lambda
        around = [node for node in ast.walk(self._tree) if isinstance(node, ast.stmt) and _encloses(node, self.line)]
        found = max(around, key=lambda node: (node.lineno, node.col_offset), default=None)
        if found is None or not hasattr(found, "body"):
            return found
        head = copy(found)
        head.body = [ast.Pass()]
        for field in ("orelse", "finalbody", "handlers"):
            if hasattr(head, field):
                setattr(head, field, [])
        return head

    @cached_property
    def _lambda(self) -> ast.stmt | None:
        """What a lambda returns; None where several stand on the line and Python does not tell which of them it is."""
        found = [node for node in ast.walk(self._tree) if isinstance(node, ast.Lambda) and _encloses(node, self.line)]
        if len(found) > 1 and hasattr(self.frame.f_code, "co_positions"):  # since Python 3.11
            left = {position[::2] for position in self.frame.f_code.co_positions()}
            found = [node for node in found if (node.body.lineno, node.body.col_offset) in left]
        return ast.Expr(found[0].body) if len(found) == 1 else None

    @property
    def text(self) -> str:
        """The statement on one line."""
        if self.is_pytorchs or self.statement is None:
            return linecache.getline(self.file, self.line, self.frame.f_globals).strip()
        return ast.unparse(self.statement).split("\n")[0]

    def resolve(self, expression: ast.expr) -> object:
        """What a name such as `self.encoder.lstm` or `layers[0]` stands for, without running any code; else None."""
        if isinstance(expression, ast.Name):
            return self.values.get(expression.id, self.frame.f_globals.get(expression.id))
        if isinstance(expression, ast.Attribute):
            owner = self.resolve(expression.value)
            own = getattr(owner, "__dict__", {})
            inner = own.get("_modules") if isinstance(owner, load_torch().nn.Module) else None
            return (inner or {}).get(expression.attr, own.get(expression.attr))
        if isinstance(expression, ast.Subscript) and isinstance(expression.slice, ast.Constant):
            owner, key = self.resolve(expression.value), expression.slice.value
            if type(owner) in (list, tuple, dict):
                owner = dict(enumerate(owner)) if type(owner) is not dict else owner  # type: ignore[arg-type]
                return owner.get(key)
            return owner._modules.get(str(key)) if isinstance(owner, load_torch().nn.Module) else None
        return None


def _pytorch() -> str:
    return f"{dirname(str(load_torch().__file__))}{sep}"


def _encloses(node: ast.stmt | ast.expr, line: int) -> bool:
    return node.lineno <= line <= (node.end_lineno or node.lineno)


def spots_of(error: BaseException) -> tuple[Spot, ...]:
    """The frames of a traceback, the innermost last, without those of this tool."""
    return tuple(spot for spot in _walk(error.__traceback__) if not spot.file.startswith(_OURS))


def _walk(traceback: TracebackType | None) -> Iterator[Spot]:
    while traceback is not None:
        yield Spot(traceback.tb_frame, traceback.tb_lineno)
        traceback = traceback.tb_next


def message_of(error: BaseException) -> str:
    """What an error says; nothing where that itself raises."""
    try:
        return str(error)
    except Exception:  # a class of the program's own, whatever it does
        return ""


def as_text(error: BaseException, spots: tuple[Spot, ...]) -> str:
    """The traceback as Python shows it, with every statement in full on one line."""
    lines = ["Traceback (most recent call last):"]
    for spot in spots:
        lines += [f'  File "{spot.file}", line {spot.line}, in {spot.function}', f"    {spot.text}"]
    return "\n".join([*lines, f"{type(error).__name__}: {message_of(error)}"])


def chain_of(error: BaseException) -> Iterator[BaseException]:
    """The error, and those that it was raised from or during."""
    one: BaseException | None = error
    for _ in range(_MOST_CAUSES):
        if one is None:
            return
        yield one
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)


def without_ours(traceback: TracebackType | None) -> TracebackType | None:
    """A traceback without the frames of this tool."""
    kept: list[TracebackType] = []
    while traceback is not None:
        kept += [] if traceback.tb_frame.f_code.co_filename.startswith(_OURS) else [traceback]
        traceback = traceback.tb_next
    for one, following in zip(kept, [*kept[1:], None]):
        one.tb_next = following
    return kept[0] if kept else None
