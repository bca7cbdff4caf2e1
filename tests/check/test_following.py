"""What check says a document's code makes is what PyTorch makes of it."""

from __future__ import annotations

import ast
import warnings

import pytest
import torch

from lstm_shapes import RecurrentSpec
from lstm_shapes.check.interpreter.interpreter import new_machine, run
from lstm_shapes.shapes import tensor_formulas
from tests.specifications import OF_EVERY_KIND

_SETUP = """
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence
from torch import nn as layers
x = torch.randn(2, 3, 5)
y = torch.randn(2, 3, 7)
z = torch.zeros(1, 3, 1)
n, m = 4, 6
"""

EXPRESSIONS = [
    "torch.randn(2, 3)",
    "torch.rand((2, 3))",
    "torch.zeros(size=(2, 3))",
    "torch.ones([n, m])",
    "torch.empty(n * m + 1)",
    "torch.full((2, 3), 1.0)",
    "torch.arange(7)",
    "torch.arange(2, 7)",
    "torch.randint(0, 9, (2, 3))",
    "torch.randint(9, size=(2, 3))",
    "torch.zeros_like(x)",
    "torch.tensor([[1, 2, 3], [4, 5, 6]])",
    "torch.tensor([1.0, 2.0])",
    "torch.Tensor(2, 3)",
    "x.new_zeros(4, 5)",
    "x.permute(2, 0, 1)",
    "x.permute((2, 0, 1))",
    "x.transpose(0, -1)",
    "torch.transpose(x, 0, 1)",
    "x.swapaxes(1, 2)",
    "x.view(6, 5)",
    "x.view(-1, 5)",
    "x.view(2, -1)",
    "x.reshape((3, 2, 5))",
    "x.reshape(x.size(0), -1)",
    "x.contiguous().view(x.shape[0] * x.shape[1], x.shape[2])",
    "x.squeeze()",
    "z.squeeze()",
    "z.squeeze(0)",
    "z.squeeze(1)",
    "z.squeeze(-1)",
    "x.unsqueeze(0)",
    "x.unsqueeze(-1)",
    "torch.unsqueeze(x, 1)",
    "x.flatten()",
    "x.flatten(1)",
    "torch.flatten(x, start_dim=1)",
    "x.sum()",
    "x.sum(1)",
    "x.mean(dim=-1)",
    "x.mean(1, keepdim=True)",
    "x.sum(dim=(0, 2))",
    "x.max(1)[0]",
    "x.std(-1)",
    "x.prod(dim=0)",
    "x.logsumexp(1, keepdim=True)",
    "x.any(dim=1)",
    "x.std(1, True)",
    "x.norm(dim=-1)",
    "torch.norm(x, 2, dim=1, keepdim=True)",
    "torch.norm(x, 2, -1)",
    "torch.norm(x)",
    "torch.max(x, dim=2)[1]",
    "x.argmax(-1)",
    "x.chunk(3, 1)[0]",
    "torch.chunk(x, 2)[1]",
    "x.split(1, dim=1)[2]",
    "x.unbind(1)[0]",
    "x.repeat(2, 1, 3)",
    "z.expand(4, 3, 5)",
    "z.expand(4, -1, -1)",
    "torch.stack([x, x])",
    "torch.stack((x, x), dim=-1)",
    "torch.cat([x, y], dim=2)",
    "torch.cat((x, y), -1)",
    "torch.bmm(x, y.transpose(1, 2)[:, :5, :])",
    "torch.matmul(x, torch.randn(5, 8))",
    "x @ torch.randn(5, 8)",
    "x.select(1, 0)",
    "x[0]",
    "x[-1]",
    "x[:, -1]",
    "x[:, -1, :]",
    "x[..., 0]",
    "x[0, ...]",
    "x[:, 1:]",
    "x[:, :2]",
    "x[:, -2:]",
    "x[:, :-1]",
    "x[:, ::2]",
    "x[None]",
    "x[:, None, :, :]",
    "x[:, [0]]",
    "x[0:1, 2]",
    "x[torch.arange(2), -1]",
    "x[torch.arange(2), torch.tensor([1, 0]) - 1]",
    "x[torch.arange(2), 0, torch.arange(2)]",
    "nn.Conv1d(3, 8, 3)(x)",
    "nn.Conv1d(3, 8, kernel_size=3, padding=1)(x)",
    "nn.Conv1d(3, 8, 3, 2, 1, 2)(y)",
    "nn.Conv1d(3, 8, 2)(x[0])",
    "nn.MaxPool1d(2)(x)",
    "nn.MaxPool1d(3, stride=1)(y)",
    "nn.AvgPool1d(2, 3, 1)(y)",
    "nn.AdaptiveMaxPool1d(4)(y)",
    "F.max_pool1d(y, y.size(2))",
    "F.avg_pool1d(y, 3, 2)",
    "F.adaptive_avg_pool1d(y, 1).squeeze(2)",
    "nn.Embedding.from_pretrained(torch.randn(9, 4))(torch.arange(6))",
    "sum([x, x, x])",
    "torch.stack([a + b for a, b in [(x, z), (z, x)]])",
    "x + 1",
    "x * z",
    "x + torch.randn(5)",
    "1 - x",
    "-x",
    "x.to('cpu').float().detach().clone()",
    "torch.relu(x)",
    "F.softmax(x, dim=1)",
    "F.dropout(x)",
    "x.T if x.dim() == 2 else x",
    "torch.autograd.Variable(x)",
    "nn.Linear(5, 8)(x)",
    "nn.Embedding(9, 4)(torch.zeros(2, 3, dtype=torch.long))",
    "nn.Sequential(nn.Linear(5, 8), nn.ReLU(), nn.Linear(8, 2))(x)",
    "nn.Dropout(0.1)(x)",
    "nn.LayerNorm(5)(x)",
    "nn.LSTM(5, 8)(x)[0]",
    "nn.LSTM(5, 8)(x)[1][0]",
    "nn.LSTM(5, 8)(x)[1][1]",
    "nn.LSTM(5, 8, 2, bidirectional=True)(x)[0]",
    "nn.LSTM(5, 8, 2, bidirectional=True)(x)[1][0]",
    "nn.LSTM(5, 8, 3, True, True, 0.0, True)(x)[1][0]",
    "nn.LSTM(5, 8, proj_size=3)(x)[0]",
    "nn.LSTM(5, 8, proj_size=3)(x)[1][0]",
    "nn.LSTM(5, 8, proj_size=3)(x)[1][1]",
    "layers.LSTM(input_size=5, hidden_size=8, batch_first=True)(x)[1][0]",
    "nn.LSTM(5, 8)(x[0])[0]",
    "nn.LSTM(5, 8)(x[0])[1][0]",
    "nn.LSTM(5, 8, 2)(x, (torch.zeros(2, 3, 8), torch.zeros(2, 3, 8)))[0]",
    "nn.LSTM(5, 8).weight_ih_l0",
    "nn.LSTM(5, 8, 2).weight_hh_l1",
    "nn.LSTM(5, 8, 2, bidirectional=True).weight_ih_l1_reverse",
    "nn.LSTM(5, 8, proj_size=3).weight_hr_l0",
    "pad_packed_sequence(nn.LSTM(5, 8)(pack_padded_sequence(x, [2, 2, 1]))[0])[0]",
    "pad_packed_sequence(nn.LSTM(5, 8)(pack_padded_sequence(x, [1, 1, 1]))[0])[0]",
    "nn.LSTM(5, 8)(pack_padded_sequence(x, [2, 2, 1]))[1][0]",
    "nn.LSTM(5, 8)(pack_padded_sequence(x, [2, 2, 1]))[0].data",
    "pack_padded_sequence(x, [3, 2], batch_first=True).data",
    "nn.LSTM(5, 8, 2, bidirectional=True)(x)[1][0].view(2, 2, 3, 8)[-1]",
    "torch.cat([h for h in nn.LSTM(5, 8, bidirectional=True)(x)[1][0]], dim=1)",
    "torch.zeros(*x.shape[:2], 9)",
    "torch.zeros(len(x), 2)",
    "F.one_hot(torch.zeros(2, 3, dtype=torch.long), 7).float()",
    "F.one_hot(torch.zeros(4, dtype=torch.long), num_classes=n)",
    "torch.zeros(n // 2, m % 4 if n else 1)",
    "x.index_select(1, torch.tensor([2, 0]))",
    "torch.index_select(x, dim=-1, index=torch.tensor([4, 1, 1, 0]))",
    "x.select(1, 0)",
    "torch.gather(x, 2, torch.zeros(2, 3, 7, dtype=torch.long) % 5)",
    "x.topk(2, dim=1)[0]",
    "torch.topk(x, k=4).values",
    "torch.where(x > 0, x, torch.zeros(3, 1))",
    "torch.einsum('bij,bkj->bki', x, torch.zeros(2, 7, 5))",
    "torch.einsum('bij, bik -> bjk', [x, y])",
    "z.expand_as(torch.zeros(2, 3, 5))",
    "torch.zeros(30).view_as(x)",
    "torch.mul(z, x)",
    "torch.add(x, other=z)",
    "x.div(2)",
    "(x > z).float()",
    "x * (y.sum(-1, keepdim=True) >= 0)",
    "torch.zeros(1, 2, 3) @ torch.zeros(4, 3, 5)",
    "torch.zeros(6, 1, 2, 3) @ torch.zeros(4, 3, 5)",
    "torch.zeros(4, 2, 3) @ torch.zeros(1, 3, 5)",
    "x.std(1, True, True)",
    "torch.var(x, 2, False)",
    "z.masked_fill(x > 0, 0.0)",
    "x.masked_fill(mask=x > 0, value=0.0)",
    "z.clamp(min=x)",
    "x.clamp(0, 1)",
    # By name:
    "torch.arange(1, end=6)",
    "torch.permute(input=x, dims=(2, 0, 1))",
    "x.permute(dims=(2, 0, 1))",
    "torch.transpose(input=x, dim1=0, dim0=2)",
    "x.swapaxes(axis0=0, axis1=2)",
    "torch.reshape(input=x, shape=(6, 5))",
    "torch.squeeze(input=z, dim=-1)",
    "torch.unsqueeze(dim=1, input=x)",
    "torch.flatten(input=x, start_dim=1)",
    "torch.cat(dim=2, tensors=(x, y))",
    "torch.stack(tensors=[x, x], dim=1)",
    "torch.split(tensor=y, split_size_or_sections=2, dim=0)[0]",
    "x.repeat(repeats=(2, 1, 1))",
    "z.expand(size=(2, 3, 5))",
    "torch.sum(input=x, dim=1)",
    "torch.matmul(input=x, other=x.transpose(1, 2))",
    "torch.bmm(mat2=x.transpose(1, 2), input=x)",
    "torch.where(other=x, input=z, condition=x > 0)",
    "torch.zeros_like(input=x)",
    "torch.tensor(data=[[1, 2, 3], [4, 5, 6]])",
    "torch.as_tensor(data=[1.0, 2.0])",
    "torch.arange(end=7)",
    "torch.softmax(input=x, dim=1)",
    "F.one_hot(input=torch.zeros(2, 3, dtype=torch.long), num_classes=7)",
    "nn.Linear(5, 8)(input=x)",
    "nn.LSTM(5, 8)(hx=(torch.zeros(1, 3, 8), torch.zeros(1, 3, 8)), input=x)[0]",
]


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_an_expression_has_the_shape_that_pytorch_gives_it(expression: str) -> None:
    machine = new_machine()
    run(machine, ast.parse(_SETUP + f"result = {expression}").body)
    names: dict[str, object] = {}
    exec(_SETUP, names)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a projection on the CPU
        expected = eval(expression, names)
    assert isinstance(expected, torch.Tensor)
    tensor = machine.trace.tensor(machine.world.names["result"])
    assert tensor is not None, getattr(machine.world.names["result"], "reason", "no tensor")
    assert tuple(extent.size.value for extent in tensor.extents) == tuple(expected.shape)


# That a recurrent layer is given a batch is presumed.
@pytest.mark.parametrize("expression", [e for e in EXPRESSIONS if not e.startswith("nn.LSTM(5, 8)(x[0])")])
def test_nothing_wrong_is_concluded_of_a_tensor_that_comes_from_outside(expression: str) -> None:
    machine = new_machine()
    run(machine, ast.parse(f"{_SETUP}x = load()\nresult = {expression}").body)
    names: dict[str, object] = {}
    exec(_SETUP, names)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = eval(expression, names)
    tensor = machine.trace.tensor(machine.world.names["result"])
    if tensor is not None:
        assert len(tensor.extents) == len(expected.shape)
        assert all(e.size.value in (None, size) for e, size in zip(tensor.extents, expected.shape))
    assert not machine.trace.raises


# Programs that end with a tensor called `result`.
PROGRAMS = {
    "a list that grows": "parts = [x]\nparts.append(y[:, :, :5])\nresult = torch.cat(parts)",
    "a list that grows in a literal loop": "parts = []\nfor k in (1, 2, 4):\n    parts.append(x[:1])\nresult = "
    "torch.cat(parts)",
    "transposed in place": "result = torch.randn(2, 3, 5)\nresult.transpose_(0, 1)",
    "squeezed in place, by another name": "result = torch.randn(1, 3, 5)\nother = result\nother.squeeze_(0)",
    "in place, in a chain": "result = torch.randn(1, 3, 5)\nresult.squeeze_(0).t_()",
    "states given their axis in place": (
        "h_0, c_0 = torch.zeros(3, 8), torch.zeros(3, 8)\nh_0.unsqueeze_(0)\nc_0.unsqueeze_(0)\n"
        "result, _ = nn.LSTM(5, 8)(x, (h_0, c_0))"
    ),
    "an entry of a dictionary, set later": (
        "settings = {'input_size': 5, 'hidden_size': 8}\nsettings['hidden_size'] = 9\nresult, _ = "
        "nn.LSTM(**settings)(x)"
    ),
    "a dictionary that a function changes": (
        "settings = {'input_size': 5, 'hidden_size': 8}\ndef widen(s):\n    s['hidden_size'] = 9\n"
        "widen(settings)\nresult, _ = nn.LSTM(**settings)(x)"
    ),
    "a star that takes the states": "result, *states = nn.LSTM(5, 8)(x)\nresult = states[0][1]",
    "an attribute set by its name": (
        "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.lstm = nn.LSTM(5, "
        "8)\n"
        "    def forward(self, v):\n        return self.lstm(v)[0]\n"
        "net = Net()\nsetattr(net, 'lstm', nn.LSTM(5, 9))\nresult = net(x)"
    ),
    "what a dataclass does after its fields are set": (
        "from dataclasses import dataclass\n@dataclass\nclass Sizes:\n    hidden: int = 8\n    def "
        "__post_init__(self):\n"
        "        self.hidden = self.hidden // 2\nresult, _ = nn.LSTM(5, Sizes(8).hidden)(x)"
    ),
    "a layer that a base class builds": (
        "class Base(nn.Module):\n    def __init__(self, n):\n        super().__init__()\n"
        "        self.lstm = nn.LSTM(5, n)\n    def run(self, v):\n        return self.lstm(v)[0]\n"
        "class Net(Base):\n    def __init__(self):\n        super(Net, self).__init__(8)\n"
        "    def run(self, v):\n        return super().run(v)[-1]\n"
        "class Last(Net):\n    pass\nresult = Last().run(x)"
    ),
    "a base class called by its name": (
        "class Base(nn.Module):\n    def __init__(self, n):\n        nn.Module.__init__(self)\n"
        "        self.lstm = nn.LSTM(5, n)\nclass Net(Base):\n    def __init__(self):\n        Base.__init__(self, 8)\n"
        "result, _ = Net().lstm(x)"
    ),
    "a name of the function around it": (
        "def outer():\n    n = 3\n    def inner():\n        nonlocal n\n        n += 4\n    inner()\n"
        "    return nn.LSTM(5, n)(x)[0]\nn = 2\nresult = outer()"
    ),
    "a default that was computed before": (
        "n = 8\ndef make(k=n):\n    return nn.LSTM(5, k)\nother = lambda k=n: k\nn = 2\n"
        "result = make()(x)[0].repeat(1, 1, other())"
    ),
    "a method of the class": (
        "class Sizes:\n    n = 3\n    @classmethod\n    def grow(cls, by=4):\n        cls.n = cls.n + by\n"
        "Sizes.grow()\nSizes().grow(1)\nresult = nn.LSTM(5, Sizes.n)(x)[0]"
    ),
    "an attribute with a setter": (
        "class Sizes:\n    def __init__(self):\n        self._n = 4\n    @property\n    def n(self):\n"
        "        return self._n\n    @n.setter\n    def n(self, value):\n        self._n = value * 3\n"
        "sizes = Sizes()\nsizes.n = 2\nresult = nn.LSTM(5, sizes.n)(x)[0]"
    ),
    "a call of the class's own": (
        "class Last:\n    def forward(self, x):\n        return x\n    def __call__(self, x):\n        return x[-1]\n"
        "result = Last()(nn.LSTM(5, 8)(x)[0])"
    ),
    "a mixin before the base": (
        "class Mixin:\n    def layer(self):\n        return nn.LSTM(5, 8, bidirectional=True)\n"
        "class Base(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.rnn = self.layer()\n"
        "    def layer(self):\n        return nn.LSTM(5, 8)\n"
        "class Net(Mixin, Base):\n    pass\nresult, _ = Net().rnn(x)"
    ),
    "the next class in the order of the object": (
        "class Root(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.n = 6\n"
        "class Left(Root):\n    def __init__(self):\n        super().__init__()\n"
        "class Right(Root):\n    n_rows = 2\n    def __init__(self):\n        super().__init__()\n        self.n = 8\n"
        "class Net(Left, Right):\n    pass\nresult = nn.LSTM(5, Net().n, Net().n_rows)(x)[1][0]"
    ),
    "a class left out on purpose": (
        "class A(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.n = 6\n"
        "class B(A):\n    def __init__(self):\n        super().__init__()\n        self.n = 8\n"
        "class C(B):\n    def __init__(self):\n        super(B, self).__init__()\n"
        "result, _ = nn.LSTM(5, C().n)(x)"
    ),
    "the rows of a tensor": "for result in x:\n    pass",
    "the numbered rows of a tensor": "for number, result in enumerate(nn.LSTM(5, 8)(x)[0]):\n    pass",
    "two tensors, row by row": "for _, result in zip(x, y):\n    pass",
    "a padded length": (
        "packed, _ = nn.LSTM(5, 8)(pack_padded_sequence(x, [2, 2, 1]))\n"
        "result, _ = pad_packed_sequence(packed, total_length=6)"
    ),
    "states as the parameters are": (
        "weight = next(nn.LSTM(5, 8).parameters()).data\nresult = weight.new(2, 3, 8).zero_()"
    ),
}


@pytest.mark.parametrize("code", PROGRAMS.values(), ids=PROGRAMS)
def test_a_program_ends_with_the_shape_that_pytorch_gives_it(code: str) -> None:
    machine = new_machine()
    run(machine, ast.parse(_SETUP + code).body)
    names: dict[str, object] = {"__name__": __name__}
    exec(_SETUP + code, names)
    expected = names["result"]
    assert isinstance(expected, torch.Tensor)
    tensor = machine.trace.tensor(machine.world.names["result"])
    assert tensor is not None, getattr(machine.world.names["result"], "reason", "no tensor")
    assert tuple(extent.size.value for extent in tensor.extents) == tuple(expected.shape)


@pytest.mark.parametrize("spec", [spec for name, spec in OF_EVERY_KIND.items() if "packed" not in name], ids=repr)
@pytest.mark.parametrize("with_states", [False, True], ids=["without states", "with states"])
def test_a_call_of_every_kind_gives_what_pytorch_gives(spec: RecurrentSpec, with_states: bool) -> None:
    kind, formulas = spec.kind, tensor_formulas(spec)
    given = "".join(f"{name} = torch.zeros{formulas[name].shape(spec.sizes)}\n" for name in kind.given)
    arguments = f"x, {kind.takes}" if with_states else "x"
    shape = formulas["input"].shape(spec.sizes)
    code = f"{given}x = torch.randn{shape}\n{kind.returns} = {spec.code}({arguments})\n"
    machine = new_machine()
    run(machine, ast.parse(_SETUP + code).body)
    names: dict[str, object] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a projection on the CPU
        exec(_SETUP + code, names)
    assert machine.trace.raises == []
    for name in (*kind.returned, *["output"] * (not kind.is_cell)):
        expected, tensor = names[name], machine.trace.tensor(machine.world.names[name])
        assert isinstance(expected, torch.Tensor)
        assert tensor is not None
        assert tuple(extent.size.value for extent in tensor.extents) == tuple(expected.shape)
        assert machine.trace.uses[tensor.key][0][0] == name


WRONG_STATES = {
    "a GRU given a pair": ("nn.GRU(5, 8)(x, (h, h))", "the GRU is given a tuple for its state"),
    "an RNN given a pair": ("nn.RNN(5, 8)(x, (h, h))", "the RNN is given a tuple for its state"),
    "an LSTM given a tensor": ("nn.LSTM(5, 8)(x, h)", "the LSTM is given one tensor for its states"),
    "a GRU given another batch": ("nn.GRU(5, 8)(x, torch.zeros(1, 9, 8))", "h_0 is (1, 9, 8), and the GRU expects"),
    "a cell given a sequence": ("nn.GRUCell(5, 8)(x)", "the GRUCell is given an input of 3 axes, and takes 2"),
    "a cell given other features": ("nn.LSTMCell(4, 8)(x[0])", "the LSTMCell expects 4, and is given 5"),
    "one row for two": ("nn.GRU(5, 8)(x)\noutput, (a, b) = result", "with 1 row: it cannot be unpacked as (a, b)"),
    "three rows for two": ("nn.RNN(5, 8, 3)(x)\n_, (a, b) = result", "with 3 rows: it cannot be unpacked as (a, b)"),
}


@pytest.mark.parametrize(("code", "message"), WRONG_STATES.values(), ids=WRONG_STATES)
def test_a_call_that_pytorch_refuses_for_its_kind_is_recorded(code: str, message: str) -> None:
    program = f"{_SETUP}h = torch.zeros(1, 3, 8)\nresult = {code}\n"
    machine = new_machine()
    run(machine, ast.parse(program).body)
    (found,) = machine.trace.raises
    assert message in found.message
    with pytest.raises((RuntimeError, ValueError, AttributeError, IndexError)):
        exec(program, {})


SPLIT = {
    "two rows for a cell state": ("output, (h, c) = nn.GRU(5, 8, 2)(x)", ["LS013"]),
    "two directions by their names": ("output, (forward, backward) = nn.GRU(5, 8, bidirectional=True)(x)", []),
    "layers taken apart on purpose": ("output, h_n = nn.GRU(5, 8, 2)(x)\nfirst, second = h_n", []),
    "a number of layers nobody knows": ("output, (h, c) = nn.GRU(5, 8, unknown)(x)", []),
    "an LSTM": ("output, (h, c) = nn.LSTM(5, 8, 2)(x)", []),
}


@pytest.mark.parametrize(("code", "rules"), SPLIT.values(), ids=SPLIT)
def test_one_state_is_called_a_pair_only_where_its_names_say_so(code: str, rules: list[str]) -> None:
    machine = new_machine()
    run(machine, ast.parse(_SETUP + code).body)
    assert [found.rule for found in machine.trace.raises] == rules


# Made in as many steps as nobody can tell: the axes are known, and all sizes but one.
LOOPS = {
    "a list that is stacked": "parts = []\nfor t in range(count):\n    parts.append(x)\nresult = torch.stack(parts)",
    "a list that begins with an element": (
        "parts = [x]\nfor t in range(count):\n    parts.append(x)\nresult = torch.cat(parts, dim=1)"
    ),
    "a list that grows by lists": (
        "parts = []\nfor t in range(count):\n    parts += [x[0]]\nresult = torch.stack(parts, 1)"
    ),
    "a cell, step by step": (
        "cell, h, c = nn.LSTMCell(5, 8), torch.zeros(3, 8), torch.zeros(3, 8)\nparts = []\nfor t in range(count):\n"
        "    h, c = cell(x[0], (h, c))\n    parts.append(h)\nresult = torch.stack(parts, dim=0)"
    ),
    "an element that two branches append": (
        "parts = []\nfor t in range(count):\n    if t > limit:\n        parts.append(x)\n    else:\n"
        "        parts.append(x * 2)\nresult = torch.cat(parts)"
    ),
    "a comprehension": "result = torch.stack([x[:, 0] for t in range(count)])",
    "a comprehension over such a list": (
        "parts = []\nfor t in range(count):\n    parts.append(x)\nresult = torch.cat([part.sum(1) for part in parts])"
    ),
    "an element of such a list": "parts = [x]\nfor t in range(count):\n    parts.append(x)\nresult = parts[-1]",
    "what such a list is gone through by": "for result in [y for t in range(count)]:\n    pass",
    "a list that begins with nothing": (
        "result = None\nfor t in range(count):\n    if result is None:\n        result = x\n    else:\n"
        "        result = torch.cat([result, x])"
    ),
    "what is set before a loop is left": (
        "result = x\nfor t in range(count):\n    if t > limit:\n        result = torch.zeros(7, 3, 5)\n        break"
    ),
    "what is set before a pass is left": (
        "result = x\nfor t in range(count):\n    if t > limit:\n        result = torch.zeros(7, 3, 5)\n        "
        "continue\n    t = t + 1"
    ),
    "a literal loop that is left": (
        "parts = []\nfor t in (1, 2, 3):\n    parts.append(x)\n    if t > limit:\n        break\n"
        "result = torch.cat(parts)"
    ),
    "rows of two kinds": (
        "out = nn.LSTM(5, 8)(x)[0]\nparts = []\nfor t in range(count):\n    parts.append(out[t])\n"
        "result = torch.stack(parts)"
    ),
}


@pytest.mark.parametrize("code", LOOPS.values(), ids=LOOPS)
def test_what_a_loop_makes_has_the_axes_that_pytorch_gives_it(code: str) -> None:
    machine = new_machine()
    run(machine, ast.parse(_SETUP + code).body)
    names: dict[str, object] = {"__name__": __name__, "count": 2, "limit": 0}
    exec(_SETUP + code, names)
    expected = names["result"]
    assert isinstance(expected, torch.Tensor)
    tensor = machine.trace.tensor(machine.world.names["result"])
    assert tensor is not None
    sizes = [extent.size.value for extent in tensor.extents]
    assert len(sizes) == expected.dim()
    assert all(size in (None, right) for size, right in zip(sizes, expected.shape))
    assert sizes.count(None) <= 1


# What one branch shows of a value is no secret of the other, and none that contradicts it.
BRANCHES = {
    "a batch in one, a step in the other": (
        "def f(v, h=None):\n    if h is not None:\n        return nn.GRU(5, 8)(v, h)[0]\n"
        "    return nn.GRU(5, 8)(v.unsqueeze(0))[0]\nf(other)\n"
    ),
    "features of two layers": (
        "def f(v, wide):\n    if wide:\n        return nn.LSTM(7, 8)(v)[0]\n    return nn.LSTM(5, 8)(v)[0]\n"
        "f(other, flag)\n"
    ),
    "sequences in one, single steps in the other": (
        "def f(v, one_step):\n    if one_step:\n        v = nn.GRUCell(5, 8)(v)\n    else:\n"
        "        v = nn.GRU(5, 8)(v)[0]\n    return v\nf(other, flag)\n"
    ),
}


@pytest.mark.parametrize("code", BRANCHES.values(), ids=BRANCHES)
def test_branches_that_use_a_value_differently_refuse_no_call(code: str) -> None:
    machine = new_machine()
    run(machine, ast.parse(_SETUP + code).body)
    assert not machine.trace.raises


def test_a_call_is_refused_only_where_all_sizes_are_known() -> None:
    for size, refused in (("x.numel()", False), ("30", True)):
        machine = new_machine()
        run(machine, ast.parse(f"{_SETUP}nn.LSTM(5, 8)(torch.zeros({size} + 0))").body)
        assert bool(machine.trace.raises) is refused, size


# Followed without guessing: what is not modelled has no shape, rather than a wrong one.
UNKNOWN = {
    "a function from elsewhere": "from somewhere import f\nresult = f(torch.zeros(2, 3))",
    "a file": "result = torch.load('x.pt')",
    "a mask": "result = x[x > 0]",
    "squeeze of a size nobody knows": "def f(v):\n    return v\nresult = g(1).squeeze(0)",
    "a branch that nobody can decide": "result = x if flag else y",
    "pooling that returns indices": "result = nn.AdaptiveMaxPool1d(4, True)(x)[0]",
    "a list of sizes nobody knows": "def f(a, b):\n    return x.view(a + b)\nresult = g(f)",
    "data nobody knows, after arithmetic": "result = torch.tensor(data + more)",
    "arithmetic with something larger, perhaps": "result = x * other(1)",
    "a product over any axes": "result = torch.einsum('...i,...i->...', x, x)",
    "a sum that starts with something": "result = sum([x[0]], start=x)",
    "a loop that grows a tensor": "result = x\nfor _ in range(k):\n    result = torch.cat([result, x])",
    "a number too large": "result = torch.zeros(10 ** 10 ** 10)",
    "a million axes": "result = torch.zeros(*([1] * 1000000))",
    "a class that calls itself": (
        "class A(nn.Module):\n    def forward(self, v):\n        return self(v)\nresult = A()(x)"
    ),
    "look-alikes": "import paddle.nn as nn\nresult = nn.LSTM(5, 8)(x)[0]",
    "its own class LSTM": "class LSTM(nn.Module):\n    pass\nresult = LSTM(5, 8)(x)",
    "a GRU with a projection": "result = nn.GRU(5, 8, proj_size=3)(x)[0]",
    "a list that a loop makes longer": "parts = [x]\nfor _ in range(k):\n    parts.append(x)\nresult = "
    "torch.cat(parts)",
    "a list that a function makes longer": (
        "parts = [x]\ndef collect(into):\n    for _ in range(k):\n        into.append(x)\n"
        "collect(parts)\nresult = torch.cat(parts)"
    ),
    "a layer whose attribute is set": "lstm = nn.LSTM(5, 8)\nlstm.batch_first = flag\nresult = lstm(x)[1][0]",
    "a layer with a hook": "lstm = nn.LSTM(5, 8)\nlstm.register_forward_hook(f)\nresult = lstm(x)[1][0]",
    "a tensor given other numbers": "result = torch.zeros(2, 3)\nresult.data = f(x)",
    "a tensor resized": "result = torch.zeros(2, 3)\nresult.resize_(n, m)",
    "changed on one of two ways": "result = torch.zeros(2, 3)\nresult.t_() if flag else None",
    "modules put in front": "stack = nn.ModuleList([nn.Linear(5, 8)])\nstack.insert(0, f)\nresult = stack[0](x)",
}


@pytest.mark.parametrize("code", UNKNOWN.values(), ids=UNKNOWN)
def test_what_is_not_followed_has_no_shape(code: str) -> None:
    machine = new_machine()
    run(machine, ast.parse(_SETUP + code).body)
    tensor = machine.trace.tensor(machine.world.names["result"])
    assert tensor is None or None in [extent.size.value for extent in tensor.extents]
