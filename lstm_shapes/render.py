"""A page as rich renderables: tables, text and highlighted code, which fit any console that they are printed on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from lstm_shapes import page as pages
from lstm_shapes.page import Block, Cell, Code, Page, Span
from lstm_shapes.palette import STYLES

__all__ = ["UNLIMITED", "hanging", "render", "render_all", "styled"]

UNLIMITED = 1_000_000
"""The width, in columns, of a console on which nothing is ever wrapped."""


def render(page: Page) -> Group:
    """The whole page: its subject, then a `Table` or `Text` for each block of each section."""
    if page.program is not None:  # a program alone is printed as one, to be run
        return Group(_code(page.program, "python"))
    parts: list[RenderableType] = [_heading(page)] if page.subject else []
    for section in page.sections:
        title, blocks = section.title, list(section.blocks)
        parts += [Text()] * bool(parts)
        if blocks and isinstance(blocks[0], pages.Table) and blocks[0].headers:
            parts.append(_FittingTable(blocks.pop(0), title))  # type: ignore[arg-type]
        else:
            parts.append(Text(title, STYLES["title"]))
        parts += [Padding(_block(block), (0, 0, 0, 1), expand=False) for block in blocks]
    return Group(*parts)


def render_all(shown: Iterable[Page]) -> Group:
    """Pages one under the other, with an empty line between them."""
    parts: list[RenderableType] = []
    for page in shown:
        parts += [Text(), render(page)] if parts else [render(page)]
    return Group(*parts)


def styled(spans: Iterable[Span]) -> Text:
    """Pieces of text, each in its style."""
    return Text.assemble(*((text, STYLES.get(name, "")) for text, name in spans), overflow="fold")


def hanging(rows: Iterable[Iterable[Cell]]) -> Table:
    """Rows without headers: each cell is wrapped under itself."""
    return _filled(Table.grid(padding=(0, 2, 0, 0)), rows)


def _heading(page: Page) -> Text:
    return styled([(page.subject, "title"), (f"   {page.details}".rstrip(), "prose")])


def _block(block: Block) -> RenderableType:
    if isinstance(block, Code):
        return _Drawn(block) if block.instead else _code(block.text, block.language)
    if isinstance(block, Cell):
        return styled(block.spans())
    return _FittingTable(block, None) if block.headers else hanging(block.rows)


class _FittingTable(Table):
    """A table that leaves out what can be spared where there is no room for all of its columns."""

    def __init__(self, content: pages.Table, title: str | None) -> None:
        super().__init__(
            title=title,
            title_justify="left",
            title_style=STYLES["title"],
            box=box.HORIZONTALS,
            header_style=STYLES["header"],
            border_style=STYLES["header"],
            pad_edge=False,
            collapse_padding=True,
        )
        self.content = content
        for header, cells in zip(content.headers, zip(*content.rows)):
            is_count = all(cell.kind == "number" and "(" not in cell.text for cell in cells)
            self.add_column(header, justify="right" if is_count else "left", overflow="fold")
        _filled(self, content.rows)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if self.content.spare and self._needs(console, options) > options.max_width:
            yield _FittingTable(self.content.narrowed(), str(self.title or ""))
        else:
            yield from super().__rich_console__(console, options)

    def _needs(self, console: Console, options: ConsoleOptions) -> int:
        """The columns of the console that the table takes where nothing in it is wrapped."""
        return Measurement.get(console, options.update(width=UNLIMITED), self).maximum


def _filled(table: Table, rows: Iterable[Iterable[Cell]]) -> Table:
    for row in rows:
        table.add_row(*(styled(cell.spans()) for cell in row))
    return table


def _code(text: str, language: str) -> RenderableType:
    """Code as it stands; a line that does not fit is broken between words."""
    return _Program(text) if language == "python" else Text(text, overflow="fold")


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Lines that mean nothing when they are broken; where there is no room for them, what is said in their place."""

    block: Code

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        lines = Text(self.block.text, no_wrap=True)
        fits = Measurement.get(console, options.update(width=UNLIMITED), lines).maximum <= options.max_width
        yield lines if fits else styled(pages.prose(self.block.instead).spans())

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement.get(console, options, Text(self.block.text))


@dataclass(frozen=True, slots=True)
class _Program:
    """Code that is highlighted where there are colours: whoever prints to a file does not load the highlighter."""

    text: str

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield _highlighted(self.text) if console.color_system else Text(self.text, overflow="fold")

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement.get(console, options, Text(self.text))


def _highlighted(text: str) -> Text:
    from pygments.token import Comment, Keyword, Name, Number, Operator, String
    from rich.style import Style
    from rich.syntax import ANSISyntaxTheme, Syntax

    styles = {
        Comment: "dim italic",
        Keyword: "bold color(99)",
        Name.Builtin: "color(33)",
        Number: "color(30)",
        Operator.Word: "bold color(99)",
        String: "color(28)",
    }
    theme = ANSISyntaxTheme({token: Style.parse(style) for token, style in styles.items()})
    highlighted = Syntax(text, "python", theme=theme, background_color="default").highlight(text)
    highlighted.rstrip()
    highlighted.overflow, highlighted.no_wrap = "fold", False
    return highlighted
