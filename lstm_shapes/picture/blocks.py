"""The same picture in letters, for a terminal: a line for each direction of each layer, with arrows between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lstm_shapes.picture.grid import PACKED, Grid, Row, grid_of
from lstm_shapes.shapes import layer_formula
from lstm_shapes.spec import RecurrentSpec

__all__ = ["write"]

_ARROWS = {"forward": ("─▶", " ─▶ "), "backward": ("◀─", " ◀─ ")}
"""Of each direction, the arrow from and to a state, and that from step to step."""


def write(spec: RecurrentSpec) -> str:
    """The picture in lines of letters; the widest decides how wide it is."""
    grid = grid_of(spec)
    side = max(len(text) for row in grid.rows for text in _states(row, grid))
    lines = [*_shapes(grid, ("output", "output.data", *spec.kind.returned))]
    if grid.has_output:
        lines.append(_upward(grid, side))
    for place, layer in reversed(list(enumerate(grid.layers))):
        if layer is None:
            lines.append(f"{'⋮':>{side + 4 + len(spec.kind.name) // 2}}   layers {grid.left_out()}")
        lines += [_row(row, grid, side) for row in reversed(layer or ())]
        between = layer_formula(spec) if place else None
        lines.append(_upward(grid, side, "" if between is None else str(between.shape(spec.sizes))))
    if grid.has_output:
        lines.append(_steps(grid, side))
    lines += _shapes(grid, ("input", "input.data", "batch_sizes", *spec.kind.given))
    if spec.lengths is not None:
        lines.append(f"lengths {tuple(spec.lengths)}: h_n{PACKED[spec.D]}")
    return "\n".join(line.rstrip() for line in lines)


def _states(row: Row, grid: Grid) -> tuple[str, str]:
    """What enters a row, and what leaves it."""
    kind = grid.spec.kind
    given, returned = (", ".join(map(row.named, names)) for names in (kind.given, kind.returned))
    return given, returned


def _cells(grid: Grid, cell: str, between: str) -> str:
    """One of each step, and what stands between two."""
    return between.join("…" if step is None else cell for step in grid.steps)


def _row(row: Row, grid: Grid, side: int) -> str:
    given, returned = _states(row, grid)
    ends = (given, returned) if row.direction == "forward" else (returned, given)
    edge, between = _ARROWS[row.direction]
    left, right = (f"{text:<{side}}" for text in ends)
    return f"{left} {edge} {_cells(grid, grid.spec.kind.name, between)} {edge} {right}  {row.place}"


def _upward(grid: Grid, side: int, shape: str = "") -> str:
    """The arrows from what is below to what is above, and the shape of that."""
    name = grid.spec.kind.name
    arrows = _cells(grid, "▲".center(len(name)), "    ").replace("…", " ")
    return f"{'':<{side + 4}}{arrows}    {shape}"


def _steps(grid: Grid, side: int) -> str:
    """The number of each step, under its cells."""
    width = len(grid.spec.kind.name)
    numbers = ("…" if step is None else str(step).center(width) for step in grid.steps)
    return f"{'step':<{side + 4}}{'    '.join(numbers)}"


def _shapes(grid: Grid, names: Sequence[str]) -> Iterator[str]:
    formulas, sizes = grid.formulas, grid.spec.sizes
    for name in names:
        if name in formulas:
            yield f"{name} {formulas[name]} = {formulas[name].shape(sizes)}"
