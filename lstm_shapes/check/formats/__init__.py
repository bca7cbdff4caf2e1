"""The findings as text, in one of six formats."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module

from lstm_shapes.check.choices import FORMATS
from lstm_shapes.check.formats.view import View
from lstm_shapes.check.result import Checked

__all__ = ["RENDERERS", "View"]


def _render(format: str, checked: Sequence[Checked], view: View) -> str:
    """Render in a format; only its own module is imported."""
    return str(import_module(f"lstm_shapes.check.formats.{format}").render(checked, view))


RENDERERS: Mapping[str, Callable[[Sequence[Checked], View], str]] = {
    format: partial(_render, format) for format in FORMATS
}
"""The function that renders each format, by its name; `full.renderables` has colours as well."""
