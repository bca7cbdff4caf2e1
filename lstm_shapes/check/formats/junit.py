"""JUnit's XML, which CI systems show as tests: a suite for each file, and a case for each claim."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from lstm_shapes.check.formats.view import View, further_reason, sentence_of
from lstm_shapes.check.result import Checked, Claim, Problem, Verdict
from lstm_shapes.check.rules import RULES
from lstm_shapes.check.summary import is_warning
from lstm_shapes.visible import visible

__all__ = ["render"]

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(checked: Sequence[Checked], view: View) -> str:
    """A suite for each file that has claims or problems."""
    suites = [(document, _cases(document, view)) for document in checked if document.claims or document.problems]
    total = Counter(outcome for _, cases in suites for outcome, _ in cases)
    lines = ['<?xml version="1.0" encoding="utf-8"?>', f"<testsuites{_attributes('lstm-shapes check', total)}>"]
    for document, cases in suites:
        lines.append(f"  <testsuite{_attributes(document.path, Counter(outcome for outcome, _ in cases))}>")
        lines += [f"    {case}" for _, case in cases]
        lines.append("  </testsuite>")
    return "".join(f"{line}\n" for line in [*lines, "</testsuites>"])


def _attributes(name: str, outcomes: Counter[str]) -> str:
    counts = {
        "name": name,
        "tests": outcomes.total(),
        "failures": outcomes["failure"],
        "errors": outcomes["error"],
        "skipped": outcomes["skipped"],
        "time": 0,
    }
    return "".join(f" {key}={_quoted(str(value))}" for key, value in counts.items())


def _cases(document: Checked, view: View) -> list[tuple[str, str]]:
    found: list[tuple[str, Claim | Problem]] = [(_of_problem(problem, view), problem) for problem in document.problems]
    found += [(_of_claim(claim, view), claim) for claim in document.claims]
    return [(outcome, _case(document.path, finding, outcome)) for outcome, finding in found]


def _of_claim(claim: Claim, view: View) -> str:
    if view.fails(claim):
        return "failure"
    return "passed" if claim.verdict is Verdict.TRUE else "skipped"


def _of_problem(problem: Problem, view: View) -> str:
    if not is_warning(problem):
        return "error"
    return "failure" if view.strict else "skipped"


def _case(path: str, finding: Claim | Problem, outcome: str) -> str:
    span = finding.span
    place = "" if span is None else f"{span.line}:{span.column} "
    if isinstance(finding, Problem):
        name, message, reason = f"{place}{RULES[finding.rule].name}", finding.message, ""
    else:
        name, message, reason = (
            f"{place}{finding.tensor} {finding.claimed}",
            sentence_of(finding),
            further_reason(finding),
        )
    opening = f"<testcase classname={_quoted(path)} name={_quoted(visible(name))} time={_quoted('0')}"
    if outcome == "passed":
        return f"{opening}/>"
    kind = "" if finding.rule is None or outcome == "skipped" else f" type={_quoted(finding.rule)}"
    text = _text(f"{path}:{place.strip()} {message}\n{reason}".rstrip()) if outcome != "skipped" else ""
    return f"{opening}><{outcome} message={_quoted(visible(message))}{kind}>{text}</{outcome}></testcase>"


def _quoted(text: str) -> str:
    return '"' + _text(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;") + '"'


def _text(text: str) -> str:
    """The text escaped for XML, which cannot contain most control characters."""
    written = _NOT_IN_XML.sub("\ufffd", text).replace("\r", "\n")
    return written.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
