"""Decide whether a claim is true or false, or say why neither can be said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from typing import Any

from lstm_shapes.check.claims.candidate import Candidate, Referent
from lstm_shapes.check.interpreter.dims import Dim
from lstm_shapes.check.interpreter.recurrent_calls import tensor_of
from lstm_shapes.check.interpreter.values import (
    Constant,
    Context,
    Items,
    Layer,
    Packed,
    Series,
    Shape,
    Tensor,
    Unknown,
    Value,
)
from lstm_shapes.check.language.axes import AxisText, Number, names_in
from lstm_shapes.check.program.program import Program
from lstm_shapes.check.result import Claim, Verdict
from lstm_shapes.check.verdict.comparison import Outcome
from lstm_shapes.check.verdict.findings import DECISIVE, finding
from lstm_shapes.check.verdict.own_words import OwnWords
from lstm_shapes.check.verdict.reading import (
    Bearing,
    Reading,
    is_about,
    is_of_sequences,
    is_rearranged,
    read,
)
from lstm_shapes.check.verdict.wording import formula_text
from lstm_shapes.lexicon import CANONICAL, STATES, senses
from lstm_shapes.spec import RecurrentSpec

__all__ = ["Decision", "confirmed", "decide"]

_MOST_READ = 60  # tensors
_NO_TENSORS: Mapping[type, str] = {
    Series: "it is a list of any number of tensors",
    Layer: "it stands beside a constructor",
}
_DEEPEST = 4  # tuples in tuples, branches in branches


@dataclass(frozen=True, slots=True)
class Decision:
    """A claim with its verdict, and the reading that decided it."""

    claim: Claim
    candidate: Candidate
    reading: Reading | None = None

    likely: tuple[Reading, ...] = ()
    """Where nothing is decided: how it is most likely understood."""


def decide(own: OwnWords, candidate: Candidate, claimed: str) -> Decision | None:
    """What becomes of a candidate; None if it is no claim after all. `claimed`: its characters in the file.

    True: something that is most likely meant confirms it. False: all that is most likely meant refutes it, nothing else
    in reach confirms it, and no obstacle stands in the way.
    """
    span = candidate.passage.span(candidate.shape.start, candidate.shape.end)
    claim = Claim(span, candidate.label, claimed, Verdict.UNVERIFIED, cell=candidate.cell)
    is_disputed = any(r.is_likely and isinstance(r.value, Unknown) and r.value.either for r in candidate.referents)
    reasons: list[str] = []
    likely: list[Reading] = []
    others: list[Reading] = []
    for reading, is_likely in _read(own, candidate, candidate.referents, reasons):
        if is_likely and reading.bearing is Bearing.OUT and not is_disputed:
            return confirmed(claim, candidate, reading)
        (likely if is_likely else others).append(reading)
    against = [reading for reading in likely if reading.bearing is Bearing.AGAINST]
    confirming = next((reading for reading in likely if reading.bearing is Bearing.OUT), None)
    if confirming is not None and not against:
        return confirmed(claim, candidate, confirming)
    is_said_of_numbers = bool(candidate.referents) and not (likely or others or reasons)
    if is_said_of_numbers or not _is_shape(candidate, [*likely, *others]):
        return None
    obstacles = [*candidate.obstacles, *reasons]
    if candidate.is_inherited and any(not reading.outcomes for reading in against):
        obstacles.append("a heading names the tensor, and that has another number of axes")
    is_sure = bool(candidate.line) and (candidate.shape.is_size or any(reading.outcomes for reading in against))
    if against and not is_sure and not any(is_about(candidate.shape.axes, reading) for reading in against):
        obstacles.append("it differs in more than one axis from what it seems to be about")
    if candidate.line and any(
        own.program.is_apart(context, candidate.line) for reading in against for context in reading.words.contexts
    ):
        obstacles.append("the document shows parts of a program, and other code may stand between them")
    if any(is_rearranged(own.program, reading) for reading in against):
        obstacles.append("the writer permutes its axes, and may mean others by them than the layer")
    if likely and len(against) == len(likely) and not obstacles and _is_recurrent(own.program, against[0]):
        more = _read(own, candidate, (replace(r, is_likely=False) for r in candidate.reach()), [])
        is_saved = any(reading.bearing is Bearing.OUT for reading in (*others, *(reading for reading, _ in more)))
        unknown: list[str] = []
        rivals = _read(own, candidate, (replace(r, is_likely=True) for r in candidate.rivals), unknown)
        are_against = all(reading.bearing is Bearing.AGAINST for reading, is_likely in rivals if is_likely)
        if not is_saved and are_against and not unknown:
            found, *rest = [finding(own.program, candidate, claim, reading) for reading in against]
            if found is not None and _is_mistake(own.program, candidate, found, against[0]):
                if any(other is None or other.fix != found.fix for other in rest):
                    found = replace(found, fix=())  # which of them is meant decides what is right
                return Decision(found, candidate, against[0])
            right = f"{claim.tensor} is {found.expected or found.formula}, but " if found is not None else ""
            unknown.append(f"{right}it may be about something else")
        obstacles.append(unknown[0] if unknown else "another tensor nearby may have this shape")
    named = _named(claim, likely[0]) if likely else claim
    return Decision(
        replace(named, reason=_reason(candidate, likely, against, obstacles)), candidate, likely=tuple(likely)
    )


def _is_mistake(program: Program, candidate: Candidate, found: Claim, reading: Reading) -> bool:
    """Whether a claim that is refuted is a mistake of its writer's, and hardly a misreading of ours.

    It is a mistake that many make, as to forget the first axis of a state; or all axes but one are right; or it is what
    PyTorch prints; or it stands beside code outside of functions, where nothing depends on who calls it.
    """
    if found.rule in DECISIVE:
        return True
    outcomes = reading.outcomes
    is_right_but_for_one = outcomes.count(Outcome.DIFFERENT) == 1 == len(outcomes) - outcomes.count(Outcome.EQUAL)
    is_plain = bool(candidate.line) or candidate.label in CANONICAL  # `hidden state` may be a cell's in a text
    is_of_state = found.rule == "LS002" and reading.role in STATES and is_plain
    is_telling = bool(outcomes or reading.role or candidate.shape.is_concrete)  # words may be those of what goes in
    is_outside = bool(candidate.line) and program.scope_at(candidate.line) is None and is_telling
    is_printed = bool(candidate.line) and candidate.shape.is_size
    is_slip = is_right_but_for_one and not _is_a_matter_of_names(candidate.shape.axes, reading)
    is_of_state = is_of_state or (is_plain and reading.role in STATES and _is_sequence(candidate.shape.axes, outcomes))
    return found.expected is not None and (is_slip or is_of_state or is_outside or is_printed)


def _is_sequence(axes: Sequence[AxisText], outcomes: Sequence[Outcome]) -> bool:
    """Whether a claim has the axes of the input or the output: `(batch, seq_len, hidden)`. A state has no time."""
    if len(axes) != 3 or len(outcomes) != 3 or outcomes[2] is not Outcome.EQUAL:
        return False
    named = [[name for way in axis.ways for name in names_in(way)] for axis in axes[:2]]
    symbols = [
        {s for name in names for sense in senses(name) if sense.is_firm for s in sense.symbols} for names in named
    ]
    return all(len(name) > 1 for names in named for name in names) and sorted(map(sorted, symbols)) == [["L"], ["N"]]


def _is_a_matter_of_names(axes: Sequence[AxisText], reading: Reading) -> bool:
    """Whether only the batch is called time, or time the batch: the words of a sentence may be the one or the other."""
    place = reading.outcomes.index(Outcome.DIFFERENT)
    axis = axes[place]
    names = [name for way in axis.ways for name in names_in(way)]
    symbols = {symbol for name in names for sense in senses(name) for symbol in sense.symbols}
    is_said_once = [other.text for other in axes].count(axis.text) == 1
    return bool(names) and is_said_once and symbols <= {"N", "L"} and is_of_sequences(reading, place)


def confirmed(claim: Claim, candidate: Candidate, reading: Reading) -> Decision:
    """A claim that a reading bears out."""
    named = _named(claim, reading)
    return Decision(replace(named, verdict=Verdict.TRUE, reason="", formula=formula_text(reading)), candidate, reading)


def _read(
    own: OwnWords, candidate: Candidate, referents: Iterable[Referent], reasons: list[str]
) -> Iterator[tuple[Reading, bool]]:
    """How it may be understood, each with whether that is most likely; `reasons` takes what is not followed."""
    seen: set[tuple[int, object, bool]] = set()
    for referent in referents:
        for tensor in _tensors(own.program, referent.value, reasons if referent.is_likely else []):
            key = tensor.key, referent.frame.node, referent.is_likely
            if key in seen or len(seen) >= _MOST_READ or _is_listing(candidate, tensor):
                continue
            seen.add(key)
            may_confirm = not isinstance(referent.value, Packed)  # it has no shape of its own
            for reading, is_likely in _readings(own, candidate, referent, tensor):
                yield reading, is_likely and may_confirm


def _is_recurrent(program: Program, reading: Reading) -> bool:
    """Whether a tensor has to do with a recurrent layer."""
    return bool(program.trace.uses.get(reading.tensor.key)) or any(reading.roles)


def _is_listing(candidate: Candidate, tensor: Tensor) -> bool:
    """Whether the numbers may be those in the tensor: `lengths = torch.tensor([5, 3, 2])  # [5, 3, 2]`."""
    shape = candidate.shape
    return (
        len(tensor.extents) <= 1 and shape.is_concrete and not shape.is_size and len(shape.axes) > len(tensor.extents)
    )


def _is_shape(candidate: Candidate, readings: Sequence[Reading]) -> bool:
    """Whether one of its axes is known to be a size; all of them, where nothing is known of what it is said of."""
    ways = [way for axis in candidate.shape.axes for way in axis.ways]
    known = [isinstance(way, Number) or any(senses(name) for name in names_in(way)) for way in ways]
    if not candidate.referents and not candidate.shape.is_size:
        return bool(known) and all(known)
    return any(known) or any(reading.words.meanings(way) for reading in readings for way in ways)


def _named(claim: Claim, reading: Reading) -> Claim:
    return replace(claim, tensor=reading.role or claim.tensor)


def _reason(
    candidate: Candidate, likely: Sequence[Reading], against: Sequence[Reading], obstacles: Sequence[str]
) -> str:
    """Why nothing can be said."""
    if against and len(against) == len(likely) and obstacles:
        return obstacles[0]
    if not likely:
        return obstacles[0] if obstacles else "the tensor that it is about is not followed"
    if against:
        return "it fits some of the tensors that it may be about, and not others"
    reading = likely[0]
    if not reading.outcomes:
        return "whether the input has a batch axis is not known"
    return _unclear(candidate.shape.axes, reading)


def _unclear(axes: Sequence[AxisText], reading: Reading) -> str:
    """Why some axes cannot be compared."""
    unclear = [axis for axis, outcome in zip(axes, reading.outcomes) if outcome is Outcome.OPEN]
    texts = ", ".join(axis.text for axis in unclear)
    if unclear and all(axis.is_number for axis in unclear):
        return f"the document does not tell which sizes {texts} should be"
    if unclear:
        return f"what {texts} stands for is not known"
    doubtful = (n for n, outcome in enumerate(reading.outcomes) if outcome is Outcome.DOUBTFUL)
    place = next(doubtful, None)
    if place is None:
        return "too little of it can be compared"
    text, known = axes[place].text, reading.roles[place] if place < len(reading.roles) else ()
    return f"{text} may be another word for {known[0].axis}, or wrong" if known else f"whether {text} fits is not known"


def _tensors(program: Program, value: Value, reasons: list[str], depth: int = 0) -> Iterator[Tensor]:
    """The tensors that a value may be; what keeps it from being one goes to the reasons."""
    tensor = program.trace.tensor(value)
    if tensor is not None:
        yield tensor
    elif depth == _DEEPEST:
        reasons.append("it is nested too deeply")
    elif isinstance(value, Items):
        for item in value.items[:4]:
            if not isinstance(item, (Dim, Constant)):
                yield from _tensors(program, item, reasons, depth + 1)
        parts = [program.trace.tensor(item) for item in value.items]
        if parts and parts[0] is not None and all(part is not None for part in parts):
            yield program.machine.view([program.machine.extent(Dim.of(len(parts))), *parts[0].extents])
    elif type(value) in _NO_TENSORS:
        reasons.append(_NO_TENSORS[type(value)])
    elif isinstance(value, Shape):
        yield from _tensors(program, value.of, reasons)
    elif isinstance(value, Unknown) and value.key in program.trace.pairs:
        yield from _tensors(program, program.trace.pairs[value.key], reasons)
    elif isinstance(value, Packed):
        reasons.append("a packed sequence has no shape of its own")
        uses = program.trace.uses.get(value.key)
        axes = [value.time, value.batch] if uses and not uses[0][1].layout.batch_first else [value.batch, value.time]
        yield program.machine.view([*axes, value.features])
    elif isinstance(value, Unknown):
        reasons.append(value.reason or f"{value.name or 'it'} is not followed")
        for part in value.either:
            yield from _tensors(program, part, reasons, depth + 1)


def _readings(
    own: OwnWords, candidate: Candidate, referent: Referent, tensor: Tensor
) -> Iterator[tuple[Reading, bool]]:
    """How a claim may be understood of a tensor, each with whether that is most likely.

    Of the layer as the code builds it, and of one sequence alone where the code does not show that there are several;
    in a sentence that names a configuration, of the layer in that configuration; and in any, if the code does not tell
    which it has.
    """
    uses = own.program.trace.uses.get(tensor.key, [])[:1]
    flags = dict(candidate.flags)
    is_other = any(_differs(context, flags) for _, context in uses)
    yield read(own, candidate.shape, referent, tensor), referent.is_likely and not is_other
    for name, context in uses:
        is_plain = not flags and context.is_ordered
        if is_plain and candidate.line and context.certain:
            return
        for layout, other in _in_layouts(own, name, context):
            spec = layout.layout
            if is_plain and not _lacks_batch(spec, context.layout):
                continue
            fits = all(getattr(spec, flag) == value for flag, value in flags.items())
            keeps = all(
                flag in flags
                or (flag == "batch_first" and not context.is_ordered)
                or getattr(spec, flag) == getattr(context.layout, flag)
                for flag in _FLAGS
            )
            yield read(own, candidate.shape, referent, other), referent.is_likely and fits and keeps


_FLAGS = ("batched", "batch_first", "bidirectional")


@lru_cache(maxsize=1024)
def _lacks_batch(spec: RecurrentSpec, own: RecurrentSpec) -> bool:
    """Whether it is the same layer, given a single sequence: text around code often goes on to that."""
    return own.batched and not own.packed and spec == replace(own, batched=False)


def _differs(context: Context, flags: Mapping[str, bool]) -> bool:
    """Whether a sentence speaks of another configuration than that of the code."""
    return any(getattr(context.layout, flag) != value for flag, value in flags.items())


def _in_layouts(own: OwnWords, name: str, context: Context) -> list[tuple[Context, Tensor]]:
    """The tensor of this name of the same layer with and without a batch axis, the batch first, a second direction."""
    if context.layout.kind.is_cell:  # has neither, and its input shows whether it has a batch axis
        return []
    key = name, context.key
    if key not in own.layouts:
        machine, found = own.program.machine, []
        for values in product((False, True), repeat=3):
            flags: dict[str, Any] = dict(zip(_FLAGS, values))
            if context.layout.packed and not flags["batched"]:
                continue
            layout = replace(context.layout, **flags)
            sizes = {"N": Dim.of(1), **context.sizes, "D": Dim.of(2 if flags["bidirectional"] else 1)}
            other = replace(context, layout=layout, sizes=sizes, is_ordered=True)
            found.append((other, tensor_of(machine, name, other)))
        own.layouts[key] = found
    return own.layouts[key]
