"""One way to understand a claim: of this tensor, in this run of the code."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise, permutations, product

from lstm_shapes.check.claims.candidate import Referent
from lstm_shapes.check.interpreter.frames import Role
from lstm_shapes.check.interpreter.values import Context, Tensor, Unknown
from lstm_shapes.check.language.axes import AxisText, Name, Node, Number, Operation, names_in
from lstm_shapes.check.language.shapes import ShapeText
from lstm_shapes.check.program.program import Program
from lstm_shapes.check.verdict.comparison import Outcome, compare
from lstm_shapes.check.verdict.meaning import Vocabulary
from lstm_shapes.check.verdict.own_words import OwnWords
from lstm_shapes.lexicon import senses

__all__ = ["MOST_ORDERED", "Bearing", "Reading", "bearing_of", "granting", "is_about", "is_of_sequences"]
__all__ += ["is_only_read_so", "is_rearranged", "read"]

_MOST_CONTEXTS = 8
MOST_ORDERED = 5
"""Axes whose orders are tried: of six there are hundreds."""

_SINGLE = frozenset(("N", "L"))
_OF_SEQUENCES = _SINGLE | {"max(lengths)"}
_USUAL = re.compile(r"batch|bs|bsz|len|time|step|批|배치|バッチ|батч", re.IGNORECASE)
_FIRST_OF_CJK = "\u2e80"  # where phrases are written without blanks
_STATES_GIVEN = ("h_0", "c_0")


class Bearing(Enum):
    """What a reading says of a claim."""

    OUT = "borne out"
    AGAINST = "contradicted"
    OPEN = "left open"


@dataclass(frozen=True, slots=True)
class Reading:
    """A claim understood in one way, and what came of it.

    outcomes: for each axis, where their numbers agree. role: which tensor of an LSTM it is, if any. roles: of each
    axis of the tensor, in the LSTM that gives the claim its words.
    """

    subject: Referent
    tensor: Tensor
    words: Vocabulary
    bearing: Bearing
    outcomes: tuple[Outcome, ...]
    role: str
    context: Context | None
    roles: tuple[tuple[Role, ...], ...]


def read(own: OwnWords, shape: ShapeText, subject: Referent, tensor: Tensor) -> Reading:
    """Compare a claim with a tensor, axis by axis."""
    trace = own.program.trace
    uses = trace.uses.get(tensor.key, [])
    role, context = uses[0] if uses else ("", None)
    roles = tuple(_consistent(trace.roles_of(extent, context), context) for extent in tensor.extents)
    contexts = _contexts(context, roles)
    others = [other for _, other, _ in trace.contexts[:_MOST_CONTEXTS]]
    words = Vocabulary(
        own,
        subject.frame,
        subject.line,
        contexts or others,
        bool(contexts),
        _doubtful(shape.axes),
        tensor,
        own.program.is_helper(subject.frame),
        bool(uses),
    )
    is_state = any(name in _STATES_GIVEN for name, _ in uses)
    axes = _aligned(shape.axes, len(tensor.extents))
    if axes is None:
        is_certain = _has_all_axes(shape, roles, context, contexts, role)
        is_plain = all(axis.ways for axis in shape.axes) and _are_known(shape.axes, words)
        bearing = Bearing.AGAINST if is_certain and is_plain else Bearing.OPEN
        return Reading(subject, tensor, words, bearing, (), role, context, roles)
    outcomes = tuple(
        Outcome.OPEN if axis is None else compare(axis, extent, known, words, is_state)
        for axis, extent, known in zip(axes, tensor.extents, roles)
    )
    bearing = _bearing([outcome for axis, outcome in zip(axes, outcomes) if axis is not None])
    found = Reading(subject, tensor, words, bearing, outcomes, role, context, roles)
    return replace(found, bearing=Bearing.OPEN) if bearing is Bearing.OUT and _lacks_axis(axes, found) else found


def _has_all_axes(
    shape: ShapeText, roles: Sequence[Sequence[Role]], context: Context | None, contexts: Sequence[Context], role: str
) -> bool:
    """Whether a tensor certainly has the axes that it is taken to have: a layer may be given one sequence alone."""
    if context is not None:
        return context.certain or role not in ("input", "output")
    is_of_states = any("num_layers" in each.axis.symbols for known in roles for each in known)
    return is_of_states or len(shape.axes) != len(roles) - 1 or all(each.certain for each in contexts)


def granting(axes: Sequence[AxisText], reading: Reading, places: Collection[int]) -> Reading:
    """The same reading, with these axes taken to be as the claim says; it has as many as the tensor."""
    outcomes = tuple(Outcome.EQUAL if place in places else outcome for place, outcome in enumerate(reading.outcomes))
    found = replace(reading, outcomes=outcomes, bearing=_bearing(outcomes))
    return replace(found, bearing=Bearing.OPEN) if _lacks_axis(axes, found) else found


def _lacks_axis(axes: Sequence[AxisText | None], reading: Reading) -> bool:
    """Whether an axis could not be compared without which the others are not enough."""
    needed = [
        position
        for position, (axis, outcome, known) in enumerate(zip(axes, reading.outcomes, reading.roles))
        if _is_needed(axis, outcome, known, reading.words)
    ]
    is_one = len(needed) == 1 and reading.subject.is_likely
    return bool(needed) and not (is_one and _is_free(axes, needed[0], reading.roles[needed[0]]))


def _consistent(roles: tuple[Role, ...], context: Context | None) -> tuple[Role, ...]:
    """The roles of an axis without those of layers that take its time for its batch, as a layer by mistake may."""
    own = {symbol for role in roles if role.context is context for symbol in role.axis.symbols} & _SINGLE
    if len(own) != 1:
        return roles
    (other,) = _SINGLE - own
    return tuple(role for role in roles if role.context is context or other not in role.axis.symbols)


def bearing_of(axes: Sequence[AxisText], reading: Reading) -> Bearing:
    """What the reading says of other axes in place of the claim's, as many as the tensor has."""
    compared = zip(axes, reading.tensor.extents, reading.roles)
    return _bearing([compare(axis, extent, roles, reading.words, False) for axis, extent, roles in compared])


def is_about(axes: Sequence[AxisText], reading: Reading) -> bool:
    """Whether a false claim is right enough to be about this tensor: in all axes but one, or in what its words name."""
    found = reading.outcomes
    if found.count(Outcome.DIFFERENT) == 1 and Outcome.EQUAL in found and Outcome.DOUBTFUL not in found:
        return True
    count, rank = len(axes), len(reading.tensor.extents)
    near = [[_is_near(axis, place, reading) for place in range(rank)] for axis in axes]
    if count == rank:
        orders = permutations(range(count)) if count <= MOST_ORDERED else ()
        return any(all(near[place][other] for place, other in enumerate(order)) for order in orders)
    if abs(count - rank) != 1:
        return False
    rows = near if count < rank else list(zip(*near))  # the shorter of both by the longer, of which one is left out
    if any(all(row[n + (n >= left_out)] for n, row in enumerate(rows)) for left_out in range(len(rows) + 1)):
        return True
    return count > rank and any(bearing_of(fewer, reading) is Bearing.OUT for fewer in _merged(axes))


def is_rearranged(program: Program, reading: Reading) -> bool:
    """Whether an input of which only its use is known is permuted by the writer, who may know its axes better.

    Either it is what was permuted, or what the layer takes another axis for features of.
    """
    value, label = reading.subject.value, reading.subject.label
    if isinstance(value, Unknown) and value.swapped is not None and label in reading.subject.frame.values:
        return True
    symbols = [{symbol for role in known for symbol in role.axis.symbols} for known in reading.roles]
    features = next((place for place, known in enumerate(symbols) if "H_in" in known), len(symbols))
    is_before = any(known & _SINGLE for known in symbols[features + 1 :])
    return is_before and reading.tensor.key in program.trace.inferred


def is_of_sequences(reading: Reading, place: int) -> bool:
    """Whether an axis is the batch or time, by all that is known of it."""
    symbols = {symbol for role in reading.roles[place] for symbol in role.axis.symbols}
    return bool(symbols) and symbols <= _OF_SEQUENCES


def is_only_read_so(reading: Reading, places: Collection[int]) -> bool:
    """Whether nothing but the call of a layer tells which of these axes is time and which the batch.

    Their sizes are not known: the data come from outside, and if they are the other way round, the call is wrong.
    """
    quantities = [extent.size.quantities for extent in map(reading.tensor.extents.__getitem__, places)]
    is_told = any(all(one.value is not None or one.name.isidentifier() for one in size) for size in quantities)
    return not is_told and all(is_of_sequences(reading, place) for place in places)


def _is_near(axis: AxisText, place: int, reading: Reading) -> bool:
    """Whether an axis of a claim is right of one of the tensor, or names a factor of it: `hidden` of `2 * hidden`."""
    extent, roles = reading.tensor.extents[place], reading.roles[place]
    if compare(axis, extent, roles, reading.words, False) is Outcome.EQUAL:
        return True
    meanings = [meaning for way in axis.ways for meaning in reading.words.meanings(way)]
    symbols = {symbol for meaning in meanings if meaning.axis is not None for symbol in meaning.axis.symbols}
    named = {quantity for meaning in meanings if meaning.dim is not None for quantity in meaning.dim.quantities}
    return bool(named & set(extent.size.quantities)) or any(symbols & set(role.axis.symbols) for role in roles)


def _merged(axes: Sequence[AxisText]) -> Iterator[list[AxisText]]:
    """The claim with two axes beside each other as one product: `(batch, 2, hidden)` of a `(batch, 2 * hidden)`."""
    for place, (one, other) in enumerate(pairwise(axes)):
        ways = tuple(Operation("*", left, right) for left, right in product(one.ways, other.ways))
        text = f"{one.text} * {other.text}"
        yield [*axes[:place], AxisText(text, one.start, other.end, ways), *axes[place + 2 :]]


def _bearing(outcomes: Sequence[Outcome]) -> Bearing:
    if Outcome.DIFFERENT in outcomes:
        return Bearing.AGAINST
    if Outcome.DOUBTFUL in outcomes:
        return Bearing.OPEN
    equal = outcomes.count(Outcome.EQUAL)
    return Bearing.OUT if equal and 2 * equal >= len(outcomes) else Bearing.OPEN


def _is_needed(axis: AxisText | None, outcome: Outcome, roles: Sequence[Role], words: Vocabulary) -> bool:
    """Whether an axis that could not be compared says something, so that the others are not enough.

    A word that nobody knows may be the writer's own name for whatever the axis is; a product of such words may not.
    """
    if axis is None or outcome is not Outcome.OPEN or not axis.ways:
        return False
    return axis.is_number or any(words.meanings(way) or _is_foreign(way, roles) for way in axis.ways)


def _is_free(axes: Sequence[AxisText | None], position: int, roles: Sequence[Role]) -> bool:
    """Whether it is the only word for time, or batch, at an axis before the last, of which nothing is known."""
    symbols = [
        {s for way in a.ways for n in names_in(way) for sense in senses(n) for s in sense.symbols} if a else set()
        for a in axes
    ]
    own, others = symbols[position], set().union(*symbols[:position], *symbols[position + 1 :])
    axis = axes[position]
    is_multiple = axis is not None and any(_multiple_of_a_word(way) for way in axis.ways)
    is_alone = bool(own) and own <= _SINGLE and own.isdisjoint(others) and not is_multiple
    return is_alone and not roles and position + 1 < len(axes)


def _is_foreign(way: Node, roles: Sequence[Role]) -> bool:
    """Whether it says nothing of the axis: a letter or a phrase that nobody knows, or an expression of such words."""
    symbols = {symbol for role in roles for symbol in role.axis.symbols}
    if isinstance(way, Name):
        is_phrase = not way.text.removesuffix("'").isidentifier() or max(way.text) >= _FIRST_OF_CJK
        return len(way.text) == 1 or "num_layers" in symbols or (is_phrase and bool(symbols))
    times = _multiple_of_a_word(way)
    if times is not None:  # both directions of whatever the writer calls the hidden size
        return not any("D" in role.axis.symbols and role.context.sizes["D"].value == times for role in roles)
    named = {symbol for name in names_in(way) for sense in senses(name) for symbol in sense.symbols}
    return isinstance(way, Operation) and (named.isdisjoint(symbols) if symbols else not named)


def _multiple_of_a_word(way: Node) -> int | None:
    """How many times a word it is: 2 of `2 * hidden` and `hidden * 2`; None if it is something else."""
    factors = (way.left, way.right) if isinstance(way, Operation) and way.sign == "*" else ()
    numbers = [factor.value for factor in factors if isinstance(factor, Number)]
    return numbers[0] if len(numbers) == 1 and any(isinstance(factor, Name) for factor in factors) else None


def _aligned(axes: Sequence[AxisText], rank: int) -> list[AxisText | None] | None:
    """The claim's axes against the tensor's; None where there are not as many."""
    dots = [position for position, axis in enumerate(axes) if axis.any_number]
    if not dots:
        return list(axes) if len(axes) == rank else None
    missing = rank - len(axes) + 1
    if len(dots) > 1 or missing < 0:
        return None
    return [*axes[: dots[0]], *[None] * missing, *axes[dots[0] + 1 :]]


def _are_known(axes: Sequence[AxisText], words: Vocabulary) -> bool:
    """Whether every axis is one that is understood, so that their number counts."""
    return all(words.meanings(way) for axis in axes for way in axis.ways)


def _doubtful(axes: Sequence[AxisText]) -> frozenset[str]:
    """Words for what another axis is called already: N in `(B, N, T)`, both of `(seq_len, time_steps)`."""
    named = [(name, place) for place, axis in enumerate(axes) for way in axis.ways for name in names_in(way)]
    return frozenset(
        name
        for (name, place), (other, elsewhere) in permutations(named, 2)
        if place != elsewhere and name != other and _is_one_thing(name, other)
        if not _is_usual(name) or _is_usual(other)
    )


def _is_one_thing(one: str, other: str) -> bool:
    """Whether two words are both words for time, or both for the batch."""
    ours, theirs = ({s for sense in senses(word) if sense.is_firm for s in sense.symbols} for word in (one, other))
    return bool(ours & theirs & _SINGLE)


def _is_usual(name: str) -> bool:
    return name in ("B", "T") or (len(name) > 1 and _USUAL.search(name) is not None)


def _contexts(own: Context | None, roles: Sequence[Sequence[Role]]) -> list[Context]:
    """The LSTMs that give the claim's words their meaning: the tensor's own, and those that its axes come from."""
    found: dict[int, Context] = {}
    if own is not None:
        found[own.key] = own
    for known in roles:
        for role in known:
            found.setdefault(role.context.key, role.context)
    return list(found.values())[:_MOST_CONTEXTS]
