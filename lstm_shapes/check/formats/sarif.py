"""SARIF 2.1.0 for code scanning: the results, their rules, and their corrections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lstm_shapes.check.formats.view import View, findings, further_reason, sentence_of
from lstm_shapes.check.result import IN_BASELINE, Checked, Claim, Fact, Problem, Verdict
from lstm_shapes.check.rules import RULES, Rule
from lstm_shapes.check.summary import is_warning, summarize
from lstm_shapes.check.text import Span
from lstm_shapes.visible import visible

__all__ = ["render"]

_LEVELS = {"false": "error", "warning": "warning", "error": "error"}
_POSITIONS = {rule: position for position, rule in enumerate(RULES)}
_KINDS: Mapping[Verdict, str] = {
    Verdict.FALSE: "fail",
    Verdict.TRUE: "pass",
    Verdict.UNVERIFIED: "open",
    Verdict.SUPPRESSED: "fail",
}


def render(checked: Sequence[Checked], view: View) -> str:
    """One SARIF run with everything that the view shows."""
    import json

    run = {
        "tool": {"driver": {"name": "lstm-shapes", "version": view.version, "rules": list(map(_rule, RULES.values()))}},
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "invocations": [{"executionSuccessful": not summarize(checked).unreadable}],
        "results": [
            _result(document.path, finding, view) for document in checked for finding in findings(document, view)
        ],
    }
    schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, indent=1) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    examples = [(title, text) for title, text in (("Wrong", rule.wrong), ("Right", rule.right)) if text]
    plain = [rule.explanation.replace("`", ""), *(f"{title}:\n\n{text}" for title, text in examples)]
    marked = [rule.explanation, *(f"{title}:\n\n````{_language(rule)}\n{text}````" for title, text in examples)]
    return {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": f"{rule.summary[0].upper()}{rule.summary[1:]}."},
        "fullDescription": {"text": rule.explanation.replace("`", "")},
        "help": {"text": "\n\n".join(plain), "markdown": "\n\n".join(marked)},
        "defaultConfiguration": {"level": _LEVELS[rule.level]},
    }


def _language(rule: Rule) -> str:
    return {"py": "python", "md": "markdown"}[rule.kind]


def _result(path: str, finding: Claim | Problem, view: View) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": _artifact(path)}
    if finding.span is not None:
        place["region"] = _region(finding.span)
    result: dict[str, Any] = {"locations": [{"physicalLocation": place}]}
    if finding.rule is not None:
        result |= {"ruleId": finding.rule, "ruleIndex": _POSITIONS[finding.rule]}
    if isinstance(finding, Problem):
        level = "warning" if is_warning(finding) and not view.strict else "error"
        return {**result, "message": {"text": visible(finding.message)}, "kind": "fail", "level": level}
    kind = "fail" if view.fails(finding) else _KINDS[finding.verdict]
    told = [text for text in (sentence_of(finding), further_reason(finding)) if text]
    result |= {
        "message": {"text": visible("; ".join(told))},
        "kind": kind,
        "level": "error" if kind == "fail" else "none",
    }
    if finding.verdict is Verdict.SUPPRESSED:
        kind = "external" if finding.reason == IN_BASELINE else "inSource"
        result["suppressions"] = [{"kind": kind, "justification": visible(finding.reason)}]
    if finding.because:
        result["relatedLocations"] = [_related(path, number, fact) for number, fact in enumerate(finding.because)]
    if finding.fix:
        result["fixes"] = [_fix(path, finding)]
    return result


def _related(path: str, number: int, fact: Fact) -> dict[str, Any]:
    place = {"artifactLocation": _artifact(fact.path or path), "region": _region(fact.span)}
    return {"id": number, "message": {"text": fact.text}, "physicalLocation": place}


def _fix(path: str, claim: Claim) -> dict[str, Any]:
    replacements = [{"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.text}} for edit in claim.fix]
    return {
        "description": {"text": f"Write {visible(claim.expected or claim.fix[0].text)}"},
        "artifactChanges": [{"artifactLocation": _artifact(path), "replacements": replacements}],
    }


def _region(span: Span) -> dict[str, int]:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def _artifact(path: str) -> dict[str, str]:
    """Where the file is: relative to the current folder, or absolute if it is outside of it."""
    import re
    from urllib.parse import quote

    written = quote(path, errors="surrogateescape")
    if path.startswith("/"):
        return {"uri": f"file://{written}"}
    if re.match(r"[A-Za-z]:/", path):  # a drive
        return {"uri": f"file:///{path[:2]}{written[4:]}"}
    return {"uri": written, "uriBaseId": "%SRCROOT%"}
