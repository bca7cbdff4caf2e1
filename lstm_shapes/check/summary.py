"""A summary of all claims in all files, in numbers and in one sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lstm_shapes.check.result import Checked, Problem, Verdict
from lstm_shapes.check.rules import RULES

__all__ = ["Summary", "count", "count_rules", "is_warning", "summarize"]


@dataclass(frozen=True, slots=True)
class Summary:
    """How many claims of each verdict, files and problems there are."""

    true: int = 0
    false: int = 0
    unverified: int = 0
    suppressed: int = 0
    files_with_claims: int = 0

    files: int = 0
    """Those that were checked."""

    warnings: int = 0
    """Problems in files that were checked all the same."""

    unreadable: int = 0
    """Files that could not be checked."""

    fixable: int = 0
    """False claims for which there is a certain correction."""

    @property
    def claims(self) -> int:
        """The number of all claims."""
        return self.true + self.false + self.unverified + self.suppressed

    @property
    def problems(self) -> int:
        """The number of all problems."""
        return self.warnings + self.unreadable

    def __str__(self) -> str:
        checked = f"{count(self.files, 'file')} checked"
        if self.claims:
            fixable = f" ({self.fixable:,} fixable with --fix)" if self.fixable else ""
            verdicts = [f"{self.false:,} false{fixable}", f"{self.true:,} true", f"{self.unverified:,} unverified"]
            verdicts += [f"{self.suppressed:,} suppressed"] * bool(self.suppressed)
            where = count(self.files_with_claims, "file")
            first = f"{count(self.claims, 'claim')} in {where}: {', '.join(verdicts)}"
            parts = [first if self.files == self.files_with_claims else f"{first}; {checked}"]
        else:
            parts = [f"no claims found; {checked}"]
        parts += [count(self.warnings, "warning")] * bool(self.warnings)
        parts += [f"{count(self.unreadable, 'file')} could not be checked"] * bool(self.unreadable)
        return "; ".join(parts)


def summarize(checked: Sequence[Checked]) -> Summary:
    """Count claims and problems."""
    verdicts = Counter(claim.verdict for document in checked for claim in document.claims)
    warnings = sum(is_warning(problem) for document in checked for problem in document.problems)
    unreadable = sum(not all(map(is_warning, document.problems)) for document in checked)
    return Summary(
        true=verdicts[Verdict.TRUE],
        false=verdicts[Verdict.FALSE],
        unverified=verdicts[Verdict.UNVERIFIED],
        suppressed=verdicts[Verdict.SUPPRESSED],
        files_with_claims=sum(bool(document.claims) for document in checked),
        files=len(checked) - unreadable,
        warnings=warnings,
        unreadable=unreadable,
        fixable=sum(
            claim.verdict is Verdict.FALSE and bool(claim.fix) for document in checked for claim in document.claims
        ),
    )


def count_rules(checked: Iterable[Checked]) -> list[tuple[str, int]]:
    """How often each rule was broken, the most frequent first."""
    broken: Counter[str] = Counter()
    for document in checked:
        broken.update(claim.rule for claim in document.claims if claim.verdict is Verdict.FALSE and claim.rule)
        broken.update(problem.rule for problem in document.problems)
    return sorted(broken.items(), key=lambda item: (-item[1], item[0]))


def is_warning(problem: Problem) -> bool:
    """Whether the file could be checked in spite of the problem."""
    return RULES[problem.rule].level == "warning"


def count(number: int, noun: str) -> str:
    """A number with its noun: `1 file`, `2,000 files`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
