"""Compare one axis of a claim with one axis of a tensor."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from functools import lru_cache

from lstm_shapes.check.interpreter.dims import Dim
from lstm_shapes.check.interpreter.frames import Role
from lstm_shapes.check.interpreter.recurrent_layers import filled
from lstm_shapes.check.interpreter.values import Context, Extent
from lstm_shapes.check.language.axes import AxisText, Number
from lstm_shapes.check.verdict.meaning import Meaning, Vocabulary
from lstm_shapes.formula import Axis
from lstm_shapes.shapes import ways_to_write
from lstm_shapes.spec import RecurrentSpec

__all__ = ["Outcome", "compare", "is_same_product"]

_FEATURES = frozenset(("H_in", "H_cell", "H_out"))
_LENGTHS = frozenset(("L", "max(lengths)", "sum(lengths)"))


class Outcome(Enum):
    """What a comparison shows."""

    EQUAL = "equal"
    DIFFERENT = "different"
    OPEN = "open"
    DOUBTFUL = "doubtful"  # open, but for all that its words usually mean it would be different


_AGAINST = (Outcome.DIFFERENT, Outcome.DOUBTFUL)


def compare(axis: AxisText, extent: Extent, roles: Sequence[Role], words: Vocabulary, is_state: bool) -> Outcome:
    """Whether an axis of a claim says the truth of an axis of a tensor.

    is_state: whether the tensor is handed to an LSTM as a state, so that its axes are what the LSTM takes them for.
    """
    outcomes = []
    is_told = False  # by a number or a word, and not by a variable that stands for whatever the axis is
    for way in axis.ways:
        every = words.meanings(way)
        meanings = _of_these(every, extent, roles)
        found = [_compare(meaning, extent, roles, words, is_state) for meaning in meanings]
        if Outcome.EQUAL in found:
            outcomes.append(Outcome.EQUAL)
            fitting = (meaning for meaning, outcome in zip(meanings, found) if outcome is Outcome.EQUAL)
            is_told = is_told or isinstance(way, Number) or any(meaning.is_word for meaning in fitting)
        elif found and all(outcome is Outcome.DIFFERENT for outcome in found):
            is_open = is_state or words.has_letters(way)  # states may be named by the layer that they come from
            others = [meaning for meaning in every if meaning not in meanings] if is_open else []
            others += words.elsewhere(way)
            is_of_another = any(
                not meaning.is_false and _by_size(meaning, extent, roles, words) is Outcome.EQUAL for meaning in others
            )
            outcomes.append(Outcome.DOUBTFUL if is_of_another else Outcome.DIFFERENT)
        elif found and all(outcome in _AGAINST for outcome in found):
            outcomes.append(Outcome.DOUBTFUL)
        else:
            outcomes.append(Outcome.DOUBTFUL if any(map(_is_variable, meanings)) else Outcome.OPEN)
    if any(isinstance(way, Number) and o is Outcome.DIFFERENT for way, o in zip(axis.ways, outcomes)):
        return Outcome.DIFFERENT
    against = next((outcome for outcome in _AGAINST if outcome in outcomes), None)
    if against is not None:
        return Outcome.DOUBTFUL if is_told else against  # `seq_len=1` of an axis that is 1, whatever it is
    return Outcome.EQUAL if Outcome.EQUAL in outcomes else Outcome.OPEN


def _of_these(meanings: Sequence[Meaning], extent: Extent, roles: Sequence[Role]) -> Sequence[Meaning]:
    """The meanings in the LSTMs that an axis belongs to, and variables that are its size; all, where it has no LSTM."""
    contexts = {role.context.key for role in roles}
    own = [meaning for meaning in meanings if meaning.context is not None and meaning.context.key in contexts]
    others = [m for m in meanings if m.context is None or (not m.is_word and m.dim == extent.size)]
    return [meaning for meaning in meanings if meaning in own or meaning in others] if own else meanings


def _is_variable(meaning: Meaning) -> bool:
    """Whether it is a size of the document's own, which says more than a word or a number."""
    return meaning.axis is None and meaning.dim is not None and not meaning.dim.is_number


def _compare(meaning: Meaning, extent: Extent, roles: Sequence[Role], words: Vocabulary, is_state: bool) -> Outcome:
    if meaning.is_false:
        return Outcome.DIFFERENT
    outcome = _by_role(meaning, roles)
    if outcome is not Outcome.DIFFERENT and _has_layers_too_many(meaning, roles):
        return Outcome.DOUBTFUL
    if outcome is Outcome.EQUAL or (outcome is Outcome.DIFFERENT and is_state and meaning.is_firm):
        return outcome
    by_size = _by_size(meaning, extent, roles, words)
    is_same = meaning.dim is not None and meaning.dim == extent.size and not meaning.dim.is_number
    if by_size is Outcome.EQUAL and outcome is Outcome.DIFFERENT and not is_same:
        by_size = Outcome.DIFFERENT  # the same number by chance
    if by_size is Outcome.EQUAL and meaning.axis is not None and meaning.axis.symbols and not is_same:
        by_size = Outcome.OPEN if roles else by_size
    if by_size is Outcome.OPEN and outcome in _AGAINST:
        by_size = outcome
    is_firm = meaning.is_firm and (bool(roles) or not meaning.is_word or _is_twice(meaning, extent))
    return Outcome.DOUBTFUL if by_size is Outcome.DIFFERENT and not is_firm else by_size


def _has_layers_too_many(meaning: Meaning, roles: Sequence[Role]) -> bool:
    """Whether it has a factor for the layers that the axis does not have: right by chance, where there is one layer."""
    ours = set(meaning.axis.symbols) if meaning.axis is not None and roles else set()
    return len(ours) > 1 and "num_layers" in ours and all("num_layers" not in role.axis.symbols for role in roles)


def _is_twice(meaning: Meaning, extent: Extent) -> bool:
    """Whether one is the other for both directions, as where the states of a bidirectional LSTM are joined."""
    if meaning.dim is None or (meaning.axis is not None and {"L", "N"} & set(meaning.axis.symbols)):
        return False  # time and batch have no directions
    two = Dim.of(2)
    return meaning.dim * two == extent.size or extent.size * two == meaning.dim or _is_double(meaning.dim, extent.size)


def _is_double(one: Dim, other: Dim) -> bool:
    a, b = one.value, other.value
    return a is not None and b is not None and 0 < min(a, b) * 2 == max(a, b)


def _by_size(meaning: Meaning, extent: Extent, roles: Sequence[Role], words: Vocabulary) -> Outcome:
    dim, size = meaning.dim, extent.size
    if dim is None:
        return Outcome.OPEN
    known = [filled(role.axis, role.context.sizes) for role in roles] if size.value is None else []
    if dim in (size, *known):
        return Outcome.EQUAL
    if (dim.is_multiple_of(size) or size.is_multiple_of(dim)) and (not meaning.is_word or _is_twice(meaning, extent)):
        return Outcome.DIFFERENT
    needed = next((other.value for other in known if other.value is not None), size.value)
    if dim.value is not None and needed is not None:  # what takes it tells its size as well, if the program is right
        against = Outcome.DOUBTFUL if size.value is None else Outcome.DIFFERENT
        return Outcome.EQUAL if dim.value == needed else against
    if not dim.is_number:
        is_other = _are_other_parameters(dim, extent.size, words) and not _are_of_one_layer(meaning, roles)
        return Outcome.DIFFERENT if is_other else Outcome.OPEN
    return _by_default(dim.usual_value, size.usual_value, roles)


def _by_default(number: int | None, usual: int | None, roles: Sequence[Role]) -> Outcome:
    """A number against the size by default; only who forgets the directions is sure to mean it."""
    if number is None or usual is None:
        return Outcome.OPEN
    if number == usual:
        return Outcome.EQUAL
    is_for_both = any("D" in role.axis.symbols and role.context.sizes["D"].value == 2 for role in roles)
    return Outcome.DIFFERENT if is_for_both and 2 * number == usual else Outcome.DOUBTFUL


def _are_other_parameters(one: Dim, other: Dim, words: Vocabulary) -> bool:
    """Whether they are two parameters of the code around, whose names and defaults are not the same."""
    if not (one.is_simple and other.is_simple) or one.is_number or other.is_number:
        return False
    (mine,), (theirs,) = one.quantities, other.quantities
    return (
        mine.name != theirs.name
        and words.are_own_names(mine.name, theirs.name)
        and (mine.default is None or mine.default != theirs.default)
    )


def _are_of_one_layer(meaning: Meaning, roles: Sequence[Role]) -> bool:
    """Whether both are numbers of features of one layer, which whoever builds it may well make equal."""
    if meaning.axis is None or not _FEATURES.issuperset(meaning.axis.symbols):
        return False
    return any(role.context is meaning.context and _FEATURES.issuperset(role.axis.symbols) for role in roles)


def _by_role(meaning: Meaning, roles: Sequence[Role]) -> Outcome:
    """Whether the symbols agree, whatever the numbers are."""
    if meaning.axis is None or not meaning.axis.symbols or not roles:
        return Outcome.OPEN
    compared = [role for role in roles if meaning.context is None or role.context.key == meaning.context.key]
    doubtful = [role for role in compared if _leaves_out_usual(meaning.axis, role)]
    if any(_is_same(meaning.axis, role) for role in compared if role not in doubtful):
        return Outcome.EQUAL
    if compared and all(_differ(meaning.axis, role) for role in compared):
        return Outcome.DIFFERENT
    return Outcome.DOUBTFUL if doubtful else Outcome.OPEN


def is_same_product(one: Axis, other: Axis, context: Context) -> bool:
    """Whether two products say the same of every LSTM of this kind."""
    unknown = frozenset(name for name in ("D", "num_layers") if context.sizes[name].value is None)
    return not _ways(one, context.layout, unknown).isdisjoint(_ways(other, context.layout, unknown))


def _is_same(claimed: Axis, role: Role) -> bool:
    """Whether two products are the same, with the factors that are 1 by default or without them."""
    context = role.context
    sizes = {name: context.sizes[name] for name in ("D", "num_layers")}
    ones = {name: Axis(1) for name, size in sizes.items() if size.value is None and size.usual_value == 1}
    ways = (role.axis, role.axis.substitute(ones)) if ones else (role.axis,)
    return any(is_same_product(claimed, axis, context) for axis in ways)


def _leaves_out_usual(claimed: Axis, role: Role) -> bool:
    """Whether a product has no factor for the directions, or the layers, of which there are usually several."""
    missing = set(role.axis.symbols) - set(claimed.symbols)
    sizes = [role.context.sizes[name] for name in ("D", "num_layers") if name in missing]
    is_several = any(size.value is None and (size.usual_value or 1) > 1 for size in sizes)
    return claimed.coefficient == 1 and is_several


@lru_cache(maxsize=4096)
def _ways(axis: Axis, layout: RecurrentSpec, unknown: frozenset[str]) -> frozenset[Axis]:
    ways = ways_to_write(axis, layout, unknown)
    return frozenset(ways | {way.substitute({"max(lengths)": Axis(1, ("L",))}) for way in ways})


def _differ(claimed: Axis, role: Role) -> bool:
    """Whether a product cannot be this axis, or only by chance: time, batch, layers or directions are mixed up."""
    ours, theirs = set(claimed.symbols), set(role.axis.symbols)
    if ("N" in ours) != ("N" in theirs) or bool(ours & _LENGTHS) != bool(theirs & _LENGTHS):
        return True
    sizes = role.context.sizes
    for name in ("num_layers", "D"):
        value = sizes[name].value
        if name in ours and name not in theirs and value != 1:
            return True  # a factor too many, whatever it is
        if (name in ours) != (name in theirs) and value is not None and value != 1:
            known = {claimed.coefficient, *(sizes[other].value for other in ours)}
            if value not in known:
                return True
    a, b = ours & _FEATURES, theirs & _FEATURES
    if bool(a) != bool(b):
        return True
    return bool(role.context.layout.proj_size) and a | b == {"H_cell", "H_out"}  # a projection makes these two
