"""What assertions and comparisons in code say about shapes."""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections.abc import Iterator

from lstm_shapes.check.claims.candidate import Candidate, Referent
from lstm_shapes.check.claims.passage import Passage
from lstm_shapes.check.interpreter.shown import is_shape
from lstm_shapes.check.language.shapes import ShapeText, find_shapes
from lstm_shapes.check.program.parsing import Code
from lstm_shapes.check.program.program import Program

__all__ = ["candidates_in_asserts"]

_WRAPPERS = ("tuple", "list", "Size")
_TRUTH = ("assertTrue", "assert_")
_CALLS = ("assertEqual", "assertSequenceEqual", "assertTupleEqual", "assertListEqual", "assert_equal", "assert_shape")


def candidates_in_asserts(program: Program, code: Code) -> Iterator[Candidate]:
    """`assert x.shape == (...)`, `self.assertEqual(x.shape, (...))` and their like."""
    for statement in {
        id(node): node for n in range(code.first, code.last + 1) if (node := program.owners.get(n))
    }.values():
        if isinstance(statement, (ast.Assert, ast.Expr)) and statement not in program.attempted:
            known = _Statement(program, code, statement)
            for one, other in _pairs(statement):
                yield from known.candidates(one, other)


def _pairs(statement: ast.Assert | ast.Expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    """What is said to be equal."""
    if isinstance(statement, ast.Assert):
        yield from _equal(statement.test)
        return
    for node in ast.walk(statement):
        if isinstance(node, ast.Call) and len(node.args) >= 2 and _name(node.func) in _CALLS:
            yield node.args[0], node.args[1]
        elif isinstance(node, ast.Call) and node.args and _name(node.func) in _TRUTH:
            yield from _equal(node.args[0])


def _equal(test: ast.expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    """What has to be equal for a condition to hold."""
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        for part in test.values:
            yield from _equal(part)
    elif (
        isinstance(test, ast.Compare)
        and all(isinstance(sign, ast.Eq) for sign in test.ops)
        and not any(isinstance(part, ast.Constant) for part in test.comparators)  # `(a == b) == False`
    ):
        yield from zip([test.left, *test.comparators], test.comparators)


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


class _Statement:
    """A statement: what it shows, and the shapes on its lines, are looked up once for all comparisons in it."""

    def __init__(self, program: Program, code: Code, statement: ast.stmt) -> None:
        self._code = code
        self._line = statement.lineno
        self._about: dict[str, list[Referent]] = {}
        self._read: dict[tuple[int, int], tuple[Passage, list[ShapeText]]] = {}
        for event in program.events_of(statement):
            for name, value in {(name, id(value)): (name, value) for name, value in event.items}.values():
                self._about.setdefault(name, []).append(Referent(name, value, event.frame, statement.lineno))

    def candidates(self, one: ast.expr, other: ast.expr) -> Iterator[Candidate]:
        """The shape that one side is said to have, if the other one writes it down."""
        shown, claimed = (one, other) if _tensor(one) is not None else (other, one)
        tensor = _tensor(shown)
        if tensor is None:
            return
        first, last = claimed.lineno, claimed.end_lineno or claimed.lineno
        passage, shapes = self._shapes(first, last)
        start, end = self._code.columns(claimed)
        end = end if first == last else len(passage.text)
        place = bisect_left(shapes, start - 12, key=lambda shape: shape.start)
        if place < len(shapes) and shapes[place].end <= end + 1:
            label = ast.unparse(tensor)
            about = tuple(self._about.get(label, ()))
            yield Candidate(passage, shapes[place], label, about, line=self._line, cell=self._code.cell)

    def _shapes(self, first: int, last: int) -> tuple[Passage, list[ShapeText]]:
        """What is written from one line to another, and the shapes in it."""
        if (first, last) not in self._read:
            passage = Passage.of(self._code.line(number) for number in range(first, last + 1))
            self._read[first, last] = passage, find_shapes(passage.text)
        return self._read[first, last]


def _tensor(node: ast.expr) -> ast.expr | None:
    """The tensor whose shape an expression is."""
    if isinstance(node, ast.Call) and len(node.args) == 1 and _name(node.func) in _WRAPPERS:
        node = node.args[0]
    if not is_shape(node):
        return None
    inner = node.func if isinstance(node, ast.Call) else node
    return inner.value if isinstance(inner, ast.Attribute) else None
