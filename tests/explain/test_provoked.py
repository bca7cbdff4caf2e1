"""Errors provoked with real PyTorch: their cause is found, and the repair repairs."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

import pytest
import torch
from torch.nn.utils.rnn import pack_padded_sequence

from lstm_shapes.explain.causes.table import CAUSES
from lstm_shapes.explain.diagnose import diagnose
from lstm_shapes.explain.finding import Suspect
from tests.explain.kinds import MISTAKES
from tests.explain.provoking import Provoked, provoke
from tests.processor import skip_if_of_processor

SETUP = """\
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

x, lengths = torch.randn(7, 5, 10), [7, 4, 3, 2, 1]  # (L, N, H_in)
lstm, linear = nn.LSTM(10, 20), nn.Linear(20, 6)
"""


@dataclass(frozen=True, slots=True)
class Case:
    """Code whose line `wrong` fails.

    then: what the repair is followed by; None is `wrong` once more, and "" nothing, where the repair replaces it.
    place: where among the suspects the cause stands. alone: whether the message without its traceback tells the cause.
    """

    cause: str
    given: str
    wrong: str
    then: str | None = None
    place: int = 0
    alone: bool = True
    after: str = ""


def _repaired(case: Case, fix: str) -> str:
    indented = textwrap.indent(fix, case.wrong[: -len(case.wrong.lstrip())] if case.wrong[0] == " " else "")
    return "\n".join((SETUP, case.given, indented, case.wrong if case.then is None else case.then, case.after))


def _suspects(text: str) -> tuple[Suspect, ...]:
    diagnoses = diagnose([text])
    assert len(diagnoses) == 1
    return diagnoses[0].finding.suspects


def _provoked(case: Case) -> Provoked:
    provoked = provoke("\n".join((SETUP, case.given, case.wrong, case.after)))
    assert provoked is not None
    skip_if_of_processor(provoked.message)
    return provoked


def _states(*shape: int) -> str:
    return f"h_0 = torch.zeros{shape}\nc_0 = torch.zeros{shape}"


CALL, WITH_STATES = "output, (h_n, c_n) = lstm(x)", "output, (h_n, c_n) = lstm(x, (h_0, c_0))"
PACK = "packed = pack_padded_sequence(x, lengths)"
PACKED_STATES = "output, (h_n, c_n) = lstm(packed, (h_0, c_0))"
TWO_WAYS = "lstm = nn.LSTM(10, 20, 2, bidirectional=True)"


def _case(cause: str, *given: str, **more: object) -> Case:
    return Case(cause, "\n".join(given[:-1]), given[-1], **more)  # type: ignore[arg-type]


OF_STATES = {
    "batch first, and no D": _case("batch-first-states", TWO_WAYS, _states(5, 2, 20), WITH_STATES),
    "no D beside batch first": _case("missing-directions", TWO_WAYS, _states(5, 2, 20), WITH_STATES, place=1),
    "a permutation": _case("batch-first-states", TWO_WAYS, _states(20, 4, 5), WITH_STATES),
    "no D in one layer": _case(
        "missing-directions", "lstm = nn.LSTM(10, 20, bidirectional=True)", _states(1, 5, 20), WITH_STATES
    ),
    "no D in c_0": _case(
        "missing-directions", TWO_WAYS, "h_0, c_0 = torch.zeros(4, 5, 20), torch.zeros(2, 5, 20)", WITH_STATES
    ),
    "no D beside a projection": _case(
        "missing-directions",
        "lstm = nn.LSTM(10, 20, 2, bidirectional=True, proj_size=6)",
        "h_0, c_0 = torch.zeros(2, 5, 6), torch.zeros(2, 5, 20)",
        WITH_STATES,
    ),
    "no D, packed": _case("missing-directions", TWO_WAYS, PACK, _states(2, 5, 20), PACKED_STATES, then=""),
    "one layer of two": _case("wrong-num-layers", "lstm = nn.LSTM(10, 20, 2)", _states(1, 5, 20), WITH_STATES, place=1),
    "one layer of three, packed": _case(
        "wrong-num-layers", "lstm = nn.LSTM(10, 20, 3)", PACK, _states(1, 5, 20), PACKED_STATES, then="", place=1
    ),
    "of a smaller batch": _case("stale-batch-size", _states(1, 3, 20), WITH_STATES),
    "of a batch, packed": _case("stale-batch-size", PACK, _states(1, 8, 20), PACKED_STATES, then="", alone=False),
    "c_0 projected": _case(
        "projected-cell-state", "lstm = nn.LSTM(10, 20, proj_size=6)", _states(1, 5, 6), WITH_STATES, place=1
    ),
    "of the width of the input, in c_0": _case(
        "wrong-hidden-size", "h_0, c_0 = torch.zeros(1, 5, 20), torch.zeros(1, 5, 10)", WITH_STATES
    ),
    "h_0 not projected": _case(
        "projected-cell-state", "lstm = nn.LSTM(10, 20, proj_size=6)", _states(1, 5, 20), WITH_STATES, place=1
    ),
    "of input_size": _case("wrong-hidden-size", _states(1, 5, 10), WITH_STATES),
    "of another hidden_size, packed": _case(
        "wrong-hidden-size", PACK, _states(1, 5, 30), PACKED_STATES, then="", place=1, alone=False
    ),
    "no axis in c_0": _case("wrong-state-rank", "h_0, c_0 = torch.zeros(1, 5, 20), torch.zeros(5, 20)", WITH_STATES),
    "one tensor, without its axis of layers": _case("state-not-a-tuple", _states(5, 20), "lstm(x, h_0)", then=""),
    "None": _case("state-not-a-tuple", "lstm(x, (None, None))", then="", alone=False),
    "one name for the tuple": _case(
        "stale-batch-size", "states = torch.zeros(1, 8, 20), torch.zeros(1, 8, 20)", "lstm(x, states)", alone=False
    ),
    "a tuple in a tuple": _case(
        "state-is-a-tuple", _states(1, 5, 20), "states = h_0, c_0", "lstm(x, (states, states))", then="", alone=False
    ),
    "one tensor, of two layers": _case(
        "state-not-a-tuple", "lstm = nn.LSTM(10, 20, 2)", _states(2, 5, 20), "lstm(x, h_0)", then=""
    ),
    "three states": _case("state-not-a-tuple", _states(1, 5, 20), "lstm(x, (h_0, c_0, c_0))", then=""),
}


OF_INPUT = {
    "features, in a GRU": _case("wrong-input-size", "lstm = nn.GRU(9, 20)", "output, h_n = lstm(x)"),
    "features, packed": _case(
        "wrong-input-size", "packed = pack_padded_sequence(torch.randn(7, 5, 9), lengths)", "lstm(packed)", alone=False
    ),
    "a lost axis": _case("wrong-input-rank", "x = torch.randn(7, 10)", _states(1, 1, 20), WITH_STATES),
    "numbers of words": _case("dtype-mismatch", "x = torch.ones(7, 5, 10, dtype=torch.int64)", CALL),
    "lengths in any order": _case("packed-lengths-order", "lengths = [2, 7, 4, 3, 1]", PACK, then=""),
    # What `.cpu()` brings back from a GPU is lost on the meta device, so that it stands in the wrong line alone.
    "lengths on a device": _case(
        "packed-lengths-device",
        "lengths = torch.tensor(lengths)",
        'pack_padded_sequence(x, lengths.to("meta"))',
        then=PACK,
    ),
    "lengths of two axes, in any order": _case(
        "packed-lengths-range",
        "lengths = torch.tensor([[2], [7], [4], [3], [1]])",
        "packed = pack_padded_sequence(x, lengths, enforce_sorted=False)",
        then="lstm(packed)",
        alone=False,
    ),
    "a length of 0": _case("packed-lengths-range", "lengths = [7, 4, 3, 2, 0]", PACK),
    "a length of -1": _case("packed-lengths-range", "lengths = torch.tensor([7, 4, 3, 2, -1])", PACK),
    "lengths of two axes": _case("packed-lengths-range", "lengths = torch.tensor([lengths])", PACK),
    "a length too many": _case("packed-lengths-range", "lengths = [7, 4, 3, 2, 1, 1]", PACK, place=1),
    "a length too few": _case("packed-lengths-range", "lengths = [7, 4, 3, 2]", PACK, place=1),
    "lengths of the other axis": _case("swapped-batch-and-sequence", "x = torch.randn(5, 7, 10)", PACK, then=""),
}
OUTPUT, PACKED_OUTPUT = "output = lstm(x)", f"{PACK}\noutput, _ = lstm(packed)"
MASK = "lstm, mask = nn.LSTM(10, 20, batch_first=True), torch.ones(5, 7)\noutput, _ = lstm(torch.randn(5, 7, 10))"
OF_RESULTS = {
    "linear": _case("output-is-a-tuple", OUTPUT, "scores = linear(output)"),
    "Sequential": _case(
        "output-is-a-tuple",
        "model = nn.Sequential(lstm, linear)",
        "model(x)",
        then="nn.Sequential(lstm, Output(), linear)(x)",
        alone=False,
    ),
    "relu": _case("output-is-a-tuple", OUTPUT, "torch.relu(output)"),
    "dropout": _case("output-is-a-tuple", OUTPUT, "nn.Dropout(0.5)(output)"),
    "layer norm": _case("output-is-a-tuple", OUTPUT, "nn.LayerNorm(20)(output)"),
    "softmax": _case("output-is-a-tuple", OUTPUT, "nn.functional.softmax(output, dim=-1)"),
    "batch norm": _case("output-is-a-tuple", OUTPUT, "nn.BatchNorm1d(5)(output)"),
    "its shape": _case("output-is-a-tuple", OUTPUT, "print(output.shape)"),
    "padded, with the lengths": _case(
        "padded-with-lengths", PACKED_OUTPUT, "linear(pad_packed_sequence(output))", then="", alone=False
    ),
    "a second LSTM": _case("output-is-a-tuple", "other = nn.LSTM(20, 6)", OUTPUT, "other(output)"),
    "a step": _case("output-is-a-tuple", "lstm(x)[:, -1]", then="output[:, -1]", alone=False),
    "a sum": _case("output-is-a-tuple", "lstm(x) - torch.ones(20)", then="output - torch.ones(20)", alone=False),
    "a state, detached": _case("state-is-a-tuple", "_, h = lstm(x)", "h = h.detach()", then="lstm(x, h)", alone=False),
    "a state, its size": _case("state-is-a-tuple", "_, h = lstm(x)", "h.size(1)", alone=False),
    "a step of a name": _case("output-is-a-tuple", OUTPUT, "output[:, -1]", alone=False),
    "cat": _case("output-is-a-tuple", "torch.cat((lstm(x)[1], lstm(x)[1]))", then="h_n[-1]", alone=False),
    "the states to a linear layer": _case("state-is-a-tuple", "_, hidden = lstm(x)", "linear(hidden)", alone=False),
    "a step of packed output": _case("packed-sequence-attribute", PACKED_OUTPUT, "output[:, -1]", place=1, alone=False),
    "a packed output by its words": _case(
        "packed-lengths-range",
        "packed = pack_padded_sequence(x, [9, 4, 3, 2, 1])",
        "lstm(packed)",
        then="lstm(pack_padded_sequence(x, lengths))",
        alone=False,
    ),
    "packed, its shape": _case("packed-sequence-attribute", PACKED_OUTPUT, "print(output.shape)"),
    "packed, its size": _case("packed-sequence-attribute", PACKED_OUTPUT, "print(output.size(0))"),
    "packed, linear": _case("packed-sequence-attribute", PACKED_OUTPUT, "linear(output)"),
    "width of both directions": _case(
        "linear-width", "lstm = nn.LSTM(10, 20, bidirectional=True)", CALL, "linear(output)"
    ),
    "width of one direction": _case("linear-width", "linear = nn.Linear(40, 6)", CALL, "linear(output[-1])"),
    "width of the backward direction": _case(
        "only-backward-state",
        "lstm, linear = nn.LSTM(10, 20, bidirectional=True), nn.Linear(40, 6)",
        CALL,
        "linear(h_n[-1])",
        then="",
        alone=False,
    ),
    "width of a projection": _case(
        "linear-width", "lstm = nn.LSTM(10, 20, proj_size=8)", "linear(lstm(x)[0])", alone=False
    ),
    "width of all steps": _case("linear-width", "linear(lstm(x)[0].transpose(0, 1).flatten(1))", alone=False),
}
LOAD = "lstm.load_state_dict(saved)"
OF_CHECKPOINTS = {
    "in a model": _case(
        "checkpoint-of-another-lstm",
        "saved = nn.ModuleDict({'rnn': nn.LSTM(10, 24)}).state_dict()",
        "model = nn.ModuleDict({'rnn': lstm})",
        "model.load_state_dict(saved)",
        alone=False,
    ),
    "in a list": _case(
        "checkpoint-of-another-lstm",
        "saved = nn.ModuleList([nn.LSTM(9, 24)]).state_dict()",
        "model = nn.ModuleList([lstm])",
        "model.load_state_dict(saved)",
        alone=False,
    ),
    "one direction": _case(
        "checkpoint-of-another-lstm",
        "saved, lstm = lstm.state_dict(), nn.LSTM(10, 20, bidirectional=True)",
        LOAD,
    ),
    "more than the weights": _case(
        "checkpoint-of-another-lstm",
        "saved = {'epoch': 3, 'model': lstm.state_dict(), 'optimizer': {}}",
        "lstm.load_state_dict(saved)",
        then="",
        alone=False,
    ),
    "a prefix": _case(
        "checkpoint-of-another-lstm",
        "saved = {f'module.{name}': weight for name, weight in lstm.state_dict().items()}",
        "lstm.load_state_dict(saved)",
        then="",
        alone=False,
    ),
    "no prefix": _case(
        "checkpoint-of-another-lstm",
        "saved, model = lstm.state_dict(), nn.ModuleDict({'module': lstm})",
        "model.load_state_dict(saved)",
        then="",
        alone=False,
    ),
    "fewer layers": _case("checkpoint-of-another-lstm", "saved, lstm = lstm.state_dict(), nn.LSTM(10, 20, 2)", LOAD),
    "biases": _case(
        "checkpoint-of-another-lstm", "saved = lstm.state_dict()", "lstm = nn.LSTM(10, 20, bias=False)", LOAD
    ),
}
OF_CONSTRUCTOR = {
    "a number of layers with a point": _case(
        "invalid-sizes", "lstm = nn.LSTM(10, 20, num_layers=4 / 2)", then=CALL, alone=False
    ),
    "proj_size": _case("invalid-proj-size", "lstm = nn.LSTM(10, 20, proj_size=20)", then=CALL),
    "proj_size behind a star": _case("invalid-proj-size", "lstm = nn.LSTM(*(10, 20), proj_size=20)", then=CALL),
    "a negative proj_size": _case("invalid-proj-size", "lstm = nn.LSTM(10, 20, proj_size=-1)", then=CALL),
    "proj_size of hidden_size 1": _case("invalid-proj-size", "lstm = nn.LSTM(10, 1, proj_size=1)", then=CALL),
    "dropout is True": _case("invalid-dropout", "lstm = nn.LSTM(10, 20, 2, dropout=True)", then=CALL),
    "input_size 0": _case("invalid-sizes", "lstm = nn.LSTM(0, 20)", then=CALL),
    "num_layers 0": _case("invalid-sizes", "lstm = nn.LSTM(10, 20, num_layers=0)", then=CALL),
    "a name of Keras": _case("unknown-argument", "lstm = nn.LSTM(10, 20, return_sequences=True)", then=CALL),
    "another name of Keras": _case(
        "unknown-argument", "lstm = nn.LSTM(10, units=20)", then="assert lstm.hidden_size == 20"
    ),
    "dropout in the place of bias": _case(
        "invalid-dropout",
        "lstm = nn.LSTM(10, 20, 2, 0.3)",
        then="assert lstm.bias and lstm.dropout == 0.3",
        alone=False,
    ),
    "None for a size": _case("invalid-sizes", "lstm = nn.LSTM(10, None)", then="assert lstm.hidden_size"),
    "a number for batch_first": _case("invalid-sizes", "lstm = nn.LSTM(10, 20, batch_first=1)", then=CALL),
    "a number for bias": _case("invalid-sizes", "lstm = nn.LSTM(10, 20, 2, 1)", then=CALL),
}
SCRIPTED = """\
class Scripted(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(10, 20)"""
LABELS, TARGET = "torch.zeros(5, dtype=torch.int64)", "torch.zeros(7, 5, dtype=torch.int64)"
OF_SURROUNDINGS = {
    "a state with its graph": _case(
        "state-not-detached",
        "_, hidden = lstm(x)",
        "output, hidden = lstm(x, hidden)",
        "output.sum().backward()",
        "lstm_out, hidden = lstm(x, hidden)",
        "lstm_out.sum().backward()",
        then="lstm(x, hidden)[0].sum().backward()",
        alone=False,
    ),
    "a state with its graph, and other weights": _case(
        "state-not-detached",
        "_, hidden = lstm(x)",
        "lstm_out, hidden = lstm(x, hidden)",
        "with torch.no_grad():\n    lstm.weight_hh_l0.mul_(0.9)",
        "lstm_out.sum().backward(retain_graph=True)",
        then="lstm(x, hidden)[0].sum().backward()",
        alone=False,
    ),
    "a state that is changed in place": Case(
        "state-changed-in-place",
        "cell = nn.GRUCell(10, 20)\nh = cell(x[0])\ngru_scores = linear(h)",
        "h[0] = 0",
        place=1,
        after="gru_scores.sum().backward()",
        alone=False,
    ),
    "a number too great": _case(
        "embedding-input",
        "embedding, words = nn.Embedding(4, 10), torch.tensor([[1, 4]])",
        "lstm(embedding(words))",
        alone=False,
    ),
    "numbers that are floats": _case(
        "embedding-input",
        "embedding, words = nn.Embedding(4, 10), torch.tensor([[1.0, 3.0]])",
        "lstm(embedding(words))",
        alone=False,
    ),
    "one sequence": _case(
        "unbatched-output",
        "x = x[:, 0]",
        "lstm_out, _ = lstm(x)",
        "lstm_out[:, -1, :]",
        then="lstm(x)[0][:, -1, :]",
        alone=False,
    ),
    "all layers, joined": _case(
        "all-layers-for-the-last",
        "lstm = nn.GRU(10, 20, 2)",
        "_, hidden = lstm(x)",
        "word = torch.randn(1, 5, 8)",
        "joined = torch.cat((word, hidden), dim=2)",
        then="joined.view(1, 5, 28)",
        alone=False,
    ),
    "all layers, in the loss": _case(
        "target-shape",
        "lstm = nn.LSTM(10, 20, 2)",
        "_, (h_n, _) = lstm(x)",
        f"nn.functional.cross_entropy(linear(h_n.view(-1, 20)), {LABELS})",
        then=f"nn.functional.cross_entropy(linear(summary), {LABELS})",
        alone=False,
    ),
    "classes last": _case(
        "target-shape", f"nn.functional.cross_entropy(linear(lstm(x)[0]), {TARGET})", then="", alone=False
    ),
    "a mask of the steps": _case(
        "mask-without-features", MASK, "output = output * mask", then="output.sum(1)[0, :1].view(1)", alone=False
    ),
    "a mask of the steps, filled": _case(
        "mask-without-features", MASK, "output = output.masked_fill(mask == 0, 0.0)", then="output", alone=False
    ),
    "a mask of the steps, summed": _case(
        "mask-without-features", MASK, "output = output.sum(1) / mask.sum(1)", then="output.view(5, 20)", alone=False
    ),
    "a mask of the padded input": _case(
        "total-length",
        "lstm, x, mask = nn.LSTM(10, 20, batch_first=True), torch.randn(5, 9, 10), torch.ones(5, 9, 1)",
        "packed_output = lstm(pack_padded_sequence(x, lengths, batch_first=True))[0]",
        "output, _ = pad_packed_sequence(packed_output, batch_first=True)",
        "output = output * mask",
        alone=False,
    ),
    "states cut by DataParallel": _case(
        "split-state",
        "lstm = nn.LSTM(10, 20, 2, batch_first=True)",
        "x, hidden = torch.randn(6, 5, 10), (torch.zeros(2, 6, 20), torch.zeros(2, 6, 20))",
        "def data_parallel(x, hidden):\n    lstm(x, hidden)",
        "data_parallel(x[:3], tuple(s[:1] for s in hidden))",
        then="",
        alone=False,
    ),
    "sequences of different lengths": _case(
        "unpadded-sequences",
        "lstm, samples = nn.LSTM(10, 20, batch_first=True), [torch.randn(4, 10), torch.randn(6, 10)]",
        "lstm_out, _ = lstm(torch.stack(samples))",
        then="lstm_out.view(2, 6, 20)",
        alone=False,
    ),
    "a batch of one, squeezed": _case(
        "squeezed-axis",
        "_, (h_n, _) = lstm(x[:, :1])",
        "lstm_out = linear(h_n).squeeze().softmax(dim=1)",
        then="lstm_out.argmax(dim=1)",
        alone=False,
    ),
    "another batch, in a view": _case(
        "batch-size-in-view",
        "lstm_out, _ = lstm(x)",
        "rows = lstm_out.transpose(0, 1).reshape(8, 7, 20)",
        then="rows.view(5, 7, 20)",
        alone=False,
    ),
    "another batch, in a view of a tuple": _case(
        "batch-size-in-view",
        "lstm_out = lstm(x)[0].transpose(0, 1)",
        "rows = lstm_out.reshape((8, -1))",
        then="rows.view(5, 140)",
        alone=False,
    ),
    "both directions, in a view": _case(
        "missing-directions",
        "lstm = nn.LSTM(10, 20, bidirectional=True, batch_first=True)",
        "lstm_out, _ = lstm(x)",
        "rows = lstm_out.reshape(7, 5, 20)",
        then="rows.view(7, 5, 40)",
        alone=False,
    ),
    "both directions of each layer, in a view of the states": _case(
        "missing-directions",
        TWO_WAYS,
        "lstm_out, (h_n, c_n) = lstm(x)",
        "rows = h_n.view(2, 1, 5, 20)",
        then="assert torch.equal(rows[1, 1], h_n[-1])",
        alone=False,
    ),
    "both directions, as the rows of the states": _case(
        "missing-directions",
        TWO_WAYS,
        "lstm_out, (h_n, c_n) = lstm(x)",
        "rows = h_n.view(2, 5, 20)",
        then="assert torch.equal(rows, h_n)",
        alone=False,
    ),
    "both directions of a single layer, without an axis": _case(
        "missing-directions",
        "lstm = nn.LSTM(10, 20, bidirectional=True)",
        "lstm_out, (h_n, c_n) = lstm(x)",
        "rows = h_n.view(5, 20)",
        then="assert torch.equal(rows[:, 20:], h_n[1])",
        alone=False,
    ),
    "both directions of the steps, with an axis of their own": _case(
        "missing-directions",
        "lstm = nn.LSTM(10, 20, bidirectional=True)",
        "lstm_out, (h_n, c_n) = lstm(x)",
        "rows = lstm_out.view(7, 5, 1, 20)",
        then="assert torch.equal(rows[0, :, 1], h_n[1])",
        alone=False,
    ),
    "a size that is asked for, in a view": _case(
        "batch-size-in-view",
        "lstm_out = lstm(x)[0].transpose(0, 1)",
        "rows = lstm_out.reshape(lstm_out.size(0), 100)",
        then="rows.view(5, 140)",
        alone=False,
    ),
    "a packed sequence and its lengths as a pair": _case(
        "packed-fields", PACK, "(lstm_out, sizes), h = lstm(packed)", then="lstm_out[0]", alone=False
    ),
    "a packed sequence as a pair": _case(
        "packed-fields", PACKED_OUTPUT, "packed = output", "lstm_out, sizes = packed", then="lstm_out[0]", alone=False
    ),
    "packing, as a pair": _case(
        "packed-fields", "packed, sizes = pack_padded_sequence(x, lengths)", then="lstm(packed)", alone=False
    ),
    "a tensor for a weight": _case(
        "plain-tensor-weight", "lstm.weight_hh_l0 = torch.zeros(80, 20)", then=CALL, alone=False
    ),
    "packed targets": _case(
        "packed-sequence-attribute",
        "targets = pack_padded_sequence(torch.zeros(7, 5), lengths)",
        "targets.size(0)",
        then="assert targets.size(0) == sum(lengths)",
        alone=False,
    ),
    "a tensor for a weight, by its name": _case(
        "plain-tensor-weight", 'setattr(lstm, "bias_hh_l0", torch.zeros(80))', then=CALL, alone=False
    ),
    "one state for TorchScript": _case(
        "torchscript-state",
        "h_0 = torch.zeros(1, 5, 20)",
        SCRIPTED,
        "    def forward(self, x):",
        "        return self.lstm(x, torch.zeros(1, 5, 20))",
        then="",
        after="torch.jit.script(Scripted())",
        alone=False,
    ),
    "a state without its type, for TorchScript": _case(
        "torchscript-state",
        SCRIPTED,
        "    def forward(self, x, state=None):",
        then="",
        after="        return self.lstm(x, state)\ntorch.jit.script(Scripted())",
        alone=False,
    ),
    "a state that begins with None, for TorchScript": _case(
        "torchscript-state",
        SCRIPTED,
        "    def forward(self, x):",
        "        output = x",
        "        state = None",
        then="",
        after="        for _ in range(2):\n            output, state = self.lstm(x, state)\n        return output\n"
        "torch.jit.script(Scripted())",
        alone=False,
    ),
    "a state that is kept as None, for TorchScript": _case(
        "torchscript-state",
        "class Scripted(nn.Module):",
        "    layers = 1",
        after="""
    def __init__(self):
        super().__init__()
        self.lstm, self.state = nn.LSTM(10, 20), None

    def forward(self, x):
        output, self.state = self.lstm(x, self.state)
        return output

torch.jit.script(Scripted())""",
        alone=False,
    ),
    "all results, for TorchScript": _case(
        "output-is-a-tuple",
        SCRIPTED,
        "    def forward(self, x) -> torch.Tensor:",
        "        return self.lstm(x)",
        then="",
        after="torch.jit.script(Scripted())",
        alone=False,
    ),
    "a result of autocast": _case(
        "autocast-dtype",
        "with torch.autocast('cpu', dtype=torch.bfloat16):\n    lstm_out, _ = lstm(x)",
        "scores = linear(lstm_out[-1])",
        then="",
        alone=False,
    ),
    "vmap": _case(
        "unsupported-transform",
        "torch.func.vmap(lambda x: lstm(x)[0])(x)",
        then="",
        alone=False,
    ),
    "a state beside rows": _case(
        "all-layers-for-the-last",
        "lstm = nn.LSTM(10, 20, 2)",
        "_, (h_n, _) = lstm(x)",
        "joined = torch.cat((h_n, torch.randn(5, 3)), dim=1)",
        then="joined.view(5, 23)",
        alone=False,
    ),
    "one target for each sequence": _case(
        "target-shape",
        "lstm_out = linear(lstm(x)[0]).transpose(0, 1)",
        f"nn.functional.cross_entropy(lstm_out, {LABELS})",
        then="",
        alone=False,
    ),
    "a state in the loss": _case(
        "target-shape",
        "lstm = nn.LSTM(10, 20, 2)",
        "_, (h_n, _) = lstm(x)",
        f"nn.functional.cross_entropy(linear(h_n).flatten(1), {LABELS})",
        then=f"nn.functional.cross_entropy(linear(h_n[-1]), {LABELS})",
        alone=False,
    ),
    "sequences of several lengths in a list": _case(
        "not-a-tensor",
        "words = [torch.randn(4, 10), torch.randn(7, 10)]",
        "lstm(words)",
        then="lstm(words)[0].view(7, 2, 20)",
        alone=False,
    ),
    "a view for one sequence": _case(
        "wrong-input-size",
        "output, _ = lstm(x.view(len(x), 1, -1))",
        then="output.view(7, 5, 20)",
        alone=False,
    ),
    "a step with an axis more": _case(
        "wrong-input-rank",
        "cell, h, c, steps = nn.LSTMCell(10, 20), torch.zeros(5, 20), torch.zeros(5, 20), x.unsqueeze(2)",
        "for step in steps:",
        "    h, c = cell(step, (h, c))",
        alone=False,
    ),
    "a last step of packed output": _case(
        "packed-sequence-attribute",
        "x = torch.randn(5, 7, 10)",
        "packed, _ = nn.LSTM(10, 20, batch_first=True)(pack_padded_sequence(x, lengths, batch_first=True))",
        "last = packed[:, -1, :]",
        then="last.view(5, 20)",
        alone=False,
    ),
    "weights of float64": _case(
        "dtype-mismatch",
        "lstm, h_0, c_0 = lstm.double(), torch.zeros(1, 5, 20), torch.zeros(1, 5, 20)",
        "x = x.double()",
        WITH_STATES,
        alone=False,
    ),
    "a learned state of one sequence": _case(
        "stale-batch-size",
        """class Learned(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(10, 20)
        self.h0, self.c0 = nn.Parameter(torch.ones(1, 1, 20)), nn.Parameter(torch.ones(1, 1, 20))""",
        "    def forward(self, x):",
        "        output, _ = self.lstm(x, (self.h0, self.c0))",
        then="",
        after="        return output.sum().backward()\nlearned = Learned()\nlearned(x)\nassert learned.h0.grad.any()",
        alone=False,
    ),
    "attention over steps that come first": _case(
        "state-beside-steps",
        "encoder, x = nn.GRU(10, 20, 2, batch_first=True), x.transpose(0, 1)",
        "outputs, hidden = encoder(x)",
        "scores = torch.bmm(outputs, hidden)",
        then="scores.view(5, 7, 1)",
        alone=False,
    ),
    "a state added to all steps": _case(
        "state-beside-steps",
        "encoder, x = nn.LSTM(10, 20, 3, batch_first=True), x.transpose(0, 1)",
        "outputs, hidden = encoder(x)",
        "joined = torch.tanh(outputs + hidden[0])",
        then="joined.view(5, 7, 20)",
        alone=False,
    ),
    "the row of a direction that is not there": _case(
        "missing-row-of-state",
        "_, (h_n, _) = lstm(x)",
        "summary = torch.cat((h_n[-2], h_n[-1]), dim=1)",
        then="summary.view(5, 20)",
        alone=False,
    ),
    "the row of a layer that is not there": _case(
        "missing-row-of-state", "_, (h_n, _) = lstm(x)", "summary = h_n[1]", then="summary.view(5, 20)", alone=False
    ),
    "a state of two axes in a product with all steps": _case(
        "state-beside-steps",
        "lstm, x = nn.LSTM(10, 20, batch_first=True), x.transpose(0, 1)",
        "output, (h_n, c_n) = lstm(x)",
        "scores = torch.bmm(output, h_n[-1])",
        then="assert torch.allclose(scores[:, -1, 0], (h_n[-1] ** 2).sum(dim=-1))",
        alone=False,
    ),
    "weights of two axes in a product with all steps": _case(
        "state-beside-steps",
        "lstm, x = nn.LSTM(10, 20, batch_first=True), x.transpose(0, 1)",
        "lstm_out, _ = lstm(x)",
        "weights = lstm_out.sum(dim=-1).softmax(dim=-1)",
        "context = torch.bmm(weights, lstm_out)",
        then="assert torch.allclose(context[:, 0], (weights.unsqueeze(2) * lstm_out).sum(dim=1), atol=1e-6)",
        alone=False,
    ),
    "lengths as the index of the last step": _case(
        "length-for-last-step",
        "lstm, x, lengths = nn.LSTM(10, 20, batch_first=True), x.transpose(0, 1), torch.tensor([7, 6, 4, 2, 1])",
        "output, _ = lstm(pack_padded_sequence(x, lengths, batch_first=True))",
        "padded, _ = nn.utils.rnn.pad_packed_sequence(output, batch_first=True)",
        "last_output = padded[torch.arange(5), lengths]",
        then="assert torch.equal(last_output[4], padded[4, 0])",
        alone=False,
    ),
    "lengths as the index of the last step, time first": _case(
        "length-for-last-step",
        "lengths = torch.tensor([7, 6, 4, 2, 1])",
        "output, _ = lstm(x)",
        "last_output = output[lengths, torch.arange(len(lengths))]",
        then="assert torch.equal(last_output[4], output[0, 4])",
        alone=False,
    ),
    "lengths as the index of the last step, to gather": _case(
        "length-for-last-step",
        "lengths = torch.tensor([7, 6, 4, 2, 1])",
        "output = lstm(x)[0].transpose(0, 1)",
        "last_output = output.gather(1, lengths.view(-1, 1, 1).expand(-1, 1, 20))",
        then="assert torch.equal(last_output[4, 0], output[4, 0])",
        alone=False,
    ),
    "channels of a convolution": _case(
        "channels-on-last-axis",
        "lstm, conv = nn.LSTM(10, 20, batch_first=True), nn.Conv1d(20, 4, 3)",
        "lstm_out, _ = lstm(x)",
        "features = conv(lstm_out)",
        then="features.transpose(1, 2).reshape(7, 4, 3)",
        alone=False,
    ),
    "channels of a batch norm": _case(
        "channels-on-last-axis",
        "lstm, norm = nn.LSTM(10, 20, batch_first=True), nn.BatchNorm1d(20)",
        "lstm_out, _ = lstm(x)",
        "normed = norm(lstm_out)",
        then="normed.reshape(7, 5, 20)",
        alone=False,
    ),
    "width of an attention": _case(
        "linear-width",
        "lstm, attention = nn.LSTM(10, 20, bidirectional=True), nn.MultiheadAttention(20, 2, batch_first=True)",
        "lstm_out, _ = lstm(x)",
        "attention(lstm_out, lstm_out, lstm_out)",
        then="assert attention.batch_first",
        alone=False,
    ),
    "width of a norm": _case(
        "linear-width",
        "lstm, norm = nn.LSTM(10, 20, bidirectional=True), nn.LayerNorm(20)",
        "lstm_out, _ = lstm(x)",
        "norm(lstm_out)",
        alone=False,
    ),
    "targets with an axis more": _case(
        "target-shape",
        "_, (h_n, _) = lstm(x)",
        "lstm_loss = nn.functional.cross_entropy(linear(h_n[-1]), torch.zeros(5, 1, dtype=torch.int64))",
        then="lstm_loss.item()",
        alone=False,
    ),
    "a padded output, unpacked": _case(
        "not-packed",
        "output, _ = lstm(x)",
        "output, lengths = pad_packed_sequence(output)",
        then="output.view(7, 5, 20)",
    ),
    "all results, unpacked": _case(
        "output-is-a-tuple",
        PACK,
        "output, lengths = pad_packed_sequence(lstm(packed))",
        then="output.view(7, 5, 20)",
        alone=False,
    ),
    "an array": _case("not-a-tensor", "x = x.double().numpy()", "output, (h_n, c_n) = lstm(x)", alone=False),
    "a list": _case(
        "not-a-tensor",
        "sequences = list(x.unbind(1))",
        "lstm(sequences)",
        then="lstm(sequences)[0].view(7, 5, 20)",
        alone=False,
    ),
    "a weight of a linear layer": _case("layer-attribute", "nn.init.orthogonal_(lstm.weight)", then="", alone=False),
    "a weight to be normalised": _case(
        "layer-attribute", "nn.utils.parametrizations.weight_norm(lstm)", then=CALL, alone=False
    ),
    "a weight of a cell": _case("layer-attribute", "lstm.weight_hh.data.zero_()", then="", alone=False),
    "a bias that is not there": _case(
        "layer-attribute", "lstm = nn.LSTM(10, 20, bias=False)", "lstm.bias_ih_l0.data.zero_()", then="", alone=False
    ),
    "a bias for an initializer": _case(
        "matrix-for-bias",
        "parameter = lstm.bias_ih_l0",
        "nn.init.xavier_uniform_(parameter)",
        then="",
        alone=False,
    ),
    "a function for states that were Variables": _case(
        "variable-state",
        "from torch.autograd import Variable",
        "def repackage_hidden(h):\n    if type(h) == Variable:\n        return Variable(h.data)\n"
        "    return tuple(repackage_hidden(v) for v in h)",
        "_, hidden = lstm(x)",
        "repackage_hidden(hidden)",
        then="lstm(x, repackage_hidden(hidden))",
        alone=False,
    ),
    "scores with the batch first, for CTC": _case(
        "target-shape",
        "gru = nn.GRU(10, 4, batch_first=True)",
        "log_probs = gru(torch.randn(3, 9, 10))[0].log_softmax(-1)",
        "words, sizes = torch.ones(3, 2, dtype=torch.long), (torch.full((3,), 9), torch.full((3,), 2))",
        "nn.CTCLoss()(log_probs, words, *sizes)",
        then="nn.CTCLoss()(log_probs.transpose(0, 1), words, *sizes)",
        alone=False,
    ),
    "a vector beside steps, time first": _case(
        "state-beside-steps",
        "lstm = nn.LSTM(10, 20)",
        "image, words = torch.randn(3, 10), torch.randn(6, 3, 10)",
        "lstm(torch.cat([image, words], 0))",
        then="lstm(torch.cat([image.unsqueeze(0), words], 0))",
        alone=False,
    ),
    "a copy of a state": _case(
        "state-not-detached",
        "import copy",
        "_, lstm.hidden = lstm(x)",
        "hidden = lstm.hidden[0]",
        "copy.deepcopy(lstm.hidden[0])",
        then="copy.deepcopy(hidden)",
        alone=False,
    ),
    "an argument of the constructor, in the call": _case(
        "unknown-argument", "lstm(x, batch_first=True)", then="", alone=False
    ),
    "states by another name": _case(
        "unknown-argument", _states(1, 5, 20), "lstm(x, h_0=h_0, c_0=c_0)", then="", alone=False
    ),
    "no state for a forward that wants one": _case(
        "missing-state-argument",
        "class WithState(nn.Module):",
        "    def __init__(self):\n        super().__init__()\n        self.lstm = lstm",
        "    def forward(self, x, hidden):\n        return self.lstm(x, hidden)",
        "lstm_model = WithState()",
        "lstm_model(x)",
        then="",
        alone=False,
    ),
}
CASES = {
    f"{about}: {name}": case
    for about, cases in (
        ("states", OF_STATES),
        ("input", OF_INPUT),
        ("results", OF_RESULTS),
        ("checkpoint", OF_CHECKPOINTS),
        ("constructor", OF_CONSTRUCTOR),
        ("around", OF_SURROUNDINGS),
    )
    for name, case in cases.items()
}
ALONE = {name: case for name, case in CASES.items() if case.alone}

# Whatever the code calls its tensors, the repair calls them so; and it stands where the line stands.
MODEL = """
class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.LSTM(10, 20, 2, bidirectional=True)

    def forward(self, x, h, c):"""
STEP = "        return self.rnn(x, (h, c))"
IN_A_MODEL = {
    name: Case(cause, MODEL, STEP, place=place, after=f"Model()({seen}, torch.zeros{shape}, torch.zeros{shape})")
    for name, (cause, place, seen, shape) in {
        "batch first": ("batch-first-states", 0, "x", (5, 4, 20)),
        "no D": ("missing-directions", 0, "x", (2, 5, 20)),
        "another batch": ("stale-batch-size", 0, "x", (4, 8, 20)),
        "time first": ("swapped-batch-and-sequence", 1, "x.transpose(0, 1)", (4, 5, 20)),
        "another hidden_size": ("wrong-hidden-size", 0, "x", (4, 5, 10)),
        "float64": ("dtype-mismatch", 0, "x.double()", (4, 5, 20)),
        "images": ("wrong-input-rank", 0, "x.view(7, 5, 2, 5)", (4, 5, 20)),
    }.items()
}
OF_ONE_STATE = {
    "a cell state of a GRU, for TorchScript": _case(
        "cell-state-of-gru",
        SCRIPTED.replace("self.lstm = nn.LSTM", "self.gru = nn.GRU"),
        "    def forward(self, x):",
        "        output, (h_n, c_n) = self.gru(x)",
        then="",
        after="        return output\ntorch.jit.script(Scripted())",
        alone=False,
    ),
}
NOT_PROVOKED = {
    "non-contiguous-state": "only cuDNN says it; its message stands among those of test_explain_messages",
    "cudnn-eval-mode": "so does it this",
    "not-a-shape": "and this",
    "cudnn-double-backward": "and this",
    "scattered-weights": "and this",
    "onnx-batch-size": "only ONNX Runtime says it",
    "pickled-module": "its repair runs in two releases of PyTorch",
}


@pytest.mark.parametrize("case", (CASES | OF_ONE_STATE).values(), ids=CASES | OF_ONE_STATE)
def test_the_cause_of_a_traceback_is_found_and_its_fix_runs(case: Case) -> None:
    suspect = _suspects(_provoked(case).full)[case.place]
    assert suspect.cause == case.cause
    assert provoke(_repaired(case, suspect.fix)) is None


@pytest.mark.parametrize("case", ALONE.values(), ids=ALONE)
def test_the_cause_of_a_message_alone_is_found_and_its_fix_runs(case: Case) -> None:
    suspects = {suspect.cause: suspect for suspect in _suspects(_provoked(case).message)}
    assert case.cause in suspects
    assert provoke(_repaired(case, suspects[case.cause].fix)) is None


@pytest.mark.parametrize("case", IN_A_MODEL.values(), ids=IN_A_MODEL)
def test_a_fix_calls_things_as_the_code_does(case: Case) -> None:
    suspect = _suspects(_provoked(case).full)[case.place]
    assert suspect.cause == case.cause
    assert provoke(_repaired(case, suspect.fix)) is None


def test_every_cause_that_raises_is_provoked() -> None:
    provoked = {case.cause for case in CASES.values()} | {mistake.cause for mistake in MISTAKES.values()}
    assert {cause.id for cause in CAUSES.values() if not cause.silent} - provoked == set(NOT_PROVOKED)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_number_without_an_axis_is_how_many_axes_there_are(case: Case) -> None:
    for diagnosis in diagnose([_provoked(case).full]):
        finding = diagnosis.finding
        for size in (finding.expected, finding.actual):
            assert finding.axis is not None or not isinstance(size, int) or size <= 4


@pytest.mark.parametrize("batch_first", [True, False])
def test_what_is_sorted_by_hand_comes_back_in_its_order(batch_first: bool) -> None:
    line = f"packed = pack_padded_sequence(x, lengths, batch_first={batch_first})"
    frame = f'Traceback (most recent call last):\n  File "/home/me/net.py", line 3, in forward\n    {line}\n'
    (diagnosis,) = diagnose([f"{frame}ValueError: 'lengths' array has to be sorted in decreasing order"])
    x = torch.randn(3, 5, 4) if batch_first else torch.randn(5, 3, 4)
    names: dict[str, object] = {
        "torch": torch,
        "pack_padded_sequence": pack_padded_sequence,
        "x": x,
        "lengths": [2, 5, 3],
    }
    exec(diagnosis.finding.suspects[0].fix, names)
    gru = torch.nn.GRU(4, 6, batch_first=batch_first)
    exec("back = order.sort()[1]", names)
    _, h_n = gru(names["packed"])
    _, expected = gru(pack_padded_sequence(x, [2, 5, 3], batch_first=batch_first, enforce_sorted=False))
    assert torch.allclose(h_n[:, names["back"]], expected)
