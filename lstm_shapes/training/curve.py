"""The loss over the epochs as a picture: a line of blocks, or an SVG."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from math import ceil, floor, log10

__all__ = ["milestones", "sparkline", "svg"]

_BLOCKS = "▁▂▃▄▅▆▇█"
_WIDTH, _HEIGHT = 720, 400
_LEFT, _RIGHT, _TOP, _BOTTOM = 80, 40, 50, 60
_MOST_POINTS = 2_000
_SMALLEST = 1e-12  # used instead of zero, which has no logarithm


def milestones(epochs: int) -> list[int]:
    """The epochs to report: the first, and one after every tenth of the run."""
    return sorted({1, *(max(1, epochs * tenth // 10) for tenth in range(1, 11))})


def _logarithms(losses: Sequence[float]) -> list[float]:
    return [log10(max(loss, _SMALLEST)) for loss in losses]


def sparkline(losses: Sequence[float], width: int = 50) -> str:
    """The losses in at most `width` blocks, on a logarithmic scale from the lowest to the highest."""
    count = min(width, len(losses))
    values = _logarithms([losses[position * len(losses) // count] for position in range(count - 1)] + [losses[-1]])
    low, high = min(values), max(values)
    steps = len(_BLOCKS) - 1
    return "".join(_BLOCKS[round((value - low) / (high - low) * steps) if high > low else 0] for value in values)


def svg(losses: Sequence[float], title: str) -> str:
    """The losses as an SVG drawing on a logarithmic scale, with axes and labels, in fonts that every browser has.

    Its `metadata` holds the numbers as JSON: `{"epochs": [...], "losses": [...]}`. These are all losses if there are
    at most 2,000, and otherwise a selection of about 2,000.
    """
    step = ceil(len(losses) / _MOST_POINTS)
    epochs = sorted({*range(1, len(losses) + 1, step), len(losses)})
    shown = [losses[epoch - 1] for epoch in epochs]
    values = _logarithms(shown)
    low, high = floor(min(values)), max(ceil(max(values)), floor(min(values)) + 1)

    def x(epoch: float) -> float:
        return _LEFT + (epoch - 1) / max(len(losses) - 1, 1) * (_WIDTH - _LEFT - _RIGHT)

    def y(value: float) -> float:
        return _TOP + (high - value) / (high - low) * (_HEIGHT - _TOP - _BOTTOM)

    points = " ".join(f"{x(epoch):.2f},{y(value):.2f}" for epoch, value in zip(epochs, values))
    bottom, right, middle = _HEIGHT - _BOTTOM, _WIDTH - _RIGHT, (_LEFT + _WIDTH - _RIGHT) / 2
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}" '
        'font-family="sans-serif" font-size="13" role="img">',
        f"<title>{escape(title)}</title>",
        f"<metadata>{json.dumps({'epochs': epochs, 'losses': shown})}</metadata>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
        f'<text x="{middle}" y="28" text-anchor="middle" font-size="15">{escape(title)}</text>',
    ]
    for decade in range(low, high + 1):
        lines += [
            f'<line x1="{_LEFT}" y1="{y(decade):.2f}" x2="{right}" y2="{y(decade):.2f}" stroke="#ddd"/>',
            f'<text x="{_LEFT - 8}" y="{y(decade) + 4:.2f}" text-anchor="end">{10.0**decade:g}</text>',
        ]
    for epoch in milestones(len(losses))[:: 1 if len(losses) < 10 else 2]:
        lines.append(f'<text x="{x(epoch):.2f}" y="{bottom + 20}" text-anchor="middle">{epoch:,}</text>')
    lines += [
        f'<path d="M{_LEFT} {_TOP}V{bottom}H{right}" fill="none" stroke="black"/>',
        f'<text x="{middle}" y="{_HEIGHT - 16}" text-anchor="middle">epoch</text>',
        f'<text x="20" y="{(_TOP + bottom) / 2}" text-anchor="middle" '
        f'transform="rotate(-90 20 {(_TOP + bottom) / 2})">cross-entropy loss</text>',
        f'<polyline points="{points}" fill="none" stroke="#1f77b4" stroke-width="2"/>',
        "</svg>",
    ]
    return "\n".join(lines) + "\n"
