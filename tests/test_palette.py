"""The colours: readable on dark and on light, and different for each symbol."""

from __future__ import annotations

import pytest
from rich.color import Color

from lstm_shapes.formula import SYMBOLS
from lstm_shapes.palette import STYLES, SYMBOL_COLOURS, css, hex_colour

_LEAST_CONTRAST = 3.0  # to one: what the guidelines of the web ask of large text and of graphics


def _luminance(colour: str) -> float:
    """The relative luminance of `#rrggbb`, as the Web Content Accessibility Guidelines define it."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_symbol_has_a_colour_of_its_own() -> None:
    assert set(SYMBOL_COLOURS) == set(SYMBOLS)
    of_lstms = [SYMBOL_COLOURS[name] for name in SYMBOLS if "(" not in name]
    assert len(set(of_lstms)) == len(of_lstms) == 8


@pytest.mark.parametrize("style", [style for style in STYLES if "color(" in STYLES[style]])
def test_a_colour_can_be_read_on_white_and_on_black(style: str) -> None:
    luminance = _luminance(css(style)[-7:])
    assert 1.05 / (luminance + 0.05) >= _LEAST_CONTRAST
    assert (luminance + 0.05) / 0.05 >= _LEAST_CONTRAST


@pytest.mark.parametrize("number", range(16, 232))
def test_html_has_the_colours_of_the_terminal(number: int) -> None:
    assert hex_colour(number) == Color.parse(f"color({number})").get_truecolor().hex
