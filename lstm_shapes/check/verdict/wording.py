"""How a finding is said: the formula with its numbers, the right shape in the writer's own way, the edits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import permutations

from lstm_shapes.check.claims.passage import Passage
from lstm_shapes.check.interpreter.dims import Dim
from lstm_shapes.check.interpreter.frames import Role
from lstm_shapes.check.interpreter.values import Context, Extent
from lstm_shapes.check.language.axes import AxisText, Number, names_in
from lstm_shapes.check.language.shapes import ShapeText
from lstm_shapes.check.result import Edit
from lstm_shapes.check.verdict.comparison import Outcome, compare
from lstm_shapes.check.verdict.reading import MOST_ORDERED, Reading
from lstm_shapes.formula import Formula
from lstm_shapes.lexicon import senses

__all__ = ["edits_of", "formula_text", "right_axes", "right_order", "written"]

_LETTERS = 2  # as long as `B` or `2H`
_USUAL: Mapping[str, str] = {
    "L": "seq_len",
    "N": "batch",
    "D": "num_directions",
    "H_in": "input_size",
    "H_cell": "hidden_size",
    "H_out": "hidden_size",
    "num_layers": "num_layers",
    "max(lengths)": "max_len",
    "sum(lengths)": "sum_lengths",
}


def formula_text(reading: Reading) -> str | None:
    """`(D * num_layers, N, H_out) = (2 * 2, 3, 20)`; None where not all axes come from one LSTM."""
    roles = [_role(known, reading.context) for known in reading.roles]
    found = [role for role in roles if role is not None]
    if len(found) < len(roles) or not found or len({role.context.key for role in found}) > 1:
        return None
    formula, sizes = Formula(tuple(role.axis for role in found)), found[0].context.sizes
    values = {name: size.value for name, size in sizes.items()}
    needed = {name for role in found for name in role.axis.symbols}
    numbers = {name: value for name, value in values.items() if value is not None}
    return f"{formula} = {formula.numbers(numbers)}" if needed <= set(numbers) else str(formula)


def _role(known: Sequence[Role], context: Context | None) -> Role | None:
    own = [role for role in known if context is not None and role.context.key == context.key]
    return own[0] if own else known[0] if known else None


def right_axes(passage: Passage, shape: ShapeText, reading: Reading) -> list[str] | None:
    """The right text for each axis of the tensor, in the writer's own words; None where one cannot be said."""
    axes = _right_axes(shape, reading)
    if axes is None or "," in _separator(passage, shape):
        return axes
    return [f"({axis})" if " + " in axis and axis[0] != "(" else axis for axis in axes]  # among crosses, not commas


def _right_axes(shape: ShapeText, reading: Reading) -> list[str] | None:
    order = right_order(shape, reading)
    if order is not None:
        return [shape.axes[place].text for place in order]
    is_numeric = all(axis.is_number or not axis.ways for axis in shape.axes)
    axes = []
    for position, (extent, roles) in enumerate(zip(reading.tensor.extents, reading.roles)):
        kept = shape.axes[position] if len(reading.outcomes) == len(shape.axes) else None
        if kept is not None and reading.outcomes[position] is not Outcome.DIFFERENT and not _is_moved(kept, reading):
            axes.append(kept.text)
            continue
        text = _number(extent) if is_numeric else _symbols(shape, roles, reading)
        if text is None:
            text = _number(extent) or _name(extent.size)
        if text is None:
            return None
        axes.append(text)
    return axes


def _is_moved(axis: AxisText, reading: Reading) -> bool:
    """Whether a number is the size of another axis, which the claim gets wrong: the `1` of `(1, batch, hidden)`."""
    number = axis.ways[0].value if axis.is_number and isinstance(axis.ways[0], Number) else None
    wrong = [e for e, outcome in zip(reading.tensor.extents, reading.outcomes) if outcome is Outcome.DIFFERENT]
    return number is not None and any(extent.size.value == number for extent in wrong)


def right_order(shape: ShapeText, reading: Reading) -> tuple[int, ...] | None:
    """For each axis of the tensor the one of the claim that says its truth, where all do in another order than theirs.

    An axis that cannot be compared may stay where it is, and only there.
    """
    axes, count = shape.axes, len(shape.axes)
    if Outcome.DIFFERENT not in reading.outcomes or count != len(reading.tensor.extents) or count > MOST_ORDERED:
        return None
    outcomes = [
        [
            Outcome.DIFFERENT if _is_of_another(axis, roles) else compare(axis, extent, roles, reading.words, False)
            for axis in axes
        ]
        for extent, roles in zip(reading.tensor.extents, reading.roles)
    ]
    best, most = None, 0
    for order in permutations(range(count)):
        found = [outcomes[position][place] for position, place in enumerate(order)]
        moved = [outcome for position, outcome in enumerate(found) if order[position] != position]
        stays = [outcome for position, outcome in enumerate(found) if order[position] == position]
        if any(outcome is not Outcome.EQUAL for outcome in moved) or Outcome.DIFFERENT in stays:
            continue
        if found.count(Outcome.EQUAL) > most:
            best, most = order, found.count(Outcome.EQUAL)
    return best


def _is_of_another(axis: AxisText, roles: Sequence[Role]) -> bool:
    """Whether words say that an axis is another quantity, whatever its number: the features are not the batch."""
    names = (name for way in axis.ways for name in names_in(way))
    said = {symbol[0] for name in names for sense in senses(name) if sense.is_firm for symbol in sense.symbols}
    known = {symbol[0] for role in roles for symbol in role.axis.symbols}  # `H` for all features
    return bool(said and known) and said.isdisjoint(known)


def _number(extent: Extent) -> str | None:
    return None if extent.size.value is None else str(extent.size.value)


def _name(size: Dim) -> str | None:
    """A size in the document's variables; None where one of them has no name."""
    terms = []
    for quantities, factor in size.terms:
        names = [quantity.name for quantity in quantities]
        if not all(name.isidentifier() for name in names) or isinstance(factor, Fraction) or factor < 0:
            return None
        terms.append(" * ".join([str(factor)] * (factor != 1 or not names) + names))
    return " + ".join(terms) or None


def _symbols(shape: ShapeText, roles: Sequence[Role], reading: Reading) -> str | None:
    role = _role(roles, reading.context)
    if role is None:
        return None
    own_words = _words(shape.axes)
    factors = [] if role.axis.coefficient == 1 else [str(role.axis.coefficient)]
    for symbol in role.axis.symbols:
        size = role.context.sizes[symbol]
        if symbol in ("D", "num_layers") and size.value == 1 and len(role.axis.symbols) > 1:
            continue
        if symbol in ("L", "N") and size.value == 1 and symbol not in own_words:
            factors.append("1")
            continue
        if symbol == "D" and size.value is not None and symbol not in own_words:
            factors.append(str(size.value))
            continue
        factors.append(own_words.get(symbol) or _own_name(size, shape) or _usual(symbol, role.context))
    return _times(shape).join(factors) or "1"


def _usual(symbol: str, context: Context) -> str:
    return "proj_size" if symbol == "H_out" and context.layout.proj_size else _USUAL[symbol]


def _own_name(size: Dim, shape: ShapeText) -> str | None:
    """The document's variable, unless the writer uses single letters."""
    name = None if size.is_number else _name(size)
    uses_letters = all(len(axis.text) <= _LETTERS for axis in shape.axes)
    return None if name is not None and uses_letters and len(name) > _LETTERS else name


def _words(axes: Sequence[AxisText]) -> dict[str, str]:
    """The writer's words for symbols, taken from the claim itself."""
    words: dict[str, str] = {}
    for axis in axes:
        for name in (name for way in axis.ways for name in names_in(way)):
            for sense in senses(name):
                for symbol in sense.symbols if sense.is_firm else ():
                    words.setdefault(symbol, name)
                    if symbol == "H_cell":
                        words.setdefault("H_out", name)
    return words


def _times(shape: ShapeText) -> str:
    for axis in shape.axes:
        for sign in ("*", "×", "·"):
            if sign in axis.text.strip(sign):
                return f" {sign} " if f" {sign} " in axis.text else sign
    return " * "


def written(passage: Passage, shape: ShapeText, axes: Sequence[str]) -> str:
    """The right shape with the brackets and separators of the claim."""
    if len(axes) == len(shape.axes):
        pieces, position = [], shape.start
        for axis, text in zip(shape.axes, axes):
            pieces += [passage.text[position : axis.start], text]
            position = axis.end
        return "".join(pieces) + passage.text[position : shape.end]
    first, last = shape.axes[0], shape.axes[-1]
    return (
        passage.text[shape.start : first.start]
        + _separator(passage, shape).join(axes)
        + passage.text[last.end : shape.end]
    )


def _separator(passage: Passage, shape: ShapeText) -> str:
    if len(shape.axes) < 2:
        return ", "
    return passage.text[shape.axes[0].end : shape.axes[1].start]


def edits_of(passage: Passage, shape: ShapeText, axes: Sequence[str]) -> Iterator[Edit]:
    """What to write in place of what: only the wrong axes, or all that stands between the brackets."""
    if len(axes) == len(shape.axes):
        for axis, text in zip(shape.axes, axes):
            if text != axis.text:
                yield Edit(passage.span(axis.start, axis.end), text)
        return
    first, last = shape.axes[0], shape.axes[-1]
    yield Edit(passage.span(first.start, last.end), _separator(passage, shape).join(axes))
