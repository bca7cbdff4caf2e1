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
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from lstm_shapes import LSTMSpec, console
from lstm_shapes.training.model import LetterModel
from lstm_shapes.training.result import learn
from lstm_shapes.training.settings import Settings
from lstm_shapes.training.words import DEFAULT_WORDS
from tests.benchmarks.documents import write_documents

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
_PLAIN_EXERCISE = Path(__file__).parent.parent / "training" / "plain_exercise.py"
_SMALL_APP = str(Path(__file__).with_name("small_app.py"))
_PYTHON = (sys.executable, "-W", "ignore", "-c")
_LSTM_SHAPES = (str(Path(sys.executable).with_name("lstm-shapes")),)  # as pip installs it, compiled
_CALLS, _BLOCKS_PER_ROUND = 100, 20
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
        1.0,
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
        "`inspect --device meta`, 48 layers of 100,000",
        (*_LSTM_SHAPES, "inspect", "--device", "meta", *_HUGE),
        '`python -c "import torch"`',
        (*_PYTHON, "import torch"),
        1.5,
    ),
    Pair(
        "`train-demo`, 1,000 epochs",
        (*_LSTM_SHAPES, "train-demo"),
        "the plain script of the same exercise",
        (sys.executable, "-W", "ignore", str(_PLAIN_EXERCISE)),
        0.85,
    ),
    Pair(
        "`inspect --no-run`",
        (*_LSTM_SHAPES, "inspect", "--no-run"),
        "a Typer app of ten lines that prints a rich table",
        (sys.executable, _SMALL_APP),
        1.25,
    ),
    Pair(
        "`explain` of a message",
        (*_LSTM_SHAPES, "explain", "Expected hidden[0] size (4, 3, 20), got [2, 3, 20]"),
        "that app",
        (sys.executable, _SMALL_APP),
        1.25,
    ),
    Pair(
        "`check` of the README",
        (*_LSTM_SHAPES, "check", "README.md"),
        "that app",
        (sys.executable, _SMALL_APP),
        1.25,
    ),
    Pair(
        "`--help`",
        (*_LSTM_SHAPES, "--help"),
        "that app's `--help`",
        (sys.executable, _SMALL_APP, "--help"),
        1.25,
    ),
)


def _check_pairs(folder: Path) -> tuple[Pair, ...]:
    """What is checked beside half of it, which shows whether the time is linear, and beside doing without."""
    titles = {
        "many": ("1,000 files of 10 claims", "500 of them", "half", 2.2),
        "long.md": ("10,000 claims in a file", "5,000", "short.md", 2.5),
        "plain.md": ("5 MB without an LSTM", "an empty file", "empty.md", 3.0),
    }
    check = (*_LSTM_SHAPES, "check")
    sizes = [
        Pair(f"`check`, {title}", (*check, str(folder / name)), other, (*check, str(folder / beside)), goal)
        for name, (title, other, beside, goal) in titles.items()
    ]
    examples = str(folder / "examples.txt")
    doctest = (sys.executable, "-m", "doctest", examples)
    return (*sizes, Pair("`check`, 200 `>>> x.shape`", (*check, examples), "`python -m doctest`", doctest, 0.2))


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


def _compare_loops(rounds: int) -> Iterator[str]:
    """The loops alone, in one process, in turn: ours, ours with a bar at a terminal, and the plain script's."""
    from lstm_shapes.pytorch import load_torch

    load_torch()
    from tests.training import plain_exercise

    plain: Callable[..., object] = plain_exercise.train
    plain(epochs=10)  # imports what an optimizer needs
    loops: dict[str, list[float]] = {"alone": [], "with a bar": [], "plain": []}
    for _ in range(rounds):
        for name, loop in (("alone", _train), ("with a bar", _train_with_a_bar), ("plain", plain)):
            loops[name].append(_timed(loop))
    for name, other, goal in (("alone", "plain", 0.85), ("with a bar", "alone", 1.03)):
        ratio = statistics.median(ours / theirs for ours, theirs in zip(loops[name], loops[other], strict=True))
        mine, theirs = statistics.median(loops[name]), statistics.median(loops[other])
        title = "the plain script's loop" if other == "plain" else "our loop alone"
        yield f"| our training loop {name} | {mine:.2f} s | {title} | {theirs:.2f} s | {ratio:.2f} | ≤ {goal:.2f} |"


def _compare_calls(rounds: int) -> str:
    """A call of an LSTM of the size of train-demo's, a hundred at a time, in turn: watched, and not."""
    from lstm_shapes import watch
    from lstm_shapes.pytorch import load_torch

    torch = load_torch()
    lstm, letters = torch.nn.LSTM(26, 128), torch.randn(3, 10, 26)

    def calls() -> None:
        for _ in range(_CALLS):
            lstm(letters)

    watched, plain = [], []
    for _ in range(_BLOCKS_PER_ROUND * rounds):
        plain.append(_timed(calls))
        with watch(lstm):
            calls()  # the first is described
            watched.append(_timed(calls))
    ratio = statistics.median(ours / theirs for ours, theirs in zip(watched, plain, strict=True))
    mine, theirs = (f"{statistics.median(column) / _CALLS * 1e6:.0f} µs" for column in (watched, plain))
    return f"| a call of an LSTM under `watch` | {mine} | the call | {theirs} | {ratio:.2f} | ≤ 1.03 |"


def _timed(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def _train() -> None:
    model, settings = _letter_model()
    learn(model, settings, lambda epoch, loss: None)


def _train_with_a_bar() -> None:
    model, settings = _letter_model()
    with redirect_stdout(_Terminal()), console.progress(settings.epochs, "epoch") as tell:
        learn(model, settings, lambda epoch, loss: tell(epoch, f"loss {loss:.6f}"))


def _letter_model() -> tuple[LetterModel, Settings]:
    words = DEFAULT_WORDS
    settings = Settings(LSTMSpec(26, 128, seq_len=words.prefix_length, batch_size=len(words.words)))
    return LetterModel(settings), settings


class _Terminal(StringIO):
    """What a progress bar takes for a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


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
    with TemporaryDirectory() as folder:
        write_documents(Path(folder))
        for pair in _check_pairs(Path(folder)):
            print(_measure(pair, rounds), flush=True)
    for row in (*_compare_loops(rounds), _compare_calls(rounds)):
        print(row, flush=True)
    print(f"\n{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")


if __name__ == "__main__":
    main()
