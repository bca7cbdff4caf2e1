"""The explorer: one page that holds the tables as data, and shows any configuration of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, asdict, fields
from importlib.resources import files
from typing import Any

from lstm_shapes.formula import SYMBOLS, Formula
from lstm_shapes.kinds import KINDS, Kind
from lstm_shapes.notes import RULES, facts_of
from lstm_shapes.palette import SYMBOL_COLOURS, hex_colour
from lstm_shapes.picture.network import MEASURES
from lstm_shapes.picture.svg import STYLE, SYMBOL_CLASSES
from lstm_shapes.shapes import parameter_formulas, sequence_axes, tensor_formulas
from lstm_shapes.spec import BATCH_SIZE, HIDDEN_SIZE, INPUT_SIZE, LIMITS, SEQ_LEN, SPECS, RecurrentSpec

__all__ = ["ARGUMENTS", "explorer", "tables"]

ARGUMENTS = ("input_size", "hidden_size", "num_layers", "bias", "batch_first", "bidirectional", "proj_size")
"""The arguments that have a control on the page: those that a shape or a note depends on."""

_INPUTS: Mapping[str, dict[str, Any]] = {"batched": {}, "unbatched": {"batched": False}, "packed": {"lengths": (2, 1)}}
_LENGTHS = (5, 3, 2)
_MOST_LENGTHS = 1_000


def explorer(start: RecurrentSpec | None = None) -> str:
    """The page as HTML that loads nothing; it begins with `start`, or else with the module of who names none."""
    folder = files(__package__) / "page"
    parts = {name: (folder / name).read_text("utf-8") for name in _PARTS}
    begin = _configuration(start) if start is not None else {}
    data = json.dumps({**tables(), "start": begin}, separators=(",", ":"), ensure_ascii=False).replace("</", "<\\/")
    page = parts["page.html"]
    for place, text in (
        ("/* style */", f"{STYLE}\n{parts['page.css']}\n{_colours()}"),
        ("/* data */", data),
        ("/* script */", "\n".join(parts[name] for name in _PARTS if name.endswith(".js"))),
    ):
        page = page.replace(place, text, 1)
    return page


_PARTS = ("page.html", "page.css", "shapes.js", "drawing.js", "page.js")


def tables() -> dict[str, Any]:
    """The tables of formulas, kinds, notes and limits, as values that JSON can hold."""
    defaults = {own.name: own.default for own in fields(SPECS["LSTM"]) if own.default is not MISSING}
    return {
        "symbols": {name: [symbol.meaning, SYMBOL_CLASSES[name]] for name, symbol in SYMBOLS.items()},
        "kinds": {name: _kind(kind) for name, kind in KINDS.items()},
        "defaults": {name: defaults[name] for name in ARGUMENTS if name in defaults},
        "sizes": {
            "input_size": INPUT_SIZE,
            "hidden_size": HIDDEN_SIZE,
            "seq_len": SEQ_LEN,
            "batch_size": BATCH_SIZE,
            "lengths": _LENGTHS,
        },
        "limits": LIMITS,
        "most_lengths": _MOST_LENGTHS,
        "tensors": dict(_variants()),
        "parameters": {name: _parameters(kind) for name, kind in KINDS.items()},
        "rules": [asdict(rule) for rule in RULES],
        "measures": MEASURES,
    }


def _colours() -> str:
    return "".join(f".{SYMBOL_CLASSES[name]}{{color:{hex_colour(number)}}}" for name, number in SYMBOL_COLOURS.items())


def _kind(kind: Kind) -> dict[str, Any]:
    facts = facts_of(SPECS[kind.name](INPUT_SIZE, HIDDEN_SIZE))
    return {
        "code": kind.code,
        "arguments": [name for name in ARGUMENTS if name in kind.arguments],
        "gates": len(kind.gates),
        "is_cell": kind.is_cell,
        "given": kind.given,
        "returned": kind.returned,
        "facts": {name: facts[name] for name in _OF_KIND},
    }


_OF_KIND = ("has_cell_state", "code", "name", "variable", "returns", "states")


def _variants() -> Iterator[tuple[str, dict[str, Any]]]:
    """The tensors of every kind, for every kind of input."""
    for kind in KINDS.values():
        for input, seen in _INPUTS.items():
            if kind.is_cell and input == "packed":
                continue
            for first in (False, True) if "batch_first" in kind.arguments else (False,):
                arguments: dict[str, Any] = {**seen, **({"batch_first": True} if first else {})}
                spec = SPECS[kind.name](INPUT_SIZE, HIDDEN_SIZE, **arguments)
                rows = [[name, _axes(formula)] for name, formula in tensor_formulas(spec).items()]
                told = {"rows": rows, "last_step": facts_of(spec).get("last_step")}
                if not kind.is_cell:
                    told["time"] = sequence_axes(spec)[0]
                yield f"{kind.name}/{input}/{'batch_first' * first}", told


def _axes(formula: Formula) -> list[list[Any]]:
    return [[axis.coefficient, list(axis.symbols)] for axis in formula.axes]


def _parameters(kind: Kind) -> dict[str, Any]:
    """The parameters of the first layer and of those above it, with biases and projection if it has them."""
    arguments: dict[str, Any] = {} if kind.is_cell else {"num_layers": 2}
    if kind.has_projection:
        arguments["proj_size"] = 1
    formulas = parameter_formulas(SPECS[kind.name](INPUT_SIZE, HIDDEN_SIZE, **arguments))
    ends = ("",) if kind.is_cell else ("_l0", "_l1")
    layers = [
        [[name.removesuffix(end), _axes(formula)] for name, formula in formulas.items() if name.endswith(end)]
        for end in ends
    ]
    return {"first": layers[0], "deeper": layers[-1]}


def _configuration(spec: RecurrentSpec) -> dict[str, Any]:
    """A specification as the page's controls have it."""
    found: dict[str, Any] = {name: value for name, value in spec.arguments.items() if name in ARGUMENTS}
    found |= {"kind": spec.kind.name, "input": "packed" if spec.packed else "batched" if spec.batched else "unbatched"}
    found |= {"seq_len": spec.L, "batch_size": spec.N, "lengths": spec.lengths}
    return {name: value for name, value in found.items() if value is not None}
