"""What the results go into: each line gives the shape that is predicted, and means what is said of it."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from hypothesis import given, settings
from torch import nn

from lstm_shapes import LSTMSpec, RecurrentSpec, inspect
from lstm_shapes.report.formats import render
from lstm_shapes.spec import SPECS
from tests.specifications import OF_EVERY_KIND, specs


@pytest.mark.parametrize("spec", OF_EVERY_KIND.values(), ids=OF_EVERY_KIND)
def test_every_line_gives_the_predicted_shape(spec: RecurrentSpec) -> None:
    report = inspect(spec)
    assert [use.code for use in report.uses if use.matches is not True] == []
    assert [one.wrong for one in report.beware if one.differs is not True] == []
    assert report.uses


@settings(max_examples=60, deadline=None)
@given(specs())
def test_so_does_it_with_any_module_and_input(spec: RecurrentSpec) -> None:
    assert [use.code for use in inspect(spec).uses if use.matches is False] == []


def _run(spec: RecurrentSpec, module: nn.Module, input: torch.Tensor) -> dict[str, Any]:
    """The variables of the lines, run on this input as a reader would run them."""
    torch.manual_seed(7)
    names: dict[str, Any] = {"torch": torch, "nn": nn, "input": input}
    with torch.no_grad():
        if spec.lengths is not None:
            packed = nn.utils.rnn.pack_padded_sequence(
                input, torch.tensor(spec.lengths), batch_first=spec.batch_first, enforce_sorted=False
            )
            names["packed_output"], states = module(packed)
        else:
            names["output"], states = module(input)
        names |= dict(zip(spec.kind.returned, states if spec.kind.has_cell_state else (states,)))
        for use in inspect(spec, run=False).uses:
            exec(use.code, names)
    return names


OF_BATCHES: dict[str, dict[str, Any]] = {
    "time first": {"seq_len": 9, "batch_size": 7},
    "batch first, both ways": {"seq_len": 9, "batch_size": 7, "batch_first": True, "bidirectional": True},
    "packed": {"lengths": (3, 9, 5, 1, 9, 2, 8), "bidirectional": True},
}
BATCHES = {
    f"{kind} {name}": SPECS[kind](11, 23, num_layers=2, **flags)
    for kind in ("LSTM", "GRU")
    for name, flags in OF_BATCHES.items()
}


@pytest.mark.parametrize("spec", BATCHES.values(), ids=BATCHES)
def test_the_sequences_of_a_batch_stay_apart(spec: RecurrentSpec) -> None:
    module = getattr(nn, spec.kind.name)(11, 23, 2, batch_first=spec.batch_first, bidirectional=spec.bidirectional)
    input = torch.randn(inspect(spec, run=False).tensors[0].predicted)
    changed = input.clone()
    (changed if spec.batch_first else changed.transpose(0, 1))[2] += 1
    before, after = _run(spec, module, input), _run(spec, module, changed)
    others = [n for n in range(spec.N or 0) if n != 2]
    for name in ("summary", "label", "keys", "weights", "context", "columns"):
        assert torch.equal(before[name][others], after[name][others]), name
        assert not torch.equal(before[name][2], after[name][2]), name


def test_padding_reaches_neither_the_context_nor_the_loss() -> None:
    spec = BATCHES["LSTM packed"]
    module = nn.LSTM(11, 23, 2, bidirectional=True)
    names = _run(spec, module, torch.randn(9, 7, 11))
    weights = names["weights"].softmax(dim=1)
    for n, length in enumerate(spec.lengths or ()):
        assert weights[n, length:].eq(0).all()
        assert weights[n, :length].gt(0).all()
        assert names["targets"][n, length:].eq(-100).all()
        assert names["targets"][n, :length].ge(0).all()


def test_a_decoder_is_given_both_directions_of_each_layer() -> None:
    spec = LSTMSpec(11, 23, num_layers=3, bidirectional=True, proj_size=5)
    names = _run(spec, nn.LSTM(11, 23, 3, bidirectional=True, proj_size=5), torch.randn(5, 3, 11))
    for layer in range(3):
        forward, backward = names["h_n"][2 * layer], names["h_n"][2 * layer + 1]
        assert torch.equal(names["h_both"][layer], torch.cat((forward, backward), dim=-1))
        assert torch.equal(names["h_sum"][layer], forward + backward)
        assert torch.equal(names["c_both"][layer, :, :23], names["c_n"][2 * layer])


NOT_RUN = {
    "half precision": LSTMSpec(10, 20, dtype="bfloat16"),
    "without values": LSTMSpec(10, 20, device="meta"),
    "a large output": LSTMSpec(10, 20, seq_len=5, batch_size=3),  # of 2,560 weights
}


@pytest.mark.parametrize("spec", NOT_RUN.values(), ids=NOT_RUN)
def test_where_the_lines_are_not_run_they_are_predicted_alone(
    spec: RecurrentSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lstm_shapes.report.bridge.MOST_NUMBERS", 2_000)
    report = inspect(spec)
    assert {use.observed for use in report.uses} == {None}
    assert report.all_true
    assert "Each line was run" not in render([report], "table", ["next"])


def test_a_line_that_gives_another_shape_is_a_mismatch(monkeypatch: pytest.MonkeyPatch) -> None:
    from lstm_shapes.report import bridge

    monkeypatch.setattr(bridge, "_BOTH", "torch.cat((h_n[-2], h_n[-1]), dim=0).transpose(0, 1)")
    monkeypatch.setattr(bridge, "_linear", lambda spec: list(_only_the_summary(spec)))
    monkeypatch.setattr(bridge, "_attention", lambda spec: ())
    monkeypatch.setattr(bridge, "_loss", lambda spec: ())
    report = inspect(LSTMSpec(10, 20, bidirectional=True))
    (row,) = report.mismatches
    assert (row.predicted, row.observed) == ((3, 40), (20, 6))
    assert not report.all_true
    assert "PyTorch gives (20, 6)" in render([report], "table", ["next"])


def _only_the_summary(spec: RecurrentSpec) -> Any:
    from lstm_shapes.report import bridge

    yield bridge._Line("the sequence", f"summary = {bridge._BOTH}", bridge._formula(spec, "(N, D * H_out)"), "")


def test_the_lines_are_those_of_who_has_changed_no_default() -> None:
    try:
        torch.set_default_dtype(torch.float64)
        assert inspect(LSTMSpec(10, 20)).all_true
        assert torch.get_default_dtype() == torch.float64
    finally:
        torch.set_default_dtype(torch.float32)
    with torch.device("meta"):
        assert inspect(nn.GRU(10, 20, device="cpu")).all_true


def test_a_layer_as_wide_as_can_be_is_predicted() -> None:
    report = inspect(LSTMSpec(10, 2**31 - 1, bidirectional=True), run=False)
    assert [use.code for use in report.uses if "h_both" in use.code] == []


def test_nobody_who_listens_to_a_cell_hears_of_it() -> None:
    cell, heard = nn.GRUCell(10, 20), []
    cell.register_forward_hook(lambda *_: heard.append(1))
    inspect(cell)
    assert len(heard) == 1
