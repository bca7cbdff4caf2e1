"""Read documents of each kind as pieces: code, its output, prose."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from lstm_shapes.check.document import Document
from lstm_shapes.check.reading.collecting import Collector
from lstm_shapes.check.text import Line, physical_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["read_document", "refuse_broken"]

_READERS: Mapping[str, str] = {
    "md": "markdown",
    "rst": "restructured",
    "txt": "plain",
    "py": "python",
    "ipynb": "notebook",
}
"""The module that reads each kind; each has a function `read`, and is imported only when it is needed."""


def refuse_broken(text: str, kind: str) -> None:
    """Raise `NotebookError` if `read_document` would refuse the text; faster, as nothing else is read."""
    if kind == "ipynb":
        from lstm_shapes.check.reading.notebook import refuse_others

        refuse_others(text)


def read_document(text: str, kind: str) -> Document:
    """The pieces of a document of one of `document.KINDS`; raises `NotebookError` if it is not a valid notebook."""
    read: Callable[[Sequence[Line], Collector], None] = import_module(f"{__name__}.{_READERS[kind]}").read
    collector = Collector()
    read(list(physical_lines(text)), collector)
    return collector.document()
