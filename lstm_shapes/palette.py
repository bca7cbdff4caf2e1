"""The colours: one for each symbol, the same on every page, and the styles of marks, titles and code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

__all__ = ["STYLES", "SYMBOL_COLOURS", "Kind", "css", "hex_colour"]

Kind = Literal["prose", "code", "math", "number", "good", "bad", "warning", "header", "title"]
"""What a piece of text is."""

# Of the 256 colours of terminals, which no theme changes; each is readable on white and on black. The test of this
# module measures the contrast.
SYMBOL_COLOURS: Mapping[str, int] = {
    "L": 33,
    "N": 166,
    "D": 99,
    "G": 130,
    "H_in": 30,
    "H_cell": 28,
    "H_out": 162,
    "num_layers": 100,
    "sum(lengths)": 67,
    "max(lengths)": 67,
}
"""The number of each symbol's colour. A product of several symbols has none of its own."""

STYLES: Mapping[str, str] = {
    "title": "bold",
    "header": "dim",
    "code": "bold",
    "good": "bold color(28)",
    "bad": "bold color(160)",
    "warning": "bold color(136)",
    **{symbol: f"color({colour})" for symbol, colour in SYMBOL_COLOURS.items()},
}
"""The style, in rich's words, of each kind of text and of each symbol that has one."""

_LEVELS = (0, 95, 135, 175, 215, 255)  # of red, green and blue in the colours from 16 on


def css(style: str) -> str:
    """The same style for HTML, as the declarations of a `style` attribute; empty where there is none."""
    words = STYLES.get(style, "").split()
    declarations = ["font-weight:bold"] if "bold" in words else []
    declarations += ["opacity:0.7"] if "dim" in words else []
    declarations += [f"color:{hex_colour(int(word[6:-1]))}" for word in words if word.startswith("color(")]
    return ";".join(declarations)


def hex_colour(number: int) -> str:
    """One of the colours from 16 to 231, as HTML writes it: `#0087ff`."""
    cell = number - 16
    levels = (_LEVELS[cell // 36], _LEVELS[cell // 6 % 6], _LEVELS[cell % 6])
    return "#" + "".join(f"{level:02x}" for level in levels)
