"""Workflow commands of GitHub Actions, which show findings beside the lines of a pull request."""

from __future__ import annotations

from collections.abc import Sequence

from lstm_shapes.check.formats.concise import closing
from lstm_shapes.check.formats.view import View, findings, further_reason, sentence_of
from lstm_shapes.check.result import Checked, Claim, Problem, Verdict
from lstm_shapes.check.rules import RULES
from lstm_shapes.check.summary import is_warning
from lstm_shapes.visible import visible

__all__ = ["render"]

_IN_MESSAGES = {ord("%"): "%25", ord("\r"): "%0D", ord("\n"): "%0A"}
_IN_PROPERTIES = {**_IN_MESSAGES, ord(":"): "%3A", ord(","): "%2C"}


def render(checked: Sequence[Checked], view: View) -> str:
    """A command for each finding, then the summary as plain text."""
    commands = [_command(document.path, finding, view) for document in checked for finding in findings(document, view)]
    return "".join(f"{line}\n" for line in [*commands, *closing(checked, view)])


def _command(path: str, finding: Claim | Problem, view: View) -> str:
    properties = {"file": path, **_columns(finding), "title": _title(finding)}
    written = ",".join(f"{name}={str(value).translate(_IN_PROPERTIES)}" for name, value in properties.items())
    message = "\n".join(map(visible, _message(finding)))
    return f"::{_level(finding, view)} {written}::{message.translate(_IN_MESSAGES)}"


def _columns(finding: Claim | Problem) -> dict[str, int]:
    """Where a finding is; GitHub accepts columns only if it is on a single line."""
    span = finding.span
    if span is None:
        return {}
    lines = {"line": span.line, "endLine": span.end_line}
    return lines if span.line != span.end_line else {**lines, "col": span.column, "endColumn": span.end_column}


def _title(finding: Claim | Problem) -> str:
    if isinstance(finding, Problem) or (finding.verdict is Verdict.FALSE and finding.rule is not None):
        return f"{finding.rule} {RULES[finding.rule].name}"  # type: ignore[index]
    return f"{finding.verdict.value} claim"


def _message(finding: Claim | Problem) -> list[str]:
    if isinstance(finding, Problem):
        return [finding.message]
    return [text for text in (sentence_of(finding), further_reason(finding)) if text]


def _level(finding: Claim | Problem, view: View) -> str:
    if isinstance(finding, Problem):
        return "warning" if is_warning(finding) and not view.strict else "error"
    return "error" if view.fails(finding) else "notice"
