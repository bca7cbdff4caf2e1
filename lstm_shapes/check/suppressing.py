"""Suppress the findings that notes in a document ask for, and report notes without effect."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from lstm_shapes.check.document import Suppression
from lstm_shapes.check.result import Claim, Problem, Verdict
from lstm_shapes.check.rules import find_rule
from lstm_shapes.check.text import Span

__all__ = ["suppress"]

_NO_RULE = "-"  # stands for the rule of a false claim without one; only a note for all rules suppresses it
_CERTAIN = ("LS011", "LS012")  # problems that no note can hide

_Region = tuple[int, int]
"""The first and the last line."""


def suppress(
    claims: Sequence[Claim], suppressions: Sequence[Suppression], problems: Sequence[Problem] = ()
) -> tuple[list[Claim], list[Problem]]:
    """The claims, of which some false ones are now suppressed, and the problems that are left.

    `ignore` applies to findings that touch its lines, `off` to those that touch a line from its own on, up to the line
    before an `on` for the same rule, or to the end. Problems with code (LS010) are hidden in the same way. A note, or a
    rule in it, that hides nothing is a new problem (LS012); if several notes hide one finding, all of them are used.
    """
    if not suppressions:
        return list(claims), list(problems)
    findings = [(claim.rule or _NO_RULE, claim.span) for claim in claims if claim.verdict is Verdict.FALSE]
    findings += [(problem.rule, problem.span) for problem in problems if _can_hide(problem) and problem.span]
    notes = _notes(suppressions, {rule for rule, _ in findings})
    hidden = _by_rule((rule, *region) for note in notes for rule, region in note.regions.items())
    found = _by_rule((rule, span.line, span.end_line) for rule, span in findings)

    def is_hidden(rule: str | None, span: Span | None) -> bool:
        regions = hidden.get(rule or _NO_RULE)
        return span is not None and regions is not None and regions.touch(span.line, span.end_line)

    left = [
        _suppressed(claim) if claim.verdict is Verdict.FALSE and is_hidden(claim.rule, claim.span) else claim
        for claim in claims
    ]
    kept = [problem for problem in problems if not (_can_hide(problem) and is_hidden(problem.rule, problem.span))]
    return left, [*kept, *(problem for note in notes for problem in note.unused(found))]


def _can_hide(problem: Problem) -> bool:
    return problem.rule not in _CERTAIN


def _suppressed(claim: Claim) -> Claim:
    what = claim.rule or "it"
    return replace(claim, verdict=Verdict.SUPPRESSED, reason=f"a note in the document says to ignore {what}")


@dataclass(slots=True)
class _Note:
    """A suppression, and where it applies."""

    note: Suppression

    rules: dict[str, str]
    """The ids of its rules, each with the name that is written in the note."""

    unknown: list[str]
    """Names in the note that are not rules."""

    regions: dict[str, _Region] = field(default_factory=dict)
    """Where it applies, for each rule by its id."""

    ended: set[str] = field(default_factory=set)
    """If its action is `on`: the rules that were off before it."""

    def unused(self, found: Mapping[str, _Regions]) -> Iterator[Problem]:
        """One problem that names everything in this note that has no effect."""
        if self.note.action == "on":
            used, effect = self.ended, "turns nothing on"
        else:
            used = {rule for rule, region in self.regions.items() if rule in found and found[rule].touch(*region)}
            effect = "suppresses nothing"
        names = [name for rule, name in self.rules.items() if rule not in used] if self.note.rules else []
        parts = []
        if names:
            parts.append(f"this note {effect} for {', '.join(names)}")
        elif not used and not self.note.rules:
            parts.append(f"this note {effect}")
        if self.unknown:
            parts.append(f"there is no rule {', '.join(map(repr, self.unknown))}")
        if parts:
            yield Problem("LS012", "; ".join(parts), self.note.span)


def _notes(suppressions: Iterable[Suppression], rules: Iterable[str]) -> list[_Note]:
    """The notes in their order, each with the lines to which it applies.

    rules: those that were broken; all others matter only if a note names them.
    """
    notes = [_read(suppression) for suppression in sorted(suppressions, key=lambda suppression: suppression.span)]
    every = sorted({_NO_RULE, *rules, *(rule for note in notes for rule in note.rules)})
    off: dict[str, list[_Note]] = {rule: [] for rule in every}
    for note in notes:
        first, last = note.note.first, note.note.last
        for rule in note.rules if note.note.rules else every:
            if note.note.action == "ignore":
                note.regions[rule] = (first, last)
            elif note.note.action == "off":
                off[rule].append(note)
            elif off[rule]:
                note.ended.add(rule)
                _end(off[rule], rule, first - 1)
    for rule, open_notes in off.items():
        _end(open_notes, rule, sys.maxsize)
    return notes


def _end(notes: list[_Note], rule: str, last: int) -> None:
    for note in notes:
        note.regions[rule] = (note.note.first, last)
    notes.clear()


def _read(suppression: Suppression) -> _Note:
    known: dict[str, str] = {}
    unknown = []
    for name in dict.fromkeys(suppression.rules):
        rule = find_rule(name)
        if rule is None:
            unknown.append(name)
        else:
            known.setdefault(rule.id, name)
    return _Note(suppression, known, unknown)


class _Regions:
    """Many regions, among which one that touches given lines is found fast."""

    def __init__(self, regions: Iterable[_Region]) -> None:
        regions = sorted(regions)
        self._firsts = [first for first, _ in regions]
        self._furthest = list(accumulate((last for _, last in regions), max))

    def touch(self, first: int, last: int) -> bool:
        """Whether one of the regions has a line from `first` to `last`."""
        before = bisect_right(self._firsts, last)
        return before > 0 and self._furthest[before - 1] >= first


def _by_rule(regions: Iterable[tuple[str, int, int]]) -> dict[str, _Regions]:
    grouped: dict[str, list[_Region]] = defaultdict(list)
    for rule, first, last in regions:
        grouped[rule].append((first, last))
    return {rule: _Regions(found) for rule, found in grouped.items()}
