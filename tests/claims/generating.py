"""Documents by the thousand that make one claim each, right or wrong, and PyTorch's own word for which it is."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count, cycle
from math import prod
from typing import Any

from lstm_shapes.pytorch import load_torch, quiet_torch
from tests.claims.languages import LANGUAGES, Language

__all__ = [
    "AROUND",
    "FORMS",
    "MISTAKES",
    "TIGHT_LANGUAGES",
    "Config",
    "Document",
    "Recipe",
    "code_of",
    "recipes",
    "render",
    "truth",
    "variable_of",
]

Axis = tuple[str | int, ...]
"""Symbols and numbers; the size is their product."""

TIGHT_LANGUAGES = frozenset({"Chinese", "Japanese", "Korean"})
"""Those that write a bracket directly behind a word."""


@dataclass(frozen=True, slots=True)
class Config:
    """A layer and what goes into it. All sizes differ, so that nothing wrong is right by chance."""

    kind: str
    num_layers: int
    bidirectional: bool
    batch_first: bool
    proj_size: int
    is_batched: bool
    L: int
    N: int
    H_in: int
    H_cell: int

    @property
    def sizes(self) -> dict[str, int]:
        """The value of each symbol."""
        own = {"D": 1 + self.bidirectional, "num_layers": self.num_layers, "H_out": self.proj_size or self.H_cell}
        return {"L": self.L, "N": self.N, "H_in": self.H_in, "H_cell": self.H_cell, **own}

    @property
    def tensors(self) -> tuple[str, ...]:
        """What goes in and comes out."""
        return ("input", "output", "h_n", "c_n") if self.kind == "LSTM" else ("input", "output", "h_n")

    def axes(self, tensor: str) -> tuple[Axis, ...]:
        """The axes of a tensor, as PyTorch's documentation has them; `truth` asks PyTorch whether they are right."""
        batch: tuple[Axis, ...] = (("N",),) if self.is_batched else ()
        if tensor in ("h_n", "c_n"):
            return (("D", "num_layers"), *batch, ("H_cell",) if tensor == "c_n" else ("H_out",))
        steps: tuple[Axis, ...] = (("L",),)
        front = batch + steps if self.batch_first else steps + batch
        return (*front, ("H_in",) if tensor == "input" else ("D", "H_out"))

    def size(self, axis: Axis) -> int:
        """The number that an axis comes to."""
        return prod(factor if isinstance(factor, int) else self.sizes[factor] for factor in axis)

    def numbers(self, axes: Sequence[Axis]) -> tuple[int, ...]:
        """The numbers that axes come to."""
        return tuple(map(self.size, axes))


@cache
def truth(config: Config) -> dict[str, tuple[int, ...]]:
    """The shapes that PyTorch gives; the symbols of `Config.axes` must come to the same."""
    torch: Any = load_torch()
    torch.set_num_threads(1)  # the layers are small
    arguments = {"num_layers": config.num_layers, "bidirectional": config.bidirectional}
    if config.proj_size:
        arguments["proj_size"] = config.proj_size
    with quiet_torch(), torch.no_grad():
        layer = getattr(torch.nn, config.kind)(config.H_in, config.H_cell, batch_first=config.batch_first, **arguments)
        data = torch.zeros(config.numbers(config.axes("input")))
        output, states = layer(data)
    values = (data, output, *(states if config.kind == "LSTM" else (states,)))
    shapes = {tensor: tuple(value.shape) for tensor, value in zip(config.tensors, values)}
    assert shapes == {tensor: config.numbers(config.axes(tensor)) for tensor in config.tensors}
    return shapes


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that decides what a document says; the fields from `around` on mean nothing."""

    config: Config
    form: str
    language: str
    mistake: str

    kind: str
    """The kind of document: md, rst, py or ipynb."""

    frame: str
    """How the code gives sizes: `literals`, `names` or `class`."""

    tensor: str
    """What the claim is about."""

    claimed: tuple[Axis, ...]

    as_numbers: tuple[bool, ...]
    """Which claimed axes are given by their numbers."""

    template: int
    words: int
    has_directions: bool
    """Whether the number of directions has a name in the claim."""

    is_turned: bool
    """Whether products are written the other way round."""

    around: str
    """What else is in the code, one of `AROUND`."""

    names: int
    constants: int
    noun: int
    neutral: int
    bracket: int
    is_tight: bool = False
    has_blank_lines: bool = False
    indentation: int = 0
    has_crlf: bool = False
    is_split: bool = False

    @property
    def is_wrong(self) -> bool:
        """Whether the claim is not what PyTorch gives."""
        return self.config.numbers(self.claimed) != truth(self.config)[self.tensor]


@dataclass(frozen=True, slots=True)
class Document:
    """A document, and where in it the claim is."""

    text: str
    kind: str
    claimed: str
    line: int

    column: int
    """Of the first character, in the file, from 1 on."""

    @property
    def end_column(self) -> int:
        """The column behind the last character."""
        return self.column + len(self.claimed)


# What names and words there are.

_ROLES = ("layer", "input", "output", "h_n", "c_n")
_NAMES = (
    ("lstm", "x", "output", "h_n", "c_n"),
    ("net", "x", "out", "h", "c"),
    ("encoder", "inputs", "outputs", "hidden", "cell"),
    ("reader", "frames", "seen", "last", "memory"),
    ("rnn", "data", "y", "hn", "cn"),
    ("q", "tokens", "told", "end", "kept"),
)
_SYMBOLS = ("L", "N", "H_in", "H_cell", "num_layers", "proj_size")
_CONSTANTS = (
    ("seq_len", "batch_size", "input_size", "hidden_size", "num_layers", "proj_size"),
    ("n_steps", "n_samples", "n_features", "n_units", "depth", "n_proj"),
    ("T", "B", "F", "H", "K", "P"),
)
_WORDS = (
    {"L": "L", "N": "N", "D": "D", "H_in": "H_in", "H_cell": "H_cell", "H_out": "H_out", "num_layers": "num_layers"},
    {"L": "seq_len", "N": "batch", "H_in": "input_size", "H_cell": "hidden_size", "num_layers": "num_layers"},
    {"L": "time", "N": "batch_size", "H_in": "input_dim", "H_cell": "hidden_dim", "num_layers": "n_layers"},
)
_LOCAL_WORDS = len(_WORDS)
_BRACKETS = ("({})", "[{}]", "torch.Size([{}])", "（{}）")
_INDENTATIONS = (("    ", "  ", "", "  "), ("  ", " ", "  ", " "), ("\t", "        ", " ", "    "))
"""Of code, in front of a comment behind code, of bullets, and of lines in a block of comments."""

_OPEN, _CLOSE = "\ue000", "\ue001"


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a document: `code` in parts that may be set apart, `prose` or `output`."""

    what: str
    parts: tuple[str, ...]


class _Writer:
    """Writes what a recipe says."""

    def __init__(self, recipe: Recipe) -> None:
        self.recipe = recipe
        self.config = recipe.config
        self.language: Language = LANGUAGES[recipe.language]
        self.names = dict(zip(_ROLES, _NAMES[recipe.names]))
        self.constants = dict(zip(_SYMBOLS, _CONSTANTS[recipe.constants]))
        self.code_indent, self.gap, self.bullet_indent, self.block_indent = _INDENTATIONS[recipe.indentation]

    def choose(self, *choices: str) -> str:
        """The choice that the recipe makes among templates."""
        return choices[self.recipe.template % len(choices)]

    # Shapes

    def shape(self, tensor: str, bracket: str | None = None) -> str:
        """The shape of a tensor, in the words and brackets of the recipe; that of the claim is marked."""
        is_claim = tensor == self.recipe.tensor
        axes = self.recipe.claimed if is_claim else self.config.axes(tensor)
        as_numbers = self.recipe.as_numbers if is_claim else (all(self.recipe.as_numbers),) * len(axes)
        told = [self._axis(axis, as_number) for axis, as_number in zip(axes, as_numbers)]
        bracket = bracket or _BRACKETS[self.recipe.bracket]
        inner = ", ".join(told) + ("," if len(told) == 1 and bracket[0] == "(" else "")
        return f"{_OPEN}{bracket.format(inner)}{_CLOSE}" if is_claim else bracket.format(inner)

    def _axis(self, axis: Axis, as_number: bool) -> str:
        if as_number:
            return str(self.config.size(axis))
        words = [word for factor in axis if (word := self._word(factor)) != "1" or axis == (1,)]
        return " * ".join(reversed(words) if self.recipe.is_turned else words) or "1"

    def _word(self, factor: str | int) -> str:
        if isinstance(factor, int):
            return str(factor)
        if factor == "D":
            named = "D" if self.recipe.frame == "literals" and self.recipe.words == 0 else "num_directions"
            return named if self.recipe.has_directions else str(self.config.sizes["D"])
        if factor == "H_out" and self.config.proj_size:
            is_torchs = self.recipe.frame == "literals" and self.recipe.words == 0
            return "H_out" if is_torchs else self.constants["proj_size"] if self._has_constants else "proj_size"
        if self._has_constants:
            return self.constants["H_cell" if factor == "H_out" else factor]
        if self.recipe.words == _LOCAL_WORDS:
            words = dict(zip(("L", "N", "H_in", "H_cell", "num_layers"), self.language.axes))
        else:
            words = _WORDS[self.recipe.words]
        return words.get(factor) or words["H_cell"]

    @property
    def _has_constants(self) -> bool:
        return self.recipe.frame != "literals"

    # Sentences

    def fill(self, template: str, tensor: str, bracket: str | None = None) -> str:
        """A sentence of the recipe's language about a tensor."""
        neutral = ("", *self.language.neutral)[self.recipe.neutral % (1 + len(self.language.neutral))]
        return template.format(
            name=self.names[tensor],
            noun=self.language.nouns[self.recipe.noun % len(self.language.nouns)],
            neutral=neutral,
            gap="" if self.recipe.is_tight else " ",
            shape=self.shape(tensor, bracket),
        )

    def comment(self, tensor: str, template: int | None = None) -> str:
        """A comment that names the tensor."""
        templates = self.language.comments + (() if tensor == "input" else self.language.results)
        number = self.recipe.template if template is None else template
        return self.fill(templates[number % len(templates)], tensor)

    # Code

    @property
    def imports(self) -> str:
        return "import torch\nfrom torch import nn"

    @property
    def call(self) -> str:
        return f"{self.names['output']}, {self._states} = {self._layer}({self.names['input']})"

    @property
    def _layer(self) -> str:
        return ("self." if self.recipe.frame == "class" else "") + self.names["layer"]

    @property
    def _states(self) -> str:
        return "({h_n}, {c_n})".format(**self.names) if self.config.kind == "LSTM" else self.names["h_n"]

    def _value(self, symbol: str) -> str:
        if self._has_constants:
            return self.constants[symbol]
        return str(self.config.proj_size if symbol == "proj_size" else self.config.sizes[symbol])

    @property
    def constructor(self) -> str:
        config = self.config
        arguments = [self._value("H_in"), self._value("H_cell")]
        arguments += [f"num_layers={self._value('num_layers')}"] if config.num_layers > 1 or self._has_constants else []
        arguments += ["batch_first=True"] if config.batch_first else []
        arguments += ["bidirectional=True"] if config.bidirectional else []
        arguments += [f"proj_size={self._value('proj_size')}"] if config.proj_size else []
        return f"nn.{config.kind}({', '.join(arguments)})"

    def data(self, names: bool = True) -> str:
        """What makes the input."""
        axes = [str(axis[0]) for axis in self.config.axes("input")]
        numbers = map(str, truth(self.config)["input"])
        return f"torch.randn({', '.join(map(self._value, axes) if names else numbers)})"

    def code(self, body: Sequence[str], docstring: Sequence[str] = (), returned: str = "") -> _Piece:
        """The code of a document; body: what stands around the call, a statement or a block of comments each."""
        body = [line for lines in body for line in ("", lines)][1:] if self.recipe.has_blank_lines else body
        if self.recipe.frame == "class":
            return _Piece("code", self._class([*body, *self._turned()], docstring, returned))
        used = [symbol for symbol in _SYMBOLS if self._is_used(symbol)]
        values = {**self.config.sizes, "proj_size": self.config.proj_size}
        constants = [f"{self.constants[symbol]} = {values[symbol]}" for symbol in used] if self._has_constants else []
        construct = f"{self._layer} = {self.constructor}"
        data = f"{self.names['input']} = {self.data()}"
        return _Piece(
            "code",
            (
                "\n".join([self.imports, "", *constants, construct]),
                "\n".join([data, *body, *self._turned(), *self._behind(self.names["output"])]),
            ),
        )

    def _is_used(self, symbol: str) -> bool:
        return {"proj_size": bool(self.config.proj_size), "N": self.config.is_batched}.get(symbol, True)

    def _class(self, body: Sequence[str], docstring: Sequence[str], returned: str) -> tuple[str, ...]:
        one, two = self.code_indent, self.code_indent * 2
        symbols = [symbol for symbol in ("H_in", "H_cell", "num_layers", "proj_size") if self._is_used(symbol)]
        values = {**self.config.sizes, "proj_size": self.config.proj_size}
        returned = returned or "{output}, {h_n}".format(**self.names)
        lines = [line for statement in body for line in statement.split("\n")]
        notes = [line.replace("    ", one) for line in docstring]
        model = [
            self.imports,
            "",
            "",
            "class Model(nn.Module):",
            f"{one}def __init__(self, {', '.join(self.constants[symbol] for symbol in symbols)}):",
            f"{two}super().__init__()",
            f"{two}{self._layer} = {self.constructor}",
            "",
            f"{one}def forward(self, {self.names['input']}):",
            *(two + line if line else "" for line in [*notes, *lines, f"return {returned}"]),
        ]
        arguments = ", ".join(str(values[symbol]) for symbol in symbols)
        call = f"result = model({self.data(names=False)})"
        results = {"{output}, {h_n}".format(**self.names): "result[0]", self.names["output"]: "result"}
        behind = self._behind(results.get(returned, ""))
        return "\n".join(model), "\n".join([f"model = Model({arguments})", call, *behind])

    def _turned(self) -> list[str]:
        """Code that binds the name of the state anew."""
        turned = "{h_n} = {h_n}.transpose(0, 1)".format(**self.names)
        return ["total = {output}.sum()".format(**self.names), turned] if self.recipe.around == "states turned" else []

    def _behind(self, output: str) -> list[str]:
        """Code about other things; output: what holds the output, if anything does."""
        features = self.config.size(self.config.axes("output")[-1])
        return {
            "another layer": ["second = nn.LSTM(67, 71, batch_first=True)", "z, _ = second(torch.randn(73, 79, 67))"],
            "a linear layer": [f"head = nn.Linear({features}, 83)", f"scores = head({output})"] if output else [],
        }.get(self.recipe.around, [])

    def behind(self, statement: str, comment: str) -> str:
        return f"{statement}{self.gap}# {comment}"


# The forms of claims: each makes the pieces of a document.


def _comment_behind(writer: _Writer) -> list[_Piece]:
    recipe = writer.recipe
    if recipe.template % 2 or recipe.tensor == "input":
        statement = f"print({writer.names[recipe.tensor]}.shape)"
        template = writer.language.bare[recipe.template // 2 % len(writer.language.bare)]
        return [writer.code([writer.call, writer.behind(statement, writer.fill(template, recipe.tensor))])]
    return [writer.code([writer.behind(writer.call, writer.comment(recipe.tensor, recipe.template // 2))])]


def _comment_above(writer: _Writer) -> list[_Piece]:
    return [writer.code([f"# {writer.comment(writer.recipe.tensor)}", writer.call])]


def _comment_below(writer: _Writer) -> list[_Piece]:
    return [writer.code([writer.call, f"# {writer.comment(writer.recipe.tensor)}"])]


def _block_above(writer: _Writer) -> list[_Piece]:
    lines = [f"#{writer.block_indent}{writer.comment(tensor)}" for tensor in writer.config.tensors]
    return [writer.code(["\n".join([f"# {writer.language.heading}", *lines]), writer.call])]


def _bullet(writer: _Writer) -> list[_Piece]:
    code, language, indent = writer.code([writer.call]), writer.language, writer.bullet_indent
    blank = "\n\n" if writer.recipe.has_blank_lines else "\n"
    if writer.recipe.template % 2:
        items = blank.join(
            f"{indent}- {writer.comment(tensor, writer.recipe.template // 2)}" for tensor in writer.config.tensors
        )
        return [code, _Piece("prose", (f"## {language.heading}\n\n{items}",))]
    sections = [
        f"### `{writer.names[tensor]}`\n\n{indent}- {writer.fill('{noun}: {shape}', tensor)}"
        for tensor in writer.config.tensors
    ]
    return [code, _Piece("prose", ("\n\n".join(sections),))]


def _sentence(writer: _Writer) -> list[_Piece]:
    sentence = writer.fill(writer.choose(*writer.language.sentences), writer.recipe.tensor)
    code = writer.code([writer.call])
    prose = _Piece("prose", (sentence,))
    return [prose, code] if writer.recipe.is_turned else [code, prose]


def _table(writer: _Writer) -> list[_Piece]:
    name, shape = writer.language.columns
    tick = writer.choose("`", "")
    rows = [
        f"| {tick}{writer.names[tensor]}{tick} | {writer.fill('{shape}', tensor)} |" for tensor in writer.config.tensors
    ]
    return [
        writer.code([writer.call]),
        _Piece("prose", ("\n".join([f"| {name} | {shape} |", "| --- | --- |", *rows]),)),
    ]


_PARAMETERS = (
    ("Args:", "    {name}: {text}"),
    ("Parameters", "----------", "{name} : torch.Tensor", "    {text}"),
    (":param {name}: {text}",),
    ("{name} -- {text}",),
)
_RESULTS = (
    ("Returns:", "    {text}"),
    ("Returns", "-------", "torch.Tensor", "    {text}"),
    (":return: {text}",),
    ("Returns:", "    {name}: {text}"),
)


def _docstring(writer: _Writer, styles: Sequence[Sequence[str]]) -> list[_Piece]:
    tensor, template = writer.recipe.tensor, writer.recipe.template
    described = writer.language.descriptions[template // len(styles) % len(writer.language.descriptions)]
    text = writer.fill(described, tensor)
    lines = [line.format(name=writer.names[tensor], text=text) for line in styles[template % len(styles)]]
    gap = ["", ""] if writer.recipe.has_blank_lines else [""]
    docstring = [f'"""{writer.language.heading}.', *gap, *lines, '"""']
    return [writer.code([writer.call], docstring, writer.names["output" if tensor == "input" else tensor])]


def _parameter(writer: _Writer) -> list[_Piece]:
    return _docstring(writer, _PARAMETERS)


def _result(writer: _Writer) -> list[_Piece]:
    return _docstring(writer, _RESULTS)


def _example(writer: _Writer) -> list[_Piece]:
    """An example of `doctest`: in a page by itself, in a file of Python in the docstring of the module."""
    print_, bracket = (
        ("{}.shape", "torch.Size([{}])"),
        ("print({}.shape)", "torch.Size([{}])"),
        ("tuple({}.shape)", "({})"),
        ("{}.size()", "torch.Size([{}])"),
    )[writer.recipe.template % 4]
    tensor = writer.recipe.tensor
    parts = writer.code([writer.call]).parts
    result = f">>> {print_.format(writer.names[tensor])}\n{writer.shape(tensor, bracket)}"
    code = ["\n".join(f">>> {line}" for line in part.split("\n") if line) for part in parts]
    blank = "\n\n" if writer.recipe.has_blank_lines else "\n"
    parts = (*code[:-1], code[-1] + blank + result)
    if writer.recipe.kind == "py":
        return [_Piece("code", (f'"""{writer.language.printed}\n\n{blank.join(parts)}\n"""',))]
    return [_Piece("prose", (writer.language.printed,)), _Piece("code", parts)]


def _printed(writer: _Writer) -> list[_Piece]:
    tensors = writer.config.tensors if writer.recipe.template % 2 else (writer.recipe.tensor,)
    is_tuple = writer.recipe.template // 2 % 2
    print_, bracket = ("print(tuple({}.shape))", "({})") if is_tuple else ("print({}.shape)", "torch.Size([{}])")
    body = [writer.call, *(print_.format(writer.names[tensor]) for tensor in tensors)]
    shown = "\n".join(writer.shape(tensor, bracket) for tensor in tensors)
    announced = [_Piece("prose", (writer.language.printed,))] if writer.recipe.kind != "ipynb" else []
    return [writer.code(body), *announced, _Piece("output", (shown,))]


def _output_cell(writer: _Writer) -> list[_Piece]:
    if writer.recipe.template % 2:
        return _printed(writer)
    name, shape = writer.names[writer.recipe.tensor], writer.shape(writer.recipe.tensor, "torch.Size([{}])")
    return [writer.code([writer.call, f"{name}.shape"]), _Piece("result", (shape,))]


def _chain(writer: _Writer) -> list[_Piece]:
    template = writer.choose(
        "{before} -> {after}",
        "{x}: {before} -> {out}: {after}",
        "{noun}: {before} → {after}",
        "{x} {before} --> {out} {after}",
    )
    names = {"x": writer.names["input"], "out": writer.names["output"]}
    shapes = {"before": writer.shape("input"), "after": writer.shape("output")}
    comment = template.format(**names, **shapes, noun=writer.language.nouns[writer.recipe.noun])
    call = writer.call.replace(f", {writer._states} =", ", _ =")
    return [writer.code([writer.behind(call, comment)], returned=writer.names["output"])]


@dataclass(frozen=True, slots=True)
class Form:
    """A form of claims, and where it occurs."""

    write: Callable[[_Writer], list[_Piece]]
    kinds: tuple[str, ...] = ("py", "md", "ipynb")
    frames: tuple[str, ...] = ("literals", "names", "class")
    tensors: tuple[str, ...] = ("input", "output", "h_n", "c_n")
    has_words: bool = True

    is_in_code: bool = False
    """Whether the claim holds where it stands, whatever the code below does."""


_STATED = ("output", "h_n", "c_n")
FORMS = {
    "comment behind": Form(_comment_behind, is_in_code=True),
    "comment above": Form(_comment_above, is_in_code=True),
    "comment below": Form(_comment_below, is_in_code=True),
    "block above": Form(_block_above, is_in_code=True),
    "bullet": Form(_bullet, ("md", "ipynb")),
    "sentence": Form(_sentence, ("md", "ipynb", "rst")),
    "table": Form(_table, ("md", "ipynb")),
    "docstring, parameter": Form(_parameter, frames=("class",), tensors=("input",)),
    "docstring, return": Form(_result, frames=("class",), tensors=_STATED),
    ">>> output": Form(_example, ("py", "md", "rst"), ("literals", "names"), has_words=False),
    "printed in the next block": Form(_printed, ("md", "rst"), ("literals", "names"), has_words=False),
    "output cell": Form(_output_cell, ("ipynb",), ("literals", "names"), has_words=False),
    "arrow chain": Form(_chain, tensors=("input", "output")),
}


def code_of(recipe: Recipe) -> str:
    """The code of the document, to be run."""
    pieces = FORMS[recipe.form].write(_Writer(recipe))
    lines = "\n".join(part for piece in pieces if piece.what == "code" for part in piece.parts).split("\n")
    if recipe.form == ">>> output":
        lines = [line.removeprefix(">>> ") for line in lines if line.startswith(">>> ")]
    return "\n".join(lines).replace(_OPEN, "").replace(_CLOSE, "")


def variable_of(recipe: Recipe) -> str:
    """The variable that the claim is about, in code outside of classes."""
    return dict(zip(_ROLES, _NAMES[recipe.names]))[recipe.tensor]


def render(recipe: Recipe) -> Document:
    """Write the document."""
    pieces = FORMS[recipe.form].write(_Writer(recipe))
    marked = _ASSEMBLERS[recipe.kind](recipe, pieces)
    marked = marked.replace("\n", "\r\n") if recipe.has_crlf else marked
    start = marked.index(_OPEN)
    claimed = marked[start + 1 : marked.index(_CLOSE)]
    before = marked[:start]
    text = marked.replace(_OPEN, "").replace(_CLOSE, "")
    return Document(text, recipe.kind, claimed, before.count("\n") + 1, len(before) - before.rfind("\n"))


def _blocks(recipe: Recipe, pieces: Sequence[_Piece]) -> Iterator[tuple[str, str]]:
    """What is to be set apart: what it is, and its text."""
    for piece in pieces:
        if recipe.is_split:
            yield from ((piece.what, part) for part in piece.parts)
        else:
            between = "\n\n\n" if recipe.has_blank_lines and recipe.form != ">>> output" else "\n\n"
            yield piece.what, ("\n" if recipe.form == ">>> output" else between).join(piece.parts)


def _python(recipe: Recipe, pieces: Sequence[_Piece]) -> str:
    between = "\n\n\n\n" if recipe.has_blank_lines else "\n\n"
    return between.join(part for piece in pieces for part in piece.parts) + "\n"


def _markdown(recipe: Recipe, pieces: Sequence[_Piece]) -> str:
    fences = {"code": "```python\n{}\n```", "output": "```\n{}\n```", "prose": "{}"}
    between = "\n\n\n" if recipe.has_blank_lines else "\n\n"
    return between.join(fences[what].format(text) for what, text in _blocks(recipe, pieces)) + "\n"


def _rest(recipe: Recipe, pieces: Sequence[_Piece]) -> str:
    directives = {"code": ".. code-block:: python\n\n{}", "output": ".. code-block:: none\n\n{}"}
    indent = _INDENTATIONS[recipe.indentation][0].replace("\t", "   ")
    blocks = []
    for what, text in _blocks(recipe, pieces):
        if what == "prose":
            blocks.append(text.replace("`", "``"))
        elif text.startswith(">>>"):
            blocks.append(text)
        else:
            indented = "\n".join(indent + line if line else "" for line in text.split("\n"))
            blocks.append(directives[what].format(indented))
    return ("\n\n\n" if recipe.has_blank_lines else "\n\n").join(blocks) + "\n"


def _notebook(recipe: Recipe, pieces: Sequence[_Piece]) -> str:
    cells: list[dict[str, Any]] = []
    for what, text in _blocks(recipe, pieces):
        source = text.splitlines(keepends=True)
        if what == "prose":
            cells.append({"cell_type": "markdown", "metadata": {}, "source": source})
        elif what == "code":
            number = len(cells) + 1
            cell = {"cell_type": "code", "execution_count": number, "metadata": {}, "outputs": [], "source": source}
            cells.append(cell)
        elif what == "result":
            output = {"data": {"text/plain": source}, "execution_count": cells[-1]["execution_count"], "metadata": {}}
            cells[-1]["outputs"] = [{**output, "output_type": "execute_result"}]
        else:
            cells[-1]["outputs"] = [{"name": "stdout", "output_type": "stream", "text": source}]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


_ASSEMBLERS = {"py": _python, "md": _markdown, "rst": _rest, "ipynb": _notebook}


# Mistakes: each makes the claimed axes of the right ones, or None where it cannot be made.


def _swapped(random_: random.Random, config: Config, axes: tuple[Axis, ...]) -> tuple[Axis, ...] | None:
    one, other = random_.sample(range(len(axes)), 2)
    swapped = list(axes)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    return tuple(swapped)


def _without(symbol: str, axes: tuple[Axis, ...]) -> tuple[Axis, ...]:
    return tuple(tuple(factor for factor in axis if factor != symbol) or (1,) for axis in axes)


def _no_directions(random_: random.Random, config: Config, axes: tuple[Axis, ...]) -> tuple[Axis, ...] | None:
    return _without("D", axes)


def _no_layers(random_: random.Random, config: Config, axes: tuple[Axis, ...]) -> tuple[Axis, ...] | None:
    return _without("num_layers", axes)


def _replaced(axes: tuple[Axis, ...], index: int, axis: Axis) -> tuple[Axis, ...]:
    return (*axes[:index], axis, *axes[index + 1 :])


def _stale(random_: random.Random, config: Config, axes: tuple[Axis, ...]) -> tuple[Axis, ...] | None:
    return _replaced(axes, random_.randrange(len(axes)), (random_.choice([64, 96, 128, 200]),))


def _other_symbol(random_: random.Random, config: Config, axes: tuple[Axis, ...]) -> tuple[Axis, ...] | None:
    spare = [(symbol,) for symbol in ("L", "N", "H_in", "H_out") if (symbol,) not in axes]
    spare = [axis for axis in spare if config.is_batched or axis != ("N",)]
    return _replaced(axes, random_.randrange(len(axes)), random_.choice(spare)) if spare else None


def _other_rank(random_: random.Random, config: Config, axes: tuple[Axis, ...]) -> tuple[Axis, ...] | None:
    index = random_.randrange(len(axes))
    return axes[:index] + axes[index + 1 :] if random_.random() < 0.6 else (*axes[:index], (1,), *axes[index:])


_Mistake = Callable[[random.Random, Config, tuple[Axis, ...]], "tuple[Axis, ...] | None"]
MISTAKES: dict[str, _Mistake] = {
    "none": lambda random_, config, axes: axes,
    "axes swapped": _swapped,
    "D forgotten": _no_directions,
    "layers forgotten": _no_layers,
    "stale number": _stale,
    "another symbol": _other_symbol,
    "another rank": _other_rank,
}
_STYLES = {"stale number": ("numbers", "mixed"), "another symbol": ("symbols", "mixed")}
_STATES = frozenset({"h_n", "c_n"})
_POSSIBLE: dict[str, frozenset[str]] = {"D forgotten": _STATES | {"output"}, "layers forgotten": _STATES}
"""The tensors with which a mistake can be made at all, where it is not every one."""


def recipes(seed: int, form: str | None = None) -> Iterator[Recipe]:
    """Recipes without end, the same for the same seed: forms, languages and mistakes take turns, the rest is drawn."""
    random_ = random.Random(f"{seed} {form}")
    turns = [
        (name, language, mistake)
        for name in ([form] if form else FORMS)
        for language in LANGUAGES
        for mistake in (*MISTAKES, "none", "none")  # right claims are more than one in seven
        if FORMS[name].has_words or mistake != "another symbol"
        if _POSSIBLE.get(mistake, _STATES | {"input", "output"}) & set(FORMS[name].tensors)
    ]
    random_.shuffle(turns)
    for turn in cycle(turns):
        yield next(recipe for _ in count() if (recipe := _drawn(random_, *turn)) is not None)


AROUND = ("nothing", "another layer", "a linear layer", "states turned")


def _config(random_: random.Random) -> Config:
    kind = random_.choice(["LSTM", "LSTM", "GRU", "RNN"])
    L, N, H_in, proj_size, H_cell = random_.sample(range(7, 24), 5)
    H_cell, proj_size = max(H_cell, proj_size), min(H_cell, proj_size)
    return Config(
        kind=kind,
        num_layers=random_.randint(1, 3),
        bidirectional=random_.random() < 0.5,
        batch_first=random_.random() < 0.5,
        proj_size=proj_size if kind == "LSTM" and random_.random() < 0.2 else 0,
        is_batched=random_.random() < 0.85,
        L=L,
        N=N,
        H_in=H_in,
        H_cell=H_cell,
    )


def _drawn(random_: random.Random, name: str, language: str, mistake: str) -> Recipe | None:
    """A recipe at random, or None if the mistake is none with what was drawn."""
    config, form = _config(random_), FORMS[name]
    sizes = [config.L, config.N, config.H_in, config.H_cell, config.proj_size or 1]
    tensor = random_.choice([tensor for tensor in form.tensors if tensor in config.tensors])
    claimed = MISTAKES[mistake](random_, config, config.axes(tensor))
    if claimed is None or len({*sizes, *(2 * size for size in sizes)}) < 2 * len(sizes):
        return None
    if (config.numbers(claimed) == config.numbers(config.axes(tensor))) != (mistake == "none"):
        return None
    style = random_.choice(_STYLES.get(mistake, ("numbers", "symbols", "mixed")) if form.has_words else ("numbers",))
    is_stale = [any(isinstance(factor, int) for factor in axis) for axis in claimed]
    drawn = [style == "numbers" or (style == "mixed" and random_.random() < 0.4) for _ in claimed]
    as_numbers = tuple(stale or number for stale, number in zip(is_stale, drawn))
    brackets = [0, 0, 1] + [2] * all(as_numbers) + [3] * (language in ("Chinese", "Japanese"))
    recipe = Recipe(
        config=config,
        form=name,
        language=language,
        mistake=mistake,
        kind=random_.choice(form.kinds),
        frame=random_.choice(form.frames),
        tensor=tensor,
        claimed=claimed,
        as_numbers=as_numbers,
        template=random_.randrange(60),
        words=random_.randint(0, _LOCAL_WORDS),
        has_directions=random_.random() < 0.5,
        is_turned=random_.random() < 0.5,
        around=random_.choice(AROUND[: len(AROUND) if form.is_in_code and config.is_batched else -1]),
        names=random_.randrange(len(_NAMES)),
        constants=random_.randrange(len(_CONSTANTS)),
        noun=random_.randrange(2),
        neutral=random_.choice([0, 0, 1, 2, 3, 4]),
        bracket=random_.choice(brackets),
    )
    return None if mistake == "another symbol" and all(as_numbers) else recipe
