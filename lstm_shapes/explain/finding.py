"""What is found out about an error: which tensor, which axis, and who is under suspicion."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

__all__ = ["Diagnosis", "Finding", "Likelihood", "Size", "Suspect", "axes_text", "likeliest_first"]

Likelihood = Literal["certain", "likely", "possible"]
Size = tuple[int, ...] | int | str | None
"""A shape; one size, or without an axis a number of axes; a dtype or device; None where the message tells nothing."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """A cause that explains the error.

    cause: an id of the table of causes. because: what makes it a suspect, and what would tell it from others; what
    stands between backticks is code. fix: lines of Python that repair it, in the names of the code at hand.
    """

    cause: str
    likelihood: Likelihood
    because: str
    fix: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a message says, and its suspects, the likeliest first.

    tensor: `h_0`, `input`, ...; None where the error is not about one. axis: the first axis that is wrong.
    known: what the message tells of the LSTM, as flags of `inspect` and their values. contradicts: where the LSTM that
    the user describes is another than that of the message, what tells so. group: what several messages say together,
    so that the first stands for all.
    """

    tensor: str | None
    suspects: tuple[Suspect, ...]
    expected: Size = None
    actual: Size = None
    axis: int | None = None
    formula: str | None = None
    known: Mapping[str, int | str | bool] = field(default_factory=dict)
    contradicts: str | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One error, explained.

    message: as it was found. command: what shows the whole picture. is_of_code: whether that is of the LSTM that the
    user describes, and not of one that would say the same. times: how often the same message was found.
    """

    message: str
    finding: Finding
    command: str
    is_of_code: bool = False
    times: int = 1


def likeliest_first(suspects: Iterable[Suspect]) -> tuple[Suspect, ...]:
    """Suspects in order; those that are as likely keep theirs."""
    return tuple(sorted(suspects, key=lambda suspect: get_args(Likelihood).index(suspect.likelihood)))


def axes_text(count: int) -> str:
    """A number of axes, in words."""
    return f"{count} ax{'is' if count == 1 else 'es'}"
