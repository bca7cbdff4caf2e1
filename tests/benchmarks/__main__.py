"""`python -m tests.benchmarks`: how fast lstm-shapes is beside the shortest way to do the same.

Each pair is run in turn, A B A B …, after one warm-up of each, and the ratio is taken pair by pair, so that a machine
whose speed drifts does not matter. What is printed is a Markdown table of medians.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

# The shortest script that imports torch, builds the same LSTM, runs it and prints the shapes.
_SHORTEST_SCRIPT = """
import torch
lstm = torch.nn.LSTM(10, 20, num_layers=2, bidirectional=True)
output, (h_n, c_n) = lstm(torch.randn(5, 3, 10))
print(output.shape, h_n.shape, c_n.shape)
"""
_TORCHINFO = """
import torch, torchinfo
lstm = torch.nn.LSTM(10, 20, num_layers=2, bidirectional=True)
print(torchinfo.summary(lstm, input_size=(5, 3, 10)))
"""
_PYTHON = (sys.executable, "-W", "ignore", "-c")
_LSTM_SHAPES = (str(Path(sys.executable).with_name("lstm-shapes")),)  # as pip installs it, compiled
_HUGE = ["--hidden-size", "100000", "--layers", "48", "--bidirectional", "--seq-len", "16384", "--batch-size", "1024"]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two commands to compare: ours, the other, and the ratio we want at most."""

    title: str
    ours: Sequence[str]
    other_title: str
    other: Sequence[str]
    goal: float
    needs: str = "torch"


PAIRS = (
    Pair(
        "`inspect --layers 2 --bidirectional`",
        (*_LSTM_SHAPES, "inspect", "--layers", "2", "--bidirectional"),
        "the shortest script that builds and runs the LSTM",
        (*_PYTHON, _SHORTEST_SCRIPT),
        1.10,
    ),
    Pair(
        "`inspect --layers 2 --bidirectional`",
        (*_LSTM_SHAPES, "inspect", "--layers", "2", "--bidirectional"),
        "torchinfo's `summary`",
        (*_PYTHON, _TORCHINFO),
        1.0,
        needs="torchinfo",
    ),
    Pair(
        "`inspect --device meta`, 11 trillion parameters",
        (*_LSTM_SHAPES, "inspect", "--device", "meta", *_HUGE),
        '`python -c "import torch"`',
        (*_PYTHON, "import torch"),
        1.5,
    ),
    Pair(
        "`inspect --no-run`",
        (*_LSTM_SHAPES, "inspect", "--no-run"),
        '`python -c "import typer, rich"`',
        (*_PYTHON, "import typer, rich"),
        1.5,
    ),
    Pair(
        "`--help`",
        (*_LSTM_SHAPES, "--help"),
        '`python -c "import typer, rich"`',
        (*_PYTHON, "import typer, rich"),
        1.5,
    ),
)


def _seconds(command: Sequence[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - began


def _measure(pair: Pair, rounds: int) -> str:
    for command in (pair.ours, pair.other):
        _seconds(command)
    times = [(_seconds(pair.ours), _seconds(pair.other)) for _ in range(rounds)]
    ours, other = (statistics.median(column) for column in zip(*times, strict=True))
    ratio = statistics.median(mine / theirs for mine, theirs in times)
    return f"| {pair.title} | {ours:.2f} s | {pair.other_title} | {other:.2f} s | {ratio:.2f} | ≤ {pair.goal:.2f} |"


def main() -> None:
    """Measure every pair and print the table, a row as soon as it is known."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=15, help="runs of each command that count [default: 15]")
    rounds = parser.parse_args().rounds
    print("| lstm-shapes | median | beside | median | ratio | goal |")
    print("| --- | --- | --- | --- | --- | --- |")
    for pair in PAIRS:
        if find_spec(pair.needs) is None:
            print(f"{pair.other_title} is not measured: install lstm-shapes[bench]", file=sys.stderr)
        else:
            print(_measure(pair, rounds), flush=True)
    print(f"\n{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")


if __name__ == "__main__":
    main()
