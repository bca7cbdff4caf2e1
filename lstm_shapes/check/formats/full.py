"""For a reader: the line that is wrong, a mark under the claim, what is right, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lstm_shapes.check.formats.concise import place
from lstm_shapes.check.formats.excerpt import excerpt
from lstm_shapes.check.formats.view import View, findings, sentence_of
from lstm_shapes.check.result import Checked, Claim, Problem, Verdict
from lstm_shapes.check.rules import RULES
from lstm_shapes.check.summary import count_rules, is_warning, summarize
from lstm_shapes.check.text import Span
from lstm_shapes.formats import plain_text
from lstm_shapes.page import Cell, Page, Section, Table, code, math_text, number, prose
from lstm_shapes.palette import Kind
from lstm_shapes.visible import visible

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

__all__ = ["page_of", "render", "renderables"]

_LINE_END = re.compile(r"\r\n|\r|\n")
_KINDS = {Verdict.FALSE: "bad", Verdict.TRUE: "good", Verdict.UNVERIFIED: "warning", Verdict.SUPPRESSED: "header"}


def render(checked: Sequence[Checked], view: View) -> str:
    """The text without a width or colours: nothing is wrapped or cut."""
    return plain_text(*renderables(checked, view))


def renderables(checked: Sequence[Checked], view: View) -> Iterator[RenderableType]:
    """Each finding with its line of the document, then the numbers, for rich to print."""
    from lstm_shapes.render import render as as_rich

    for document in checked:
        shown = list(findings(document, view))
        source = _LINE_END.split(document.text) if shown and document.text is not None else []
        for finding in shown:
            yield from _finding(document.path, finding, view, source)
            yield ""
    yield as_rich(Page("", "", tuple(_numbers(checked, view))))


def page_of(document: Checked, view: View) -> Page:
    """The findings in one document as a table, for formats that cannot point at the lines of a file."""
    shown = findings(document, view)
    rows = ([code(place("", found).lstrip(":")), code(_title(found)), *_columns(found)] for found in shown)
    table = Table.of(rows, ("place", "rule", "claimed", "correct", "because"))
    summary = Section("Summary", (prose(str(summarize([document]))),))
    return Page(document.path, "", (*[Section("Findings", (table,))] * bool(table.rows), summary))


def _columns(finding: Claim | Problem) -> list[Cell]:
    if isinstance(finding, Problem):
        return [Cell(""), Cell(""), Cell(visible(finding.message))]
    facts = dict(_facts(finding))
    return [facts.get(label, Cell("")) for label in ("claimed", "correct", "because")]


def _numbers(checked: Sequence[Checked], view: View) -> Iterator[Section]:
    if view.statistics and (rules := count_rules(checked)):
        rows = ([code(rule), prose(RULES[rule].name), number(times)] for rule, times in rules)
        yield Section("Statistics", (Table.of(rows, ("rule", "name", "findings")),))
    summary = summarize(checked)
    if not summary.claims:
        yield Section("Summary", (Cell(str(summary), "bad" if summary.unreadable else "warning"),))
        return
    counts = {
        "claims": (summary.claims, None),
        "false": (summary.false, "bad"),
        "true": (summary.true, "good"),
        "unverified": (summary.unverified, None),
        "suppressed": (summary.suppressed, None),
        "fixable": (summary.fixable, None),
        "files": (summary.files, None),
        "with claims": (summary.files_with_claims, None),
        "warnings": (summary.warnings, "warning"),
        "not checked": (summary.unreadable, "bad"),
    }
    always = ("claims", "false", "true", "unverified", "files")
    shown = {name: row for name, row in counts.items() if row[0] or name in always}
    row = tuple(number(count, kind if count else None) for count, kind in shown.values())
    yield Section("Summary", (Table.of([row], tuple(shown), spare=("with claims", "fixable", "suppressed")),))


def _finding(path: str, finding: Claim | Problem, view: View, source: Sequence[str]) -> Iterator[RenderableType]:
    from lstm_shapes.render import hanging, styled

    kind = _kind(finding, view)
    cell = "" if finding.cell is None else f" (cell {finding.cell})"
    yield styled([(place(path, finding), "title"), (f"{cell}  ", "prose"), (_title(finding), kind)])
    if finding.span is not None and finding.span.end_line <= len(source):
        yield _Excerpt(source, finding.span, kind)
    if isinstance(finding, Problem):
        yield _indented(styled([(visible(finding.message), "prose")]))
    else:
        yield _indented(hanging((Cell(label, "header"), text) for label, text in _facts(finding)))


def _indented(shown: RenderableType) -> RenderableType:
    from rich.padding import Padding

    return Padding(shown, (0, 0, 0, 2), expand=False)


@dataclass(frozen=True, slots=True)
class _Excerpt:
    """The lines of a claim, cut to the width of the console that they are printed on."""

    source: Sequence[str]
    span: Span
    kind: Kind

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        from lstm_shapes.render import UNLIMITED, styled

        width = options.max_width if options.max_width < UNLIMITED else None
        for line in excerpt(self.source, self.span, self.kind, width):
            text = styled(line)
            text.no_wrap = True
            yield text


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


def _facts(finding: Claim) -> Iterator[tuple[str, Cell]]:
    """What is said of a claim, each with its label; nothing twice."""
    false = finding.verdict in (Verdict.FALSE, Verdict.SUPPRESSED)
    claimed = visible(f"{finding.tensor} {' '.join(finding.claimed.split())}")
    yield "claimed", Cell(claimed, "bad") if false else math_text(claimed)
    if finding.expected and false:
        yield "correct", Cell(visible(f"{finding.tensor} {' '.join(finding.expected.split())}"), "good")
    if finding.formula:
        yield "formula", math_text(visible(finding.formula))
    if because := finding.reason or (sentence_of(finding) if false else ""):
        yield "because", Cell(visible(because))
    for fact in finding.because:
        where = f"{fact.path}:{fact.span.line}" if fact.path else f"line {fact.span.line}"
        where = where if fact.cell is None else f"cell {fact.cell}"
        yield where, Cell(visible(fact.text))
