"""What is found out about an error: the tensor, the axis, and the suspected causes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

__all__ = ["Diagnosis", "Evidence", "Finding", "Likelihood", "Size", "Suspect", "axes_text", "likeliest_first"]

Likelihood = Literal["certain", "likely", "possible"]
Size = tuple[int, ...] | int | str | None
"""A shape, the size of one axis, a number of axes, or the name of a dtype or device; None if it is not known."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """A cause that may explain the error."""

    cause: str
    """Its id in the table of causes."""

    likelihood: Likelihood

    because: str
    """Why it is suspected; code is between backticks."""

    fix: str
    """Lines of Python that repair it, with the names in the user's code."""

    condition: str = ""
    """What makes it the cause, where that is not known."""

    @property
    def reason(self) -> str:
        """Why it is suspected, and what is not known of it."""
        return f"{self.because}. This is the cause if {self.condition}" if self.condition else self.because


@dataclass(frozen=True, slots=True)
class Finding:
    """What a message says, and what may have caused it."""

    tensor: str | None
    """`h_0`, `input`, ...; None if the error is not about a tensor."""

    suspects: tuple[Suspect, ...]
    """The likeliest first."""

    expected: Size = None
    actual: Size = None

    axis: int | None = None
    """The first axis that is wrong; None if the error is not about a single axis."""

    formula: str | None = None
    """The right shape of the tensor in symbols."""

    known: Mapping[str, int | str | bool] = field(default_factory=dict)
    """What the message says about the layer: flags of `inspect` and their values."""

    contradicts: str | None = None
    """Why the module that the user describes cannot be the one in the message; None if it can."""

    group: str | None = None
    """A name that several messages about one mistake share; only the first of them is reported."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was seen in the program that raised the error."""

    layer: str
    """The module's place in the model, and the call that builds it; empty if it was never built."""

    line: str
    """The program's own line."""

    tensors: tuple[tuple[str, tuple[int, ...], str, str], ...]
    """What the module was given: the name, the shape, the dtype and the device of each tensor."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One error, explained."""

    message: str
    """As it was found in the text."""

    finding: Finding

    command: str
    """A command that shows all shapes."""

    is_of_code: bool = False
    """Whether the command is about the module that the user describes, and not about another that fits the message."""

    times: int = 1
    """How often the message was found."""

    evidence: Evidence | None = None
    """None where only the message is known, or its traceback."""


def likeliest_first(suspects: Iterable[Suspect]) -> tuple[Suspect, ...]:
    """The suspects, sorted by likelihood; equally likely ones keep their order."""
    return tuple(sorted(suspects, key=lambda suspect: get_args(Likelihood).index(suspect.likelihood)))


def axes_text(count: int) -> str:
    """A number of axes with its noun: `1 axis`, `3 axes`."""
    return f"{count} ax{'is' if count == 1 else 'es'}"
