"""The formulas against real PyTorch: what is predicted is what `nn.LSTM` and its siblings do."""

from __future__ import annotations

import copy
import warnings
from dataclasses import replace
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from torch import nn
from torch.testing._internal.common_modules import ModuleInfo, module_db

from lstm_shapes import LSTMSpec, RecurrentSpec, inspect
from lstm_shapes.kinds import KINDS
from lstm_shapes.shapes import parameter_formulas, tensor_formulas
from tests.specifications import EVERY_CONFIGURATION, OF_EVERY_KIND, build_module, run_plainly, specs

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")  # PyTorch's, about dropout and projections


_SIZES = {"L": "seq_len", "N": "batch_size"}


def _predicted(spec: RecurrentSpec) -> dict[str, tuple[int, ...]]:
    return {name: formula.shape(spec.sizes) for name, formula in tensor_formulas(spec).items()}


def _assert_predicts_pytorch(spec: RecurrentSpec) -> None:
    predicted = _predicted(spec)
    observed = run_plainly(spec)
    assert {name: predicted[name] for name in observed} == observed
    for before, after in zip(spec.kind.given, spec.kind.returned, strict=True):
        assert predicted[before] == observed[after]
    assert set(predicted) == {*observed, *spec.kind.given}
    parameters = {name: formula.shape(spec.sizes) for name, formula in parameter_formulas(spec).items()}
    state_dict = {name: tuple(tensor.shape) for name, tensor in build_module(spec).state_dict().items()}
    assert list(parameters.items()) == list(state_dict.items())


@pytest.mark.parametrize("spec", OF_EVERY_KIND.values(), ids=OF_EVERY_KIND)
def test_every_configuration_is_predicted_as_pytorch_does_it(spec: RecurrentSpec) -> None:
    _assert_predicts_pytorch(spec)


@given(spec=specs())
@settings(max_examples=1_200)
def test_any_specification_is_predicted_as_pytorch_does_it(spec: RecurrentSpec) -> None:
    _assert_predicts_pytorch(spec)


@pytest.mark.parametrize("spec", OF_EVERY_KIND.values(), ids=OF_EVERY_KIND)
def test_a_report_of_every_configuration_finds_everything_true(spec: RecurrentSpec) -> None:
    report = inspect(spec)
    assert all(row.matches for row in (*report.tensors, *report.parameters))
    assert all(proof.holds for proof in report.proofs)
    assert report.all_true


@given(spec=specs())
@settings(max_examples=300)
def test_a_report_of_any_specification_finds_everything_true(spec: RecurrentSpec) -> None:
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


DATABASE = {
    f"{info.formatted_name}-{'training' if training else 'eval'}": (info, training)
    for info in module_db
    if info.module_cls.__name__ in KINDS
    for training in (True, False)
}


@pytest.mark.parametrize(("info", "training"), DATABASE.values(), ids=DATABASE)
def test_pytorchs_own_examples_have_the_shapes_that_are_predicted(info: ModuleInfo, training: bool) -> None:
    """Every constructor and every input in the database of examples with which PyTorch tests its modules."""
    examples = info.module_inputs_func(info, device="cpu", dtype=torch.float32, requires_grad=False, training=training)
    assert len(examples) >= 2
    for example in examples:
        built, called = example.constructor_input, example.forward_input
        module = info.module_cls(*built.args, **built.kwargs)
        input, states, result = called.args[0], called.args[1:], module(*called.args, **called.kwargs)
        like = RecurrentSpec.from_module(module)
        batched = input.dim() == len(tensor_formulas(like)["input"].axes)
        axes = tensor_formulas(replace(like, batched=batched))["input"].axes
        seen = {_SIZES[str(axis)]: size for axis, size in zip(axes, input.shape, strict=True) if str(axis) in _SIZES}
        predicted = _predicted(replace(like, batched=batched, **seen))
        assert predicted["input"] == input.shape
        given = [
            state for state in (states[0] if states and isinstance(states[0], tuple) else states) if state is not None
        ]
        assert [predicted[name] for name, _ in zip(like.kind.given, given, strict=False)] == [s.shape for s in given]
        output, new = ([], result) if like.kind.is_cell else ([result[0]], result[1])
        found = [*output, *(new if like.kind.has_cell_state else [new])]
        names = [*["output"] * (not like.kind.is_cell), *like.kind.returned]
        assert [predicted[name] for name in names] == [tensor.shape for tensor in found]


def test_all_kinds_but_none_are_in_pytorchs_database() -> None:
    assert {info.module_cls.__name__ for info, _ in DATABASE.values()} == set(KINDS)


@pytest.mark.parametrize("name", KINDS)
def test_two_biases_are_one_unless_the_reset_gate_stands_between_them(name: str) -> None:
    torch.manual_seed(0)
    module = getattr(nn, name)(3, 5)
    folded = copy.deepcopy(module)
    with torch.no_grad():
        suffix = "" if KINDS[name].is_cell else "_l0"
        first, second = (getattr(folded, f"bias_{which}{suffix}") for which in ("ih", "hh"))
        first += second
        second.zero_()
        input = torch.randn(7, 3)
        one, other = (module(input), folded(input))
    one, other = ((r if isinstance(r, torch.Tensor) else r[0]) for r in (one, other))
    assert torch.allclose(one, other, atol=1e-6) == (not name.startswith("GRU"))
    assert ("would do" in KINDS[name].biases) == (not name.startswith("GRU"))


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
    from lstm_shapes.report.observe import run_module

    spec = LSTMSpec(10, 20)
    first, again, other = (run_module(spec, seed).tensors["output"] for seed in (3, 3, 4))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)
