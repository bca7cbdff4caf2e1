"""The unrolled network as textbooks draw it: time to the right, layers upward, each state where it starts or ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from lstm_shapes.page import Span, math, shape
from lstm_shapes.picture.elements import HEAD, WIDTH_OF_LETTER, Arrow, Box, Drawing, Element, Label, text_width
from lstm_shapes.picture.grid import PACKED, Grid, Row, grid_of, shown
from lstm_shapes.shapes import layer_formula
from lstm_shapes.spec import RecurrentSpec

__all__ = ["MEASURES", "draw"]

_TEXT, _SMALL = 12, 11
_TITLE_LETTERS = 92
_MARGIN, _LINE = 18.0, 18.0
_CELL_WIDTH, _CELL_HEIGHT = 64.0, 38.0
_VALUE_WIDTH, _VALUE_HEIGHT = 112.0, 24.0
"""Both widths are the least: what stands in a box makes it wider."""

_PADDING = 8.0  # between what stands in a box and its borders, both together
_BESIDE_VALUES, _BESIDE_CELLS = 20.0, 36.0  # between those of two steps
_BESIDE_DIRECTIONS = 8.0  # between the cells of one step
_UP = 30.0  # between cells and what they read or what reads them
_APART = 16.0  # between the rows of one layer
_GAP = 26.0  # between a state and the cell beside it
_LEFT_OUT_HEIGHT = 26.0
_BAR = 16.0  # from one sequence of a packed batch to the next

_BELOW, _ABOVE = ("input", "input.data", "batch_sizes"), ("output", "output.data")


MEASURES: Mapping[str, Any] = {
    "text": _TEXT,
    "small": _SMALL,
    "letter": WIDTH_OF_LETTER,
    "title_letters": _TITLE_LETTERS,
    "margin": _MARGIN,
    "line": _LINE,
    "cell_width": _CELL_WIDTH,
    "cell_height": _CELL_HEIGHT,
    "value_width": _VALUE_WIDTH,
    "value_height": _VALUE_HEIGHT,
    "padding": _PADDING,
    "beside_values": _BESIDE_VALUES,
    "beside_cells": _BESIDE_CELLS,
    "beside_directions": _BESIDE_DIRECTIONS,
    "up": _UP,
    "apart": _APART,
    "gap": _GAP,
    "left_out_height": _LEFT_OUT_HEIGHT,
    "bar": _BAR,
    "head": HEAD,
    "below": _BELOW,
    "above": _ABOVE,
    "packed": PACKED,
}
"""The measures of a drawing in pixels, for the page, which draws the same."""


def draw(spec: RecurrentSpec, title: str = "") -> Drawing:
    """The picture of a module, and of one call of it.

    title: what stands above it; if it is empty, the call that builds the module.
    """
    title = title or spec.code
    plan = _plan(grid_of(spec), title)
    elements = (*_heading(plan), *_cells(plan), *_flow(plan), *_states(plan), *_values(plan), *_sequences(plan))
    told = [f"{name} {formula} = {formula.shape(spec.sizes)}" for name, formula in plan.grid.formulas.items()]
    description = f"{title}, unrolled over time. {'; '.join(told)}."
    return Drawing(plan.width, plan.height, title, description, (*elements, *_captions(plan)))


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where the columns and the rows are; `y` is the top of each."""

    grid: Grid
    title: tuple[str, ...]
    pairs: Sequence[tuple[tuple[Span, ...], tuple[Span, ...]]]
    """The captions of the states: on the left what is given, on the right what is returned."""

    width: float
    left: float
    """Where the states on the left begin."""

    side: float
    """The width of the states on either side."""

    cell_width: float
    value_width: float
    column_width: float

    values: tuple[float, ...]
    """The rows of input, of what goes from layer to layer, and of output, from below."""

    layers: tuple[float, ...]
    """The rows of cells, from below: of each layer the upper one."""

    below: float
    """Where the captions below the input begin."""

    height: float

    @property
    def spec(self) -> RecurrentSpec:
        return self.grid.spec

    @property
    def steps(self) -> Iterator[tuple[int, int]]:
        """The columns that show a step, each with its number."""
        return ((column, step) for column, step in enumerate(self.grid.steps) if step is not None)

    def middle(self, column: int) -> float:
        """The middle of a column."""
        return self.left + self.side + _GAP + (column + 0.5) * self.column_width

    def cell(self, column: int, row: Row) -> float:
        """The middle of a cell, from left to right."""
        aside = (self.cell_width + _BESIDE_DIRECTIONS) / 2 * (self.grid.directions - 1)
        return self.middle(column) + (aside if row.direction == "backward" else -aside)

    def top(self, row: Row, place: int) -> float:
        """The top of the cells of one direction; `place` is that of the layer among those that are drawn."""
        is_lower = self.grid.directions == 2 and row.direction == "forward"
        return self.layers[place] + is_lower * (_CELL_HEIGHT + _APART)

    @property
    def rows(self) -> Iterator[tuple[Row, float]]:
        """Each row of cells with its top."""
        for place, layer in enumerate(self.grid.layers):
            yield from ((row, self.top(row, place)) for row in layer or ())


def _plan(grid: Grid, title: str) -> _Plan:
    """Measure everything, from the title downward."""
    spec = grid.spec
    directions, formulas = grid.directions, grid.formulas
    side = max(text_width(text, _TEXT) for text in _texts_of_sides(grid)) + 12
    cell_width = max(_CELL_WIDTH, text_width(_projection(spec), _SMALL) + _PADDING)
    value_width = max(_VALUE_WIDTH, max(text_width(text, _TEXT) for text in _texts_of_values(grid)) + _PADDING)
    cells = directions * cell_width + (directions - 1) * _BESIDE_DIRECTIONS
    column_width = max(value_width + _BESIDE_VALUES, cells + _BESIDE_CELLS)
    network = 2 * (side + _GAP) + len(grid.steps) * column_width
    lines = tuple(wrap(title, _TITLE_LETTERS, break_long_words=False, break_on_hyphens=False))
    pairs = [
        (_caption(grid, given), _caption(grid, returned))
        for given, returned in zip(spec.kind.given, spec.kind.returned)
    ]
    captions = [_width_of(left) + _width_of(right) + 2 * _MARGIN for left, right in pairs]
    width = max(network, *captions, *(text_width(line, _TEXT) for line in lines)) + 2 * _MARGIN
    y = _MARGIN + _LINE * len(lines)
    y += _LINE * sum(name in formulas for name in _ABOVE)
    y += _LINE * max((sum(step == other for other, *_ in grid.halves) for step, *_ in grid.halves), default=0)
    values, layers = [], []
    y += _MARGIN / 2
    for place, layer in reversed(list(enumerate(grid.layers))):
        values.append(y)
        is_last = place == len(grid.layers) - 1
        has_box = (is_last and grid.has_output) or (directions == 2 and not is_last)
        y += (_VALUE_HEIGHT if has_box else 0) + (_UP if not is_last or grid.has_output else 0)
        layers.append(y)
        rows = len(layer or ())
        y += rows * _CELL_HEIGHT + max(0, rows - 1) * _APART if layer else _LEFT_OUT_HEIGHT
        y += _UP
    values.append(y)
    y += _VALUE_HEIGHT + _MARGIN
    y += _BAR * len(shown(len(spec.lengths or ())))
    below = y
    y += _LINE * spec.packed
    y += _LINE * (sum(name in formulas for name in _BELOW) + len(spec.kind.given)) + _MARGIN / 2
    return _Plan(
        grid,
        lines,
        pairs,
        round(width),
        (width - network) / 2,
        side,
        cell_width,
        value_width,
        column_width,
        tuple(values[::-1]),
        tuple(layers[::-1]),
        below,
        round(y),
    )


def _width_of(spans: Sequence[Span]) -> float:
    return text_width("".join(text for text, _ in spans), _TEXT)


def _texts_of_sides(grid: Grid) -> Iterator[str]:
    """What stands on the left or the right of the cells."""
    for row in grid.rows:
        yield _state(row, grid.spec.kind.given)
        yield _state(row, grid.spec.kind.returned)
        yield row.place
    between = layer_formula(grid.spec)
    if between is not None and len(grid.layers) > 1:
        yield str(between)
        yield str(between.shape(grid.spec.sizes))
    if grid.spec.lengths is not None:
        yield f"lengths[{len(grid.spec.lengths) - 1}] = {max(grid.spec.lengths)}"
    if None in grid.layers:
        yield f"layers {grid.left_out()}"


def _texts_of_values(grid: Grid) -> Iterator[str]:
    """What stands in the boxes of input and output."""
    last = grid.steps[-1] or 0
    yield grid.at("input", last)
    if grid.has_output:
        yield grid.at("output", last)


def _projection(spec: RecurrentSpec) -> str:
    """What a cell makes smaller, in numbers; empty if it has no projection."""
    return f"{spec.hidden_size} → {spec.proj_size}" if spec.proj_size else ""


def _state(row: Row, names: Sequence[str]) -> str:
    return ", ".join(map(row.named, names))


def _caption(grid: Grid, name: str) -> tuple[Span, ...]:
    """A tensor with its formula and its sizes."""
    formula = grid.formulas.get(name)
    if formula is None:
        return ()
    sizes = formula.shape(grid.spec.sizes)
    return (name, "code"), (" ", "prose"), *math(formula).spans(), (" = ", "prose"), *shape(sizes, formula).spans()


def _heading(plan: _Plan) -> Iterator[Element]:
    y = _MARGIN
    for line in plan.title:
        yield Label(plan.width / 2, y + _TEXT * 0.8, ((line, "title"),))
        y += _LINE
    for name in reversed(_ABOVE):
        caption = _caption(plan.grid, name)
        if caption:
            yield Label(plan.width / 2, y + _TEXT * 0.8, caption)
            y += _LINE


def _cells(plan: _Plan) -> Iterator[Element]:
    """The cells, and what each direction passes from step to step."""
    spec = plan.spec
    projection = _projection(spec)
    for row, top in plan.rows:
        y = top + _CELL_HEIGHT / 2
        for column, step in enumerate(plan.grid.steps):
            x = plan.cell(column, row)
            if step is None:
                yield Label(x, y + 4, (("…", "prose"),))
                continue
            yield Box(x - plan.cell_width / 2, top, plan.cell_width, _CELL_HEIGHT, row.direction)
            yield Label(x, y - 4 if projection else y + 4, ((spec.kind.name, "code"),), size=_SMALL)
            if projection:
                yield Label(x, y + 11, ((projection, "number"),), size=_SMALL)
        for column in range(len(plan.grid.steps) - 1):
            near, far = plan.cell(column, row), plan.cell(column + 1, row)
            edges = [
                x + sign * (plan.cell_width / 2 if plan.grid.steps[at] is not None else 10)
                for x, sign, at in ((near, 1, column), (far, -1, column + 1))
            ]
            ends = edges if row.direction == "forward" else edges[::-1]
            yield Arrow(tuple((x, y) for x in ends), row.direction)


def _flow(plan: _Plan) -> Iterator[Element]:
    """The lines upward: from the input to the first layer, from layer to layer, and to the output."""
    layers = plan.grid.layers
    for column, _ in plan.steps:
        for place, layer in enumerate(layers):
            below, above = plan.values[place], plan.values[place + 1]
            is_direct = not _has_boxes(plan, place)  # from the cell below, without a box between the two
            ends_in_box = _has_boxes(plan, place + 1) and (place < len(layers) - 1 or plan.grid.has_output)
            if layer is None:
                x, top = plan.middle(column), plan.layers[place]
                yield Label(x, top + _LEFT_OUT_HEIGHT / 2 + 4, (("⋮", "prose"),))
                start = plan.layers[place - 1] if is_direct else below
                yield Arrow(((x, start), (x, top + _LEFT_OUT_HEIGHT)), "forward" if is_direct else "flow")
                if ends_in_box:
                    yield Arrow(((x, top), (x, above + _VALUE_HEIGHT)), "flow")
            for row in layer or ():
                x, top = plan.cell(column, row), plan.top(row, place)
                start = plan.layers[place - 1] if is_direct else below
                yield Arrow(((x, start), (x, top + _CELL_HEIGHT)), "forward" if is_direct else "flow")
                if ends_in_box:
                    yield Arrow(((x, top), (x, above + _VALUE_HEIGHT)), row.direction)


def _has_boxes(plan: _Plan, place: int) -> bool:
    """Whether a row of values is drawn as boxes; with one direction, what goes from layer to layer is a line."""
    return place in (0, len(plan.grid.layers)) or plan.grid.directions == 2


def _states(plan: _Plan) -> Iterator[Element]:
    """Each state where it enters its direction and where it leaves it, and the shapes between the layers."""
    kind, last = plan.spec.kind, len(plan.grid.steps) - 1
    for row, top in plan.rows:
        is_forward = row.direction == "forward"
        for names, is_given in ((kind.given, True), (kind.returned, False)):
            is_left = is_given is is_forward
            x = plan.left if is_left else plan.width - plan.left - plan.side
            yield Box(x, top, plan.side, _CELL_HEIGHT, "state" if is_given else row.direction)
            y = top + _CELL_HEIGHT / 2
            yield Label(x + plan.side / 2, y - 3 if row.place else y + 4, ((_state(row, names), "code"),))
            if row.place:
                yield Label(x + plan.side / 2, y + 13, ((row.place, "prose"),), size=_SMALL)
            edge = x + plan.side if is_left else x
            cell = plan.cell(0 if is_left else last, row) + (-1 if is_left else 1) * plan.cell_width / 2
            ends = ((edge, y), (cell, y)) if is_given else ((cell, y), (edge, y))
            yield Arrow(ends, row.direction)
    yield from _between(plan)


def _between(plan: _Plan) -> Iterator[Element]:
    """The shape that goes from each layer to the next, and the numbers of the layers that are left out."""
    x, formula = plan.left + plan.side / 2, layer_formula(plan.spec)
    for place in range(1, len(plan.grid.layers)):
        if formula is None:
            return
        height = (_VALUE_HEIGHT if _has_boxes(plan, place) else 0) + 2 * _UP
        y = plan.values[place] - _UP + height / 2
        yield Label(x, y - 3, tuple(math(formula).spans()))
        yield Label(x, y + 13, tuple(shape(formula.shape(plan.spec.sizes), formula).spans()))
    for place, layer in enumerate(plan.grid.layers):
        if layer is None:
            y = plan.layers[place] + _LEFT_OUT_HEIGHT / 2 + 4
            yield Label(x, y, ((f"layers {plan.grid.left_out()}", "prose"),))


def _values(plan: _Plan) -> Iterator[Element]:
    """The boxes of input and output, and of what is joined between layers."""
    grid, top = plan.grid, len(plan.grid.layers)
    marked = {(step, direction): state for step, direction, state in grid.halves}
    for place, y in enumerate(plan.values):
        is_output = place == top
        if (is_output and not grid.has_output) or not _has_boxes(plan, place):
            continue
        for column, step in enumerate(grid.steps):
            x = plan.middle(column)
            if step is None:
                yield Label(x, y + _VALUE_HEIGHT / 2 + 4, (("…", "prose"),))
                continue
            if place == 0:
                yield Box(x - plan.value_width / 2, y, plan.value_width, _VALUE_HEIGHT, "value")
            else:
                yield from _halves(plan, x, y, [(step, d) in marked and is_output for d in ("forward", "backward")])
            if place in (0, top):
                name = grid.at("output" if is_output else "input", step)
                yield Label(x, y + _VALUE_HEIGHT / 2 + 4, ((name, "code"),))
    yield from _marks(plan)


def _halves(plan: _Plan, x: float, y: float, is_marked: Sequence[bool]) -> Iterator[Element]:
    """A value with a part for each direction, and around both what holds them together."""
    left = x - plan.value_width / 2
    yield Box(left, y, plan.value_width, _VALUE_HEIGHT, "value")
    width = plan.value_width / plan.grid.directions
    for number, direction in enumerate(("forward", "backward")[: plan.grid.directions]):
        look = f"{direction} half{' marked' * is_marked[number]}"
        yield Box(left + number * width, y, width, _VALUE_HEIGHT, look)


def _marks(plan: _Plan) -> Iterator[Element]:
    """Which part of which output equals which state."""
    y, taken = plan.values[-1] - 7, set[int]()
    for step, direction, state in plan.grid.halves:
        words = f"{direction} half = " if plan.grid.directions == 2 else "= "
        line = y - _LINE * (step in taken)
        taken.add(step)
        x = plan.middle(plan.grid.column_of(step))
        yield Label(x, line, ((words, "prose"), (state, "code")), size=_SMALL)


def _sequences(plan: _Plan) -> Iterator[Element]:
    """Of a packed batch, how far each sequence reaches."""
    lengths = plan.spec.lengths or ()
    y = plan.values[0] + _VALUE_HEIGHT + 10
    for number in shown(len(lengths)):
        if number is None:
            yield Label(plan.left + plan.side / 2, y + 8, (("⋮", "prose"),))
        else:
            last = plan.middle(plan.grid.column_of(lengths[number] - 1)) + plan.value_width / 2
            first = plan.middle(0) - plan.value_width / 2
            yield Box(first, y + 1, last - first, 6, "value")
            text = f"lengths[{number}] = {lengths[number]}"
            yield Label(plan.left + plan.side / 2, y + 8, ((text, "code"),), size=_SMALL)
        y += _BAR


def _captions(plan: _Plan) -> Iterator[Element]:
    """The shapes of the input, and below it those of the states."""
    y = plan.below + _TEXT * 0.8
    for name in _BELOW:
        caption = _caption(plan.grid, name)
        if caption:
            yield Label(plan.width / 2, y, caption)
            y += _LINE
    if plan.spec.packed:
        spans = (("h_n", "code"), (PACKED[plan.spec.D], "prose"))
        yield Label(plan.width / 2, y, spans)
        y += _LINE
    y += _MARGIN / 2
    for left, right in plan.pairs:
        yield Label(_MARGIN, y, left, "start")
        yield Label(plan.width - _MARGIN, y, right, "end")
        y += _LINE
