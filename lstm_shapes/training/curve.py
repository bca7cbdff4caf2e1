"""The loss over the epochs as a picture: a line of blocks, or an SVG."""

from __future__ import annotations

import json
from collections.abc import Sequence
from math import ceil, floor, log10

from lstm_shapes.picture.elements import Arrow, Drawing, Element, Label
from lstm_shapes.picture.svg import svg as write

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
    """The losses as an SVG drawing on a logarithmic scale, with axes and labels.

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

    bottom, right = _HEIGHT - _BOTTOM, _WIDTH - _RIGHT
    elements: list[Element] = [Label(_WIDTH / 2, 28, ((title, "title"),), size=15)]
    for decade in range(low, high + 1):
        elements.append(Arrow(((_LEFT, y(decade)), (right, y(decade))), "grid", has_head=False))
        elements.append(Label(_LEFT - 8, y(decade) + 4, ((f"{10.0**decade:g}", "number"),), "end"))
    for epoch in milestones(len(losses))[:: 1 if len(losses) < 10 else 2]:
        elements.append(Label(x(epoch), bottom + 20, ((f"{epoch:,}", "number"),)))
    elements += [
        Arrow(((_LEFT, _TOP), (_LEFT, bottom), (right, bottom)), "flow", has_head=False),
        Label((_LEFT + right) / 2, _HEIGHT - 16, (("epoch", "prose"),)),
        Label(_LEFT, _TOP - 10, (("cross-entropy loss", "prose"),)),
        Arrow(tuple((x(epoch), y(value)) for epoch, value in zip(epochs, values)), "curve", has_head=False),
    ]
    told = f"The loss falls from {losses[0]:g} to {losses[-1]:g} in {len(losses):,} epochs."
    data = json.dumps({"epochs": epochs, "losses": shown})
    return write(Drawing(_WIDTH, _HEIGHT, title, told, tuple(elements), data))
