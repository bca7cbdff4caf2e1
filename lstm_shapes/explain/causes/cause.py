"""A cause of errors: its name, an explanation, and a program that shows it."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import dedent

__all__ = ["Cause"]


@dataclass(frozen=True, slots=True)
class Cause:
    """A mistake that people make with LSTM shapes."""

    id: str
    """A stable name for programs."""

    title: str
    explanation: str

    given: str
    """Python: the beginning of both programs, the wrong one and the right one."""

    wrong: str
    """Python: the rest of the wrong program."""

    happens: str
    """What the wrong program leads to: an error, a warning or printed lines."""

    right: str
    """Python: the rest of the right program."""

    prints: str = ""
    """What the right program prints."""

    silent: bool = False
    """Whether PyTorch runs the wrong program without an error."""

    def __post_init__(self) -> None:
        for name in ("given", "wrong", "happens", "right", "prints"):
            object.__setattr__(self, name, dedent(getattr(self, name)).strip("\n"))
