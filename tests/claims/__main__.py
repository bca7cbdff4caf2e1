"""`python -m tests.claims` prints the scores and measures, and fails where one has become worse."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from itertools import chain

from tests.claims.score import (
    FLOORS,
    HALVES,
    KINDS,
    SETS,
    WILD,
    Elsewhere,
    Judged,
    Measures,
    called_false,
    elsewhere,
    judge,
    measure,
    measure_half,
    score,
)

_GROUPS: dict[str, Callable[[Judged], str]] = {
    "language": lambda claim: claim.language,
    "form": lambda claim: claim.form,
    "set": lambda claim: claim.origin,
}
_HEAD = ("found", "referent right", "precision", "recall", "confirmed", "true though wrong", "elsewhere")
_MISTAKES: dict[str, Callable[[Judged], bool]] = {
    "false alarm": lambda claim: not claim.is_wrong and claim.verdict == "false",
    "true though wrong": lambda claim: claim.is_wrong and claim.verdict == "true",
    "missed": lambda claim: claim.is_wrong and claim.is_decidable and claim.verdict not in ("false", "true"),
    "unconfirmed": lambda claim: not claim.is_wrong and claim.is_decidable and claim.verdict not in ("false", "true"),
}


def main() -> int:
    """Print what is asked for."""
    parser = argparse.ArgumentParser("python -m tests.claims", description=__doc__)
    parser.add_argument("--half", choices=HALVES, help="measure this half alone")
    parser.add_argument("--by", choices=_GROUPS, help="measure each language, form of claims or set, too")
    parser.add_argument("--verbose", action="store_true", help="list what was judged otherwise than it is")
    parser.add_argument("--generate", type=int, metavar="N", help="check the laws on N generated documents instead")
    parser.add_argument("--seed", type=int, default=0, help="of the generated documents")
    options = parser.parse_args()
    if options.generate:
        from tests.claims.laws import report  # needs torch

        for line in report(options.generate, options.seed):
            print(line)
        return 0
    fails = _print_sets()
    for half in [options.half] if options.half else HALVES:
        _print_half(half, options.by, options.verbose)
    return fails


def _print_sets() -> bool:
    """Print a line for each set, and what was called false that is right; return whether something is worse."""
    alarms: list[str] = []
    for name in SETS:
        found = score(name)
        print(f"{name:10}  {found}")
        for alarm in found.alarms:
            print(f"{'':10}  false alarm: {alarm}")
        alarms += found.alarms
    misled = called_false()
    print(f"{'right':10}  false alarms {len(misled)}")
    for alarm in misled:
        print(f"{'':10}  false alarm: {alarm}")
    return bool(alarms or misled) or not all(measure_half(*key).reaches(floor) for key, floor in FLOORS.items())


def _print_half(half: str, by: str | None, verbose: bool) -> None:
    judged = [claim for claim in chain.from_iterable(map(judge, (*SETS, WILD))) if claim.half == half]
    judged = [claim for claim in judged if claim.cell in KINDS["all"]]
    others = [called for called in elsewhere() if called.half == half]
    rows = [(f"{half}, {kind}", _figures(measure_half(half, kind))) for kind in KINDS]
    if by:
        group_of = _GROUPS[by]
        groups = sorted({group_of(claim) for claim in judged})
        rows += [(name, _figures(measure(claim for claim in judged if group_of(claim) == name))) for name in groups]
    print()
    _print_table([("", _HEAD), *rows])
    reasons = measure_half(half, "all").reasons
    print(f"\n{reasons.total()} unverified, by reason")
    for reason, count in reasons.most_common(10):
        print(f"{count:6}  {reason}")
    if verbose:
        _print_mistakes(judged, others)


def _print_mistakes(judged: Sequence[Judged], others: Sequence[Elsewhere]) -> None:
    print()
    for mistake, is_one in _MISTAKES.items():
        for claim in filter(is_one, judged):
            print(f"{mistake:17}  {claim}" + (f", {claim.reason}" if claim.reason else ""))
    for other in others:
        print(f"{'false alarm' if other.is_alarm else 'elsewhere':17}  {other}")


def _figures(found: Measures) -> tuple[str, ...]:
    shares = (
        (found.found, found.claims),
        (found.referents_right, found.referents_told),
        (found.false_rightly, found.false),
        (found.caught, found.wrong),
        (found.confirmed, found.right),
    )
    told = [f"{part}/{whole} = {100 * part / whole:.1f}%" if whole else "none" for part, whole in shares]
    return *told, str(found.true_though_wrong), str(found.elsewhere)


def _print_table(rows: Sequence[tuple[str, Sequence[str]]]) -> None:
    lines = [(name, *cells) for name, cells in rows]
    widths = [max(map(len, column)) for column in zip(*lines)]
    for first, *cells in lines:
        print("  ".join([first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(cells, widths[1:]))]))


if __name__ == "__main__":
    sys.exit(main())
