"""A shape predicted beside the shape observed, and how that is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod

from lstm_shapes.formula import SYMBOLS, Formula
from lstm_shapes.page import Cell, Table, code, mark, math, numbers, shape

__all__ = ["ShapeRow", "compared", "shape_table", "symbols_in"]


@dataclass(frozen=True, slots=True)
class ShapeRow:
    """A tensor or parameter: its formula, the shape that predicts, and the one PyTorch really has (None: not run)."""

    name: str
    formula: Formula
    predicted: tuple[int, ...]
    observed: tuple[int, ...] | None

    @property
    def matches(self) -> bool | None:
        """Whether the prediction is right; None where nothing was run."""
        return None if self.observed is None else self.predicted == self.observed

    @property
    def elements(self) -> int:
        """How many numbers the tensor holds."""
        return prod(self.predicted)


def symbols_in(rows: Sequence[ShapeRow]) -> tuple[str, ...]:
    """The symbols that occur in the formulas of these rows, in the order of their table."""
    used = {name for row in rows for axis in row.formula.axes for name in axis.symbols}
    return tuple(name for name in SYMBOLS if name in used)


def compared(row: ShapeRow) -> list[Cell]:
    """Its name, formula, prediction, observation and tick, as cells of a table."""
    predicted, observed = shape(row.predicted, row.formula), shape(row.observed, row.formula)
    return [code(row.name), math(row.formula), predicted, observed, mark(row.matches)]


def shape_table(rows: Sequence[ShapeRow], sizes: Mapping[str, int], what: str) -> Table:
    """Rows with the numbers behind their formulas; `what` heads the column of their names.

    Where there is little room the numbers go first, then the prediction, which the tick says as well.
    """
    cells = []
    for row in rows:
        name, formula, *others = compared(row)
        cells.append([name, formula, numbers(row.formula, sizes), *others])
    spare = ("numbers", "predicted") if all(row.matches for row in rows) else ("numbers",)
    return Table.of(cells, (what, "formula", "numbers", "predicted", "PyTorch", ""), spare)
