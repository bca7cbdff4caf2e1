"""`python -m tests.claims` prints the scores, and fails where one has become worse."""

from __future__ import annotations

import sys

from tests.claims.score import HERE, SETS, score


def main() -> int:
    """Print a line for each set."""
    worst = 0
    for name, floor in SETS.items():
        found = score(HERE / name)
        print(f"{name:10}  {found}")
        for alarm in found.alarms:
            print(f"{'':10}  false alarm: {alarm}")
        worst |= not found.reaches(floor)
    return worst


sys.exit(main())
