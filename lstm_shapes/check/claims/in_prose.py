"""What headings, paragraphs, lists and tables say about shapes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lstm_shapes.check.claims.mentions import Mention, mentions_in, named_in
from lstm_shapes.check.claims.passage import Passage
from lstm_shapes.check.claims.statement import Statement
from lstm_shapes.check.claims.subjects import Subjects
from lstm_shapes.check.document import Piece
from lstm_shapes.check.text import Line

__all__ = ["Prose"]

_LONGEST_LABEL = 90
_ITEM = 20
_PARAGRAPH = 10
_CONFIGURATION = re.compile(
    r"=|\b(?:True|False|bi\w*|uni\w*|layers?|stacked|packed|unbatched|batched)\b|\d", re.IGNORECASE
)
_OTHER_CELLS = re.compile(
    r"LSTMCell|LSTM cell|\bGRU|\bRNNs?\b(?!_)|keras|tensorflow|\bTF\b|\bjax\b|flax|paddle", re.IGNORECASE
)
_CONDITION = re.compile(r"batch_first|bidirectional|=\s*(?:True|False)|default|unbatched", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Label:
    """A heading, a line or an item that names the tensors which what follows is about."""

    level: int
    names: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around a shape that names no tensor itself.

    names: those that a heading, a column or the shape before it names. is_certain: whether the document's LSTM is
    meant, and no other configuration or cell. is_labelled: whether a row or column is about nothing but the names.
    """

    names: tuple[str, ...]
    cell: int | None
    is_certain: bool = True
    is_labelled: bool = False


class Prose:
    """Reads prose piece by piece; what a heading names counts for what stands below it."""

    def __init__(self, subjects: Subjects) -> None:
        self.subjects = subjects
        self.labels: list[_Label] = []
        self.line = 0  # the last one of the code before

    def statements(self, piece: Piece) -> Iterator[Statement]:
        """All statements in a piece."""
        if piece.kind == "table":
            yield from self._table(piece)
            return
        passage = Passage.of(line.stripped() for line in piece.lines)
        mentions = mentions_in(passage.text, self.subjects.is_subject, is_prose=True)
        level = {"heading": piece.depth, "item": _ITEM + piece.depth}.get(piece.kind, _PARAGRAPH)
        self.labels = [label for label in self.labels if label.level < level]
        is_certain = not self._is_about_another_cell(passage.text)
        names = self._context()
        for mention in mentions:
            yield from self._about(passage, mention, _Around(names, piece.cell, is_certain))
            names = mention.subjects or names  # the next shape may be said of the same
        self._note_label(piece, passage, mentions, level)

    def _note_label(self, piece: Piece, passage: Passage, mentions: Sequence[Mention], level: int) -> None:
        named = tuple(name for mention in mentions[:1] for name in mention.subjects)
        if not named and len(passage.text) <= _LONGEST_LABEL:
            named = named_in(passage.text[:_LONGEST_LABEL], self.subjects.is_subject)
        if named or piece.kind == "heading":
            self.labels.append(_Label(level, named, passage.text))

    def _is_about_another_cell(self, text: str) -> bool:
        """Whether a text, or a heading above it, speaks of what is no `nn.LSTM`."""
        return bool(_OTHER_CELLS.search(text)) or any(_OTHER_CELLS.search(label.text) for label in self.labels)

    def _context(self) -> tuple[str, ...]:
        return next((label.names for label in reversed(self.labels) if label.names), ())

    def _about(self, passage: Passage, mention: Mention, around: _Around) -> Iterator[Statement]:
        """A statement for each tensor that a shape is said of."""
        names = mention.subjects or around.names
        if mention.is_denied or mention.leads:
            return
        for name in names or ("",):
            about = tuple(self.subjects.near(name, self.line)) if name else ()
            is_named = (bool(mention.subjects) or around.is_labelled) and not any(
                subject.is_supposed for subject in about
            )
            is_plain = mention.is_direct or (not mention.is_derived and is_named)
            if any(subject.is_supposed for subject in about) and not mention.is_first:
                is_plain = False
            yield Statement(
                passage,
                mention.shape,
                name or "?",
                about,
                "" if about else "which tensor it is said of is not clear",
                can_refute=around.is_certain and is_plain and mention.can_refute,
                is_conditional=mention.is_conditional or mention.is_alternative,
                cell=around.cell,
            )

    def _table(self, piece: Piece) -> Iterator[Statement]:
        """A row names a tensor, or a column does, and the row then perhaps an LSTM."""
        header = [_joined(cell) for cell in piece.rows[0]] if piece.rows else []
        columns = [named_in(text, self.subjects.is_subject) for text in header]
        for row in piece.rows[1:]:
            first = _joined(row[0]) if row else ""
            own = named_in(first, self.subjects.is_subject)
            layer = self.subjects.layer_named(first.strip("`*_ "))
            for position, cell in enumerate(row):
                passage = Passage.of(line.stripped() for line in cell)
                column = columns[position] if position < len(columns) else ()
                title = header[position] if position < len(header) else ""
                names = own if position and own else column
                is_certain = layer is not None or names is not column or not _CONFIGURATION.search(first)
                is_certain = is_certain and not _CONDITION.search(f"{title} {first}")
                around = _Around(names, piece.cell, is_certain, bool(names))
                for mention in mentions_in(passage.text, self.subjects.is_subject):
                    for statement in self._about(passage, mention, around):
                        if layer is not None and names is column:
                            about = tuple(self.subjects.of_layer(statement.label, layer))
                            yield replace(statement, subjects=about, reason="")
                        else:
                            yield statement


def _joined(lines: Sequence[Line]) -> str:
    return " ".join(line.text.strip() for line in lines)
