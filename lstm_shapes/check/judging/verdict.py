"""From a statement and all its readings to a verdict."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

from lstm_shapes.check.claims.axis_names import senses
from lstm_shapes.check.claims.axis_text import AxisText, Number, names_in
from lstm_shapes.check.claims.statement import Statement, Subject
from lstm_shapes.check.following.dims import Dim
from lstm_shapes.check.following.recurrent_calls import tensor_of
from lstm_shapes.check.following.values import (
    BoundMethod,
    Constant,
    Context,
    Instance,
    Items,
    Packed,
    Shape,
    Table,
    Tensor,
    Unknown,
    Value,
)
from lstm_shapes.check.judging.comparison import Outcome
from lstm_shapes.check.judging.findings import finding
from lstm_shapes.check.judging.reading import Bearing, Reading, read
from lstm_shapes.check.judging.wording import formula_text
from lstm_shapes.check.program.program import Program
from lstm_shapes.check.result import Claim, Verdict
from lstm_shapes.kinds import LSTM

__all__ = ["judge"]

_MOST_READINGS = 24


def judge(program: Program, statement: Statement, claimed: str) -> Claim | None:
    """What becomes of a statement: true in one reading, false in all, or neither; None where it is none after all.

    claimed: its characters in the file.
    """
    reasons: list[str] = [statement.reason] if statement.reason else []
    readings: list[Reading] = []
    claim = Claim(
        statement.passage.span(statement.shape.start, statement.shape.end),
        statement.label,
        claimed,
        Verdict.UNVERIFIED,
        cell=statement.cell,
    )
    for reading in _all_readings(program, statement, reasons):
        if reading.bearing is Bearing.OUT:
            return _true(claim, reading)
        readings.append(reading)
    if (statement.subjects and not readings and not reasons) or not _is_shape(statement, readings):
        return None  # numbers that are said of numbers, words that are said of something else
    against = [reading for reading in readings if reading.bearing is Bearing.AGAINST]
    may_refute = statement.can_refute and all(_is_well_known(program, statement, reading) for reading in readings)
    if readings and len(against) == len(readings) and not reasons and may_refute:
        return finding(program, statement, claim, against[0])
    named = _named(claim, readings[0]) if readings else claim
    return replace(named, reason=_reason(statement, readings, against, reasons))


def _is_well_known(program: Program, statement: Statement, reading: Reading) -> bool:
    """Whether a statement is of a kind whose "false" was measured: of an LSTM, or of a sibling and beside its code.

    What stands on lines of its own near a GRU or RNN was false too often for what it was taken to be said of.
    """
    if reading.context is None or reading.context.layout.kind is LSTM:
        return True
    owner = program.owners.get(statement.passage.span(statement.shape.start, statement.shape.end).line)
    return owner is not None and not (isinstance(owner, ast.Expr) and isinstance(owner.value, ast.Constant))


def _is_listing(statement: Statement, tensor: Tensor) -> bool:
    """Whether the numbers may be those in the tensor: `lengths = torch.tensor([5, 3, 2])  # [5, 3, 2]`."""
    shape = statement.shape
    return (
        len(tensor.extents) <= 1 and shape.is_concrete and not shape.is_size and len(shape.axes) > len(tensor.extents)
    )


def _is_shape(statement: Statement, readings: Sequence[Reading]) -> bool:
    """Whether one of its axes is known to be a size; all of them, where nothing is known of what it is said of."""
    ways = [way for axis in statement.shape.axes for way in axis.ways]
    known = [isinstance(way, Number) or any(senses(name) for name in names_in(way)) for way in ways]
    if not statement.subjects and not statement.shape.is_size:
        return bool(known) and all(known)
    return any(known) or any(reading.words.meanings(way) for reading in readings for way in ways)


def _named(claim: Claim, reading: Reading) -> Claim:
    return replace(claim, tensor=reading.role or claim.tensor)


def _true(claim: Claim, reading: Reading) -> Claim:
    return replace(_named(claim, reading), verdict=Verdict.TRUE, formula=formula_text(reading))


def _reason(
    statement: Statement, readings: Sequence[Reading], against: Sequence[Reading], reasons: Sequence[str]
) -> str:
    """Why nothing can be said."""
    if reasons:
        return reasons[0]
    if not readings:
        return "what it is said of is not followed"
    if against and (not statement.can_refute or len(against) == len(readings)):
        return "it may be said of something else"
    if against:
        return "it holds of some of what it may be said of, or cannot be compared"
    reading = readings[0]
    if not reading.outcomes:
        return "whether the input has a batch axis is not known"
    return _unclear([axis for axis, outcome in zip(statement.shape.axes, reading.outcomes) if outcome is Outcome.OPEN])


def _unclear(axes: Sequence[AxisText]) -> str:
    """Why some axes cannot be compared."""
    texts = ", ".join(axis.text for axis in axes)
    if not axes:
        return "it cannot be compared"
    if all(axis.is_number for axis in axes):
        return f"the document does not tell which sizes {texts} should be"
    return f"what {texts} stands for is not known"


def _tensors(program: Program, value: Value, reasons: list[str]) -> Iterator[Tensor]:
    """The tensors that a value may be; what keeps it from being one goes to the reasons."""
    tensor = program.trace.tensor(value)
    if tensor is not None:
        yield tensor
    elif isinstance(value, Items):
        for item in value.items[:4]:
            if not isinstance(item, (Dim, Constant)):
                yield from _tensors(program, item, reasons)
    elif isinstance(value, Shape):
        yield from _tensors(program, value.of, reasons)
    elif isinstance(value, Unknown) and value.key in program.trace.pairs:
        yield from _tensors(program, program.trace.pairs[value.key], reasons)
    elif isinstance(value, Unknown):
        reasons.append(value.reason or "what it is said of is not known")
    elif isinstance(value, (Table, Instance)):
        reasons.append("it is a part of something else")
    elif isinstance(value, BoundMethod):
        reasons.append(f"{value.name} is not followed")
    elif isinstance(value, Packed):  # who gives it a shape means the padded one
        reasons.append("a packed sequence has no shape of its own")
        yield program.interpreter.view([value.batch, value.time, value.features])
        yield program.interpreter.view([value.time, value.batch, value.features])


def _all_readings(program: Program, statement: Statement, reasons: list[str]) -> Iterator[Reading]:
    count = 0
    for subject in statement.subjects:
        for tensor in _tensors(program, subject.value, reasons):
            if count < _MOST_READINGS and not _is_listing(statement, tensor):
                count += 1
                yield from _readings(program, statement, subject, tensor)


def _readings(program: Program, statement: Statement, subject: Subject, tensor: Tensor) -> Iterator[Reading]:
    yield read(program, statement.shape, subject, tensor)
    for name, context in program.trace.uses.get(tensor.key, [])[:1]:
        if not statement.is_conditional and context.is_ordered:
            return
        key = name, context.key
        if key not in program.layouts:
            machine = program.interpreter
            program.layouts[key] = [tensor_of(machine, name, layout) for layout in _other_layouts(context)]
        for other in program.layouts[key]:
            yield read(program, statement.shape, subject, other)


def _other_layouts(context: Context) -> Iterator[Context]:
    """The same LSTM with and without a batch axis, the batch first, and a second direction."""
    if context.layout.kind.is_cell:  # has neither, and its input shows whether it has a batch axis
        return
    flags = (False, True)
    for batched, batch_first, bidirectional in product(flags, flags, flags):
        if context.layout.packed and not batched:
            continue
        layout = replace(context.layout, batched=batched, batch_first=batch_first, bidirectional=bidirectional)
        sizes = {**context.sizes, "D": Dim.of(2 if bidirectional else 1)}
        yield replace(context, layout=layout, sizes={"N": Dim.of(1), **sizes}, is_ordered=True)
