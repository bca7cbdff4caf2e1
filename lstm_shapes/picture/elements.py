"""What a drawing is made of: boxes, arrows and labels, each with the room that it takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from lstm_shapes.page import Span

__all__ = ["HEAD", "WIDTH_OF_LETTER", "Anchor", "Arrow", "Bounds", "Box", "Drawing", "Element", "Label", "stacked"]
__all__ += ["text_width"]

Anchor = Literal["start", "middle", "end"]
Bounds = tuple[float, float, float, float]
"""Left, top, right and bottom, in pixels; down is greater."""

WIDTH_OF_LETTER = 0.62
"""Of the size of the letters, in the widest of the usual fonts of programs."""

HEAD = 7.0
"""The length of an arrow's head, in pixels."""

_ASCENT, _DESCENT = 0.8, 0.25


def text_width(text: str, size: int) -> float:
    """How wide a text is at most, in pixels."""
    return len(text) * size * WIDTH_OF_LETTER


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float

    look: str
    """What it stands for, which decides its colours: `forward`, `backward`, `state` or `value`; a `half` of a value has
    no border, and one that is `marked` is filled more strongly."""

    @property
    def bounds(self) -> Bounds:
        """The room that it takes."""
        return self.x, self.y, self.x + self.width, self.y + self.height


@dataclass(frozen=True, slots=True)
class Arrow:
    """A line through some points, with a head at its end."""

    points: tuple[tuple[float, float], ...]
    look: str
    has_head: bool = True

    @property
    def bounds(self) -> Bounds:
        """The room that it takes."""
        across, down = zip(*self.points)
        return min(across), min(down), max(across), max(down)


@dataclass(frozen=True, slots=True)
class Label:
    """A line of text."""

    x: float
    y: float
    """Of the line that the letters stand on."""

    spans: tuple[Span, ...]
    """The text in pieces, each with its style or symbol."""

    anchor: Anchor = "middle"
    size: int = 12

    @property
    def text(self) -> str:
        """All pieces together."""
        return "".join(text for text, _ in self.spans)

    @property
    def bounds(self) -> Bounds:
        """The room that it takes."""
        width = text_width(self.text, self.size)
        left = self.x - {"start": 0.0, "middle": width / 2, "end": width}[self.anchor]
        return left, self.y - self.size * _ASCENT, left + width, self.y + self.size * _DESCENT


Element = Box | Arrow | Label


@dataclass(frozen=True, slots=True)
class Drawing:
    """All elements, from back to front, and what is said of them to those who do not see them."""

    width: float
    height: float
    title: str
    description: str
    elements: tuple[Element, ...]

    data: str = ""
    """The numbers that are drawn, as JSON, for programs."""


def stacked(drawings: Sequence[Drawing]) -> Drawing:
    """Drawings one under the other."""
    if len(drawings) == 1:
        return drawings[0]
    elements: list[Element] = []
    height = 0.0
    for drawing in drawings:
        elements += [_lower(element, height) for element in drawing.elements]
        height += drawing.height
    title = ", ".join(drawing.title for drawing in drawings)
    description = " ".join(drawing.description for drawing in drawings)
    return Drawing(max(drawing.width for drawing in drawings), height, title, description, tuple(elements))


def _lower(element: Element, by: float) -> Element:
    if isinstance(element, Arrow):
        return replace(element, points=tuple((x, y + by) for x, y in element.points))
    return replace(element, y=element.y + by)
