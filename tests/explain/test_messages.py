"""Messages in all their wordings and surroundings: what is recognised, what decides, and what is left alone."""

from __future__ import annotations

import pytest

from lstm_shapes.cli import run
from lstm_shapes.explain.diagnose import diagnose
from tests.explain.provoking import provoke

# The release in which the wording was seen, or from or to which it stands; then what it says, and the first cause.
WORDINGS = {
    "until 1.8: two tuples": ("RuntimeError: Expected hidden[0] size (4, 3, 20), got (2, 3, 20)", "missing-directions"),
    "until 1.8: two tuples, of c_0": (
        "RuntimeError: Expected hidden[1] size (2, 3, 20), got (3, 2, 20)",
        "batch-first-states",
    ),
    "until 1.8: of a GRU": (
        "RuntimeError: Expected hidden size (2, 3, 20), got (2, 7, 20)",
        "stale-batch-size",
    ),
    "from 1.9: a list": ("RuntimeError: Expected hidden[0] size (3, 4, 20), got [1, 4, 20]", "wrong-num-layers"),
    "1.4: two sizes": (
        "Expected hidden[0] size torch.Size([1, 3, 20]), got torch.Size([1, 3, 10])",
        "wrong-hidden-size",
    ),
    "until 1.10: three axes alone": ("RuntimeError: input must have 3 dimensions, got 2", "wrong-input-rank"),
    "until 1.10: five axes": ("RuntimeError: input must have 3 dimensions, got 5", "wrong-input-rank"),
    "until 1.10: packed data": ("RuntimeError: input must have 2 dimensions, got 3", "wrong-input-rank"),
    "1.11: an assertion": (
        "AssertionError: LSTM: Expected input to be 2-D or 3-D but received 4-D tensor",
        "wrong-input-rank",
    ),
    "1.11: an assertion, of a cell": (
        "AssertionError: LSTMCell: Expected input to be 1-D or 2-D but received 3-D tensor",
        "wrong-input-rank",
    ),
    "2.1: an RNN": ("ValueError: RNN: Expected input to be 2D or 3D, got 4D tensor instead", "wrong-input-rank"),
    "1.11: the axes of states": (
        "RuntimeError: For unbatched 2-D input, hx and cx should also be 2-D but got (3-D, 3-D) tensors",
        "wrong-input-rank",
    ),
    "1.0: features": (
        "RuntimeError: input.size(-1) must be equal to input_size. Expected 10, got 7",
        "wrong-input-size",
    ),
    "1.1: lengths": (
        "RuntimeError: `lengths` array must be sorted in decreasing order when `enforce_sorted` is True",
        "packed-lengths-order",
    ),
    "0.4: lengths": ("ValueError: 'lengths' array has to be sorted in decreasing order", "packed-lengths-order"),
    "2.3: oneDNN has no LSTM in bfloat16": (
        "RuntimeError: could not create a primitive descriptor for an LSTM forward propagation primitive",
        "autocast-dtype",
    ),
    "Python 3.9 and torch 1.7: a constructor": (
        "Traceback (most recent call last):\n"
        '  File "train.py", line 12, in <module>\n'
        "    lstm = nn.LSTM(10, 20, proj_size=5)\n"
        '  File "/usr/lib/python3.9/site-packages/torch/nn/modules/rnn.py", line 506, in __init__\n'
        "    super(LSTM, self).__init__('LSTM', *args, **kwargs)\n"
        "TypeError: __init__() got an unexpected keyword argument 'proj_size'",
        "unknown-argument",
    ),
    "an empty batch": ("lstm_cell: Input batch size 0 doesn't match hidden0 batch size 3", "stale-batch-size"),
    "1.0: lengths": ("RuntimeError: `lengths` array has to be sorted in decreasing order", "packed-lengths-order"),
    "1.5: lengths on a GPU": (
        "RuntimeError: 'lengths' argument should be a 1D CPU int64 tensor",
        "packed-lengths-device",
    ),
    "1.7: lengths on a GPU": (
        "RuntimeError: 'lengths' argument should be a 1D CPU int64 tensor, but got 1D cuda:0 Long tensor",
        "packed-lengths-device",
    ),
    "1.4: lengths of 0": (
        "RuntimeError: Length of all samples has to be greater than 0, but found an element in 'lengths' that is <= 0",
        "packed-lengths-range",
    ),
    "0.4: a view": (
        "RuntimeError: view size is not compatible with input tensor's size and stride (at least one dimension spans "
        "across two contiguous subspaces). Call .contiguous() before .view().",
        "view-after-transpose",
    ),
    "1.3: a product": (
        "RuntimeError: size mismatch, m1: [15 x 40], m2: [20 x 2] at ../aten/src/TH/generic/THTensorMath.cpp:197",
        "linear-width",
    ),
    "2.13: a product": (
        "RuntimeError: mat1 and mat2 shapes cannot be multiplied (15x40 and 20x2)",
        "linear-width",
    ),
    "1.9: arguments": (
        "TypeError: forward() takes from 2 to 3 positional arguments but 4 were given",
        "state-not-a-tuple",
    ),
    "2.13: a tuple": (
        "TypeError: linear(): argument 'input' (position 1) must be Tensor, not tuple",
        "output-is-a-tuple",
    ),
    "1.5: devices": (
        "RuntimeError: Input and parameter tensors are not at the same device, found input tensor at cpu and parameter "
        "tensor at cuda:0",
        "device-mismatch",
    ),
    "1.5: devices of states": (
        "RuntimeError: Input and hidden tensors are not at the same device, found input tensor at cuda:0 and hidden "
        "tensor at cpu",
        "device-mismatch",
    ),
    "any: cuDNN and h_0": ("RuntimeError: rnn: hx is not contiguous", "non-contiguous-state"),
    "any: cuDNN and c_0": ("RuntimeError: rnn: cx is not contiguous", "non-contiguous-state"),
}


@pytest.mark.parametrize(("text", "cause"), WORDINGS.values(), ids=WORDINGS)
def test_a_wording_of_any_release_is_recognised(text: str, cause: str) -> None:
    (diagnosis,) = diagnose([text])
    assert diagnosis.message in text
    assert diagnosis.finding.suspects[0].cause == cause


def test_a_message_is_quoted_to_its_end() -> None:
    for text, _ in WORDINGS.values():
        (diagnosis,) = diagnose([text])
        rest = text[text.index(diagnosis.message) + len(diagnosis.message) :]
        assert rest.split(" at ../")[0] == ""


# Run for real, and shown to explain with their tracebacks.
UNRELATED = {
    "conv2d's channels": "import torch\ntorch.nn.Conv2d(3, 8, 5)(torch.randn(2, 4, 9, 9))",
    "conv2d's axes": "import torch\ntorch.nn.Conv2d(3, 8, 5)(torch.randn(2, 4))",
    "conv1d's channels": "import torch\ntorch.nn.Conv1d(3, 8, 2)(torch.randn(2, 4, 9))",
    "a constructor of their own": (
        "import torch\nclass CRF:\n    def __init__(self, n): ...\nlstm = torch.nn.LSTM(3, 4)\nCRF(batch_first=True)"
    ),
    "a constructor of a library": (
        "import torch\nlstm = torch.nn.LSTM(3, 4)\n"
        "torch.optim.lr_scheduler.ReduceLROnPlateau(torch.optim.SGD(lstm.parameters()), patience=2, dim=4)"
    ),
    "a product": "import torch\ntorch.randn(3, 7) @ torch.randn(5, 2)",
    "a product of vectors": "import torch\ntorch.dot(torch.randn(3), torch.randn(4))",
    "a batched product": "import torch\ntorch.bmm(torch.randn(3, 4, 5), torch.randn(3, 6, 7))",
    "an embedding": "import torch\ntorch.nn.Embedding(4, 3)(torch.tensor([5]))",
    "a reshape": "import torch\ntorch.randn(3, 4).reshape(5, -1)",
    "a view": "import torch\ntorch.randn(3, 4).view(2, 5)",
    "an addition": "import torch\ntorch.randn(3, 4) + torch.randn(5, 4)",
    "an index": "import torch\ntorch.randn(3)[4]",
    "the index 1": "import torch\ntorch.randn(1, 3)[1]",
    "an axis": "import torch\ntorch.randn(3).sum(2)",
    "a cat": "import torch\ntorch.cat((torch.randn(2, 3), torch.randn(2, 4)))",
    "a stack": "import torch\ntorch.stack((torch.randn(2), torch.randn(3)))",
    "cross entropy": "import torch\ntorch.nn.CrossEntropyLoss()(torch.randn(3, 4), torch.zeros(5).long())",
    "a gradient": "import torch\ntorch.randn(3).sum().backward()",
    "in place": "import torch\nx = torch.randn(3, requires_grad=True)\nx += 1",
    "a dtype": "import torch\ntorch.randn(2, 3) @ torch.ones(3, 4, dtype=torch.int64)",
    "a missing key of weights": "import torch\ntorch.nn.Linear(3, 4).load_state_dict({})",
    "weights of another size": "import torch\ntorch.nn.Linear(3, 4).load_state_dict({'weight': torch.randn(4, 5)})",
    "batch norm": "import torch\ntorch.nn.BatchNorm1d(3)(torch.randn(1, 3))",
    "item": "import torch\ntorch.randn(3).item()",
    "an attribute": "import torch\ntorch.randn(3).foo",
    "heads": "import torch\ntorch.nn.MultiheadAttention(10, 3)",
    "a KeyError": "{}['hidden']",
    "an ImportError": "from math import hidden_size",
    "a missing module": "import torchtext_of_old",
    "JSON": "import json\njson.loads('{')",
    "a tuple's method": "(1, 2).append(3)",
    "a tuple's item": "t = (1, 2)\nt[0] = 3",
    "an unpacking": "a, b = 1, 2, 3",
    "three of two": "a, b, c = 1, 2",
    "tuple indices": "(1, 2)[0, 1]",
    "a missing file": "open('no/such/file.pt')",
    "an argument": "def f(a):\n    return a\nf()",
    "an assertion": "assert 3 == 4, 'the sizes differ'",
    "a division": "1 / 0",
    "a number": "int('hidden')",
    "None": "None.shape",
}
# What this machine cannot raise.
UNRELATED_MESSAGES = {
    "out of memory": "torch.cuda.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB (GPU 0)",
    "an assertion on a GPU": "RuntimeError: CUDA error: device-side assert triggered",
    "two devices": "RuntimeError: Expected all tensors to be on the same device, but found at least two devices, "
    "cuda:0 and cpu! (when checking argument for argument index in method wrapper_CUDA__index_select)",
    "conv's dtype": "RuntimeError: Input type (torch.cuda.FloatTensor) and weight type (torch.FloatTensor) differ",
    "the README's prose": "`hx` is not contiguous after a transpose, and hidden sizes must be equal to each other",
}


# What recurrent layers raise most often, and others too.
CONDITIONAL = {
    "a second backward": "import torch\nx = torch.randn(3, requires_grad=True)\ny = (x * x).sum()\n"
    + "y.backward()\n" * 2,
}


@pytest.mark.parametrize("code", CONDITIONAL.values(), ids=CONDITIONAL)
def test_what_others_raise_as_well_is_at_most_possible_on_a_condition(code: str) -> None:
    provoked = provoke(code)
    assert provoked is not None
    for text in (provoked.full, provoked.message):
        (diagnosis,) = diagnose([text])
        assert [(one.likelihood, bool(one.condition)) for one in diagnosis.finding.suspects] == [("possible", True)]


@pytest.mark.parametrize("code", UNRELATED.values(), ids=UNRELATED)
def test_an_ordinary_error_is_not_claimed(code: str) -> None:
    provoked = provoke(code)
    assert provoked is not None
    assert diagnose([provoked.full]) == []


@pytest.mark.parametrize("text", UNRELATED_MESSAGES.values(), ids=UNRELATED_MESSAGES)
def test_nothing_recognised_is_said_and_counted(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", text]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    for looked_for in ("nn.LSTM", "nn.GRU", "pack_padded_sequence", "--list"):
        assert looked_for in err
