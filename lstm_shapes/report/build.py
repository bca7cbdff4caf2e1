"""From a specification to the report: predict, run, compare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from lstm_shapes import layout
from lstm_shapes.errors import ReadError, RunError
from lstm_shapes.formula import Formula, parse_formula
from lstm_shapes.notes import notes_for
from lstm_shapes.report.cost import measure_cost
from lstm_shapes.report.findings import Expectation, Findings, Proof, StateSlice
from lstm_shapes.report.formats import render, to_json
from lstm_shapes.report.proofs import prove
from lstm_shapes.report.sections import make_page
from lstm_shapes.shape_row import ShapeRow
from lstm_shapes.shapes import find_name, parameter_formulas, state_slices, tensor_formulas, ways_to_write
from lstm_shapes.spec import LARGEST_SEED, LSTMSpec, require_whole_number

if TYPE_CHECKING:
    from rich.text import Text

    from lstm_shapes.report.observe import Run

__all__ = ["Report", "inspect"]

_FEW_NUMBERS = 100
_MOST_DRAWS = 32


class Report(Findings):
    """The findings, able to show themselves: `print` gives plain tables, rich coloured ones, a notebook its own."""

    __slots__ = ()

    def __str__(self) -> str:
        return render([self]).rstrip("\n")

    def to_json(self) -> dict[str, Any]:
        """The complete report as the values that JSON has; the README describes the keys."""
        return to_json(self)

    def _repr_html_(self) -> str:
        from lstm_shapes import markup

        return markup.html(make_page(self))

    def __rich_console__(self, console: Any, options: Any) -> Iterator[Text]:
        from lstm_shapes.console import coloured

        yield from map(coloured, layout.lay_out(make_page(self), options.max_width))


def inspect(
    spec: LSTMSpec, *, run: bool = True, seed: int = 0, expect: Mapping[str, object] | Iterable[tuple[str, object]] = ()
) -> Report:
    """Predict every shape of this LSTM, run it once in PyTorch, and compare.

    run: False predicts without PyTorch; then `observed`, `matches` and `holds` are None throughout.
    seed: of the weights, the input and the states, 0 to 2**63 - 1; the caller's random numbers stay as they were.
    expect: shapes by tensor, such as `{"h_n": "(4, 3, 20)"}` or `{"h_n": "(D * num_layers, N, H_out)"}`,
        or as pairs.

    Raises `SpecError` for a device that is not here or a seed out of range, `RunError` where the run does not fit or
    PyTorch refuses it, `ReadError` for an expectation that cannot be read. A wrong prediction or expectation is not
    raised but stands in the report.

    >>> report = inspect(LSTMSpec(10, 20, num_layers=2, bidirectional=True), run=False)
    >>> report.tensors[-1].name, report.tensors[-1].predicted
    ('c_n', (4, 3, 20))
    """
    require_whole_number("seed", seed, 0, LARGEST_SEED)
    pairs = expect.items() if isinstance(expect, Mapping) else expect
    wanted = [_read_expectation(spec, name, text) for name, text in pairs]
    observed, proofs = _run_and_prove(spec, seed) if run else (None, prove(spec, None))
    tensors = _rows(spec, tensor_formulas(spec), observed.tensors if observed else None)
    parameters = _rows(spec, parameter_formulas(spec), observed.module.state_dict() if observed else None)
    known = {row.name: row for row in (*tensors, *parameters)}
    return Report(
        spec=spec,
        torch_version=observed.torch_version if observed else None,
        tensors=tensors,
        states=tuple(StateSlice(*row) for row in state_slices(spec)),
        proofs=proofs,
        parameters=parameters,
        cost=measure_cost(spec),
        notes=notes_for(spec),
        expectations=tuple(_compare(spec, known[name], written) for name, written in wanted),
    )


def _run_and_prove(spec: LSTMSpec, seed: int) -> tuple[Run, tuple[Proof, ...]]:
    """Run and prove; draw again where a difference could not be seen because two of few numbers happened to agree."""
    from lstm_shapes.report.observe import run_lstm

    few = tensor_formulas(spec)["h_n"].elements(spec.sizes) <= _FEW_NUMBERS
    for draw in range(_MOST_DRAWS):
        observed = run_lstm(spec, (seed + draw) % (LARGEST_SEED + 1))
        proofs = prove(spec, observed)
        if not few or all(proof.holds is not False for proof in proofs):
            break
    return observed, proofs


def _rows(spec: LSTMSpec, formulas: Mapping[str, Formula], tensors: Mapping[str, Any] | None) -> tuple[ShapeRow, ...]:
    """One row a formula, beside the tensor of that name."""
    sizes = spec.sizes
    if tensors is not None and (unknown := tensors.keys() ^ formulas.keys()):
        raise RunError(f"this PyTorch has other tensors than the formulas know of: {', '.join(sorted(unknown))}")
    return tuple(
        ShapeRow(name, formula, formula.shape(sizes), None if tensors is None else tuple(tensors[name].shape))
        for name, formula in formulas.items()
    )


def _read_expectation(spec: LSTMSpec, name: str, shape: object) -> tuple[str, Formula]:
    text = str(shape)
    if "proj_size" in text and not spec.proj_size:
        raise ReadError(f"{text!r} names proj_size, but this LSTM has no projection")
    written = parse_formula(text)
    for axis in written.axes:
        for symbol in axis.symbols:
            if symbol not in spec.sizes:
                raise ReadError(
                    f"{text!r} names {symbol}, but the input is not {'packed' if spec.batched else 'batched'}"
                )
    return find_name(name, spec), written


def _compare(spec: LSTMSpec, row: ShapeRow, written: Formula) -> Expectation:
    """Numbers are compared as numbers, and symbols as symbols: sizes that coincide prove no formula."""
    expected = written.shape(spec.sizes)
    actual = row.predicted if row.observed is None else row.observed
    same_symbols = all(
        not mine.symbols or mine in ways_to_write(true, spec) for mine, true in zip(written.axes, row.formula.axes)
    )
    return Expectation(row.name, written, expected, row.formula, actual, expected == actual and same_symbols)
