"""From what was noted of a run to what is told of it: predictions beside observations, and notes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from lstm_shapes.live.calls import SeenCall, SeenLayer
from lstm_shapes.live.recorder import Noted, Record
from lstm_shapes.notes import Note
from lstm_shapes.report.build import Report, predict
from lstm_shapes.shapes import sequence_axes
from lstm_shapes.spec import RecurrentSpec

__all__ = ["layer_of"]


def layer_of(record: Record) -> SeenLayer:
    """One module with its calls, each with the shapes that the formulas predict for it."""
    every = list(record.noted.values())
    calls: list[SeenCall] = []
    for noted in every:
        changed = _changed(calls[-1].findings.spec, noted.spec) if calls else ()
        calls.append(SeenCall(_observed(noted), noted.place, noted.count, changed))
    general: dict[str, Note] = {}  # each once, with the sizes of the first call for which it holds
    for noted, call in zip(every, calls):
        for note in call.findings.notes:
            if not (noted.training and note.id == "dropout-off"):
                general.setdefault(note.id, note)
    return SeenLayer(
        record.path,
        record.code,
        tuple(calls),
        (*_notes_of_the_run(record, every), *general.values()),
        record.left_out,
    )


def _observed(noted: Noted) -> Report:
    report = predict(noted.spec)
    rows = tuple(replace(row, observed=noted.shapes.get(row.name)) for row in report.tensors)
    return replace(report, tensors=rows, torch_version=noted.torch_version)


def _changed(before: RecurrentSpec, now: RecurrentSpec) -> tuple[tuple[str, int | None, int | None], ...]:
    """Which symbols have other values than in the calls before."""
    earlier, later = before.sizes, now.sizes
    names = dict.fromkeys((*earlier, *later))
    return tuple((n, earlier.get(n), later.get(n)) for n in names if earlier.get(n) != later.get(n))


@dataclass(frozen=True, slots=True)
class _Rule:
    id: str
    text: Callable[[Record, Sequence[Noted]], str]
    """What is to be said; empty where it does not apply."""


def _batch_on_the_time_axis(record: Record, calls: Sequence[Noted]) -> str:
    """A last, smaller batch shows which axis is the batch: the one that the layer takes for time."""
    plain = [noted for noted in calls if noted.spec.batched and not noted.spec.packed and not noted.spec.kind.is_cell]
    if len(plain) != 2 or len(calls) != 2:
        return ""
    many, last = plain
    if "h_0" in many.shapes:  # states for that many sequences were given, and fit
        return ""
    time, batch = sequence_axes(many.spec)
    assert batch is not None
    steps, fewer = many.shapes["input"][time], last.shapes["input"][time]
    is_alike = many.shapes["input"][batch] == last.shapes["input"][batch] and many.place == last.place
    if not (many.count > 1 == last.count and fewer < steps and is_alike):
        return ""
    other = many.shapes["input"][batch]
    return (
        f"axis {time} of the input, which this {many.spec.kind.name} reads as time, was {steps} in {many.count:,} "
        f"calls and {fewer} in the last one, and axis {batch} always {other}: a last, smaller batch looks like that. "
        f"Is `batch_first={many.spec.batch_first}` meant?"
    )


def _state_not_detached(record: Record, calls: Sequence[Noted]) -> str:
    if not record.not_detached:
        return ""
    return (
        f"{record.not_detached:,} of {record.given:,} times, in training, the state of the call before was given after "
        "the weights had been updated, and not detached: `backward` then goes through all batches so far, or raises; "
        "write `h = h.detach()` between batches"
    )


def _same_state_again(record: Record, calls: Sequence[Noted]) -> str:
    if not record.given_again or record.given_again < record.given - 1:
        return ""
    return (
        f"all {record.given:,} calls with states were given the same `h_0`: nothing goes on from one call to the next. "
        "If the states should be carried along, give what the call before returned"
    )


def _padding_is_read(record: Record, calls: Sequence[Noted]) -> str:
    noted = next((noted for noted in calls if noted.equal_ends), None)
    if noted is None:
        return ""
    backward = " and the backward half of `output` are" if noted.spec.bidirectional else " is"
    order = "batch_first=True, " if noted.spec.batch_first else ""
    return (
        f"{noted.equal_ends:,} of {noted.spec.batch_size:,} sequences end in equal steps, as padding does. If that is "
        f"padding, it was read like every other step, and `h_n`{backward} computed with it: give a packed sequence, "
        f"`pack_padded_sequence(input, lengths, {order}enforce_sorted=False)`"
    )


def _scattered_weights(record: Record, calls: Sequence[Noted]) -> str:
    if not any(noted.is_scattered for noted in calls):
        return ""
    return (
        "the weights lie in several pieces of memory, and cuDNN copies them into one in every call: call "
        "`flatten_parameters()` of the layer once they are on the GPU"
    )


def _refused(record: Record, calls: Sequence[Noted]) -> str:
    return f"calls not described: {record.refused}" if record.refused else ""


# The most harmful first; the ids are stable.
_RULES = (
    _Rule("batch-on-the-time-axis", _batch_on_the_time_axis),
    _Rule("state-not-detached", _state_not_detached),
    _Rule("padding-is-read", _padding_is_read),
    _Rule("same-state-again", _same_state_again),
    _Rule("scattered-weights", _scattered_weights),
    _Rule("calls-not-described", _refused),
)


def _notes_of_the_run(record: Record, calls: Sequence[Noted]) -> Iterator[Note]:
    """What only a run can tell."""
    for rule in _RULES:
        if text := rule.text(record, calls):
            yield Note(rule.id, text)
