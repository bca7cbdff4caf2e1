"""Constructor calls as text: read by `ast`, and written."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstm_shapes import LSTMSpec, ReadError, RecurrentSpec
from lstm_shapes.constructor import read_constructor
from tests.specifications import specs

READ: dict[str, dict[str, Any]] = {
    "nn.LSTM(10, 20)": {},
    "torch.nn.LSTM(10, 20)": {},
    "LSTM(10, 20)": {},
    "rnn = nn.LSTM(10, 20)": {},
    "self.lstm = nn.LSTM(10, 20)  # the encoder": {},
    "rnn: nn.LSTM = nn.LSTM(10, 20)": {},
    ">>> rnn = nn.LSTM(10, 20)": {},
    "    nn.LSTM(\n        10,\n        20,\n    )": {},
    "nn.LSTM(hidden_size=20, input_size=10)": {},
    "nn.LSTM(10, 20, 2)": {"num_layers": 2},
    "nn.LSTM(10, 20, 2, False, True, 0.5, True, 6)": {
        "num_layers": 2,
        "bias": False,
        "batch_first": True,
        "dropout": 0.5,
        "bidirectional": True,
        "proj_size": 6,
    },
    "nn.LSTM(10, 20, num_layers=2, bidirectional=True)": {"num_layers": 2, "bidirectional": True},
    "nn.LSTM(10, 20, device='cuda:1', dtype=torch.float64)": {"device": "cuda:1", "dtype": "float64"},
    "nn.LSTM(10, 20, dtype=torch.double)": {"dtype": "float64"},
    "return nn.LSTM(10, 20)": {},
    "nn.LSTM(10, 20),": {},
    "nn.LSTM(10, 20);": {},
    "nn.LSTM(10, 20, 1, True, False, 0.0, False, 0, 'cpu', torch.float16)": {
        "num_layers": 1,
        "bias": True,
        "batch_first": False,
        "dropout": 0.0,
        "bidirectional": False,
        "proj_size": 0,
        "device": "cpu",
        "dtype": "float16",
    },
    "nn.LSTM(10, 20, dtype=torch.half)": {"dtype": "float16"},
    "nn.LSTM(10, 20, dropout=-1)": {"dropout": -1},
}


@pytest.mark.parametrize(("code", "more"), READ.items(), ids=READ)
def test_a_call_is_read_as_python_would_bind_it(code: str, more: dict[str, Any]) -> None:
    call = read_constructor(code)
    assert (call.arguments, call.names) == ({"input_size": 10, "hidden_size": 20} | more, {})


ARITHMETIC = {"2*64": 128, "64 // 2 + 1": 33, "3 * (5 - 2)": 9, "-(-7)": 7, "2 * -3": -6}


@pytest.mark.parametrize(("expression", "value"), ARITHMETIC.items(), ids=ARITHMETIC)
def test_arithmetic_of_whole_numbers_is_worked_out(expression: str, value: int) -> None:
    assert read_constructor(f"nn.LSTM({expression}, 20)").arguments["input_size"] == value == eval(expression)


def test_a_name_is_left_open_and_filled_by_whoever_knows_its_value() -> None:
    call = read_constructor(
        "nn.LSTM(len(words), 2 * self.hidden, num_layers=config.layers, dropout=p if layers else 0)"
    )
    assert call.arguments == {}
    assert call.names == {
        "input_size": "len(words)",
        "hidden_size": "2 * self.hidden",
        "num_layers": "config.layers",
        "dropout": "p if layers else 0",
    }
    spec = LSTMSpec.from_code("nn.LSTM(10, hidden)", hidden_size=20, seq_len=7)
    assert spec == LSTMSpec(10, 20, seq_len=7)
    with pytest.raises(ReadError, match="gives hidden_size as hidden, whose value is not known"):
        LSTMSpec.from_code("nn.LSTM(10, hidden)")


REFUSED = {
    "": "one constructor call",
    "x": "one constructor call",
    "10": "one constructor call",
    "nn.LSTM": "one constructor call",
    "import os; nn.LSTM(10, 20)": "one constructor call",
    "nn.LSTM(10, 20": "never closed",
    "nn.LSTM(10, 20)\0": "not Python",
    "nn.LSTM(10, 2 ** 10)": "hidden_size as a plain value",
    "nn.LSTM(10, 20, batch_first=true)": "batch_first as True, with a capital letter",
    "nn.LSTM(10, 7 // 0)": "hidden_size as a plain value",
    "nn.LSTM(10, 2 * 'a')": "hidden_size as a plain value",
    "nn.LSTM(10, 9999999999 * 9999999999)": "hidden_size as a plain value",
    "nn.LSTM(*sizes)": r"\*sizes",
    "nn.LSTM(10, 20, **options)": r"\*\*options",
    "nn.LSTM(10, 20, layers=2)": "no argument layers",
    "nn.LSTM(10, 20, input_size=3)": "input_size twice",
    "nn.LSTM(10, 20, 1, num_layers=3)": "num_layers twice",
    "nn.LSTM(10)": "lacks hidden_size",
    "nn.LSTM()": "lacks input_size",
    "nn.LSTM(10, 20, 1, True, False, 0.0, False, 0, 'cpu', torch.half, 1)": "at most 10 positional",
    "nn.LSTM(10, 20, dtype='float32')": "torch.float32",
    "nn.GRU(10, 20, proj_size=3)": "nn.GRU has no argument proj_size",
    "nn.Linear(10, 20)": "nn.RNNCell, not nn.Linear",
    "keras.layers.LSTM(20)": "not keras.layers.LSTM",
    "nn.LSTM(10, 20).cuda()": r"more than the constructor call; leave out \.cuda",
    "nn.Sequential(nn.LSTM(10, 20))": "not nn.Sequential",
    "(" * 1_000: "not Python",
    "nn.LSTM(" + "-" * 1_500 + "1, 2)": "input_size as a plain value",
}


@pytest.mark.parametrize(("code", "reason"), REFUSED.items(), ids=[code[:40] or "nothing" for code in REFUSED])
def test_what_is_no_plain_call_is_refused_with_the_reason(code: str, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        read_constructor(code)


def test_ten_megabytes_are_refused_by_their_length() -> None:
    with pytest.raises(ReadError, match="10,000,000"):
        read_constructor("n" * 10_000_000)


@given(st.text(max_size=60))
def test_no_text_crashes_the_reader(text: str) -> None:
    for code in (text, f"nn.LSTM({text})", f"nn.LSTM(10, 20, {text})"):
        with suppress(ReadError):
            read_constructor(code)


@given(specs())
def test_what_is_written_reads_as_the_same_module(spec: RecurrentSpec) -> None:
    again = RecurrentSpec.from_code(spec.code)
    assert again.arguments == spec.arguments
    assert again.code == spec.code
    assert (again.D, again.H_out, again.dropout, again.bias) == (spec.D, spec.H_out, spec.dropout, spec.bias)
