"""What of a network is drawn: its steps, layers and states, of many only the first two and the last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lstm_shapes.formula import Formula
from lstm_shapes.shapes import sequence_axes, state_slices, tensor_formulas
from lstm_shapes.spec import RecurrentSpec

__all__ = ["PACKED", "Grid", "Row", "grid_of", "shown"]

_MOST = 4

PACKED = {
    1: " holds the state after each sequence's own last step",
    2: " holds the state after each sequence's own last step, backward after its first",
}
"""What is said of h_n of a packed batch, by the number of directions."""


def shown(count: int) -> tuple[int | None, ...]:
    """The numbers from 0 to before `count`; of more than four the first two, None for those between, and the last."""
    return tuple(range(count)) if count <= _MOST else (0, 1, None, count - 1)


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one direction of a layer, from its first step to its last."""

    layer: int
    direction: str
    """`forward` or `backward`; of a cell, which has none, `forward`."""

    index: int | None
    """Of its slice of the states; None for a cell."""

    def named(self, name: str) -> str:
        """A state's slice as code, `h_n[1]`."""
        return name if self.index is None else f"{name}[{self.index}]"

    @property
    def place(self) -> str:
        """Its layer and direction in words; empty for a cell."""
        return "" if self.index is None else f"layer {self.layer} {self.direction}"


@dataclass(frozen=True, slots=True)
class Grid:
    """The network, unrolled."""

    spec: RecurrentSpec

    steps: tuple[int | None, ...]
    """The columns, from left to right; None stands for all steps between its neighbours."""

    layers: tuple[tuple[Row, ...] | None, ...]
    """From the first layer on, the rows of each; None stands for all layers between its neighbours."""

    formulas: Mapping[str, Formula]
    """The shapes of all tensors."""

    directions: int
    """How many rows a layer has; 1 for a cell."""

    @property
    def has_output(self) -> bool:
        """Whether it gives an output for each step; a cell gives only its states."""
        return not self.spec.kind.is_cell

    @property
    def rows(self) -> Iterator[Row]:
        """All rows that are drawn, from the first layer on."""
        for layer in self.layers:
            yield from layer or ()

    def left_out(self) -> str:
        """The numbers of the layers that are not drawn, `2 to 6`."""
        place = self.layers.index(None)
        below, above = self.layers[place - 1], self.layers[place + 1]
        first, last = (below or (Row(0, "", 0),))[0].layer + 1, (above or (Row(0, "", 0),))[0].layer - 1
        return f"{first}" if first == last else f"{first} to {last}"

    def at(self, name: str, step: int) -> str:
        """A step of `input` or `output` as code: `output[4]`, or with the batch first `output[:, 4]`."""
        if self.spec.kind.is_cell:
            return name
        time, _ = sequence_axes(self.spec)
        return f"{name}[{':, ' * time}{step}]"

    def column_of(self, step: int) -> int:
        """The column that a step is in."""
        return self.steps.index(step if step in self.steps else None)

    @property
    def halves(self) -> tuple[tuple[int, str, str], ...]:
        """Which parts of the last layer's output are states: the step, the direction, and the state as code.

        With packed sequences of different lengths no single step holds the last outputs.
        """
        spec = self.spec
        if spec.kind.is_cell or spec.packed:
            return ()
        last = (self.steps[-1] or 0, "forward", f"h_n[{-spec.D}]")
        return (last, (0, "backward", "h_n[-1]")) if spec.D == 2 else (last,)


def grid_of(spec: RecurrentSpec) -> Grid:
    """What is drawn of a specification."""
    if spec.kind.is_cell:
        return Grid(spec, (0,), ((Row(0, "forward", None),),), tensor_formulas(spec), 1)
    slices = state_slices(spec)
    layers = tuple(
        None
        if number is None
        else tuple(Row(layer, direction, index) for index, layer, direction in slices if layer == number)
        for number in shown(spec.num_layers)
    )
    steps = shown(max(spec.lengths) if spec.lengths else spec.L)
    return Grid(spec, steps, layers, tensor_formulas(spec), spec.D)
