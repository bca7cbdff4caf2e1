"""What assertions and comparisons in code say about shapes."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lstm_shapes.check.claims.candidate import Candidate, Referent
from lstm_shapes.check.claims.passage import Passage
from lstm_shapes.check.interpreter.shown import is_shape
from lstm_shapes.check.language.shapes import find_shapes
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
            for one, other in _pairs(statement):
                yield from _candidates(program, code, statement, one, other)


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


def _candidates(
    program: Program, code: Code, statement: ast.stmt, one: ast.expr, other: ast.expr
) -> Iterator[Candidate]:
    shown, claimed = (one, other) if _tensor(one) is not None else (other, one)
    tensor = _tensor(shown)
    if tensor is None:
        return
    lines = [code.line(number) for number in range(claimed.lineno, (claimed.end_lineno or claimed.lineno) + 1)]
    passage, (start, end) = Passage.of(lines), code.columns(claimed)
    end = end if len(lines) == 1 else len(passage.text)
    shapes = [shape for shape in find_shapes(passage.text) if start - 12 <= shape.start and shape.end <= end + 1]
    for shape in shapes[:1]:
        label = ast.unparse(tensor)
        about = [
            Referent(label, value, event.frame, statement.lineno)
            for event in program.events_of(statement)
            for name, value in event.items
            if name == label
        ]
        yield Candidate(passage, shape, label, tuple(about), line=statement.lineno, cell=code.cell)


def _tensor(node: ast.expr) -> ast.expr | None:
    """The tensor whose shape an expression is."""
    if isinstance(node, ast.Call) and len(node.args) == 1 and _name(node.func) in _WRAPPERS:
        node = node.args[0]
    if not is_shape(node):
        return None
    inner = node.func if isinstance(node, ast.Call) else node
    return inner.value if isinstance(inner, ast.Attribute) else None
