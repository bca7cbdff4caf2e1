"""The rules: the kinds of errors that `check` finds, each with an explanation and an example."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from lstm_shapes.check.choices import RULE_IDS

__all__ = ["RULES", "Rule", "find_rule"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of error."""

    id: str
    """Such as `LS003`."""

    name: str
    """Such as `wrong-axis-order`."""

    summary: str

    level: Literal["false", "warning", "error"]
    """A `false` claim, a `warning`, or an `error` because of which a file cannot be checked."""

    explanation: str
    """Paragraphs, with code between backticks."""

    wrong: str = ""
    """A document that breaks the rule; empty if no text can show it."""

    right: str = ""
    """The same document, corrected."""

    kind: str = "py"
    """The kind of these two documents."""


_LSTM = """\
import torch
from torch import nn

lstm = nn.LSTM({arguments})
output, (h_n, c_n) = lstm(torch.randn({input}))
"""


def _lstm(claim: str, arguments: str = "10, 20", input: str = "5, 3, 10") -> str:
    return f"{_LSTM.format(arguments=arguments, input=input)}{claim}\n"


_BATCH_FIRST = "10, 20, num_layers=2, batch_first=True"
_BOTH_WAYS = "10, 20, num_layers=2, bidirectional=True"

_ALL = (
    Rule(
        "LS001",
        "wrong-size",
        "an axis has another size",
        "false",
        "The claim has as many axes as the tensor, and at least one of them has another size. The sizes follow from "
        "the constructor and the input: `output` is `(L, N, D * H_out)`, `h_n` is `(D * num_layers, N, H_out)` and "
        "`c_n` is `(D * num_layers, N, H_cell)`, where `H_out` is `proj_size` if that is greater than 0 and "
        "`hidden_size` otherwise.\n\n"
        "Such claims often survive a change of the example: the constructor was edited, its comment was not.",
        _lstm("print(output.shape)  # (5, 3, 10)"),
        _lstm("print(output.shape)  # (5, 3, 20)"),
    ),
    Rule(
        "LS002",
        "wrong-rank",
        "the tensor has another number of axes",
        "false",
        "The claim has more or fewer axes than the tensor. With a batch, input, output and states all have three axes. "
        "Without one (a 2-D input) all have two, and so have the states: `(D * num_layers, H_out)`.\n\n"
        "`h_n` keeps its first axis even with one layer and one direction: it is `(1, N, H_out)`, not `(N, H_out)`; "
        "what has two axes is `h_n[-1]`.",
        _lstm("print(h_n.shape)  # (3, 20)"),
        _lstm("print(h_n.shape)  # (1, 3, 20)"),
    ),
    Rule(
        "LS003",
        "wrong-axis-order",
        "the axes are right, their order is not",
        "false",
        "The claim names the right axes in another order. Most often the states are claimed batch-first: "
        "`batch_first=True` turns the input and the output into `(N, L, ...)`, but `h_0`, `c_0`, `h_n` and `c_n` stay "
        "`(D * num_layers, N, ...)`. The other way round, an input or an output is claimed as `(N, L, ...)` without "
        "`batch_first=True`: its first axis is then time. Where the data come from outside, only the layer tells which "
        "axis is time: if they have the batch first, the claim is right, and the layer runs over the batch, which no "
        "error shows. The message says so, and `--fix` changes nothing.\n\n"
        "PyTorch refuses states in the wrong order unless N happens to equal D * num_layers; then it is silent.",
        _lstm("print(h_n.shape)  # (3, 2, 20)", _BATCH_FIRST, "3, 5, 10"),
        _lstm("print(h_n.shape)  # (2, 3, 20)", _BATCH_FIRST, "3, 5, 10"),
    ),
    Rule(
        "LS004",
        "call-would-raise",
        "PyTorch refuses this call",
        "false",
        "What the document says about a result cannot be true, as the call raises an error: the last axis of the input "
        "is not `input_size`, the states are not `(D * num_layers, N, ...)`, the ranks of input and states do not "
        "match, or the constructor refuses its arguments. Only calls outside of functions are reported, whose sizes "
        "do not depend on a caller.\n\n"
        "The message says what PyTorch would: `input.size(-1) must be equal to input_size. Expected 10, got 7`.",
        _lstm("print(output.shape)  # (5, 3, 20)", input="5, 3, 7"),
        _lstm("print(output.shape)  # (5, 3, 20)"),
    ),
    Rule(
        "LS005",
        "wrong-directions",
        "the number of directions D is forgotten, or one too many",
        "false",
        "With `bidirectional=True`, D is 2: the features of the output are `D * H_out`, the two directions side by "
        "side, and the first axis of the states is `D * num_layers`, one above the other. The claim leaves that factor "
        "out, or has it where it does not belong: the last axis of `h_n` is `H_out` alone, and without "
        "`bidirectional=True` D is 1 everywhere.",
        _lstm("print(output.shape)  # (seq_len, batch, hidden_size)", _BOTH_WAYS),
        _lstm("print(output.shape)  # (seq_len, batch, 2 * hidden_size)", _BOTH_WAYS),
    ),
    Rule(
        "LS006",
        "tuple-as-tensor",
        "the tuple (h_n, c_n) is claimed to be one tensor",
        "false",
        "`nn.LSTM` returns `output, (h_n, c_n)`. A name that is bound to the second of the two is a tuple and has no "
        "shape; PyTorch says `'tuple' object has no attribute 'shape'`. `nn.GRU` and `nn.RNN` return a single tensor "
        "there, from which such claims are often copied.",
        "import torch\nfrom torch import nn\n\nlstm = nn.LSTM(10, 20)\n"
        "output, hidden = lstm(torch.randn(5, 3, 10))\nprint(hidden.shape)  # (1, 3, 20)\n",
        "import torch\nfrom torch import nn\n\nlstm = nn.LSTM(10, 20)\n"
        "output, (h_n, c_n) = lstm(torch.randn(5, 3, 10))\nprint(h_n.shape)  # (1, 3, 20)\n",
    ),
    Rule(
        "LS007",
        "wrong-symbol",
        "an axis is named after another quantity",
        "false",
        "The claim gives an axis the name of a quantity that it does not have: `input_size` for the features of the "
        "output (they are `hidden_size`, or `proj_size` with a projection), or `seq_len` in a state, which has no time "
        "axis. It is false even if the two sizes happen to be equal in the example.",
        _lstm("print(output.shape)  # (seq_len, batch, input_size)"),
        _lstm("print(output.shape)  # (seq_len, batch, hidden_size)"),
    ),
    Rule(
        "LS008",
        "wrong-layer-count",
        "the number of layers is forgotten, or one too many",
        "false",
        "The first axis of the states is `D * num_layers`: a state for each layer, and for each direction of it. The "
        "claim leaves `num_layers` out, or has it where it does not belong: the output is that of the last layer "
        "alone, so no axis of it depends on `num_layers`.",
        _lstm("print(h_n.shape)  # (num_directions, batch, hidden_size)", _BOTH_WAYS),
        _lstm("print(h_n.shape)  # (num_directions * num_layers, batch, hidden_size)", _BOTH_WAYS),
    ),
    Rule(
        "LS009",
        "stale-command-output",
        "a command of this tool prints something else",
        "false",
        "With `--commands`, a console block that holds `$ lstm-shapes inspect ...` or `$ lstm-shapes explain ...` is "
        "run again, and the output in the document is compared with what it prints now. `--fix` updates it. "
        "Nothing but these commands is ever run.",
        "```console\n$ lstm-shapes inspect --no-run --get h_n\n1,3,10\n```\n",
        "```console\n$ lstm-shapes inspect --no-run --get h_n\n1,3,20\n```\n",
        "md",
    ),
    Rule(
        "LS010",
        "unparsable-code",
        "code that mentions LSTMs cannot be parsed",
        "warning",
        "A piece of code is not valid Python, so it cannot be followed, and claims that depend on it stay unverified. "
        "It is a warning, as documents may hold fragments on purpose; with `--strict` it fails.",
        _lstm("print(output.shape  # (5, 3, 20)"),
        _lstm("print(output.shape)  # (5, 3, 20)"),
    ),
    Rule(
        "LS011",
        "unreadable-file",
        "a file cannot be read",
        "error",
        "A file is missing, may not be read, is not text in UTF-8 (or UTF-16 with a byte order mark), or is not a "
        "notebook although its name says so. All other files are still checked and reported, and the exit code is 2.",
    ),
    Rule(
        "LS012",
        "unused-suppression",
        "a suppression suppresses nothing",
        "warning",
        "A comment tells `check` to ignore something, and there is nothing to ignore: the claim has been corrected, "
        "has moved away, or the comment names another rule. Left in place it would hide the next error. With "
        "`--strict` it fails.",
        _lstm("print(output.shape)  # (5, 3, 20)  # lstm-shapes: ignore[LS001]"),
        _lstm("print(output.shape)  # (5, 3, 20)"),
    ),
    Rule(
        "LS013",
        "one-state-as-pair",
        "the one state of a GRU or RNN is unpacked as (h, c)",
        "false",
        "`nn.GRU` and `nn.RNN` return `output, h_n`, and `h_n` is one tensor. Unpacked as `(h, c)`, as the pair of an "
        "LSTM is, it is taken apart along its first axis: PyTorch raises an error, unless there are two rows; then "
        "both names silently get the state of one layer or direction, and neither is a cell state.",
        "import torch\nfrom torch import nn\n\ngru = nn.GRU(10, 20, num_layers=2)\n"
        "output, (h_n, c_n) = gru(torch.randn(5, 3, 10))\n",
        "import torch\nfrom torch import nn\n\ngru = nn.GRU(10, 20, num_layers=2)\n"
        "output, h_n = gru(torch.randn(5, 3, 10))\n",
    ),
)

RULES: Mapping[str, Rule] = dict(zip(RULE_IDS, _ALL))


def find_rule(text: str) -> Rule | None:
    """The rule with this id or name, in upper or lower case; None if there is none."""
    wanted = text.strip().lower()
    return next((rule for rule in _ALL if wanted in (rule.id.lower(), rule.name)), None)
