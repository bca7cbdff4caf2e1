"""Errors beside the program that raised them: the layer that is meant is found in it, and the repair fits into it."""

from __future__ import annotations

import json
import runpy
import subprocess
import sys
import textwrap
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from lstm_shapes import explain_exception, explain_text
from lstm_shapes.errors import ReadError, SpecError
from lstm_shapes.explain.diagnose import diagnose
from lstm_shapes.explain.finding import Diagnosis, Suspect
from lstm_shapes.explain.programs import layers_in, told_by
from lstm_shapes.explain.sources import read_program, source_named_in
from tests.conftest import Command, plain_environment
from tests.explain.programs import BESIDE_THEIR_PROGRAM, HEAD, LEFT_TO_DO, OTHERWISE
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
        ("", "LSTMCell", None),
        ("encoder", "LSTM", "nn.LSTM(10, 20, num_layers=2, batch_first=True)"),
        ("", "RNN", None),
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


def _failing(folder: Path, program: str) -> str:
    """The traceback of a program in a file."""
    (folder / "train.py").write_text(program, encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "train.py"], cwd=folder, env=plain_environment(), capture_output=True, text=True, check=False
    )
    assert run.returncode == 1
    return run.stderr


NORM = """\
import torch
from torch import nn
from torch.nn import LSTM

class Tagger(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = LSTM(11, 20, batch_first=True)
        self.norm = nn.BatchNorm1d(20)

    def forward(self, x):
        x, _ = self.lstm(x)
        x = self.norm(x)
        return x

Tagger()(torch.randn(3, 5, 11)).reshape(3, 5, 20)
"""


def test_a_program_that_is_at_hand_is_read(command: Command, tmp_path: Path) -> None:
    case = CASES["states of the encoder"]
    traceback = _failing(tmp_path, case.program)
    found = json.loads(command("explain", traceback, "--format", "json").stdout)["diagnoses"][0]
    assert found["command"].startswith('lstm-shapes inspect "nn.LSTM(11, 20, num_layers=2)"')
    assert provoke(_repaired(case, found["causes"][0]["fix"])) is None


def test_the_function_around_the_line_tells_that_a_layer_is_involved(command: Command, tmp_path: Path) -> None:
    traceback = _failing(tmp_path, NORM)
    assert diagnose([traceback]) == []
    found = json.loads(command("explain", traceback, "--format", "json").stdout)["diagnoses"][0]
    assert found["causes"][0]["id"] == "channels-on-last-axis"
    assert provoke(NORM.replace("x = self.norm(x)", found["causes"][0]["fix"])) is None


PADDED = """\
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

class Tagger(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(11, 20, batch_first=True)
        self.head = nn.Linear(20, 4)

    def forward(self, x, sizes):
        packed = pack_padded_sequence(x, sizes, batch_first=True)
        steps, _ = self.lstm(packed)
        {above}
        {line}
        return scores

assert Tagger()(torch.randn(3, 5, 11), [5, 3, 2]).shape == {shape}
"""
UNPACKS = "steps = pad_packed_sequence(steps, batch_first=True)"
USES = {
    "given to a layer": ("scores = self.head(steps)", (3, 5, 4)),
    "asked for a method": ("scores = steps.reshape(15, 20)", (15, 20)),
    "its last step": ("scores = self.head(steps[:, -1])", (3, 4)),
}


@pytest.mark.parametrize(("line", "shape"), USES.values(), ids=USES)
def test_the_function_tells_that_a_tuple_is_padded_output_and_lengths(
    line: str, shape: tuple[int, ...], command: Command, tmp_path: Path
) -> None:
    program = PADDED.format(above=UNPACKS, line=line, shape=shape)
    traceback = _failing(tmp_path, program)
    (cause,) = json.loads(command("explain", traceback, "--format", "json").stdout)["diagnoses"][0]["causes"]
    assert (cause["id"], cause["likelihood"]) == ("padded-with-lengths", "certain")
    repaired = cause["fix"].replace("\n", f"\n{' ' * 8}")
    assert provoke(PADDED.format(above="", line=repaired, shape=shape)) is None


@pytest.mark.parametrize("above", ["if len(x) > 1:\n            " + UNPACKS, "steps = (steps, 1)"])
def test_a_tuple_of_other_origin_is_not_taken_for_it(above: str, command: Command, tmp_path: Path) -> None:
    traceback = _failing(tmp_path, PADDED.format(above=above, line=USES["given to a layer"][0], shape=()))
    causes = json.loads(command("explain", traceback, "--format", "json").stdout)["diagnoses"][0]["causes"]
    assert "padded-with-lengths" not in [cause["id"] for cause in causes]


def test_a_program_that_has_changed_since_is_passed_over(command: Command, tmp_path: Path) -> None:
    traceback = _failing(tmp_path, NORM)
    (tmp_path / "train.py").write_text(f"\n{NORM}", encoding="utf-8")
    assert command("explain", traceback).returncode == 1


def test_the_interface_reads_files_only_where_it_is_asked_to(tmp_path: Path) -> None:
    traceback = _failing(tmp_path, NORM).replace('"train.py"', f'"{tmp_path / "train.py"}"')
    assert explain_text(traceback) == []
    assert len(explain_text(traceback, read_files=True)) == 1


@pytest.mark.parametrize("path", ["secret.txt", "absent.py", "a\0b.py", "folder.py"])
def test_nothing_but_a_python_file_is_read(path: str, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("lstm")
    (tmp_path / "folder.py").mkdir()
    assert read_program(str(tmp_path / path)) is None


STACK = """\
import torch
from torch import nn

class Stack(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.LSTM(10, 20), nn.LSTM(20, 20)])

    def forward(self, x, h, c):
        for i, layer in enumerate(self.layers):
            x, _ = layer(x, (h, c))
        return x

h = torch.randn(2, 3, 20, requires_grad=True)
Stack()(torch.randn(5, 3, 10), h, torch.zeros(2, 3, 20)).sum().backward()
assert h.grad[0].any() and h.grad[1].any()
"""
POEMS = """\
import torch
from torch import nn

def write(gru, steps, hidden):
    for step, kept in steps:
        output, hidden = gru(step, hidden)
    return hidden

gru = nn.GRU(10, 20)
first, some = torch.arange(6), torch.tensor([0, 2, 5])
before = write(gru, [(torch.ones(1, 6, 10), first)], torch.zeros(1, 6, 20))
write(gru, [(torch.ones(1, 6, 10), first), (torch.ones(1, 3, 10), some)], torch.zeros(1, 6, 20))
"""
POOLED = """\
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

gru = nn.GRU(10, 20, batch_first=True)

def pooled(x, lengths):
    valid = (torch.arange(7) < lengths[:, None]).unsqueeze(-1)
    packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
    output, lengths = pad_packed_sequence(gru(packed)[0])
    return (output * valid).sum(1)

pooled(torch.randn(4, 7, 10), torch.tensor([3, 7, 2, 5]))
"""


def test_what_is_packed_with_the_batch_first_is_unpacked_so(command: Command, tmp_path: Path) -> None:
    traceback = _failing(tmp_path, POOLED)
    found = json.loads(command("explain", traceback, "--format", "json").stdout)["diagnoses"][0]["causes"][0]
    assert (found["id"], found["likelihood"]) == ("batch-first-forgotten", "certain")
    line = "output, lengths = pad_packed_sequence(gru(packed)[0])"
    assert provoke(POOLED.replace(line, found["fix"])) is None
    assert (
        "batch-first-forgotten"
        not in command(
            "explain",
            _failing(tmp_path, POOLED.replace("_first=True, e", "_first=False, e").replace("4, 7, 10", "7, 4, 10")),
        ).stdout
    )


CHARACTERS = """\
import torch
from torch import nn

class Letters(nn.Module):
    def __init__(self):
        super().__init__()
        self.gru = nn.GRU(10, 20, 2, batch_first=True)
    def forward(self, x, h):
        return self.gru(x, h)

letters = Letters()
_, h = letters(torch.randn(4, 5, 10), torch.zeros(2, 4, 20))
letter, before = torch.randn(1, 1, 10), None
for _ in range(3):
    y, h = letters(letter, h)
    assert before is None or not torch.equal(h, before)  # as it would be if each step began anew
    before = h
"""


def test_a_state_that_the_caller_carries_on_is_made_anew_for_another_batch_alone(
    command: Command, tmp_path: Path
) -> None:
    traceback = _failing(tmp_path, CHARACTERS)
    found = json.loads(command("explain", traceback, "--format", "json").stdout)["diagnoses"][0]
    assert found["causes"][0]["id"] == "stale-batch-size"
    line = "        return self.gru(x, h)"
    assert (
        provoke(CHARACTERS.replace(line, f"{textwrap.indent(found['causes'][0]['fix'], '        ')}\n{line}")) is None
    )


IN_LOOPS = {
    "each layer its own rows": (STACK, "x, _ = layer(x, (h, c))", True),
    "the sequences that are left": (POEMS, "output, hidden = gru(step, hidden)", False),
}


@pytest.mark.parametrize(("program", "failing", "replaces"), IN_LOOPS.values(), ids=IN_LOOPS)
def test_a_loop_around_the_call_decides_what_is_kept(
    program: str, failing: str, replaces: bool, command: Command, tmp_path: Path
) -> None:
    traceback = _failing(tmp_path, program)
    found = json.loads(command("explain", traceback, "--format", "json").stdout)["diagnoses"][0]
    fix = found["causes"][0]["fix"]
    indent = " " * (12 if replaces else 8)
    assert provoke(program.replace(failing, fix if replaces else f"{fix}\n{indent}{failing}")) is None


Explains = Callable[[BaseException], "Diagnosis | None"]


def _in_text(error: BaseException) -> Diagnosis:
    return diagnose(["".join(traceback.format_exception(error))], find=source_named_in)[0]


_SEEN_IN_TEXT_ALONE = (
    "the last sample",
    "targets as wide",
    "labels as wide",
    "sequences of other",
    "a batch of one",
    "one step more",
    "states that are cut",
    "one sequence of",
    "a hook",
)
"""The line that fails names nothing that came from a layer."""

TOLD: list[tuple[str, Explains]] = [(name, _in_text) for name in BESIDE_THEIR_PROGRAM]
TOLD += [(name, explain_exception) for name in BESIDE_THEIR_PROGRAM if not name.startswith(_SEEN_IN_TEXT_ALONE)]


@pytest.mark.parametrize(("name", "explains"), TOLD)
def test_the_first_repair_does_what_the_program_wants(name: str, explains: Explains, tmp_path: Path) -> None:
    program, cause, old, new = BESIDE_THEIR_PROGRAM[name]
    path = tmp_path / "program.py"
    first = _first_cause(path, program, explains)
    assert first.cause == cause
    lines = [line.partition("  #")[0] for line in first.fix.splitlines()]
    path.write_text(HEAD + program.replace(old, new.format(*lines)))
    runpy.run_path(str(path))


def _first_cause(path: Path, program: str, explains: Explains = _in_text) -> Suspect:
    path.write_text(HEAD + program)
    with pytest.raises((RuntimeError, ValueError, AttributeError, IndexError, TypeError)) as raised:
        runpy.run_path(str(path))
    inner = raised.value.__traceback__
    while inner is not None and inner.tb_frame.f_code.co_filename != str(path):  # as this file is no part of it
        inner = inner.tb_next
    diagnosis = explains(raised.value.with_traceback(inner))
    assert diagnosis is not None
    return diagnosis.finding.suspects[0]


CHANGED = """\
def reset():
    return torch.zeros(3, 9)

cell, linear = nn.GRUCell(6, 9), nn.Linear(9, 2)
state = reset()
state[0] = 1
scores = linear(cell(torch.randn(3, 6), state)).exp()
scores[:, 0] = 0
scores.sum().backward()
"""


def test_what_is_changed_in_place_is_a_state_only_if_pytorch_names_that_operation(tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_text(HEAD + CHANGED)
    with pytest.raises(RuntimeError, match="output 0 of Exp") as raised:
        runpy.run_path(str(path))
    assert explain_text("".join(traceback.format_exception(raised.value)), read_files=True) == []


@pytest.mark.parametrize(("program", "sentence"), LEFT_TO_DO.values(), ids=LEFT_TO_DO)
def test_a_repair_names_the_other_lines_that_it_leaves_wrong(program: str, sentence: str, tmp_path: Path) -> None:
    assert _first_cause(tmp_path / "program.py", program).because.endswith(sentence)


@pytest.mark.parametrize(("program", "fix"), OTHERWISE.values(), ids=OTHERWISE)
def test_what_only_looks_like_it_has_another_repair(program: str, fix: str, tmp_path: Path) -> None:
    assert fix in _first_cause(tmp_path / "program.py", program).fix
