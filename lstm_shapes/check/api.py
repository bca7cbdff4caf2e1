"""Checking documents from Python."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import fields
from typing import TYPE_CHECKING

from lstm_shapes.check import result
from lstm_shapes.check.batch import Job, check_all
from lstm_shapes.check.checker import check_document
from lstm_shapes.check.discovery import find_files
from lstm_shapes.check.document import KINDS
from lstm_shapes.check.formats.full import page_of, render, renderables
from lstm_shapes.check.formats.view import View
from lstm_shapes.check.result import Claim, Verdict
from lstm_shapes.check.summary import count, summarize

if TYPE_CHECKING:
    from rich.console import Group

__all__ = ["Checked", "Claim", "Verdict", "check_paths", "check_text"]


class Checked(result.Checked):
    """One document after checking, able to show itself: to `print`, to rich and in a notebook."""

    __slots__ = ()

    def __repr__(self) -> str:
        summary = summarize([self])
        return f"<Checked {self.path}: {count(summary.claims, 'claim')}, {summary.false:,} false>"

    def __str__(self) -> str:
        return render([self], View()).rstrip("\n")

    def __rich__(self) -> Group:
        from rich.console import Group

        return Group(*renderables([self], View()))

    def _repr_html_(self) -> str:
        from lstm_shapes.markup import html

        return html(page_of(self, View()))


def _able_to_show_itself(checked: result.Checked) -> Checked:
    return Checked(**{field.name: getattr(checked, field.name) for field in fields(checked)})


def check_text(text: str, kind: str = "md", path: str = "<text>") -> Checked:
    """Check every claim about LSTM shapes in a text; nothing in it is run.

    kind: `md`, `rst`, `txt`, `py` or `ipynb`. path: what the text is called in the result. Each claim has a verdict,
    its place and what is right; shapes are texts in the document's own form.

    Raises `TypeError` for what is no text, `ValueError` for an unknown kind, and `LSTMShapesError` for a notebook that
    is none.
    """
    if not isinstance(text, str):
        raise TypeError(f"text must be a str, got {type(text).__name__}; decode bytes first")
    if kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}, got {kind!r}")
    return _able_to_show_itself(check_document(text, kind, path))


def check_paths(paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]]) -> list[Checked]:
    """Check a file or folder or several of them, with all documents below, as `lstm-shapes check` does.

    What cannot be read comes as a result with a problem of the rule LS011, and raises nothing.
    """
    found = list(find_files([paths] if isinstance(paths, (str, os.PathLike)) else paths))
    jobs = [Job(file.path, file.kind, size=file.size) for file in found if not isinstance(file, result.Checked)]
    checked = (done.checked for done in check_all(jobs))
    return [_able_to_show_itself(file if isinstance(file, result.Checked) else next(checked)) for file in found]
