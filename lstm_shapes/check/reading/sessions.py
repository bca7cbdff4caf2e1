"""Split Python sessions into what was typed after a prompt and the output of Python."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lstm_shapes.check.reading.lines import dedent, trimmed
from lstm_shapes.check.text import Line

__all__ = ["first_prompt", "split_session"]

_PROMPT = re.compile(r"[ \t]*(?:>>>(?: |$|(?=\w))|In ?\[[\d ]*\]:(?: |$))")
_CONTINUATION = re.compile(r"[ \t]*(?:\.{3}(?: |$)|\.{3,}:(?: |$))")
_ANSWER = re.compile(r"[ \t]*Out ?\[[\d ]*\]:(?: |$)")


def first_prompt(lines: Sequence[Line]) -> int | None:
    """The index of the first line with a prompt; None if it is not a session."""
    return next((index for index, line in enumerate(lines) if _PROMPT.match(line.text)), None)


def split_session(lines: Sequence[Line]) -> Iterator[tuple[Sequence[Line], Sequence[Line]]]:
    """Pairs of what was typed, without prompts, and its output; the first line must have a prompt."""
    code: list[Line] = []
    output: list[Line] = []
    for line in dedent(lines):
        prompt = _PROMPT.match(line.text)
        if prompt and output:
            if trimmed(output):
                yield code, trimmed(output)
                code = []
            output = []
        typed = prompt or (None if output else _CONTINUATION.match(line.text))
        if typed:
            code.append(line.part(typed.end()))
        else:
            answer = _ANSWER.match(line.text)
            output.append(line.part(answer.end()) if answer else line)
    yield code, trimmed(output)
