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


HEAD = """\
import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence
from torch.utils.data import DataLoader

"""
STROKES = """\
class Strokes(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.RNN(4, 28, 2, batch_first=True)
        self.fc = nn.Linear(28, 10)
    def forward(self, x):
        out, h = self.rnn(x)
        return self.fc(out[-1])

scores = Strokes()(torch.randn(6, 9, 4))
loss = F.cross_entropy(scores, torch.arange(6))
assert scores.shape == (6, 10)
"""
FRAMES = """\
class Frames(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.GRU(9, 32, batch_first=True, bidirectional=True)
        self.head = nn.Linear(64, 5)
    def forward(self, x, lengths):
        packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        out, _ = pad_packed_sequence(self.rnn(packed)[0], batch_first=True)
        return self.head(out)

logits = Frames()(torch.randn(3, 8, 9), torch.tensor([4, 6, 2]))
loss = F.cross_entropy(logits.transpose(1, 2), torch.zeros(3, 8).long())
assert logits.shape == (3, 8, 5)
"""
CAPTIONS = """\
cell = nn.LSTMCell(7, 12)
words, lengths = torch.randn(4, 6, 7), [6, 5, 3, 2]
h, c = torch.randn(4, 12), torch.randn(4, 12)
first = h
for t in range(6):
    n = sum(length > t for length in lengths)
    h, c = cell(torch.cat([words[:n, t, :3], words[:n, t, 3:]], dim=1), (h, c))
assert h.shape == (1, 12)
"""
ROWS = """\
lstm = nn.LSTM(6, 30, 2, batch_first=True)
rows, states = torch.randn(25, 6), (torch.randn(2, 25, 30), torch.randn(2, 25, 30))
out, states = lstm(rows.view(1, 25, 6), states)
assert out.shape == (25, 1, 30)
"""
LATENT = """\
lstm = nn.LSTM(3, 40, 2, batch_first=True)
def decode(z, x):
    state = (z.tanh(), z.tanh())
    y, _ = lstm(x, state)
    return y

assert decode(torch.randn(5, 40), torch.randn(5, 7, 3)).shape == (5, 7, 40)
"""
NARROW = """\
encoder, decoder = nn.GRU(6, 36), nn.GRU(5, 1)
_, hidden = encoder(torch.randn(8, 3, 6))
out, hidden = decoder(torch.randn(1, 3, 5), hidden)
assert out.shape == (1, 3, 36)
"""
TWEETS = """\
lstm, head = nn.LSTM(6, 9, batch_first=True), nn.Linear(9, 1)
y_pred = torch.sigmoid(head(lstm(torch.randn(4, 7, 6))[0][:, -1]))
y = torch.ones(4)
loss = F.binary_cross_entropy(y_pred, y)
assert loss.shape == ()
"""
ROWS_OF_LAYERS = """\
lstm = nn.LSTM(8, 16, num_layers=2)
def read(x):
    states = (torch.zeros(2, 16), torch.ones(2, 16))
    return lstm(x, states)

assert read(torch.randn(7, 3, 8))[1][1].shape == (2, 3, 16)
"""
REVIEWS = """\
class Reviews(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(6, 9, 2, batch_first=True)
    def forward(self, x, state):
        out, state = self.lstm(x, state)
        return out[:, -1], state
    def init_hidden(self, n):
        return torch.zeros(2, n, 9), torch.zeros(2, n, 9)

model = Reviews()
h = model.init_hidden(4)
for batch in torch.randn(10, 5, 6).split(4):
    out, h = model(batch, h)
assert out.shape == (2, 9)
"""
NOTES = """\
gru = nn.GRU(6, 9)
def zero_state(count):
    return torch.zeros(1, count, 9)
def play(notes, state):
    output, state = gru(notes, state)
    return output, state

h = zero_state(4)
for batch in torch.randn(5, 10, 6).split(4, dim=1):
    out, h = play(batch, h)
assert out.shape == (5, 2, 9)
"""
INITIALIZED = """\
gru = nn.GRU(6, 9, 2)
def init(module):
    if isinstance(module, (nn.Linear, nn.GRU)):
        nn.init.zeros_(module.weight)

nn.Sequential(gru).apply(init)
assert not any(value.any() for name, value in gru.named_parameters() if "weight" in name)
"""
INTENTS = """\
words = {word: i + 2 for i, word in enumerate("abcdef")}
class Intents(nn.Module):
    def __init__(self, size, hidden=9):
        super().__init__()
        self.embedding = nn.Embedding(size, 5, padding_idx=0)
        self.gru = nn.GRU(5, hidden)
        self.out = nn.Linear(hidden, size)
    def forward(self, x):
        return self.out(self.gru(self.embedding(x))[0])

model = Intents(len(words))
scores = model(torch.arange(8).view(4, 2))
assert scores.shape == (4, 2, 8)
"""
TAGGER = """\
class Tagger(nn.Module):
    def __init__(self, size, both=True):
        super().__init__()
        self.lstm = nn.LSTM(size, 7, bidirectional=both)
        self.fc = nn.Linear(14 if both else 7, 3)

saved = Tagger(5, both=False).state_dict()
def load(saved):
    model = Tagger(5)
    model.load_state_dict(saved)
    return model

assert torch.equal(load(saved).fc.weight, saved["fc.weight"])
"""
READER = """\
lstm = nn.LSTM(6, 9, batch_first=True)
def read(x, state):
    return lstm(x, state)

many = read(torch.randn(4, 5, 6), (torch.zeros(1, 4, 9), torch.zeros(1, 4, 9)))
texts = torch.randn(3, 8, 6)
t = texts[0]
one, last = read(t, (torch.zeros(1, 1, 9), torch.zeros(1, 1, 9)))
assert torch.allclose(one[0], lstm(texts)[0][0], atol=1e-6)
"""
DECODER = """\
encoder = nn.GRU(6, 9, batch_first=True)
gru = nn.GRU(4, 9, batch_first=True)
def decode(x, hidden, memory):
    output, hidden = gru(x, hidden)
    return torch.bmm(output, memory.mT)

memory, hidden = encoder(torch.randn(3, 12, 6))
scores = decode(torch.randn(3, 5, 4), memory, hidden)
assert scores.shape == (3, 5, 12)
"""
COUNTED = """\
class Counted(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(6, 9)
    def forward(self, x):
        h0, c0 = torch.randn(1, x.shape[0], 9), torch.zeros(1, x.shape[0], 9)
        return self.lstm(x, (h0, c0))[1][0]

model = Counted()
assert model(torch.randn(4, 7, 6)).shape == (1, 4, 9)
"""
SHUFFLED = """\
class Kept(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(6, 9, batch_first=True)
        self.hidden = (torch.ones(1, 4, 9), torch.ones(1, 4, 9))
    def forward(self, x):
        output, self.hidden = self.lstm(x, self.hidden)
        return output

model = Kept()
for batch in DataLoader(torch.randn(8, 5, 6), batch_size=4, shuffle=True):
    loss = model(batch).sum()
    loss.backward()
assert torch.allclose(model(batch), model(batch), atol=1e-6)
"""
CARRIED = """\
lstm = nn.LSTM(6, 9)
h0, c0 = torch.zeros(1, 4, 9), torch.zeros(1, 4, 9)
for batch in torch.randn(2, 5, 4, 6):
    output, (h0, c0) = lstm(batch, (h0, c0))
    loss = output.sum()
    loss.backward()
assert h0.any() and c0.any()
"""
SAMPLES = """\
gru, samples = nn.GRU(6, 9, batch_first=True), [(torch.randn(5, 6), 1), (torch.randn(3, 6), 0)]
loader = DataLoader(samples, batch_size=2)
for x, y in loader:
    assert gru(x)[0].shape == (2, 5, 9) and y.tolist() == [1, 0]
"""
MASKED = """\
gru = nn.GRU(6, 9, batch_first=True)
def attend(x, lengths):
    packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
    out, _ = pad_packed_sequence(gru(packed)[0], batch_first=True)
    return out.sum(-1).masked_fill(x.sum(-1) == 0, float("-inf")).softmax(-1)

assert attend(torch.randn(3, 8, 6), torch.tensor([4, 6, 2])).shape == (3, 8)
"""
ONE_SEQUENCE = """\
class Rating(nn.Module):
    def __init__(self):
        super().__init__()
        self.gru = nn.GRU(6, 9, batch_first=True)
        self.fc = nn.Linear(9, 1)
    def forward(self, x):
        _, h = self.gru(x)
        return self.fc(h[-1].squeeze(0))

model = Rating()
assert [model(x).squeeze(1).shape[0] for x in torch.randn(5, 7, 6).split(4)] == [4, 1]
"""
LATENT_CALLER = """\
class Decoder(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.lstm = nn.LSTM(3, 8, sizes["layers"], batch_first=True)
    def forward(self, x, state):
        y, _ = self.lstm(x, state)
        return y

decoder, z = Decoder({"layers": 2}), torch.randn(5, 8)
state = (z.tanh(), z.tanh())
assert decoder(torch.randn(5, 7, 3), state).shape == (5, 7, 8)
"""
CUT = """\
encoder, decoder = nn.LSTM(6, 9, 2), nn.LSTM(4, 9, 2)
def decode(x, h, c):
    return decoder(x, (h, c))[0]

def translate(x):
    _, (hidden, cell) = encoder(x)
    hidden, cell = hidden[-1:], cell[-1:]
    return decode(torch.ones(1, 3, 4), hidden, cell), (hidden, cell)

x = torch.randn(5, 3, 6)
assert torch.equal(translate(x)[0], decoder(torch.ones(1, 3, 4), encoder(x)[1])[0])
"""
SENTENCES = """\
class Letters(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding, self.gru, self.fc = nn.Embedding(9, 4), nn.GRU(4, 6, batch_first=True), nn.Linear(6, 9)
    def forward(self, words):
        return self.fc(self.gru(self.embedding(words))[0])

model, words = Letters(), torch.randint(9, (3, 8))
scores = model(words)
targets = words[:, 1:]
loss = F.cross_entropy(LOSS)
assert scores.shape == (3, 7, 9)
"""
ROUND = """\
class Words(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(6, 9)
    def forward(self, x, hidden):
        return self.lstm(x, hidden)
    def init_hidden(self):
        return torch.zeros(1, 3, 9)

words = Words()
hidden = words.init_hidden()
for word in torch.randn(4, 1, 3, 6):
    out, hidden = words(word, hidden)
assert torch.allclose(out[0], words.lstm(word, hidden)[0][0] * 0 + hidden[0][0])
"""
STEPS = """\
lstm, head = nn.LSTM(1, 9, batch_first=True), nn.Linear(9, 1)
def decode(y, state):
    out, state = lstm(y, state)
    return head(out), state

y, state = torch.randn(5, 1), (torch.zeros(1, 5, 9), torch.zeros(1, 5, 9))
for _ in range(3):
    y, state = decode(y, state)
assert y.shape == (5, 1) and state[0].shape == (1, 5, 9)
"""
VIEWS = """\
class Shards(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(6, 9)
    def start(self, x):
        self.hidden = tuple(s[:, :2] for s in self.lstm(x)[1])
    def detach(self):
        for s in self.hidden:
            s.detach_()

shards = Shards()
shards.start(torch.randn(4, 3, 6))
shards.detach()
assert not any(s.requires_grad for s in shards.hidden)
"""
EXPANDED = """\
lstm = nn.GRU(6, 9)
def begin(z):
    h = z.view(1, 3, 9)
    h = h.unsqueeze(0)
    for x in torch.randn(2, 5, 3, 6):
        out, h = lstm(x, h)
    return h

assert begin(torch.randn(3, 9)).shape == (1, 3, 9)
"""
ATTENDED = """\
gru, embedding = nn.GRU(10, 9), nn.Embedding(8, 4)
def step(word, context, h):
    embedded = embedding(word).view(1, 1, -1)
    joined = torch.cat((embedded, context), 2)
    return gru(joined, h)[0]

assert step(torch.arange(3), torch.randn(1, 3, 6), torch.randn(1, 3, 9)).shape == (1, 3, 9)
"""
LANGUAGE = """\
class Output(dict):
    pass

class Reader(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(6, 9, batch_first=True)
        self.bert = lambda ids: Output(last_hidden_state=torch.randn(*ids.shape, 6), pooler_output=torch.randn(4, 6))
    def forward(self, ids):
        hidden, pooled = self.bert(ids)
        return self.lstm(hidden)[0]

assert Reader()(torch.arange(12).view(4, 3)).shape == (4, 3, 9)
"""
HOOKED = """\
lstm, norm = nn.LSTM(6, 9), nn.LayerNorm(6)
saved = []
def hook(module, inputs, output):
    saved.append(output.detach())

norm.register_forward_hook(hook)
lstm.register_forward_hook(hook)
lstm(norm(torch.randn(4, 3, 6)))
assert [one.shape[-1] for one in saved] == [6, 9]
"""
SCORED = """\
class Scored(nn.Module):
    def __init__(self):
        super().__init__()
        self.gru = nn.GRU(6, 9, batch_first=True)
    def forward(self, x, lengths):
        packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        out, _ = pad_packed_sequence(self.gru(packed)[0], batch_first=True)
        return out.sum(-1)

def score(emissions, tags):
    return (emissions * tags).sum(1)

assert score(Scored()(torch.randn(3, 8, 6), torch.tensor([4, 6, 2])), torch.ones(3, 8)).shape == (3,)
"""
WIDE = """\
class Wide(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.lstm = nn.LSTM(size, 9, 2, dropout=0.25)
    def forward(self, x):
        return self.lstm(x)[0]

wide = Wide(7)
self = wide
wide(torch.randn(4, 3, 6))
assert wide.lstm.dropout == 0.25
"""
WRITTEN = """\
class Head(nn.Module):
    def __init__(self, batch_size):
        super().__init__()
        self.batch_size = batch_size
        self.lstm = nn.LSTM(6, 9)
    def forward(self, x):
        h_0, c_0 = torch.zeros(1, self.batch_size, 9), torch.zeros(1, self.batch_size, 9)
        return self.lstm(x, (h_0, c_0))[1][0]

assert Head(4)(torch.randn(5, 1, 6)).shape == (1, 1, 9)
"""
TOKENS = """\
embedding = nn.Embedding(8, 6)
rnn = nn.LSTM(6, 9, 2, batch_first=True)
def step(token, h, c):
    token = token.unsqueeze(0)
    embedded = embedding(token)
    out, (h, c) = rnn(embedded, (h, c))
    return out, h, c

h, c = torch.randn(2, 5, 9), torch.randn(2, 5, 9)
assert step(torch.arange(5), h, c)[0].shape == (5, 1, 9)
"""
THROWN = """\
lstm = nn.LSTM(6, 9)
state = (torch.zeros(1, 4, 9), torch.zeros(1, 4, 9))
for batch in torch.randn(2, 5, 4, 6):
    for s in state:
        s.detach()
    output, state = lstm(batch, state)
    output.sum().backward()
assert state[0].any()
"""
PACKS = "x = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)"
UNPACKS_AGAIN = "x, _ = pad_packed_sequence(self.rnn(x)[0], batch_first=True)"
DECODES = "out, hidden = decoder(torch.randn(1, 3, 5), hidden)"
Explains = Callable[[BaseException], "Diagnosis | None"]


def _in_text(error: BaseException) -> Diagnosis:
    return diagnose(["".join(traceback.format_exception(error))], find=source_named_in)[0]


BESIDE_THEIR_PROGRAM = {
    "the last sample for the last step": (STROKES, "target-shape", "return self.fc(out[-1])", "{0}"),
    "targets as wide as the input": (
        FRAMES,
        "total-length",
        "out, _ = pad_packed_sequence(self.rnn(packed)[0], batch_first=True)",
        "{0}",
    ),
    "targets as wide as the input, under one name": (
        FRAMES.replace("packed = ", "x = ").replace("rnn(packed)", "rnn(x)").replace("out", "x"),
        "total-length",
        f"{PACKS}\n        {UNPACKS_AGAIN}",
        f"{{0}}\n        {PACKS}\n        {{1}}",
    ),
    "a batch that shrinks": (
        CAPTIONS,
        "stale-batch-size",
        "h, c = cell(torch.cat([words[:n, t, :3], words[:n, t, 3:]], dim=1), (h, c))",
        "{0}",
    ),
    "a smaller last batch, and a method that makes states": (
        REVIEWS,
        "stale-batch-size",
        "out, h = model(batch, h)",
        "{0}\n    {1}\n    out, h = model(batch, h)",
    ),
    "a smaller last batch, and a function that makes states": (
        NOTES,
        "stale-batch-size",
        "out, h = play(batch, h)",
        "{0}\n    {1}\n    out, h = play(batch, h)",
    ),
    "the weights, as of a linear layer": (
        INITIALIZED,
        "layer-attribute",
        "nn.init.zeros_(module.weight)",
        "{0}\n        {1}\n        {2}",
    ),
    "rows that are made one sequence": (
        ROWS,
        "swapped-batch-and-sequence",
        "out, states = lstm(rows.view(1, 25, 6), states)",
        "{0}",
    ),
    "a pair for two layers": (LATENT, "wrong-state-rank", "y, _ = lstm(x, state)", "{0}\n    y, _ = lstm(x, state)"),
    "a pair with a row for each layer": (
        ROWS_OF_LAYERS,
        "wrong-state-rank",
        "return lstm(x, states)",
        "{0}\n    return lstm(x, states)",
    ),
    "a layer of one feature": (NARROW, "wrong-hidden-size", DECODES, f"{{0}}\n{DECODES}"),
    "words that are counted from 2": (INTENTS, "embedding-input", "model = Intents(len(words))", "{0}"),
    "a checkpoint of one direction": (TAGGER, "checkpoint-of-another-lstm", "model = Tagger(5)", "{0}"),
    "one sequence, where others give a batch": (
        READER,
        "wrong-input-rank",
        "one, last = read(t, (torch.zeros(1, 1, 9), torch.zeros(1, 1, 9)))",
        "{0}",
    ),
    "two arguments in another order": (
        DECODER,
        "output-for-state",
        "scores = decode(torch.randn(3, 5, 4), memory, hidden)",
        "{0}",
    ),
    "an output that the caller gives for a state": (
        DECODER.replace("x, hidden, memory", "x, state, memory")
        .replace("gru(x, hidden)", "gru(x, state)")
        .replace("memory, hidden)\n", "memory, memory)\n"),
        "output-for-state",
        "scores = decode(torch.randn(3, 5, 4), memory, memory)",
        "scores = decode(torch.randn(3, 5, 4), hidden, memory)",
    ),
    "states for another axis than the layer's batch": (
        COUNTED,
        "swapped-batch-and-sequence",
        "model = Counted()",
        "model = Counted()\nself = model\n{0}",
    ),
    "a state of shuffled batches": (
        SHUFFLED,
        "state-not-detached",
        "output, self.hidden = self.lstm(x, self.hidden)",
        "{0}",
    ),
    "a state that is carried on": (CARRIED, "state-not-detached", "loss.backward()", "loss.backward()\n    {0}"),
    "sequences of other lengths in a DataLoader": (
        SAMPLES,
        "unpadded-sequences",
        "loader = DataLoader(samples, batch_size=2)",
        "{0}\n{1}\n{2}\n{3}\n{4}",
    ),
    "a mask of the padded input": (
        MASKED,
        "total-length",
        "out, _ = pad_packed_sequence(gru(packed)[0], batch_first=True)",
        "{0}",
    ),
    "a batch of one, squeezed by the model": (
        ONE_SEQUENCE,
        "squeezed-axis",
        "return self.fc(h[-1].squeeze(0))",
        "{0}",
    ),
    "a pair of the caller's, for layers that are not counted": (
        LATENT_CALLER,
        "wrong-state-rank",
        "y, _ = self.lstm(x, state)",
        "{0}\n        y, _ = self.lstm(x, state)",
    ),
    "states of which the caller cuts off a layer": (
        CUT,
        "wrong-num-layers",
        "hidden, cell = hidden[-1:], cell[-1:]",
        "{0}",
    ),
    "one step more than the targets, in rows": (
        SENTENCES.replace("LOSS", "scores.flatten(0, 1), targets.flatten()"),
        "target-shape",
        "scores = model(words)",
        "{0}",
    ),
    "one step more than the targets": (
        SENTENCES.replace("LOSS", "scores.transpose(1, 2), targets"),
        "target-shape",
        "scores = model(words)",
        "{0}",
    ),
    "a pair that comes back": (ROUND, "state-not-a-tuple", "return torch.zeros(1, 3, 9)", "{0}"),
    "a pair that comes back, beside a layer of one state": (
        ROUND.replace("        self.lstm =", "        self.gru = nn.GRU(6, 9)\n        self.lstm ="),
        "state-not-a-tuple",
        "return self.lstm(x, hidden)",
        "{0}\n        {1}\n        return self.lstm(x, hidden)",
    ),
    "the steps of a batch, one after the other": (
        STEPS,
        "unsqueezed-batch",
        "out, state = lstm(y, state)",
        "{0}\n    out, state = lstm(y, state)\n    out = out.squeeze(1)",
    ),
    "states that are cut, detached in place": (
        VIEWS,
        "state-not-detached",
        "for s in self.hidden:\n            s.detach_()",
        "{0}",
    ),
    "an axis that is added above": (EXPANDED, "wrong-state-rank", "h = h.unsqueeze(0)", "{0}"),
    "one sequence of all words": (
        ATTENDED,
        "batch-size-in-view",
        "embedded = embedding(word).view(1, 1, -1)",
        "{0}",
    ),
    "what a language model returns": (
        LANGUAGE,
        "not-a-tensor",
        "hidden, pooled = self.bert(ids)",
        "{0}",
    ),
    "a hook on a layer": (
        HOOKED,
        "output-is-a-tuple",
        "saved.append(output.detach())",
        "{0}\n    saved.append(output.detach())",
    ),
    "one step more of tags than of scores": (
        SCORED,
        "total-length",
        "out, _ = pad_packed_sequence(self.gru(packed)[0], batch_first=True)",
        "{0}",
    ),
    "a layer with dropout": (WIDE, "wrong-input-size", "wide(torch.randn(4, 3, 6))", "{0}\nwide(torch.randn(4, 3, 6))"),
    "a state that goes to another parameter": (
        DECODER.replace("memory, hidden)\n", "scaled, hidden)\n")
        .replace("memory, hidden = encoder", "scaled, hidden = encoder")
        .replace("x, hidden, memory):", "x, hidden, memory):\n    memory = memory[..., :9]")
        .replace("\nscores =", "\nscaled = torch.cat((scaled, scaled[..., :2]), -1)\nscores ="),
        "output-for-state",
        "scores = decode(torch.randn(3, 5, 4), scaled, hidden)",
        "{0}",
    ),
    "a product that belongs to one case": (
        "both = False\n"
        + NARROW.replace("nn.GRU(5, 1)", "make(36 * 2 if both else 1)").replace(
            "encoder, decoder", "make = lambda size: nn.GRU(5, size)\nencoder, decoder"
        ),
        "wrong-hidden-size",
        "encoder, decoder = nn.GRU(6, 36), make(36 * 2 if both else 1)",
        "{0}",
    ),
    "predictions with a name that stands in another": (
        TWEETS.replace("y_pred", "p"),
        "broadcast-target",
        "loss = F.binary_cross_entropy(p, y)",
        "{0}",
    ),
    "a state that is joined under a name like it": (
        "lstm = nn.GRU(6, 9, 2)\n_, h = lstm(torch.randn(4, 3, 6))\n"
        "hid = torch.cat((h, torch.randn(1, 3, 5)), 2)\nassert hid.shape == (1, 3, 14)\n",
        "all-layers-for-the-last",
        "hid = torch.cat((h, torch.randn(1, 3, 5)), 2)",
        "{0}",
    ),
    "a number of sequences that is written down": (
        WRITTEN,
        "stale-batch-size",
        "return self.lstm(x, (h_0, c_0))[1][0]",
        "{0}\n        {1}\n        {2}\n        return self.lstm(x, (h_0, c_0))[1][0]",
    ),
    "single steps as one sequence": (TOKENS, "swapped-batch-and-sequence", "token = token.unsqueeze(0)", "{0}"),
    "what detach returns, thrown away": (
        THROWN,
        "state-not-detached",
        "for s in state:\n        s.detach()",
        "{0}",
    ),
    "predictions with an axis more": (TWEETS, "broadcast-target", "loss = F.binary_cross_entropy(y_pred, y)", "{0}"),
}


_SEEN_IN_TEXT_ALONE = (
    "the last sample",
    "targets as wide",
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


EXCHANGED = """\
gru = nn.GRU(6, 9)
def encode(x):
    memory, (h, c) = gru(x)
    return memory, (h, c)

encode(torch.randn(5, 3, 6))
"""
HALVED = """\
class Tagger(nn.Module):
    def __init__(self, hidden):
        super().__init__()
        self.hidden = hidden
        self.lstm = nn.LSTM(6, hidden / 2, bidirectional=True)
    def begin(self):
        half = self.hidden / 2
        return torch.zeros(2, 3, half)

Tagger(8)
"""
LEFT_TO_DO = {
    "a name that is no longer bound": (
        EXCHANGED,
        "`c` must go from the lines below as well: `return (memory, (h, c))`",
    ),
    "the same division": (HALVED, "The same division stands in `half = self.hidden / 2`"),
}


@pytest.mark.parametrize(("program", "sentence"), LEFT_TO_DO.values(), ids=LEFT_TO_DO)
def test_a_repair_names_the_other_lines_that_it_leaves_wrong(program: str, sentence: str, tmp_path: Path) -> None:
    assert _first_cause(tmp_path / "program.py", program).because.endswith(sentence)


OTHERWISE = {
    "a state that is detached already": (
        CARRIED.replace("loss.backward()", "(loss + lstm.weight_ih_l0.sum() + kept).backward()")
        .replace("h0, c0 = torch", "kept = (lstm.bias_ih_l0 ** 2).sum()\nh0, c0 = torch")
        .replace("\nassert", "\n    h0, c0 = h0.detach(), c0.detach()\nassert"),
        "hidden = tuple(",
    ),
    "what is no encoder's second result": (
        DECODER.replace("memory, hidden = encoder(torch.randn(3, 12, 6))", "memory, hidden = pair()")
        .replace("memory, hidden)\n", "memory, memory)\n")
        .replace("def decode", "def pair():\n    return torch.randn(3, 12, 9), torch.tensor([12, 7, 3])\ndef decode"),
        "hidden = hidden[:, -1].unsqueeze(0)",
    ),
    "a parameter that a loop binds": (
        READER.replace("    return lstm(x, state)", "    for x in x:\n        lstm(x, state)"),
        "x = x.unsqueeze(0)",
    ),
    "arguments that are not shown": (
        READER.replace("read(t, (torch.zeros(1, 1, 9), torch.zeros(1, 1, 9)))", "read(*[t, (h, h)])").replace(
            "t = texts[0]", "t, h = texts[0], torch.zeros(1, 1, 9)"
        ),
        "x = x.unsqueeze(0)",
    ),
    "a state that no other batch has seen": (
        CARRIED.replace("(h0, c0) =", "_ =").replace("loss.backward()", "(loss.backward(), loss.backward())"),
        "hidden = tuple(",
    ),
    "batches in their order": (SHUFFLED.replace(", shuffle=True", ""), "tuple(s.detach() for s in self.hidden)"),
    "an axis that is counted before the input is turned": (
        COUNTED.replace("return self.lstm(x", "x = x[:, :5]\n        return self.lstm(x"),
        "x.new_zeros(1, N, 9)",
    ),
    "another model that is built": (
        f"{TAGGER.partition('assert')[0]}first = Tagger(5)\nfirst.load_state_dict(Tagger(5, False).state_dict())",
        "first = Tagger(5, both=False)",
    ),
    "rows of which it is not told how many": (
        ROWS.replace("(1, 25, 6)", "(1, -1, 6)"),
        "N = rows.view(1, -1, 6).size(0)",
    ),
    "a part with a beginning": (CAPTIONS.replace(":n, t", "6 - n:n, t"), ".new_zeros("),
    "a part of something else": (CAPTIONS.replace("words[:n, t", "words[:n][:, t"), ".new_zeros("),
    "an input that is turned": (
        FRAMES.replace("logits.transpose(1, 2)", "logits").replace("randn(3, 8, 9)", "randn(8, 3, 9).transpose(0, 1)"),
        "logits.transpose(1, 2)",
    ),
    "a last sample that nothing is made of": (
        STROKES.replace("return self.fc(out[-1])", "print(out[-1].shape)\n        return self.fc(x @ x.mT @ out)[0]"),
        "print(",
    ),
    "fewer targets than steps": (FRAMES.replace("zeros(3, 8)", "zeros(3, 5)"), "print("),
}


@pytest.mark.parametrize(("program", "fix"), OTHERWISE.values(), ids=OTHERWISE)
def test_what_only_looks_like_it_has_another_repair(program: str, fix: str, tmp_path: Path) -> None:
    assert fix in _first_cause(tmp_path / "program.py", program).fix
