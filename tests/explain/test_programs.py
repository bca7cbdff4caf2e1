"""Errors beside the program that raised them: the layer that is meant is found in it, and the repair fits into it."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

import pytest

from lstm_shapes.errors import ReadError, SpecError
from lstm_shapes.explain.diagnose import diagnose
from lstm_shapes.explain.finding import Suspect
from lstm_shapes.explain.programs import layers_in, told_by
from tests.explain.provoking import provoke

ENCODER = """\
import torch
from torch import nn

class Encoder(nn.Module):
    def __init__(self, vocab, emb, hid, n_layers):
        super().__init__()
        self.embedding = nn.Embedding(vocab, emb)
        self.rnn = nn.LSTM(emb, hid, n_layers, bidirectional=True)

    def forward(self, source):
        outputs, (hidden, cell) = self.rnn(self.embedding(source))
        return hidden, cell
"""
DECODER = """\
class Decoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(
            11,
            20,  # hidden_size (per direction)
            num_layers=2,
        )

    def forward(self, token, hidden, cell):
        output, (hidden, cell) = self.lstm(token, (hidden, cell))
        return output
"""
USE = """\
encoder, decoder = Encoder(50, 11, 20, 2), Decoder()
hidden, cell = encoder(torch.randint(50, (7, 5)))
decoder(torch.randn(1, 5, 11), hidden, cell).shape
"""
TAGGER = """\
import torch
from torch import nn

dim, hidden = 10, 20

class Tagger(nn.Module):
    def __init__(self):
        super().__init__()
        self.gru = nn.GRU(dim, hidden, 2, batch_first=True)
        self.head = nn.LSTM(hidden, 6)

    def forward(self, words):
        steps, _ = self.gru(words)
        return self.head(steps)[0]

Tagger()({words}).shape
"""


@dataclass(frozen=True, slots=True)
class Case:
    """A program, the line of it that fails, and what repairs it."""

    program: str
    failing: str
    cause: str
    built: str | None
    """What `inspect` is to be asked for; None where the call has names."""


CASES = {
    "states of the encoder": Case(
        ENCODER + DECODER + USE,
        "        output, (hidden, cell) = self.lstm(token, (hidden, cell))",
        "missing-directions",
        "nn.LSTM(11, 20, num_layers=2)",
    ),
    "the only layer of this kind of message": Case(
        TAGGER.format(words="torch.randn(5, 7, 2, 5)"), "        steps, _ = self.gru(words)", "wrong-input-rank", None
    ),
    "a layer without a name": Case(
        "import torch\nfrom torch import nn\nx = torch.randn(7, 5, 10)\nlstm = nn.LSTM(9, 20)\nlstm(x)",
        "lstm(x)",
        "wrong-input-size",
        "nn.LSTM(9, 20)",
    ),
}


def _first(text: str, program: str | None) -> tuple[Suspect, str]:
    (diagnosis,) = diagnose([text], () if program is None else told_by(program))
    return diagnosis.finding.suspects[0], diagnosis.command


def _repaired(case: Case, fix: str) -> str:
    indent = case.failing[: -len(case.failing.lstrip())] if case.failing[0] == " " else ""
    own = "" if case.failing.partition(" = ")[0].strip() == fix.partition(" = ")[0] else f"\n{case.failing}"
    return case.program.replace(case.failing, textwrap.indent(fix, indent) + own)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
@pytest.mark.parametrize("where", ["told", "below", "above", "with its traceback"])
def test_the_program_says_which_layer_is_meant_and_what_its_names_are(case: Case, where: str) -> None:
    provoked = provoke(case.program)
    assert provoked is not None
    text = {
        "told": provoked.message,
        "below": f"I get {provoked.message}\n\n```python\n{case.program}```\n",
        "above": f"```python\n{case.program}```\nI get {provoked.message}",
        "with its traceback": provoked.full,
    }[where]
    told = case.program if where in ("told", "with its traceback") else None
    suspect, command = _first(text, told)
    assert suspect.cause == case.cause
    assert case.built is None or command.startswith(f'lstm-shapes inspect "{case.built}"')
    assert provoke(_repaired(case, suspect.fix)) is None


def test_a_layer_is_read_as_it_is_built_and_as_it_is_printed() -> None:
    text = """\
        >>> self.rnns = torch.nn.GRU(input_size=10, hidden_size=20)
        # self.old = nn.LSTM(1, 2)
        class LSTM(nn.Module):
        super(LSTM, self).__init__()
        wrapped = initialised(nn.LSTMCell(10, hidden), gain=2)
        (encoder): LSTM(10, 20, num_layers=2, batch_first=True)
        many = [nn.RNN(**options) for _ in range(3)]
    """
    found = [(one.name, one.kind and one.kind.name, one.spec and one.spec.code) for one in layers_in(text)]
    assert found == [
        ("self.rnns", "GRU", "nn.GRU(10, 20)"),
        ("wrapped", "LSTMCell", None),
        ("encoder", "LSTM", "nn.LSTM(10, 20, num_layers=2, batch_first=True)"),
        ("many", "RNN", None),
    ]


def test_a_class_of_the_users_own_is_no_layer_of_pytorch() -> None:
    text = "model = LSTM(10, 20)\nlayer = nn.LSTM(7, 20)"
    assert [one.name for one in layers_in(text, qualified=True)] == ["layer"]


def test_layers_that_may_all_be_meant_tell_only_what_they_have_in_common() -> None:
    message = "input.size(-1) must be equal to input_size. Expected 10, got 9"
    both = "a = nn.LSTM(10, 20)\nb = nn.LSTM(10, 30)"
    assert _first(message, both)[1] == "lstm-shapes inspect --input-size 10"
    assert "nn.LSTM" in _first(message, both)[0].fix
    other = "a = nn.LSTM(10, 20)\nb = nn.GRU(10, 30)"
    assert "nn.GRU" not in _first(message, other)[0].fix
    one = "a = nn.LSTM(10, 20)\nb = nn.GRU(11, 30)"
    assert _first(message, one)[1] == 'lstm-shapes inspect "nn.LSTM(10, 20)"'


def test_a_layer_in_the_text_that_the_message_is_not_about_is_passed_over() -> None:
    message = "input.size(-1) must be equal to input_size. Expected 10, got 9"
    (diagnosis,) = diagnose([f"{message}\nself.lstm = nn.LSTM(8, 20)"])
    assert diagnosis.finding.contradicts is None
    assert diagnosis.command == "lstm-shapes inspect --input-size 10"


def test_a_program_in_the_text_makes_no_error_of_another_module_ours() -> None:
    error = """\
Traceback (most recent call last):
  File "train.py", line 7, in <module>
    self.head(images)
RuntimeError: mat1 and mat2 shapes cannot be multiplied (4x100 and 128x2)
"""
    assert diagnose([f"self.lstm = nn.LSTM(8, 20)\n{error}"]) == diagnose([error]) == []


@pytest.mark.parametrize(
    "code", ["nn.LSTM(10)", "nn.LSTM(10, 20, layers=2)", "model = Net()", "x = [", "nn.LSTM(10, 20"]
)
def test_code_without_a_layer_that_can_be_read_is_refused(code: str) -> None:
    with pytest.raises(ReadError):
        told_by(code)


def test_a_value_out_of_range_in_a_single_call_is_refused() -> None:
    with pytest.raises(SpecError):
        told_by("nn.LSTM(10, 20, proj_size=20)")
