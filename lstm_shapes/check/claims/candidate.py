"""A shape in a document, with everything that it may be said of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lstm_shapes.check.claims.passage import Passage
from lstm_shapes.check.interpreter.frames import Frame
from lstm_shapes.check.interpreter.values import Value
from lstm_shapes.check.language.shapes import ShapeText

__all__ = ["Candidate", "Referent"]


@dataclass(frozen=True, slots=True)
class Referent:
    """One thing that a shape may be said of."""

    label: str
    """What the document calls it."""

    value: Value
    frame: Frame
    """The run of the code in which the words of the claim are looked up."""

    line: int
    """Where in that run."""

    is_likely: bool = True
    """Whether it is what is most likely meant; what is only in reach can save a claim, and not confirm one."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A shape, and what it may be said of."""

    passage: Passage
    shape: ShapeText
    label: str
    referents: tuple[Referent, ...]

    reach: Callable[[], Iterable[Referent]] = tuple
    """All else in reach; it is looked for only if the claim is about to be called false."""

    obstacles: tuple[str, ...] = ()
    """Why it must not be called false, whatever the comparison shows."""

    flags: tuple[tuple[str, bool], ...] = ()
    """The configuration that it is said of, if its sentence names one."""

    line: int = 0
    """The line of the program that it stands beside; 0 for prose."""

    cell: int | None = None

    is_inherited: bool = False
    """Whether only a heading or an item above names its tensor: what does not fit it may be about something else."""

    rivals: tuple[Referent, ...] = ()
    """What stands as close to it as what is most likely meant: all of it has to refute a false claim."""

    @property
    def claimed(self) -> str:
        """What it says, as it is written."""
        return self.passage.text[self.shape.start : self.shape.end]
