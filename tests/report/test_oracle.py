"""The formulas against real PyTorch: what is predicted is what `nn.LSTM` does."""

from __future__ import annotations

import warnings
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from torch import nn

from lstm_shapes import LSTMSpec, inspect
from lstm_shapes.shapes import parameter_formulas, tensor_formulas
from tests.specifications import EVERY_CONFIGURATION, build_module, run_plainly, specs

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")  # PyTorch's, about dropout and projections


def _predicted(spec: LSTMSpec) -> dict[str, tuple[int, ...]]:
    return {name: formula.shape(spec.sizes) for name, formula in tensor_formulas(spec).items()}


def _assert_predicts_pytorch(spec: LSTMSpec) -> None:
    predicted = _predicted(spec)
    observed = run_plainly(spec)
    assert {name: predicted[name] for name in observed} == observed
    assert predicted["h_0"] == observed["h_n"]
    assert predicted["c_0"] == observed["c_n"]
    parameters = {name: formula.shape(spec.sizes) for name, formula in parameter_formulas(spec).items()}
    state_dict = {name: tuple(tensor.shape) for name, tensor in build_module(spec).state_dict().items()}
    assert list(parameters.items()) == list(state_dict.items())


@pytest.mark.parametrize("spec", EVERY_CONFIGURATION.values(), ids=EVERY_CONFIGURATION)
def test_every_configuration_is_predicted_as_pytorch_does_it(spec: LSTMSpec) -> None:
    _assert_predicts_pytorch(spec)


@given(spec=specs())
@settings(max_examples=600)
def test_any_specification_is_predicted_as_pytorch_does_it(spec: LSTMSpec) -> None:
    _assert_predicts_pytorch(spec)


@pytest.mark.parametrize("spec", EVERY_CONFIGURATION.values(), ids=EVERY_CONFIGURATION)
def test_a_report_of_every_configuration_finds_everything_true(spec: LSTMSpec) -> None:
    report = inspect(spec)
    assert all(row.matches for row in (*report.tensors, *report.parameters))
    assert all(proof.holds for proof in report.proofs)
    assert report.all_true


@given(spec=specs())
@settings(max_examples=200)
def test_a_report_of_any_specification_finds_everything_true(spec: LSTMSpec) -> None:
    report = inspect(spec)
    assert {row.name: row.observed for row in report.tensors} == _predicted(spec)
    assert report.all_true


# Copied by hand from PyTorch's page of nn.LSTM and from its users: module, input, then output, h_n, c_n.
PUBLISHED = {
    "the example on PyTorch's page": (nn.LSTM(10, 20, 2), (5, 3, 10), (5, 3, 20), (2, 3, 20), (2, 3, 20)),
    "a bidirectional one": (nn.LSTM(27, 5, bidirectional=True), (27, 26, 27), (27, 26, 10), (2, 26, 5), (2, 26, 5)),
    "batch first": (nn.LSTM(8, 16, batch_first=True), (4, 6, 8), (4, 6, 16), (1, 4, 16), (1, 4, 16)),
    "a projection": (nn.LSTM(10, 20, 2, proj_size=6), (5, 3, 10), (5, 3, 6), (2, 3, 6), (2, 3, 20)),
    "one sequence": (nn.LSTM(10, 20, 2), (5, 10), (5, 20), (2, 20), (2, 20)),
}


@pytest.mark.parametrize(("module", "seen", "output", "h_n", "c_n"), PUBLISHED.values(), ids=PUBLISHED)
def test_published_shapes_are_what_is_predicted(
    module: nn.LSTM,
    seen: tuple[int, ...],
    output: tuple[int, ...],
    h_n: tuple[int, ...],
    c_n: tuple[int, ...],
) -> None:
    sizes: dict[str, Any] = dict(zip(("seq_len", "batch_size"), seen[:-1], strict=False))
    if module.batch_first:
        sizes = {"seq_len": seen[1], "batch_size": seen[0]}
    spec = LSTMSpec(
        module.input_size,
        module.hidden_size,
        num_layers=module.num_layers,
        batch_first=module.batch_first,
        bidirectional=module.bidirectional,
        proj_size=module.proj_size,
        batched=len(seen) == 3,
        **sizes,
    )
    predicted = _predicted(spec)
    assert (predicted["input"], predicted["output"]) == (seen, output)
    assert (predicted["h_n"], predicted["c_n"]) == (h_n, c_n)
    given_output, (given_h_n, given_c_n) = module(torch.randn(seen))
    assert (given_output.shape, given_h_n.shape, given_c_n.shape) == (output, h_n, c_n)


@pytest.mark.parametrize("dtype", ["float32", "float64", "float16", "bfloat16"])
@pytest.mark.parametrize(
    "kind", ["batched-2-layers-bidirectional-bias", "packed-2-layers-bidirectional-bias-projected"]
)
def test_every_dtype_is_run_as_it_is_asked_for(dtype: str, kind: str) -> None:
    spec = EVERY_CONFIGURATION[kind]
    asked = LSTMSpec(
        spec.input_size,
        spec.hidden_size,
        num_layers=2,
        bidirectional=True,
        proj_size=spec.proj_size,
        dtype=dtype,
        seq_len=spec.seq_len,
        batch_size=spec.batch_size,
        lengths=spec.lengths,
    )
    report = inspect(asked)
    assert report.all_true
    assert report.cost.bytes == sum(p.numel() * p.element_size() for p in build_module(asked).parameters())


def test_a_run_leaves_the_callers_random_numbers_and_warnings_alone() -> None:
    torch.manual_seed(1)
    expected = torch.randn(3)
    torch.manual_seed(1)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        inspect(LSTMSpec(10, 20, dropout=0.5, proj_size=3))
    assert torch.equal(torch.randn(3), expected)
    assert caught == []


def test_the_same_seed_draws_the_same_numbers() -> None:
    from lstm_shapes.report.observe import run_lstm

    spec = LSTMSpec(10, 20)
    first, again, other = (run_lstm(spec, seed).tensors["output"] for seed in (3, 3, 4))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)
