"""Collects the pieces and notes of a document while it is read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from lstm_shapes.check.document import Document, Piece, PieceKind, Suppression
from lstm_shapes.check.reading.lines import trimmed
from lstm_shapes.check.text import Line, Span

__all__ = ["Collector"]

_PROSE = ("heading", "paragraph", "item")
_ANNOUNCEMENT = re.compile(
    r"\W*(?:.{0,80}[:：]|out(?:put)?s?|results?|prints?|输出|结果|出力|결과|출력)\W*", re.IGNORECASE
)
"""A line that may be between code and its output."""


@dataclass(slots=True)
class Collector:
    """What has been read of a document so far."""

    pieces: list[Piece] = field(default_factory=list)

    cell: int | None = None
    """The number of the notebook's cell that is being read."""

    strings: int = 0
    """How many strings of code are open, one in the other."""

    depth: int = 0
    """How many readers are at work, one called by the other."""

    _place: int = 0
    """Where among the pieces the next output of the last code belongs."""

    _end: int = -1
    """The number of pieces when the last code ended, with its docstrings and outputs; -1 if there is no such code."""

    _notes: dict[Span, Suppression] = field(default_factory=dict)

    _waiting: list[Suppression] = field(default_factory=list)
    """Notes that apply to the next block."""

    def document(self) -> Document:
        """The document with everything that was collected."""
        self.note(self.take_notes())
        return Document(tuple(self.pieces), tuple(self._notes.values()))

    def add(self, kind: PieceKind, lines: Sequence[Line], depth: int = 0) -> None:
        """Add a piece, unless it is blank."""
        lines = trimmed(lines)
        if lines:
            self.pieces.append(Piece(kind, tuple(lines), cell=self.cell, depth=depth))

    def add_table(self, rows: Iterable[Iterable[Iterable[Line]]]) -> None:
        """Add a table; the header is its first row."""
        cells = tuple(tuple(tuple(cell) for cell in row) for row in rows)
        if any(map(any, cells)):
            self.pieces.append(Piece("table", rows=cells, cell=self.cell))

    def add_code(self, lines: Sequence[Line], prompts: bool = False) -> int:
        """Add code, and return the place for its output, to be given to `end_code` after the docstrings of the code."""
        lines = trimmed(lines)
        if lines:
            self.pieces.append(Piece("code", tuple(lines), cell=self.cell, depth=self.strings, prompts=prompts))
        self.end_code(len(self.pieces))
        return len(self.pieces)

    def end_code(self, place: int) -> None:
        """From now on, output belongs to the code before this place, and is inserted right after it."""
        self._place, self._end = place, len(self.pieces)

    def forget_code(self) -> None:
        """From now on, output belongs to none of the code so far."""
        self._end = -1

    def add_output(
        self, lines: Sequence[Line], origin: Literal["printed", "value", ""] = "", is_past: bool = False
    ) -> None:
        """Add the output of the last code, right after it, even if docstrings or an announcement came in between."""
        lines = trimmed(lines)
        if lines:
            place = self._place if self.follows_code() else len(self.pieces)
            piece = Piece("output", tuple(lines), cell=self.cell, depth=self.strings, origin=origin, is_past=is_past)
            self.pieces.insert(place, piece)
            self.end_code(place + 1)

    def follows_code(self) -> bool:
        """Whether code has just ended, or was followed only by a line that announces its output."""
        between = len(self.pieces) - self._end
        return self._end >= 0 and (between == 0 or (between == 1 and _is_announcement(self.pieces[-1])))

    def note(self, notes: Iterable[Suppression]) -> None:
        """Add notes that know the lines they apply to; if a note was read twice, the later reading counts."""
        self._notes |= {note.span: note for note in notes}

    def note_for_next(self, notes: Iterable[Suppression]) -> None:
        """Add notes that are alone in their block: `ignore` then applies to the next block."""
        for note in notes:
            if note.action == "ignore":
                self._waiting.append(note)
            else:
                self.note([note])

    def take_notes(self) -> list[Suppression]:
        """Take the notes that wait for the block that begins here; give them to `settle` when its end is known."""
        taken, self._waiting = self._waiting, []
        return taken

    def put_back(self, notes: list[Suppression]) -> None:
        """Let notes wait again, if what they were taken for was not a block."""
        notes.extend(self._waiting)
        self._waiting = notes

    def settle(self, notes: Iterable[Suppression], lines: Sequence[Line]) -> None:
        """Let notes apply to the lines of a block."""
        lines = trimmed(lines) or lines
        self.note(replace(note, first=lines[0].number, last=lines[-1].number) for note in notes)


def _is_announcement(piece: Piece) -> bool:
    return piece.kind in _PROSE and len(piece.lines) == 1 and bool(_ANNOUNCEMENT.fullmatch(piece.lines[0].text))
