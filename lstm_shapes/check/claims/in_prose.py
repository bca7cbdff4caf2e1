"""What headings, paragraphs, lists and tables say about shapes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from lstm_shapes.check.claims.mentions import Mention, mentions_in
from lstm_shapes.check.claims.named import named_in
from lstm_shapes.check.claims.passage import Passage
from lstm_shapes.check.claims.phrases import DENIED, SUPPOSED
from lstm_shapes.check.claims.qualified import are_plain
from lstm_shapes.check.claims.statement import Statement
from lstm_shapes.check.claims.subjects import Subjects
from lstm_shapes.check.claims.tensor_names import roles_of
from lstm_shapes.check.claims.topics import (
    goes_on_elsewhere,
    is_conditional_title,
    is_denial,
    is_elsewhere,
    is_of_another_cell,
    is_of_the_lstm,
    is_variant,
)
from lstm_shapes.check.document import Piece
from lstm_shapes.check.text import Line

__all__ = ["Prose"]

_LONGEST_LABEL = 90
_ITEM = 20
_PARAGRAPH = 10


@dataclass(frozen=True, slots=True)
class _Label:
    """A heading, a line or an item that says what follows is about: tensors, another module, another LSTM."""

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
        self.is_elsewhere = False  # whether the text has gone on to another module
        layers = subjects.program.trace.layers
        bidirectional = bool(layers) and all(layer.sizes["D"].value == 2 for layer in layers)
        self._flags = bidirectional, bool(layers) and all(layer.batch_first for layer in layers)

    def passed(self, code: Iterable[Line], line: int) -> None:
        """Code that stands before what is read next; `line` is its last one."""
        self.line = line
        self.is_elsewhere = goes_on_elsewhere("\n".join(line.text for line in code), self.is_elsewhere)

    def statements(self, piece: Piece) -> Iterator[Statement]:
        """All statements in a piece."""
        if piece.kind == "table":
            yield from self._table(piece)
            return
        passage = Passage.of(line.stripped() for line in piece.lines)
        mentions = mentions_in(passage.text, self.subjects.is_subject, is_prose=True)
        level = {"heading": piece.depth, "item": _ITEM + piece.depth}.get(piece.kind, _PARAGRAPH)
        self.labels = [label for label in self.labels if label.level < level]
        self.is_elsewhere = goes_on_elsewhere(passage.text, self.is_elsewhere and piece.kind != "heading")
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
        is_title = not mentions and len(passage.text) <= _LONGEST_LABEL
        if named or piece.kind == "heading" or (piece.kind == "item" and is_title):
            self.labels.append(_Label(level, named, passage.text))

    def _is_about_another_cell(self, text: str) -> bool:
        """Whether a text, or a heading above it, speaks of what is no `nn.LSTM`."""
        return self.is_elsewhere or is_of_another_cell(text) or any(is_elsewhere(label.text) for label in self.labels)

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
            supposed = [subject for subject in about if subject.is_supposed]
            if supposed and (not mention.is_first or "_" in name or not roles_of(name)):
                is_plain = False
            may_be_another = any(is_variant(label.text, *self._flags) for label in self.labels)
            if may_be_another and any(axis.is_number and axis.text != "1" for axis in mention.shape.axes):
                is_plain = False
            yield Statement(
                passage,
                mention.shape,
                name or "?",
                about,
                "" if about else "which tensor it is said of is not clear",
                can_refute=around.is_certain and is_plain and mention.can_refute,
                is_conditional=mention.is_conditional or mention.is_alternative or may_be_another,
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
                is_certain = (
                    layer is not None
                    or (names is own and _is_bare(first, own, self.subjects.is_subject))
                    or (names is column and is_of_the_lstm(first))
                )
                is_certain = is_certain and not is_conditional_title(f"{title} {first}")
                is_certain = is_certain and not DENIED.search(title) and not SUPPOSED.search(title)
                is_certain = is_certain and not any(is_denial(_joined(other)) for other in row)
                around = _Around(names, piece.cell, is_certain, bool(names))
                for mention in mentions_in(passage.text, self.subjects.is_subject):
                    for statement in self._about(passage, mention, around):
                        if layer is not None and names is column:
                            about = tuple(self.subjects.of_layer(statement.label, layer))
                            yield replace(statement, subjects=about, reason="")
                        else:
                            yield statement


def _is_bare(text: str, names: Sequence[str], is_subject: Callable[[str], bool]) -> bool:
    """Whether a label says no more than the name of a tensor, perhaps with what it is in brackets."""
    rest = re.sub(r"\([^()]*\)", " ", text)
    for name in names:
        rest = rest.replace(name, " ", 1)
    return not re.search(r"\[|\.", rest) and are_plain(rest, is_subject)


def _joined(lines: Sequence[Line]) -> str:
    return " ".join(line.text.strip() for line in lines)
