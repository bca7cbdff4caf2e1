"""`explain_exception` on real errors: what stands in the frames decides, and only errors about recurrence count."""

from __future__ import annotations

import gc
import linecache
import warnings
import weakref
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import Any

import pytest
import torch

from lstm_shapes import RecurrentSpec, SpecError, explain_exception, explain_text
from lstm_shapes.explain.api import Diagnosis
from tests.explain.provoking import provoke
from tests.explain.test_kinds import EXCHANGE, RUNS, Run
from tests.explain.test_provoked import CASES, IN_A_MODEL, SETUP, Case
from tests.processor import skip_if_of_processor

# What the program shows is not enough to tell these causes from another one, so that they are not called certain.
OPEN = {
    "states: a batch without a time axis": "the states may be made for the first axis, whatever that is",
    "checkpoint: more than the weights": "the file has no layer of this name",
    "checkpoint: a prefix": "the same",
    "checkpoint: no prefix": "the same",
    "states: a permutation": "the order is neither the right one nor that of batch_first",
    "input: a lost axis": "beside 2-D input and states for one sequence, either may be meant",
    "states: of an input with time first": "a sequence may be as long as a batch is large",
    "cells: a sequence for a step": "the first axis may be time, and the states of another batch",
    "around: a state that is changed in place": "something else may have been changed",
    "around: a state with its graph": "there may be another reason to go through a graph twice",
    "around: a state with its graph, and other weights": "or for other weights",
    "states: a D too many": "states of two layers and of two directions are the same",
    "states: a batch axis beside 2-D input": "either may be meant",
    "around: states cut by DataParallel": "on the CPU nothing is cut",
    "input: channels before steps": "an axis may have that size by chance",
    "around: another batch, in a view": "any axis of it may be meant",
    **{
        f"around: both directions{how}": "the same"
        for how in (
            ", in a view",
            ", as the rows of the states",
            " of each layer, in a view of the states",
            " of a single layer, without an axis",
            " of the steps, with an axis of their own",
        )
    },
    "cells: batch": "the input of a cell may be a step of a transposed batch",
}
RECURRENT = (torch.nn.RNNBase, torch.nn.RNNCellBase)
WARNS = "constructor: dropout of one layer"


def raised(code: str, name: str = "train.py") -> tuple[BaseException, dict[str, Any]]:
    """What a program raises, and its variables."""
    linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)
    variables: dict[str, Any] = {"__name__": "__main__"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            exec(compile(code, name, "exec"), variables)
        except BaseException as error:
            skip_if_of_processor(error)
            return error, variables
    raise AssertionError("nothing was raised")


def explained(code: str) -> Diagnosis:
    diagnosis = explain_exception(raised(code)[0])
    assert diagnosis is not None
    return diagnosis


# What the frames do not show to come of a recurrent module.
UNSEEN = {
    **{
        f"LSTM: around: {name}": "TorchScript runs nothing"
        for name in (
            "a state that begins with None, for TorchScript",
            "a state that is kept as None, for TorchScript",
            "all results, for TorchScript",
        )
    },
    "LSTM: around: all results, unpacked": "what else stands on the line is packed as well",
    "LSTM: around: weights of two axes in a product with all steps": "the weights are not the layer's",
    "LSTM: around: sequences of different lengths": "no layer gave what is stacked",
    "LSTM: around: targets with an axis more": "a column or one-hot targets may be meant",
    "LSTM: around: a weight to be normalised": "the module is named in the message alone",
    "LSTM: around: a bias for an initializer": "the bias may be that of any module",
    "LSTM: around: a function for states that were Variables": "what is gone into may come from anywhere",
    "LSTM: around: scores with the batch first, for CTC": "the scores may be those of any module",
    "LSTM: around: a vector beside steps, time first": "what is joined may come from anywhere",
    "LSTM: around: a copy of a state": "a tensor that is copied may come from anywhere",
    "LSTM: around: another batch, in a view of a tuple": "it was transposed, and any axis of it may be meant",
    "LSTM: around: a size that is asked for, in a view": "the same",
    "LSTM: around: a mask of the padded input": "the output of pad_packed_sequence may be of any width",
    **{
        f"{kind}: states: both directions side by side": "they are zeros, of no encoder"
        for kind in ("LSTM", "GRU", "RNN")
    },
}
PROGRAMS = {
    **{f"LSTM: {name}": "\n".join((SETUP, case.given, case.wrong, case.after)) for name, case in CASES.items()},
    **{name: run.program(run.mistake.wrong) for name, run in RUNS.items() if WARNS not in name},
}
PROGRAMS = {name: code for name, code in PROGRAMS.items() if name not in UNSEEN}
CAUSE = {f"LSTM: {name}": case.cause for name, case in CASES.items()}
CAUSE |= {name: run.mistake.cause for name, run in RUNS.items()}


@cache
def provoked(name: str) -> tuple[Diagnosis, frozenset[str]]:
    """The explanation of an error, and the constructors of the recurrent modules in the program."""
    error, variables = raised(PROGRAMS[name])
    diagnosis = explain_exception(error)
    assert diagnosis is not None
    models = [value for value in variables.values() if isinstance(value, torch.nn.Module)]
    inner = [module for model in models for module in model.modules() if isinstance(module, RECURRENT)]
    return diagnosis, frozenset(code for module in inner for code in _constructor(module))


def _constructor(module: torch.nn.Module) -> Iterator[str]:
    with suppress(SpecError):  # some are built as no specification can be
        yield RecurrentSpec.from_module(module).code


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_cause_of_every_provoked_error_is_found_and_certain(name: str) -> None:
    suspects = {suspect.cause: suspect for suspect in provoked(name)[0].finding.suspects}
    assert CAUSE[name] in suspects
    is_open = name.partition(": ")[2] in OPEN
    certain = [suspect.cause for suspect in suspects.values() if suspect.likelihood == "certain"]
    if CAUSE[name] == EXCHANGE:  # the code of another kind: what is wrong with it is certain, how it came there is not
        assert certain or "unbatched" in name
    else:
        assert (CAUSE[name] in certain) is not is_open
    assert not any(suspects[cause].condition for cause in certain)


@pytest.mark.parametrize("name", [name for name in PROGRAMS if "TorchScript" not in name])  # which runs nothing
def test_the_constructor_is_that_of_the_module(name: str) -> None:
    diagnosis, built = provoked(name)
    assert diagnosis.evidence is not None
    _, _, code = diagnosis.evidence.layer.rpartition(" = ")
    assert not code or code in built
    assert code or "constructor" in name or "packed" in CAUSE[name] or "lengths" in name


@pytest.mark.parametrize("name", [name for name in RUNS if name in PROGRAMS])
def test_a_certain_repair_passes_the_line_that_failed(name: str) -> None:
    run: Run = RUNS[name]
    for suspect in provoked(name)[0].finding.suspects:
        if suspect.cause == run.mistake.cause:
            assert run.repaired(suspect.fix) is None


@pytest.mark.parametrize("case", IN_A_MODEL.values(), ids=IN_A_MODEL)
def test_a_layer_in_a_model_is_named_by_its_place(case: Case) -> None:
    diagnosis = explained("\n".join((SETUP, case.given, case.wrong, case.after)))
    first = diagnosis.finding.suspects[0]
    is_open = case.cause == "swapped-batch-and-sequence"
    assert (first.cause, first.likelihood) == (case.cause, "likely" if is_open else "certain")
    assert diagnosis.evidence is not None
    assert diagnosis.evidence.layer == "rnn = nn.LSTM(10, 20, num_layers=2, bidirectional=True)"


MODELS = """\
import torch
from torch import nn

class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(6, 9, bidirectional=True, batch_first=True)

    def forward(self, x):
        return self.lstm(x)

class Decoder(nn.Module):
    def __init__(self, width=9):
        super().__init__()
        self.rnn = nn.LSTM(6, width, batch_first=True)
        self.linear = nn.Linear(2 * width, 4)

    def forward(self, y, states=None):
        output, states = self.rnn(
            y,  # one step or more
            states,
        )
        return self.linear(output)

class Translator(nn.Module):
    def __init__(self, width=9):
        super().__init__()
        self.encoder, self.decoder = Encoder(), Decoder(width)

    def forward(self, x, y):
        output, states = self.encoder(x)
        return self.decoder(y, states)

x, y = torch.randn(5, 7, 6), torch.randn(5, 3, 6)
"""


def test_the_states_of_another_module_are_named_and_joined() -> None:
    diagnosis = explained(f"{MODELS}Translator()(x, y)")
    (suspect,) = diagnosis.finding.suspects
    assert (suspect.cause, suspect.likelihood) == ("missing-directions", "certain")
    assert "`encoder.lstm`" in suspect.because
    assert suspect.fix == (
        "states = tuple(s[0::2] + s[1::2] for s in states)  # forward + backward; once, after the encoder"
    )
    joined = MODELS.replace("        return self.decoder", f"        {suspect.fix}\n        return self.decoder")
    linear = explained(f"{joined}Translator()(x, y)")  # the next mistake
    assert [one.cause for one in linear.finding.suspects] == ["linear-width"]
    assert linear.evidence is not None
    assert linear.evidence.layer.startswith("decoder.rnn = ")


def test_of_the_states_of_a_deeper_module_those_of_the_last_layers_are_kept() -> None:
    deep = MODELS.replace("bidirectional=True, batch_first=True", "num_layers=3, batch_first=True")
    (suspect,) = explained(f"{deep}Translator()(x, y)").finding.suspects
    assert (suspect.cause, suspect.likelihood) == ("wrong-num-layers", "certain")
    assert suspect.fix == "states = tuple(s[-1:] for s in states)"
    kept = deep.replace("        return self.decoder", f"        {suspect.fix}\n        return self.decoder")
    assert explained(f"{kept}Translator()(x, y)").finding.suspects[0].cause == "linear-width"  # the next mistake


def test_a_wrong_state_width_of_another_module_is_named() -> None:
    suspects = explained(f"{MODELS}Translator(8)(x, y)").finding.suspects
    assert all("`encoder.lstm`" in suspect.because for suspect in suspects)
    assert {suspect.cause: suspect.fix for suspect in suspects} == {
        "missing-directions": (
            "states = tuple(s[0::2] + s[1::2] for s in states)  # forward + backward; once, after the encoder"
        ),
        "wrong-hidden-size": (
            "self.bridge = nn.Linear(9, 8)  # in __init__\n"
            "states = tuple(self.bridge(s) for s in states)  # once, after the encoder"
        ),
    }


def test_the_joined_states_of_a_bidirectional_encoder_are_named_and_kept() -> None:
    joined = "states = tuple(torch.cat((s[0::2], s[1::2]), dim=-1) for s in states)"
    code = MODELS.replace("        return self.decoder", f"        {joined}\n        return self.decoder")
    (suspect,) = explained(f"{code}Translator()(x, y)").finding.suspects
    assert (suspect.cause, suspect.likelihood) == ("encoder-state-width", "certain")
    added = code.replace("        return self.decoder", f"        {suspect.fix}\n        return self.decoder")
    assert explained(f"{added}Translator()(x, y)").finding.suspects[0].cause == "linear-width"  # the next mistake


KEPT = f"""\
{MODELS}
class Forecaster(nn.Module):
    def __init__(self):
        super().__init__()
        self.gru = nn.GRU(6, 9)
        self.state = None

    def forward(self, x):
        output, self.state = self.gru(x, self.state)
        return output

model = Forecaster()
for batch in (4, 4, 3):
    model(torch.randn(7, batch, 6))
"""
WRITTEN_SO = {
    "a state of the batch before": (KEPT, "stale-batch-size"),
    "by its forward": (
        f"{MODELS}nn.LSTM(6, 9).forward(x, (torch.zeros(3, 7, 9), torch.zeros(3, 7, 9)))",
        "wrong-num-layers",
    ),
    "by names": (
        f"{MODELS}nn.GRU(6, 9, 2, bidirectional=True)(hx=torch.zeros(2, 7, 9), input=x)",
        "missing-directions",
    ),
    "of a class of one's own": (
        f"{MODELS}class Own(nn.LSTM):\n    pass\nOwn(6, 9)(x, (torch.zeros(7, 9), torch.zeros(7, 9)))",
        "wrong-state-rank",
    ),
    "of a class with a forward of its own": (
        f"{MODELS}class Own(nn.LSTM):\n    def forward(self, words, extra):\n"
        "        return super().forward(words, (extra, extra))\nOwn(6, 9)(x, torch.zeros(3, 7, 9))",
        "wrong-num-layers",
    ),
    "in a Sequential": (f"{MODELS}nn.Sequential(nn.LSTM(6, 9), nn.LSTM(9, 4))(x)", "output-is-a-tuple"),
    "in a Sequential of several": (
        f"{MODELS}nn.Sequential(nn.Linear(6, 6), nn.GRU(6, 9), nn.Linear(9, 4), nn.GRU(4, 2))(x)",
        "output-is-a-tuple",
    ),
    "in a lambda": (f"{MODELS}f, g = lambda: nn.GRU(6, 9)(x), lambda: nn.GRU(4, 9)(x)\ng()", "wrong-input-size"),
    "in a comprehension": (f"{MODELS}cell = nn.LSTMCell(9, 4)\n[cell(step) for step in x]", "wrong-input-size"),
    "through a method": (
        f"{MODELS}decoder = Decoder()\ndef scores(output):\n    return decoder.linear(output)\n"
        "output, _ = decoder.rnn(y)\nscores(output)",
        "linear-width",
    ),
    "through a name": (
        f"{MODELS}encoder = Encoder()\noutput = encoder(x)\nfirst = output\nprint(first.shape)",
        "output-is-a-tuple",
    ),
    "of the last of several assignments": (
        f"{MODELS}gru = nn.GRU(6, 9)\noutput = x\nif len(x):\n    output = gru(x)\nelse:\n    output = y\n"
        "output.size(0)",
        "output-is-a-tuple",
    ),
    "raised from": (
        f"{MODELS}try:\n    nn.LSTM(4, 9)(x)\nexcept RuntimeError as error:\n    raise ValueError('no') from error",
        "wrong-input-size",
    ),
    "raised during": (
        f"{MODELS}try:\n    nn.LSTM(4, 9)(x)\nexcept RuntimeError as error:\n    raise ValueError('no')",
        "wrong-input-size",
    ),
    "states of another dtype": (f"{MODELS}h = torch.zeros(1, 7, 9).double()\nnn.GRU(6, 9)(x, h)", "dtype-mismatch"),
    "weights on another device": (f"{MODELS}nn.GRU(6, 9).to('meta')(x)", "device-mismatch"),
    "one of two directions": (
        f"{MODELS}linear, lstm = nn.Linear(18, 4), Encoder().lstm\n_, (h_n, _) = lstm(x)\nlinear(h_n[-1])",
        "only-backward-state",
    ),
}


@pytest.mark.parametrize(("code", "cause"), WRITTEN_SO.values(), ids=WRITTEN_SO)
def test_the_cause_is_certain_however_the_program_is_written(code: str, cause: str) -> None:
    first = explained(code).finding.suspects[0]
    assert (first.cause, first.likelihood) == (cause, "certain")


ABOUT_SOMETHING_ELSE = {
    "no module at all": "1 / 0",
    "a wide linear layer": f"{MODELS}encoder = Encoder()\noutput, _ = encoder(x)\nnn.Linear(5, 6)(x)",
    "a linear layer behind another": (
        f"{MODELS}first, second = nn.Linear(18, 18), nn.Linear(9, 6)\n"
        "encoder = Encoder()\noutput, _ = encoder(x)\nhidden = first(output)\nsecond(hidden)"
    ),
    "a tuple of one's own": f"{MODELS}lstm = Encoder()\npair = (x, y)\npair.shape",
    "a name that was given away": f"{MODELS}encoder = Encoder()\noutput = encoder(x)\noutput = (x, y)\noutput.shape",
    "a backward of one's own": f"{MODELS}lstm = Encoder()\nloss = lstm(x)[0].sum()\nloss.backward()\nloss.backward()",
    "an embedding of something else": (f"{MODELS}output, _ = Decoder().rnn(y)\nnn.Embedding(4, 3)(torch.tensor([9]))"),
    "another unpacking": f"{MODELS}lstm = Encoder()\nfirst, second = 1, 2, 3",
    "a view of something else": f"{MODELS}lstm = Encoder()\nx.transpose(0, 1).view(-1)",
    "two dtypes elsewhere": f"{MODELS}lstm = Encoder()\nnn.Linear(6, 2)(x.double())",
    "weights of another layer": f"{MODELS}nn.Linear(6, 2).load_state_dict(Encoder().state_dict())",
    "a hook of one's own": (
        f"{MODELS}def hook(*arguments):\n    raise ValueError('mine')\n"
        "lstm = Encoder().lstm\nlstm.register_forward_hook(hook)\nlstm(x)"
    ),
    "an interrupt": "raise KeyboardInterrupt",
}


@pytest.mark.parametrize("code", ABOUT_SOMETHING_ELSE.values(), ids=ABOUT_SOMETHING_ELSE)
def test_an_error_about_something_else_is_not_explained(code: str) -> None:
    assert explain_exception(raised(code)[0]) is None


TAGGER = f"""{MODELS}
class Tagger(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm, self.linear = nn.LSTM(6, 9, batch_first=True), nn.Linear(9, 4)

    def forward(self, x):
        output, states = self.lstm(x)
        return self.linear(output), output

model = Tagger()
"""
# Each looks like a mistake with the layer, and is none, or might as well be another one.
NOT_CERTAIN = {
    "a tuple of a function of PyTorch's": (
        f"{MODELS}from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence\nlstm = Encoder().lstm\n"
        "packed, _ = lstm(pack_padded_sequence(x, [7, 7, 6, 4, 2], batch_first=True))\n"
        "def unpacked(packed):\n    return pad_packed_sequence(packed, batch_first=True)\n"
        "output = unpacked(packed)\nnn.Linear(18, 2)(output)"
    ),
    "a pair of the model's own": f"{TAGGER}model(x).shape",
    "a pair of the model's own, in a loss": f"{TAGGER}nn.functional.cross_entropy(model(x), torch.ones(5, 7))",
    "halves of the output": f"{TAGGER}output, _ = model.lstm(x)\nhalves = output.chunk(2, -1)\nhalves.shape",
    "a pair with the output in it": f"{TAGGER}output, _ = model.lstm(x)\npair = (output, x)\npair.shape",
    "three values of a model with a GRU": (
        f"{MODELS}class Own(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.gru = nn.GRU(6, 9)\n    def forward(self, x):\n        return *self.gru(x), x\n"
        "own = Own()\noutput, (h, c) = own(x)"
    ),
    "weights in a larger dictionary": f"{TAGGER}model.load_state_dict({{'epoch': 3, 'model': model.state_dict()}})",
    "weights under another name": (
        f"{TAGGER}model.load_state_dict({{name.replace('lstm', 'rnn'): w for name, w in model.state_dict().items()}})"
    ),
    "as many steps as sequences before": (
        f"{TAGGER}model.lstm(torch.randn(4, 8, 6), (torch.zeros(1, 8, 9), torch.zeros(1, 8, 9)))"
    ),
    "two losses of one graph": (
        f"{TAGGER}states = None\noutput, states = model.lstm(x, states)\nstates = [s.detach() for s in states]\n"
        "loss = output.sum()\nloss.backward()\nloss.backward()"
    ),
    "a step that is taken twice": f"{TAGGER}output, _ = model.lstm(x)\noutput = output[:, -1]\noutput[:, -1, :]",
    "a target of one step more": (
        f"{TAGGER}scores = model(x)[0].transpose(1, 2)\n"
        "nn.functional.cross_entropy(scores, torch.zeros(5, 8, dtype=torch.int64))"
    ),
    "a target that is not flattened": (
        f"{TAGGER}nn.functional.cross_entropy(model(x)[0].view(-1, 4), torch.zeros(5, 7, dtype=torch.int64))"
    ),
    "a matrix of one's own": f"{TAGGER}output, _ = model.lstm(x)\noutput.mean(1) @ torch.ones(7, 3)",
    "words of one's own": (
        f"{TAGGER}output, _ = model.lstm(x)\nif output.sum() != 0.5:\n"
        "    raise ValueError('hidden_size must be greater than zero')"
    ),
    "a state of another batch, and of another width": f"{TAGGER}model.lstm(x, (torch.zeros(1, 3, 8),) * 2)",
    "words of one's own, on one line": (
        f"{TAGGER}output, _ = model.lstm(x)\nif len(output): raise ValueError('hidden_size must be greater than zero')"
    ),
    "halves like states": (
        f"{TAGGER}lstm = nn.LSTM(6, 9, bidirectional=True)\noutput, _ = lstm(x[:2])\nhalves = output.chunk(2, -1)\n"
        "nn.Linear(9, 2)(halves)"
    ),
    "an encoder of fewer layers": (
        f"{MODELS}encoder, decoder = nn.GRU(6, 9, bidirectional=True), nn.GRU(6, 9, 2, bidirectional=True)\n"
        "_, h = encoder(x)\nassert h.shape[0] == 2\ndecoder(x, h * 1)"
    ),
}


@pytest.mark.parametrize("name", NOT_CERTAIN)
def test_what_may_be_another_mistake_is_not_called_certain(name: str) -> None:
    diagnosis = explain_exception(raised(NOT_CERTAIN[name])[0])
    certain = [] if diagnosis is None else [s.cause for s in diagnosis.finding.suspects if s.likelihood == "certain"]
    assert certain == (["wrong-num-layers"] if name == "an encoder of fewer layers" else [])


# Values that are not what they seem, or that cannot be looked at.
STRANGE = {
    "no lengths": f"{TAGGER}from torch.nn.utils.rnn import pack_padded_sequence\npack_padded_sequence(x, None)",
    "lengths of an iterator": (
        f"{TAGGER}from torch.nn.utils.rnn import pack_padded_sequence\npack_padded_sequence(x, map(len, x))"
    ),
    "a message that cannot be read": (
        "class Own(Exception):\n    def __str__(self):\n        raise ValueError\nimport torch\nraise Own"
    ),
    "modules that are none": ("import torch\nclass Own:\n    pass\nown = Own()\nown._modules = ['a']\nown.inner.shape"),
    "weights that are none": f"{TAGGER}model.load_state_dict(model)",
    "weights that are a list": f"{TAGGER}model.load_state_dict(['a'])",
    "a list in itself": f"{TAGGER}own = []\nown.append(own)\nown.shape",
    "a nested tensor": f"{TAGGER}own = torch.nested.nested_tensor([x[0], x[1, :3]])\n{{}}[own.device]",
    "a parameter without sizes": f"{TAGGER}own = nn.LazyLinear(3).weight\n{{}}[own.device]",
}


@pytest.mark.parametrize("code", STRANGE.values(), ids=STRANGE)
def test_strange_values_break_nothing(code: str) -> None:
    explain_exception(raised(code)[0])


def test_an_input_without_a_name_is_changed_in_the_line_itself() -> None:
    given = f"{MODELS}gru, batch = nn.GRU(6, 9), {{'x': x.double()}}\n"
    (suspect,) = explained(f"{given}output, h_n = gru(batch['x'])").finding.suspects
    assert suspect.fix == "output, h_n = gru(batch['x'].to(torch.float32))"
    assert provoke(f"{given}{suspect.fix}") is None


def test_the_checkpoint_of_another_layer_gives_its_constructor() -> None:
    saved = "nn.GRU(6, 8, num_layers=2, bias=False, batch_first=True)"
    code = (
        f"{MODELS}other = Translator()\nother.decoder.rnn = {saved}\nTranslator().load_state_dict(other.state_dict())"
    )
    (suspect,) = explained(code).finding.suspects
    assert saved in suspect.fix


def test_the_command_shows_this_very_layer_and_input() -> None:
    code = f"{SETUP}packed = pack_padded_sequence(x, lengths)\nlstm(packed, (torch.zeros(2, 5, 20),) * 2)"
    assert explained(code).command == 'lstm-shapes inspect "nn.LSTM(10, 20)" --lengths 7,4,3,2,1'
    code = f"{SETUP}lstm(x, (torch.zeros(2, 5, 20),) * 2)"
    assert explained(code).command == 'lstm-shapes inspect "nn.LSTM(10, 20)" --input-shape 7,5,10'


def test_the_message_of_another_process_is_explained_by_its_text() -> None:
    other = provoke(f"{SETUP}lstm(x, (torch.zeros(2, 5, 20),) * 2)")
    assert other is not None
    text = f"Caught RuntimeError in replica 0 on device 0.\nOriginal {other.full}".replace(
        "/site-packages", "/site-packages/torch/nn/modules/rnn.py"
    )
    diagnosis = explain_exception(RuntimeError(text))
    assert diagnosis is not None
    assert [one.cause for one in diagnosis.finding.suspects] == [
        one.cause for one in explain_text(text)[0].finding.suspects
    ]


def test_a_source_that_is_not_at_hand_leaves_what_the_frames_hold() -> None:
    error, _ = raised(f"{MODELS}Translator()(x, y)", "lost.py")
    del linecache.cache["lost.py"]
    diagnosis = explain_exception(error)
    assert diagnosis is not None
    assert (diagnosis.finding.suspects[0].cause, diagnosis.finding.suspects[0].likelihood) == (
        "missing-directions",
        "certain",
    )


def test_nothing_of_the_program_is_kept() -> None:
    error, variables = raised(f"{MODELS}model = Translator()\nmodel(x, y)")
    kept = weakref.ref(variables["model"])
    diagnosis = explain_exception(error)
    del error
    variables.clear()
    gc.collect()
    assert kept() is None
    assert diagnosis is not None
