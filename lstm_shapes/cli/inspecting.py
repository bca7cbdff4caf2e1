"""What `lstm-shapes inspect` does once its flags are read: specify, run, show, judge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from lstm_shapes import console
from lstm_shapes.cli.exits import FALSE, TRUE
from lstm_shapes.cli.flags import NO_SOURCE, Source, UsageError, named_after, named_after_flags, read_spec
from lstm_shapes.cli.mismatches import shout
from lstm_shapes.constructor import read_constructor
from lstm_shapes.files import require_writable, write_file
from lstm_shapes.notes import Note
from lstm_shapes.page import Page
from lstm_shapes.picture.svg import is_drawing
from lstm_shapes.report import build
from lstm_shapes.report.choices import DEFAULT_SECTIONS, SECTIONS
from lstm_shapes.report.findings import Findings
from lstm_shapes.report.formats import render
from lstm_shapes.report.sections import glance, make_page
from lstm_shapes.shapes import find_name
from lstm_shapes.spec import RecurrentSpec

__all__ = ["Request", "answer"]

_CODE = "CODE"
_TRUTH_VALUES = ("true", "false", "yes", "no", "on", "off", "0", "1")
_WEIGHTS = (".pt", ".pth", ".ckpt", ".bin", ".safetensors")
_MARKDOWN = (".md", ".markdown")
_DOCUMENTS = (".py", ".ipynb", ".md", ".rst", ".txt")
_SHOWN_WHILE_WAITING = (("symbols", "shapes"), ("shapes",), ("symbols",))  # as much as fits the terminal
_MOST_LAYERS = 100  # of one file, each of which is run and shown
_MOST_NAMED = 5  # modules of a file, in an error
_WAITING_FOR = "PyTorch is loading, to build and run it"


@dataclass(frozen=True, slots=True)
class Request:
    """What the flags ask for."""

    code: Sequence[str]
    """The words of CODE: one, unless the shell broke it apart."""

    checkpoint: Path | None

    module: Mapping[str, Any]
    """The module flags that were given, by constructor argument."""

    seen: Mapping[str, Any]
    """The flags of the input that were given, by `LSTMSpec`'s fields."""

    input_shape: Sequence[int] | None
    run: bool
    seed: int
    format: str | None
    show: Sequence[str] | None
    get: str | None
    expect: Sequence[tuple[str, str]]
    output: Path | None


@dataclass(frozen=True, slots=True)
class _Subject:
    """One module to inspect."""

    spec: RecurrentSpec

    source: Source
    """Where its arguments come from."""

    path: str | None = None
    """What a file of weights calls it."""

    notes: tuple[Note, ...] = ()
    """What is to be said because it comes from there."""


def answer(request: Request) -> int:
    """Do what the flags ask for, and give the exit code."""
    if request.get is not None:
        for flag, value in (("--format", request.format), ("--show", request.show)):
            if value and request.output is None:
                raise UsageError(f"prints one shape alone; it does not go with {flag}", "--get")
    if request.output is not None:
        require_writable(request.output)
    format = request.format or "table"
    only_judged = bool(request.expect) and not (request.get or request.format or request.show or request.output)
    watched = format == "table" and request.get is None and request.output is None and not only_judged
    subjects = _subjects(request, watched)
    wanted = _one_tensor(subjects, request.get)
    found = [_inspect(subject, request, watched) for subject in subjects]
    if wanted is not None:
        _deliver(_bare_shape(found[0], wanted), request.output)
    elif watched:
        for number, (subject, findings) in enumerate(zip(subjects, found)):
            console.write("\n" * bool(number))
            console.show_page(_page(findings, subject, request))
    elif not only_judged:
        paths = None if request.checkpoint is None else [subject.path or "" for subject in subjects]
        text = render(found, format, _sections(request), paths)
        if format == "markdown" and request.output is not None and _is_page(request.output):
            text = _with_picture_beside(text, render(found, "svg", paths=paths), request.output)
        _deliver(text, request.output)
    return max(map(_verdict, found))


def _sections(request: Request) -> tuple[str, ...]:
    show = request.show or DEFAULT_SECTIONS
    return tuple(SECTIONS) if "all" in show else tuple(show)


def _page(findings: Findings, subject: _Subject, request: Request) -> Page:
    """At a terminal, unless asked for more, what fits it."""
    if request.show is None and console.at_terminal():
        return glance(findings, subject.path)
    return make_page(findings, _sections(request), subject.path)


def _subjects(request: Request, watched: bool) -> list[_Subject]:
    """The module that CODE or the flags describe, or those in a file of weights."""
    if request.checkpoint is None:
        source = _source_of_code(request.code) if request.code else NO_SOURCE
        return [_Subject(read_spec(source, request.module, request.seen, request.input_shape), source)]
    if request.code:
        raise UsageError("clashes with CODE; leave one of the two out", "--checkpoint")
    from lstm_shapes.report.checkpoint import find_modules, tell_unknown, unknowable

    waiting = console.waiting(() if watched else None, f"PyTorch is loading, to read {request.checkpoint}")
    with waiting, named_after("--checkpoint"):
        found = find_modules(request.checkpoint)
        layers = sum(one.arguments.get("num_layers", 1) for one in found)
        if layers > _MOST_LAYERS:
            raise UsageError(
                f"{request.checkpoint} holds {layers:,} recurrent layers, and at most {_MOST_LAYERS} "
                "are inspected; save the state_dict() of a part of the model",
                "--checkpoint",
            )
    subjects = []
    for one in found:
        unknown = unknowable(one.kind)
        source = Source("--checkpoint", one.arguments, dict.fromkeys(("device", *unknown), ""), one.kind)
        spec = read_spec(source, request.module, request.seen, request.input_shape)
        notes = (Note("unknown-from-weights", tell_unknown(unknown)),) if unknown else ()
        subjects.append(_Subject(spec, source, one.path, notes))
    return subjects


def _source_of_code(words: Sequence[str]) -> Source:
    """The call in CODE; what is something else is told what it takes."""
    text = " ".join(words)
    if text.lower() in _TRUTH_VALUES:
        raise UsageError(f"a flag such as --bidirectional takes no value; leave out {text!r}", _CODE)
    if len(words) == 1 and Path(text[:255]).suffix in _WEIGHTS:
        raise UsageError(f"{text} is a file of weights: lstm-shapes inspect --checkpoint {text}", _CODE)
    if len(words) == 1 and Path(text[:255]).suffix in _DOCUMENTS:
        raise UsageError(f"{text} is a file; its claims are checked by: lstm-shapes check {text}", _CODE)
    if len(words) > 1 and words[0].endswith(")"):
        raise UsageError(f"takes one constructor call; {words[1]!r} is one word too many", _CODE)
    if len(words) > 1:
        raise UsageError(f'the shell has broken it apart; put it between quotes: lstm-shapes inspect "{text}"', _CODE)
    with named_after(_CODE):
        call = read_constructor(text)
    return Source(_CODE, call.arguments, call.names, call.kind)


def _inspect(subject: _Subject, request: Request, watched: bool) -> build.Report:
    spec = subject.spec
    with named_after_flags(subject.source):
        with named_after("--expect"):
            report = build.predict(spec, request.expect)
        if request.run:
            previews = _previews(report, subject, request) if watched else None
            report = _run(report, request.seed, previews)
    return replace(report, notes=(*subject.notes, *report.notes))


def _previews(report: build.Report, subject: _Subject, request: Request) -> list[Page]:
    """What is shown while PyTorch loads, in full and then shorter."""
    if request.show is None:
        return [_page(report, subject, request), make_page(report, ("shapes",), subject.path)]
    known = [kept for kept in _SHOWN_WHILE_WAITING if set(kept) <= set(_sections(request))]
    return [make_page(report, kept, subject.path) for kept in known]


def _one_tensor(subjects: Sequence[_Subject], name: str | None) -> str | None:
    if name is None:
        return None
    if len(subjects) > 1:
        names = [subject.path or "" for subject in subjects[:_MOST_NAMED]]
        paths = ", ".join(names if len(subjects) <= _MOST_NAMED else [*names, "…"])
        raise UsageError(f"prints one shape alone, and the file holds {len(subjects):,} modules: {paths}", "--get")
    with named_after("--get"):
        return find_name(name, subjects[0].spec)


def _run(report: build.Report, seed: int, previews: Sequence[Page] | None) -> build.Report:
    """Run it, with the prediction on show meanwhile."""
    from lstm_shapes.cli.interruptible import interruptible
    from lstm_shapes.pytorch import load_torch
    from lstm_shapes.report.resources import long_wait, require_resources

    with console.waiting(previews, _WAITING_FOR) as say:
        interruptible(load_torch)  # an import may swallow Ctrl-C
        require_resources(report.spec)
        if wait := long_wait(report.spec):
            say(wait)
        return interruptible(partial(build.observe, report, seed))


def _bare_shape(findings: Findings, name: str) -> str:
    row = next(row for row in (*findings.tensors, *findings.parameters) if row.name == name)
    return ",".join(map(str, row.predicted if row.observed is None else row.observed)) + "\n"


def _is_page(output: Path) -> bool:
    """Whether a picture belongs beside it: it is an ordinary Markdown file, or will be one."""
    return output.suffix.lower() in _MARKDOWN and (output.is_file() or not output.exists())


def _with_picture_beside(text: str, drawn: str, output: Path) -> str:
    """The Markdown with a link to a picture, which is written beside it: `page.svg` for `page.md`."""
    picture = output.with_suffix(".svg")
    require_writable(picture)
    if picture.exists() and not is_drawing(picture.read_bytes()):
        console.complain(f"{picture} was not drawn by lstm-shapes, and is left as it is; {output} has no picture")
        return text
    write_file(picture, drawn.encode())
    heading, _, rest = text.partition("\n\n")
    return f"{heading}\n\n![The network, unrolled over time]({quote(picture.name)})\n\n{rest}"


def _deliver(text: str, output: Path | None) -> None:
    if output is None:
        console.write(text)
    else:
        write_file(output, text.encode())


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
