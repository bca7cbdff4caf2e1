"""The forms in which people state shapes, each with what becomes of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import pytest

from lstm_shapes import Checked, Verdict, check_text

# N = 3, L = 5, H_in = 10, H_cell = 20, num_layers = 2, D = 1 unless a case says otherwise.
SETUP = """\
import torch
from torch import nn

lstm = nn.LSTM(10, 20, num_layers=2, batch_first=True)
x = torch.randn(3, 5, 10)
output, (h_n, c_n) = lstm(x)
"""
MODEL = """\
from torch import nn

class Model(nn.Module):
    def __init__(self, n_in, n_hidden, n_layers):
        super().__init__()
        self.lstm = nn.LSTM(n_in, n_hidden, n_layers, batch_first=True, bidirectional=True)

    def forward(self, x):
        out, (h, c) = self.lstm(x)
"""


def _check(text: str, kind: str = "py") -> Checked:
    return check_text(text, kind)


def _verdicts(checked: Checked) -> list[tuple[str, str | None]]:
    return [(claim.verdict.value, claim.rule) for claim in checked.claims]


TRUE, OPEN = ("true", None), ("unverified", None)
IN_CODE = {
    "behind a print": ("print(h_n.shape)  # (2, 3, 20)", [TRUE]),
    "a name, and what an inner call gives": (
        "z = None\n# z is (batch, 1, seq_len, hidden_size), so squeeze it\nz = output.unsqueeze(1).squeeze(1)",
        [OPEN],
    ),
    "a name that nothing beside it uses": (
        "a = 1\nb = 2\nc = 3\nd = 4\ne = 5\n# output: (batch, hidden_size)\nf = 6\n",
        [OPEN],
    ),
    "a name that nothing beside it uses, and that is bound elsewhere": (
        "a = 1\nb = 2\nc = 3\nd = 4\ne = 5\n# x is (batch, seq_len, features) here\nf = 6\ng = 7\nh = 8\ni = 9\n"
        "if 0:\n    x = None",
        [OPEN],
    ),
    "features of the layer that gives it, beside one that takes it": (
        "joined = tuple(torch.cat((s, s), dim=-1)[:1] for s in (h_n, c_n))  # (1, N, 2 * H_out)\n"
        "nn.LSTM(20, 40, batch_first=True)(output, joined)",
        [OPEN],
    ),
    "layers, where there is one": (
        "z, _ = nn.LSTM(10, 20, batch_first=True)(x)  # (batch, seq_len, hidden_size * num_layers)",
        [OPEN],
    ),
    "a list of equal products": ("parts = output  # [3 * 20, 3 * 20, 3 * 20]", [OPEN]),
    "an example behind symbols": (
        "out, h = nn.GRU(10, 20, 2, batch_first=True)(x)  # (batch, seq_len, hidden_size), (1, 1, 20)",
        [TRUE, OPEN],
    ),
    "code that is switched off": ("# h_n = h_n.sum(0)\n# h_n = bn(h_n)  # (batch, *)\nh_n = torch.tanh(h_n)", [OPEN]),
    "axes that the writer has put in order": (
        "def f(y):\n    kept = []\n    kept.append(1)\n    # N x C x T => N x T x C\n    z = y.transpose(1, 2)\n"
        "    return nn.LSTM(10, 20)(z)[0]",
        [OPEN, OPEN],
    ),
    "a layer that is called in the same function": (
        "class M(nn.Module):\n    def __init__(self, n_hidden):\n        super().__init__()\n"
        "        self.enc = nn.GRU(7, n_hidden // 2, bidirectional=True)\n"
        "        self.dec = nn.GRUCell(7, n_hidden)\n"
        "    def forward(self, x, y):\n        _, h = self.enc(x)\n"
        "        # z = (batch, 2 * hidden_size)\n        z = torch.cat((h[-2], h[-1]), dim=1)\n"
        "        z = self.dec(y, z)\n        return z",
        [OPEN],
    ),
    "a function that nothing calls, read where it stands": (
        "def run(x):\n    y, h = lstm(x)\n    # h: (2, batch, hidden_size)\n    return y\n"
        "lstm = nn.GRU(10, 20, 3, bidirectional=True)",
        [TRUE],
    ),
    "what the documentation says": (
        "# according to pytorch.org: h_n of shape (batch, num_layers, hidden_size)",
        [OPEN],
    ),
    "behind a print, wrong": ("print(h_n.shape)  # (3, 2, 20)", [("false", "LS003")]),
    "behind a print, announced": ("print(h_n.shape)  # Output: torch.Size([2, 3, 20])", [TRUE]),
    "behind a print, announced and wrong": ("print(h_n.shape)  # Output: torch.Size([1, 3, 20])", [("false", "LS008")]),
    "numbers without brackets": ("print(h_n.shape)  # 2, 3, 20", [TRUE]),
    "what it was before, at a print": ("print(output.shape)  # (5, 3, 20) -> (3, 5, 20)", [OPEN, TRUE]),
    "a name on a line of its own": ("# h_n: (3, 2, 20)\nz = h_n + 1", [("false", "LS003")]),
    "no name on a line of its own": ("# (3, 2, 20)\nz = h_n + 1", [OPEN]),
    "no name on a line of its own, where it is right": ("# (2, 3, 20)\nz = h_n + 1", [TRUE]),
    "what is printed on the line above": ("print(h_n.shape)\n# torch.Size([3, 2, 20])", [("false", "LS003")]),
    "what would be printed on the line below": ("# torch.Size([3, 2, 20])\nprint(h_n.shape)", [OPEN]),
    "what it becomes by an arrow": ("z = output.sum(1)  # (3, 5, 20) -> (3, 21)", [TRUE, OPEN]),
    "a word in a phrase about parts of something": (
        "z, _ = lstm(x)  # z: (3, バッチ内の全体の文章の語彙数の最大値, 20)",
        [OPEN],
    ),
    "a name that its statement does not have": ("z = output[:, -1]  # x: (3, 5, 30)", [OPEN]),
    "a name that its statement has": ("z = x[:, -1]  # x: (3, 5, 30)", [("false", "LS001")]),
    "the last few of steps that are not known": (
        "y = torch.load(path).reshape(-1, 4, 10)\nz = y[-7:]  # (7, 4, 10)\nz, _ = nn.LSTM(10, 20)(z)",
        [OPEN],
    ),
    "the last of steps that are not known": (
        "y = torch.load(path).reshape(-1, 4, 10)\nz = y[-1:]  # (1, 4, 10)\nz, _ = nn.LSTM(10, 20)(z)",
        [TRUE],
    ),
    "an arrow behind words": ("h = h_n  # h: (4, 3, 20) rows => fewer of them", [OPEN]),
    "an arrow backwards": ("h = h_n  # h: (4, 3, 20) <- (2, 3, 20)", [OPEN, TRUE]),
    "an arrow backwards before it": ("z = nn.Linear(20, 7)(h_n[-1])  # <- (3, 20) of the last layer", [OPEN]),
    "a full stop for a comma": ("z, _ = lstm(x)\n# z = [batch. seq_len, hidden_size]", [OPEN]),
    "hidden states of all steps": (
        "# all hidden states (batch, seq_len, hidden_size)\nz, s = nn.GRU(10, 20, batch_first=True)(x)",
        [TRUE],
    ),
    "the size of a layer, which is no number of layers": (
        "z = nn.Linear(20, 7)(h_n[-1])  # (batch, 출력층의 크기)\n",
        [TRUE],
    ),
    "a question mark behind it": ("h = h_n  # h: (4, 3, 20) (?)", [OPEN]),
    "no question mark behind it": ("h = h_n  # h: (4, 3, 20)", [("false", "LS005")]),
    "what another module gives": ("# the LSTM takes the CNN output (3, 10, 5)\ny, _ = lstm(x)", [OPEN]),
    "what another module gives, in Chinese": ("# CNN输出 (3, 10, 5)\ny, _ = lstm(x)", [OPEN]),
    "the whole, of which a part is set": (
        "z = torch.zeros(3, 7, 20)\nz[:, 0] = output[:, -1]  # (3, 7, 20)\nz[:, 1] = output[:, -1]  # (3, 20)\n"
        "z[:, 2] = output[:, -1]  # (3, 40)",
        [TRUE, TRUE, ("false", "LS005")],
    ),
    "a part that is set to a number, or to what is widened": (
        "z = torch.zeros(3, 7, 20)\nz[:, 0] = 0  # (3, 20)\nz[:, :1] = torch.zeros(20)  # (3, 1, 20)\n"
        "z[:, 1:] = z[:, :1]  # (3, 6, 20)\nz[0] = [[0.0] * 20] * 7  # (7, 20)\n"
        "h_n[-1] = 0.0  # (3, 20)\nh_n[-1] = 0.0  # (3, 30)",
        [TRUE, TRUE, TRUE, TRUE, TRUE, ("false", "LS001")],
    ),
    "a word below a statement that may give it": (
        "z, _ = lstm(x)\nz = nn.Linear(20, classes)(z)\n# outputs: (3, 5, 30)\n\nprint(z)",
        [OPEN],
    ),
    "a letter for the features of both directions": (
        "z, _ = nn.GRU(10, 20, bidirectional=True)(x)  # (L, N, H)",
        [OPEN],
    ),
    "axes that the statement below makes one": (
        "class M(nn.Module):\n    def __init__(self, c, d):\n        super().__init__()\n"
        "        self.rnn = nn.LSTM(c * d, 7)\n    def forward(self, y):\n        b, c, d, t = y.size()\n"
        "        y = y.permute(3, 0, 1, 2)\n        # to [L, B, C, D]\n"
        "        y = torch.reshape(y, [t, b, c * d])\n        return self.rnn(y)",
        [OPEN],
    ),
    "several for one print": ("print(output.shape, h_n.shape)  # (3, 5, 20) (2, 3, 20)", [TRUE, TRUE]),
    "a size for each of a tuple": ("print([s.size() for s in (h_n, c_n)])  # [2, 3, 20] [2, 3, 20]", [TRUE, TRUE]),
    "behind an assignment": ("last = output[:, -1]  # (batch, hidden_size)", [TRUE]),
    "behind an assignment, with an arrow": ("y = output.transpose(0, 1)  # (N, L, H) -> (L, N, H)", [TRUE, TRUE]),
    "of what the right side takes": ("y = output.sum(1)  # output: (3, 5, 20)", [TRUE]),
    "below, with a name": ("# h_n: (num_layers, batch, hidden_size)", [TRUE]),
    "below, with two names": ("# h_n, c_n: (batch, num_layers, hidden_size)", [("false", "LS003")] * 2),
    "below a print": ("print(output.size())\n# torch.Size([3, 5, 20])", [TRUE]),
    "above": ("# (3, 20)\nlast = h_n[-1]", [TRUE]),
    "over two lines": ("# h_n has the shape\n# (num_layers * num_directions,\n#  batch, hidden_size)", [TRUE]),
    "a print that is switched off": ("# print(h_n.shape)  # torch.Size([2, 3, 20])", [TRUE]),
    "as a call": ("# h_n(num_layers * num_directions, batch, hidden_size)", [TRUE]),
    "of what is returned as a state": ("# h_n output: (num_layers, batch, hidden_size)\no, h = lstm(x)", [TRUE]),
    "below a call that is switched off": (
        "w = torch.relu(output)\n# output = norm(w)\n# (batch, hidden_size, seq_len)\nw = w.transpose(1, 2)",
        [TRUE],
    ),
    "with crosses": ("# output: batch x seq_len x hidden_size", [TRUE]),
    "with a cross glued to the axis before it": ("# output: Nx L x (D x H)", [TRUE]),
    "with stars": ("# (batch * seq_len * hidden_size)\nz = output", [TRUE]),
    "with full-width brackets": ("# output：（3, 5, 20）", [TRUE]),
    "names with values": ("# output: (batch=3, seq_len=5, hidden=20)", [TRUE]),
    "names with a wrong value": ("# output: (batch=3, seq_len=6, hidden=20)", [("false", "LS001")]),
    "an ellipsis": ("# output: (..., hidden_size)", [TRUE]),
    "an open axis": ("# output: (-1, 5, 20)", [TRUE]),
    "one axis too few": ("# h_n: (3, 20)", [("false", "LS002")]),
    "sizes that agree by chance": (
        "_, (h, c) = lstm(torch.randn(2, 5, 10))\n# h: (batch, num_layers, hidden_size)",
        [("false", "LS003")],
    ),
    "a wrong quantity": ("# output: (batch, seq_len, input_size)", [("false", "LS007")]),
    "layers in the output": ("# output: (batch, seq_len, num_layers * hidden_size)", [("false", "LS008")]),
    "directions that are not there": ("# output: (batch, seq_len, 40)", [("false", "LS005")]),
    "Chinese": ("# h_n: (层数, 批次大小, 隐藏层大小)", [TRUE]),
    "Chinese, wrong": ("# h_n 的形状为 (批次大小, 层数, 隐藏层大小)", [("false", "LS003")]),
    "Japanese": ("# output: (バッチサイズ, 系列長, 隠れ層の次元)", [TRUE]),
    "Korean": ("# output: (배치 크기, 시퀀스 길이, 은닉 상태의 크기)", [TRUE]),
    "an assertion": ("assert h_n.shape == (2, 3, 20)", [TRUE]),
    "an assertion, wrong": ("assert h_n.size() == torch.Size([2, 5, 20])", [("false", "LS001")]),
    "an assertion of a list": ("assert list(c_n.shape) == [3, 2, 20]", [("false", "LS003")]),
    "a name bound again": ("h_n = h_n.transpose(0, 1)  # (3, 2, 20)\nprint(h_n.shape)  # (3, 2, 20)", [TRUE, TRUE]),
    "of a weight": ("print(lstm.weight_ih_l0.shape)  # (4 * hidden_size, input_size)", [TRUE]),
    "the tuple of the states": ("_, hidden = lstm(x)\nprint(hidden.shape)  # (2, 3, 20)", [("false", "LS006")]),
    "a call that is refused": ("lstm(torch.randn(3, 5, 11))", [("false", "LS004")]),
    "a condition that the code does not meet": ("# output: (seq_len, batch, hidden) if batch_first=False", [TRUE]),
    "a coefficient": ("z = torch.cat((h_n[0], h_n[1]), 1)  # (B, 2H)", [TRUE]),
    "a coefficient without brackets": ("# output: B x T x 2H", [("false", "LS005")]),
    "values of factors": ("# h_n: (directions(1) x layers(2), batch(3), hidden(20))", [TRUE]),
    "a list of words": ("print(output.shape)  # batch_size, seq_len, hidden_size", [TRUE]),
    "a list of words behind the numbers": (
        "print(output.shape)  # (3, 5, 20)  # seq_len, batch_size, hidden_size",
        [TRUE, ("false", "LS003")],
    ),
    "of what the LSTM gives, whatever is called output later": (
        "# LSTM output: (batch, seq_len, hidden_size)\ny, _ = lstm(x)\noutput = y[:, -1]",
        [TRUE],
    ),
    "the second of two statements on a line": ("y, _ = lstm(x); y = y[:, -1]  # (3, 20)", [TRUE]),
    "an assertion in a chain": (
        "assert output.shape == (3, 5, 20) and h_n.shape == (3, 2, 20)",
        [TRUE, ("false", "LS003")],
    ),
    "a sum of lengths": (
        "p = nn.utils.rnn.pack_padded_sequence(x, [5, 4, 2], batch_first=True)\nlstm(p)\n# p.data: (総単語数, 10)",
        [TRUE],
    ),
    "another parameter of the code": (
        "def f(width, height):\n    cell = nn.LSTM(10, width, batch_first=True)\n    y, _ = cell(x)  # (batch, seq, "
        "height)",
        [("false", "LS001")],
    ),
    "a settings module": (
        "from settings import hp\nb = nn.GRU(hp.E, hp.E // 2, bidirectional=True)\n"
        "y, h = b(v)  # (T, B, hp.E)  (1, B, E // 2)",
        [TRUE, ("false", "LS005")],
    ),
    "a product of tensors without brackets": ("# 3, 1, 5 x 3, 5, 20 -> 3, 1, 20\nz = output[:, -1:]", []),
    "a product of tensors in brackets": (
        "# [3, 1, 5] x [3, 5, 20] = [3, 1, 20]\nz = output[:, -1:]",
        [OPEN, OPEN, TRUE],
    ),
    "names before their shapes": ("# h (2, 3, 20) output (3, 5, 20)\nz = output", [OPEN, TRUE]),
    "a value beside it that is not followed": (
        "def f(v, n):\n    y, _ = nn.GRU(10, n)(v)\n    # turn the output (batch, seq, n)\n    z = turned(y)\n",
        [OPEN],
    ),
    "a value above it that is not followed": (
        "def f(v):\n    v = v.view(2, 4, 6)\n    w = widen(v)\n    # v: (2, 4, 6, 8)\n\n    v = w.view(-1, 4, 8)",
        [OPEN],
    ),
    "a call that one caller gets wrong": (
        "class D(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.r = nn.GRU(10, 20)\n"
        "    def forward(self, v, s):\n        return self.r(v, s)[0]\n"
        "d = D()\ny = d(x, h_n[:1, :5].repeat(1, 2, 1)[:, :5])  # (3, 5, 20)\nz = d(x, (h_n, c_n))",
        [TRUE],
    ),
    "a class of layers as a parameter": (
        "class D(nn.Module):\n    def __init__(self, n, kind=nn.GRU):\n        super().__init__()\n"
        "        self.r = kind(10, n, batch_first=True)\n"
        "    def forward(self, v):\n        y, _ = self.r(v)  # (batch, seq, n)\n        return y  # (seq, batch, n)",
        [TRUE, ("false", "LS003")],
    ),
    "what is padded again": (
        "class D(nn.Module):\n    def __init__(self, n):\n        super().__init__()\n        self.r = nn.GRU(10, n)\n"
        "    def forward(self, v):\n        y, _ = self.r(v)\n"
        "        y, _ = nn.utils.rnn.pad_packed_sequence(y, batch_first=True)  # (batch, seq, n)\n"
        "        return y  # (seq, batch, n)",
        [TRUE, ("false", "LS003")],
    ),
    "a setting that is halved": (
        "class D(nn.Module):\n    def __init__(self, args):\n        super().__init__()\n"
        "        self.r = nn.LSTM(10, args.width // 2, bidirectional=True)\n"
        "    def forward(self, v):\n        y, _ = self.r(v)  # (seq, batch, width * 2)\n"
        "        return y  # (seq, batch, width)",
        [("false", "LS005"), TRUE],
    ),
    "a condition in Japanese": (
        "y = widen(x)\n# 余りがあるとき、torch.Size([2, 5, 9])\ny, s = lstm(y)",
        [OPEN],
    ),
    "between two statements": ("y = widen(x)\n# torch.Size([2, 5, 9])\nz = output", [OPEN]),
    "what is thrown away": ("_, (h, _) = lstm(x)  # (2, 3, 20)", [TRUE]),
    "a line without a comma": ("# (batch, seq\n#  hidden_size)\nz = output", [OPEN]),
    "the first of several steps": ("# (6, 20)\nz = h_n.repeat(1, 1, 1)\nz = z.view(6, 20)", [OPEN]),
    "another attribute of an unknown object": (
        "class D(nn.Module):\n    def __init__(self, data):\n        super().__init__()\n"
        "        self.data, self.r = data, nn.LSTM(10, data.words)\n"
        "    def forward(self, v):\n        return self.r(v)[0]  # (seq, batch, data.all_words)",
        [OPEN],
    ),
    "a layer by its name": (
        "def f(v, kind, n):\n    r = getattr(nn, kind)(10, n, num_layers=2, batch_first=True)\n    y, s = r(v)\n"
        "    # y: (seq, batch, n)\n    # s: (2, batch, n)",
        [("false", "LS003"), TRUE],
    ),
    "a layer out of a table": (
        "def f(v, kind, n):\n    r = {'lstm': nn.LSTM, 'gru': nn.GRU}[kind](10, n)\n    y, _ = r(v)  # (batch, seq, n)",
        [("false", "LS003")],
    ),
    "a layer of one of two kinds": (
        "def f(v, wide, n):\n    r = nn.LSTM(10, n) if wide else nn.GRU(10, n)\n    y, _ = r(v)  # (seq, batch, n)",
        [TRUE],
    ),
    "what the code calls otherwise": (
        "def f(v):\n    bsz = v.size(0)\n    w = v.view(bsz, -1)  # (batch_size, anything)",
        [TRUE],
    ),
    "a comment that goes on below": (
        "def f(v):\n    y, (h, c) = nn.LSTM(10, 20, 2)(v)\n    return y, h  # (seq, batch, 20)\n"
        "                 # (batch, 2, 20)",
        [TRUE, ("false", "LS003")],
    ),
    "what either branch gives": ("z = output if wide else f(x)  # (3, 5, 20)", [TRUE]),
    # What is no claim, or none that can be called false
    "what one of two branches gives": ("z = output if wide else output[0]  # (3, 5, 20)", [OPEN]),
    "what neither branch gives": ("z = output if wide else output[0]  # (5, 3, 20)", [OPEN]),
    "a variable that is called as a word is": (
        "both = h_n.view(k, 2, 3, 20)\n# both has shape (1, 2, 3, 20)\nc_n = c_n.permute(1, 0, 2)",
        [OPEN],
    ),
    "a word for time where classes stand": (
        "def f(v, n):\n    y, _ = nn.LSTM(10, 20)(v)\n    z = nn.Linear(20, n)(y)  # (seq, batch, seq)\n"
        "    w = z[-1]  # (batch, seq)",
        [OPEN, OPEN],
    ),
    "steps behind the head of a function": (
        "def attend(a, b):  # (batch, 20) X (batch, seq, 20) >> (batch, seq, 1)\n    return f(a, b)\n"
        "attend(h_n[-1], output)",
        [OPEN, OPEN, OPEN],
    ),
    "the only parameter of a function": ("def f(v):  # (batch, seq, 10)\n    return lstm(v)", [TRUE]),
    "the input's size in a tensor made of the output": (
        "def f(v, n):\n    y, _ = nn.LSTM(10, 20)(v)\n    z = nn.Linear(20, n)(y[:, 0])  # (input_size, n)",
        [OPEN],
    ),
    "no word for layers": ("o, h = nn.GRU(10, 20)(x)\n# h: (类别数, 批大小, 20)", [OPEN]),
    "a step with a label": ("z = x.transpose(0, 1)  # x: (5, 3, 10) -- (transpose) --> (5, 3, 10)", [OPEN, TRUE]),
    "from one shape to another": (
        "# convert the size from (2, 3, 40)\n# to (3, 2, 20)\nh, c = h_n, c_n\nh = h.transpose(0, 1)",
        [OPEN, OPEN],
    ),
    "words of a sentence": ("z = output.flatten(0, 1)  # process seq x batch at once", [OPEN]),
    "one axis, whatever it is called": ("o, h = nn.GRU(10, 20)(x)\n# h: [seq_len==1, batch, 20]", [OPEN]),
    "two words for the batch": ("o, _ = nn.LSTM(10, 20)(x)  # (num_sequences, batch_size, hidden_size)", [OPEN]),
    "another name of the code": ("# h_n: (2, 3, lang.n_words)", [OPEN]),
    "a layer's own words for half of it": (
        "def f(v, hidden_size):\n    r = nn.LSTM(10, hidden_size // 2, bidirectional=True)\n"
        "    y, _ = r(v)  # (seq, batch, num_directions * hidden_size)",
        [OPEN],
    ),
    "another library's code": ("# utils.rnn takes (B, L, D) tensors\nz = x[:, :, 0].transpose(0, 1)", [OPEN]),
    "an input of something else": (
        "def f(v):\n    # bring the input to (batch, channels, time)\n    if v.dim() == 2:\n"
        "        v = v.unsqueeze(1)\n"
        "    w = conv(v)\n    w = w.transpose(1, 2)\n    y, _ = lstm(w)\n    return y",
        [OPEN],
    ),
    "a condition behind it": (
        'def f(v, b):\n    """:param v: (seq, batch, 10) if b else (batch, seq, 10)"""\n    y, _ = lstm(v)',
        [OPEN, OPEN],
    ),
    "a range of values": ("# values of output lie in (-1, 1)", []),
    "another name": ("# mask = [3, 5]\nz, _ = lstm(x)", [OPEN]),
    "an order of axes": ("z = output.permute(1, 0, 2)  # permute (1, 0, 2)", []),
    "a range": ("z = torch.rand(3, 20)  # uniform in (0, 1)", []),
    "operands": ("z = torch.matmul(output, w)  # (3, 5, 20) x (3, 20, 7) -> (3, 5, 7)", [OPEN, OPEN, OPEN]),
    "several of them": ("z = f(x)  # 2 x (3, 20)", [OPEN]),
    "a list of them": ("# output: list of (5, 3, 20)", [OPEN]),
    "an index with a range": ("# output[i, j, 0:7] is of the first direction", []),
    "rows of numbers": ("# output: ([[5, 3, 20],\n#  [3, 5, 20]])", []),
    "a text that is filled in": ("# print('{} of {}'.format(len(output), seq_len))\nz = output", []),
    "a factor that is a product": ("# output: batch x seq_len x (num_directions x hidden_size)", [TRUE]),
    "an axis that is a product": ("# [(num_layers x num_directions) x batch x hidden_size]\nz = h_n", [TRUE]),
    "what a layer expects": ("z = h_n.sum(0)  # nn.GRU expects (seq_len, batch, input_size)", [OPEN]),
    "a word before there is such a name": (
        "def f():\n    # output is (batch, seq_len, 9)\n    v = torch.zeros(3, 5, 9)\n    output, _ = lstm(x)",
        [OPEN],
    ),
    "a name that the function does not read": ("def f(v):\n    v = torch.relu(v)  # output: (5, 3, 20)", [OPEN]),
    "a parameter that goes in below": (
        "def f(v):\n    # (batch, seq_len)\n    v, _ = lstm(embedded(v))",
        [OPEN],
    ),
    "an assertion before the object changes": (
        "class Net(nn.Module):\n    last = False\n    def forward(self, v):\n        y, _ = lstm(v)\n"
        "        return y[:, -1] if self.last else y\nnet = Net()\n"
        "assert net(x).shape == (3, 5, 20)\nnet.last = True\nassert net(x).shape == (3, 20)",
        [TRUE, TRUE],
    ),
    "two axes in place of their product": ("z = output.flatten(1)\n# z: (3, 5, 20)", [("false", "LS002")]),
    "nothing in common, without a name": ("# (7, 9)\nz = output", [OPEN]),
    "the words of what goes in": (
        "z = nn.Linear(20, 7)(lstm(load())[0][:, -1])  # (batch, seq_len, input_size)",
        [OPEN],
    ),
    "nothing in common, printed": ("print(output.shape)  # torch.Size([7, 9])", [("false", "LS002")]),
    "steps that a loop collects": (
        "steps = []\nfor t in range(x.size(1)):\n    steps.append(output[:, t])\n"
        "z = torch.stack(steps)  # (seq_len, batch, hidden_size)",
        [TRUE],
    ),
    "steps that a loop collects, in another order": (
        "steps = []\nfor t in range(count):\n    steps.append(output[:, t])\n"
        "z = torch.stack(steps)  # (batch, seq_len, hidden_size)",
        [OPEN],
    ),
    "a layer's results in two branches": (
        "def f(v, w, flag):\n    if flag:\n        y, _ = lstm(v)\n    else:\n        y, _ = lstm(w)\n"
        "    return y  # (batch, seq_len, hidden_size)",
        [TRUE],
    ),
    "beside batch_first": ("net = nn.GRU(10, 20, batch_first=True)  # (batch, seq, features)\nnet(x)", [TRUE]),
    "sizes of an argument, given twice": (
        "def f(v):  # v: (32, 7, 10)\n    y, _ = lstm(v)  # y: (32, 7, 20)",
        [TRUE, TRUE],
    ),
    "sizes of an argument, given once": ("def f(v):\n    y, _ = lstm(v)  # y: (32, 7, 20)", [OPEN]),
    "sizes of an argument that do not agree": (
        "def f(v):  # v: (32, 7, 10)\n    y, _ = lstm(v)  # y: (32, 9, 20)",
        [OPEN, OPEN],
    ),
    "numbers of a loop, given twice": (
        "steps = torch.stack([x[:, 0] for _ in range(count)])  # (9, 3, 10)\ny = torch.relu(steps)  # (9, 3, 10)",
        [OPEN, OPEN],
    ),
    "of each layer": ("# h_n holds, for each layer, the last state (batch, hidden_size)", [OPEN]),
    "an assertion of the contrary": ("assert not h_n.shape == (3, 2, 20)", []),
    "an assertion of either": ("assert h_n.shape == (3, 2, 20) or h_n.shape == (2, 3, 20)", []),
    "an assertion whose failure is caught": (
        "try:\n    assert h_n.shape == (3, 2, 20)\nexcept AssertionError:\n    pass",
        [],
    ),
    "marked as wrong": ("# h_n is (3, 2, 20)  <- WRONG", [OPEN]),
    "keys of a dictionary": ("print(f(x))  # {'h_n': (1, 3, 20)}", [OPEN]),
    "what becomes of it": ("z = output.flatten(1)  # (3, 5, 20) = (3, 100)", [OPEN, TRUE]),
    "inside a chain": ("z = (\n    lstm(x)[1][0]  # (3, 5, 20)\n    .sum(0)\n)", [OPEN]),
    "lengths in a name": ("def g(inputs):\n    # inputs = [inputs len, batch size]\n    return lstm(inputs)", [OPEN]),
    "denied": ("# h_n is not (3, 2, 20)", [OPEN]),
    "instead of": ("# (2, 3, 20), not (3, 2, 20)\nh_n.shape", [TRUE, OPEN]),
    "what was": ("# before the fix h_n was (3, 2, 20)", [OPEN]),
    "of a packed sequence": (
        "p = nn.utils.rnn.pack_padded_sequence(x, [5, 4, 2], batch_first=True)\n"
        "p_out, _ = lstm(p)  # (batch, seq_len, hidden_size)",
        [OPEN],
    ),
    "of one that is padded again": (
        "p = nn.utils.rnn.pack_padded_sequence(x, [5, 4, 2], batch_first=True)\np_out, _ = lstm(p)\n"
        "y, _ = nn.utils.rnn.pad_packed_sequence(p_out, batch_first=True)  # (batch, seq_len, hidden_size)",
        [TRUE],
    ),
    "two words for the time": ("o, _ = nn.GRU(10, 20)(x)  # (seq_len, time_steps, hidden_size)", [OPEN]),
    "switched off, with a tuple": (
        "# o, (h_n, c_n) = lstm(w)  # [25, 32, 128], [4, 32, 64]\nh_n = h_n.sum(0)",
        [OPEN, OPEN],
    ),
    "the time is the batch": ("# x: (seq_len=batch, 5, input_size)\nlstm(x)", [OPEN]),
    "things that are listed": ("o, _ = lstm(x)  # (input, hidden_size, and cell state)", [OPEN]),
    "what the statement below gives": (
        "classes = 7\nw, _ = lstm(x)\n# outputs: (batch, caption length, classes)\ny = nn.Linear(20, classes)(w)",
        [OPEN],
    ),
    "the last output": ("# the final output: (2, 3, 20)\no = nn.GRU(10, 20)(x)[0]", [OPEN]),
    "a size that the states and the output share": (
        "o, _ = nn.GRU(10, 20, batch_first=True, bidirectional=True)(x)  # (batch, seq_len, rnn_size)",
        [OPEN],
    ),
    "of one sequence, as far as is known": (
        "o, h = nn.RNN(50, 64)(series)\nprint(h.shape)  # torch.Size([1, 64])",
        [OPEN],
    ),
    "of two layers, for one sequence": (
        "o, h = nn.RNN(50, 64)(series)\nprint(h.shape)  # torch.Size([2, 64])",
        [OPEN],
    ),
    "an error quoted": ("# RuntimeError: Expected hidden[0] size (2, 3, 20), got [3, 2, 20]", [OPEN, OPEN]),
    "several tensors shown": (
        "print(output.shape, h_n.shape)  # (3, 5, 20) (3, 2, 20)",
        [TRUE, ("false", "LS003")],
    ),
    "an article of another language": ("# dell'output: (3, 5, 20)\nz = output[-1]", [TRUE]),
    "letters of another script before the name": ("# 其中output: (5, 3, 20)", [("false", "LS003")]),
    "a row of an array": ("# output: (lengths[0] : 5, 3, 20)", []),
    "numbers of something else": ("output, (h_n, c_n) = lstm(x)  # see section (3, 2)", [OPEN]),
    "scaled by numbers": ("h_n.mul_(2)  # scale h_n by (1, 2)", [OPEN]),
    "an assignment of several": ("# a, b = (10, 20)", [OPEN]),
    "comes out": ("# h_n comes out as (2, 3, 20)\nz = output.sum()", [TRUE]),
    "in another configuration": ("# if it is bidirectional, h_n: (4, 3, 20)", [TRUE]),
    "under a condition": ("# h_n: (3, 2, 20) when it is turned", [OPEN]),
    "under a condition before it": ("# when it is turned, h_n: (3, 2, 20)", [OPEN]),
    "the last batch": ("# x: (3, 5, 10), the last batch (2, 5, 10)", [TRUE, OPEN]),
    "one letter for two sizes": (
        "def f(x, n):\n    wide = nn.LSTM(10, n, batch_first=True)\n    narrow = nn.LSTM(n, 10, batch_first=True)\n"
        "    y, _ = wide(x)  # (B, T, H)\n    z, _ = narrow(y)  # (B, T, H)",
        [TRUE, OPEN],
    ),
    "an assertion over several lines": (
        "assert h_n.shape == (\n    3, 2, 20)",
        [("false", "LS003")],
    ),
    "a shape glued to words of another script": (
        "embedded = x\n# embedded的形状是batch x seq_len x emb_dim\no, _ = lstm(embedded)",
        [TRUE],
    ),
    "a list behind an arrow": ("# output.size() --> 3, 5, 40", [("false", "LS005")]),
    "a right list behind an arrow": ("# output.shape -> 3, 5, 20", [TRUE]),
    "a size on each line": (
        "assert h_n.shape == (\n    3,\n    2,\n    20,\n)",
        [("false", "LS003")],
    ),
    "a function for anything": (
        "def last(x):\n    # x: (B, T, H)\n    return x[:, -1]\nlast(torch.randn(3, 5, 7))",
        [OPEN],
    ),
    "an error on purpose": ("lstm(torch.randn(3, 5, 11))  # raises: wrong input_size", []),
    "an index": ("last = output[:, -1]  # same as output[0, 1]", []),
    "a call": ("z = torch.zeros(7)  # like view(3, 20)", []),
    "numbers that are values": ("lengths = [5, 3, 2]  # [5, 3, 2]", []),
    "the tuple itself": ("# returns (h_n, c_n)", []),
    "what is not followed": ("z = f(output)  # (3, 9)", [OPEN]),
    "words that nobody knows": ("# output: (apples, pears, 20)", [OPEN]),
    "from elsewhere": ("from other import LSTM\no, _ = LSTM(10, 20)(x)  # (9, 9, 9)", [OPEN]),
}


@pytest.mark.parametrize(("line", "verdicts"), IN_CODE.values(), ids=IN_CODE)
def test_a_claim_in_code_is_read_and_judged(line: str, verdicts: list[tuple[str, str | None]]) -> None:
    assert _verdicts(_check(f"{SETUP}{line}\n")) == verdicts


@pytest.mark.parametrize(("head", "rules"), [("if True:", ["LS004"]), ("def forward(x):", [])])
def test_a_call_is_refused_only_outside_of_functions(head: str, rules: list[str]) -> None:
    code = f"import torch\nfrom torch import nn\n{head}\n    nn.LSTM(9, 5)(nn.Linear(3, 4)(torch.ones(6, 7, 3)))\n"
    assert [claim.rule for claim in _check(code).claims] == rules


UNUSUAL = {
    "all axes but one are right": ("y, _ = self.lstm(x)  # (batch, seq_len, n_in)", True),
    "the words of a sentence, as a batch": (
        "y, (h, c) = self.lstm(x)\n        h = h[-1]\n        # h: (seq_len, n_hidden)",
        False,
    ),
    "one word for two axes": ("y, _ = self.lstm(x)  # (seq_len, seq_len, 2 * n_hidden)", True),
    "not one axis is right": ("y, _ = self.lstm(x)  # (seq_len, n_in, batch)", False),
    "nothing is known of one axis": ("y, _ = self.lstm(x)  # (batch, whatever, n_in)", False),
    "a state without its first axis": ("y, (h, c) = self.lstm(x)  # h: (batch, n_hidden)", True),
    "a state with the axes of the input": ("y, (h, c) = self.lstm(x)  # h: (batch, seq_len, n_hidden)", True),
    "another tensor with the axes of the input": (
        "y, (h, c) = self.lstm(x)\n        h = h[-2:]\n        # h: (batch, seq_len, n_hidden)",
        False,
    ),
    "numbers in another order": (
        "y, (h, c) = nn.LSTM(7, 9, 2)(torch.randn(5, 3, 7))\n        print(h.shape)  # (3, 2, 9)",
        True,
    ),
    "an axis too many, as PyTorch prints it": (
        "y = self.lstm(torch.randn(3, 5, n_in))[0][:, -1]\n        print(y.shape)  # torch.Size([3, 1, 2 * n_hidden])",
        True,
    ),
    "another tensor with an axis too many": ("y = self.lstm(x)[0][:, -1]  # (batch, 1, 2 * n_hidden)", False),
    "an order that is wrong": ("y, _ = self.lstm(x)  # (seq_len, batch, 2 * n_hidden)", True),
}


@pytest.mark.parametrize(("line", "is_false"), UNUSUAL.values(), ids=UNUSUAL)
def test_a_contradiction_in_a_function_is_called_false_where_it_is_a_mistake(line: str, is_false: bool) -> None:
    code = MODEL.replace("out, (h, c) = self.lstm(x)", f"{line}\n        return y")
    assert [claim.verdict is Verdict.FALSE for claim in _check(code).claims] == [is_false]


IN_A_MODEL = {
    "names of parameters": ("# out: (batch, seq, 2 * n_hidden)", [TRUE]),
    "a forgotten direction": ("# out: (batch, seq, n_hidden)", [("false", "LS005")]),
    "layers and directions": ("# h: (n_layers * 2, batch, n_hidden)", [TRUE]),
    "the states batch-first": ("# h: (batch, n_layers * 2, n_hidden)", [("false", "LS003")]),
    "a forgotten direction in the states": ("# c: (n_layers, batch, n_hidden)", [("false", "LS005")]),
    "letters": ("z = out[:, -1]  # (B, 2H)", [TRUE]),
    "both directions side by side": ("z = torch.cat((h[-2], h[-1]), dim=1)  # (batch, 2 * n_hidden)", [TRUE]),
    "sizes that are equal, which is no legend": (
        "# N = num_layers = 3\n        # h: (2 * n_layers, N, n_hidden)",
        [TRUE],
    ),
    "what becomes of the output": (
        "# Reshape the outputs to the shape (batch, seq, 2 * n_hidden)\n        z = out[:, -1]",
        [OPEN],
    ),
    "what the output becomes": ("# reshape z to (batch, 2 * n_hidden)\n        z = out[:, -1]", [TRUE]),
    "a legend": ("# K: number of layers\n        # h: (K, batch, n_hidden)", [("false", "LS005")]),
}


@pytest.mark.parametrize(("line", "verdicts"), IN_A_MODEL.values(), ids=IN_A_MODEL)
def test_a_claim_in_a_class_is_judged_by_its_symbols(line: str, verdicts: list[tuple[str, str | None]]) -> None:
    assert _verdicts(_check(f"{MODEL}        {line}\n        return out\n")) == verdicts


CODE = f"```python\n{SETUP}```\n\n"
IN_PROSE = {
    "bullets": (
        CODE + "- `output`: `(batch, seq_len, hidden_size)`\n- `h_n`: `(3, 2, 20)`\n",
        [TRUE, ("false", "LS003")],
    ),
    "states without their first axis": (
        CODE + "- `h_n`: `(3, 20)`\n- the hidden state: `(3, 20)`\n",
        [("false", "LS002"), OPEN],
    ),
    "a sentence": (CODE + "The output has shape (3, 5, 20), and h_n is (2, 3, 20).\n", [TRUE, TRUE]),
    "below a heading": (CODE + "### `c_n`\n\n- shape: (2, 3, 20)\n", [TRUE]),
    "a table of tensors": (CODE + "| tensor | shape |\n|---|---|\n| h_n | (3, 2, 20) |\n", [("false", "LS003")]),
    "a table of columns": (CODE + "| output | h_n |\n|---|---|\n| (3, 5, 20) | (2, 3, 20) |\n", [TRUE, TRUE]),
    "below a constructor, with a line between, and another behind": (
        CODE + "```python\nboth = nn.GRU(\n    input_size=10,\n    hidden_size=30,\n    bidirectional=True\n)\n\n"
        "# Output: (seq_len, batch, 60)\n```\n\n```python\none = nn.GRU(10, 7)\n```\n",
        [TRUE],
    ),
    "parts of a program, between which code may be left out": (
        CODE + "```python\nself.proj = nn.Linear(20, 7)\n```\n\nThen\n\n"
        "```python\nz = self.proj(output)  # (seq_len, batch, 7)\n```\n",
        [OPEN],
    ),
    "blocks of a whole program": (
        CODE + "```python\nproj = nn.Linear(20, 7)\n```\n\nThen\n\n"
        "```python\nz = proj(output)  # (seq_len, batch, 7)\n```\n",
        [("false", "LS003")],
    ),
    "numbers that something else has, of which a word may be said": (
        CODE + "z = 1\n\nThe input is (3, 5, 20).\n\nThe input is (3, 5, 30).\n",
        [OPEN, ("false", "LS001")],
    ),
    "names between underscores": (CODE + "__output__ is (3, 5, 20), __h_n__ is (3, 2, 20)", [TRUE, ("false", "LS003")]),
    "what it printed": (
        CODE
        + "```python\nprint(output.shape)\nprint(h_n.shape)\n```\n\n"
        + "```\ntorch.Size([3, 5, 20])\ntorch.Size([2, 5, 20])\n```\n",
        [TRUE, ("false", "LS001")],
    ),
    "before the code": ("- h_n: (2, 3, 20)\n\n" + CODE, [TRUE]),
    "bold inside": (CODE + "- h_n: (2, **4**, 20)\n", [("false", "LS001")]),
    "another cell": (CODE + "## LSTMCell\n\n- h_n: (3, 20)\n", [OPEN]),
    "of any LSTM": (
        "For `nn.LSTM`, `h_n` is `(batch, num_layers * num_directions, hidden_size)`.\n",
        [("false", "LS003")],
    ),
    "shapes before names": (
        CODE + "We get `(3, 5, 20)` as `output` and `(3, 2, 20)` as `h_n`.\n",
        [TRUE, ("false", "LS003")],
    ),
    "several names, several shapes": (
        CODE + "- `output` and `h_n` are `(3, 5, 20)` and `(3, 2, 20)`\n",
        [TRUE, ("false", "LS003")],
    ),
    "a description": (
        CODE + "- `h_n`: the hidden state at the end of each sequence, `(3, 2, 20)`\n",
        [("false", "LS003")],
    ),
    "a heading that agrees": (CODE + "## With `batch_first=True`\n\n`h_n` is `(3, 2, 20)`.\n", [("false", "LS003")]),
    "without the class around it": (
        "    self.rnn = nn.LSTM(10, 20, 2, batch_first=True)\n    y, (h, c) = self.rnn(x)\n\nSo `h` is `(batch, "
        "num_layers, 20)`.\n",
        [("false", "LS003")],
    ),
    # What cannot be called false
    "a common belief": (CODE + "Many believe that `h_n` has the shape `(3, 2, 20)`.\n", [OPEN]),
    "a belief, in Japanese": (CODE + "- `h_n` の形状は `(3, 2, 20)` だと思われがちです。\n", [OPEN]),
    "denied, in German": (CODE + "- `h_n` ist keineswegs `(3, 2, 20)`.\n", [OPEN]),
    "of a part": (CODE + "Each layer of `h_n` is `(3, 20)`.\n", [OPEN]),
    "of something else": (CODE + "The output of the classifier is `(3, 7)`.\n", [OPEN]),
    "after an operation": (CODE + "`h_n` is `(3, 2, 20)` after a transposition.\n", [OPEN]),
    "of another input": (CODE + "With 7 steps, `output` is `(3, 7, 20)`.\n", [OPEN]),
    "below a heading of another LSTM": (CODE + "## Larger variant\n\n`output` has shape `(3, 5, 64)`.\n", [OPEN]),
    "below an item about a step": (CODE + "- **Input** $\\rightarrow$ **Gates**\n    - $[80, 10]$\n", [OPEN]),
    "below a heading, with other axes": (CODE + "### `c_n`\n\n- (80, 10)\n", [OPEN]),
    "below a heading of another module": (CODE + "## Linear\n\n- output: `(3, 7)`\n", [OPEN]),
    "a column of what is wrong": (
        CODE + "| tensor | wrong | right |\n|---|---|---|\n| `h_n` | (3, 2, 20) | (2, 3, 20) |\n",
        [OPEN, TRUE],
    ),
    "of a single sequence": (CODE + "Given one series, `output` is `(5, 20)`.\n", [OPEN]),
    "of another network": (CODE + "The ResNet output is `(3, 2048)`.\n", [OPEN]),
    "a gate": (CODE + "The output gate is `(3, 20)`.\n", [OPEN]),
    "strides": (CODE + "`output` has strides `(100, 20, 1)`.\n", [OPEN]),
    "quoted": (CODE + 'True or false: "`h_n` is `(3, 2, 20)`".\n', [OPEN]),
    "either of them": (CODE + "Is `h_n` of shape `(3, 2, 20)` or `(2, 3, 20)`", [OPEN, TRUE]),
    "part of a shape": (CODE + "`output.shape[:2]` is `(3, 5)`.\n", [OPEN]),
    "in either order": ("For `nn.LSTM`, the output is `(seq_len, batch, D * hidden_size)`.\n", [TRUE]),
}


@pytest.mark.parametrize(("text", "verdicts"), IN_PROSE.values(), ids=IN_PROSE)
def test_a_claim_in_prose_is_read_and_judged(text: str, verdicts: list[tuple[str, str | None]]) -> None:
    assert _verdicts(_check(text, "md")) == verdicts


WORDS = {
    "twice a word for the batch": "lstm = nn.LSTM(3, 8)\ny = torch.zeros(5, 6)\n# y: [N*2, 6]\n",
    "a word, twice": "b = 6\nc = torch.zeros(b, 16)  # (b, d_model * 2)\n",
}


@pytest.mark.parametrize("code", WORDS.values(), ids=WORDS)
def test_a_multiple_of_a_word_that_nothing_binds_confirms_nothing(code: str) -> None:
    head = "import torch\nfrom torch import nn\n\nlayer = nn.LSTM(3, 8)\n"
    assert _verdicts(_check(head + code)) == [OPEN]


def test_a_docstring_speaks_of_what_goes_in_and_comes_out() -> None:
    docstring = (
        '        """Run it.\n\n        Args:\n            x: (batch, seq, n_in)\n\n'
        '        Returns:\n            out: (batch, seq, n_hidden)\n        """\n'
    )
    code = MODEL.replace("    def forward(self, x):\n", f"    def forward(self, x):\n{docstring}")
    assert _verdicts(_check(f"{code}        return out\n")) == [TRUE, ("false", "LS005")]


IN_DOCSTRINGS = {
    "what becomes of a parameter": (
        'def forward(self, x):\n        """x: (batch, seq, n_in) -> (batch, seq, n_hidden)"""\n'
        "        out, _ = self.lstm(x)\n        return out",
        [TRUE, OPEN],
    ),
    "sections with a line under them": (
        'def forward(self, x):\n        """Run.\n\n        Parameters\n        ----------\n'
        "        x : torch.Tensor, shape (batch, seq, n_in)\n\n        Returns\n        -------\n"
        '        out : torch.Tensor, shape (batch, seq, n_hidden)\n        """\n'
        "        out, _ = self.lstm(x)\n        return out",
        [TRUE, ("false", "LS005")],
    ),
    "a parameter called out": (
        'def attend(self, out):\n        """:param out: (batch, seq, 2 * n_hidden)"""\n        return out[:, -1]\n'
        "    def forward(self, x):\n        out, (h, c) = self.lstm(x)\n        return self.attend(out)",
        [TRUE],
    ),
    "results in a tuple": (
        'def forward(self, x):\n        """Run.\n\n        Returns:\n'
        "            out: all states, shape (batch, seq, 2 * n_hidden)\n"
        '            (h, c): final states, each (batch, n_layers * 2, n_hidden)\n        """\n'
        "        out, (h, c) = self.lstm(x)\n        return out, (h, c)",
        [TRUE, ("false", "LS003"), ("false", "LS003")],
    ),
    "a name that the body binds twice": (
        'def forward(self, x):\n        """\n        z = (batch, k, n_hidden * 2)\n        """\n'
        "        z, _ = self.lstm(x)\n        z = z[:, -1]\n        return z",
        [OPEN],
    ),
    "a layer's output, where something else is returned": (
        'def init(self):\n        """What the layer gives:\n        - **output** (seq, batch, n_hidden * 2)\n'
        "        :return: h, c\n"
        '        """\n        return torch.zeros(2, 1, self.n), torch.zeros(2, 1, self.n)\n'
        "    def forward(self, x):\n        return self.lstm(x, self.init())[0]",
        [OPEN],
    ),
    "what holds by default": (
        'def forward(self, x):\n        """x is (seq, batch, n_in) by default."""\n        return self.lstm(x)[0]',
        [OPEN],
    ),
    "what PyTorch's documentation says of the layer": (
        'def forward(self, input):\n        """In:\n        - **input** of shape `(seq_len, batch, input_size)`\n'
        '        - **h_0** of shape `(num_layers * num_directions, batch, hidden_size)`\n        """\n'
        "        return self.lstm(input)[0]",
        [OPEN, TRUE],
    ),
    "an input whose axes are permuted for the layer": (
        'def forward(self, x):\n        """\n        x: (batch, time, features)\n        """\n'
        "        return self.lstm(x.permute(0, 2, 1))[0]",
        [OPEN],
    ),
    "an entry called outputs": (
        'def forward(self, x):\n        """Run.\n\n        Returns:\n'
        '            outputs: (batch, seq, n_hidden)\n        """\n'
        "        outputs, _ = self.lstm(x)\n        return outputs",
        [("false", "LS005")],
    ),
}


@pytest.mark.parametrize(("method", "verdicts"), IN_DOCSTRINGS.values(), ids=IN_DOCSTRINGS)
def test_an_entry_of_a_docstring_is_about_its_name(method: str, verdicts: list[tuple[str, str | None]]) -> None:
    code = MODEL[: MODEL.index("    def forward")]
    assert _verdicts(_check(f"{code}    {method}\n")) == verdicts


def test_the_cells_of_a_notebook_share_their_names_whatever_docstrings_stand_between() -> None:
    sources = [
        SETUP,
        'def f():\n    """Do nothing."""\n',
        "y = output[:, -1]\n",
        'def g():\n    """Do nothing."""\n',
        "z = y.unsqueeze(0)  # (1, batch, hidden_size)\n",
        "z = y.unsqueeze(0)  # (batch, 1, hidden_size)\n",
    ]
    text = _notebook(*((source, None, []) for source in sources))
    assert _verdicts(_check(text, "ipynb")) == [TRUE, ("false", "LS003")]


@pytest.mark.parametrize(
    ("runs", "expected"),
    {
        "in order": ((1, 2), ("false", "LS005")),
        "with gaps": ((3, 8), ("false", "LS005")),
        "never counted": ((None, None), ("false", "LS005")),
        "the layer built anew, the output left": ((9, 2), OPEN),
    }.values(),
    ids=str,
)
def test_what_was_printed_before_a_cell_above_was_run_again_is_not_held_against_it(
    runs: tuple[int | None, int | None], expected: tuple[str, str]
) -> None:
    printed = {"output_type": "stream", "name": "stdout", "text": "torch.Size([5, 3, 40])"}
    text = _notebook((SETUP, runs[0], []), ("print(output.shape)", runs[1], [printed]))
    assert _verdicts(_check(text, "ipynb")) == [expected]


def _notebook(*cells: tuple[str, int | None, Sequence[Mapping[str, object]]]) -> str:
    """A notebook of code, each cell with its source, the count of its run and its outputs."""
    written: list[dict[str, object]] = [
        {"cell_type": "code", "metadata": {}, "outputs": outputs, "execution_count": run, "source": source}
        for source, run, outputs in cells
    ]
    return json.dumps({"cells": written, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def test_a_call_in_a_notebook_that_was_run_is_not_refused() -> None:
    call = "lstm(torch.randn(3, 5, 11))"
    printed = {"output_type": "stream", "name": "stdout", "text": "done"}
    assert _verdicts(_check(_notebook((SETUP + call, None, [])), "ipynb")) == [("false", "LS004")]
    assert not _check(_notebook((SETUP + call, 1, [printed])), "ipynb").claims


@pytest.mark.parametrize(
    ("printed", "expected"),
    {
        "by PyTorch": ("(torch.Size([5, 3, 40]), 2)", ("false", "LS005")),
        "by another library, with which the notebook was run": ("((5, 3, 40), 2)", OPEN),
        "as a tuple, which is right": ("((3, 5, 20), 2)", TRUE),
    }.values(),
    ids=str,
)
def test_a_shape_that_pytorch_does_not_print_so_is_not_held_against_the_code(
    printed: str, expected: tuple[str, str | None]
) -> None:
    value: dict[str, object] = {"output_type": "execute_result", "metadata": {}, "execution_count": 2}
    text = _notebook((SETUP, 1, []), ("output.shape, len(h_n)", 2, [{**value, "data": {"text/plain": printed}}]))
    assert _verdicts(_check(text, "ipynb")) == [expected]


CORRECTED = {
    "numbers": ("# h_n: (3, 2, 20)", "(2, 3, 20)"),
    "names": ("# h_n: [batch, num_layers, hidden_size]", "[num_layers, batch, hidden_size]"),
    "crosses": ("# output: 3 x 5 x 10", "3 x 5 x 20"),
    "a size": ("print(c_n.shape)  # torch.Size([2,3,10])", "torch.Size([2,3,20])"),
    "one axis too few": ("# h_n: (3, 20)", "(2, 3, 20)"),
    "words beside numbers": ("# h_n: (batch, 2, 20)", "(2, batch, 20)"),
    "words beside another number": ("# h_n: (8, batch, 20)", "(num_layers, batch, 20)"),
    "a one that belongs elsewhere": ("w = x[:, :1]  # (1, batch, 10)\nlstm(w)", "(batch, 1, 10)"),
    "numbers that agree by chance": (
        "n, hidden_size = 10, 3\n# x: (batch, seq, hidden_size)",
        "(batch, seq, input_size)",
    ),
    "blanks kept": ("# h_n: ( 2,  4, 20 )", "( 2,  3, 20 )"),
}


@pytest.mark.parametrize(("line", "expected"), CORRECTED.values(), ids=CORRECTED)
def test_what_is_right_is_said_in_the_writers_own_way(line: str, expected: str) -> None:
    (claim,) = _check(f"{SETUP}{line}\n").claims
    assert (claim.verdict, claim.expected) == (Verdict.FALSE, expected)
    assert claim.claimed in line
    assert claim.fix


def test_a_false_claim_names_the_places_that_it_contradicts() -> None:
    checked = _check(f"{SETUP}# h_n: (3, 2, 20)\n")
    (claim,) = checked.claims
    assert [(fact.text, fact.span.line) for fact in claim.because] == [
        ("the layer is built here, with batch_first=True", 4),
        ("it is called here", 6),
    ]


UNKNOWN = "class M(nn.Module):\n    def __init__(self, n, both, first):\n        super().__init__()\n"
FACTS = {
    "an order that is not known": ("first", "# h: (batch, 2, n)", "the layer is built here"),
    "an order that is known": ("True", "# h: (batch, 2, n)", "the layer is built here, with batch_first=True"),
}


@pytest.mark.parametrize(("first", "line", "fact"), FACTS.values(), ids=FACTS)
def test_a_fact_says_nothing_that_the_code_leaves_open(first: str, line: str, fact: str) -> None:
    code = (
        f"from torch import nn\n{UNKNOWN}        self.lstm = nn.LSTM(7, n, 2, batch_first={first})\n"
        f"    def forward(self, x):\n        y, (h, c) = self.lstm(x)\n        {line}\n        return y\n"
    )
    (claim,) = _check(code).claims
    assert (claim.rule, claim.because[0].text) == ("LS003", fact)


def test_nothing_is_corrected_where_the_name_stands_for_different_tensors() -> None:
    claim = "# h: (batch, layers, hidden)\n"
    code = "import torch\nfrom torch import nn\n\ngru = nn.GRU(10, 20, num_layers=2, batch_first=True)\n"
    once = f"{code}x, h = gru(torch.randn(3, 5, 10))\n{claim}"
    twice = f"{once}h, x = gru(torch.randn(3, 5, 10))\n"
    (certain,), (uncertain,) = (check_text(text, "py").claims for text in (once, twice))
    assert (certain.verdict, uncertain.verdict) == (Verdict.FALSE, Verdict.FALSE)
    assert certain.fix
    assert not uncertain.fix


OF_LAYER_OR_CLAIM = {
    "an input from outside": ("x", "# x: (batch, seq, n_in)", True),
    "the output of it": ("x", "# out: (batch, seq, n)", True),
    "what is made of it": ("x", "w = self.score(out)  # (batch, seq, 1)", True),
    "an input that is made here": ("torch.zeros(7, 4, self.n_in)", "# out: (batch, seq, n)", False),
    "numbers": ("torch.zeros(7, 4, self.n_in)", "# out: (4, 7, n)", False),
    "states": ("x", "# h: (batch, 2, n)", False),
}


@pytest.mark.parametrize(("given", "line", "is_open"), OF_LAYER_OR_CLAIM.values(), ids=OF_LAYER_OR_CLAIM)
def test_an_order_that_only_the_layer_tells_may_be_the_layers_fault(given: str, line: str, is_open: bool) -> None:
    code = (
        "import torch\nfrom torch import nn\nclass M(nn.Module):\n    def __init__(self, n_in, n):\n"
        "        super().__init__()\n        self.n_in = n_in\n        self.first = nn.GRU(9, n_in)\n"
        "        self.rnn = nn.GRU(n_in, n, 2)\n        self.score = nn.Linear(n, 1)\n"
        f"    def forward(self, x):\n        out, h = self.rnn({given})\n        {line}\n        return out\n"
    )
    (claim,) = _check(code).claims
    assert claim.rule == "LS003"
    assert str(claim.message).endswith("either the claim or batch_first is wrong") is is_open
    assert bool(claim.fix) is not is_open


def test_a_name_that_the_code_beside_it_uses_is_no_word_for_what_the_code_gives() -> None:
    code = "from torch import nn\nlstm = nn.LSTM(8, 16)\nout, (h, c) = lstm(x)  # x: (N, L, 8), out: (N, L, 16)\n"
    found = [(claim.tensor, claim.rule) for claim in _check(code).claims]
    assert found == [("input", "LS003"), ("output", "LS003")]


MESSAGES = {
    "the right shape, once": (
        "print(h_n.shape)  # torch.Size([3, 2, 20])",
        "h_n is claimed torch.Size([3, 2, 20]) but is torch.Size([2, 3, 20]); batch_first does not move the states",
    ),
    "nothing, where an axis is not known": (
        "z = torch.stack([output[:, 0] for _ in range(count)])  # (batch, seq_len, hidden_size)",
        "",
    ),
    "nothing, where the number of axes is all that is known": (
        "z = torch.stack([output[:, 0] for _ in range(count)])  # (batch, hidden_size)",
        "",
    ),
}


@pytest.mark.parametrize(("line", "message"), MESSAGES.values(), ids=MESSAGES)
def test_a_finding_says_as_much_as_is_known(line: str, message: str) -> None:
    assert [claim.message for claim in _check(SETUP + line).claims] == [message]
