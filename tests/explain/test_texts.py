"""What stands around a message, what is said besides, and what comes out: for people, programs and pipes."""

from __future__ import annotations

import json
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from lstm_shapes.explain.causes.table import CAUSES
from lstm_shapes.explain.diagnose import diagnose
from tests.conftest import Command, plain_environment, sentence_of

# What is said besides, and which cause it then is: the first one, and how sure.
HIDDEN = "Expected hidden[0] size"
DECIDED = {
    "two layers": (f"{HIDDEN} (4, 3, 20), got [2, 3, 20]", "nn.LSTM(10, 20, 4)", None, "wrong-num-layers", "certain"),
    "two directions": (
        f"{HIDDEN} (2, 3, 20), got [1, 3, 20]",
        "nn.LSTM(10, 20, bidirectional=True)",
        None,
        "missing-directions",
        "certain",
    ),
    "batch first": (
        f"{HIDDEN} (2, 3, 20), got [3, 2, 20]",
        "nn.LSTM(10, 20, 2)",
        None,
        "batch-first-states",
        "certain",
    ),
    "names": (
        f"{HIDDEN} (2, 3, 20), got [1, 3, 20]",
        "nn.LSTM(self.embed_dim, hidden, num_layers=n, batch_first=True)",
        None,
        "wrong-num-layers",
        "certain",
    ),
    "names, and two directions": (
        f"{HIDDEN} (4, 3, 20), got [2, 3, 20]",
        "self.rnn = nn.LSTM(E, 2 * H,\n    2, bidirectional=both)",
        None,
        "missing-directions",
        "likely",
    ),
    "names that the message does not tell": (
        f"{HIDDEN} (2, 3, 20), got [1, 3, 20]",
        "nn.LSTM(E, H, n, bidirectional=both)",
        None,
        "missing-directions",
        "likely",
    ),
    "names, and features": (
        "input.size(-1) must be equal to input_size. Expected 10, got 7",
        "nn.LSTM(E, H)",
        None,
        "wrong-input-size",
        "likely",
    ),
    "words about layers": (
        f"with n_layers = 2 it raises {HIDDEN} (2, 3, 20), got [1, 3, 20]",
        None,
        None,
        "wrong-num-layers",
        "likely",
    ),
    "an input of that batch": (
        f"{HIDDEN} (1, 3, 20), got [1, 5, 20]",
        "nn.LSTM(10, 20)",
        "7,3,10",
        "stale-batch-size",
        "likely",
    ),
    "an input the other way round": (
        f"{HIDDEN} (1, 3, 20), got [1, 5, 20]",
        "nn.LSTM(10, 20)",
        "5,3,10",
        "swapped-batch-and-sequence",
        "likely",
    ),
    "an input alone": (f"{HIDDEN} (1, 3, 20), got [1, 5, 20]", None, "5,3,10", "swapped-batch-and-sequence", "likely"),
    "a projection": (
        f"{HIDDEN} (1, 3, 6), got [1, 3, 20]",
        "nn.LSTM(10, 20, proj_size=6)",
        None,
        "projected-cell-state",
        "certain",
    ),
    "no projection": (f"{HIDDEN} (1, 3, 20), got [1, 3, 30]", "nn.LSTM(10, 20)", None, "wrong-hidden-size", "certain"),
    "c_0 without projection": (
        "Expected hidden[1] size (1, 3, 20), got [1, 3, 6]",
        "nn.LSTM(10, 20)",
        None,
        "wrong-hidden-size",
        "certain",
    ),
    "a linear layer": (
        "mat1 and mat2 shapes cannot be multiplied (15x40 and 20x2)",
        "nn.LSTM(10, 20, bidirectional=True)",
        None,
        "linear-width",
        "certain",
    ),
    "a linear layer elsewhere": (
        "mat1 and mat2 shapes cannot be multiplied (15x30 and 20x2)",
        "nn.LSTM(10, 20)",
        None,
        "linear-width",
        "possible",
    ),
    "no features": (
        "input.size(-1) must be equal to input_size. Expected 200, got 0",
        None,
        None,
        "wrong-input-size",
        "likely",
    ),
    "arguments that slipped by one": (
        "gru() received an invalid combination of arguments - got (Tensor, Tensor, list, float, int, float, bool)",
        "self.rnn = nn.GRU(embed_dim, hidden_size, num_layers, dropout)",
        None,
        "invalid-flags",
        "likely",
    ),
    "a quantized layer": (
        "lstm(x): expected scalar type Float but found QInt32",
        None,
        None,
        "dtype-mismatch",
        "likely",
    ),
    "a weight that a wrapper keeps": (
        'Unexpected key(s) in state_dict: "encoder.lstm2.module.weight_hh_l0"',
        None,
        None,
        "checkpoint-of-another-lstm",
        "likely",
    ),
    "devices that are not named": (
        "Input and hidden tensors are not at the same device",
        None,
        None,
        "device-mismatch",
        "certain",
    ),
    "cuDNN, in short": (
        "self.lstm(x)\nRuntimeError: CUDNN_STATUS_EXECUTION_FAILED",
        None,
        None,
        "device-mismatch",
        "possible",
    ),
    "an exporter that does not trace layers": (
        "torch._dynamo.exc.Unsupported: TorchDynamo purposely graph breaks on RNN, GRU, LSTMs",
        None,
        None,
        "unsupported-transform",
        "likely",
    ),
    "a converter": (
        "NotImplementedError: PyTorch convert function for op 'gru' not implemented.",
        None,
        None,
        "unsupported-transform",
        "likely",
    ),
    "a bias in the place of a weight": (
        "RuntimeError: shape '[9216, 1]' is invalid for input of size 192",  # 4 * 48 * 48, and 4 * 48
        None,
        None,
        "plain-tensor-weight",
        "likely",
    ),
    "names alone, indented": (
        f"{HIDDEN} (2, 3, 20), got [3, 2, 20]",
        "        self.lstm = nn.LSTM(a + b, hidden, n)\n        self.out = nn.Linear(1, 2)",
        None,
        "batch-first-states",
        "certain",
    ),
    "release 0.3.1": (
        "File \"torch/nn/modules/rnn.py\", line 141, in check_forward_args\nNameError: name 'fn' is not defined",
        None,
        None,
        "wrong-input-size",
        "likely",
    ),
    "more than a call": (
        f"{HIDDEN} (2, 3, 20), got [3, 2, 20]",
        "model = nn.LSTM(10, 20, 2).to(device)",
        None,
        "batch-first-states",
        "certain",
    ),
    "longs of Python 2": (
        "Expected hidden size (2, 24, 128), got (1L, 24L, 128L)",
        None,
        None,
        "missing-directions",
        "likely",
    ),
    "the C++ library": (
        "what():  Expected cell size [2, 10, 100], got [1, 10, 100]",
        None,
        None,
        "missing-directions",
        "likely",
    ),
    "a text that ends before the numbers": (
        "RuntimeError: input.size(-1) must be equal to input_size",
        None,
        None,
        "wrong-input-size",
        "likely",
    ),
    "packing in an export": (
        "ONNX export failed: Cannot export individual pack_padded_sequence or pad_packed_sequence; these operations "
        "must occur in pairs.",
        None,
        None,
        "unsupported-transform",
        "likely",
    ),
    "a release that sorts nothing itself": (
        "packed = pack_padded_sequence(x, lengths)\nValueError: 'lengths' array has to be sorted in decreasing order",
        None,
        None,
        "packed-lengths-order",
        "certain",
    ),
    "keys of other modules in front": (
        'Missing key(s) in state_dict: "fc.weight", "fc.bias", "enc.weight_ih", "enc.weight_hh".',
        None,
        None,
        "checkpoint-of-another-lstm",
        "likely",
    ),
    "cuDNN, in PyTorch's own files alone": (
        'File "/lib/torch/nn/_functions/rnn.py", line 285, in forward\n    dropout_ts)\n'
        "RuntimeError: CUDNN_STATUS_EXECUTION_FAILED",
        None,
        None,
        "device-mismatch",
        "possible",
    ),
    "replicas with other numbers of steps": (
        "RuntimeError: Gather got an input of invalid size: got [32, 11, 86], but expected [32, 12, 86]",
        None,
        None,
        "total-length",
        "possible",
    ),
    "a fused cell in an export": (
        "ONNX export failed on ATen operator _thnn_fused_gru_cell because torch.onnx.symbolic does not exist",
        None,
        None,
        "unsupported-transform",
        "likely",
    ),
    "a list for a packed sequence": (
        "ValueError: pad_packed_sequence expects sequence to be a PackedSequence, but got an object of type <class "
        "'list'>",
        None,
        None,
        "not-packed",
        "certain",
    ),
    "modules that a transform does not take": (
        "IncompatibleModuleException: Model contains incompatible modules. Some modules are not valid.: ['Main.rnn']",
        None,
        None,
        "unsupported-transform",
        "likely",
    ),
    "two fields of four": (
        'Traceback (most recent call last):\n  File "/a/m.py", line 7, in forward\n    out, _ = self.lstm(packed)\n'
        '  File "/a/lstm.py", line 78, in forward\n    input, batch_sizes = input\n'
        "ValueError: too many values to unpack (expected 2)",
        None,
        None,
        "packed-fields",
        "certain",
    ),
    "Python's own words": (
        "tuple indices must be integers or slices, not tuple",
        "nn.LSTM(10, 20)",
        None,
        "output-is-a-tuple",
        "likely",
    ),
}


@pytest.mark.parametrize("said", DECIDED.values(), ids=DECIDED)
def test_what_is_said_of_the_module_decides(
    said: tuple[str, str | None, str | None, str, str], command: Command
) -> None:
    text, code, shape, cause, likelihood = said
    flags = [*(["--code", code] if code else []), *(["--input-shape", shape] if shape else [])]
    run = command("explain", text, "--format", "json", *flags)
    assert (run.returncode, run.stderr) == (0, "")
    (diagnosis,) = json.loads(run.stdout)["diagnoses"]
    assert (diagnosis["causes"][0]["id"], diagnosis["causes"][0]["likelihood"]) == (cause, likelihood)


def test_the_weights_are_found_among_the_entries_of_a_file() -> None:
    keys = 'Missing key(s) in state_dict: "rnn.weight_ih_l0", "out.bias".\n\tUnexpected key(s) in state_dict: '
    (diagnosis,) = diagnose([f'{keys}"round", "model".'])
    assert diagnosis.finding.suspects[0].fix == "model.load_state_dict(checkpoint['model'])"


def test_of_keys_with_a_prefix_those_of_other_modules_are_left_out() -> None:
    missing, key = 'Missing key(s) in state_dict: "lstm.weight_ih_l0".', "lstm.weight_ih_l0"
    own = {key: 0, "enc.enc.weight": 0}  # of which the second has the right name in the file
    for unexpected in (f'"enc.{key}", "enc.lstm.bias_ih_l0"', f'"enc.{key}", "fc.bias"', f'"fc.bias", "enc.{key}"'):
        (diagnosis,) = diagnose([f"{missing}\n\tUnexpected key(s) in state_dict: {unexpected}."])
        loaded: list[dict[str, int]] = []
        model = SimpleNamespace(state_dict=lambda: own, load_state_dict=loaded.append)
        given = {f"enc.{key}": 1, "enc.enc.enc.weight": 2, **({"fc.bias": 3} if "fc" in unexpected else {})}
        exec(diagnosis.finding.suspects[0].fix, {"model": model, "state_dict": given})
        assert loaded == [{key: 1, "enc.enc.weight": 2}]


@pytest.mark.parametrize(
    ("line", "answer"),
    {
        "the user's own": ("/home/me/net.py", "lstm = nn.LSTM(7,"),
        "that of a library": ("/lib/python3.11/site-packages/forecasts/net.py", "print(x.shape)"),
        "one whose weights are loaded": (
            '/home/me/net.py", line 3, in f\n    m.load_state_dict(f)\n  File "/n.py',
            "print(",
        ),
    }.values(),
    ids=str,
)
def test_a_layer_that_is_right_as_it_is_is_not_built_anew(line: str, answer: str) -> None:
    text = IN_A_FILE.replace("/home/me/train.py", line).replace(CALL, "output, (h_n, c_n) = lstm(x)")
    text = text.replace(MESSAGE, "input.size(-1) must be equal to input_size. Expected 10, got 7")
    (diagnosis,) = diagnose([text])
    assert diagnosis.finding.suspects[0].cause == "wrong-input-size"
    assert diagnosis.finding.suspects[0].fix.startswith(answer)


EVAL = "RuntimeError: cudnn RNN backward can only be called in training mode"
REPAIRED = {
    "a training step": (f"loss.backward()\n{EVAL}", "model.train()"),
    "the gradients of an evaluation": (f"grads = torch.autograd.grad(score, x)\n{EVAL}", "with torch.backends.cudnn"),
    "dropout that eval() has to end": (
        "UserWarning: dropout option adds dropout after all but last recurrent layer, so non-zero dropout expects "
        "num_layers greater than 1, but got dropout=0.2 and num_layers=1",
        "output = nn.functional.dropout(output, 0.2, lstm.training)",
    ),
    "a fused cell": (
        "Exporting the operator 'aten::_thnn_fused_lstm_cell' to ONNX opset version 16",
        "model = model.cpu()",
    ),
    "a loss over packed scores": ("'PackedSequence' object has no attribute 'log_softmax'", "output = output.data"),
    "sequences that are padded": (
        'File "/torch/nn/utils/rnn.py", line 301, in pad_sequence\nValueError: lengths array has to be sorted in '
        "decreasing order",
        "padded = pad_sequence(sorted(sequences, key=len, reverse=True))",
    ),
    "batch and time in one axis": (
        "RuntimeError: Input batch size 32 doesn't match hidden0 batch size 4",
        "for step in x.reshape(4, 8, -1).unbind(1):",
    ),
    "a cell's second state": (
        'Traceback (most recent call last):\n  File "/a.py", line 3, in f\n    h = self.cell(x[:, t], h)\n'
        '  File "/torch/nn/modules/rnn.py", line 9, in forward\n    ret = _VF.lstm_cell(\n'
        "TypeError: lstm_cell(): argument 'hx' (position 2) must be tuple of Tensors, not Tensor",
        "c_0 = torch.zeros_like(h)  # once, before the loop\n",
    ),
    "a row more in a table": (
        'Traceback (most recent call last):\n  File "/a.py", line 3, in f\n    out, _ = self.lstm(self.emb(ids))\n'
        "IndexError: index out of range in self",
        "self.emb = nn.Embedding(self.emb.num_embeddings + 1, self.emb.embedding_dim, self.emb.padding_idx)  # in",
    ),
    "a training step in a file of another name": (
        f'  File "/home/me/evaluate.py", line 3, in step\n    loss.backward()\n{EVAL}',
        "model.train()",
    ),
    "a layer's second state, kept in its loop": (
        'Traceback (most recent call last):\n  File "/a.py", line 3, in f\n    o, h = lstm(x[:, t:t + 1], h)\n'
        '  File "/torch/nn/modules/rnn.py", line 9, in forward\n    result = _VF.lstm(\n'
        "TypeError: lstm() received an invalid combination of arguments - got (Tensor, Tensor, list, bool)",
        "h = (h, torch.zeros_like(h))  # once, before the loop",
    ),
    "a function in a class": (
        'Traceback (most recent call last):\n  File "/a.py", line 3, in f\n'
        "    return tuple(self.detach_hidden(v) for v in h)\nTypeError: iteration over a 0-d tensor",
        "def detach_hidden(self, h):\n    return h.detach() if isinstance(h, torch.Tensor) else tuple(self.detach_",
    ),
    "names that stand in others": (
        'Traceback (most recent call last):\n  File "/a.py", line 3, in f\n    out_loss = ctc(out, y, il, tl)\n'
        "RuntimeError: input_lengths must be of size batch_size",
        "out_loss = ctc(out.transpose(0, 1), y, il, tl)",
    ),
    "arguments that are no names": (
        'Traceback (most recent call last):\n  File "/a.py", line 3, in f\n'
        "    p = pack_padded_sequence(self.emb(w), lens.cpu(), True)\n"
        "ValueError: 'lengths' array has to be sorted in decreasing order",
        "lengths, order = torch.sort(torch.as_tensor(lens.cpu()), descending=True)\n"
        "p = pack_padded_sequence(self.emb(w).index_select(0, order), lengths, batch_first=True)",
    ),
    "fields in a list": (
        'Traceback (most recent call last):\n  File "/a.py", line 3, in f\n'
        "    out, lens = pad_packed_sequence([p.data, p.batch_sizes], batch_first=True)\n"
        "ValueError: pad_packed_sequence expects sequence to be a PackedSequence, but got an object of type <class "
        "'list'>",
        "out, lens = pad_packed_sequence(torch.nn.utils.rnn.PackedSequence(p.data, p.batch_sizes), batch_first=True)",
    ),
    "a tuple that is moved": (
        'Traceback (most recent call last):\n  File "/a.py", line 3, in f\n    lstm(batch.to(device, True))\n'
        "AttributeError: 'tuple' object has no attribute 'to'",
        "batch = tuple(part.to(device, True) for part in batch)",
    ),
}


@pytest.mark.parametrize(("text", "fix"), REPAIRED.values(), ids=REPAIRED)
def test_a_repair_is_what_the_text_calls_for(text: str, fix: str) -> None:
    (diagnosis,) = diagnose([text])
    assert diagnosis.finding.suspects[0].fix.startswith(fix)


def test_a_tool_that_summarises_models_is_told_from_the_model() -> None:
    hook = 'Traceback (most recent call last):\n  File "/lib/torchsummaryX/torchsummaryX.py", line 31, in hook\n'
    for code, error in (("outputs.size()", "'PackedSequence'"), ("lstm_out.size()", "'tuple'")):
        text = f"{hook}    info = list({code})\nAttributeError: {error} object has no attribute 'size'"
        (diagnosis,) = diagnose([text])
        assert diagnosis.finding.suspects[0].fix == "from torchinfo import summary"


@pytest.mark.parametrize("others", ["self.encoder = nn.TransformerEncoder(layer, 2)", "x = F.conv3d(x, weight)"])
def test_an_error_of_other_modules_is_not_ours(others: str) -> None:
    error = "RuntimeError: mat1 and mat2 shapes cannot be multiplied (6x10 and 20x4)"
    assert diagnose([f"x = self.fc(x)\n{error}"])
    assert not diagnose([f"{others}\nx = self.fc(x)\n{error}"])
    assert diagnose([f"{others}\nx, _ = self.lstm(x)\nx = self.fc(x)\n{error}"])
    assert diagnose([f"{others}\n{MESSAGE}"])  # which no other module says


def test_a_layer_is_found_behind_thousands_of_other_keys() -> None:
    keys = ", ".join(f'"fc{n}.weight"' for n in range(3_000))
    missing = f'Missing key(s) in state_dict: {keys}, "lstm.weight_ih_l0".'
    unexpected = f'Unexpected key(s) in state_dict: {keys}, "enc.lstm.weight_ih_l0".'
    (diagnosis,) = diagnose([f"{missing}\n\t{unexpected}"])
    assert diagnosis.finding.suspects[0].cause == "checkpoint-of-another-lstm"


def test_a_program_is_read_from_its_file_or_given_as_text(command: Command, tmp_path: Path) -> None:
    program = (
        "from torch import nn\nclass Net(nn.Module):\n    def __init__(self):\n        self.rnn = nn.LSTM(10, 20, 2)\n"
    )
    (tmp_path / "model.py").write_text(program, encoding="utf-8")
    message = f"{HIDDEN} (2, 3, 20), got [3, 2, 20]"
    from_file, from_text = (command("explain", message, "--code", code).stdout for code in ("model.py", program))
    assert 'lstm-shapes inspect "nn.LSTM(10, 20, num_layers=2)"' in from_file
    assert from_file == from_text


MESSAGE = f"{HIDDEN} (4, 3, 20), got [2, 3, 20]"
CALL = "output, (h_n, c_n) = self.encoder(tokens, (h, c))"
# The same error as programs show it, and whether the call is shown, whose names the repair takes up.
IN_A_FILE = f"""Traceback (most recent call last):
  File "/home/me/train.py", line 12, in forward
    {CALL}
  File "/site-packages/torch/nn/modules/rnn.py", line 1120, in forward
    self.check_forward_args(input, hx, batch_sizes)
RuntimeError: {MESSAGE}
"""
SURROUNDINGS = {
    "nothing": (MESSAGE, False),
    "words": (f"help!! I get {MESSAGE} and do not know why", False),
    "blanks and line ends": (MESSAGE.replace(", ", ",\r\n   "), False),
    "colours": (MESSAGE.replace("size", "\x1b[1;31msize\x1b[0m").replace("got", "\x1b[91mgot\x1b[39m"), False),
    "a link": (f"\x1b]8;;file:///train.py\x1b\\RuntimeError\x1b]8;;\x1b\\: {MESSAGE}", False),
    "a log": (f"2024-05-06 07:08:09 ERROR [rank0]: RuntimeError: {MESSAGE}\nepoch 2", False),
    **{
        f"a margin {margin!r}": ("".join(f"{margin}{line}\n" for line in IN_A_FILE.splitlines()), True)
        for margin in ("> ", ">> ", "[rank0]: ", "worker-1  | ", "    ")
    },
    "a log with times": (
        "".join(f"2024-05-06 07:08:0{n},{n}23 ERROR {line}\n" for n, line in enumerate(IN_A_FILE.splitlines())),
        True,
    ),
    "links, as an editor shows them": (
        f"""[/home/me/train.py](https://file+.vscode-resource.net/home/me/train.py) in forward(self, tokens, h, c)
     11 def forward(self, tokens, h, c):
---> 12     {CALL}

[/site-packages/torch/nn/modules/rnn.py](https://file+.vscode-resource.net/rnn.py) in forward(self, input, hx)
-> 1120     self.check_forward_args(input, hx, batch_sizes)

RuntimeError: {MESSAGE}""",
        True,
    ),
    "frames without source": (
        IN_A_FILE.replace("last):\n", 'last):\n  File "<frozen runpy>", line 88, in _run_code\n'),
        True,
    ),
    "Python": (IN_A_FILE, True),
    "pytest's native": (
        f"""E   Traceback (most recent call last):
E     File "/home/me/train.py", line 12, in forward
E       {CALL}
E     File "/site-packages/torch/nn/modules/rnn.py", line 1120, in forward
E       self.check_forward_args(input, hx, batch_sizes)
E   RuntimeError: {MESSAGE}
""",
        False,
    ),
    "pytest": (
        f"""    def forward(self, tokens, h, c):
>       {CALL}

train.py:12:
_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _
>       raise RuntimeError(msg.format(expected_hidden_size, list(hx.size())))
E       RuntimeError: {MESSAGE}

/site-packages/torch/nn/modules/rnn.py:354: RuntimeError
""",
        False,
    ),
    "IPython": (
        f"""---------------------------------------------------------------------------
RuntimeError                              Traceback (most recent call last)
Cell In[3], line 4
      2 h = torch.zeros(2, 3, 20)
      3 c = torch.zeros(2, 3, 20)
----> 4 {CALL}

File /site-packages/torch/nn/modules/rnn.py:1120, in LSTM.forward(self, input, hx)
   1119     hx = self.permute_hidden(hx, sorted_indices)
-> 1120 self.check_forward_args(input, hx, batch_sizes)

RuntimeError: {MESSAGE}
""",
        False,
    ),
}


@pytest.mark.parametrize(("text", "names_shown"), SURROUNDINGS.values(), ids=SURROUNDINGS)
def test_a_message_is_found_whatever_stands_around_it(text: str, names_shown: bool) -> None:
    (diagnosis,) = diagnose([text])
    finding = diagnosis.finding
    assert " ".join(diagnosis.message.split()) == MESSAGE
    assert (finding.tensor, finding.expected, finding.actual, finding.axis) == ("h_0", (4, 3, 20), (2, 3, 20), 0)
    assert [suspect.cause for suspect in finding.suspects] == ["missing-directions", "wrong-num-layers"]
    assert not names_shown or finding.suspects[0].fix.endswith(
        "h = h.repeat_interleave(2, dim=0)\nc = c.repeat_interleave(2, dim=0)  # the same for both directions"
    )


def test_several_errors_are_each_answered_in_their_order() -> None:
    others = "input.size(-1) must be equal to input_size. Expected 10, got 7", "rnn: hx is not contiguous"
    diagnoses = diagnose([f"{others[0]}\nfoo\n{MESSAGE} {others[1]}"])
    assert [diagnosis.message for diagnosis in diagnoses] == [others[0], MESSAGE, others[1]]


def test_the_same_message_is_explained_once_and_counted() -> None:
    diagnoses = diagnose([f"{MESSAGE}\n", f"step 2\n{MESSAGE.replace(', ', ',  ')}\n"])
    assert [(diagnosis.message, diagnosis.times) for diagnosis in diagnoses] == [(MESSAGE, 2)]


@pytest.mark.parametrize("filling", [0, 5_000])
def test_a_message_that_two_pieces_share_is_found_once(filling: int) -> None:
    before = "x\n" * filling
    for cut in range(1, len(MESSAGE)):
        diagnoses = diagnose([before + MESSAGE[:cut], f"{MESSAGE[cut:]}\n{before}"])
        assert [(diagnosis.message, diagnosis.times) for diagnosis in diagnoses] == [(MESSAGE, 1)]


def test_a_long_log_takes_little_memory() -> None:
    def pieces() -> Iterator[str]:
        for number in range(32):
            yield f"epoch {number}: loss 0.5, and hidden states\n" * 25_000  # a megabyte
        yield MESSAGE

    tracemalloc.start()
    diagnoses = diagnose(pieces())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [diagnosis.message for diagnosis in diagnoses] == [MESSAGE]
    assert most < 8_000_000


def test_the_json_is_what_is_promised(command: Command) -> None:
    document = json.loads(command("explain", f"RuntimeError: {MESSAGE}", "--format", "json").stdout)
    (diagnosis,) = document["diagnoses"]
    causes = diagnosis.pop("causes")
    assert document["schema_version"] == 1
    promised = {"message", "tensor", "expected", "actual", "axis", "formula", "command"}
    assert {name: diagnosis[name] for name in promised} == {
        "message": MESSAGE,
        "tensor": "h_0",
        "expected": [4, 3, 20],
        "actual": [2, 3, 20],
        "axis": 0,
        "formula": "(D * num_layers, N, H_out)",
        "command": diagnosis["command"],
    }
    assert diagnosis["command"].startswith("lstm-shapes inspect")
    assert [(set(cause), CAUSES[cause["id"]].title == cause["title"]) for cause in causes] == [
        ({"id", "title", "because", "fix", "likelihood"}, True)
    ] * 2


def test_nothing_recognised_is_json_as_well(command: Command) -> None:
    run = command("explain", "KeyError: 'hidden'", "--format", "json")
    assert run.returncode == 1
    assert json.loads(run.stdout) == {"schema_version": 1, "diagnoses": []}
    assert "nn.LSTM" in run.stderr


@pytest.mark.parametrize("format", ["table", "markdown"])
def test_a_person_is_told_all_of_it(format: str, command: Command) -> None:
    run = command("explain", MESSAGE, "--format", format)
    assert (run.returncode, run.stderr) == (0, "")
    page = run.stdout
    (diagnosis,) = diagnose([MESSAGE])
    told = [MESSAGE, "D * num_layers", diagnosis.command]
    for suspect in diagnosis.finding.suspects:
        told += [CAUSES[suspect.cause].title, f"lstm-shapes explain {suspect.cause}", suspect.fix.splitlines()[0]]
    assert [words for words in told if words not in page] == []


REFUSED = "Invalid value for "
NO_NUMBERS = "is not a list of whole numbers, such as 5,3,10"
MISUSED = {
    "an unknown format": ([MESSAGE, "--format", "xml"], f"{REFUSED}'--format' / '-f': "),
    "a list and an error": (
        [MESSAGE, "--list"],
        f"{REFUSED}'--list': lists all causes, and explains no error; it does not go with ERROR",
    ),
    "a cause and a layer": (
        ["wrong-input-size", "--code", "nn.LSTM(10, 20)"],
        f"{REFUSED}'ERROR': is the name of a cause, whatever the layer; it does not go with --code",
    ),
    "no constructor": ([MESSAGE, "--code", "print(1)"], f"{REFUSED}'--code': the call must be of nn.LSTM, "),
    "no program": ([MESSAGE, "--code", "nosuch.py"], f"{REFUSED}'--code': there is no Python file nosuch.py"),
    "no module of that kind": (
        [MESSAGE, "--code", "nn.LSTM(10, 20, proj_size=20)"],
        f"{REFUSED}'--code': proj_size must be smaller than hidden_size (20)",
    ),
    "words for a shape": ([MESSAGE, "--input-shape", "five"], f"{REFUSED}'--input-shape': 'five' {NO_NUMBERS}"),
    "no shape": ([MESSAGE, "--input-shape", ""], f"{REFUSED}'--input-shape': '' {NO_NUMBERS}"),
    "an unknown flag": ([MESSAGE, "--device", "cpu"], "No such option: --device"),
    "no cause": (
        ["batch-first"],
        f"{REFUSED}'ERROR': there is no cause 'batch-first'; perhaps batch-first-states? --list shows all causes",
    ),
    "no file": (["nosuch.log"], f"{REFUSED}'ERROR': there is no cause 'nosuch.log', and no file of that name"),
    "a file": (
        ["error.log"],
        f"{REFUSED}'ERROR': error.log is a file; to explain what stands in it: lstm-shapes explain < error.log",
    ),
    "a folder in place of a file": ([MESSAGE, "-o", "."], ". is a folder"),
}


@pytest.mark.parametrize(("arguments", "sentence"), MISUSED.values(), ids=MISUSED)
def test_misuse_is_refused_by_name(arguments: list[str], sentence: str, command: Command, tmp_path: Path) -> None:
    (tmp_path / "error.log").write_text(MESSAGE)
    run = command("explain", *arguments)
    assert (run.returncode, run.stdout) == (2, "")
    assert sentence_of(run.stderr).startswith(sentence)
    assert [file.name for file in tmp_path.iterdir()] == ["error.log"]


ENDINGS = {
    "page.md": "### ",
    "page.json": '{\n  "schema_version": 1,\n  "diagnoses"',
    "page.tex": r"\paragraph{",
    "page.html": "<!doctype html>\n",
    "page.svg": "<svg ",
    "page.txt": HIDDEN,
}


@pytest.mark.parametrize(("name", "beginning"), ENDINGS.items(), ids=ENDINGS)
def test_the_ending_of_a_file_is_its_format(command: Command, tmp_path: Path, name: str, beginning: str) -> None:
    run = command("explain", MESSAGE, "--output", name)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(beginning)


PIPED = {
    "UTF-8": f"Übung: {MESSAGE}".encode(),
    "UTF-8 with a mark": f"\ufeff{MESSAGE}".encode(),
    "UTF-16, as PowerShell writes it": f"\ufeff{MESSAGE}".encode("utf-16-le"),
    "Latin-1": f"Übung: {MESSAGE}".encode("latin-1"),
    "NUL": b"\0\0" + MESSAGE.encode(),
}


@pytest.mark.parametrize("arguments", [[], ["-"]], ids=["no argument", "a dash"])
@pytest.mark.parametrize("piped", PIPED.values(), ids=PIPED)
def test_standard_input_is_read_in_any_encoding(piped: bytes, arguments: list[str], command: Command) -> None:
    run = command("explain", *arguments, stdin=piped)
    assert (run.returncode, run.stderr) == (0, "")
    assert MESSAGE in run.stdout


PROGRAM = """\
import sys
from lstm_shapes.cli import run
code = run(["explain"])
print("torch" in sys.modules, code)
"""


def test_standard_input_is_read_without_pytorch() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=PIPED["UTF-8"],
        env=plain_environment(),
        capture_output=True,
        check=True,
    )
    shown = done.stdout.decode()
    assert MESSAGE in shown
    assert shown.splitlines()[-1] == "False 0"


def test_an_empty_input_is_nothing_recognised(command: Command) -> None:
    run = command("explain", stdin="")
    assert (run.returncode, run.stdout) == (1, "")
    assert "empty" in run.stderr
