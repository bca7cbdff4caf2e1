"""Findings as text: JSON, or a page in one of the formats of pages."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from lstm_shapes.formats import render_pages
from lstm_shapes.formula import SYMBOLS
from lstm_shapes.report.choices import DEFAULT_SECTIONS
from lstm_shapes.report.findings import Findings
from lstm_shapes.report.sections import draw_svg, make_page
from lstm_shapes.shape_row import ShapeRow, symbols_in

__all__ = ["SCHEMA_VERSION", "render", "to_json"]

SCHEMA_VERSION = 1


def render(
    found: Sequence[Findings],
    format: str = "table",
    show: Collection[str] = DEFAULT_SECTIONS,
    paths: Sequence[str] | None = None,
) -> str:
    """Findings as text; JSON is always complete, SVG a drawing, the other formats show the sections named in `show`.

    paths: the path of each LSTM in a file of weights; if given, the JSON holds a list of `modules`.
    """
    if format == "json":
        import json

        content = to_json(found[0])
        if paths is not None:
            modules = [{"path": path, **to_json(findings)} for path, findings in zip(paths, found)]
            content = {"schema_version": SCHEMA_VERSION, "modules": modules}
        return json.dumps(content, indent=2, ensure_ascii=False) + "\n"
    if format == "svg":
        return draw_svg(found, paths)
    pages = [make_page(findings, show, path, pictured=format == "html") for path, findings in zip(paths or [""], found)]
    return render_pages(pages, format)


def to_json(findings: Findings) -> dict[str, Any]:
    """Everything that was found, as values that JSON can hold; the README describes the keys."""
    spec = findings.spec
    sizes = spec.sizes
    used = symbols_in((*findings.tensors, *findings.parameters))
    return {
        "schema_version": SCHEMA_VERSION,
        "torch_version": findings.torch_version,
        "module": {"kind": spec.kind.name, **spec.arguments, "code": spec.code},
        "input": {
            "shape": list(findings.tensors[0].predicted),
            "batched": spec.batched,
            "lengths": None if spec.lengths is None else list(spec.lengths),
        },
        "symbols": {name: sizes.get(name) for name in SYMBOLS if name in used or name == "N"},
        "tensors": [
            {
                "name": row.name,
                "formula": str(row.formula),
                "latex": row.formula.latex,
                "numbers": row.formula.numbers(sizes),
                **_compared(row),
            }
            for row in findings.tensors
        ],
        "states": [{"index": s.index, "layer": s.layer, "direction": s.direction} for s in findings.states],
        "proofs": [{"expression": proof.expression, "holds": proof.holds} for proof in findings.proofs],
        "parameters": [
            {"name": row.name, "formula": str(row.formula), **_compared(row)} for row in findings.parameters
        ],
        "cost": {
            "parameters": findings.cost.parameters,
            "bytes": findings.cost.bytes,
            "multiply_adds": findings.cost.multiply_adds,
        },
        "next": {
            "lines": [
                {
                    "purpose": use.purpose,
                    "code": use.code,
                    "formula": str(use.formula),
                    "predicted": list(use.predicted),
                    "observed": None if use.observed is None else list(use.observed),
                    "matches": use.matches,
                    "meaning": use.meaning,
                }
                for use in findings.uses
            ],
            "beware": [
                {"wrong": one.wrong, "right": one.right, "meaning": one.meaning, "differs": one.differs}
                for one in findings.beware
            ],
        },
        "notes": [{"id": note.id, "text": note.text.replace("`", "")} for note in findings.notes],
        "expectations": [
            {"name": e.name, "expected": list(e.expected), "actual": list(e.actual), "holds": e.holds}
            for e in findings.expectations
        ],
    }


def _compared(row: ShapeRow) -> dict[str, Any]:
    return {
        "predicted": list(row.predicted),
        "observed": None if row.observed is None else list(row.observed),
        "matches": row.matches,
    }
