"""For a reader: the line that is wrong, a mark under the claim, what is right, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lstm_shapes.check.formats.concise import closing, place
from lstm_shapes.check.formats.excerpt import excerpt
from lstm_shapes.check.formats.view import View, findings, sentence_of
from lstm_shapes.check.formats.visible import visible
from lstm_shapes.check.result import Checked, Claim, Problem, Verdict
from lstm_shapes.check.rules import RULES
from lstm_shapes.check.summary import is_warning, summarize
from lstm_shapes.layout import Line, as_text, hanging
from lstm_shapes.page import Cell, Kind

__all__ = ["lines", "render"]

_LINE_END = re.compile(r"\r\n|\r|\n")
_KINDS = {Verdict.FALSE: "bad", Verdict.TRUE: "good", Verdict.UNVERIFIED: "warning", Verdict.SUPPRESSED: "header"}


def render(checked: Sequence[Checked], view: View) -> str:
    """The text without a width or colours: nothing is wrapped or cut."""
    return as_text(lines(checked, view, None))


def lines(checked: Sequence[Checked], view: View, width: int | None) -> Iterator[Line]:
    """The lines, at most `width` columns wide where their words allow that; None is as wide as they need."""
    for document in checked:
        shown = list(findings(document, view))
        source = _LINE_END.split(document.text) if shown and document.text is not None else []
        for finding in shown:
            yield from _finding(document.path, finding, view, source, width)
            yield []
    *statistics, last = closing(checked, view)
    for line in statistics:
        yield [(line, "prose")]
    summary = summarize(checked)
    kind: Kind = "bad" if summary.false or summary.unreadable else "good" if summary.claims else "warning"
    yield from hanging([], Cell(last, kind), width)


def _finding(
    path: str, finding: Claim | Problem, view: View, source: Sequence[str], width: int | None
) -> Iterator[Line]:
    kind = _kind(finding, view)
    cell = "" if finding.cell is None else f" (cell {finding.cell})"
    title: Line = [(place(path, finding), "title"), (f"{cell}  ", "prose"), (_title(finding), kind)]
    yield title
    if finding.span is not None and finding.span.end_line <= len(source):
        yield from excerpt(source, finding.span, kind, width)
    for label, text, kind_of_text in _facts(finding):
        front: Line = [(f"  {label:<8}  " if label else "  ", "header")]
        yield from hanging(front, Cell(text, kind_of_text), width)


def _title(finding: Claim | Problem) -> str:
    if isinstance(finding, Problem):
        return f"{finding.rule} {RULES[finding.rule].name}"
    if finding.rule is None:
        return finding.verdict.value
    name = f"{finding.rule} {RULES[finding.rule].name}"
    return name if finding.verdict is Verdict.FALSE else f"{finding.verdict.value} {name}"


def _kind(finding: Claim | Problem, view: View) -> Kind:
    if isinstance(finding, Problem):
        return "warning" if is_warning(finding) and not view.strict else "bad"
    return "bad" if view.fails(finding) else _KINDS[finding.verdict]  # type: ignore[return-value]


def _facts(finding: Claim | Problem) -> Iterator[tuple[str, str, Kind]]:
    """What is said under the line, each with its label; nothing twice."""
    if isinstance(finding, Problem):
        yield "", visible(finding.message), "prose"
        return
    false = finding.verdict in (Verdict.FALSE, Verdict.SUPPRESSED)
    claimed = f"{finding.tensor} {' '.join(finding.claimed.split())}"
    yield "claimed", visible(claimed), "bad" if false else "math"
    if finding.expected and false:
        yield "correct", visible(f"{finding.tensor} {' '.join(finding.expected.split())}"), "good"
    if finding.formula:
        yield "formula", visible(finding.formula), "math"
    if because := finding.reason or (sentence_of(finding) if false else ""):
        yield "because", visible(because), "prose"
