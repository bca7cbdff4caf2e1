"""`python -m tests.attack`: try every attack in turn, and print how often, how long and what was found."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any

import torch

from tests.attack.attacking import Attack, attack
from tests.attack.checkpoints import CHECKPOINTS
from tests.attack.commands import COMMANDS
from tests.attack.documents import DOCUMENTS
from tests.attack.growth import GROWTH
from tests.attack.layers import LAYERS
from tests.attack.logs import LOGS
from tests.attack.programs import PROGRAMS

_ATTACKS: Mapping[str, Attack[Any]] = {
    "programs": PROGRAMS,
    "documents": DOCUMENTS,
    "logs": LOGS,
    "commands": COMMANDS,
    "checkpoints": CHECKPOINTS,
    "layers": LAYERS,
    "growth": GROWTH,
}
"""The newest parts first."""


def main() -> int:
    """Attack, print a table, and give 1 if a law was broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.attack")
    parser.add_argument("--minutes", type=float, default=1, help="in all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=list(_ATTACKS), help="one attack alone")
    parser.add_argument("--keep", type=Path, help="the folder for faults; a new one without it")
    flags = parser.parse_args()
    torch.set_num_threads(1)  # other threads do not live on in a copy of the process
    chosen = [flags.only] if flags.only else list(_ATTACKS)
    folder = flags.keep or Path(tempfile.mkdtemp(prefix="attack-"))
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for name in chosen:
        result = attack(_ATTACKS[name], Random(f"{flags.seed} {name}"), 60 * flags.minutes / len(chosen))
        print(f"{name:12} {result.tries:8,} tries {result.seconds:8.1f} s {len(result.faults):3} faults", flush=True)
        for number, fault in enumerate(result.faults, 1):
            count += 1
            file = folder / f"{name}_{flags.seed}_{number}.json"
            fault.save(file)
            print(f"  {fault.details.strip()}\n  saved: {file}", flush=True)
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
