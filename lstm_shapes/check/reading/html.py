"""Read blocks of HTML in a document: their text, without most of the tags."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence

from lstm_shapes.check.document import PieceKind
from lstm_shapes.check.reading.blocks import read_block
from lstm_shapes.check.reading.collecting import Collector
from lstm_shapes.check.reading.lines import Sheet, concatenated, is_blank
from lstm_shapes.check.text import Line

__all__ = ["read_html"]

_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<unread>script|style|svg|template|math)\b.*?(?:</(?P=unread)[^<>]*>|\Z)"
    r"|<(?P<closes>/?)(?P<name>[a-z][\w-]*)(?P<attributes>[^<>]*)>",
    re.DOTALL | re.IGNORECASE,
)
_LANGUAGE = re.compile(r"\blang(?:uage)?(?:-|=[\"'])(\w+)")
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,7}|#[xX][\da-fA-F]{1,6});")
_INLINE = frozenset(
    {"a", "abbr", "b", "big", "cite", "code", "del", "em", "font", "i", "img", "input", "ins", "kbd", "label", "mark"}
    | {"q", "s", "samp", "small", "span", "strong", "sub", "sup", "tt", "u", "var"}
)
"""Tags that are kept in the text, as in paragraphs of Markdown."""
_KINDS: Mapping[str, PieceKind] = {"li": "item", **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading")}


def read_html(lines: Sequence[Line], collector: Collector) -> None:
    """Read paragraphs, headings, items, tables and preformatted blocks."""
    reader = _Reader(Sheet(lines), collector)
    end = 0
    for tag in _TAG.finditer(reader.sheet.text):
        name = (tag["name"] or "").lower()
        if name in _INLINE and not reader.is_preformatted:
            continue
        reader.take(end, tag.start())
        reader.tag(name, bool(tag["closes"]), tag["attributes"] or "")
        end = tag.end()
    reader.take(end, len(reader.sheet.text))
    reader.close()


class _Reader:
    """Reads HTML, and keeps what is open: a block with its lines, or a table with its rows."""

    def __init__(self, sheet: Sheet, collector: Collector) -> None:
        self.sheet = sheet
        self.collector = collector
        self.kind: PieceKind = "paragraph"
        self.depth = 0
        self.lists = 0
        self.lines: list[Line] = []
        self.code: list[list[Line]] = [[]]  # for each of its lines, the parts between tags
        self.rows: list[list[list[Line]]] = []
        self.is_preformatted = False
        self.language = ""

    def take(self, start: int, end: int) -> None:
        """Read the text between two tags."""
        lines = self.sheet.cut(start, end)
        if self.is_preformatted:
            self.code[-1].append(lines[0])
            self.code += [[line] for line in lines[1:]]
        else:
            into = self.rows[-1][-1] if self.rows and self.rows[-1] else self.lines
            into += [line.stripped() for line in lines if not is_blank(line)]

    def tag(self, name: str, closes: bool, attributes: str) -> None:
        """Read a tag that is not kept in the text."""
        language = _LANGUAGE.search(attributes)
        if name == "tr" and not closes:
            self.rows.append([])
        elif name in ("td", "th") and not closes:
            self.rows = self.rows or [[]]
            self.rows[-1].append([])
        elif self.is_preformatted and name != "pre":
            self.language = language[1] if language else self.language
        elif name not in ("br", "tr", "td", "th", "thead", "tbody") and not (self.rows and name != "table"):
            self.close()
            self.lists += (name in ("ul", "ol")) * (-1 if closes else 1)
            self.kind = "paragraph" if closes else _KINDS.get(name, "paragraph")
            self.depth = int(name[1]) if self.kind == "heading" else max(self.lists - 1, 0)
            self.is_preformatted = name == "pre" and not closes
            self.language = language[1] if language else ""

    def close(self) -> None:
        """Give what is open to the collector."""
        if self.is_preformatted:
            lines = [_unescaped(concatenated(parts)) for parts in self.code if parts]
            read_block(self.language.lower(), lines, self.collector)
        self.collector.add(self.kind, self.lines, self.depth if self.kind != "paragraph" else 0)
        self.collector.add_table(self.rows)
        self.lines, self.code, self.rows = [], [[]], []


def _unescaped(line: Line) -> Line:
    """A line of code with characters in place of entities, such as `>` for `&gt;`."""
    parts, end = [], 0
    for entity in _ENTITY.finditer(line.text):
        letters, start = html.unescape(entity[0]).replace("\xa0", " "), line.column(entity.start())
        stands = Line(letters, line.number, (*[start] * len(letters), line.column(entity.end())))
        parts += [line.part(end, entity.start()), stands]
        end = entity.end()
    return concatenated([*parts, line.part(end)])
