"""`python -m tests.claims` prints the scores, and fails where one has become worse."""

from __future__ import annotations

import sys

from tests.claims.score import HERE, RIGHT, SETS, called_false, score


def main() -> int:
    """Print a line for each set, and what was called false that is right."""
    worst = 0
    for name, floor in SETS.items():
        found = score(HERE / name)
        print(f"{name:10}  {found}")
        for alarm in found.alarms:
            print(f"{'':10}  false alarm: {alarm}")
        worst |= not found.reaches(floor)
    alarms = called_false(RIGHT)
    print(f"{'right':10}  false alarms {len(alarms)}")
    for alarm in alarms:
        print(f"{'':10}  false alarm: {alarm}")
    return worst or bool(alarms)


sys.exit(main())
