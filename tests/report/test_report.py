"""What a report says beside the shapes: proofs, cost, notes, expectations, code, JSON."""

from __future__ import annotations

import dataclasses
import json
import re
from io import StringIO
from typing import Any

import pytest
import torch
from torch import nn

from lstm_shapes import LSTMSpec, ReadError, RecurrentSpec, RunError, SpecError, inspect
from lstm_shapes.report.choices import SECTIONS
from lstm_shapes.report.formats import render
from lstm_shapes.report.observe import Run, run_module
from lstm_shapes.report.proofs import prove, statements
from lstm_shapes.report.resources import long_wait, needed_bytes
from lstm_shapes.report.snippet import write_snippet
from lstm_shapes.spec import SPECS
from tests.specifications import HIDDEN_SIZE, INPUT_SIZE, LENGTHS, OF_EVERY_KIND, build_module

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")  # PyTorch's, about dropout and projections

TWO_WAYS = LSTMSpec(INPUT_SIZE, HIDDEN_SIZE, num_layers=2, bidirectional=True)


# Proofs


@pytest.mark.parametrize("spec", OF_EVERY_KIND.values(), ids=OF_EVERY_KIND)
def test_the_snippet_runs_and_every_proof_can_be_pasted_behind_it(spec: RecurrentSpec) -> None:
    names: dict[str, Any] = {}
    exec(write_snippet(spec), names)
    for proof in inspect(spec, run=False).proofs:
        assert torch.as_tensor(eval(proof.expression, names)).all(), proof.expression


def _with_other_values(run: Run, name: str, index: tuple[Any, ...]) -> Run:
    changed = run.tensors[name].clone()
    changed[index] += 1
    return dataclasses.replace(run, tensors={**run.tensors, name: changed})


WRONG_VALUES: dict[str, tuple[str, tuple[Any, ...], str]] = {
    "the forward end": ("output", (-1, 0, 0), "h_n[-2] == output[-1, :, :23]"),
    "the backward end": ("output", (0, 0, -1), "h_n[-1] == output[0, :, 23:]"),
    "a slice of h_n": ("h_n", (1,), "torch.allclose(h_n[1], h_alone[0, 'backward'], atol=1e-05)"),
    "a slice of c_n": ("c_n", (2,), "torch.allclose(c_n[2], c_alone[1, 'forward'], atol=1e-05)"),
}


@pytest.mark.parametrize(("name", "index", "expression"), WRONG_VALUES.values(), ids=WRONG_VALUES)
def test_a_proof_fails_where_the_values_do_not_bear_it_out(name: str, index: tuple[Any, ...], expression: str) -> None:
    run = run_module(TWO_WAYS, 0)
    assert all(proof.holds for proof in prove(TWO_WAYS, run))
    failed = [proof.expression for proof in prove(TWO_WAYS, _with_other_values(run, name, index)) if not proof.holds]
    assert failed == [expression]


def test_the_summary_that_is_none_would_be_found_out_if_it_were_one() -> None:
    run = run_module(TWO_WAYS, 0)
    output = run.tensors["output"].clone()
    output[-1] = torch.cat((run.tensors["h_n"][-2], run.tensors["h_n"][-1]), dim=-1)
    proofs = prove(TWO_WAYS, dataclasses.replace(run, tensors={**run.tensors, "output": output}))
    assert [proof.holds for proof in proofs if proof.expression.startswith("not ")] == [False]


EXPRESSIONS: dict[str, tuple[LSTMSpec, list[str]]] = {
    "one direction": (LSTMSpec(10, 20), ["h_n[-1] == output[-1]"]),
    "batch first": (LSTMSpec(10, 20, batch_first=True), ["h_n[-1] == output[:, -1]"]),
    "unbatched": (LSTMSpec(10, 20, batched=False), ["h_n[-1] == output[-1]"]),
    "packed": (LSTMSpec(10, 20, lengths=(2, 5, 3)), ["h_n[-1] == output[[1, 4, 2], [0, 1, 2]]"]),
    "packed, batch first": (
        LSTMSpec(10, 20, lengths=(2, 5, 3), batch_first=True),
        ["h_n[-1] == output[[0, 1, 2], [1, 4, 2]]"],
    ),
    "two directions, batch first": (
        LSTMSpec(10, 20, batch_first=True, bidirectional=True),
        [
            "h_n[-2] == output[:, -1, :20]",
            "h_n[-1] == output[:, 0, 20:]",
            "not torch.equal(output[:, -1], torch.cat((h_n[-2], h_n[-1]), dim=-1))",
        ],
    ),
    "two directions, unbatched, projected": (
        LSTMSpec(10, 20, batched=False, bidirectional=True, proj_size=6),
        [
            "h_n[-2] == output[-1, :6]",
            "h_n[-1] == output[0, 6:]",
            "not torch.equal(output[-1], torch.cat((h_n[-2], h_n[-1]), dim=-1))",
        ],
    ),
    "two directions, one step": (
        LSTMSpec(10, 20, bidirectional=True, seq_len=1),
        [
            "h_n[-2] == output[-1, :, :20]",
            "h_n[-1] == output[0, :, 20:]",
            "output[-1] == torch.cat((h_n[-2], h_n[-1]), dim=-1)",
        ],
    ),
}


@pytest.mark.parametrize(("spec", "expected"), EXPRESSIONS.values(), ids=EXPRESSIONS)
def test_proofs_are_written_with_the_numbers_of_the_configuration(spec: LSTMSpec, expected: list[str]) -> None:
    found = [statement.expression(spec) for statement in statements(spec) if statement.slice_index is None]
    assert found == expected
    assert inspect(spec).all_true


# Cost


@pytest.mark.parametrize("spec", OF_EVERY_KIND.values(), ids=OF_EVERY_KIND)
def test_the_cost_is_what_pytorch_counts(spec: RecurrentSpec) -> None:
    from torch.utils.flop_counter import FlopCounterMode

    cost = inspect(spec, run=False).cost
    parameters = list(build_module(spec).parameters())
    assert cost.parameters == sum(parameter.numel() for parameter in parameters)
    assert cost.bytes == sum(parameter.numel() * parameter.element_size() for parameter in parameters)
    with FlopCounterMode(display=False) as counter:
        _unrolled(spec)
    assert counter.get_total_flops() == 2 * cost.multiply_adds


def _unrolled(spec: RecurrentSpec) -> None:
    """A forward pass on the meta device, without the shortcut by which `inspect` takes it."""
    module = build_module(dataclasses.replace(spec, device="meta"))
    shape = inspect(spec, run=False).tensors[0].predicted
    given = torch.empty(shape, device="meta")
    if spec.lengths is None:
        module(given)
    else:
        lengths = torch.tensor(sorted(spec.lengths, reverse=True))
        module(nn.utils.rnn.pack_padded_sequence(given, lengths, batch_first=spec.batch_first))


# Notes


def _notes(kind: str = "LSTM", **arguments: Any) -> set[str]:
    return {note.id for note in inspect(SPECS[kind](10, 20, **arguments), run=False).notes}


NOTES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "batch-first-states": ({"batch_first": True}, {}),
    "batch-axis-second": ({}, {"lengths": (5, 3)}),
    "unsqueezed-batch": ({"batched": False}, {}),
    "batch-first-unbatched": ({"batched": False, "batch_first": True}, {"batched": False}),
    "coincident-sizes": ({"seq_len": 4, "batch_size": 4}, {"seq_len": 1, "batch_size": 1}),
    "coincident-states": ({"num_layers": 3}, {"batch_size": 1}),
    "output-like-states": ({"num_layers": 5}, {"seq_len": 1}),
    "backward-half-of-last-step": ({"bidirectional": True}, {"bidirectional": True, "seq_len": 1}),
    "only-backward-state": ({"bidirectional": True}, {}),
    "state-axis-order": ({"bidirectional": True, "num_layers": 2}, {"bidirectional": True}),
    "mixed-samples-view": ({"num_layers": 2}, {"num_layers": 2, "batch_size": 1}),
    "padded-last-step": ({"lengths": (5, 3)}, {"lengths": (5, 5)}),
    "projected-cell-state": ({"proj_size": 6}, {}),
    "projected-output-view": ({"proj_size": 6, "bidirectional": True}, {"proj_size": 6}),
    "dropout-without-layers": ({"dropout": 0.5}, {"dropout": 0.5, "num_layers": 2}),
    "dropout-off": ({"dropout": 0.5, "num_layers": 2}, {"dropout": 0.5}),
    "lstm-and-gru-exchanged": ({"kind": "GRU"}, {}),
    "one-step": ({"kind": "LSTMCell"}, {"kind": "RNN"}),
    "shapes-only": ({"device": "meta"}, {}),
}


@pytest.mark.parametrize(("deserving", "other"), NOTES.values(), ids=NOTES)
def test_a_note_is_for_the_configurations_that_deserve_it(
    deserving: dict[str, Any], other: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    note = request.node.callspec.id
    assert note in _notes(**deserving)
    assert note not in _notes(**other)


@pytest.mark.parametrize("spec", OF_EVERY_KIND.values(), ids=OF_EVERY_KIND)
def test_every_note_has_a_test_of_its_own(spec: RecurrentSpec) -> None:
    assert {note.id for note in inspect(spec, run=False).notes} <= set(NOTES)


# What the notes say of PyTorch, asked of PyTorch.


def test_a_batch_first_input_is_read_silently_where_no_states_are_given() -> None:
    spec = LSTMSpec(10, 20, seq_len=5, batch_size=3)
    module, swapped = build_module(spec), torch.randn(3, 5, 10)
    assert module(swapped)[1][0].shape == (1, 5, 20)
    with pytest.raises(RuntimeError, match="Expected hidden"):
        module(swapped, (torch.zeros(1, 3, 20), torch.zeros(1, 3, 20)))
    (note,) = [note for note in inspect(spec, run=False).notes if note.id == "batch-axis-second"]
    assert "(3, 5, 10), given without states, would be read silently as 5 sequences of 3 steps" in note.text


@pytest.mark.parametrize("name", ["GRU", "RNN"])
@pytest.mark.parametrize(("layers", "silently"), [(1, False), (2, True), (3, False)], ids=str)
def test_one_state_that_is_unpacked_as_two_raises_or_is_split(name: str, layers: int, silently: bool) -> None:
    spec = SPECS[name](10, 20, num_layers=layers)
    _, h_n = build_module(spec)(torch.randn(5, 3, 10))
    (note,) = [note for note in inspect(spec, run=False).notes if note.id == "lstm-and-gru-exchanged"]
    assert ("splits its two rows silently" in note.text) == silently
    if silently:
        h, c = h_n
        assert torch.equal(h, h_n[0])
        assert torch.equal(c, h_n[1])
    else:
        with pytest.raises(ValueError, match="values to unpack"):
            h, c = h_n


def test_pytorch_accepts_states_in_batch_first_order_where_the_sizes_coincide() -> None:
    spec = LSTMSpec(10, 20, num_layers=3, batch_first=True, batch_size=3)
    module, given = build_module(spec), torch.randn(3, 5, 10)
    h_0, c_0 = torch.randn(3, 3, 20), torch.randn(3, 3, 20)
    swapped = module(given, (h_0.transpose(0, 1), c_0.transpose(0, 1)))[0]
    assert not torch.allclose(module(given, (h_0, c_0))[0], swapped)


def test_the_documented_view_of_output_fails_with_a_projection() -> None:
    output, _ = nn.LSTM(10, 20, bidirectional=True, proj_size=6)(torch.randn(5, 3, 10))
    with pytest.raises(RuntimeError, match="invalid for input of size"):
        output.view(5, 3, 2, 20)
    assert output.view(5, 3, 2, 6).shape == (5, 3, 2, 6)


def test_the_recommended_views_of_the_states_pick_the_right_slices() -> None:
    report = inspect(TWO_WAYS)
    h_n = run_module(TWO_WAYS, 0).tensors["h_n"]
    by_layer = h_n.view(2, 2, 3, HIDDEN_SIZE)
    for state in report.states:
        assert torch.equal(by_layer[state.layer, int(state.direction == "backward")], h_n[state.index])
    flat = h_n.transpose(0, 1).reshape(3, -1)
    assert torch.equal(flat[1], torch.cat([h_n[index, 1] for index in range(4)]))
    assert not torch.equal(h_n.view(3, -1), flat)


def test_the_output_after_the_last_valid_step_is_zero() -> None:
    spec = LSTMSpec(10, 20, lengths=LENGTHS)
    output = run_module(spec, 0).tensors["output"]
    for sample, length in enumerate(LENGTHS):
        assert output[:length, sample].all()
        assert not output[length:, sample].any()


# Expectations

EXPECTATIONS: dict[str, tuple[LSTMSpec, str, object, bool]] = {
    "numbers": (LSTMSpec(10, 20, num_layers=2), "h_n", "(2, 3, 20)", True),
    "wrong numbers": (LSTMSpec(10, 20, num_layers=2), "h_n", "(1, 3, 20)", False),
    "another number of axes": (LSTMSpec(10, 20), "h_n", "(1, 3)", False),
    "symbols": (LSTMSpec(10, 20, num_layers=2), "hn", "num_layers*num_directions, batch, hidden_size", True),
    "another name": (LSTMSpec(10, 20, num_layers=2), "final_cell_state", "num_layers, bsz, 20", True),
    "symbols in batch-first order": (LSTMSpec(10, 20, num_layers=2), "h_n", "(N, D * num_layers, H_out)", False),
    "sizes that coincide": (LSTMSpec(10, 20, num_layers=3), "h_n", "(N, D * num_layers, H_out)", False),
    "what the constructor fixes": (LSTMSpec(10, 20, bidirectional=True), "output", "(L, N, 2 * hidden_size)", True),
    "D left out where it is one": (LSTMSpec(10, 20), "output", "(L, N, H_out)", True),
    "D left out where it is two": (LSTMSpec(10, 20, bidirectional=True), "output", "(L, N, H_out)", False),
    "hidden_size in place of proj_size": (LSTMSpec(10, 20, proj_size=6), "h_n", "(1, N, hidden_size)", False),
    "D in place of num_layers": (LSTMSpec(10, 20, num_layers=2, bidirectional=True), "h_n", "(D * D, N, H_out)", False),
    "num_layers in place of D": (TWO_WAYS, "output", "(L, N, num_layers * H_out)", False),
    "D as a number": (TWO_WAYS, "h_n", "(2 * num_layers, N, H_out)", True),
    "as a tuple": (TWO_WAYS, "h_n", (4, 3, HIDDEN_SIZE), True),
    "a parameter": (LSTMSpec(10, 20), "weight_ih_l0", "(4 * H_cell, H_in)", True),
    "packed, the longest fills the batch": (LSTMSpec(10, 20, lengths=(5, 2)), "output", "(L, N, H_out)", True),
    "packed, it does not": (LSTMSpec(10, 20, lengths=(4, 2), seq_len=5), "output", "(L, N, H_out)", False),
}


@pytest.mark.parametrize(("spec", "name", "shape", "holds"), EXPECTATIONS.values(), ids=EXPECTATIONS)
@pytest.mark.parametrize("run", [True, False], ids=["run", "predicted"])
def test_an_expectation_holds_where_the_formula_is_right(
    spec: LSTMSpec, name: str, shape: object, holds: bool, run: bool
) -> None:
    report = inspect(spec, run=run, expect={name: shape})
    assert [expectation.holds for expectation in report.expectations] == [holds]
    assert report.all_true is holds


def test_an_expectation_about_a_symbol_that_is_not_there_is_refused() -> None:
    with pytest.raises(ReadError, match="names N"):
        inspect(LSTMSpec(10, 20, batched=False), run=False, expect={"h_n": "(D * num_layers, N, H_out)"})


def test_an_expectation_about_a_projection_that_is_not_there_is_refused() -> None:
    with pytest.raises(ReadError, match="names proj_size, but this LSTM has no projection"):
        inspect(LSTMSpec(10, 20), run=False, expect={"output": "(L, N, proj_size)"})


@pytest.mark.parametrize("seed", range(30))
def test_a_difference_is_proved_even_where_few_saturated_numbers_often_agree(seed: int) -> None:
    spec = LSTMSpec(100_000, 1, bidirectional=True, batch_size=1)
    assert inspect(spec, seed=seed).all_true


def test_an_unknown_tensor_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ReadError, match="input, h_0, c_0, output, h_n, c_n"):
        inspect(LSTMSpec(10, 20), run=False, expect={"logits": "(1, 3, 20)"})


def test_a_prediction_that_pytorch_contradicts_is_a_mismatch(monkeypatch: pytest.MonkeyPatch) -> None:
    from lstm_shapes import shapes
    from lstm_shapes.formula import parse_formula

    monkeypatch.setitem(shapes._OF_LAYERS, "h_n", parse_formula("(num_layers, N, H_out)"))
    report = inspect(TWO_WAYS)
    assert [(row.name, row.predicted, row.observed) for row in report.mismatches] == [("h_n", (2, 3, 23), (4, 3, 23))]
    assert not report.all_true


# Devices and sizes


@pytest.mark.parametrize("spec", OF_EVERY_KIND.values(), ids=OF_EVERY_KIND)
def test_the_meta_device_shows_the_shapes_of_a_real_run(spec: RecurrentSpec) -> None:
    on_meta = inspect(dataclasses.replace(spec, device="meta"))
    assert on_meta.all_true
    assert [row.observed for row in on_meta.tensors] == [row.observed for row in inspect(spec).tensors]
    assert {proof.holds for proof in on_meta.proofs} == {None}


def test_the_meta_device_takes_any_size_at_once() -> None:
    spec = LSTMSpec(10, 100_000, num_layers=48, bidirectional=True, seq_len=16_384, batch_size=1_024, device="meta")
    assert long_wait(spec) is None
    report = inspect(spec)
    assert report.all_true
    assert report.tensors[3].observed == (16_384, 1_024, 200_000)


def test_pytorchs_own_check_of_the_states_works_on_the_meta_device(monkeypatch: pytest.MonkeyPatch) -> None:
    """The shapes observed there are PyTorch's own: hand it wrong states, and it refuses them."""
    from lstm_shapes import shapes
    from lstm_shapes.formula import parse_formula

    monkeypatch.setitem(shapes._OF_LAYERS, "h_0", parse_formula("(num_layers, N, H_out)"))
    with pytest.raises(RunError, match=r"Expected hidden\[0\] size \(4, 3, 23\), got \[2, 3, 23\]"):
        inspect(dataclasses.replace(TWO_WAYS, device="meta"))


def test_what_memory_cannot_hold_is_refused_before_it_is_allocated() -> None:
    spec = LSTMSpec(10, 100_000, num_layers=48)
    with pytest.raises(RunError, match="TB of memory"):
        inspect(spec)


def test_what_no_machine_can_count_is_refused_on_the_meta_device_too() -> None:
    with pytest.raises(RunError, match="more bytes than PyTorch can count"):
        inspect(LSTMSpec(10, 2**31 - 1, device="meta"))
    assert inspect(LSTMSpec(10, 2**31 - 1), run=False).cost.parameters == 4 * (2**31 - 1) * (2**31 - 1 + 12)


def test_the_estimate_of_memory_covers_the_parameters_and_the_tensors() -> None:
    for spec in OF_EVERY_KIND.values():
        report = inspect(spec, run=False)
        assert needed_bytes(spec) > report.cost.bytes + 4 * sum(row.elements for row in report.tensors)


@pytest.mark.parametrize("device", ["cuda", "cuda:3", "mps", "xpu"])
def test_a_device_that_is_not_there_is_refused_with_those_that_are(device: str) -> None:
    if torch.accelerator.is_available():
        pytest.skip("this machine has an accelerator")
    with pytest.raises(SpecError, match=f"{device} is not available here; there is cpu, meta"):
        inspect(LSTMSpec(10, 20, device=device))


LONG_WAITS: dict[str, tuple[LSTMSpec, str | None]] = {
    "an ordinary run": (TWO_WAYS, None),
    "unrolled on meta": (LSTMSpec(10, 20, proj_size=3, seq_len=100_000, device="meta"), "unrolls .* 100,000 steps"),
    "packed on meta": (LSTMSpec(10, 20, lengths=(100_000, 3), device="meta"), "unrolls .* 100,000 steps"),
    "a large run": (LSTMSpec(10, 2_000, seq_len=20_000), "multiply-adds .* --no-run"),
}


@pytest.mark.parametrize(("spec", "sentence"), LONG_WAITS.values(), ids=LONG_WAITS)
def test_a_long_wait_is_announced_with_the_way_around_it(spec: LSTMSpec, sentence: str | None) -> None:
    said = long_wait(spec)
    assert said is None if sentence is None else said is not None and re.search(sentence, said)


# The faces of a report


def test_printing_a_report_shows_the_plain_tables() -> None:
    report = inspect(TWO_WAYS)
    text = str(report)
    assert text + "\n" == render([report])
    assert "h_n     (D * num_layers, N, H_out)   (2 * 2, 3, 23)  (4, 3, 23)  (4, 3, 23)  ✓" in text
    assert "\x1b" not in text


def test_a_report_fits_whatever_rich_puts_it_into() -> None:
    from rich.console import Console, Group
    from rich.panel import Panel
    from rich.table import Table

    report = inspect(TWO_WAYS)
    shown = report.__rich__()
    assert isinstance(shown, Group)
    assert sum(isinstance(part, Table) for part in shown.renderables) >= 3
    console = Console(width=60, force_terminal=True, color_system="standard", record=True, file=StringIO())
    console.print(Panel(report))
    coloured = console.export_text(styles=True, clear=False)
    plain = console.export_text()
    assert "\x1b[" in coloured
    assert max(map(len, plain.splitlines())) <= 60


def test_a_notebook_shows_a_report_as_tables_with_the_colours_of_the_symbols() -> None:
    from lstm_shapes.palette import css

    html = inspect(TWO_WAYS)._repr_html_()
    assert html.count("<table>") >= 3
    for shape in ("(4, 3, 23)", "(D * num_layers, N, H_out)"):
        assert shape in re.sub("<[^>]+>", "", html)
    assert f'<span style="{css("N")}">3</span>' in html
    assert f'<span style="{css("N")}">N</span>' in html
    assert '<td style="text-align:right">' in html


def test_a_report_says_briefly_what_it_is() -> None:
    assert repr(inspect(TWO_WAYS)) == f"<Report {TWO_WAYS.code}: 6 tensors, as predicted>"
    assert repr(inspect(TWO_WAYS, run=False)) == f"<Report {TWO_WAYS.code}: 6 tensors, predicted>"


# What can be inspected


def test_a_live_module_is_read_and_run_with_its_own_weights() -> None:
    module = nn.LSTM(10, 20, num_layers=2, batch_first=True, bidirectional=True, dtype=torch.float64)
    report = inspect(module, seq_len=7, batch_size=4)
    assert report.spec == LSTMSpec(
        10, 20, num_layers=2, batch_first=True, bidirectional=True, dtype="float64", seq_len=7, batch_size=4
    )
    assert report.all_true
    assert report.torch_version == torch.__version__
    assert module.training
    run = run_module(report.spec, 0, module)
    assert run.module is module
    assert module.training


def test_another_module_is_refused() -> None:
    with pytest.raises(ReadError, match=r"^Linear is not an nn\.LSTM, nn\.GRU, nn\.RNN, nn\.LSTMCell"):
        inspect(nn.Linear(10, 20))
    with pytest.raises(ReadError, match=r"^nn\.GRU is not an nn\.LSTM; GRUSpec describes it"):
        LSTMSpec.from_module(nn.GRU(10, 20))


@pytest.mark.parametrize("spec", OF_EVERY_KIND.values(), ids=OF_EVERY_KIND)
def test_a_live_module_of_every_kind_tells_its_arguments(spec: RecurrentSpec) -> None:
    assert RecurrentSpec.from_module(build_module(spec)).arguments == spec.arguments
    assert RecurrentSpec.from_code(spec.code).arguments == spec.arguments


class _OnlyOutput(nn.LSTM):
    def forward(self, input: Any, hx: Any = None) -> Any:
        return super().forward(input, hx)[0]


def test_a_module_that_is_no_plain_lstm_any_more_is_refused() -> None:
    normed = nn.utils.parametrizations.weight_norm(nn.LSTM(10, 20), "weight_hh_l0")
    with pytest.raises(RunError, match=r"does not have the parameters of nn\.LSTM\(10, 20\): .*weight_hh_l0"):
        inspect(normed)
    with pytest.raises(RunError, match="cannot run this LSTM"):
        inspect(_OnlyOutput(10, 20))


def test_a_constructor_call_as_text_is_inspected() -> None:
    report = inspect("lstm = nn.LSTM(10, 2 * 10)", run=False, lengths=(4, 2))
    assert report.spec == LSTMSpec(10, 20, lengths=(4, 2))


def test_json_is_complete_and_holds_only_what_the_contract_names() -> None:
    report = inspect(TWO_WAYS, expect=[("h_n", "4,3,23")])
    contract = {
        "schema_version": int,
        "torch_version": str,
        "module": {
            "input_size", "hidden_size", "num_layers", "bias", "batch_first", "dropout", "bidirectional", "proj_size",
            "device", "dtype", "kind", "code",
        },
        "input": {"shape", "batched", "lengths"},
        "symbols": {"L", "N", "D", "G", "H_in", "H_cell", "H_out", "num_layers"},
        "tensors": {"name", "formula", "latex", "numbers", "predicted", "observed", "matches"},
        "states": {"index", "layer", "direction"},
        "proofs": {"expression", "holds"},
        "parameters": {"name", "formula", "predicted", "observed", "matches"},
        "cost": {"parameters", "bytes", "multiply_adds"},
        "next": {"lines", "beware"},
        "notes": {"id", "text"},
        "expectations": {"name", "expected", "actual", "holds"},
    }  # fmt: skip
    found = json.loads(render([report], "json"))
    assert found == report.to_json()
    assert list(found) == list(contract)
    assert set(found["next"]["lines"][0]) == {
        "purpose", "code", "formula", "predicted", "observed", "matches", "meaning"
    }  # fmt: skip
    assert set(found["next"]["beware"][0]) == {"wrong", "right", "meaning", "differs"}
    for key, wanted in contract.items():
        if isinstance(wanted, type):
            assert type(found[key]) is wanted
        else:
            for row in found[key] if isinstance(found[key], list) else [found[key]]:
                assert set(row) == wanted
    assert found["schema_version"] == 1
    assert found["tensors"][4] == {
        "name": "h_n",
        "formula": "(D * num_layers, N, H_out)",
        "latex": r"(D \cdot \mathrm{num\_layers},\; N,\; H_{out})",
        "numbers": "(2 * 2, 3, 23)",
        "predicted": [4, 3, 23],
        "observed": [4, 3, 23],
        "matches": True,
    }


def test_json_without_a_run_has_null_where_pytorch_would_answer() -> None:
    found = inspect(LSTMSpec(10, 20, batched=False), run=False).to_json()
    assert found["torch_version"] is None
    assert found["symbols"]["N"] is None
    assert {row["observed"] for row in found["tensors"]} == {None}
    assert {proof["holds"] for proof in found["proofs"]} == {None}


@pytest.mark.parametrize("format", ["table", "markdown", "latex", "html"])
def test_every_section_shows_something_in_every_format(format: str) -> None:
    report = inspect(LSTMSpec(10, 20, batch_first=True))
    for name, title in SECTIONS.items():
        text = render([report], format, [name])
        assert len(text.splitlines()) > 2
        assert title in text or (format, name) == ("table", "code")


def test_markdown_tables_have_as_many_cells_in_every_row() -> None:
    text = render([inspect(TWO_WAYS)], "markdown", SECTIONS)
    tables = [block for block in text.split("\n\n") if block.startswith("|")]
    assert len(tables) >= 4
    for table in tables:
        assert len({line.replace(r"\|", "").count("|") for line in table.splitlines()}) == 1


def test_latex_closes_what_it_opens_and_escapes_what_it_must() -> None:
    text = render([inspect(TWO_WAYS)], "latex", SECTIONS)
    for environment in ("tabular", "itemize", "verbatim"):
        assert text.count(rf"\begin{{{environment}}}") == text.count(rf"\end{{{environment}}}") > 0
    outside = "".join(part.split(r"\end{verbatim}")[-1] for part in text.split(r"\begin{verbatim}"))
    assert outside.isascii()
    assert outside.count("$") % 2 == 0
    assert "_" not in outside.replace(r"\_", "").replace("H_{", "")
