"""Which claims are shown, and in which words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lstm_shapes.check.result import Checked, Claim, Problem, Verdict
from lstm_shapes.check.text import Span

__all__ = ["View", "findings", "sentence_of", "shape_text"]


@dataclass(frozen=True, slots=True)
class View:
    """What a reader asked to see.

    show_all: true, unverified and suppressed claims as well. strict: unverified claims and warnings are errors.
    statistics: how often each rule was broken. version: of this tool, where a format names it.
    """

    show_all: bool = False
    strict: bool = False
    statistics: bool = False
    version: str = "0"

    def shows(self, claim: Claim) -> bool:
        """Whether a format for reading has this claim; JSON has them all."""
        return self.show_all or self.fails(claim)

    def fails(self, claim: Claim) -> bool:
        """Whether the claim alone makes the command fail."""
        return claim.verdict is Verdict.FALSE or (self.strict and claim.verdict is Verdict.UNVERIFIED)


def findings(document: Checked, view: View) -> Iterator[Claim | Problem]:
    """What is shown of a document, in the order in which it stands there; what concerns it as a whole comes first."""
    shown: list[Claim | Problem] = [*document.problems, *filter(view.shows, document.claims)]
    nowhere = Span(0, 0, 0, 0)
    yield from sorted(shown, key=lambda finding: finding.span or nowhere)


def sentence_of(claim: Claim) -> str:
    """What is to be said about a claim, in one sentence."""
    if claim.verdict is Verdict.FALSE and claim.message:
        return claim.message
    if claim.verdict is Verdict.FALSE:
        right = f" but is {claim.expected}" if claim.expected else ", which is false"
        return f"{shape_text(claim)}{right}"
    subject = f"{claim.tensor} {_one_line(claim.claimed)} is {claim.verdict.value}"
    return f"{subject}: {claim.reason}" if claim.reason else subject


def further_reason(claim: Claim) -> str:
    """What the reason says that the sentence does not say already."""
    sentence = sentence_of(claim)
    hint = sentence.rpartition("; ")[2]
    return "" if claim.reason in sentence else claim.reason.removesuffix(f"; {hint}")


def shape_text(claim: Claim) -> str:
    """What the document says."""
    return f"{claim.tensor} is claimed {_one_line(claim.claimed)}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
