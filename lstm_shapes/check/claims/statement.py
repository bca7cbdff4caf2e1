"""What a document says about a shape, and what it may be said of."""

from __future__ import annotations

from dataclasses import dataclass

from lstm_shapes.check.claims.passage import Passage
from lstm_shapes.check.claims.shape_text import ShapeText
from lstm_shapes.check.following.frames import Frame
from lstm_shapes.check.following.values import Value

__all__ = ["Statement", "Subject"]


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing that a statement may be about.

    label: what the document calls it. frame, line: where the names in the statement are looked up.
    is_supposed: taken for a tensor of an LSTM because of its name alone, with no call beside it; it contradicts only
    what has as many axes, and what is said of it directly.
    """

    label: str
    value: Value
    frame: Frame
    line: int
    is_supposed: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """A shape in the document, with everything it may be about: it is false only if it is false of all of them.

    reason: why there is nothing that it is about. can_refute: whether it says so plainly that it may be called false.
    is_conditional: said under a condition, so that other layouts of the LSTM may be meant.
    """

    passage: Passage
    shape: ShapeText
    label: str
    subjects: tuple[Subject, ...]
    reason: str = ""
    can_refute: bool = True
    is_conditional: bool = False
    cell: int | None = None

    @property
    def claimed(self) -> str:
        """What it says, as it is written."""
        return self.passage.text[self.shape.start : self.shape.end]
