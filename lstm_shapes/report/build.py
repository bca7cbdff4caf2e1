"""Make the report of an LSTM: predict its shapes, run it, and compare."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from lstm_shapes.errors import ReadError, RunError
from lstm_shapes.formula import Formula, parse_formula
from lstm_shapes.notes import notes_for
from lstm_shapes.report.bridge import beware, uses
from lstm_shapes.report.cost import measure_cost
from lstm_shapes.report.findings import Expectation, Findings, Proof, StateSlice
from lstm_shapes.report.formats import render, to_json
from lstm_shapes.report.proofs import prove
from lstm_shapes.report.sections import make_page
from lstm_shapes.shape_row import ShapeRow
from lstm_shapes.shapes import find_name, parameter_formulas, state_slices, tensor_formulas, ways_to_write
from lstm_shapes.spec import LARGEST_SEED, RecurrentSpec, require_whole_number

if TYPE_CHECKING:
    from rich.console import Group
    from torch.nn import Module

    from lstm_shapes.report.observe import Run

__all__ = ["Report", "inspect", "observe", "predict"]

_FEW_NUMBERS = 100
_MOST_DRAWS = 32


class Report(Findings):
    """The findings, which can show themselves: as plain tables with `print`, in colour with rich and in notebooks."""

    __slots__ = ()

    def __repr__(self) -> str:
        told = "predicted" if self.torch_version is None else "as predicted" if self.all_true else "not all true"
        return f"<Report {self.spec.code}: {len(self.tensors)} tensors, {told}>"

    def __str__(self) -> str:
        return render([self]).rstrip("\n")

    def to_json(self) -> dict[str, Any]:
        """The complete report as values that JSON can hold; the README describes the keys."""
        return to_json(self)

    def to_svg(self) -> str:
        """The unrolled network as an SVG drawing: cells, states where they start and end, and shapes on the edges."""
        return render([self], "svg")

    def _repr_html_(self) -> str:
        from lstm_shapes.markup import html

        return html(make_page(self, pictured=True))

    def __rich__(self) -> Group:
        from lstm_shapes.render import render as as_rich

        return as_rich(make_page(self))


Expected = Mapping[str, object] | Iterable[tuple[str, object]]


def inspect(
    subject: RecurrentSpec | Module | str, *, run: bool = True, seed: int = 0, expect: Expected = (), **input_sizes: Any
) -> Report:
    """Predict every shape of this LSTM, GRU, RNN or cell, run it once in PyTorch, and compare.

    subject: a specification, a live module, which is run with its own weights, or a constructor call as text.
    run: False predicts without PyTorch; then every `observed`, `matches` and `holds` is None.
    seed: for the weights, the input and the states, from 0 to 2**63 - 1; the caller's random state is not changed.
    expect: the expected shapes by tensor, such as `{"h_n": "(4, 3, 20)"}` or `{"h_n": "(D * num_layers, N, H_out)"}`,
        or as pairs.
    input_sizes: `seq_len`, `batch_size`, `batched` and `lengths`, as in the specifications.

    Raises `SpecError` if the device is missing or a value is out of range, `RunError` if the memory is not enough or
    PyTorch refuses the run, and `ReadError` if the text is not a constructor call or an expectation cannot be read. A
    wrong prediction or expectation raises nothing: the report shows it.

    >>> report = inspect("nn.LSTM(10, 20, num_layers=2, bidirectional=True)", run=False)
    >>> report.tensors[-1].name, report.tensors[-1].predicted
    ('c_n', (4, 3, 20))
    """
    module = None
    if isinstance(subject, str):
        spec = RecurrentSpec.from_code(subject, **input_sizes)
    elif isinstance(subject, RecurrentSpec):
        spec = replace(subject, **input_sizes)
    else:
        spec, module = RecurrentSpec.from_module(subject, **input_sizes), subject
    report = predict(spec, expect)
    return observe(report, seed, module) if run else report


def predict(spec: RecurrentSpec, expect: Expected = ()) -> Report:
    """The report from the formulas alone, without PyTorch."""
    pairs = expect.items() if isinstance(expect, Mapping) else expect
    wanted = [_read_expectation(spec, name, text) for name, text in pairs]
    tensors, parameters = _rows(spec, tensor_formulas(spec)), _rows(spec, parameter_formulas(spec))
    known = {row.name: row for row in (*tensors, *parameters)}
    return Report(
        spec=spec,
        torch_version=None,
        tensors=tensors,
        states=tuple(StateSlice(*row) for row in state_slices(spec)),
        proofs=prove(spec, None),
        parameters=parameters,
        cost=measure_cost(spec),
        uses=uses(spec, None),
        beware=beware(spec, None),
        notes=notes_for(spec),
        expectations=tuple(_compare(spec, known[name], written) for name, written in wanted),
    )


def observe(report: Report, seed: int = 0, module: Module | None = None) -> Report:
    """The same report, with PyTorch's own shape beside every prediction."""
    require_whole_number("seed", seed, 0, LARGEST_SEED)
    spec = report.spec
    observed, proofs = _run_and_prove(spec, seed, module)
    gone_on = uses(spec, observed), beware(spec, observed)
    tensors = _beside(report.tensors, observed.tensors)
    parameters = _beside(report.parameters, observed.module.state_dict())
    known = {row.name: row for row in (*tensors, *parameters)}
    return replace(
        report,
        torch_version=observed.torch_version,
        tensors=tensors,
        proofs=proofs,
        parameters=parameters,
        uses=gone_on[0],
        beware=gone_on[1],
        expectations=tuple(_compare(spec, known[wanted.name], wanted.written) for wanted in report.expectations),
    )


def _run_and_prove(spec: RecurrentSpec, seed: int, module: Module | None) -> tuple[Run, tuple[Proof, ...]]:
    """Run the module and prove the statements.

    With very few numbers, two of them may be equal by chance, which makes a proof fail. Then other numbers are drawn.
    """
    from lstm_shapes.report.observe import run_module

    few = tensor_formulas(spec)["h_0"].elements(spec.sizes) <= _FEW_NUMBERS
    for draw in range(_MOST_DRAWS):
        observed = run_module(spec, (seed + draw) % (LARGEST_SEED + 1), module)
        proofs = prove(spec, observed)
        if not few or all(proof.holds is not False for proof in proofs):
            break
    return observed, proofs


def _rows(spec: RecurrentSpec, formulas: Mapping[str, Formula]) -> tuple[ShapeRow, ...]:
    sizes = spec.sizes
    return tuple(ShapeRow(name, formula, formula.shape(sizes), None) for name, formula in formulas.items())


def _beside(rows: tuple[ShapeRow, ...], tensors: Mapping[str, Any]) -> tuple[ShapeRow, ...]:
    """The rows, each with the shape of the tensor that has its name."""
    if unknown := tensors.keys() ^ {row.name for row in rows}:
        raise RunError(f"this PyTorch has other tensors than the formulas know of: {', '.join(sorted(unknown))}")
    return tuple(replace(row, observed=tuple(tensors[row.name].shape)) for row in rows)


def _read_expectation(spec: RecurrentSpec, name: str, shape: object) -> tuple[str, Formula]:
    text = str(shape)
    if "proj_size" in text and not spec.proj_size:
        raise ReadError(f"{text!r} names proj_size, but this {spec.kind.name} has no projection")
    written = parse_formula(text)
    for axis in written.axes:
        for symbol in axis.symbols:
            if symbol not in spec.sizes:
                absent = "packed" if symbol.endswith("(lengths)") else "batched" if symbol == "N" else None
                why = f"the input is not {absent}" if absent else f"an {spec.kind.code} has none"
                raise ReadError(f"{text!r} names {symbol}, but {why}")
    return find_name(name, spec), written


def _compare(spec: RecurrentSpec, row: ShapeRow, written: Formula) -> Expectation:
    """Compare numbers as numbers and symbols as symbols: different formulas may happen to give equal sizes."""
    expected = written.shape(spec.sizes)
    actual = row.predicted if row.observed is None else row.observed
    same_symbols = all(
        not mine.symbols or mine in ways_to_write(true, spec) for mine, true in zip(written.axes, row.formula.axes)
    )
    return Expectation(row.name, written, expected, row.formula, actual, expected == actual and same_symbols)
