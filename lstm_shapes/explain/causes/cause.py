"""A cause of errors: its name, an explanation, and a program that shows it."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import dedent

from lstm_shapes.kinds import KINDS

__all__ = ["LAYERS", "ONE_STATE", "TWO_STATES", "Cause"]

LAYERS = tuple(name for name, kind in KINDS.items() if not kind.is_cell)
ONE_STATE = tuple(name for name, kind in KINDS.items() if not kind.has_cell_state)
TWO_STATES = tuple(name for name, kind in KINDS.items() if kind.has_cell_state)


@dataclass(frozen=True, slots=True)
class Cause:
    """A mistake that people make with the shapes of recurrent layers."""

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

    kinds: tuple[str, ...] = tuple(KINDS)
    """The kinds that can be run into it; a diagnosis of another kind never names it."""

    def __post_init__(self) -> None:
        for name in ("given", "wrong", "happens", "right", "prints"):
            object.__setattr__(self, name, dedent(getattr(self, name)).strip("\n"))
