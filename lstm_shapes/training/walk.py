"""The steps of the letter model: the operation of each, and the formula for the shape of its result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from lstm_shapes.formula import Axis, Formula
from lstm_shapes.shape_row import ShapeRow
from lstm_shapes.shapes import sequence_axes, tensor_formulas
from lstm_shapes.spec import RecurrentSpec

__all__ = ["Step", "model_code", "summary_code", "walk"]

_N = Axis(1, ("N",))


@dataclass(frozen=True, slots=True)
class Step:
    """One operation and the shape of its result."""

    operation: str
    """The operation as code."""

    row: ShapeRow


def walk(spec: RecurrentSpec, observed: Mapping[str, tuple[int, ...]] | None = None) -> tuple[Step, ...]:
    """Every step from the letters to the loss, with the predicted shapes and those observed in a run, if any.

    The classes are the letters, so a word has as many logits as a one-hot letter has numbers: `H_in`.
    """
    sizes = spec.sizes
    return tuple(
        Step(operation, ShapeRow(name, formula, formula.shape(sizes), None if observed is None else observed[name]))
        for name, operation, formula in _steps(spec)
    )


def _steps(spec: RecurrentSpec) -> list[tuple[str, str, Formula]]:
    formulas = tensor_formulas(spec)
    one_hot = tensor_formulas(replace(spec, batch_first=True))["input"]
    width = formulas["output"].axes[-1]
    classes = formulas["input"].axes[-1]
    code = dict(_code(spec))
    shapes = {
        "one_hot": one_hot,
        **formulas,
        "summary": Formula((_N, width)),
        "logits": Formula((_N, classes)),
        "loss": Formula(()),
    }
    results = dict.fromkeys(("output", *spec.kind.returned), spec.kind.returns)
    return [(name, code[results.get(name, name)], formula) for name, formula in shapes.items()]


def model_code(spec: RecurrentSpec) -> list[str]:
    """The model as lines of code, which assign to the names of the steps."""
    return [f"{name} = {expression}" for name, expression in _code(spec)]


def _code(spec: RecurrentSpec) -> list[tuple[str, str]]:
    time, _ = sequence_axes(spec)
    kind, formulas = spec.kind, tensor_formulas(spec)
    return [
        ("one_hot", "torch.eye(H_in)[letters]"),
        ("input", "one_hot" if time else "one_hot.transpose(0, 1)"),
        *((name, f"torch.zeros{formulas[name]}") for name in kind.given),
        (kind.returns, f"{kind.variable}(input, {kind.takes})"),
        ("summary", summary_code(spec)),
        ("logits", "linear(summary) + bias"),
        ("loss", "cross_entropy(logits, targets)"),
    ]


def summary_code(spec: RecurrentSpec) -> str:
    """The code for the summary of a sequence: the last layer's state at the end of each direction."""
    return "torch.cat((h_n[-2], h_n[-1]), dim=-1)" if spec.bidirectional else "h_n[-1]"
