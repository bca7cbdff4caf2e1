"""What checking a document gives: every claim with its verdict, and what stood in the way."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from lstm_shapes.check.text import Span

__all__ = ["Checked", "Claim", "Edit", "Problem", "Verdict"]


class Verdict(str, Enum):
    """What is known of a claim."""

    TRUE = "true"
    FALSE = "false"
    UNVERIFIED = "unverified"
    SUPPRESSED = "suppressed"


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """What to write in place of a stretch of a file."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement about the shape of a tensor, and what became of it.

    tensor: `output`, `h_n`, ... where the LSTM decides, else the expression in the document.
    claimed: the exact characters in the file; expected: the right ones in the same form; formula: the shape in symbols
    and numbers, `(D * num_layers, N, H_out) = (2 * 2, 3, 20)`. rule: of a false claim (or a suppressed one, which would
    be false). message: one sentence for the reader; reason: why it is so, or why it could not be decided.
    fix: the edits that make a false claim true; empty where no repair is certain.
    """

    span: Span
    tensor: str
    claimed: str
    verdict: Verdict
    expected: str | None = None
    formula: str | None = None
    rule: str | None = None
    message: str = ""
    reason: str = ""
    fix: tuple[Edit, ...] = ()
    cell: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about a document itself: code that cannot be parsed, a suppression without effect, a file unread."""

    rule: str
    message: str
    span: Span | None = None
    cell: int | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """One document after checking.

    path: as it was given, relative and with slashes where possible. text: the file's text, from which the lines of the
    full format are taken; None where it could not be read.
    """

    path: str
    claims: tuple[Claim, ...] = ()
    problems: tuple[Problem, ...] = ()
    text: str | None = None
