"""`lstm-shapes inspect`: flags in, one report out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import partial
from pathlib import Path
from typing import Annotated, Any

from typer import Argument, Option

from lstm_shapes import console, report
from lstm_shapes.cli.exits import FALSE, TRUE
from lstm_shapes.cli.flags import UsageError, named_after_flags, number_or_text, read_spec, split_list
from lstm_shapes.cli.interruptible import interruptible
from lstm_shapes.constructor import read_constructor
from lstm_shapes.errors import ReadError
from lstm_shapes.files import require_writable, write_file
from lstm_shapes.formula import parse_formula
from lstm_shapes.pytorch import load_torch
from lstm_shapes.report.findings import Findings
from lstm_shapes.report.formats import FORMATS, render
from lstm_shapes.report.resources import long_wait, require_resources
from lstm_shapes.report.sections import DEFAULT_SECTIONS, SECTIONS, make_page
from lstm_shapes.shapes import find_name
from lstm_shapes.spec import DEVICE_TYPES, DTYPE_BYTES, LSTMSpec

__all__ = ["inspect"]

_SHOWN_WHILE_WAITING = frozenset({"symbols", "shapes"})
_KNOWN_SOON = "PyTorch is loading, to build and run this LSTM"


def _flag(panel: str) -> Callable[..., Any]:
    def option(help: str, *names: str, metavar: str | None = None, values: Iterable[str] = ()) -> Any:
        completion = (lambda: list(values)) if values else None
        return Option(
            *names, help=help, metavar=metavar, autocompletion=completion, rich_help_panel=panel, show_default=False
        )

    return option


_module, _input, _run, _output = map(_flag, ("Module", "Input", "Run", "Output"))


def inspect(
    code: Annotated[
        str | None,
        Argument(
            metavar="CODE",
            help="A constructor call from your source, in place of the module flags.",
            show_default=False,
        ),
    ] = None,
    input_size: Annotated[str | None, _module("H_in, features of the input. [default: 10]", metavar="INT")] = None,
    hidden_size: Annotated[str | None, _module("H_cell, features of the cell. [default: 20]", metavar="INT")] = None,
    num_layers: Annotated[
        str | None, _module("Stacked layers. [default: 1]", "--layers", "--num-layers", metavar="INT")
    ] = None,
    bias: Annotated[bool | None, _module("With bias weights or without. [default: bias]", "--bias/--no-bias")] = None,
    batch_first: Annotated[bool | None, _module("Input and output are (N, L, H).", "--batch-first")] = None,
    dropout: Annotated[str | None, _module("Between layers, from 0 to 1. [default: 0]", metavar="NUMBER")] = None,
    bidirectional: Annotated[bool | None, _module("Forward and backward, D = 2.", "--bidirectional")] = None,
    proj_size: Annotated[str | None, _module("H_out, if > 0. [default: 0, no projection]", metavar="INT")] = None,
    device: Annotated[
        str | None,
        _module(
            f"{', '.join(DEVICE_TYPES)}, or cuda:1; meta has shapes without memory. [default: cpu]",
            metavar="NAME",
            values=DEVICE_TYPES,
        ),
    ] = None,
    dtype: Annotated[
        str | None, _module(f"{', '.join(DTYPE_BYTES)}. [default: float32]", metavar="NAME", values=DTYPE_BYTES)
    ] = None,
    seq_len: Annotated[
        str | None, _input("L, steps of the sequence. [default: 5, or the longest of --lengths]", metavar="INT")
    ] = None,
    batch_size: Annotated[str | None, _input("N, sequences in the batch. [default: 3]", metavar="INT")] = None,
    unbatched: Annotated[bool, _input("One sequence, without a batch axis.", "--unbatched")] = False,
    lengths: Annotated[
        str | None, _input("Valid steps of each sequence, as in 5,3,2: a packed sequence.", metavar="INT,...")
    ] = None,
    input_shape: Annotated[
        str | None,
        _input("All sizes of the input at once, as in 5,3,10; two numbers are unbatched.", metavar="SHAPE"),
    ] = None,
    run: Annotated[bool, _run("Run it in PyTorch, or predict alone, at once. [default: run]", "--run/--no-run")] = True,
    seed: Annotated[str, _run("Of the random weights and input. [default: 0]", metavar="INT")] = "0",
    format: Annotated[
        str | None,
        _output("table, json (always complete), markdown or latex. [default: table]", metavar="FORMAT", values=FORMATS),
    ] = None,
    show: Annotated[
        list[str] | None,
        _output(
            f"Sections: {', '.join(SECTIONS)} or all. [default: {','.join(DEFAULT_SECTIONS)}]",
            metavar="NAME,...",
            values=(*SECTIONS, "all"),
        ),
    ] = None,
    get: Annotated[str | None, _output("Print the shape of one tensor, as in 4,3,20.", metavar="TENSOR")] = None,
    expect: Annotated[
        list[str] | None,
        _output("Exit 1 unless the tensor has this shape, in numbers or symbols.", metavar="TENSOR=SHAPE"),
    ] = None,
    output: Annotated[Path | None, _output("Write there instead, whole or not at all.", metavar="FILE")] = None,
) -> int:
    """Build an nn.LSTM, run it, and show every shape with the formula behind it.

    CODE is a constructor call as it stands in your source, such as
    "self.lstm = nn.LSTM(10, 20, num_layers=2, bidirectional=True)". It is read, never run.

    A SHAPE is 4,3,20 or (4, 3, 20) or 4x3x20 or torch.Size([4, 3, 20]), or symbols: "(D * num_layers, N, H_out)".

    Exit code: 0 all is as predicted and expected; 1 something is not; 2 it could not be run.
    """
    module = {
        "input_size": number_or_text(input_size),
        "hidden_size": number_or_text(hidden_size),
        "num_layers": number_or_text(num_layers),
        "bias": bias,
        "batch_first": batch_first,
        "dropout": number_or_text(dropout, float),
        "bidirectional": bidirectional,
        "proj_size": number_or_text(proj_size),
        "device": device,
        "dtype": dtype,
    }
    pieces = split_list(lengths)
    seen = {
        "seq_len": number_or_text(seq_len),
        "batch_size": number_or_text(batch_size),
        "batched": False if unbatched else None,
        "lengths": pieces and tuple(map(number_or_text, pieces)),
    }
    from_code = {} if code is None else read_constructor(code)
    spec = read_spec(from_code, module, seen, input_shape)
    if format not in (None, *FORMATS):
        raise UsageError(f"--format must be one of {', '.join(FORMATS)}, got {format!r}")
    wanted = _one_tensor(spec, get, format, show)
    sections = _sections(show)
    expected = [_expectation(spec, text) for text in expect or ()]
    if output is not None:
        require_writable(output)
    watched = format in (None, "table") and wanted is None and output is None
    with named_after_flags(from_code):
        inspect_it = partial(report.inspect, spec, seed=number_or_text(seed), expect=expected)
        findings = _wait_for(spec, inspect_it, sections if watched else None) if run else inspect_it(run=False)
    if wanted is not None:
        _deliver(_bare_shape(findings, wanted), output)
    elif watched:
        console.show_page(make_page(findings, sections))
    else:
        _deliver(render(findings, format or "table", sections), output)
    return _verdict(findings)


def _one_tensor(spec: LSTMSpec, get: str | None, format: str | None, show: list[str] | None) -> str | None:
    if get is None:
        return None
    for flag, value in (("--format", format), ("--show", show)):
        if value is not None:
            raise UsageError(f"--get prints one shape alone; it does not go with {flag}")
    try:
        return find_name(get, spec)
    except ReadError as error:
        raise UsageError(f"--get: {error}") from error


def _sections(show: list[str] | None) -> tuple[str, ...]:
    if show is None:
        return DEFAULT_SECTIONS
    names = [name for text in show for name in split_list(text) or ()]
    for name in names:
        if name != "all" and name not in SECTIONS:
            raise UsageError(f"--show has no section {name!r}; it has {', '.join(SECTIONS)} and all")
    return tuple(SECTIONS) if "all" in names else tuple(names)


def _expectation(spec: LSTMSpec, text: str) -> tuple[str, str]:
    name, equals, shape = text.partition("=")
    try:
        if not equals:
            raise ReadError(f"{text!r} is no TENSOR=SHAPE, such as h_n=4,3,20")
        parse_formula(shape)
        return find_name(name, spec), shape
    except ReadError as error:
        raise UsageError(f"--expect: {error}") from error


def _wait_for(
    spec: LSTMSpec, inspect_it: Callable[..., report.Report], sections: Collection[str] | None
) -> report.Report:
    """Run it; at a terminal, with what is predicted in these sections on show meanwhile."""
    preview = None
    if sections is not None:
        preview = make_page(inspect_it(run=False), _SHOWN_WHILE_WAITING.intersection(sections))
    with console.waiting(preview, _KNOWN_SOON) as say:
        load_torch()
        require_resources(spec)
        if wait := long_wait(spec):
            say(wait)
        return interruptible(inspect_it)


def _bare_shape(findings: Findings, name: str) -> str:
    row = next(row for row in (*findings.tensors, *findings.parameters) if row.name == name)
    return ",".join(map(str, row.predicted if row.observed is None else row.observed)) + "\n"


def _deliver(text: str, output: Path | None) -> None:
    if output is None:
        console.write(text)
    else:
        write_file(output, text.encode())


def _verdict(findings: Findings) -> int:
    """Say aloud on stderr what is false, whatever was printed and wherever it went."""
    for row in findings.mismatches:
        console.complain(
            f"PREDICTION AND PYTORCH DIFFER: {row.name} {row.formula} is predicted as {row.predicted} and PyTorch "
            f"{findings.torch_version} has {row.observed}; please report this"
        )
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
