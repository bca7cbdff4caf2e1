"""Prove corrections before they are offered: the corrected text is checked as well."""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import replace

from lstm_shapes.check.fix import fixed
from lstm_shapes.check.result import Checked, Claim, Verdict

__all__ = ["proven"]

_MOST_TRIES = 3


def proven(checked: Checked, check: Callable[[str], Checked]) -> Checked:
    """The document without the corrections that do not make their claims true, or that change what others are.

    check: checks another text as this one was checked.
    """
    for _ in range(_MOST_TRIES):
        corrected = fixed(checked)
        claims = frozenset(corrected.claims)
        checked = _offering(checked, claims)
        borne_out = _borne_out(checked, claims, check(corrected.text)) if claims else claims
        if borne_out == claims:
            return checked
        checked = _offering(checked, borne_out)
    return _offering(checked, frozenset())


def _borne_out(before: Checked, corrected: Set[Claim], after: Checked) -> Set[Claim]:
    """The corrected claims that are true now; none of them if another claim is not what it was."""
    same = len(before.claims) == len(after.claims)
    pairs = list(zip(before.claims, after.claims)) if same else []
    others = [(old, new) for old, new in pairs if old not in corrected]
    if not same or any((old.tensor, old.verdict) != (new.tensor, new.verdict) for old, new in others):
        return frozenset()
    return frozenset(old for old, new in pairs if old in corrected and new.verdict is Verdict.TRUE)


def _offering(checked: Checked, corrections: Set[Claim]) -> Checked:
    """The document with these corrections alone."""
    claims = (claim if claim in corrections else replace(claim, fix=()) for claim in checked.claims)
    return replace(checked, claims=tuple(claims))
