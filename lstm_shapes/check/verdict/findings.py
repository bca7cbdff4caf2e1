"""What a false claim breaks, what is right, and how it is said."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from lstm_shapes.check.claims.candidate import Candidate
from lstm_shapes.check.interpreter.dims import Dim
from lstm_shapes.check.interpreter.values import RecurrentLayer
from lstm_shapes.check.language.axes import read_axis
from lstm_shapes.check.program.program import Program
from lstm_shapes.check.result import Claim, Fact, Verdict
from lstm_shapes.check.verdict.comparison import Outcome
from lstm_shapes.check.verdict.reading import Bearing, Reading, bearing_of, is_only_read_so
from lstm_shapes.check.verdict.wording import edits_of, formula_text, right_axes, right_order, written
from lstm_shapes.lexicon import STATES

__all__ = ["DECISIVE", "finding"]


def finding(program: Program, candidate: Candidate, claim: Claim, reading: Reading) -> Claim | None:
    """The false claim with its rule, the right shape, the reason and the edits; None if what is right is not known."""
    shape = candidate.shape
    axes = right_axes(candidate.passage, shape, reading)
    if axes is not None and not _holds(axes, reading):
        axes = None  # no words of the writer's say it for certain
    expected = written(candidate.passage, shape, axes) if axes is not None else None
    if expected is not None and _one_line(expected) == _one_line(claim.claimed):
        expected, axes = None, None  # no words of the writer's say it better
    rule, order = _rule(candidate, reading), right_order(shape, reading) or ()
    moved = [place for place, other in enumerate(order) if place != other]
    is_open = bool(moved) and is_only_read_so(reading, moved)
    hint = _AS_IT_IS_READ if is_open else _hint(rule, reading)
    tensor = reading.role or claim.tensor
    formula = formula_text(reading)
    right = _with_sizes(_one_line(expected or formula or ""), reading)
    if not right:
        return None
    return replace(
        claim,
        tensor=tensor,
        verdict=Verdict.FALSE,
        rule=rule,
        expected=expected,
        formula=formula,
        message=f"{tensor} is claimed {_one_line(claim.claimed)} but is {right}{hint}",
        reason=f"{_REASONS[rule]}{hint}",
        because=tuple(_facts(program, rule, reading)),
        fix=tuple(edits_of(candidate.passage, shape, axes)) if axes is not None and not is_open else (),
    )


DECISIVE = {"LS003": "batch_first", "LS005": "bidirectional", "LS008": "num_layers"}
"""The argument of the constructor that decides, by the rule that is broken: of the mistakes that most people make."""


def _facts(program: Program, rule: str, reading: Reading) -> Iterator[Fact]:
    """Where the layer is built, and where the document calls it."""
    context = reading.context
    if context is None:
        return
    layer = program.layer_of(context)
    built = f"the layer is built here{_with_argument(DECISIVE.get(rule), layer)}"
    called = program.line_of_call(context)
    for number, text in ((layer.line if layer is not None else 0, built), (called, "it is called here")):
        path, code = program.place_of(number)
        if code is not None:
            line = code.line(number)
            indentation = len(line.text) - len(line.text.lstrip())
            yield Fact(text, line.span(indentation, max(indentation + 1, len(line.text.rstrip()))), code.cell, path)


def _with_argument(name: str | None, layer: RecurrentLayer | None) -> str:
    """What a constructor says of an argument; nothing where its value is not known."""
    if layer is None or name not in layer.kind.arguments:
        return ""
    directions, layers = layer.sizes["D"].value, layer.sizes["num_layers"].value
    values = {
        "batch_first": layer.batch_first,
        "bidirectional": None if directions is None else directions == 2,
        "num_layers": layers,
    }
    return "" if values[name] is None else f", with {name}={values[name]}"


def _holds(axes: Sequence[str], reading: Reading) -> bool:
    """Whether the right shape, as it would be written, is judged to be true; no axis may be said twice by chance."""
    read = [read_axis(text, 0, len(text)) for text in axes]
    known = [axis for axis in read if axis is not None]
    named = [text for text, axis in zip(axes, read) if axis is not None and not axis.is_number]
    return len(known) == len(axes) and len(set(named)) == len(named) and bearing_of(known, reading) is Bearing.OUT


def _with_sizes(right: str, reading: Reading) -> str:
    """The right shape, and its numbers where they are known and not in it: `(N, L, H_out) = (3, 5, 20)`."""
    values = [size.value for size in reading.tensor.sizes]
    numbers = "" if None in values else str(tuple(values))
    is_told = " = " in right or numbers.strip("(,)") in right
    return f"{right} = {numbers}" if right and not is_told else right or numbers


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _rule(candidate: Candidate, reading: Reading) -> str:
    """Which rule it breaks."""
    if not reading.outcomes:
        return "LS002"
    if right_order(candidate.shape, reading) is not None:
        return "LS003"
    wrong = [position for position, outcome in enumerate(reading.outcomes) if outcome is Outcome.DIFFERENT]
    is_aligned = len(reading.outcomes) == len(candidate.shape.axes)
    rules = [_rule_of_axis(candidate, reading, position) for position in wrong] if is_aligned else []
    return next((rule for rule in rules if rule != "LS001"), "LS001")


_BY_DIFFERENCE = {frozenset({"D"}): "LS005", frozenset({"num_layers"}): "LS008"}


def _rule_of_axis(candidate: Candidate, reading: Reading, position: int) -> str:
    """What is wrong with one axis: the symbols that it is a product of, or the size."""
    axis = candidate.shape.axes[position]
    meanings = [m for way in axis.ways for m in reading.words.meanings(way)]
    claimed = {symbol for meaning in meanings if meaning.axis is not None for symbol in meaning.axis.symbols}
    right = {symbol for role in reading.roles[position] for symbol in role.axis.symbols}
    if reading.context is not None and reading.context.sizes["D"].value == 1 and "D" not in claimed:
        right.discard("D")
    if claimed and right:
        difference = frozenset(_without_features(claimed) ^ _without_features(right))
        if difference:
            return _BY_DIFFERENCE.get(difference, "LS007")
    size = reading.tensor.extents[position].size
    if right & {"D", "H_out", "H_cell"} and any(m.dim is not None and _is_twice(m.dim, size) for m in meanings):
        return "LS005"
    values = [meaning.dim.value for meaning in meanings if meaning.dim is not None]
    return next((rule for value in values if (rule := _rule_of_number(value, reading, position))), "LS001")


def _is_twice(one: Dim, other: Dim) -> bool:
    return one == other * Dim.of(2) or other == one * Dim.of(2)


def _without_features(symbols: set[str]) -> set[str]:
    return {"H" if symbol in ("H_out", "H_cell") else symbol for symbol in symbols}


def _rule_of_number(value: int | None, reading: Reading, position: int) -> str:
    """Whether a number is off by the factor of the directions or of the layers, forgotten or one too many."""
    size = reading.tensor.extents[position].size.usual_value
    if not value or not size:
        return ""
    for role in reading.roles[position]:
        symbols = role.axis.symbols
        if not {"H_out", "H_cell", "num_layers"} & set(symbols):
            continue
        directions, layers = (role.context.sizes[name].usual_value or 1 for name in ("D", "num_layers"))
        if ("D" in symbols and directions == 2 and size == 2 * value) or value == 2 * size:
            return "LS005"
        if layers > 1 and (("num_layers" in symbols and size == layers * value) or value == layers * size):
            return "LS008"
    return ""


_HINTS: dict[str, Callable[[Reading], str]] = {
    "LS002": lambda reading: "; states keep their first axis, D * num_layers" if reading.role in STATES else "",
    "LS003": lambda reading: (
        "; batch_first does not move the states"
        if reading.role in STATES and reading.context is not None and reading.context.layout.batch_first
        else f"; batch_first={reading.context.layout.batch_first}"
        if reading.role in ("input", "output") and reading.context is not None
        else ""
    ),
    "LS005": lambda reading: (
        f"; D is {reading.context.sizes['D'].value}"
        if reading.context is not None and reading.context.sizes["D"].value is not None
        else ""
    ),
}


def _hint(rule: str, reading: Reading) -> str:
    return _HINTS[rule](reading) if rule in _HINTS else ""


_AS_IT_IS_READ = ", as the layer reads it: either the claim or batch_first is wrong"

_REASONS = {
    "LS001": "its size follows from the constructor and the input",
    "LS002": "it has another number of axes",
    "LS003": "the axes stand in another order",
    "LS005": "the features of the output are those of both directions, and the states have a row for each",
    "LS007": "this axis is another quantity",
    "LS008": "the states have a row for each layer, the output is that of the last",
}
