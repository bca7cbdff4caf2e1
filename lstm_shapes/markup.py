"""A page as Markdown or HTML."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from lstm_shapes.page import MARKS, Block, Cell, Code, Page, Span
from lstm_shapes.palette import css

__all__ = ["html", "item", "markdown"]


def markdown(page: Page) -> str:
    """The page in GitHub's Markdown, its title a third-level heading."""
    parts = [f"### `{page.subject}`", *([page.details] if page.details else [])]
    for section in page.sections:
        parts += [f"#### {section.title}", *(_markdown_block(block) for block in section.blocks)]
    return "\n\n".join(parts) + "\n"


def _markdown_block(block: Block) -> str:
    if isinstance(block, Code):
        return f"```{block.language}\n{block.text}\n```"
    if isinstance(block, Cell):
        return _markdown_cell(block)
    if not block.headers:
        return "\n".join(f"- {item(row, _markdown_cell)}" for row in block.rows)
    rows = [
        list(block.headers),
        ["---"] * len(block.headers),
        *([_markdown_cell(c) for c in row] for row in block.rows),
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _markdown_cell(cell: Cell) -> str:
    text = cell.text.replace("|", r"\|")
    return f"`{text}`" if text and (cell.kind in ("code", "math") or ("(" in text and cell.kind == "number")) else text


def item(row: Sequence[Cell], write: Callable[[Cell], str]) -> str:
    """A row without headers as an item of a list: its mark, its first words, and what is said of them."""
    marks = [write(cell) for cell in row if cell.kind in MARKS and cell.text]
    first, *others = (write(cell) for cell in row if cell.kind not in MARKS)
    return " ".join([*marks, f"{first}:" if others else first, *others])


def html(page: Page) -> str:
    """The page for a notebook: every colour stands in the tag itself, and is readable on dark and on light."""
    parts = [f"<p><code>{escape(page.subject)}</code> {escape(page.details)}</p>", *filter(None, [page.picture])]
    for section in page.sections:
        parts += [f"<h4>{escape(section.title)}</h4>", *map(_html_block, section.blocks)]
    return "\n".join(parts)


def _html_block(block: Block) -> str:
    if isinstance(block, Code):
        return f"<pre><code>{escape(block.text)}</code></pre>"
    if isinstance(block, Cell):
        return f"<p>{_html_cell(block)}</p>"
    header = "".join(f'<th style="text-align:left">{escape(text)}</th>' for text in block.headers)
    rows = ["".join(map(_html_data, row)) for row in block.rows]
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in [header, *rows] if row) + "</table>"


def _html_data(cell: Cell) -> str:
    is_count = cell.kind == "number" and "(" not in cell.text
    return f'<td style="text-align:{"right" if is_count else "left"}">{_html_cell(cell)}</td>'


def _html_cell(cell: Cell) -> str:
    if cell.kind in ("code", "math", "number"):
        return f"<code>{''.join(map(_html_span, cell.spans()))}</code>" if cell.text else ""
    return "".join(map(_html_span, cell.spans()))


def _html_span(span: Span) -> str:
    text, style = span
    if style == "code":
        return f"<code>{escape(text)}</code>"
    declarations = css(style)
    return f'<span style="{declarations}">{escape(text)}</span>' if declarations else escape(text)
