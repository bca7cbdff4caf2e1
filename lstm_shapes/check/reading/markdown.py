"""Read Markdown: CommonMark with tables, the directives of MyST and MkDocs, and blocks of HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import (
    StateBlock,
    blockquote,
    code,
    fence,
    heading,
    html_block,
    lheading,
    list_block,
    paragraph,
    table,
)

from lstm_shapes.check.reading.blocks import read_block
from lstm_shapes.check.reading.collecting import Collector
from lstm_shapes.check.reading.directives import ADMONITIONS, split_options
from lstm_shapes.check.reading.html import read_html
from lstm_shapes.check.reading.languages import language_of
from lstm_shapes.check.reading.lines import Sheet, dedent, trimmed
from lstm_shapes.check.reading.notes import IN_MARKUP, MARK, is_note, notes_in
from lstm_shapes.check.text import Line

__all__ = ["read"]

_DEEPEST_BLOCK = 40  # levels of lists and quotes; deeper ones are read as text
_DEEPEST_READING = 4  # levels of Markdown in blocks of Markdown

_Rule = Callable[[StateBlock, int, int, bool], bool]

_FRONT_MATTER = re.compile(r"(---|\+\+\+)[ \t]*$")
_DIRECTIVE = re.compile(r"\{([\w-]+)\}")
_HOLDS_PROSE = re.compile(r"(?:===|!!!|\?\?\?\+?)[ \t]")
"""The beginning of a tab or an admonition in MkDocs; its text is indented, which CommonMark reads as code."""
_FENCE = re.compile(r"`{3}|~{3}")
_PIPE = re.compile(r"(?<!\\)\|")


def read(lines: Sequence[Line], collector: Collector) -> None:
    """Read all blocks; the markup inside of lines is kept."""
    if collector.depth < _DEEPEST_READING:
        collector.depth += 1
        page = _Page(_without_front_matter(lines, collector), collector)
        parser = _parser()
        parser.block.parse(page.sheet.text, parser, {"page": page}, [])
        collector.depth -= 1


def _without_front_matter(lines: Sequence[Line], collector: Collector) -> Sequence[Line]:
    is_file = bool(lines) and lines[0].number == 1 and collector.cell is None
    mark = _FRONT_MATTER.match(lines[0].text) if is_file else None
    ends = (index for index in range(1, len(lines)) if mark and lines[index].text.rstrip() == mark[1])
    return lines[next(ends, -1) + 1 :]


class _Page:
    """A text while it is parsed.

    depth: the number of open lists and quotes. lists: the number of open lists.
    """

    def __init__(self, lines: Sequence[Line], collector: Collector) -> None:
        self.sheet = Sheet(lines)
        self.collector = collector
        self.has_notes = MARK in self.sheet.text
        self.depth = 0
        self.lists = 0

    def text(self, state: StateBlock, first: int, last: int) -> list[Line]:
        """Lines without the marks of the blocks around them and without indentation."""
        marks = zip(range(first, last), state.bMarks[first:last], state.tShift[first:last], state.eMarks[first:last])
        return [self.sheet.part(row, min(begin + indent, end), end) for row, begin, indent, end in marks]

    def indented(self, state: StateBlock, first: int, last: int, indent: int) -> list[Line]:
        """Lines without the marks of the blocks around them and without a given number of columns of indentation."""
        rows = range(first, last)
        return [self.sheet.part(row, _start(state, row, indent), state.eMarks[row]) for row in rows]


def _start(state: StateBlock, row: int, indent: int) -> int:
    """Where a line's text begins after the indentation; a tab that is wider than the indentation is left out."""
    text, end = state.getLines(row, row + 1, indent, False), state.eMarks[row]
    is_as_it_stands = state.src.endswith(text, 0, end)
    return end - len(text if is_as_it_stands else text.lstrip(" "))


def _fence(page: _Page, state: StateBlock, first: int, last: int) -> None:
    token = state.tokens[-1]
    rows = token.content.count("\n") + (not token.content.endswith("\n") and token.content != "")
    lines: Sequence[Line] = page.indented(state, first + 1, min(first + 1 + rows, last), state.sCount[first])
    directive = _DIRECTIVE.match(token.info.strip())
    if directive:
        _, lines = split_options(lines)
    if directive and directive[1] in ADMONITIONS:
        read(lines, page.collector)
    elif directive and directive[1] == "eval-rst":
        from lstm_shapes.check.reading.restructured import read as read_restructured

        read_restructured(lines, page.collector)
    else:
        read_block(language_of(token.info), lines, page.collector)


def _indented(page: _Page, state: StateBlock, first: int, last: int) -> None:
    lines = dedent(trimmed(page.indented(state, first, last, 4 + state.blkIndent)))
    before = page.collector.pieces[-1].lines[:1] if page.collector.pieces else ()
    if any(_HOLDS_PROSE.match(line.text) for line in before) or _FENCE.match(lines[0].text):
        read(lines, page.collector)
    else:
        read_block("", lines, page.collector)


def _heading(page: _Page, state: StateBlock, first: int, last: int) -> None:
    (line,) = page.text(state, first, last)
    depth, content = int(state.tokens[-1].tag[1]), state.tokens[-2].content
    start = line.text.index(content, depth)
    page.collector.add("heading", [line.part(start, start + len(content))], depth)


def _underlined(page: _Page, state: StateBlock, first: int, last: int) -> None:
    depth = int(state.tokens[-1].tag[1])
    page.collector.add("heading", [line.stripped() for line in page.text(state, first, last - 1)], depth)


def _paragraph(page: _Page, state: StateBlock, first: int, last: int) -> None:
    lines = [line.stripped() for line in page.text(state, first, last)]
    page.collector.add("item" if page.lists else "paragraph", lines, max(page.lists - 1, 0))


def _table(page: _Page, state: StateBlock, first: int, last: int) -> None:
    header, _, *rows = page.text(state, first, last)
    page.collector.add_table([[cell] for cell in _cells(row)] for row in (header, *rows))


def _cells(row: Line) -> list[Line]:
    row = row.stripped()
    pipes = [match.start() for match in _PIPE.finditer(row.text)]
    starts = [0, *(pipe + 1 for pipe in pipes)]
    cells = [row.part(start, end) for start, end in zip(starts, [*pipes, len(row.text)])]
    cells = cells[not cells[0].text : len(cells) - (len(cells) > 1 and not cells[-1].text)]
    return [_without_escapes(cell.stripped()) for cell in cells]


def _without_escapes(cell: Line) -> Line:
    r"""A cell with `|` in place of `\|`; its place in the file is that of the backslash."""
    escapes = {pipe.start() - 1 for pipe in re.finditer(r"(?<=\\)\|", cell.text)}
    if not escapes:
        return cell
    kept = [index for index in range(len(cell.text)) if index - 1 not in escapes]
    text = "".join("|" if index in escapes else cell.text[index] for index in kept)
    return Line(text, cell.number, (*map(cell.column, kept), cell.column(len(cell.text))))


def _html(page: _Page, state: StateBlock, first: int, last: int) -> None:
    read_html(page.indented(state, first, last, state.blkIndent), page.collector)


def _leaf(rule: _Rule, read: Callable[[_Page, StateBlock, int, int], None], is_code: bool = False) -> _Rule:
    """A rule of markdown-it for a block that contains no other blocks; when it matches, `read` reads the block."""

    def match(state: StateBlock, first: int, end: int, silent: bool) -> bool:
        is_match = rule(state, first, end, silent)
        if is_match and not silent:
            page: _Page = state.env["page"]
            text = () if is_code or not page.has_notes else trimmed(page.text(state, first, state.line))
            notes = [note for line in text for note in notes_in(line, IN_MARKUP)]
            if notes and all(is_note(line, IN_MARKUP) for line in text):
                page.collector.note_for_next(notes)
                return True
            waiting = page.collector.take_notes()
            read(page, state, first, state.line)
            page.collector.note(notes)
            page.collector.settle(waiting, page.sheet.lines[first : state.line])
        return is_match

    return match


def _container(rule: _Rule, is_list: bool = False) -> _Rule:
    """A rule of markdown-it for a block that contains other blocks."""

    def match(state: StateBlock, first: int, end: int, silent: bool) -> bool:
        page: _Page = state.env["page"]
        if silent or page.depth == _DEEPEST_BLOCK:
            return silent and rule(state, first, end, silent)
        waiting = page.collector.take_notes()
        page.depth, page.lists = page.depth + 1, page.lists + is_list
        is_match = rule(state, first, end, silent)
        page.depth, page.lists = page.depth - 1, page.lists - is_list
        if is_match:
            page.collector.settle(waiting, page.sheet.lines[first : state.line])
        else:
            page.collector.put_back(waiting)
        return is_match

    return match


_ANYWHERE = ["paragraph", "reference", "blockquote", "list"]
"""The blocks that a new block may interrupt, without a blank line before it."""
_RULES: Sequence[tuple[str, _Rule, list[str]]] = (
    ("table", _leaf(table, _table), _ANYWHERE[:2]),
    ("code", _leaf(code, _indented, is_code=True), []),
    ("fence", _leaf(fence, _fence, is_code=True), _ANYWHERE),
    ("blockquote", _container(blockquote), _ANYWHERE),
    ("list", _container(list_block, is_list=True), _ANYWHERE[:3]),
    ("html_block", _leaf(html_block, _html), _ANYWHERE[:3]),
    ("heading", _leaf(heading, _heading), _ANYWHERE[:3]),
    ("lheading", _leaf(lheading, _underlined), []),
    ("paragraph", _leaf(paragraph, _paragraph), []),
)


@cache
def _parser() -> MarkdownIt:
    """A parser for CommonMark; link definitions, which are not needed, are off."""
    parser = MarkdownIt("commonmark", {"maxNesting": 3 * _DEEPEST_BLOCK}).enable("table").disable("reference")
    for name, rule, alternatives in _RULES:
        parser.block.ruler.at(name, rule, {"alt": alternatives})
    return parser
