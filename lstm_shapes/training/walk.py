"""The steps of the letter model: the operation of each, and the formula for the shape of its result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from lstm_shapes.formula import Axis, Formula
from lstm_shapes.shape_row import ShapeRow
from lstm_shapes.shapes import sequence_axes, tensor_formulas
from lstm_shapes.spec import LSTMSpec

__all__ = ["Step", "model_code", "summary_code", "walk"]

_N = Axis(1, ("N",))


@dataclass(frozen=True, slots=True)
class Step:
    """One operation and the shape of its result."""

    operation: str
    """The operation as code."""

    row: ShapeRow


def walk(spec: LSTMSpec, observed: Mapping[str, tuple[int, ...]] | None = None) -> tuple[Step, ...]:
    """Every step from the letters to the loss, with the predicted shapes and those observed in a run, if any.

    The classes are the letters, so a word has as many logits as a one-hot letter has numbers: `H_in`.
    """
    sizes = spec.sizes
    return tuple(
        Step(operation, ShapeRow(name, formula, formula.shape(sizes), None if observed is None else observed[name]))
        for name, operation, formula in _steps(spec)
    )


def _steps(spec: LSTMSpec) -> list[tuple[str, str, Formula]]:
    formulas = tensor_formulas(spec)
    one_hot = tensor_formulas(replace(spec, batch_first=True))["input"]
    width = formulas["output"].axes[-1]
    classes = formulas["input"].axes[-1]
    code = dict(_code(spec))
    shapes = {
        "one_hot": one_hot,
        **{name: formulas[name] for name in ("input", "h_0", "c_0", "output", "h_n", "c_n")},
        "summary": Formula((_N, width)),
        "logits": Formula((_N, classes)),
        "loss": Formula(()),
    }
    return [(name, code[_GIVEN_BY.get(name, name)], formula) for name, formula in shapes.items()]


def model_code(spec: LSTMSpec) -> list[str]:
    """The model as lines of code, which assign to the names of the steps."""
    return [f"{name} = {expression}" for name, expression in _code(spec)]


_LSTM = "output, (h_n, c_n)"
_GIVEN_BY = {"output": _LSTM, "h_n": _LSTM, "c_n": _LSTM}


def _code(spec: LSTMSpec) -> list[tuple[str, str]]:
    time, _ = sequence_axes(spec)
    return [
        ("one_hot", "torch.eye(H_in)[letters]"),
        ("input", "one_hot" if time else "one_hot.transpose(0, 1)"),
        ("h_0", "torch.zeros(D * num_layers, N, H_out)"),
        ("c_0", "torch.zeros(D * num_layers, N, H_cell)"),
        (_LSTM, "lstm(input, (h_0, c_0))"),
        ("summary", summary_code(spec)),
        ("logits", "linear(summary) + bias"),
        ("loss", "cross_entropy(logits, targets)"),
    ]


def summary_code(spec: LSTMSpec) -> str:
    """The code for the summary of a sequence: the last layer's state at the end of each direction."""
    return "torch.cat((h_n[-2], h_n[-1]), dim=-1)" if spec.bidirectional else "h_n[-1]"
