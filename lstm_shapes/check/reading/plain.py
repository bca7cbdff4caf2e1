"""Read plain text: code and sessions in prose, and the prose itself, which is read as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from lstm_shapes.check.reading.blocks import read_block
from lstm_shapes.check.reading.collecting import Collector
from lstm_shapes.check.reading.markdown import read as read_markdown
from lstm_shapes.check.reading.runs import split_runs
from lstm_shapes.check.text import Line

__all__ = ["read"]


def read(lines: Sequence[Line], collector: Collector) -> None:
    """Read runs of code, and between them prose: paragraphs, bullets, underlined titles."""
    for run in split_runs(lines):
        if run.language is None:
            read_markdown(run.lines, collector)
        else:
            read_block(run.language, run.lines, collector)
