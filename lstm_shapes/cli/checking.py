"""What `lstm-shapes check` does once its flags are read: find files, check them, correct them, report."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from lstm_shapes import __version__, console
from lstm_shapes.check.batch import Job, check_all
from lstm_shapes.check.choices import FORMATS
from lstm_shapes.check.formats import RENDERERS, View
from lstm_shapes.check.formats.full import lines
from lstm_shapes.check.result import Checked, Claim, Problem, Verdict
from lstm_shapes.check.rules import RULES, find_rule
from lstm_shapes.check.summary import Summary, count, summarize
from lstm_shapes.cli.exits import FALSE, REFUSED, TRUE
from lstm_shapes.cli.flags import UsageError
from lstm_shapes.files import require_writable, write_file
from lstm_shapes.page import Code, Page, Section, prose

__all__ = ["Request", "answer"]


@dataclass(frozen=True, slots=True)
class Request:
    """The flags as they were written; None where one was not. `settings` may stand in pyproject.toml as well."""

    paths: Sequence[str]
    stdin_filename: str | None
    settings: Mapping[str, Any]
    explain: str | None
    fix: bool
    diff: bool
    output: str | None
    exit_zero: bool


def answer(request: Request) -> int:
    """Do what the flags ask for, and give the exit code."""
    if request.explain is not None:
        console.show_page(_explanation(request.explain))
        return TRUE
    _refuse_clashes(request)
    raise NotImplementedError


def _refuse_clashes(request: Request) -> None:
    """Refuse flags that cannot stand together, before anybody waits for anything."""
    if request.fix and request.diff:
        raise UsageError("--diff shows what --fix would change; leave one of the two out")
    if request.diff and (request.settings["format"] or request.output):
        raise UsageError("--diff prints a difference; it goes with neither --format nor --output")
    if request.fix and "-" in request.paths:
        raise UsageError("--fix rewrites files; what it would change in standard input is shown by --diff")
    if request.stdin_filename is not None and "-" not in request.paths:
        raise UsageError("--stdin-filename names standard input, which is checked where - stands among the paths")


def _explanation(text: str) -> Page:
    rule = find_rule(text)
    if rule is None:
        raise UsageError(f"--explain: there is no rule {text!r}; the rules are {', '.join(RULES)}")
    sections = [Section("Why", tuple(map(prose, rule.explanation.split("\n\n"))))]
    sections += [
        Section(title, (Code(example),)) for title, example in (("Wrong", rule.wrong), ("Right", rule.right)) if example
    ]
    return Page(f"{rule.id} {rule.name}", rule.summary, tuple(sections))
