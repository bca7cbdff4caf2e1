"""A cause: what it is called, why it goes wrong, and a program that shows it."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import dedent

__all__ = ["Cause"]


@dataclass(frozen=True, slots=True)
class Cause:
    """A mistake that people make with LSTM shapes; `id` is stable.

    given, wrong and right are Python: `given` and `wrong`, one after the other, lead to what `happens`, an error, a
    warning or printed lines; `given` and `right` run, and print `prints`. silent: PyTorch says nothing.
    """

    id: str
    title: str
    explanation: str
    given: str
    wrong: str
    happens: str
    right: str
    prints: str = ""
    silent: bool = False

    def __post_init__(self) -> None:
        for name in ("given", "wrong", "happens", "right", "prints"):
            object.__setattr__(self, name, dedent(getattr(self, name)).strip("\n"))
