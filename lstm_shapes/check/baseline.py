"""A file of known findings, so that an old documentation fails only for what is new."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from lstm_shapes.check.decoding import UnreadableError, read_bytes
from lstm_shapes.check.formats.json import json_row
from lstm_shapes.check.result import IN_BASELINE, Checked, Claim, Problem, Verdict
from lstm_shapes.check.summary import is_warning
from lstm_shapes.errors import LSTMShapesError

__all__ = ["BaselineError", "Known", "known_in", "of_others", "read_baseline", "text_of", "without"]

VERSION = 1


class BaselineError(LSTMShapesError):
    """The file of known findings cannot be read; `str()` says why."""


class Known(NamedTuple):
    """A finding by what it says and not by its line, so that it stays known where the text above it grows."""

    path: str
    """The document, from the folder of the baseline on, with slashes."""

    rule: str
    """The rule that is broken, or `unverified`."""

    text: str
    """The claim, or the problem."""


def known_in(checked: Iterable[Checked], folder: Path, strict: bool) -> Counter[Known]:
    """All findings that make the check fail, and how often; under `strict` there are more of them."""
    found: Counter[Known] = Counter()
    for document in checked:
        found.update(_known(document, claim, folder) for claim in document.claims if _fails(claim, strict))
        if strict:
            found.update(_known(document, problem, folder) for problem in document.problems if is_warning(problem))
    return found


def of_others(known: Counter[Known], checked: Iterable[Checked], folder: Path) -> Counter[Known]:
    """The findings of documents that are there, and are not among those that were checked."""
    paths = {_path(document, folder) for document in checked}
    return Counter(
        {
            entry: times
            for entry, times in known.items()
            if entry.path not in paths and os.path.exists(folder / entry.path)
        }
    )


def text_of(known: Counter[Known]) -> str:
    """The text of a baseline, with one finding on each line, in a fixed order."""
    rows = ",\n    ".join(json_row({**entry._asdict(), "times": known[entry]}) for entry in sorted(known))
    listed = f"\n    {rows}\n  " if rows else ""
    return f'{{\n  "version": {VERSION},\n  "findings": [{listed}]\n}}\n'


def read_baseline(file: Path) -> Counter[Known]:
    """What a baseline holds; raises `BaselineError` if it is none."""
    import json

    try:
        content = json.loads(read_bytes(str(file)).decode("utf-8-sig"))
    except UnreadableError as error:
        hint = "" if os.path.exists(file) else "; --write-baseline writes one"
        raise BaselineError(f"{file} {error}{hint}") from error
    except (ValueError, RecursionError) as error:
        raise BaselineError(f"{file} is not JSON: {error}") from error
    entries = content.get("findings") if isinstance(content, dict) and content.get("version") == VERSION else None
    if not isinstance(entries, list) or not all(map(_is_entry, entries)):
        raise BaselineError(f"{file} is no baseline of version {VERSION}; --write-baseline writes one")
    known: Counter[Known] = Counter()
    for entry in entries:
        known[Known(entry["path"], entry["rule"], entry["text"])] += entry["times"]
    return known


def without(checked: Sequence[Checked], known: Counter[Known], folder: Path) -> tuple[list[Checked], int]:
    """The documents with their known findings suppressed, and how many known ones are not found any more."""
    left = known.copy()

    def is_known(document: Checked, finding: Claim | Problem) -> bool:
        entry = _known(document, finding, folder)
        left[entry] -= 1
        return left[entry] >= 0

    documents = []
    for document in checked:
        claims = tuple(
            replace(claim, verdict=Verdict.SUPPRESSED, reason=IN_BASELINE)
            if _fails(claim, strict=True) and is_known(document, claim)
            else claim
            for claim in document.claims
        )
        problems = tuple(p for p in document.problems if not (is_warning(p) and is_known(document, p)))
        documents.append(replace(document, claims=claims, problems=problems))
    paths = {_path(document, folder) for document in checked}
    return documents, sum(times for entry, times in left.items() if times > 0 and entry.path in paths)


def _fails(claim: Claim, strict: bool) -> bool:
    return claim.verdict is Verdict.FALSE or (strict and claim.verdict is Verdict.UNVERIFIED)


def _known(document: Checked, finding: Claim | Problem, folder: Path) -> Known:
    path = _path(document, folder)
    if isinstance(finding, Problem):
        return Known(path, finding.rule, finding.message)
    return Known(path, finding.rule or finding.verdict.value, " ".join(f"{finding.tensor} {finding.claimed}".split()))


def _path(document: Checked, folder: Path) -> str:
    try:
        return Path(os.path.relpath(document.path, folder)).as_posix()
    except ValueError:  # on another drive
        return document.path


def _is_entry(entry: Any) -> bool:
    if not isinstance(entry, dict) or type(entry.get("times")) is not int or entry["times"] < 1:
        return False
    return all(isinstance(entry.get(name), str) for name in Known._fields)
