"""Read notebooks: their cells and outputs, with their places in the JSON file."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

from lstm_shapes.check.reading.blocks import read_code
from lstm_shapes.check.reading.collecting import Collector
from lstm_shapes.check.reading.json_text import Node, Text, parse_json, text_lines
from lstm_shapes.check.reading.lines import Sheet, is_blank
from lstm_shapes.check.text import LONGEST_TEXT, Line
from lstm_shapes.errors import LSTMShapesError

__all__ = ["NotebookError", "read", "refuse_others"]

_LONGEST_OUTPUT = 6 * LONGEST_TEXT  # characters in the file, of which up to six are one
_MAGIC = re.compile(r"[ \t]*%%(\w+)(.*)")
_PYTHON_MAGICS = frozenset({"capture", "debug", "memit", "mprun", "prun", "python", "python3", "time", "timeit"})
_PYTHON = frozenset({"ipython", "python", "python2", "python3", "sage"})


class NotebookError(LSTMShapesError, ValueError):
    """A file that should be a notebook but is not; `str()` is a sentence that continues after the path."""


def read(lines: Sequence[Line], collector: Collector) -> None:
    """Read the cells in order, and for code its outputs; raises `NotebookError`."""
    sheet = Sheet(lines)
    notebook = _parsed(sheet.text, parse_json)
    is_python = _language(notebook) in _PYTHON
    latest = 0
    for number, cell in enumerate(_cells(notebook), 1):
        collector.cell = number
        _read_cell(cell, sheet, is_python, collector, latest)
        latest = max(latest, _run(cell) or 0)


def refuse_others(text: str) -> None:
    """Raise `NotebookError` if a text is not a notebook; faster than reading its cells."""
    _cells(_parsed(text, json.loads))


def _parsed(text: str, parse: Callable[[str], Node]) -> Node:
    try:
        return parse(text)
    except json.JSONDecodeError as error:
        raise NotebookError(f"is no notebook: {error.msg}, in line {error.lineno:,}") from error
    except (ValueError, RecursionError) as error:  # a number with thousands of digits, or deep nesting
        raise NotebookError("is no notebook: a number in it is too long, or it is nested too deeply") from error


def _cells(notebook: Node) -> list[Node]:
    """The cells of a notebook; up to version 3 of the format they are in worksheets."""
    sheets = _get(notebook, "worksheets")
    if isinstance(sheets, list):
        return [cell for sheet in sheets for cell in _items(_get(sheet, "cells"))]
    cells = _get(notebook, "cells")
    if not isinstance(cells, list):
        raise NotebookError("is no notebook: it has no cells")
    return cells


def _language(notebook: Node) -> str:
    """The language of the code; Python if the notebook does not name it."""
    metadata = _get(notebook, "metadata")
    named = _get(_get(metadata, "kernelspec"), "language") or _get(_get(metadata, "language_info"), "name")
    return named.raw.lower() if isinstance(named, Text) else "python"


def _run(cell: Node) -> int | None:
    """Which run of the kernel ran a cell, counted from 1; None if the notebook does not tell."""
    count = _get(cell, "execution_count") or _get(cell, "prompt_number")
    return count if isinstance(count, int) else None


def _read_cell(cell: Node, sheet: Sheet, is_python: bool, collector: Collector, latest: int) -> None:
    """Read a cell; `latest`: the last run of a cell above."""
    kind = _get(cell, "cell_type")
    name = kind.raw if isinstance(kind, Text) else ""
    source = text_lines(sheet, _texts(_get(cell, "source") or _get(cell, "input")))
    if name == "markdown":
        from lstm_shapes.check.reading.markdown import read as read_markdown

        read_markdown(source, collector)
    elif name == "heading":
        collector.add("heading", source, 1)
    elif name == "code" and is_python and not _is_of_another_language(source):
        read_code(source, collector)
        is_past = (_run(cell) or latest) < latest
        for output, is_value in _outputs(cell):
            collector.add_output(text_lines(sheet, output), "value" if is_value else "printed", is_past)


def _is_of_another_language(source: Sequence[Line]) -> bool:
    """Whether a cell begins with a magic such as `%%bash`; a cell that is written to a Python file is Python."""
    magic = _MAGIC.match(next((line.text for line in source if not is_blank(line)), ""))
    return magic is not None and magic[1] not in _PYTHON_MAGICS and not magic[2].rstrip().endswith(".py")


def _outputs(cell: Node) -> Iterator[tuple[list[Text], bool]]:
    """The text of each output, and whether it is the value of an expression; no images, warnings and errors."""
    for output in _items(_get(cell, "outputs")):
        stream = _get(output, "name") or _get(output, "stream")
        if not (isinstance(stream, Text) and stream.raw == "stderr"):
            kind = _get(output, "output_type")
            is_value = isinstance(kind, Text) and kind.raw in ("execute_result", "pyout")
            yield _begun(_texts(_get(_get(output, "data"), "text/plain") or _get(output, "text"))), is_value


def _begun(texts: list[Text]) -> list[Text]:
    """The strings of an output, without the end of one that is so long that no shapes are looked for in it."""
    lengths = accumulate(len(text.raw) for text in texts)
    return texts[: next((place for place, length in enumerate(lengths, 1) if length > _LONGEST_OUTPUT), len(texts))]


def _get(node: Node, name: str) -> Node:
    return node.get(name) if isinstance(node, dict) else None


def _items(node: Node) -> list[Node]:
    return node if isinstance(node, list) else []


def _texts(node: Node) -> list[Text]:
    """The strings of a text, which is one string or a list of strings."""
    return [text for text in (node if isinstance(node, list) else [node]) if isinstance(text, Text)]
