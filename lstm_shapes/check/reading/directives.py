"""The directives of reStructuredText and MyST, which of them contain text, and their options."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lstm_shapes.check.text import Line

__all__ = ["ADMONITIONS", "UNREAD", "split_options"]

ADMONITIONS = frozenset(
    {"admonition", "attention", "card", "caution", "danger", "deprecated", "details", "dropdown", "epigraph", "error"}
    | {"exercise", "hint", "important", "margin", "math", "note", "rubric", "seealso", "sidebar", "solution"}
    | {"tab-item", "tab-set", "tip", "todo", "topic", "versionadded", "versionchanged", "warning"}
)
"""Directives that contain text, which may begin on the line with the name."""
UNREAD = frozenset(
    {"autosummary", "bibliography", "contents", "figure", "graphviz", "image", "include", "index", "literalinclude"}
    | {"mermaid", "meta", "raw", "toctree", "uml"}
)

_OPTION = re.compile(r"[ \t]*:[\w-]+:(?:[ \t]|$)")
_YAML = "---"


def split_options(lines: Sequence[Line]) -> tuple[Sequence[Line], Sequence[Line]]:
    """The options of a directive, written as `:name: value` or as YAML between dashes, and the content after them."""
    if lines and lines[0].text.rstrip() == _YAML:
        end = next((index for index in range(1, len(lines)) if lines[index].text.rstrip() == _YAML), 0) + 1
    else:
        end = next((index for index, line in enumerate(lines) if not _OPTION.match(line.text)), len(lines))
    return lines[:end], lines[end:]
