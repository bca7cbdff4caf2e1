"""JSON: everything that was found, with one claim on each line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lstm_shapes.check.formats.view import View
from lstm_shapes.check.result import Checked, Claim, Edit, Fact, Problem
from lstm_shapes.check.summary import summarize
from lstm_shapes.check.text import Span

__all__ = ["SCHEMA_VERSION", "json_row", "render", "to_json"]

SCHEMA_VERSION = 1


def render(checked: Sequence[Checked], view: View) -> str:
    """Everything that was found, whatever the view; the README describes the keys."""
    import json

    # json's encoder is fast only without indentation, and grep can search for claims if each is on one line.
    content = to_json(checked)
    lines = [f'  "schema_version": {content["schema_version"]}', f'  "summary": {json.dumps(content["summary"])}']
    for name in ("claims", "problems"):
        rows = ",\n    ".join(json_row(row) for row in content[name])
        lines.append(f'  "{name}": [\n    {rows}\n  ]' if rows else f'  "{name}": []')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def to_json(checked: Sequence[Checked]) -> dict[str, Any]:
    """Everything that was found, as values that JSON can hold."""
    summary = summarize(checked)
    return {
        "schema_version": SCHEMA_VERSION,
        "summary": {
            "claims": summary.claims,
            "true": summary.true,
            "false": summary.false,
            "unverified": summary.unverified,
            "suppressed": summary.suppressed,
            "files": summary.files,
            "files_with_claims": summary.files_with_claims,
            "problems": summary.problems,
        },
        "claims": [_claim(document.path, claim) for document in checked for claim in document.claims],
        "problems": [_problem(document.path, problem) for document in checked for problem in document.problems],
    }


def _claim(path: str, claim: Claim) -> dict[str, Any]:
    return {
        "path": path,
        **_place(claim.span),
        "cell": claim.cell,
        "tensor": claim.tensor,
        "claimed": claim.claimed,
        "expected": claim.expected,
        "formula": claim.formula,
        "verdict": claim.verdict.value,
        "rule": claim.rule,
        "message": claim.message,
        "reason": claim.reason,
        "because": [_fact(path, fact) for fact in claim.because],
        "fix": [_edit(edit) for edit in claim.fix] or None,
    }


def _fact(path: str, fact: Fact) -> dict[str, Any]:
    return {"text": fact.text, "path": fact.path or path, **_place(fact.span), "cell": fact.cell}


def _edit(edit: Edit) -> dict[str, Any]:
    return {**_place(edit.span), "text": edit.text}


def _place(span: Span) -> dict[str, int]:
    return {"line": span.line, "column": span.column, "end_line": span.end_line, "end_column": span.end_column}


def _problem(path: str, problem: Problem) -> dict[str, Any]:
    span = problem.span
    return {
        "path": path,
        "line": None if span is None else span.line,
        "column": None if span is None else span.column,
        "rule": problem.rule,
        "message": problem.message,
    }


def json_row(row: dict[str, Any]) -> str:
    """A row on one line, which can always be written as UTF-8."""
    import json

    text = json.dumps(row, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair, from a notebook or a file's name
        return json.dumps(row)
    return text
