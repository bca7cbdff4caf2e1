"""What was found as text, in one of six formats."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from lstm_shapes.check.formats import concise, full, github, json, junit, sarif
from lstm_shapes.check.formats.view import View
from lstm_shapes.check.result import Checked

__all__ = ["RENDERERS", "View"]

RENDERERS: Mapping[str, Callable[[Sequence[Checked], View], str]] = {
    "full": full.render,
    "concise": concise.render,
    "json": json.render,
    "github": github.render,
    "sarif": sarif.render,
    "junit": junit.render,
}
"""From what was found to text, by the name of the format; `full.lines` has colours as well."""
