"""One line for each finding, as compilers print them: `path:line:column: LS003 message`."""

from __future__ import annotations

from collections.abc import Sequence

from lstm_shapes.check.formats.view import View, findings, sentence_of
from lstm_shapes.check.result import Checked, Claim, Problem, Verdict
from lstm_shapes.check.rules import RULES
from lstm_shapes.check.summary import count_rules, summarize
from lstm_shapes.visible import visible

__all__ = ["closing", "place", "render"]


def render(checked: Sequence[Checked], view: View) -> str:
    """A line for each finding, then the summary."""
    lines = [
        f"{place(document.path, finding)}: {visible(_text(finding))}"
        for document in checked
        for finding in findings(document, view)
    ]
    return "".join(f"{line}\n" for line in [*lines, *closing(checked, view)])


def closing(checked: Sequence[Checked], view: View) -> list[str]:
    """The last lines: the statistics, if they are wanted, and the summary."""
    rules = count_rules(checked) if view.statistics else []
    width = max((len(f"{times:,}") for _, times in rules), default=0)
    return [*(f"{times:{width},}  {rule} {RULES[rule].name}" for rule, times in rules), str(summarize(checked))]


def place(path: str, finding: Claim | Problem) -> str:
    """Where a finding is, in a form that editors can jump to."""
    span = finding.span
    return visible(path) if span is None else f"{visible(path)}:{span.line}:{span.column}"


def _text(finding: Claim | Problem) -> str:
    if isinstance(finding, Problem):
        return f"{finding.rule} {finding.message}"
    if finding.verdict is Verdict.FALSE:
        return f"{finding.rule} {sentence_of(finding)}"
    return sentence_of(finding)
