"""Shapes that the recurrent modules of a program are expected to have, and whether they have them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lstm_shapes.errors import ReadError
from lstm_shapes.formula import parse_formula
from lstm_shapes.live.calls import SeenLayer
from lstm_shapes.report.build import predict

__all__ = ["Wanted", "read_wanted", "unmet"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The shape of one tensor in every call of one module."""

    path: str | None
    """The module's place in the outermost module that was called; None where the program calls one alone."""

    tensor: str
    shape: str

    def __str__(self) -> str:
        return f"{'' if self.path is None else f'{self.path}:'}{self.tensor}={self.shape}"


def read_wanted(text: str) -> Wanted:
    """Read `encoder.lstm:h_n=4,8,128`, or `h_n=(D * num_layers, N, H_out)`; raises `ReadError`."""
    name, is_there, shape = text.partition("=")
    path, has_path, tensor = name.strip().rpartition(":")
    if not is_there or not tensor:
        raise ReadError(f"{text!r} is no expectation; write encoder.lstm:h_n=4,8,128, or h_n=4,8,128")
    parse_formula(shape)
    return Wanted(path if has_path else None, tensor, shape.strip())


def unmet(wanted: Wanted, layers: tuple[SeenLayer, ...]) -> Iterator[str]:
    """What contradicts an expectation, a sentence for each call.

    Raises `ReadError` if no module has this path, if it has no such tensor, or if none of its calls could be described.
    """
    called = [layer for layer in layers if layer.count]
    paths = sorted({layer.path for layer in called})
    if not called:
        raise ReadError("no recurrent layer was called")
    if wanted.path is None and len(paths) > 1:
        raise ReadError(f"{wanted} does not say of which layer; there are {', '.join(map(repr, paths))}")
    meant = [layer for layer in called if wanted.path in (None, layer.path)]
    if not meant:
        raise ReadError(f"no recurrent layer {wanted.path!r} was called; there are {', '.join(map(repr, paths))}")
    for layer in meant:
        if not layer.calls:
            raise ReadError(f"no call of {layer.path or layer.code} could be described")
        for call in layer.calls:
            (found,) = predict(call.findings.spec, [(wanted.tensor, wanted.shape)]).expectations
            if not found.holds:
                where = "" if call.place is None else f" in the call at {call.place}"
                formula = "" if str(found.formula) == str(found.actual) else f"{found.formula} = "
                yield f"expected {wanted}, but it is {formula}{found.actual}{where}"
