"""A page as LaTeX that needs no package, and fits the lines of an article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from textwrap import wrap

from lstm_shapes.markup import item
from lstm_shapes.page import Block, Cell, Code, Page, Span, Table, prose

__all__ = ["latex"]

_LETTERS = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "·": r"\textperiodcentered{}",
    "–": "--",
    "…": r"\dots{}",
    "×": r"$\times$",
    "→": r"$\to$",
    "≥": r"$\geq$",
    "≤": r"$\leq$",
    "✓": r"$\surd$",
    "✗": r"$\times$",
}
_LETTERS |= {letter: f"\\{letter}" for letter in "&%$#_{}"}
_LETTERS |= {letter: rf"\rule{{0.5em}}{{{eighths / 8:.3f}em}}" for eighths, letter in enumerate("▁▂▃▄▅▆▇█", 1)}
_OTHER_SCRIPTS = re.compile("[\u0370-\uffff]")
_NEEDS_OTHER_LATEX = "% Letters that are not Latin: compile with XeLaTeX or LuaLaTeX, and a font that has them."
_MARKS = {"!": r"\textbf{!}"}
_BREAKS_BEHIND = re.compile(r"(?<=[(\[,.=/_])(?=[^ )\]])")
"""Where a long word of code may go on in the next line."""

_LONG = 16

# Characters on a line of an article, which is 345 points wide, in each size of print.
_ROOM = 80
_ROOM_IN_TABLES = 81  # where much is math or words, whose letters are narrower than those of code
_MOST_ROWS = 30  # of a table, which cannot go on in the next page
_SMALLER = {80: "", 94: r"\scriptsize", 130: r"\tiny"}


def latex(page: Page) -> str:
    """The page in small print: bold titles, `tabular`, `itemize` and `verbatim`."""
    parts = [
        rf"\paragraph{{{_span((page.subject, 'code'))}}} {_span((page.details, 'prose'))}{{\raggedright\par}}",
        r"\begingroup\footnotesize\setlength{\tabcolsep}{4pt}\setlength{\parindent}{0pt}\raggedright",
    ]
    for section in page.sections:
        parts += [rf"\medskip\textbf{{{_span((section.title, 'prose'))}}}", *map(_block, section.blocks)]
    text = "\n\n".join([*parts, r"\par\endgroup"]) + "\n"
    return text if text.isascii() or not _OTHER_SCRIPTS.search(text) else f"{_NEEDS_OTHER_LATEX}\n{text}"


def _block(block: Block) -> str:
    if isinstance(block, Code) and block.instead:  # its letters are not among those that every LaTeX has
        return _cell(prose(block.instead))
    if isinstance(block, Code):
        return _verbatim(block.text)
    if isinstance(block, Cell):
        return _cell(block)
    if not block.headers:
        return _environment("itemize", "", [rf"  \item {item(row, _cell)}" for row in block.rows])
    return _table(block)


def _environment(name: str, argument: str, lines: Sequence[str]) -> str:
    return "\n".join([rf"\begin{{{name}}}{argument}", *lines, rf"\end{{{name}}}"])


def _verbatim(text: str) -> str:
    """Code whose long comments stand above their lines, in a print in which the longest line fits."""
    lines = [part for line in text.split("\n") for shorter in _shorter(line) for part in _broken(shorter)]
    longest = max(map(len, lines))
    size = next((size for room, size in _SMALLER.items() if longest <= room), r"\tiny")
    block = _environment("verbatim", "", lines)
    return f"{{{size}\n{block}\n}}" if size else block


def _shorter(line: str) -> list[str]:
    code, sign, comment = line.partition("# ")
    if len(line) <= _ROOM or not sign:
        return [line]
    margin = code[: len(code) - len(code.lstrip())]
    comments = wrap(comment, _ROOM - len(margin), initial_indent=f"{margin}# ", subsequent_indent=f"{margin}# ")
    return [*comments, *([code.rstrip()] if code.strip() else [])]


def _broken(line: str) -> list[str]:
    """A line that fits in no print goes on in the next one: within brackets Python reads it all the same."""
    if len(line) <= max(_SMALLER):
        return [line]
    margin = line[: len(line) - len(line.lstrip())]
    return wrap(line, max(_SMALLER), subsequent_indent=f"{margin}    ", break_on_hyphens=False)


def _table(table: Table) -> str:
    rows = [list(map(_text, table.headers)), *([_cell(cell) for cell in row] for row in table.rows)]
    head, *body = (" & ".join(row) + r" \tabularnewline" for row in rows)
    widths = [
        max(map(len, column)) for column in zip(table.headers, *([cell.text for cell in row] for row in table.rows))
    ]
    parts = [body[start : start + _MOST_ROWS] for start in range(0, len(body), _MOST_ROWS)]
    columns = f"{{{_columns(widths)}}}"
    return "\n\n".join(
        _environment("tabular", columns, [r"\hline", head, r"\hline", *part, r"\hline"]) for part in parts
    )


def _columns(widths: Sequence[int]) -> str:
    """Each column as wide as what stands in it; where the line has no room, the wide ones are broken into lines."""
    room = _ROOM_IN_TABLES - 2 * len(widths)
    if sum(widths) <= room:
        return "l" * len(widths)
    wide = {width for width in widths if width > room / len(widths)}
    left, wanted = room - sum(width for width in widths if width not in wide), sum(w for w in widths if w in wide)
    shares = [left * width / wanted / _ROOM_IN_TABLES if width in wide else None for width in widths]
    return "".join("l" if share is None else rf"p{{{share:.3f}\linewidth}}" for share in shares)


def _text(text: str) -> str:
    return "".join(_LETTERS.get(letter, letter) for letter in text)


def _span(span: Span) -> str:
    text, kind = span
    if kind != "code":
        return _text(text)
    words = (_breakable(word) if len(word) > _LONG else _text(word) for word in text.split(" "))
    return rf"\texttt{{{' '.join(words)}}}"


def _breakable(word: str) -> str:
    return r"\allowbreak{}".join(map(_text, _BREAKS_BEHIND.split(word)))


def _cell(cell: Cell) -> str:
    if cell.text in _MARKS:
        return _MARKS[cell.text]
    return f"${cell.latex}$" if cell.latex else "".join(map(_span, cell.spans()))
