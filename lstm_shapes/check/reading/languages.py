"""Recognize what a block in a document is: code, its output, shell commands, or something else."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from lstm_shapes.check.reading.likeness import Likeness, is_printed, likeness
from lstm_shapes.check.reading.sessions import first_prompt
from lstm_shapes.check.text import Line

__all__ = ["BlockKind", "language_of", "recognize"]

BlockKind = Literal["code", "output", "console", "paragraph"]

_LANGUAGES: Mapping[str, str] = {
    "python": "py py2 py3 pyi pycon python python2 python3 python-repl ipython ipython2 ipython3 ipythonconsole "
    "pyodide pytorch torch sage code-cell doctest testcode testsetup jupyter-execute",
    "output": "output out stdout result results printed testoutput",
    "text": "text txt plain plaintext none nohighlight no-highlight raw console log ansi ascii default guess",
    "shell": "bash sh shell zsh fish shell-session shellsession sh-session terminal cmd bat powershell ps1 pwsh",
}
_ROLES = {name: role for role, names in _LANGUAGES.items() for name in names.split()}
_WORD = re.compile(r"[{\s]*(?:\.|language-|lang-)?([\w+#-]+)")
_NAMES_ANOTHER = frozenset({"code", "code-block", "sourcecode", "highlight"})
"""Directives that have the language as their argument."""


def language_of(info: str) -> str:
    """The language in the first line of a fence: `python title="x"`, `{.python .numbered}`, `{code-block} python`."""
    word = _WORD.match(info)
    if word and word[1].lower() in _NAMES_ANOTHER:
        word = _WORD.match(info.replace("}", " "), word.end())
    return word[1].lower() if word else ""


def recognize(language: str, lines: Sequence[Line], follows_code: bool) -> BlockKind | None:
    """What a block is, by its language and its content; None if it does not matter for checking.

    follows_code: whether it comes right after code, so that it may be the code's output.
    """
    role = _ROLES.get(language, "other") if language else "text"
    if role != "other" and first_prompt(lines) is not None:
        return "code"
    if role in ("text", "shell") and lines and lines[0].text.startswith("$ "):
        return "console"
    if role == "python":
        return "output" if follows_code and is_printed(lines) else "code"
    if role == "text":
        like = likeness(lines)
        is_code = like is Likeness.SURE or (like is Likeness.LIKELY and not follows_code)
        return "code" if is_code else "output" if follows_code else "paragraph"
    return "output" if role == "output" else None
