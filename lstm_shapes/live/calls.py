"""The calls of recurrent modules that were seen, as values."""

from __future__ import annotations

import os
from dataclasses import dataclass

from lstm_shapes.notes import Note
from lstm_shapes.report.findings import Findings

__all__ = ["Place", "SeenCall", "SeenLayer"]


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the program."""

    file: str
    line: int

    function: str
    """The function that the line stands in; `<module>` outside of all."""

    def __str__(self) -> str:
        """The line, its file named from the folder at hand."""
        try:
            here = os.path.join(os.getcwd(), "")
        except OSError:  # the folder is gone
            here = ""
        return f"{self.file.removeprefix(here)}:{self.line}"


@dataclass(frozen=True, slots=True)
class SeenCall:
    """Calls of one module from one line with the same shapes."""

    findings: Findings
    """What `inspect` says of these very sizes, with the shapes that were observed; None for those that were not."""

    place: Place | None
    """Where the program called the module, or the one that holds it; None if that is no file's line."""

    count: int

    changed: tuple[tuple[str, int | None, int | None], ...] = ()
    """The symbols whose values differ from the calls listed before it, each with both; None where there is none."""


@dataclass(frozen=True, slots=True)
class SeenLayer:
    """One recurrent module, and how it was called."""

    path: str
    """Where it stands in the outermost module, such as `encoder.lstm`; empty if it is that module itself."""

    code: str
    """The call that builds it."""

    calls: tuple[SeenCall, ...]
    """In the order of their first appearance; equal ones stand once."""

    notes: tuple[Note, ...]
    """What to beware of, in the order of harm: first what only the run shows."""

    left_out: int = 0
    """How many calls had shapes beyond the number that is kept."""

    @property
    def count(self) -> int:
        """How often it was called."""
        return sum(call.count for call in self.calls) + self.left_out
