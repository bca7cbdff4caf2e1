"""What a specification refuses, PyTorch refuses too, or would swallow silently."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import nn

from lstm_shapes import LSTMSpec, SpecError
from lstm_shapes.kinds import LSTM

REFUSED: dict[str, dict[str, Any]] = {
    "input_size zero": {"input_size": 0},
    "input_size negative": {"input_size": -3},
    "input_size a float": {"input_size": 10.0},
    "input_size text": {"input_size": "10"},
    "hidden_size zero": {"hidden_size": 0},
    "hidden_size a float": {"hidden_size": 20.5},
    "num_layers zero": {"num_layers": 0},
    "num_layers a float": {"num_layers": 2.0},
    "bias a number": {"bias": 0.5},
    "bias None": {"bias": None},
    "batch_first a number": {"batch_first": 1},
    "bidirectional a number": {"bidirectional": 2},
    "dropout above one": {"dropout": 1.5},
    "dropout negative": {"dropout": -0.1},
    "dropout a bool": {"dropout": True},
    "dropout not a number": {"dropout": float("nan")},
    "dropout text": {"dropout": "0.5"},
    "proj_size as large as hidden_size": {"proj_size": 20},
    "proj_size negative": {"proj_size": -1},
    "proj_size a float": {"proj_size": 2.0},
    "proj_size a bool": {"proj_size": True},
}
SIZES = {"input_size": 10, "hidden_size": 20}


@pytest.mark.parametrize("arguments", REFUSED.values(), ids=REFUSED)
def test_an_argument_that_pytorch_refuses_is_refused_by_name(arguments: dict[str, Any]) -> None:
    (name,) = arguments
    with pytest.raises(SpecError, match=f"^{name} must be ") as refusal:
        LSTMSpec(**(SIZES | arguments))
    assert refusal.value.field == name
    with pytest.raises((TypeError, ValueError, RuntimeError)):
        nn.LSTM(**(SIZES | arguments))(torch.randn(5, 3, 10))


ACCEPTED: dict[str, dict[str, Any]] = {
    "dropout zero": {"dropout": 0},
    "dropout one": {"dropout": 1, "num_layers": 2},
    "proj_size just below hidden_size": {"proj_size": 19},
    "everything one": {"input_size": 1, "hidden_size": 1},
}


@pytest.mark.parametrize("arguments", ACCEPTED.values(), ids=ACCEPTED)
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_an_argument_at_the_edge_is_accepted_as_pytorch_accepts_it(arguments: dict[str, Any]) -> None:
    spec = LSTMSpec(**(SIZES | arguments))
    nn.LSTM(**(SIZES | arguments))(torch.randn(5, 3, spec.input_size))


BAD_INPUT: dict[str, tuple[dict[str, Any], str]] = {
    "seq_len zero": ({"seq_len": 0}, "seq_len"),
    "batch_size zero": ({"batch_size": 0}, "batch_size"),
    "batch_size enormous": ({"batch_size": 10**30}, "batch_size"),
    "layers enormous": ({"num_layers": 10**9}, "num_layers"),
    "no lengths": ({"lengths": ()}, "lengths"),
    "a length of zero": ({"lengths": (5, 0)}, "lengths"),
    "a length beyond the sequence": ({"lengths": (6, 2), "seq_len": 5}, "lengths"),
    "lengths unbatched": ({"lengths": (5, 2), "batched": False}, "lengths"),
    "lengths of another batch": ({"lengths": (5, 2), "batch_size": 3}, "batch_size"),
    "a batch size unbatched": ({"batch_size": 3, "batched": False}, "batch_size"),
    "an unknown dtype": ({"dtype": "int64"}, "dtype"),
    "an unknown device": ({"device": "gpu"}, "device"),
    "a device with a strange number": ({"device": "cuda:x"}, "device"),
}


@pytest.mark.parametrize(("arguments", "field"), BAD_INPUT.values(), ids=BAD_INPUT)
def test_input_that_makes_no_sense_is_refused_by_name(arguments: dict[str, Any], field: str) -> None:
    with pytest.raises(SpecError) as refusal:
        LSTMSpec(**(SIZES | arguments))
    assert refusal.value.field == field


def test_pytorch_swallows_a_length_beyond_the_sequence_silently() -> None:
    """The reason why lengths are refused that PyTorch takes: rows go missing."""
    packed = nn.utils.rnn.pack_padded_sequence(torch.randn(5, 2, 10), torch.tensor([6, 5]))
    assert int(packed.batch_sizes.sum()) == 11
    assert len(packed.data) == 10


def test_sizes_come_from_lengths_where_nothing_else_says_them() -> None:
    spec = LSTMSpec(10, 20, lengths=(2, 7, 3, 7))
    assert (spec.L, spec.N, spec.valid_steps) == (7, 4, 19)


def test_the_module_arguments_are_those_of_pytorch_in_its_order() -> None:
    assert (*list(nn.RNNBase.__init__.__annotations__)[1:9], "device", "dtype") == LSTM.arguments


def test_a_message_stays_short_whatever_was_given() -> None:
    for value in ("x" * 10_000, 10**5_000, [0] * 10_000):
        with pytest.raises(SpecError) as refusal:
            LSTMSpec(10, value)  # type: ignore[arg-type]
        assert len(str(refusal.value)) < 200
