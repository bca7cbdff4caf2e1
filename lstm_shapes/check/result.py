"""The result of checking a document: every claim with its verdict, and the problems."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from lstm_shapes.check.text import Span

__all__ = ["IN_BASELINE", "Checked", "Claim", "Edit", "Fact", "Problem", "Verdict"]

IN_BASELINE = "it is listed in the baseline"
"""Why a false claim is suppressed that a file of known findings holds."""


class Verdict(str, Enum):
    """What is known about a claim."""

    TRUE = "true"
    FALSE = "false"
    UNVERIFIED = "unverified"
    SUPPRESSED = "suppressed"


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """A part of a file to replace."""

    span: Span

    text: str
    """The replacement."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What makes a claim false, and the code that shows it."""

    text: str
    """A sentence without a full stop."""

    span: Span

    cell: int | None = None
    """The number of the notebook's cell, from 1 on."""

    path: str = ""
    """The file, if it is another one than the claim's."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement about the shape of a tensor, and whether it is true."""

    span: Span

    tensor: str
    """`output`, `h_n`, ... for a tensor of the LSTM; for others, the expression in the document."""

    claimed: str
    """The claimed shape, exactly as it is in the file."""

    verdict: Verdict

    expected: str | None = None
    """The right shape, in the same form as the claimed one."""

    formula: str | None = None
    """The right shape in symbols and numbers, such as `(D * num_layers, N, H_out) = (2 * 2, 3, 20)`."""

    rule: str | None = None
    """The rule that a false claim breaks; a suppressed claim is a false one, too."""

    message: str = ""
    """One sentence for the user."""

    reason: str = ""
    """Why the verdict is so, or why it could not be decided."""

    fix: tuple[Edit, ...] = ()
    """The edits that make a false claim true; empty if no correction is certain."""

    cell: int | None = None
    """The number of the notebook's cell, from 1 on."""

    because: tuple[Fact, ...] = ()
    """The places in code that a false claim contradicts."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem of the document itself: it cannot be read, has code that cannot be parsed, or an unused suppression."""

    rule: str
    message: str

    span: Span | None = None
    """None if the problem is about the whole document."""

    cell: int | None = None
    """The number of the notebook's cell, from 1 on."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A document that was checked."""

    path: str
    """The path as it was given, with slashes; relative to the current folder if the file is below it."""

    claims: tuple[Claim, ...] = ()
    problems: tuple[Problem, ...] = ()

    text: str | None = None
    """The text of the file, from which the full format quotes; None if it could not be read."""
