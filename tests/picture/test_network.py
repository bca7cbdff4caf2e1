"""The drawing of a network: what stands on it and where, and that nothing overlaps or leaves the canvas."""

from __future__ import annotations

import re
from itertools import combinations
from xml.etree import ElementTree

import pytest
import torch
from hypothesis import given

from lstm_shapes import LSTMSpec, RecurrentSpec, inspect
from lstm_shapes.picture.blocks import write
from lstm_shapes.picture.elements import Arrow, Bounds, Box, Drawing, Label, stacked
from lstm_shapes.picture.grid import grid_of, shown
from lstm_shapes.picture.network import draw
from lstm_shapes.picture.svg import svg
from lstm_shapes.report.observe import run_module
from lstm_shapes.report.sections import draw_svg
from lstm_shapes.shapes import sequence_axes, state_slices, tensor_formulas
from lstm_shapes.spec import SPECS
from tests.specifications import OF_EVERY_KIND, specs

LARGE = {
    "a thousand layers": LSTMSpec(10, 20, num_layers=1_000, bidirectional=True, seq_len=2_000),
    "large sizes": LSTMSpec(123_456, 234_567, proj_size=123_457, seq_len=34_567, batch_size=45_678, batch_first=True),
    "many sequences": SPECS["GRU"](10, 20, num_layers=5, lengths=tuple(range(1, 40))),
    "all arguments": LSTMSpec(
        10, 20, 3, False, True, 0.25, True, 7, device="cuda:0", dtype="float64", seq_len=4, batch_size=9
    ),
    "two steps of one sequence": SPECS["RNN"](10, 20, nonlinearity="relu", seq_len=2, batched=False),
}
EVERY = OF_EVERY_KIND | LARGE


def _apart(one: Bounds, other: Bounds) -> bool:
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def _labels(drawing: Drawing) -> list[Label]:
    return [element for element in drawing.elements if isinstance(element, Label)]


def _overlapping(drawing: Drawing) -> list[tuple[str, str]]:
    labels = _labels(drawing)
    found = [(one.text, other.text) for one, other in combinations(labels, 2) if not _apart(one.bounds, other.bounds)]
    arrows = [element for element in drawing.elements if isinstance(element, Arrow)]
    return found + [(label.text, "an arrow") for label in labels for a in arrows if not _apart(label.bounds, a.bounds)]


def _outside(drawing: Drawing) -> list[object]:
    canvas = (drawing.width, drawing.height)
    return [
        element
        for element in drawing.elements
        if min(element.bounds[:2]) < 0 or element.bounds[2] > canvas[0] or element.bounds[3] > canvas[1]
    ]


@pytest.mark.parametrize("spec", EVERY.values(), ids=EVERY)
def test_no_label_meets_another_or_an_arrow_and_nothing_leaves_the_canvas(spec: RecurrentSpec) -> None:
    drawing = draw(spec)
    assert _overlapping(drawing) == []
    assert _outside(drawing) == []


@given(specs())
def test_so_it_is_with_any_module_and_input(spec: RecurrentSpec) -> None:
    drawing = draw(spec)
    assert _overlapping(drawing) == []
    assert _outside(drawing) == []


@pytest.mark.parametrize("spec", EVERY.values(), ids=EVERY)
def test_every_shape_stands_there_once_with_its_formula(spec: RecurrentSpec) -> None:
    texts = [label.text for label in _labels(draw(spec))]
    for name, formula in tensor_formulas(spec).items():
        assert texts.count(f"{name} {formula} = {formula.shape(spec.sizes)}") == 1


@pytest.mark.parametrize("spec", EVERY.values(), ids=EVERY)
def test_every_state_stands_where_its_direction_starts_and_where_it_ends(spec: RecurrentSpec) -> None:
    kind, at = spec.kind, {label.text: label for label in _labels(draw(spec)) if label.spans[0][1] == "code"}
    drawn = set(shown(spec.num_layers)) if not kind.is_cell else {0}
    slices = [(f"[{i}]", direction) for i, layer, direction in state_slices(spec) if layer in drawn] or [
        ("", "forward")
    ]
    for index, direction in slices:
        start, end = (at[", ".join(f"{name}{index}" for name in names)] for names in (kind.given, kind.returned))
        assert (start.x < end.x) is (direction == "forward")
        assert start.y == end.y
    heights = [at[f"{kind.given[0]}{i}" + (f", c_0{i}" if kind.has_cell_state else "")].y for i, _ in slices]
    assert heights == sorted(heights, reverse=True)  # the first layer at the bottom, and forward below backward


@pytest.mark.parametrize(
    ("count", "drawn"),
    [(1, (0,)), (4, (0, 1, 2, 3)), (5, (0, 1, None, 4)), (1_000, (0, 1, None, 999))],
)
def test_of_more_than_four_the_first_two_and_the_last_are_drawn(count: int, drawn: tuple[int | None, ...]) -> None:
    assert shown(count) == drawn


def test_the_layers_that_are_left_out_are_named() -> None:
    assert grid_of(LSTMSpec(10, 20, num_layers=5)).left_out() == "2 to 3"
    assert grid_of(LSTMSpec(10, 20, num_layers=9)).left_out() == "2 to 7"


MARKED = {name: spec for name, spec in OF_EVERY_KIND.items() if not spec.kind.is_cell and not spec.packed and spec.bias}


@pytest.mark.parametrize("spec", MARKED.values(), ids=MARKED)
def test_the_halves_of_the_output_that_are_marked_equal_these_states(spec: RecurrentSpec) -> None:
    tensors = run_module(spec, 0).tensors
    output, h_n = tensors["output"], tensors["h_n"]
    halves = grid_of(spec).halves
    assert len(halves) == spec.D
    for step, direction, state in halves:
        of_step = output.select(sequence_axes(spec)[0], step)
        half = of_step[..., : spec.H_out] if direction == "forward" else of_step[..., -spec.H_out :]
        assert torch.equal(half, h_n[int(state[4:-1])])


def test_the_marks_stand_over_the_steps_that_they_are_about() -> None:
    drawing = draw(LSTMSpec(10, 20, bidirectional=True, seq_len=7))
    at = {label.text: label.x for label in _labels(drawing)}
    assert at["backward half = h_n[-1]"] == at["output[0]"]
    assert at["forward half = h_n[-2]"] == at["output[6]"]
    marked = [box for box in drawing.elements if isinstance(box, Box) and "marked" in box.look]
    assert sorted((box.look, box.x < at["output[0]"] + 60) for box in marked) == [
        ("backward half marked", True),
        ("forward half marked", False),
    ]


def test_each_sequence_of_a_packed_batch_reaches_to_its_last_step() -> None:
    drawing = draw(SPECS["GRU"](10, 20, lengths=(4, 2, 1)))
    at = {label.text: label.x for label in _labels(drawing)}
    bars = [box for box in drawing.elements if isinstance(box, Box) and box.height < 10]
    assert [box.x + box.width for box in bars] == [at[f"input[{step}]"] + 56 for step in (3, 1, 0)]


@pytest.mark.parametrize("spec", LARGE.values(), ids=LARGE)
def test_the_drawing_is_xml_that_loads_nothing_and_says_what_it_shows(spec: RecurrentSpec) -> None:
    text = svg(draw(spec))
    root = ElementTree.fromstring(text)
    title, description, *_ = root
    assert (title.text, title.tag.rpartition("}")[2]) == (spec.code, "title")
    assert all(f"{name} {formula}" in (description.text or "") for name, formula in tensor_formulas(spec).items())
    assert re.findall(r"https?://[^\"]*", text) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"<script|<image|url\(|@import|<a |href", text)
    assert text == svg(draw(spec))
    words = ["".join(element.itertext()) for element in root.iter() if element.tag.endswith("}text")]
    assert words == [label.text for label in _labels(draw(spec))]


def test_every_class_in_the_drawing_has_a_style() -> None:
    text = svg(draw(LSTMSpec(10, 20, num_layers=2, bidirectional=True, proj_size=7, lengths=(3, 2))))
    style = text.partition("<style>")[2].partition("</style>")[0]
    used = {name for names in re.findall(r'class="([^"]+)"', text) for name in names.split()}
    plain = {"code", "math", "number"}  # as all other text
    assert {name for name in used if f".{name}" not in style} == plain


def test_several_networks_stand_one_under_the_other() -> None:
    one, other = LSTMSpec(10, 20, num_layers=2), SPECS["GRUCell"](10, 20)
    both = stacked([draw(one), draw(other)])
    assert both.height == draw(one).height + draw(other).height
    assert _overlapping(both) == _outside(both) == []
    drawn = draw_svg([inspect(spec, run=False) for spec in (one, other)], ["encoder.rnn", "cell"])
    assert ElementTree.fromstring(drawn).get("height") == f"{both.height:g}"
    assert "encoder.rnn = nn.LSTM(10, 20, num_layers=2)</tspan>" in drawn
    assert "cell = nn.GRUCell(10, 20)</tspan>" in drawn


def test_a_report_draws_itself_and_shows_the_drawing_in_a_notebook_above_its_tables() -> None:
    report = inspect(LSTMSpec(10, 20, num_layers=2), run=False)
    assert report.to_svg() == svg(draw(report.spec))
    page = report._repr_html_()
    assert page.index(report.to_svg().strip()) < page.index("<table>")


@pytest.mark.parametrize("spec", EVERY.values(), ids=EVERY)
def test_the_picture_in_letters_has_the_same_rows(spec: RecurrentSpec) -> None:
    lines = write(spec).splitlines()
    rows = [line for line in lines if "─▶" in line or "◀─" in line]
    expected = [row for layer in reversed(grid_of(spec).layers) for row in reversed(layer or ())]
    assert len(rows) == len(expected)
    for line, row in zip(rows, expected):
        given, returned = (", ".join(map(row.named, names)) for names in (spec.kind.given, spec.kind.returned))
        first, last = (given, returned) if row.direction == "forward" else (returned, given)
        assert re.fullmatch(rf"{re.escape(first)} +(─▶|◀─).*(─▶|◀─) {re.escape(last)}( +{row.place})?", line)
        assert line.count(f" {spec.kind.name} ") == sum(step is not None for step in grid_of(spec).steps)
    for formula in tensor_formulas(spec).values():
        assert any(f"{formula} = {formula.shape(spec.sizes)}" in line for line in lines)


def test_the_usual_picture_fits_a_terminal_of_80_columns() -> None:
    text = write(LSTMSpec(10, 20, num_layers=4, bidirectional=True, seq_len=100))
    assert max(map(len, text.splitlines())) <= 80
