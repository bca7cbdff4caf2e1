"""A shape predicted beside the shape observed, and how that is shown."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

from lstm_shapes.formula import Formula
from lstm_shapes.page import Cell, code, mark, math, shape

__all__ = ["ShapeRow", "compared"]


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


def compared(row: ShapeRow) -> list[Cell]:
    """Its name, formula, prediction, observation and tick, as cells of a table."""
    return [code(row.name), math(row.formula), shape(row.predicted), shape(row.observed), mark(row.matches)]
