"""Which claims are shown, and in what words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lstm_shapes.check.result import Checked, Claim, Problem, Verdict
from lstm_shapes.check.text import Span

__all__ = ["View", "findings", "sentence_of", "shape_text"]


@dataclass(frozen=True, slots=True)
class View:
    """What the user wants to see."""

    show_all: bool = False
    """Whether true, unverified and suppressed claims are shown as well."""

    strict: bool = False
    """Whether unverified claims and warnings are errors."""

    statistics: bool = False
    """Whether it is shown how often each rule was broken."""

    version: str = "0"
    """The version of this tool, for formats that include it."""

    def shows(self, claim: Claim) -> bool:
        """Whether this claim is shown; JSON has all of them."""
        return self.show_all or self.fails(claim)

    def fails(self, claim: Claim) -> bool:
        """Whether this claim makes the command fail."""
        return claim.verdict is Verdict.FALSE or (self.strict and claim.verdict is Verdict.UNVERIFIED)


def findings(document: Checked, view: View) -> Iterator[Claim | Problem]:
    """What is shown about a document, in the document's order; problems of the whole document come first."""
    shown: list[Claim | Problem] = [*document.problems, *filter(view.shows, document.claims)]
    nowhere = Span(0, 0, 0, 0)
    yield from sorted(shown, key=lambda finding: finding.span or nowhere)


def sentence_of(claim: Claim) -> str:
    """One sentence about a claim."""
    if claim.verdict is Verdict.FALSE and claim.message:
        return claim.message
    if claim.verdict is Verdict.FALSE:
        right = f" but is {claim.expected}" if claim.expected else ", which is false"
        return f"{shape_text(claim)}{right}"
    subject = f"{claim.tensor} {_one_line(claim.claimed)} is {claim.verdict.value}"
    return f"{subject}: {claim.reason}" if claim.reason else subject


def further_reason(claim: Claim) -> str:
    """The claim's reason, or the part of it that `sentence_of` does not say already."""
    sentence = sentence_of(claim)
    hint = sentence.rpartition("; ")[2]
    return "" if claim.reason in sentence else claim.reason.removesuffix(f"; {hint}")


def shape_text(claim: Claim) -> str:
    """A sentence about what the document claims."""
    return f"{claim.tensor} is claimed {_one_line(claim.claimed)}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
