"""What is said when PyTorch contradicts the formulas."""

from __future__ import annotations

from collections.abc import Iterable

from lstm_shapes import console
from lstm_shapes.shape_row import ShapeRow

__all__ = ["shout"]


def shout(mismatches: Iterable[ShapeRow], torch_version: str | None) -> None:
    """Say on stderr which predictions are wrong: a bug in the formulas, or a PyTorch they do not know."""
    for row in mismatches:
        console.complain(
            f"PREDICTION AND PYTORCH DIFFER: {row.name} {row.formula} is predicted as {row.predicted} and PyTorch "
            f"{torch_version} has {row.observed}; please report this"
        )
