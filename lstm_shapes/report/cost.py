"""What one forward pass costs, computed from the formulas of the parameters."""

from __future__ import annotations

from lstm_shapes.report.findings import Cost
from lstm_shapes.shapes import parameter_formulas
from lstm_shapes.spec import DTYPE_BYTES, RecurrentSpec

__all__ = ["measure_cost"]


def measure_cost(spec: RecurrentSpec) -> Cost:
    """Count parameters, their bytes, and the multiply-adds of one forward pass.

    Every number in a weight matrix takes part in one multiply-add at every valid step of every sequence. Biases, gates
    and activations are not counted, just as PyTorch's own FLOP counter does not count them.
    """
    sizes = spec.sizes
    parameters = in_matrices = 0
    for formula in parameter_formulas(spec).values():
        elements = formula.elements(sizes)
        parameters += elements
        if len(formula.axes) == 2:
            in_matrices += elements
    return Cost(parameters, parameters * DTYPE_BYTES[spec.dtype], in_matrices * spec.valid_steps)
