"""Calls in a document that PyTorch would refuse."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lstm_shapes.check.document import Document
from lstm_shapes.check.interpreter.frames import Raise
from lstm_shapes.check.program.parsing import Code
from lstm_shapes.check.program.program import Program
from lstm_shapes.check.result import Claim, Verdict
from lstm_shapes.check.rules import RULES
from lstm_shapes.check.text import Span

__all__ = ["with_refused_calls"]

# Who writes these words shows an error on purpose.
_KNOWN = re.compile(
    r"Error\b|Traceback|Expected hidden|must be equal to input_size|mismatch|has no attribute", re.IGNORECASE
)
_NEAR = re.compile(
    r"error|raises?\b|wrong|fails?\b|broken|invalid|incorrect|bad\b|bug|not work|crash|oops|don't|"
    r"错|報錯|エラー|誤り|오류|❌|✗|✘",
    re.IGNORECASE,
)
_LINES_AROUND = 2


def with_refused_calls(document: Document, program: Program, claims: Sequence[Claim]) -> list[Claim]:
    """The claims and the refused calls; a claim about what such a call gives, on its line, is false for that reason."""
    others = [piece for piece in document.pieces if piece.kind != "code"]
    if any(piece.origin for piece in others):  # a notebook that was run
        return list(claims)
    if any(_KNOWN.search(line.text) for piece in others for line in piece.lines):
        return list(claims)
    found = list(claims)
    by_line: dict[int, list[int]] = {}
    for place, claim in enumerate(claims):
        by_line.setdefault(claim.span.line, []).append(place)
    for claim in _refused(program):
        on_line = by_line.setdefault(claim.span.line, [])
        for place in on_line:
            if found[place].verdict is Verdict.UNVERIFIED:
                found[place] = replace(claim, span=found[place].span, claimed=found[place].claimed)
        if not on_line:
            found.append(claim)
    return found


def _refused(program: Program) -> Iterator[Claim]:
    seen: set[Span] = set()
    for found in program.trace.raises:
        number = getattr(found.node, "lineno", 0)
        code = program.code_at(number)
        if code is not None and not _is_known(code, number) and not _depends_on_the_caller(program, found.rule, number):
            claim = _claim(code, found)
            if claim.span not in seen:
                seen.add(claim.span)
                yield claim


def _depends_on_the_caller(program: Program, rule: str, line: int) -> bool:
    """Whether the function around a call may never run, or runs in other ways as well, in which PyTorch takes it.

    Sizes are known for certain only outside of functions.
    """
    scope = program.scope_at(line)
    if rule == "LS004" and scope is not None:
        return True
    frames = program.frames_of(scope)
    is_unused = getattr(scope, "name", "forward") != "forward" and all(frame.symbolic for frame in frames)
    return is_unused or (len(frames) > 1 and program.is_called_at(line))


def _is_known(code: Code, number: int) -> bool:
    """Whether the text around a call says that it fails."""
    around = code.lines[max(0, number - code.first - _LINES_AROUND) : number - code.first + _LINES_AROUND + 1]
    return any(_NEAR.search(line.text) or _KNOWN.search(line.text) for line in around)


def _claim(code: Code, found: Raise) -> Claim:
    node = found.node
    assert hasattr(node, "lineno")
    line, (start, end) = code.line(node.lineno), code.columns(node)  # type: ignore[arg-type]
    return Claim(
        line.span(start, end),
        found.tensor,
        line.text[start:end],
        Verdict.FALSE,
        rule=found.rule,
        message=found.message,
        reason=RULES[found.rule].summary,
        cell=code.cell,
    )
