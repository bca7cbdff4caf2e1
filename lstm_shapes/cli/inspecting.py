"""What `lstm-shapes inspect` does once its flags are read: specify, run, show, judge."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from lstm_shapes import console
from lstm_shapes.cli.exits import FALSE, TRUE
from lstm_shapes.cli.flags import (
    NO_SOURCE,
    Source,
    UsageError,
    named_after_flags,
    number_or_text,
    read_spec,
    split_list,
)
from lstm_shapes.cli.mismatches import shout
from lstm_shapes.constructor import read_constructor
from lstm_shapes.errors import ReadError
from lstm_shapes.files import require_writable, write_file
from lstm_shapes.notes import Note
from lstm_shapes.page import Page
from lstm_shapes.report import build
from lstm_shapes.report.choices import DEFAULT_SECTIONS, FORMATS, SECTIONS
from lstm_shapes.report.findings import Findings
from lstm_shapes.report.formats import render
from lstm_shapes.report.sections import make_page
from lstm_shapes.shapes import find_name
from lstm_shapes.spec import LSTMSpec

__all__ = ["Request", "answer"]

_LEFT_OPEN = frozenset({"batch_first", "dropout", "device"})  # weights do not tell them
_SHOWN_WHILE_WAITING = (("symbols", "shapes"), ("shapes",), ("symbols",))  # as much as fits the terminal
_WAITING_FOR = "PyTorch is loading, to build and run this LSTM"


@dataclass(frozen=True, slots=True)
class Request:
    """The flags as they were written; None where one was not."""

    code: str | None
    checkpoint: str | None
    module: Mapping[str, Any]
    seen: Mapping[str, Any]
    input_shape: str | None
    run: bool
    seed: str
    format: str | None
    show: Collection[str] | None
    get: str | None
    expect: Collection[str] | None
    output: str | None


@dataclass(frozen=True, slots=True)
class _Subject:
    """One LSTM to inspect: where its arguments come from; its path in a file of weights, and what to say of that."""

    spec: LSTMSpec
    source: Source
    path: str | None = None
    notes: tuple[Note, ...] = ()


def answer(request: Request) -> int:
    """Do what the flags ask for, and give the exit code."""
    if request.format not in (None, *FORMATS):
        raise UsageError(f"--format must be one of {', '.join(FORMATS)}, got {request.format!r}")
    for flag, value in (("--format", request.format), ("--show", request.show)):
        if request.get is not None and value:
            raise UsageError(f"--get prints one shape alone; it does not go with {flag}")
    sections = _sections(request.show or ())
    expected = [_split_expectation(text) for text in request.expect or ()]
    if request.output is not None:
        require_writable(Path(request.output))
    watched = request.format in (None, "table") and request.get is None and request.output is None
    subjects = _subjects(request, watched)
    wanted = _one_tensor(subjects, request.get)
    found = [_inspect(subject, request, expected, sections if watched else None) for subject in subjects]
    if wanted is not None:
        _deliver(_bare_shape(found[0], wanted), request.output)
    elif watched:
        for number, (subject, findings) in enumerate(zip(subjects, found)):
            console.write("\n" * bool(number))
            console.show_page(make_page(findings, sections, subject.path))
    else:
        paths = None if request.checkpoint is None else [subject.path or "" for subject in subjects]
        _deliver(render(found, request.format or "table", sections, paths), request.output)
    return max(map(_verdict, found))


def _subjects(request: Request, watched: bool) -> list[_Subject]:
    """The LSTM that CODE or the flags describe, or those in a file of weights."""
    if request.checkpoint is None:
        source = NO_SOURCE if request.code is None else Source("CODE", read_constructor(request.code))
        return [_Subject(read_spec(source, request.module, request.seen, request.input_shape), source)]
    if request.code is not None:
        raise UsageError("--checkpoint clashes with CODE; leave one of the two out")
    from lstm_shapes.report.checkpoint import UNKNOWABLE, find_lstms

    with console.waiting(() if watched else None, f"PyTorch is loading, to read {request.checkpoint}"):
        try:
            found = find_lstms(Path(request.checkpoint))
        except ReadError as error:
            raise UsageError(f"--checkpoint: {error}") from error
    sources = [(Source("--checkpoint", lstm.arguments, _LEFT_OPEN), lstm.path) for lstm in found]
    note = Note("unknown-from-weights", UNKNOWABLE)
    return [
        _Subject(read_spec(source, request.module, request.seen, request.input_shape), source, path, (note,))
        for source, path in sources
    ]


def _inspect(
    subject: _Subject, request: Request, expected: list[tuple[str, str]], sections: Collection[str] | None
) -> build.Report:
    spec = subject.spec
    with named_after_flags(subject.source):
        inspect = partial(build.inspect, spec, seed=number_or_text(request.seed), expect=expected)
        report = _predict(inspect)
        if request.run:
            previews = None
            if sections is not None:
                known = [kept for kept in _SHOWN_WHILE_WAITING if set(kept) <= set(sections)]
                previews = [make_page(report, kept, subject.path) for kept in known]
            report = _run(spec, inspect, previews)
    return replace(report, notes=(*subject.notes, *report.notes))


def _one_tensor(subjects: Sequence[_Subject], name: str | None) -> str | None:
    if name is None:
        return None
    if len(subjects) > 1:
        paths = ", ".join(subject.path or "" for subject in subjects)
        raise UsageError(f"--get prints one shape alone, and the file holds {len(subjects)} LSTMs: {paths}")
    try:
        return find_name(name, subjects[0].spec)
    except ReadError as error:
        raise UsageError(f"--get: {error}") from error


def _sections(show: Collection[str]) -> tuple[str, ...]:
    names = [name for text in show for name in split_list(text)]
    for name in names:
        if name != "all" and name not in SECTIONS:
            raise UsageError(f"--show has no section {name!r}; it has {', '.join(SECTIONS)} and all")
    return tuple(SECTIONS) if "all" in names else tuple(names) or DEFAULT_SECTIONS


def _split_expectation(text: str) -> tuple[str, str]:
    name, equals, shape = text.partition("=")
    if not equals:
        raise UsageError(f"--expect: {text!r} is no TENSOR=SHAPE, such as h_n=4,3,20")
    return name, shape


def _predict(inspect: Callable[..., build.Report]) -> build.Report:
    """What is known without PyTorch; an expectation that cannot be read is refused before anybody waits."""
    try:
        return inspect(run=False)
    except ReadError as error:
        raise UsageError(f"--expect: {error}") from error


def _run(spec: LSTMSpec, inspect: Callable[[], build.Report], previews: Sequence[Page] | None) -> build.Report:
    """Run it, with the prediction on show meanwhile."""
    from lstm_shapes.cli.interruptible import interruptible
    from lstm_shapes.pytorch import load_torch
    from lstm_shapes.report.resources import long_wait, require_resources

    with console.waiting(previews, _WAITING_FOR) as say:
        load_torch()
        require_resources(spec)
        if wait := long_wait(spec):
            say(wait)
        return interruptible(inspect)


def _bare_shape(findings: Findings, name: str) -> str:
    row = next(row for row in (*findings.tensors, *findings.parameters) if row.name == name)
    return ",".join(map(str, row.predicted if row.observed is None else row.observed)) + "\n"


def _deliver(text: str, output: str | None) -> None:
    if output is None:
        console.write(text)
    else:
        write_file(Path(output), text.encode())


def _verdict(findings: Findings) -> int:
    """Say aloud on stderr what is false, whatever was printed and wherever it went."""
    shout(findings.mismatches, findings.torch_version)
    for proof in findings.failed_proofs:
        console.complain(
            f"A PROOF DOES NOT HOLD on this run: {proof.expression}; see whether it does with another --seed"
        )
    for false in findings.false_expectations:
        coincidence = " (the sizes agree only by coincidence)" if false.expected == false.actual else ""
        console.complain(
            f"expected {false.name} {_formula_and_numbers(str(false.written), false.expected)}, "
            f"but it is {_formula_and_numbers(str(false.formula), false.actual)}{coincidence}"
        )
    return TRUE if findings.all_true else FALSE


def _formula_and_numbers(formula: str, shape: tuple[int, ...]) -> str:
    return formula if formula == str(shape) else f"{formula} = {shape}"
