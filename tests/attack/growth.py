"""Growth: whatever repeats in a document or a log, twice as much of it takes about twice the time."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from random import Random
from typing import Any

from lstm_shapes.check.batch import Job, check_one
from lstm_shapes.explain.diagnose import diagnose
from tests.attack.attacking import Attack, BrokenLawError
from tests.attack.constructs import CONSTRUCTS
from tests.explain.messages import FILLED

__all__ = ["GROWTH"]

_MOST_PER_DOUBLING = 2.6
_ENOUGH = 0.15  # seconds of CPU time that can be measured on a busy machine
_MOST_REPETITIONS = 200_000

_MESSAGE = sorted(FILLED.values())[7]
_FRAME = '  File "a.py", line 1, in f\n    f(x)\n'
_LOGS: dict[str, Callable[[int], str]] = {
    "log: one line again": lambda n: f"{_MESSAGE}\n" * n,
    "log: one long line": lambda n: f"{_MESSAGE} " * n,
    "log: other lines": lambda n: "epoch 1: loss 0.5\n" * n + _MESSAGE,
    "log: brackets": lambda n: f"lstm {'(' * n} {_MESSAGE}",
    "log: a shape": lambda n: f"lstm Expected hidden[0] size ({'2, ' * n}3), got [1, 3, 20]",
    "log: a word": lambda n: f"lstm {'a' * n}{_MESSAGE}",
    "log: frames": lambda n: f"Traceback (most recent call last):\n{_FRAME * n}{_MESSAGE}",
    "log: entities": lambda n: "&#39;&lt;" * n + _MESSAGE,
    "log: escapes": lambda n: "\x1b[31m" * n + _MESSAGE,
    "log: blanks": lambda n: f"lstm {' ' * n}{_MESSAGE}",
    "log: quotes": lambda n: "> " * n + _MESSAGE,
    "log: a program": lambda n: "lstm = nn.LSTM(10, 20)\n" * n + _MESSAGE,
    "log: a program of one line": lambda n: "lstm = nn.LSTM(10, 20); " * n + _MESSAGE,
    "log: a chain of attributes": lambda n: f"    y = {'self.' * n}lstm({'x.' * n}y)\n{_MESSAGE}",
    "log: calls in calls": lambda n: f"    f({'self.lstm(' * n}x{')' * n})\n{_MESSAGE}",
}


def _make(random: Random) -> str:
    return random.choice([*CONSTRUCTS, *_LOGS])


def _run(name: str, count: int) -> Callable[[], Any]:
    if name in _LOGS:
        log = _LOGS[name](count)
        return lambda: diagnose([log])
    text, kind = CONSTRUCTS[name](count)
    return lambda: check_one(Job(f"document.{kind}", kind, text))


def _seconds(name: str, count: int) -> float:
    call = _run(name, count)
    times = []
    for _ in range(2):
        began = time.process_time()
        call()
        times.append(time.process_time() - began)
    return min(times)


def _growth(name: str) -> tuple[float, str]:
    """The factor for twice as much, and what was measured."""
    count = 125
    while (first := _seconds(name, count)) < _ENOUGH and count < _MOST_REPETITIONS:
        count *= 2
    fourth = _seconds(name, 4 * count)
    growth = (fourth / first) ** 0.5 if fourth > _ENOUGH else 1
    return growth, f"{growth:.2f} per doubling, {first:.2f} s for {count:,} and {fourth:.2f} s for {4 * count:,}"


def _judge(name: str) -> None:
    gc.disable()  # its pauses grow with all that the process holds
    try:
        growth, measured = _growth(name)
        if growth > _MOST_PER_DOUBLING:  # or the machine was busy
            growth, measured = min((growth, measured), _growth(name))
    finally:
        gc.enable()
    if growth > _MOST_PER_DOUBLING:
        raise BrokenLawError(f"{name} grows linearly: {measured}")


GROWTH = Attack(_make, _judge)
