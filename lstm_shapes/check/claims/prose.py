"""What headings, paragraphs, lists and tables say about shapes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from lstm_shapes.check.claims.candidate import Candidate, Referent
from lstm_shapes.check.claims.passage import Passage
from lstm_shapes.check.claims.referents import Referents
from lstm_shapes.check.document import Piece
from lstm_shapes.check.interpreter.values import Unknown
from lstm_shapes.check.language.mentions import Mention, leading_name, mentions_in, names_in
from lstm_shapes.check.language.moods import (
    ARROW,
    AT_STEP,
    CONDITIONAL,
    MADE,
    PART,
    SENTENCE_END,
    flags_in,
    obstacles_in,
)
from lstm_shapes.check.language.obstacles import BY_ARROW, CONDITIONALLY, FURTHER_DOWN, OF_A_PART, OF_ANOTHER
from lstm_shapes.check.language.shapes import find_shapes
from lstm_shapes.check.language.topics import (
    goes_on_elsewhere,
    is_elsewhere,
    is_of_another_kind,
    is_variant,
    kinds_named,
)
from lstm_shapes.check.text import Line
from lstm_shapes.lexicon import CANONICAL

__all__ = ["Prose"]

_LONGEST_LABEL = 90
_ITEM = 20
_PARAGRAPH = 10
_NO = re.compile(r"\W*(?:no|false|wrong|✗|✘|❌|×|x|nein|non|нет|否|いいえ|아니오)\W*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Label:
    """A heading, a line or an item that says what follows is about: tensors, another module, another configuration."""

    level: int
    names: tuple[str, ...]
    text: str

    goes_on: bool = False
    """Whether it is an item that holds no shape, and so may be the title of the items behind it."""


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around a shape."""

    names: tuple[str, ...]
    """The tensors that a heading, a column or the shape before it names."""

    obstacles: tuple[str, ...]
    cell: int | None

    layer: int | None = None
    """The key of the layer that the row of a table is about."""

    is_labelled: bool = False
    """Whether a heading or item names the tensor alone."""

    flags: tuple[tuple[str, bool], ...] = ()
    """The configuration that a heading or a row speaks of."""


class Prose:
    """Reads prose piece by piece; what a heading names counts for what stands below it."""

    def __init__(self, referents: Referents) -> None:
        self.referents = referents
        self.labels: list[_Label] = []
        self.line = 0  # the last one of the code before
        self.is_elsewhere = False  # whether the text has gone on to another module
        self._text = ""  # the one whose sentences were asked for last
        self._ends: list[tuple[int, int]] = []
        layers = referents.program.trace.layers
        bidirectional = bool(layers) and all(layer.sizes["D"].value == 2 for layer in layers)
        self._kinds = frozenset(layer.kind.name for layer in layers) or frozenset(("LSTM",))
        self._flags = bidirectional, bool(layers) and all(layer.batch_first for layer in layers)

    def passed(self, code: Iterable[Line], line: int) -> None:
        """Code that stands before what is read next; `line` is its last one."""
        self.line = line
        self.is_elsewhere = goes_on_elsewhere("\n".join(line.text for line in code), self.is_elsewhere)

    def candidates(self, piece: Piece) -> Iterator[Candidate]:
        """All shapes in a piece."""
        if piece.kind == "table":
            yield from self._table(piece)
            return
        passage = Passage.of(line.stripped() for line in piece.lines)
        mentions = mentions_in(passage.text, self.referents.is_name, is_prose=True)
        level = {"heading": piece.depth, "item": _ITEM + piece.depth}.get(piece.kind, _PARAGRAPH)
        is_item = piece.kind == "item"
        self.labels = [
            label
            for label in self.labels
            if label.level < level or (is_item and label.goes_on and label.level == level)
        ]
        self.is_elsewhere = goes_on_elsewhere(passage.text, self.is_elsewhere and piece.kind != "heading")
        obstacles = self._obstacles(passage.text)
        flags = next((found for label in reversed(self.labels) if (found := flags_in(label.text))), ())
        own = leading_name(passage.text, self.referents.is_name) if is_item else ()
        names = own or self._inherited()
        around = _Around(names, obstacles, piece.cell, is_labelled=len(names) == 1, flags=flags)
        for mention in mentions:
            yield from self._about(passage, mention, around)
            around = replace(
                around, names=mention.names or around.names, is_labelled=False
            )  # the next may be of the same
        self._note_label(piece, passage, mentions, level)

    def _inherited(self) -> tuple[str, ...]:
        """The tensors that the nearest heading or item names; `input -> gates` names a step, and none."""
        for label in reversed(self.labels):
            if ARROW.search(label.text):
                return ()
            if label.names:
                return label.names
        return ()

    def _note_label(self, piece: Piece, passage: Passage, mentions: Sequence[Mention], level: int) -> None:
        named = tuple(name for mention in mentions[:1] for name in mention.names)
        if not named and len(passage.text) <= _LONGEST_LABEL:
            found = names_in(passage.text, self.referents.is_name)
            named = (found[-1][2],) if found else ()
        is_title = not mentions and len(passage.text) <= _LONGEST_LABEL
        leads_on = piece.kind == "paragraph" and passage.text.rstrip().endswith((":", "："))
        if named or piece.kind == "heading" or (is_title and (piece.kind == "item" or leads_on)):
            if piece.kind == "item":
                self.labels = [label for label in self.labels if label.level < level or (mentions and label.goes_on)]
            self.labels.append(_Label(level, named, passage.text, not mentions))

    def _obstacles(self, text: str) -> tuple[str, ...]:
        """Why nothing here must be called false: it is about another module, cell or configuration."""
        found = []
        kinds = self._kinds
        is_other = any(is_elsewhere(label.text, kinds) for label in self.labels)
        if self.is_elsewhere or is_other or is_of_another_kind(text, kinds):
            found.append("the text around it is about something else")
        if any(is_variant(label.text, *self._flags) for label in self.labels):
            found.append("the heading may be about another configuration")
        return tuple(found)

    def _about(self, passage: Passage, mention: Mention, around: _Around) -> Iterator[Candidate]:
        """A candidate for each tensor that a shape is said of."""
        own = [*mention.obstacles, *around.obstacles]
        if is_elsewhere(self._sentence(passage.text, mention), self._kinds):
            own.append("its sentence speaks of something else as well")
        names, cell = around.names, around.cell
        if mention.leads or mention.follows:
            own.append(BY_ARROW)
        if mention.names and not mention.is_direct:
            own.append(OF_A_PART)
        if mention.is_conditional:
            own.append(CONDITIONALLY)
        if not mention.names and not around.is_labelled:
            own.append("it names no tensor itself")
        for name in () if mention.of_another else mention.names or names:
            about: list[Referent] = self.referents.near(name, self.line)
            is_word = name.lower() not in CANONICAL and not self.referents.is_bound(name)
            is_later = len(self.referents.program.trace.contexts) > 1 and all(
                r.line > self.line for r in about if r.is_likely
            )
            below = next((r for r in about if r.line > self.line), None)
            if below is not None and isinstance(below.value, Unknown):
                own.append("it may be about the code below, which is not followed")
            if not self._is_of_kind(about, passage.text):
                own.append("the text around it is about another layer")
            if around.layer is not None:
                about = self.referents.of_layer(name, around.layer)
            yield Candidate(
                passage,
                mention.shape,
                name,
                tuple(about),
                self.referents.every if is_word and mention.shape.is_concrete else list,
                (*own, *[FURTHER_DOWN] * is_later),
                (*mention.flags, *around.flags),
                cell=cell,
                is_inherited=not mention.names,
            )
        if mention.of_another or not (mention.names or names):
            reason = OF_ANOTHER.format(mention.of_another) if mention.of_another else "it names no tensor"
            yield Candidate(passage, mention.shape, mention.of_another or "?", (), obstacles=(reason,), cell=cell)

    def _sentence(self, text: str, mention: Mention) -> str:
        """The sentence of a shape; the ends of all sentences of a text are looked up once."""
        if self._text is not text:
            self._text, self._ends = text, [match.span() for match in SENTENCE_END.finditer(text)]
        ends, start, end = self._ends, mention.shape.start, mention.shape.end
        place = bisect_left(ends, start, key=lambda span: span[1])
        begin = ends[place - 1][1] if place else 0
        if place < len(ends) and ends[place][0] < start:  # one that would go on into the shape ends before it
            begin = max((match.end() for match in SENTENCE_END.finditer(text, ends[place][0], start)), default=begin)
        behind = bisect_left(ends, end, key=lambda span: span[0])
        return text[begin : ends[behind][0] if behind < len(ends) else len(text)]

    def _is_of_kind(self, about: Sequence[Referent], text: str) -> bool:
        """Whether tensors come from layers of the kinds that the text, or the nearest heading that names one, names."""
        texts = (text, *(label.text for label in reversed(self.labels)))
        kinds = next((found for each in texts if (found := kinds_named(each))), frozenset[str]())
        trace = self.referents.program.trace
        tensors = [tensor for r in about if r.is_likely and (tensor := trace.tensor(r.value)) is not None]
        own = {context.layout.kind.name.lower() for tensor in tensors for _, context in trace.uses.get(tensor.key, [])}
        return not kinds or not own or not own.isdisjoint(kinds)

    def _table(self, piece: Piece) -> Iterator[Candidate]:
        """A row names a tensor, or a column does, and the row then perhaps a layer."""
        header = [_joined(cell) for cell in piece.rows[0]] if piece.rows else []
        columns = [self._named(text) for text in header]
        for row in piece.rows[1:]:
            first = _joined(row[0]) if row else ""
            own = self._named(first)
            layer = self.referents.layer_named(first.strip("`*_ "))
            is_whole_row = _is_whole(first)
            has_several = sum(map(_holds_shape, row[1:])) > 1
            is_denied = any(_NO.fullmatch(_joined(other)) for other in row)
            for position, cell in enumerate(row):
                passage = Passage.of(line.stripped() for line in cell)
                title = header[position] if position < len(header) else ""
                column = columns[position] if position < len(columns) else ()
                names = own if position and own else column
                is_whole = names is not own or is_whole_row
                title_of_row = f"{title} {first}"
                obstacles = [*obstacles_in(title_of_row, ""), *self._obstacles(title_of_row)]
                if CONDITIONAL.search(title_of_row):
                    obstacles.append(CONDITIONALLY)
                if names is own and not column and has_several:
                    obstacles.append("the row gives several shapes")
                if is_denied:
                    obstacles.append("its sentence says that it is not so")
                if names is column and layer is None and first.strip("`*_ "):
                    obstacles.append("the row may be about something else")
                for mention in mentions_in(passage.text, self.referents.is_name):
                    named = mention if mention.names else _with_names(mention, names, is_whole)
                    own_layer = layer if names is column else None
                    around = _Around((), tuple(obstacles), piece.cell, own_layer, flags=flags_in(title_of_row))
                    yield from self._about(passage, named, around)

    def _named(self, text: str) -> tuple[str, ...]:
        found = names_in(text, self.referents.is_name)
        return (found[-1][2],) if found else ()


def _with_names(mention: Mention, names: tuple[str, ...], is_whole: bool) -> Mention:
    return replace(mention, names=names, is_direct=is_whole, of_another="" if names else mention.of_another)


def _is_whole(label: str) -> bool:
    """Whether the label of a row names a tensor, and no part of it and nothing made from it."""
    return not (PART.search(label) or MADE.search(label) or AT_STEP.search(label))


def _holds_shape(cell: Sequence[Line]) -> bool:
    return bool(find_shapes(_joined(cell)))


def _joined(lines: Sequence[Line]) -> str:
    return " ".join(line.text.strip() for line in lines)
