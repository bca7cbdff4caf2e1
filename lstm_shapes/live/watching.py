"""`watch`: see what the recurrent layers of a program take and give while it runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from lstm_shapes.formats import render_pages
from lstm_shapes.live.calls import SeenCall, SeenLayer
from lstm_shapes.live.findings import layer_of
from lstm_shapes.live.recorder import Recorder
from lstm_shapes.live.sections import empty_page, further_page, make_page, unseen_page
from lstm_shapes.report.formats import SCHEMA_VERSION
from lstm_shapes.report.formats import to_json as call_to_json

if TYPE_CHECKING:
    from rich.console import Group
    from torch.nn import Module

    from lstm_shapes.page import Page

__all__ = ["Seen", "watch"]


class Seen:
    """What was seen so far; it shows itself as plain tables with `print`, in colour with rich and in notebooks."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    @property
    def layers(self) -> tuple[SeenLayer, ...]:
        """The recurrent modules; where one model is watched also those that were never called."""
        return tuple(map(layer_of, self._recorder.records))

    @property
    def calls(self) -> tuple[SeenCall, ...]:
        """The calls of all of them, module by module, in the order of their first appearance."""
        return tuple(call for layer in self.layers for call in layer.calls)

    def __repr__(self) -> str:
        layers = self.layers
        return f"<Seen: {len(layers)} recurrent layers, {sum(layer.count for layer in layers):,} calls>"

    def __str__(self) -> str:
        return render_pages(self.pages, "table").rstrip("\n")

    def to_json(self) -> dict[str, Any]:
        """Everything that was seen; each call has the keys of `inspect`, the README describes the others."""
        return {
            "schema_version": SCHEMA_VERSION,
            "layers": [
                {
                    "path": layer.path,
                    "code": layer.code,
                    "count": layer.count,
                    "calls": [_call_as_json(call) for call in layer.calls],
                    "notes": [{"id": note.id, "text": note.text.replace("`", "")} for note in layer.notes],
                }
                for layer in self.layers
            ],
            "further": self._recorder.further,
            "unseen": [{"module": code, "done": done} for code, done in self._recorder.unseen],
        }

    @property
    def pages(self) -> list[Page]:
        """What is shown, in any format: a page for each module."""
        recorder = self._recorder
        further = [further_page(recorder.further)] * bool(recorder.further)
        return [*map(make_page, self.layers), *further, *map(unseen_page, recorder.unseen)] or [empty_page()]

    def _repr_html_(self) -> str:
        from lstm_shapes.markup import html

        return "\n".join(map(html, self.pages))

    def __rich__(self) -> Group:
        from lstm_shapes.render import render_all

        return render_all(self.pages)


def _call_as_json(call: SeenCall) -> dict[str, Any]:
    place = call.place
    return {
        **call_to_json(call.findings),
        "count": call.count,
        "place": None if place is None else {"file": place.file, "line": place.line, "function": place.function},
        "changed": [{"symbol": name, "before": before, "now": now} for name, before, now in call.changed],
    }


@contextmanager
def watch(model: Module | None = None) -> Iterator[Seen]:
    """Note the shapes of every call of an `nn.LSTM`, `GRU`, `RNN` or cell while the block runs.

    model: only the recurrent modules inside this one; without it, all in the process.

    Nothing of the program is changed or kept alive: shapes are noted, no tensors, and what listens is taken away at the
    end of the block, whatever ends it.

    Raises `ReadError` if it is no module, and `RunError` if torch cannot be loaded.

    >>> import torch
    >>> lstm = torch.nn.LSTM(10, 20, num_layers=2)
    >>> with watch(lstm) as seen:
    ...     output, (h_n, c_n) = lstm(torch.randn(5, 3, 10))
    >>> seen.calls[0].findings.tensors[-1].observed
    (2, 3, 20)
    """
    recorder = Recorder(model)
    recorder.start()
    try:
        yield Seen(recorder)
    finally:
        recorder.stop()
