"""Documents that repeat one construct `n` times, for every construct that can be repeated.

Checking one must take time linear in its size: twice the repetitions, about twice the time.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TypeAlias

__all__ = ["CONSTRUCTS", "Construct"]

Construct: TypeAlias = Callable[[int], tuple[str, str]]
"""From a number of repetitions to a document's text and kind."""

_Unit: TypeAlias = Callable[[int], str]

_CODE = """\
import torch
from torch import nn

lstm = nn.LSTM(10, 20, num_layers=2)
x = torch.randn(5, 3, 10)
output, (h_n, c_n) = lstm(x)  # (5, 3, 20)
"""
_MARKDOWN = f"# A model\n\n```python\n{_CODE}```\n\n"
_REST = (
    "A model\n=======\n\n.. code-block:: python\n\n" + "".join(f"    {line}\n" for line in _CODE.splitlines()) + "\n"
)
_IMPORTS = "import torch\nfrom torch import nn\n\n"
_BATCH = ("output", "h_n", "c_n")


def _rows(kind: str, head: str, unit: _Unit, tail: str = "") -> Construct:
    """A head, then a text for each number."""
    return lambda n: (f"{head}{''.join(map(unit, range(n)))}{tail}", kind)


def _py(unit: _Unit, head: str = _CODE, tail: str = "") -> Construct:
    return _rows("py", head, unit, tail)


def _md(unit: _Unit, head: str = _MARKDOWN, tail: str = "") -> Construct:
    return _rows("md", head, unit, tail)


def _rst(unit: _Unit, head: str = _REST, tail: str = "") -> Construct:
    return _rows("rst", head, unit, tail)


def _within(kind: str, head: str, before: str, behind: str, inside: str = "") -> Construct:
    """A text inside of n pairs of marks."""
    return lambda n: (f"{head}{before * n}{inside}{behind * n}\n", kind)


def _steps(line: str, last: str = "pass\n", head: str = _CODE, most: int = 90) -> Construct:
    """Statements nested as deeply as Python allows, again and again."""

    def document(n: int) -> tuple[str, str]:
        levels = [f"{' ' * (level % most)}{line}" for level in range(n)]
        parts = [levels[start : start + most] for start in range(0, n, most)]
        return head + "".join(f"{''.join(part)}{' ' * len(part)}{last}" for part in parts), "py"

    return document


# Notebooks


def _cell(source: str, *outputs: dict[str, object], count: int = 1) -> dict[str, object]:
    cell: dict[str, object] = {"cell_type": "code", "metadata": {}, "source": source.splitlines(keepends=True)}
    return {**cell, "execution_count": count, "outputs": list(outputs)}


def _prose(source: str) -> dict[str, object]:
    return {"cell_type": "markdown", "metadata": {}, "source": source.splitlines(keepends=True)}


def _stream(text: str) -> dict[str, object]:
    return {"output_type": "stream", "name": "stdout", "text": text.splitlines(keepends=True)}


def _value(text: str) -> dict[str, object]:
    return {"output_type": "execute_result", "metadata": {}, "execution_count": 1, "data": {"text/plain": [text]}}


def _image(letters: str) -> dict[str, object]:
    return {"output_type": "display_data", "metadata": {}, "data": {"image/png": letters, "text/plain": ["<Figure>"]}}


def _notebook(*cells: dict[str, object], **metadata: object) -> tuple[str, str]:
    notebook = {"cells": [_cell(_CODE), *cells], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, indent=1, ensure_ascii=False), "ipynb"


# The table

_CLASSES: Mapping[str, Construct] = {
    "class chain": _py(
        lambda i: f"class A{i + 1}(A{i}):\n    pass\n",
        _IMPORTS + "class A0(nn.Module):\n    def forward(self, x):\n        return x\n",
    ),
    "class chain, super": _py(
        lambda i: f"class A{i + 1}(A{i}):\n    def __init__(self):\n        super().__init__()\n",
        _IMPORTS + "class A0(nn.Module):\n    def __init__(self):\n        self.lstm = nn.LSTM(10, 20)\n",
    ),
    "class chain, super, forward": _py(
        lambda i: (
            f"class A{i + 1}(A{i}):\n    def __init__(self):\n        super().__init__()\n        self.a{i} = {i}\n"
            f"    def forward(self, x):\n        return super().forward(x)\n"
        ),
        _IMPORTS
        + "class A0(nn.Module):\n    def __init__(self):\n        self.lstm = nn.LSTM(10, 20)\n"
        + "    def forward(self, x):\n        return self.lstm(x)\n",
    ),
    "class chain, own methods": _py(
        lambda i: f"class A{i + 1}(A{i}):\n    def m{i}(self, x):\n        return self.lstm(x)\n",
        _IMPORTS + "class A0(nn.Module):\n    def __init__(self):\n        self.lstm = nn.LSTM(10, 20)\n",
    ),
    "class chain, objects": _py(
        lambda i: f"class A{i + 1}(A{i}):\n    pass\na = A{i + 1}()\ny = a(x)\n",
        _CODE
        + "class A0(nn.Module):\n    def __init__(self):\n        self.lstm = nn.LSTM(10, 20)\n"
        + "    def forward(self, x):\n        return self.lstm(x)\n",
    ),
    "class ladder": _py(
        lambda i: f"class A{i + 2}(A{i + 1}, A{i}):\n    pass\n",
        _IMPORTS + "class A0:\n    pass\nclass A1(A0):\n    lstm = nn.LSTM(10, 20)\n",
    ),
    "class of many bases": lambda n: (
        _CODE
        + "".join(f"class A{i}(nn.Module):\n    pass\n" for i in range(n))
        + f"class B({', '.join(f'A{i}' for i in range(n))}):\n    pass\nb = B()\n",
        "py",
    ),
    "many subclasses of one": _py(
        lambda i: f"class A{i}(A):\n    def __init__(self):\n        super().__init__()\n",
        _IMPORTS + "class A(nn.Module):\n    def __init__(self):\n        self.lstm = nn.LSTM(10, 20)\n",
    ),
    "many classes": _py(
        lambda i: (
            f"class A{i}(nn.Module):\n    def __init__(self, size=10):\n        super().__init__()\n"
            f"        self.lstm = nn.LSTM(size, 20)\n    def forward(self, x):\n        return self.lstm(x)\n"
        )
    ),
    "many objects": _py(
        lambda i: f"a{i} = A()\ny = a{i}(x)\n",
        _CODE
        + "class A(nn.Module):\n    def __init__(self):\n        self.lstm = nn.LSTM(10, 20)\n"
        + "    def forward(self, x):\n        return self.lstm(x)\n",
    ),
    "object in object": _py(
        lambda i: f"class A{i + 1}:\n    def __init__(self):\n        self.a = A{i}()\n",
        _IMPORTS + "class A0:\n    def __init__(self):\n        self.lstm = nn.LSTM(10, 20)\n",
    ),
    "many methods": _py(
        lambda i: f"    def m{i}(self, x):\n        return self.lstm(x)\n",
        _CODE + "class A:\n    def __init__(self):\n        self.lstm = nn.LSTM(10, 20)\n",
    ),
    "methods that call methods": _py(
        lambda i: f"    def m{i + 1}(self, x):\n        return self.m{i}(x)\n",
        _CODE + "class A:\n    def m0(self, x):\n        return lstm(x)\n",
    ),
    "methods that call two methods": _py(
        lambda i: f"    def m{i + 2}(self, x):\n        return self.m{i}(self.m{i + 1}(x))\n",
        _CODE + "class A:\n    def m0(self, x):\n        return x\n    def m1(self, x):\n        return x\n",
    ),
    "methods with docstrings": _py(
        lambda i: (
            f'    def m{i}(self, x):\n        """Apply.\n\n        x: (5, 3, 10)\n        """\n        return lstm(x)\n'
        ),
        _CODE + "class A:\n    def m(self, x):\n        return x\n",
    ),
    "many attributes": _py(
        lambda i: f"        self.a{i} = nn.LSTM(10, 20)  # (5, 3, 20)\n",
        _CODE + "class A(nn.Module):\n    def __init__(self):\n",
        "    def forward(self, x):\n        return self.a0(x)\na = A()\na(x)\n",
    ),
    "attributes read in a method": _py(
        lambda i: f"        y = self.lstm(x)[0]  # (5, 3, 20) {i}\n",
        _CODE + "class A(nn.Module):\n    lstm = nn.LSTM(10, 20)\n    def forward(self, x):\n",
    ),
    "dataclass fields": _py(lambda i: f"    f{i}: int = {i}\n", f"{_CODE}@dataclass\nclass A:\n", "a = A(1, 2)\n"),
}

_FUNCTIONS: Mapping[str, Construct] = {
    "many functions": _py(lambda i: f"def f{i}(x):\n    y, _ = lstm(x)\n    return y\n"),
    "functions that call functions": _py(
        lambda i: f"def f{i + 1}(x):\n    return f{i}(x)\n", f"{_CODE}def f0(x):\n    return lstm(x)\n"
    ),
    "functions that call two functions": _py(
        lambda i: f"def f{i + 2}(x):\n    return f{i}(f{i + 1}(x))\n",
        f"{_CODE}def f0(x):\n    return x\ndef f1(x):\n    return x\n",
    ),
    "many calls of one function": _py(
        lambda i: f"y{i} = f(x)  # (5, 3, 20)\n", f"{_CODE}def f(x):\n    y, _ = lstm(x)\n    return y\n"
    ),
    "many functions that call one": _py(
        lambda i: f"def g{i}(x):\n    return f(x)\n", f"{_CODE}def f(x):\n    y, _ = lstm(x)\n    return y\n"
    ),
    "one function that calls many": lambda n: (
        _CODE
        + "".join(f"def f{i}(x):\n    return lstm(x)\n" for i in range(n))
        + "def g(x):\n"
        + "".join(f"    y = f{i}(x)\n" for i in range(n)),
        "py",
    ),
    "one long function": _py(
        lambda i: f"    y{i}, _ = lstm(x)  # (5, 3, 20)\n", f"{_CODE}def f(x):\n", "    return y0\n"
    ),
    "many parameters": lambda n: (
        f"{_CODE}def f({', '.join(f'a{i}=None' for i in range(n))}):\n    return lstm(a0)\nf(x)\n",
        "py",
    ),
    "many arguments": lambda n: (f"{_CODE}y = f({', '.join(f'a{i}=x' for i in range(n))})\n", "py"),
    "many returns": _py(lambda i: f"    if a == {i}:\n        return lstm(x)[0]\n", f"{_CODE}def f(x, a):\n"),
    "nested functions": _steps("def f(x):\n", "return lstm(x)\n"),
    "decorators": _py(lambda i: f"@decorate({i})\n", _CODE, "def f(x):\n    return lstm(x)\n"),
    "decorated functions": _py(lambda i: f"@decorate({i})\ndef f{i}(x):\n    return lstm(x)\n"),
    "lambdas": _py(lambda i: f"f{i} = lambda x: lstm(x)[0]\ny = f{i}(x)  # (5, 3, 20)\n"),
    "globals": _py(lambda i: f"def f{i}():\n    global g{i}\n    g{i} = lstm(x)\nf{i}()\n"),
    "docstring with many parameters": lambda n: (
        f"{_CODE}def f({', '.join(f'a{i}' for i in range(n))}):\n"
        + '    """Do it.\n\n    Args:\n'
        + "".join(f"        a{i}: tensor of shape (batch, seq_len, {i + 1})\n" for i in range(n))
        + '    """\n    return lstm(a0)\n',
        "py",
    ),
    "docstring with entries of no parameter": _py(
        lambda i: f"        a{i}: tensor of shape (batch, seq_len, {i + 1})\n",
        f'{_CODE}def f(a0, a1):\n    """Do it.\n\n    Args:\n',
        '    """\n    return lstm(a0)\n',
    ),
    "functions and names bound again": _py(lambda i: f"n{i} = 1\nn{i} = 2\ndef f{i}(x):\n    return lstm(x)\n"),
    "functions that show a name bound again": _py(
        lambda i: f"def f{i}(x):\n    y = lstm(x)[0]  # (5, 3, 20)\n    return y\ny = f{i}(x)\n"
    ),
    "many functions with docstrings": _py(
        lambda i: (
            f'def f{i}(x):\n    """Do it.\n\n    Args:\n        x: (5, 3, 10)\n\n'
            f'    Returns:\n        (5, 3, 20)\n    """\n    y, _ = lstm(x)\n    return y\n'
        )
    ),
    "docstrings with examples": _py(
        lambda i: (
            f'def f{i}(x):\n    """Do it.\n\n    >>> y = f{i}(torch.randn(5, 3, 10))\n    >>> y.shape\n'
            f'    torch.Size([5, 3, 20])\n    """\n    return lstm(x)[0]\n'
        )
    ),
    "docstring with many examples": _py(
        lambda i: f"    >>> y{i} = f(torch.randn(5, 3, 10))\n    >>> y{i}.shape\n    torch.Size([5, 3, 20])\n\n",
        f'{_CODE}def f(x):\n    """Do it.\n\n',
        '    """\n    return lstm(x)[0]\n',
    ),
    "strings that stand alone": _py(lambda i: f'"""{i}: output is (5, 3, 20)"""\n'),
    "strings of several lines": _py(lambda i: f's{i} = """\n# Title {i}\n\noutput: (5, 3, 20)\n"""\n'),
}

_STATEMENTS: Mapping[str, Construct] = {
    "if after if": _py(lambda i: f"if a{i}:\n    y = lstm(x)[0]\n"),
    "if and else": _py(lambda i: f"if a{i}:\n    y = lstm(x)[0]\nelse:\n    y = x\n"),
    "if and else in a function": _py(
        lambda i: f"    if a{i}:\n        y{i} = lstm(x)[0]\n    else:\n        y{i} = x\n", f"{_CODE}def f(x):\n"
    ),
    "elif": _py(lambda i: f"elif a == {i}:\n    y = lstm(x)[0]\n", f"{_CODE}if a:\n    y = x\n"),
    "if in if": _steps("if a:\n", "y = lstm(x)[0]\n"),
    "if with unknown inputs": _py(lambda i: f"    if a{i}:\n        y{i} = lstm(x{i})[0]\n", f"{_CODE}def f(x):\n"),
    "for after for": _py(lambda i: f"for i in range({i}):\n    y = lstm(x)[0]\n"),
    "for in for": _steps("for i in range(n):\n", "y = lstm(x)[0]\n", most=18),
    "for over a list": _py(lambda i: "for i in [1, 2, 3]:\n    y = lstm(x)[0]\n"),
    "for that appends": _py(lambda i: f"    ys.append(lstm(x)[0] * {i})\n", f"{_CODE}ys = []\nfor i in range(9):\n"),
    "long loop": _py(lambda i: f"    y{i} = lstm(x)[0]  # (5, 3, 20)\n", f"{_CODE}for i in range(9):\n"),
    "long loop that changes names": _py(
        lambda i: f"    y{i} = y{i} + lstm(x)[0]\n",
        f"{_CODE}y0 = output\nfor i in range(9):\n",
    ),
    "while after while": _py(lambda i: "while a:\n    y = lstm(x)[0]\n    if y:\n        break\n"),
    "while in while": _steps("while a:\n", "y = lstm(x)[0]\n", most=18),
    "try after try": _py(lambda i: "try:\n    y = lstm(x)[0]\nexcept RuntimeError:\n    y = x\n"),
    "try in try": lambda n: (
        _CODE
        + "".join(
            "".join(f"{' ' * k}try:\n" for k in range(18))
            + f"{' ' * 18}y = lstm(x)[0]\n"
            + "".join(f"{' ' * k}except E:\n{' ' * k} y = x\n" for k in reversed(range(18)))
            for _ in range(n)
        ),
        "py",
    ),
    "long try": _py(lambda i: f"    y{i} = lstm(x)[0]\n", f"{_CODE}try:\n", "except RuntimeError:\n    pass\n"),
    "many handlers": _py(lambda i: f"except E{i}:\n    y = x\n", f"{_CODE}try:\n    y = lstm(x)[0]\n"),
    "with after with": _py(lambda i: "with torch.no_grad():\n    y = lstm(x)[0]\n"),
    "with in with": _steps("with torch.no_grad():\n", "y = lstm(x)[0]\n", most=18),
    "long with": _py(
        lambda i: f"    y{i} = lstm(x)[0]\n", f"{_CODE}with pytest.raises(RuntimeError):\n    y = lstm(x)[0]\n"
    ),
    "match cases": _py(lambda i: f"    case {i}:\n        y = lstm(x)[0]\n", f"{_CODE}match a:\n"),
    "asserts": _py(lambda i: "assert output.shape == (5, 3, 20)\n"),
    "asserts on one name": _py(lambda i: "y = lstm(x)[0]\nassert y.shape == (5, 3, 20)\n"),
    "asserts with and": lambda n: (f"{_CODE}assert {' and '.join(['output.shape == (5, 3, 20)'] * n)}\n", "py"),
    "prints": _py(lambda i: "print(output.shape)  # torch.Size([5, 3, 20])\n"),
    "imports": _py(lambda i: f"import a{i}\nfrom b import c{i}\n"),
    "deletions": _py(lambda i: f"y{i} = lstm(x)[0]\ndel y{i}\n"),
    "statements on one line": lambda n: (f"{_CODE}{'; '.join(['y = lstm(x)[0]'] * n)}\n", "py"),
    "continued lines": lambda n: (f"{_CODE}y = x + \\\n{('  x + ' + chr(92) + chr(10)) * n}  x\n", "py"),
    "empty lines": _py(lambda i: "\n", tail="y = lstm(x)\n"),
    "lines that are no Python": _py(lambda i: f"y = lstm(x)[0]  # (5, 3, 20)\nthis is not {i} Python\n"),
    "an unclosed bracket": _py(lambda i: "y = lstm(x)[0]  # (5, 3, 20)\n", f"{_CODE}a = (\n"),
}

_VALUES: Mapping[str, Construct] = {
    "one name again and again": _py(lambda i: "y = lstm(x)[0]  # (5, 3, 20)\n"),
    "one name from itself": _py(lambda i: "y = y + 1  # (5, 3, 20)\n", f"{_CODE}y = output\n"),
    "one number from itself": _py(lambda i: "n = n + k\n", f"{_CODE}n = 1\n", "y = torch.randn(n, 3, 10)\n"),
    "one product from itself": _py(lambda i: "n = n * k\n", f"{_CODE}n = a\n", "y = torch.randn(n, 3, 10)\n"),
    "many names": _py(lambda i: f"y{i} = lstm(x)[0]  # (5, 3, 20)\n"),
    "many numbers": _py(lambda i: f"n{i} = {i}\n"),
    "names that mean one size": _py(
        lambda i: f"hidden_size_{i} = {i}\ny = lstm(x)[0]  # (seq_len, batch, hidden_size)\n"
    ),
    "attributes that mean one size": _py(
        lambda i: f"y = nn.LSTM(10, cfg{i}.hidden_size)(x)[0]  # (5, 3, hidden_size)\n"
    ),
    "prints without as many outputs": lambda n: _notebook(
        _cell("print(output.shape)\n" * n, _stream("torch.Size([5, 3, 20])\n" * (n + 1)))
    ),
    "imports on one line": lambda n: (f"import torch; {'import a; ' * n}\n{_CODE}", "py"),
    "many LSTMs": _py(lambda i: f"lstm{i} = nn.LSTM({i + 1}, 20)\n"),
    "many calls": _py(lambda i: f"out{i}, (h{i}, c{i}) = lstm(x)  # (5, 3, 20), (2, 3, 20), (2, 3, 20)\n"),
    "many refused calls": _py(lambda i: "y = lstm(torch.randn(5, 3, 11))\n"),
    "many refused calls in a function": _py(lambda i: "    lstm(torch.randn(5, 3, 11))\n", f"{_CODE}def f():\n"),
    "calls of unknown inputs": _py(lambda i: f"    y{i} = lstm(x)[0]  # (L, N, H)\n", f"{_CODE}def f(x):\n"),
    "LSTM after LSTM": _py(lambda i: "y, _ = nn.LSTM(20, 20)(y)  # (5, 3, 20)\n", f"{_CODE}y = output\n"),
    "states passed on": _py(lambda i: "y, (h_n, c_n) = lstm(x, (h_n, c_n))  # (5, 3, 20)\n"),
    "packing": _py(
        lambda i: (
            "p = nn.utils.rnn.pack_padded_sequence(x, [5, 4, 3])\ny, n = nn.utils.rnn.pad_packed_sequence(lstm(p)[0])\n"
        )
    ),
    "reshaping": _py(lambda i: "y = y.transpose(0, 1).unsqueeze(1).squeeze(1)\n", f"{_CODE}y = output\n"),
    "reshaping of an unknown": _py(lambda i: "    y = y.transpose(0, 1)\n", f"{_CODE}def f(y):\n", "    lstm(y)\n"),
    "views": _py(lambda i: "y = output.view(5, 3, -1)  # (5, 3, 20)\n"),
    "concatenation": lambda n: (f"{_CODE}y = torch.cat([{', '.join(['output'] * n)}], dim=0)\n", "py"),
    "concatenation of all before": _py(lambda i: "y = torch.cat([y, output], dim=0)\n", f"{_CODE}y = output\n"),
    "sums": lambda n: (f"{_CODE}n = {' + '.join(f'a{i}' for i in range(n))}\ny = torch.randn(n, 3, 10)\n", "py"),
    "products": lambda n: (f"{_CODE}n = {' * '.join(f'a{i}' for i in range(n))}\ny = torch.randn(n, 3, 10)\n", "py"),
    "sums of tensors": lambda n: (f"{_CODE}y = {' + '.join(['output'] * n)}\n", "py"),
    "sums, line by line": _py(lambda i: f"n += a{i}\n", f"{_CODE}n = 0\n", "y = torch.randn(n, 3, 10)\n"),
    "long tuple": lambda n: (f"{_CODE}t = ({', '.join(['output'] * n)},)\ny = t[0]\n", "py"),
    "long list": lambda n: (f"{_CODE}t = [{', '.join(['output'] * n)}]\ny = t[0]\n", "py"),
    "long list of numbers": lambda n: (f"{_CODE}t = [{', '.join(map(str, range(n)))}]\ny = torch.tensor(t)\n", "py"),
    "long dict": lambda n: (
        f"{_CODE}t = {{{', '.join(f'{chr(34)}k{i}{chr(34)}: output' for i in range(n))}}}\ny = t['k1']\n",
        "py",
    ),
    "dict, key by key": _py(lambda i: f't["k{i}"] = output\n', f"{_CODE}t = {{}}\n"),
    "list, append by append": _py(lambda i: "t.append(output)\n", f"{_CODE}t = []\n"),
    "list, sum by sum": _py(lambda i: "t += [output]\n", f"{_CODE}t = []\n"),
    "many lists": _py(lambda i: f"t{i} = [output, h_n]\nt{i}.append(c_n)\n"),
    "unpacking": lambda n: (f"{_CODE}{', '.join(f'a{i}' for i in range(n))} = {', '.join(['output'] * n)}\n", "py"),
    "chained targets": lambda n: (f"{_CODE}{''.join(f'a{i} = ' for i in range(n))}output  # (5, 3, 20)\n", "py"),
    "long subscript": lambda n: (f"{_CODE}y = output[{', '.join([':'] * n)}]\n", "py"),
    "subscripts": lambda n: (f"{_CODE}y = output{'[0]' * min(n, 90)}\n" + "y = output[0][:, -1]\n" * n, "py"),
    "many subscripts": _py(lambda i: f"y = output[{i % 5}]  # (3, 20)\n"),
    "comparisons": lambda n: (f"{_CODE}y = {' < '.join(['a'] * n)}\n", "py"),
    "conditions": lambda n: (f"{_CODE}y = {' or '.join(['a'] * n)}\n", "py"),
    "comprehensions": _py(lambda i: f"ys{i} = [lstm(x)[0] for x in xs{i}]\n"),
    "comprehension of many loops": lambda n: (f"{_CODE}y = [lstm(x) {'for a in b ' * n}]\n", "py"),
    "ModuleLists": _py(lambda i: f"ls{i} = nn.ModuleList([nn.LSTM(10, 20), nn.LSTM(20, 20)])\ny = ls{i}[0](x)\n"),
    "long ModuleList": lambda n: (f"{_CODE}ls = nn.ModuleList([{', '.join(['nn.LSTM(10, 20)'] * n)}])\n", "py"),
    "loops over a long ModuleList": lambda n: (
        f"{_CODE}ls = nn.ModuleList([{', '.join(['nn.LSTM(20, 20)'] * n)}])\n"
        "y = output\nfor l in ls:\n    y, _ = l(y)\n",
        "py",
    ),
    "long Sequential": lambda n: (
        f"{_CODE}f = nn.Sequential({', '.join(['nn.Linear(20, 20)'] * n)})\ny = f(output)  # (5, 3, 20)\n",
        "py",
    ),
    "long Sequential, called often": lambda n: (
        f"{_CODE}f = nn.Sequential({', '.join(['nn.Linear(20, 20)'] * n)})\n" + "y = f(output)  # (5, 3, 20)\n" * n,
        "py",
    ),
    "linear layers": _py(lambda i: f"f{i} = nn.Linear(20, 20)\ny = f{i}(output)  # (5, 3, 20)\n"),
    "brackets in brackets": lambda n: (f"{_CODE}y = {'(' * min(n, 180)}x{')' * min(n, 180)}\n" * (n // 180 + 1), "py"),
    "lists in lists": lambda n: (f"{_CODE}" + f"y = {'[' * 90}x{']' * 90}\n" * (n // 90 + 1), "py"),
    "attributes of attributes": lambda n: (f"{_CODE}y = a{'.b' * n}\n", "py"),
    "many deep attributes": _py(lambda i: f"y{i} = a{'.b' * 40}.c{i}\n"),
    "attributes of one unknown": _py(lambda i: f"y{i} = lstm(cfg.a{i})\n"),
    "calls of calls": lambda n: (f"{_CODE}y = f{'()' * n}\n", "py"),
    "calls in calls": lambda n: (f"{_CODE}" + f"y = {'f(' * 80}x{')' * 80}\n" * (n // 80 + 1), "py"),
    "chained methods": lambda n: (f"{_CODE}y = output{'.contiguous()' * n}\n", "py"),
    "chained methods, again and again": _py(lambda i: f"y = output{'.contiguous()' * 40}\n"),
    "long string": lambda n: (f"{_CODE}s = '{'output is (5, 3, 20) ' * n}'\n", "py"),
    "long string of several lines": _py(lambda i: "output is (5, 3, 20)\n", f'{_CODE}s = """\n', '"""\n'),
    "strings side by side": _py(lambda i: f"    'text {i}'\n", f"{_CODE}s = (\n", ")\n"),
    "unclosed strings": _py(lambda i: f"s{i} = 'text\n"),
    "quotes": lambda n: (f"{_CODE}# {chr(34) * n}\n# {chr(39) * n}\n", "py"),
    "long number": lambda n: (f"{_CODE}n = {'9' * n}\n", "py"),
    "long name": lambda n: (f"{_CODE}{'a' * n} = lstm(x)[0]  # {'a' * n}: (5, 3, 20)\n", "py"),
}

_COMMENTS: Mapping[str, Construct] = {
    "comments behind code": _py(lambda i: "y = lstm(x)[0]  # (seq_len, batch, hidden_size) = (5, 3, 20)\n"),
    "comments on what goes in": _py(lambda i: "y = lstm(x)[0]  # x: (5, 3, 10)\n"),
    "comments on constructors": _py(lambda i: "lstm = nn.LSTM(10, 20)  # output: (5, 3, 20)\ny = lstm(x)\n"),
    "comments that are false": _py(lambda i: "y = lstm(x)[0]  # (5, 3, 21)\n"),
    "comments behind arguments": _py(lambda i: f"    {i},  # (5, 3, 20)\n", f"{_CODE}y = f(\n", ")\n"),
    "comments in a dict": _py(lambda i: f'    "k{i}": output,  # (5, 3, 20)\n', f"{_CODE}d = {{\n", "}\n"),
    "comments above code": _py(lambda i: "# (5, 3, 20)\ny = lstm(x)[0]\n"),
    "comments without code": _py(lambda i: f"# {i}: output is (5, 3, 20)\n"),
    "comments without names": _py(lambda i: "# (5, 3, 20)\n", _CODE, "y = lstm(x)[0]\n"),
    "comments in a function": _py(lambda i: "    # output: (5, 3, 20)\n", f"{_CODE}def f(x):\n", "    y = lstm(x)\n"),
    "comments behind a function": _py(lambda i: "    # (5, 3, 20)\n", f"{_CODE}def f(x):\n    y = lstm(x)\n"),
    "comments behind functions": _py(lambda i: f"def f{i}(x):\n    y = lstm(x)\n    # (5, 3, 20)\n\n"),
    "comments apart": _py(lambda i: "# (5, 3, 20)\n\n\n\n"),
    "comments on one name": _py(lambda i: "z = 1  # output: (5, 3, 20)\n"),
    "comments on a name of a loop": _py(lambda i: "    y = lstm(x)[0]  # y: (5, 3, 20)\n", f"{_CODE}for x in xs:\n"),
    "comments that switch code off": _py(lambda i: "# y = lstm(x)[0]  # (5, 3, 20)\n"),
    "one long comment": lambda n: (f"{_CODE}# {'output is (5, 3, 20), ' * n}\n", "py"),
    "long comments": _py(lambda i: f"y = lstm(x)[0]  # {'(5, 3, 20) ' * 40}\n"),
    "comment with an arrow": lambda n: (f"{_CODE}y = lstm(x)[0]  # {' -> '.join(['(5, 3, 20)'] * n)}\n", "py"),
    "comments with arrows": _py(lambda i: "y = lstm(x)[0]  # (5, 3, 10) -> (5, 3, 20) -> (3, 5, 20)\n"),
    "comment of a product": lambda n: (f"{_CODE}y = lstm(x)[0]  # ({'*'.join(['a'] * n)}, 3, 20)\n", "py"),
    "comments of products": _py(lambda i: "y = lstm(x)[0]  # (L, N, a * b * c * d * e * f * g * h)\n"),
    "comments of words": _py(lambda i: f"y = lstm(x)[0]  # (seq_len, batch, word_{i})\n"),
    "comments of expressions": _py(lambda i: f"y = lstm(x)[0]  # output[{i}].mean(0): (3, 20)\n"),
    "jupytext cells": _py(lambda i: f"# %% [markdown]\n# # Part {i}\n# output: (5, 3, 20)\n\n# %%\ny = lstm(x)\n"),
    "gallery cells": _py(lambda i: f"{'#' * 30}\n# Part {i}\n# output: (5, 3, 20)\ny = lstm(x)\n"),
    "comment of many axes": lambda n: (f"{_CODE}y = lstm(x)[0]  # ({', '.join(['a'] * n)})\n", "py"),
    "comments of many axes": _py(lambda i: "y = lstm(x)[0]  # (5, 3, 20, a, b, c, d, e, f, g)\n"),
    "notes": _py(lambda i: "y = lstm(x)[0]  # (5, 3, 21)  # lstm-shapes: ignore\n"),
    "notes above": _py(lambda i: "# lstm-shapes: ignore\ny = lstm(x)[0]  # (5, 3, 21)\n"),
    "notes that stand together": _py(lambda i: "# lstm-shapes: ignore\n", tail="y = lstm(x)[0]  # (5, 3, 21)\n"),
    "notes that turn off and on": _py(
        lambda i: "# lstm-shapes: off\ny = lstm(x)[0]  # (5, 3, 21)\n# lstm-shapes: on\n"
    ),
    "notes with many rules": lambda n: (
        f"{_CODE}y = lstm(x)[0]  # (5, 3, 21)  # lstm-shapes: ignore[{', '.join(f'R{i}' for i in range(n))}]\n",
        "py",
    ),
    "CJK": _py(lambda i: "y = lstm(x)[0]  # 输出的形状为（序列长度，批大小，隐藏维度）即 (5, 3, 20)\n"),
    "CJK, one long comment": lambda n: (f"{_CODE}# {'输出的形状为（序列长度，批大小，隐藏维度）' * n}\n", "py"),
}

_PROSE: Mapping[str, Construct] = {
    "md headings": _md(lambda i: f"## Part {i}\n\noutput is (5, 3, 20)\n\n"),
    "md headings that name": _md(lambda i: "## output\n\n(5, 3, 20)\n\n"),
    "md headings alone": _md(lambda i: f"## Part {i}\n"),
    "md nested headings": _md(lambda i: f"{'#' * (i % 6 + 1)} Part {i}\n\noutput is (5, 3, 20)\n\n"),
    "md underlined headings": _md(lambda i: f"Part {i}\n----\n\noutput is (5, 3, 20)\n\n"),
    "md paragraphs": _md(lambda i: "The output has shape (5, 3, 20), and `h_n` has shape (2, 3, 20).\n\n"),
    "md paragraphs that name nothing": _md(lambda i: "It has shape (5, 3, 20).\n\n"),
    "md paragraphs without shapes": _md(lambda i: f"Nothing is said here, for the {i}th time.\n\n"),
    "md one paragraph": _md(lambda i: "The output has shape (5, 3, 20).\n"),
    "md one paragraph without names": _md(lambda i: "It is (5, 3, 20), then\n"),
    "md one long line": lambda n: (_MARKDOWN + "The output has shape (5, 3, 20). " * n + "\n", "md"),
    "md one long line without shapes": lambda n: (_MARKDOWN + "words and words " * n + "\n", "md"),
    "md long lines": _md(lambda i: "The output has shape (5, 3, 20). " * 20 + "\n\n"),
    "md one long word": lambda n: (_MARKDOWN + "word" * n + "\n", "md"),
    "md blanks": lambda n: (_MARKDOWN + "a" + " " * n + "b\n", "md"),
    "md false claims": _md(lambda i: "The output has shape (5, 3, 21).\n\n"),
    "md false claims in order": _md(lambda i: "h_n: (batch, num_layers, hidden_size)\n\n"),
    "md bullets": _md(lambda i: f"- `{_BATCH[i % 3]}`: (5, 3, 20)\n"),
    "md bullets of one tensor": _md(lambda i: "- output: (seq_len, batch, hidden_size)\n"),
    "md bullets without names": _md(lambda i: "- (5, 3, 20)\n"),
    "md bullets without shapes": _md(lambda i: f"- item {i}\n"),
    "md bullets of an unknown name": _md(lambda i: f"- word_{i}: (5, 3, 20)\n"),
    "md one long item": lambda n: (_MARKDOWN + "- " + "the output of the lstm and the hidden state " * n + "\n", "md"),
    "md bullets on a name bound often": lambda n: (
        f"# Model\n\n```python\n{_CODE}" + "y = lstm(x)[0]\n" * n + "```\n\n" + "- y: (5, 3, 20)\n" * n,
        "md",
    ),
    "md rows of a layer called often": lambda n: (
        f"# Model\n\n```python\n{_CODE}"
        + "y = lstm(x)[0]\n" * n
        + "```\n\n| layer | output |\n|---|---|\n"
        + "| lstm | (5, 3, 20) |\n" * n,
        "md",
    ),
    "md notes and consoles": _md(
        lambda i: "<!-- lstm-shapes: ignore -->\n\n```console\n$ lstm-shapes inspect 10 20\n```\n\n"
    ),
    "md loose bullets": _md(lambda i: "- output: (5, 3, 20)\n\n"),
    "md numbered items": _md(lambda i: f"{i + 1}. output: (5, 3, 20)\n"),
    "md nested bullets": _md(lambda i: f"{'  ' * (i % 20)}- output: (5, 3, 20)\n"),
    "md bullets, ever deeper": lambda n: (
        _MARKDOWN + "".join(f"{'  ' * min(i, 300)}- output: (5, 3, 20)\n" for i in range(n)),
        "md",
    ),
    "md bullet marks": _within("md", _MARKDOWN, "- ", "", "output: (5, 3, 20)"),
    "md items with paragraphs": _md(lambda i: "- item\n\n  output is (5, 3, 20)\n\n"),
    "md items with code": _md(lambda i: "- item\n\n  ```python\n  y = lstm(x)[0]  # (5, 3, 20)\n  ```\n\n"),
    "md one item": _md(lambda i: "  output is (5, 3, 20)\n\n", f"{_MARKDOWN}- item\n\n"),
    "md rows of a table": _md(
        lambda i: f"| {_BATCH[i % 3]} | (5, 3, 20) |\n", f"{_MARKDOWN}| tensor | shape |\n|---|---|\n"
    ),
    "md rows of one tensor": _md(
        lambda i: "| output | (5, 3, 20) | (seq_len, batch, hidden_size) |\n",
        f"{_MARKDOWN}| tensor | shape | words |\n|---|---|---|\n",
    ),
    "md columns of a table": lambda n: (
        f"{_MARKDOWN}|{'output|' * n}\n|{'---|' * n}\n|{'(5, 3, 20)|' * n}\n",
        "md",
    ),
    "md columns of a row": lambda n: (
        f"{_MARKDOWN}| tensor |{' shape |' * n}\n|{'---|' * (n + 1)}\n| output |{'(5, 3, 20)|' * n}\n",
        "md",
    ),
    "md many tables": _md(lambda i: "| tensor | shape |\n|---|---|\n| output | (5, 3, 20) |\n\n"),
    "md one long cell": lambda n: (
        f"{_MARKDOWN}| tensor | shape |\n|---|---|\n| output | {'(5, 3, 20) ' * n}|\n",
        "md",
    ),
    "md fences": _md(lambda i: "```python\ny = lstm(x)[0]  # (5, 3, 20)\n```\n\n"),
    "md fences with output": _md(
        lambda i: "```python\nprint(output.shape)\n```\n\n```\ntorch.Size([5, 3, 20])\n```\n\n"
    ),
    "md fences with many outputs": _md(
        lambda i: "```\ntorch.Size([5, 3, 20])\n```\n\n", f"{_MARKDOWN}```python\nprint(output.shape)\n```\n\n"
    ),
    "md fences of one name": _md(lambda i: "```python\ny = lstm(x)[0]\n```\n\ny is (5, 3, 20)\n\n"),
    "md fences of guides": _md(
        lambda i: f"# Guide {i}\n\n```python\n{_CODE}```\n\n- output: (5, 3, 20)\n- h_n: (2, 3, 20)\n\n"
    ),
    "md fences of text": _md(lambda i: "```\nsome words\n```\n\n"),
    "md unclosed fence": _md(lambda i: "y = lstm(x)[0]  # (5, 3, 20)\n", f"{_MARKDOWN}```python\n"),
    "md sessions": _md(lambda i: "```python\n>>> output.shape\ntorch.Size([5, 3, 20])\n```\n\n"),
    "md one session": _md(lambda i: ">>> output.shape\ntorch.Size([5, 3, 20])\n", f"{_MARKDOWN}```python\n", "```\n"),
    "md consoles": _md(lambda i: "```console\n$ lstm-shapes inspect 10 20\n(5, 3, 20)\n```\n\n"),
    "md indented blocks": _md(lambda i: f"Text\n\n    y{i} = lstm(x)[0]  # (5, 3, 20)\n\n"),
    "md block quotes": _md(lambda i: "> The output has shape (5, 3, 20).\n\n"),
    "md one block quote": _md(lambda i: "> The output has shape (5, 3, 20).\n"),
    "md nested block quotes": _md(lambda i: f"{'> ' * (i % 20)}The output has shape (5, 3, 20).\n"),
    "md quote marks": _within("md", _MARKDOWN, "> ", "", "output: (5, 3, 20)"),
    "md HTML comments": _md(lambda i: f"<!-- comment {i} -->\n\n"),
    "md notes": _md(lambda i: "<!-- lstm-shapes: ignore -->\nThe output has shape (5, 3, 21).\n\n"),
    "md notes apart": _md(lambda i: "<!-- lstm-shapes: ignore -->\n\nThe output has shape (5, 3, 21).\n\n"),
    "md notes that stand together": _md(lambda i: "<!-- lstm-shapes: ignore -->\n\n", tail="output: (5, 3, 21)\n"),
    "md notes that turn off": _md(lambda i: "<!-- lstm-shapes: off -->\n\noutput: (5, 3, 21)\n\n"),
    "md notes before headings alone": _md(lambda i: "<!-- lstm-shapes: ignore -->\n\n***\n\n"),
    "md unclosed HTML comments": _md(lambda i: "<!-- \n\n"),
    "md HTML tags": _md(lambda i: "<p>The output has shape (5, 3, 20).</p>\n\n"),
    "md one HTML block": _md(lambda i: "<p>The output has shape (5, 3, 20).</p>\n"),
    "md nested HTML": _within("md", _MARKDOWN, "<div>", "</div>", "output: (5, 3, 20)"),
    "md HTML lists": _md(lambda i: "<li>output: (5, 3, 20)</li>\n", f"{_MARKDOWN}<ul>\n", "</ul>\n"),
    "md HTML rows": _md(
        lambda i: "<tr><td>output</td><td>(5, 3, 20)</td></tr>\n",
        f"{_MARKDOWN}<table>\n<tr><th>tensor</th><th>shape</th></tr>\n",
        "</table>\n",
    ),
    "md HTML preformatted": _md(lambda i: "y = lstm(x)[0]  # (5, 3, 20)\n", f"{_MARKDOWN}<pre>\n", "</pre>\n"),
    "md HTML entities": _md(lambda i: "a &gt; b &amp;&amp; c\n", f"{_MARKDOWN}<pre>\n", "</pre>\n"),
    "md unclosed HTML": _md(lambda i: "<script ", tail="\n"),
    "md unclosed HTML blocks": _md(lambda i: "<script>\n\n"),
    "md unclosed tags": lambda n: (_MARKDOWN + "<p " * n + "\n", "md"),
    "md links": _md(lambda i: f"See [output]({i}.html), [h_n][{i}] and <https://a.b/{i}>.\n\n"),
    "md links on one line": lambda n: (_MARKDOWN + "[output](a.html) is (5, 3, 20) " * n + "\n", "md"),
    "md link definitions": _md(lambda i: f"[{i}]: https://a.b/{i}\n"),
    "md square brackets": _within("md", _MARKDOWN, "[", "]"),
    "md round brackets": _within("md", _MARKDOWN, "(", ")"),
    "md open brackets": lambda n: (_MARKDOWN + "(5, 3, " * n + "\n", "md"),
    "md code spans": _md(lambda i: "`output` is `(5, 3, 20)` and `h_n` is `(2, 3, 20)`\n\n"),
    "md code spans on one line": lambda n: (_MARKDOWN + "`output` is `(5, 3, 20)` " * n + "\n", "md"),
    "md backticks": lambda n: (_MARKDOWN + " ".join("`" * (i % 50) for i in range(n)) + "\n", "md"),
    "md stars": lambda n: (_MARKDOWN + "**output** *(5, 3, 20)* " * n + "\n", "md"),
    "md legends": _md(lambda i: f"- `{chr(65 + i % 26)}{i % 99}` = batch size\n"),
    "md one legend again and again": _md(lambda i: "N = batch size\n\n"),
    "md legends and claims": _md(lambda i: "N = batch size, L = sequence length\n\noutput: (L, N, H)\n\n"),
    "md words": _md(lambda i: f"output: (seq_len, batch, word_{i})\n\n"),
    "md phrases": _md(lambda i: "output: (sequence length, batch size, number of hidden units)\n\n"),
    "md arrow chain": lambda n: (_MARKDOWN + " -> ".join(["(5, 3, 20)"] * n) + "\n", "md"),
    "md arrow chains": _md(lambda i: "output: (5, 3, 10) -> (5, 3, 20) -> (3, 5, 20)\n\n"),
    "md product": lambda n: (_MARKDOWN + f"output: ({'*'.join(['a'] * n)}, 3, 20)\n", "md"),
    "md products": _md(lambda i: "output: (L, N, a * b * c * d * e * f)\n\n"),
    "md ors": lambda n: (_MARKDOWN + "output is " + " or ".join(["(5, 3, 20)"] * n) + "\n", "md"),
    "md equals": lambda n: (_MARKDOWN + "output is " + " = ".join(["(5, 3, 20)"] * n) + "\n", "md"),
    "md names and shapes": lambda n: (_MARKDOWN + ", ".join(["output"] * n) + ": (5, 3, 20)\n", "md"),
    "md LaTeX": _md(lambda i: "$output \\in \\mathbb{R}^{L \\times N \\times H}$, so $(L, N, H)$\n\n"),
    "md admonitions": _md(lambda i: "!!! note\n    output: (5, 3, 20)\n\n"),
    "md directives": _md(lambda i: "```{note}\noutput: (5, 3, 20)\n```\n\n"),
    "md rules": _md(lambda i: "---\n\n"),
    "md other modules": _md(lambda i: "In Keras the output has shape (5, 3, 20).\n\n"),
    "md CJK": _md(lambda i: "输出 `output` 的形状为（序列长度，批大小，隐藏维度），即 (5, 3, 20)。\n\n"),
    "md CJK, one paragraph": lambda n: (_MARKDOWN + "输出的形状为（序列长度，批大小，隐藏维度）。" * n + "\n", "md"),
    "md CJK, no spaces": lambda n: (_MARKDOWN + "输出的形状为序列长度批大小隐藏维度" * n + "\n", "md"),
    "md front matter": _md(lambda i: f"key{i}: value\n", "---\n", f"---\n{_MARKDOWN}"),
    "md unclosed front matter": _md(lambda i: f"key{i}: value\n", "---\n", _MARKDOWN),
}

_OTHERS: Mapping[str, Construct] = {
    "rst titles": _rst(lambda i: f"Part {i}\n--------\n\nThe output has shape (5, 3, 20).\n\n"),
    "rst many kinds of titles": _rst(lambda i: f"Part\n{chr(33 + i % 14) * 8}\n\noutput: (5, 3, 20)\n\n"),
    "rst paragraphs": _rst(lambda i: "The output has shape (5, 3, 20).\n\n"),
    "rst one paragraph": _rst(lambda i: "The output has shape (5, 3, 20).\n"),
    "rst one long line": lambda n: (_REST + "The output has shape (5, 3, 20). " * n + "\n", "rst"),
    "rst bullets": _rst(lambda i: "- output: (5, 3, 20)\n"),
    "rst nested bullets": _rst(lambda i: f"{'  ' * (i % 20)}- output: (5, 3, 20)\n\n"),
    "rst bullets, ever deeper": lambda n: (
        _REST + "".join(f"{'  ' * min(i, 300)}- output: (5, 3, 20)\n\n" for i in range(n)),
        "rst",
    ),
    "rst bullet marks": _within("rst", _REST, "- ", "", "output: (5, 3, 20)"),
    "rst items": _rst(lambda i: f"{i % 999}. output: (5, 3, 20)\n"),
    "rst one item": _rst(lambda i: "  output is (5, 3, 20)\n\n", f"{_REST}- item\n\n"),
    "rst definitions": _rst(lambda i: "output\n    (5, 3, 20)\n"),
    "rst fields": _rst(lambda i: ":output: (5, 3, 20)\n"),
    "rst code blocks": _rst(lambda i: ".. code-block:: python\n\n    y = lstm(x)[0]  # (5, 3, 20)\n\n"),
    "rst literal blocks": _rst(lambda i: "Thus::\n\n    y = lstm(x)[0]  # (5, 3, 20)\n\n"),
    "rst sessions": _rst(lambda i: ">>> output.shape\ntorch.Size([5, 3, 20])\n\n"),
    "rst one session": _rst(lambda i: ">>> output.shape\ntorch.Size([5, 3, 20])\n"),
    "rst notes in text": _rst(lambda i: ".. note:: output: (5, 3, 20)\n\n"),
    "rst directives in directives": lambda n: (
        _REST + "".join(f"{'   ' * (i % 40)}.. note::\n\n" for i in range(n)) + f"{'   ' * 40}output: (5, 3, 20)\n",
        "rst",
    ),
    "rst comments": _rst(lambda i: f".. comment {i}\n\n"),
    "rst notes": _rst(lambda i: ".. lstm-shapes: ignore\n\nThe output has shape (5, 3, 21).\n\n"),
    "rst notes that stand together": _rst(lambda i: ".. lstm-shapes: ignore\n\n", tail="output: (5, 3, 21)\n"),
    "rst targets": _rst(lambda i: f".. _target{i}:\n\n"),
    "rst rows of a list-table": _rst(
        lambda i: "   * - output\n     - (5, 3, 20)\n",
        f"{_REST}.. list-table::\n\n   * - tensor\n     - shape\n",
    ),
    "rst cells of a list-table": _rst(
        lambda i: "     - (5, 3, 20)\n", f"{_REST}.. list-table::\n\n   * - tensor\n     - shape\n   * - output\n"
    ),
    "rst many list-tables": _rst(
        lambda i: ".. list-table::\n\n   * - tensor\n     - shape\n   * - output\n     - (5, 3, 20)\n\n"
    ),
    "rst rows of a csv-table": _rst(
        lambda i: '   output, "(5, 3, 20)"\n', f"{_REST}.. csv-table::\n   :header: a, b\n\n"
    ),
    "rst columns of a csv-table": lambda n: (
        f"{_REST}.. csv-table::\n\n   tensor{', shape' * n}\n   output{', (5; 3; 20)' * n}\n",
        "rst",
    ),
    "rst rows of a grid": _rst(
        lambda i: "| output | (5, 3, 20) |\n+--------+------------+\n",
        f"{_REST}+--------+------------+\n| tensor | shape      |\n+========+============+\n",
    ),
    "rst columns of a grid": lambda n: (
        f"{_REST}+{'------------+' * n}\n|{'output      |' * n}\n+{'============+' * n}\n|{'(5, 3, 20)  |' * n}\n"
        f"+{'------------+' * n}\n",
        "rst",
    ),
    "rst columns of a CJK grid": lambda n: (
        f"{_REST}+{'------------+' * n}\n|{'输出        |' * n}\n+{'============+' * n}\n|{'(5, 3, 20)  |' * n}\n"
        f"+{'------------+' * n}\n",
        "rst",
    ),
    "rst rows of a simple table": _rst(
        lambda i: "output  (5, 3, 20)\n",
        f"{_REST}======  ==========\ntensor  shape\n======  ==========\n",
        "======  ==========\n\n",
    ),
    "rst columns of a simple table": lambda n: (
        f"{_REST}{'==========  ' * n}\n{'output      ' * n}\n{'==========  ' * n}\n"
        f"{'(5, 3, 20)  ' * n}\n{'==========  ' * n}\n\n",
        "rst",
    ),
    "rst unclosed simple tables": _rst(lambda i: "=====  =====\na      b\n"),
    "rst rules": _rst(lambda i: "----------\n\n"),
    "rst lines of marks": _rst(lambda i: "=====\n"),
    "rst quotes": _rst(lambda i: f"{' ' * (i % 20)}The output has shape (5, 3, 20).\n\n"),
    "rst line blocks": _rst(lambda i: "| The output has shape (5, 3, 20).\n"),
    "rst roles": _rst(lambda i: ":math:`output` is :math:`(L, N, H)`\n\n"),
    "txt paragraphs": _rows("txt", _CODE + "\n", lambda i: "The output has shape (5, 3, 20).\n\n"),
    "txt code and text": _rows("txt", _CODE + "\n", lambda i: f"y{i} = lstm(x)[0]  # (5, 3, 20)\n\nSo it is.\n\n"),
    "txt code": _rows("txt", _CODE, lambda i: f"y{i} = lstm(x)[0]  # (5, 3, 20)\n"),
    "txt code blocks": _rows("txt", _CODE, lambda i: f"y{i} = lstm(x)[0]  # (5, 3, 20)\n\n"),
    "txt comments": _rows("txt", _CODE + "\n", lambda i: f"# {i}: output is (5, 3, 20)\n"),
    "txt comments and text": _rows("txt", _CODE + "\n", lambda i: f"# {i}: output is (5, 3, 20)\nSo it is.\n"),
    "txt comments apart": _rows("txt", _CODE + "\n", lambda i: f"# {i}: output is (5, 3, 20)\n\n"),
    "txt code that is broken": _rows("txt", _CODE, lambda i: f"y{i} = lstm(x)[0]  # (5, 3, 20)\n", "y = (\n"),
    "txt blocks that are broken": _rows("txt", _CODE, lambda i: f"y{i} = lstm(x)[0]  # (5, 3, 20)\n\n", "y = (\n"),
    "txt sessions": _rows(
        "txt",
        "".join(f">>> {line}\n" for line in _CODE.splitlines()),
        lambda i: ">>> output.shape\ntorch.Size([5, 3, 20])\n",
    ),
    "txt sessions apart": _rows(
        "txt",
        "".join(f">>> {line}\n" for line in _CODE.splitlines()),
        lambda i: ">>> output.shape\ntorch.Size([5, 3, 20])\n\n",
    ),
    "txt fences": _rows("txt", _CODE + "\n", lambda i: "```python\ny = lstm(x)[0]  # (5, 3, 20)\n```\n"),
    "txt unclosed fences": _rows("txt", _CODE + "\n", lambda i: "```python\n````python\n"),
    "txt bullets": _rows("txt", _CODE + "\n", lambda i: "- output: (5, 3, 20)\n"),
    "txt carriage returns": _rows("txt", _CODE, lambda i: "\r"),
}

_NOTEBOOKS: Mapping[str, Construct] = {
    "nb cells": lambda n: _notebook(*(_cell("y = lstm(x)[0]  # (5, 3, 20)\n", count=i) for i in range(n))),
    "nb cells of one name": lambda n: _notebook(
        *(_cell("y = lstm(x)[0]\ny.shape\n", _value("torch.Size([5, 3, 20])")) for _ in range(n))
    ),
    "nb cells with output": lambda n: _notebook(
        *(_cell("print(output.shape)\n", _stream("torch.Size([5, 3, 20])\n"), count=i + 2) for i in range(n))
    ),
    "nb cells out of order": lambda n: _notebook(
        *(_cell("print(output.shape)\n", _stream("torch.Size([5, 3, 20])\n"), count=n - i) for i in range(n))
    ),
    "nb cells of Markdown": lambda n: _notebook(*(_prose("# Title\n\noutput: (5, 3, 20)\n") for _ in range(n))),
    "nb one big cell": lambda n: _notebook(_cell("y = lstm(x)[0]  # (5, 3, 20)\n" * n)),
    "nb one big cell of Markdown": lambda n: _notebook(_prose("output: (5, 3, 20)\n\n" * n)),
    "nb one big source": lambda n: (
        json.dumps({"cells": [{"cell_type": "code", "source": _CODE + "y = lstm(x)[0]  # (5, 3, 20)\n" * n}]}),
        "ipynb",
    ),
    "nb one big output": lambda n: _notebook(
        _cell("print(output.shape)\n", _stream("epoch 1: loss 0.1234, accuracy 98.7 %\n" * n))
    ),
    "nb one big output on one line": lambda n: _notebook(_cell("train()\n", _stream("loss 0.1234\r" * n))),
    "nb one big output of shapes": lambda n: _notebook(
        _cell("print(output.shape)\n", _stream("torch.Size([5, 3, 20])\n" * n))
    ),
    "nb one big output of numbers": lambda n: _notebook(
        _cell("output\n", _value("tensor([[[0.1, 0.2, 0.3],\n" + "[0.1234, -0.1234, 0.5678, 0.9999],\n" * n + "]]]"))
    ),
    "nb one big value on one line": lambda n: _notebook(_cell("output\n", _value("0.1234, -0.1234, " * n))),
    "nb many outputs": lambda n: _notebook(
        _cell("print(output.shape)\n", *(_stream("torch.Size([5, 3, 20])\n") for _ in range(n)))
    ),
    "nb many outputs without shapes": lambda n: _notebook(
        _cell("train()\n", *(_stream(f"epoch {i}\n") for i in range(n)))
    ),
    "nb many big outputs": lambda n: _notebook(*(_cell("train()\n", _stream("loss 0.1234\n" * 40)) for _ in range(n))),
    "nb big image": lambda n: _notebook(_cell("plot()\n", _image("iVBORw0KGgoAAAANSUhEUg" * n))),
    "nb images": lambda n: _notebook(*(_cell("plot()\n", _image("iVBORw0KGgo" * 400)) for _ in range(n))),
    "nb big output of HTML": lambda n: _notebook(
        _cell("plot()\n", {"output_type": "display_data", "data": {"text/html": ["<td>(5, 3, 20)</td>\n"] * n}})
    ),
    "nb big metadata": lambda n: _notebook(widgets={f"key{i}": {"value": "text", "size": i} for i in range(n)}),
    "nb errors": lambda n: _notebook(
        _cell("f()\n", {"output_type": "error", "ename": "E", "evalue": "", "traceback": ["at line 1\n"] * n})
    ),
    "nb stderr": lambda n: _notebook(
        _cell("f()\n", {"output_type": "stream", "name": "stderr", "text": ["warning (5, 3, 20)\n"] * n})
    ),
    "nb escapes": lambda n: (
        json.dumps({"cells": [{"cell_type": "markdown", "source": "输出 output: (5, 3, 20)\n\n" * n + "nn.LSTM"}]}),
        "ipynb",
    ),
    "nb attachments": lambda n: _notebook({**_prose("![a](b)\n"), "attachments": {"b": {"image/png": "iVBORw0K" * n}}}),
    "nb empty cells": lambda n: _notebook(*(_cell("") for _ in range(n))),
    "nb on one line": lambda n: (
        json.dumps({"cells": [_cell(_CODE), *(_cell("y = lstm(x)[0]  # (5, 3, 20)\n") for _ in range(n))]}),
        "ipynb",
    ),
    "nb nested lists": lambda n: _notebook(metadata_of_a_plugin=[[i] for i in range(n)]),
}

CONSTRUCTS: Mapping[str, Construct] = {
    **_CLASSES,
    **_FUNCTIONS,
    **_STATEMENTS,
    **_VALUES,
    **_COMMENTS,
    **_PROSE,
    **_OTHERS,
    **_NOTEBOOKS,
}
"""Every construct that repeats, by its name."""
