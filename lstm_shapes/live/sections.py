"""What was seen of a recurrent module as a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lstm_shapes.live.calls import Place, SeenCall, SeenLayer
from lstm_shapes.page import Block, Page, Section, Table, prose, warning
from lstm_shapes.shape_row import shape_table

__all__ = ["empty_page", "further_page", "make_page", "unseen_page"]


def empty_page() -> Page:
    """What is told where nothing was seen."""
    return Page("", "", (Section("No recurrent layer was called.", ()),))


def further_page(count: int) -> Page:
    """What is told of the calls of modules beyond the number that is listed."""
    return Page("", "", (Section(f"{_counted(count)} of further modules not described", ()),))


_UNSEEN: Mapping[str, str] = {
    "script": "scripted: its calls cannot be seen; watch the module before `torch.jit.script`",
    "quantize": "quantized: its calls cannot be seen; watch the module before `quantize_dynamic`",
    "compile": "compiled: its calls cannot be seen; watch the module before `torch.compile`",
}


def unseen_page(unseen: tuple[str, str]) -> Page:
    """What is told of a module whose calls cannot be seen."""
    code, done = unseen
    return Page(code, _UNSEEN[done], ())


def make_page(layer: SeenLayer) -> Page:
    """A page with a table for all calls of the same shapes."""
    named = f"{layer.path} = " if layer.path else ""
    counted = _counted(layer.count) if layer.count else "never called"
    sections = [Section(_title(call), tuple(_blocks(call))) for call in layer.calls]
    if layer.left_out:
        sections.append(Section(f"{_counted(layer.left_out)} not described", ()))
    if layer.notes:
        sections.append(Section("Notes", (Table.of([warning(), prose(note.text)] for note in layer.notes),)))
    return Page(f"{named}{layer.code}", counted, tuple(sections))


def _counted(calls: int) -> str:
    return "1 call" if calls == 1 else f"{calls:,} calls"


def _title(call: SeenCall) -> str:
    times = f"  ×{call.count:,}" if call.count > 1 else ""
    return f"{_named(call.place)}{times}"


def _named(place: Place | None) -> str:
    return "called from no file" if place is None else f"{place}, in {place.function}"


def _blocks(call: SeenCall) -> Iterator[Block]:
    found = call.findings
    yield shape_table(found.tensors, found.spec.sizes, "tensor")
    given = [name for name in found.spec.kind.given if _is_missing(call, name)]
    if given:
        names = " and ".join(f"`{name}`" for name in given)
        yield prose(f"{names} {'was' if len(given) == 1 else 'were'} not given: zeros.")
    if call.changed:
        yield prose(f"Other than above: {', '.join(map(_change, call.changed))}.")


def _change(change: tuple[str, int | None, int | None]) -> str:
    name, before, now = change
    if now is None:
        return f"no `{name}`"
    return f"`{name}` = {now:,}" + ("" if before is None else f" after {before:,}")


def _is_missing(call: SeenCall, name: str) -> bool:
    return any(row.name == name and row.observed is None for row in call.findings.tensors)
