"""Random command lines: each ends with a known exit code, in few words, and writes only what it was told to."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from random import Random
from typing import Any

from typer.main import get_command

from lstm_shapes.cli import app, run
from tests.attack.attacking import Attack, BrokenLawError, without_one
from tests.attack.forked import in_a_copy
from tests.explain.messages import FILLED

__all__ = ["COMMANDS"]

_CODES = (0, 1, 2, 130)
_MOST_LINES = 24  # on stderr, beside what training tells
_MOST_SECONDS = 60
_VALUES = (
    *("", "0", "1", "2", "3", "7", "-1", "1.5", "1e9", "99999999999999999999", "nan", "True", "none", "-", "--", "."),
    *("5,3,2", "5,3,10", "(5, 3, 10)", "[4]", "0,0", "a,b", "h_n", "output", "weight_ih_l0", "h_n=2,3,20", "x=", "=1"),
    *("cpu", "meta", "cuda", "float64", "int8", "relu", "tanh", "LSTM", "gru", "RNNCell", "all", "shapes", "picture"),
    *("json", "latex", "svg", "html", "markdown", "table", "xml", "github", "sarif", "junit", "concise", "full"),
    *("guide.md", "model.py", "weights.pt", "none.md", "out.json", "out.svg", "out.md", "no/out.md", "broken.ipynb"),
    *(
        "nn.LSTM(10, 20)",
        "nn.LSTM(10, 20, 2, bidirectional=True)",
        "nn.GRU(4, 5)",
        "nn.LSTM(0)",
        "print(1)",
        "nn.LSTM(",
    ),
    *(
        "LS001",
        "LS003,LS005",
        "ls001",
        "LS999",
        "wrong-input-size",
        "make,need,coal",
        "mak",
        "é",
        "\udcff",
        "\x1b[31m",
        "q" * 3_000,
    ),
    *("**/*.md", "[", "lstm", "hello world"),
)
_FILES = {
    "guide.md": b"# A guide\n\n```python\nlstm = nn.LSTM(10, 20)\nout, (h_n, c_n) = lstm(x)\n"
    b"print(h_n.shape)  # (5, 3, 20)\n```\n",
    "model.py": b"from torch import nn\nlstm = nn.LSTM(10, 20, num_layers=2)\n",
    "weights.pt": b"PK\3\4 no weights",
    "broken.ipynb": b'{"cells": [',
}
_NEVER = {"run"}  # it executes programs, which has an attack of its own
_SLOW = {"train-demo": ["--epochs", "2"]}
_OPENS = {"explore": ["--output", "out.html"]}  # a browser, unless it writes


@cache
def _flags() -> dict[str, list[tuple[str, bool]]]:
    """The flags of each command, and whether each takes a value."""
    commands: dict[str, Any] = get_command(app).commands  # type: ignore[attr-defined]
    return {
        name: [
            (option, not parameter.is_flag)
            for parameter in command.params
            for option in getattr(parameter, "opts", ())
            if parameter.param_type_name == "option" and option not in ("-h", "--help")
        ]
        for name, command in commands.items()
        if name not in _NEVER
    }


def _make(random: Random) -> list[str]:
    command = random.choice(list(_flags()))
    words = [command]
    for _ in range(random.randint(0, 5)):
        if random.random() < 0.25:
            words.append(random.choice((*_VALUES, random.choice(list(FILLED.values())))))
            continue
        flag, takes_value = random.choice(_flags()[command])
        words += [flag, *([random.choice(_VALUES)] if takes_value and random.random() < 0.95 else [])]
    if random.random() < 0.05:
        words.append("--help")
    return [*words, *_SLOW.get(command, []), *_OPENS.get(command, [])]


def _judge(words: list[str]) -> None:
    message = next(iter(FILLED.values())).encode()
    ended = in_a_copy(lambda: run(words), _MOST_SECONDS, stdin=message, files=_FILES)
    if ended.code not in _CODES:
        raise BrokenLawError(f"a known exit code: {ended.code}\n{ended.stderr[-2_000:]}")
    if "Traceback (most recent call last)" in ended.stderr or "this is a bug" in ended.stderr:
        raise BrokenLawError(f"no traceback: {ended.stderr[-2_000:]}")
    told = [line for line in ended.stderr.splitlines() if "epoch" not in line]
    if len(told) > _MOST_LINES:
        raise BrokenLawError(f"a short complaint: {len(told)} lines\n{ended.stderr[-2_000:]}")
    if "\x1b" in ended.stderr + ended.stdout and "--color" not in words:
        raise BrokenLawError(f"nothing moves the cursor: {ended.stderr[-500:]}{ended.stdout[-500:]}")
    named = {word.partition("=")[2] or word for word in words}
    if unnamed := [name for name in ended.files if name not in named and not _is_beside(name, named)]:
        raise BrokenLawError(f"only what is named is written: {unnamed}")
    if _wants_json(words) and ended.code in (0, 1) and ended.stdout.strip():
        try:
            json.loads(ended.stdout)
        except ValueError as error:
            raise BrokenLawError(f"one JSON document: {error}\n{ended.stdout[:500]}") from error


def _is_beside(name: str, named: set[str]) -> bool:
    """A drawing that a Markdown page shows."""
    return name.endswith(".svg") and f"{name.removesuffix('.svg')}.md" in named


def _wants_json(words: Sequence[str]) -> bool:
    formats = [value for flag, value in pairwise(words) if flag in ("--format", "-f")]
    return formats[-1:] == ["json"] and not {"--help", "--output", "-o", "--get"} & set(words)


def _smaller(words: list[str]) -> Iterator[list[str]]:
    return ([words[0], *less] for less in without_one(words[1:]))


COMMANDS = Attack(_make, _judge, _smaller)
