"""A drawing as SVG that loads nothing, and that is readable on light and on dark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache, singledispatch
from html import escape
from math import hypot

from lstm_shapes.palette import SYMBOL_COLOURS, hex_colour
from lstm_shapes.picture.elements import HEAD, Arrow, Box, Drawing, Element, Label

__all__ = ["STYLE", "SYMBOL_CLASSES", "is_drawing", "svg"]

SYMBOL_CLASSES = {symbol: f"s{number}" for number, symbol in enumerate(SYMBOL_COLOURS)}
"""The class of each symbol's colour."""

STYLE = "".join(
    (
        ".lstm-shapes{background:#fff;color:#1f2328}",
        ".lstm-shapes text{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;",
        "fill:currentColor}",
        ".lstm-shapes rect,.lstm-shapes path{fill:none;stroke:currentColor}",
        ".lstm-shapes .flow,.lstm-shapes .value{stroke-opacity:.55}",
        ".lstm-shapes .grid{stroke-opacity:.15}.lstm-shapes .curve{stroke:#0969da;stroke-width:2}",
        ".lstm-shapes .state{stroke-dasharray:4 3}",
        ".lstm-shapes .forward{stroke:#0969da}.lstm-shapes rect.forward{fill:#0969da;fill-opacity:.12}",
        ".lstm-shapes .backward{stroke:#bf5700}.lstm-shapes rect.backward{fill:#bf5700;fill-opacity:.12}",
        ".lstm-shapes rect.half{stroke:none}.lstm-shapes rect.marked{fill-opacity:.45}",
        ".lstm-shapes .head{stroke:none;fill:currentColor;fill-opacity:.7}",
        ".lstm-shapes .head.forward{fill:#0969da;fill-opacity:1}",
        ".lstm-shapes .head.backward{fill:#bf5700;fill-opacity:1}",
        ".lstm-shapes .title{font-weight:bold}.lstm-shapes .prose{fill-opacity:.8}",
        *(
            f".lstm-shapes .{name}{{fill:{hex_colour(SYMBOL_COLOURS[symbol])}}}"
            for symbol, name in SYMBOL_CLASSES.items()
        ),
        "@media(prefers-color-scheme:dark){.lstm-shapes{background:#0d1117;color:#e6edf3}",
        ".lstm-shapes .forward{stroke:#4493f8}.lstm-shapes rect.forward,.lstm-shapes .head.forward{fill:#4493f8}",
        ".lstm-shapes .curve{stroke:#4493f8}",
        ".lstm-shapes .backward{stroke:#f0883e}.lstm-shapes rect.backward,.lstm-shapes .head.backward{fill:#f0883e}}",
    )
)


_START = '<svg xmlns="http://www.w3.org/2000/svg" class="lstm-shapes"'


def is_drawing(content: bytes) -> bool:
    """Whether a file holds a picture that was written here."""
    return content.startswith(_START.encode())


def svg(drawing: Drawing) -> str:
    """The drawing as an SVG element; the same drawing gives the same text."""
    width, height = f"{drawing.width:g}", f"{drawing.height:g}"
    lines = [
        f'{_START} viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">',
        f"<title>{escape(drawing.title)}</title>",
        f"<desc>{escape(drawing.description)}</desc>",
        *([f"<metadata>{escape(drawing.data, quote=False)}</metadata>"] if drawing.data else []),
        f"<style>{STYLE}</style>",
        *(line for element in drawing.elements for line in _written(element)),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


@lru_cache(maxsize=4_096)  # a drawing has few, each many times
def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:.1f}".removesuffix(".0")


@singledispatch
def _written(element: Element) -> Iterator[str]:
    raise TypeError(type(element).__name__)


@_written.register
def _(box: Box) -> Iterator[str]:
    x, y, width, height = map(_number, (box.x, box.y, box.width, box.height))
    yield f'<rect class="{box.look}" x="{x}" y="{y}" width="{width}" height="{height}" rx="3"/>'


@_written.register
def _(arrow: Arrow) -> Iterator[str]:
    if not arrow.has_head:
        yield _path(arrow.look, arrow.points)
        return
    (before_x, before_y), (x, y) = arrow.points[-2:]
    length = hypot(x - before_x, y - before_y)
    along_x, along_y = (x - before_x) * HEAD / length, (y - before_y) * HEAD / length
    neck_x, neck_y = x - along_x, y - along_y
    sides = ((neck_x - along_y / 2, neck_y + along_x / 2), (neck_x + along_y / 2, neck_y - along_x / 2))
    yield _path(arrow.look, (*arrow.points[:-1], (neck_x, neck_y)))
    yield _path(f"head {arrow.look}", ((x, y), *sides), "Z")


def _path(look: str, points: Sequence[tuple[float, float]], end: str = "") -> str:
    through = " ".join(f"{_number(x)} {_number(y)}" for x, y in points)
    return f'<path class="{look}" d="M{through}{end}"/>'


@_written.register
def _(label: Label) -> Iterator[str]:
    styled = ((escape(text, quote=False), SYMBOL_CLASSES.get(style, style)) for text, style in label.spans)
    spans = "".join(f'<tspan class="{style}">{text}</tspan>' for text, style in styled)
    place = f'x="{_number(label.x)}" y="{_number(label.y)}" text-anchor="{label.anchor}"'
    yield f'<text {place} font-size="{label.size}" xml:space="preserve">{spans}</text>'
