"""Numbers that no code tells, taken for granted where a document gives the same ones for several tensors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from lstm_shapes.check.interpreter.dims import DECIDED, Dim
from lstm_shapes.check.language.axes import Number
from lstm_shapes.check.result import Verdict
from lstm_shapes.check.verdict.comparison import Outcome
from lstm_shapes.check.verdict.decide import Decision, confirmed
from lstm_shapes.check.verdict.reading import Bearing, Reading, granting

__all__ = ["with_premises"]


def with_premises(decisions: Sequence[Decision]) -> list[Decision]:
    """The decisions; a number that no code tells is taken for granted where the claims of two tensors agree on it.

    `x: (32, 10, 8)` and `out: (32, 10, 20)` then need no more than the layer: that they belong together is what is
    claimed.
    """
    stated: dict[Dim, set[int]] = defaultdict(set)
    tensors: dict[Dim, set[int]] = defaultdict(set)
    for decision in decisions:
        for _, size, number in _open_numbers(decision):
            stated[size].add(number)
            tensors[size].add(decision.likely[0].tensor.key)
    agreed = {size: min(numbers) for size, numbers in stated.items() if len(numbers) == 1 and len(tensors[size]) > 1}
    return [_granted(decision, agreed) for decision in decisions]


def _granted(decision: Decision, agreed: Mapping[Dim, int]) -> Decision:
    found = list(_open_numbers(decision))
    if not found or any(agreed.get(size) != number for _, size, number in found):
        return decision
    granted = granting(decision.candidate.shape.axes, decision.likely[0], [place for place, _, _ in found])
    return confirmed(decision.claim, decision.candidate, granted) if granted.bearing is Bearing.OUT else decision


def _open_numbers(decision: Decision) -> Iterator[tuple[int, Dim, int]]:
    """The axes of an open claim that are numbers where the code knows none: the place, the size and the number."""
    axes, reading = decision.candidate.shape.axes, _open_reading(decision)
    if reading is None or len(axes) != len(reading.outcomes):
        return
    for place, (axis, outcome, extent) in enumerate(zip(axes, reading.outcomes, reading.tensor.extents)):
        way = axis.ways[0] if axis.is_number else None
        if isinstance(way, Number) and outcome is Outcome.OPEN and _is_passed(extent.size):
            yield place, extent.size, way.value


def _is_passed(size: Dim) -> bool:
    """Whether only whoever runs the code knows a size; one that a loop or a branch decides can be counted."""
    return size.is_simple and size.usual_value is None and all(q.name != DECIDED for q in size.quantities)


def _open_reading(decision: Decision) -> Reading | None:
    """How a claim is understood of which nothing is said yet; None where that is not plain."""
    if decision.claim.verdict is not Verdict.UNVERIFIED or not decision.likely:
        return None
    return None if any(Outcome.DIFFERENT in reading.outcomes for reading in decision.likely) else decision.likely[0]
