"""Read reStructuredText line by line: sections, lists, directives, literal blocks, sessions and tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from lstm_shapes.check.document import PieceKind
from lstm_shapes.check.reading.blocks import read_block
from lstm_shapes.check.reading.collecting import Collector
from lstm_shapes.check.reading.directives import ADMONITIONS, UNREAD, split_options
from lstm_shapes.check.reading.lines import dedent, end_of_paragraph, indent_of, is_blank
from lstm_shapes.check.reading.notes import IN_REST, is_note, notes_in
from lstm_shapes.check.reading.rest_tables import SIMPLE_RULE, Rows, csv_row, grid_rows, list_rows, simple_rows
from lstm_shapes.check.text import Line

__all__ = ["read"]

Lines = Sequence[Line]

_DEEPEST = 24  # levels of blocks; deeper ones are read as prose

_DIRECTIVE = re.compile(r"\.\.[ \t]+([\w:.+-]+?)[ \t]?::(?:[ \t]+|$)")
_ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1{2,}[ \t]*$")
_ITEM = re.compile(r"(?:[-*+•‣⁃]|\(?(?:\d{1,4}|[a-zA-Z#]|[ivxlcIVXLC]{1,6})[.)])(?:[ \t]+|$)")
_HEADER = ":header:"
_SESSION = re.compile(r">>>(?: |$)")

_LANGUAGES: Mapping[str, str] = {
    "doctest": "python",
    "ipython": "python",
    "jupyter-execute": "python",
    "parsed-literal": "",
    "plot": "python",
    "prompt": "python",
    "testcode": "python",
    "testoutput": "output",
    "testsetup": "python",
}
"""Directives that contain a block, and the language of it."""
_NAMES_LANGUAGE = frozenset({"code", "code-block", "sourcecode"})
_TABLES: Mapping[str, Callable[[Lines], Rows]] = {
    "csv-table": lambda lines: [csv_row(line) for line in lines if not is_blank(line)],
    "list-table": list_rows,
}


def read(lines: Lines, collector: Collector) -> None:
    """Read all blocks; the markup inside of lines is kept."""
    _Reader(collector).body(lines)


class _Reader:
    """A text while it is read.

    adornments: the characters under titles, the highest level first. lists, depth: how many lists and blocks are open.
    """

    def __init__(self, collector: Collector) -> None:
        self.collector = collector
        self.adornments: list[str] = []
        self.lists = 0
        self.depth = 0

    def body(self, lines: Lines) -> None:
        """Read blocks without indentation, one after the other."""
        if self.depth == _DEEPEST:
            self.prose(lines)
            return
        self.depth += 1
        index = 0
        while index < len(lines):
            if is_blank(lines[index]):
                index += 1
                continue
            waiting, pieces = self.collector.take_notes(), len(self.collector.pieces)
            end = self.block(lines, index)
            if len(self.collector.pieces) > pieces:
                self.collector.settle(waiting, lines[index:end])
            else:
                self.collector.put_back(waiting)
            index = end
        self.depth -= 1

    def block(self, lines: Lines, index: int) -> int:
        """Read the block that begins at an index, and return the index after it."""
        for pattern, read_from in _BLOCKS:
            if pattern.match(lines[index].text):
                end = read_from(self, lines, index)
                if end > index:
                    return end
        return self.text(lines, index)

    # Blocks that are recognized by their first characters. Each method returns the index after the block, or the same
    # index if the block is of another kind.

    def quote(self, lines: Lines, index: int) -> int:
        end = _end_of_indented(lines, index)
        self.body(dedent(lines[index:end]))
        return end

    def explicit(self, lines: Lines, index: int) -> int:
        """Read a directive or a note; skip a comment, a target or a footnote."""
        line, end = lines[index], _end_of_indented(lines, index + 1)
        directive = _DIRECTIVE.match(line.text)
        if is_note(line, IN_REST):
            self.collector.note_for_next(notes_in(line, IN_REST))
        elif directive:
            self.directive(directive[1], line.part(directive.end()), dedent(lines[index + 1 : end]))
        return end

    def directive(self, name: str, argument: Line, content: Lines) -> None:
        options, content = split_options(content)
        header = [line.part(len(_HEADER)) for line in options if line.text.startswith(_HEADER)]
        if name in _NAMES_LANGUAGE:
            read_block(argument.text.strip().lower(), content, self.collector)
        elif name in _LANGUAGES:
            read_block(_LANGUAGES[name], content, self.collector)
        elif name in _TABLES:
            self.collector.add_table(_TABLES[name]([*header, *content]))
        elif name not in UNREAD:
            self.body([argument, *content] if name in ADMONITIONS else content)

    def title(self, lines: Lines, index: int) -> int:
        """Read a title between two lines of marks, or skip a line of marks between paragraphs."""
        marks = [line.text.strip() for line in lines[index : index + 3]]
        if len(marks) > 2 and marks[1] and marks[0] == marks[2]:
            self.heading(lines[index + 1], marks[0][0] * 2)
            return index + 3
        return index if len(marks) > 1 and marks[1] else index + 1

    def heading(self, line: Line, adornment: str) -> None:
        if adornment not in self.adornments:
            self.adornments.append(adornment)
        self.collector.add("heading", [line.stripped()], self.adornments.index(adornment) + 1)

    def grid(self, lines: Lines, index: int) -> int:
        end = index
        while end < len(lines) and lines[end].text.startswith(("+", "|")):
            end += 1
        self.collector.add_table(grid_rows(lines[index:end]))
        return end

    def simple(self, lines: Lines, index: int) -> int:
        """Read a table up to the line of `=` that is followed by a blank line."""
        end = index + 1
        while end < len(lines) and not (
            SIMPLE_RULE.match(lines[end].text) and (end + 1 == len(lines) or is_blank(lines[end + 1]))
        ):
            end += 1
        self.collector.add_table(simple_rows(lines[index : end + 1]))
        return end + 1

    def session(self, lines: Lines, index: int) -> int:
        end = end_of_paragraph(lines, index)
        read_block("python", lines[index:end], self.collector)
        return end

    def items(self, lines: Lines, index: int) -> int:
        """Read a list with bullets or numbers."""
        self.lists += 1
        marker = _ITEM.match(lines[index].text)
        while marker:
            end, width = _end_of_indented(lines, index + 1), marker.end()
            more = [line.part(min(width, indent_of(line.text))) for line in lines[index + 1 : end]]
            self.body([lines[index].part(width), *more])
            index = end
            marker = _ITEM.match(lines[index].text) if index < len(lines) else None
        self.lists -= 1
        return index

    def line_block(self, lines: Lines, index: int) -> int:
        end = end_of_paragraph(lines, index)
        self.prose([line.part(line.text.startswith("|")) for line in lines[index:end]])
        return end

    def hanging(self, lines: Lines, index: int) -> int:
        """Read a field or a term together with the first paragraph of its description, then the rest of it."""
        end = _end_of_indented(lines, index + 1)
        stop = index + 1
        while stop < end and not is_blank(lines[stop]) and not _is_block(lines[stop].stripped().text):
            stop += 1
        self.lists += 1
        self.prose(lines[index:stop])
        self.literal_or_body(lines[stop - 1], lines[stop:end])
        self.lists -= 1
        return end

    # Text

    def text(self, lines: Lines, index: int) -> int:
        """Read a title, a term with its definition, or a paragraph with the literal block that it announces."""
        title, below = lines[index].text.rstrip(), lines[index + 1].text if index + 1 < len(lines) else ""
        if _ADORNMENT.match(below) and len(below.rstrip()) >= min(len(title), 4):
            self.heading(lines[index], below[0])
            return index + 2
        if below.strip() and indent_of(below) and not title.endswith("::"):
            return self.hanging(lines, index)
        end = index + 1
        while end < len(lines) and not is_blank(lines[end]) and not _is_sudden(lines[end - 1].text, lines[end].text):
            end += 1
        self.prose(lines[index:end])
        if not lines[end - 1].text.rstrip().endswith("::"):
            return end
        after = _end_of_indented(lines, end)
        read_block("", lines[end:after], self.collector)
        return after

    def literal_or_body(self, above: Line, lines: Lines) -> None:
        if above.text.rstrip().endswith("::"):
            read_block("", lines, self.collector)
        else:
            self.body(dedent(lines))

    def prose(self, lines: Lines) -> None:
        stripped = [line.stripped() for line in lines]
        if any(line.text != "::" for line in stripped):
            kind: PieceKind = "item" if self.lists else "paragraph"
            self.collector.add(kind, stripped, max(self.lists - 1, 0))


def _skip(_reader: _Reader, _lines: Lines, index: int) -> int:
    return index + 1


_BLOCKS: Sequence[tuple[re.Pattern[str], Callable[[_Reader, Lines, int], int]]] = (
    (re.compile(r"[ \t]"), _Reader.quote),
    (re.compile(r"\.\.(?:[ \t]|$)"), _Reader.explicit),
    (re.compile(r"__[ \t]"), _skip),  # the target of an anonymous link
    (re.compile(r"\+(?:[-=]+\+)+[ \t]*$"), _Reader.grid),
    (re.compile(r"=+(?: +=+)+[ \t]*$"), _Reader.simple),
    (_ADORNMENT, _Reader.title),
    (_SESSION, _Reader.session),
    (_ITEM, _Reader.items),
    (re.compile(r":[^:`\s][^:`]*:(?:[ \t]|$)"), _Reader.hanging),
    (re.compile(r"\|(?:[ \t]|$)"), _Reader.line_block),
)


def _is_block(text: str) -> bool:
    return any(pattern.match(text) for pattern, _ in _BLOCKS)


def _is_sudden(above: str, text: str) -> bool:
    """Whether a block begins although the blank line before it is missing."""
    is_literal = above.rstrip().endswith("::") and indent_of(text) > 0
    return is_literal or bool(_SESSION.match(text) or _DIRECTIVE.match(text))


def _end_of_indented(lines: Lines, index: int) -> int:
    """The index of the next line that is not indented."""
    rows = range(index, len(lines))
    return next((row for row in rows if not is_blank(lines[row]) and not indent_of(lines[row].text)), len(lines))
