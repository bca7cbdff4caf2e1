"""Compare what `check` says of documents with what is known of their claims."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["RIGHT", "SETS", "Floor", "Score", "called_false", "score"]


@dataclass(frozen=True)
class Floor:
    """What a score must not fall below; shares in percent."""

    recall: float
    confirmed: float


HERE = Path(__file__).parent
SETS = {
    "rewritten": Floor(100.0, 95.0),  # written after real documents
    "written_a": Floor(96.0, 85.0),  # written by somebody who had not seen the code
    "written_b": Floor(84.0, 83.0),  # after real ones again, by somebody who had not seen the code
    "written_c": Floor(86.0, 75.5),  # and again
    "written_d": Floor(93.0, 81.0),  # longer classes and docstrings
    "written_e": Floor(89.0, 80.5),
    "written_f": Floor(95.0, 83.0),
    "written_g": Floor(96.0, 83.0),
    "written_h": Floor(69.0, 90.0),  # whose wrong claims are harder to be sure of
}
"""A folder each, with `documents` and `expected.jsonl`: a claim a line, with its place, its text and the truth."""

RIGHT = HERE / "right" / "documents"
"""Documents in which every claim is right, written to mislead: nothing in them may be called false."""

_MARKUP = re.compile(r"[\s*`_\\]+")


@dataclass(frozen=True)
class Score:
    """How many of the claims about `nn.LSTM` that a document decides were judged as they are.

    alarms: right claims, about whatever layer and decidable or not, that were called false.
    """

    wrong: int
    caught: int
    right: int
    confirmed: int
    alarms: Sequence[str]

    def __str__(self) -> str:
        return (
            f"recall {self.caught}/{self.wrong} = {self.recall:.1f}% · false alarms {len(self.alarms)} · "
            f"confirmed {self.confirmed}/{self.right} = {self.share_confirmed:.1f}%"
        )

    @property
    def recall(self) -> float:
        """Wrong claims that are called false, in percent."""
        return 100 * self.caught / self.wrong

    @property
    def share_confirmed(self) -> float:
        """Right claims that are called true, in percent."""
        return 100 * self.confirmed / self.right

    def reaches(self, floor: Floor) -> bool:
        """Whether nothing has become worse; a false alarm is always worse."""
        return not self.alarms and self.recall >= floor.recall and self.share_confirmed >= floor.confirmed


def score(folder: Path) -> Score:
    """Check the documents of a set, as a user does, and compare."""
    expected = [json.loads(line) for line in (folder / "expected.jsonl").read_text(encoding="utf-8").splitlines()]
    found = _found(folder / "documents")
    alone: dict[tuple[str, int], int] = defaultdict(int)
    for claim in expected:
        alone[claim["doc"], claim["line"]] += 1
    counts: dict[str, int] = defaultdict(int)
    alarms = []
    for claim in expected:
        place = claim["doc"], claim["line"]
        verdict = _verdict(claim, found.get(place, []), alone[place] == 1)
        if claim["verdict"] == "right" and verdict == "false":
            alarms.append(f"{claim['doc']}:{claim['line']} {claim['claimed']}")
        if claim["cell"] == "LSTM" and claim["level"] != "d" and claim["verdict"] != "ambiguous":
            counts[claim["verdict"]] += 1
            counts[f"{claim['verdict']} {verdict}"] += 1
    return Score(counts["wrong"], counts["wrong false"], counts["right"], counts["right true"], tuple(alarms))


def called_false(documents: Path) -> list[str]:
    """What the command calls false in documents that are right."""
    return [
        f"{path}:{line} {claim['claimed']}"
        for (path, line), claims in _found(documents).items()
        for claim in claims
        if claim["verdict"] == "false"
    ]


def _found(documents: Path) -> dict[tuple[str, int], list[Any]]:
    """What the command finds, by document and line."""
    command = [sys.executable, "-m", "lstm_shapes", "check", "--format", "json", "."]
    run = subprocess.run(command, cwd=documents, capture_output=True, text=True, encoding="utf-8", check=False)
    found: dict[tuple[str, int], list[Any]] = defaultdict(list)
    for claim in json.loads(run.stdout)["claims"]:
        for line in range(claim["line"], claim["end_line"] + 1):
            found[claim["path"], line].append(claim)
    return found


def _verdict(claim: Any, on_line: Sequence[Any], is_alone: bool) -> str:
    """The verdict on this claim: that of the same text, or of whatever stands alone on the line."""
    hits = [other for other in on_line if _same(other["claimed"], claim["claimed"])]
    if len(hits) > 1:
        hits = [other for other in hits if other["tensor"] == claim["tensor"]] or hits
    if not hits and is_alone:
        hits = list(on_line)
    verdicts = {other["verdict"] for other in hits}
    return next((verdict for verdict in ("false", "true", "unverified", "suppressed") if verdict in verdicts), "")


def _same(one: str, other: str) -> bool:
    one, other = _MARKUP.sub("", one), _MARKUP.sub("", other)
    return bool(one and other) and (one in other or other in one)
