"""Pages as finished text: plain tables, Markdown, LaTeX, HTML and SVG."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from io import StringIO
from typing import TYPE_CHECKING

from lstm_shapes import markup
from lstm_shapes.latex import latex
from lstm_shapes.page import Page

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

__all__ = ["ENDINGS", "FORMATS", "plain_text", "render_pages", "svg"]

ENDINGS: Mapping[str, str] = {
    ".txt": "table",
    ".json": "json",
    ".md": "markdown",
    ".markdown": "markdown",
    ".tex": "latex",
    ".html": "html",
    ".htm": "html",
    ".svg": "svg",
}
"""The format that the ending of a file's name asks for."""


def render_pages(pages: Sequence[Page], format: str) -> str:
    """Pages one under the other, in one of `FORMATS`."""
    return FORMATS[format](pages)


def plain_text(*shown: RenderableType) -> str:
    """What rich would print on a console without colours that is as wide as it needs to be."""
    console = _console()
    with console.capture() as printed:
        for renderable in shown:
            console.print(renderable)
    return "\n".join(line.rstrip(" ") for line in printed.get().split("\n"))


def _console(width: int | None = None) -> Console:
    from rich.console import Console

    from lstm_shapes.render import UNLIMITED

    return Console(
        file=StringIO(),
        width=width or UNLIMITED,
        height=100,
        record=width is not None,
        force_terminal=width is not None,
        color_system=None if width is None else "truecolor",
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
    )


def _tables(pages: Sequence[Page]) -> str:
    from lstm_shapes.render import render

    return "\n".join(plain_text(render(page)) for page in pages)


def _html(pages: Sequence[Page]) -> str:
    title = escape(pages[0].subject) if pages else "lstm-shapes"
    head = f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>{title}</title>\n<style>{_CSS}</style>'
    return "\n".join([head, *map(markup.html, pages), "</html>\n"])


_CSS = (
    ":root{color-scheme:light dark}body{font-family:system-ui,sans-serif;margin:2em}"
    "code,pre{font-family:ui-monospace,monospace}td,th{padding:0.1em 0.8em 0.1em 0}"
)


def _svg(pages: Sequence[Page]) -> str:
    from lstm_shapes.render import render_all

    return svg(render_all(pages), pages[0].subject if pages else "lstm-shapes")


_SVG_WIDTH = 100  # columns


def svg(shown: RenderableType, title: str, width: int = _SVG_WIDTH) -> str:
    """What rich would print on a terminal of this width, as a drawing that loads nothing from elsewhere."""
    console = _console(width)
    console.print(shown)
    return console.export_svg(title=title, code_format=_SVG, unique_id="lstm-shapes")


_SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; \
font-size: {char_height}px; line-height: {line_height}px; }}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: system-ui, sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""

FORMATS: Mapping[str, Callable[[Sequence[Page]], str]] = {
    "table": _tables,
    "markdown": lambda pages: "\n".join(map(markup.markdown, pages)),
    "latex": lambda pages: "\n".join(map(latex, pages)),
    "html": _html,
    "svg": _svg,
}
"""The writer of each format; JSON is written from the values themselves, and so not here."""
