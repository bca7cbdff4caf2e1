"""Messages about h_0 and c_0 that are not about their sizes: their axes, the tuple they stand in, their memory."""

from __future__ import annotations

import ast
from dataclasses import replace

from lstm_shapes.explain.clues import Clues
from lstm_shapes.explain.finding import Finding, Likelihood, Suspect
from lstm_shapes.explain.patterns import Values
from lstm_shapes.explain.repairs import batch_axis, formula_of, states_as_tuple

__all__ = ["contiguous", "not_a_tuple", "rank", "rank_suspect"]


def rank(values: Values, clues: Clues) -> Finding:
    """`For batched 3-D input, hx and cx should also be 3-D but got (2-D, 2-D) tensors`, and the like."""
    expected, first = values["expected"], values["actual"]
    second = values.get("other", first)
    tensor, wrong = ("c_0", second) if first == expected else ("h_0", first)
    has_cell = "other" in values
    suspects = [rank_suspect(clues, expected, wrong, "certain", _with_axes(expected, wrong, clues, has_cell))]
    if has_cell and first == second == expected - 1 and not isinstance(clues.state, ast.Tuple):
        suspects = _or_taken_apart(suspects[0], wrong, clues)
    if expected == 2 and wrong == 3:
        name = clues.names.input
        because = "a 2-D input is one sequence without a batch axis; if it is a batch, its third axis has been lost"
        fix = f"{name} = {name}.unsqueeze({batch_axis(clues)})"
        suspects = [replace(suspects[0], likelihood="likely"), Suspect("wrong-input-rank", "possible", because, fix)]
    formula = formula_of(tensor, clues.setting.spec, expected == 3)
    return Finding(tensor, tuple(suspects), expected, wrong, None, formula)


def _or_taken_apart(suspect: Suspect, axes: int, clues: Clues) -> list[Suspect]:
    """A single tensor in place of the tuple leaves the same message: its first two rows are taken for the states."""
    is_one_name = isinstance(clues.state, (ast.Name, ast.Attribute))
    likelihoods: tuple[Likelihood, Likelihood] = ("likely", "possible")
    taken_apart = Suspect(
        "state-not-a-tuple",
        likelihoods[not is_one_name],
        f"a tensor in place of the tuple (h_0, c_0) is taken apart: its first two rows, of {axes} axes each, are taken "
        "for h_0 and c_0. It is this if a single tensor was given",
        states_as_tuple(clues.names),
    )
    other = replace(suspect, likelihood=likelihoods[is_one_name])
    return [taken_apart, other] if is_one_name else [other, taken_apart]


def rank_suspect(clues: Clues, expected: int, actual: int, likelihood: Likelihood, fix: str) -> Suspect:
    """States with an axis too few, or too many, for the input."""
    states = "(D * num_layers, N, …)" if expected == 3 else "(D * num_layers, …)"
    kind = "batched input, with 3 axes," if expected == 3 else "unbatched input, with 2 axes,"
    return Suspect(
        "wrong-state-rank", likelihood, f"with {kind} the states are {states}; these have {actual} axes", fix
    )


def _with_axes(expected: int, actual: int, clues: Clues, has_cell: bool) -> str:
    """States with one axis more, or less: the axis of layers, or that of the batch."""
    change = "unsqueeze(0)" if expected > actual else "squeeze(1)"
    names = [clues.names.h_0, clues.names.c_0][: 2 if has_cell else 1]
    lines = [f"{name} = {name}.{change}" for name in names]
    if expected > actual:
        lines[0] += "  # (N, H_out) -> (1, N, H_out)"
    return "\n".join(lines)


def not_a_tuple(values: Values, clues: Clues) -> Finding:
    """Messages that a single tensor in place of (h_0, c_0) leads to."""
    suspect = Suspect(
        "state-not-a-tuple",
        "likely" if clues.about_recurrence else "possible",
        "nn.LSTM takes its states as one argument, the tuple (h_0, c_0); a tensor in its place is taken apart",
        states_as_tuple(clues.names),
    )
    return Finding("h_0", (suspect,), formula=formula_of("h_0", clues.setting.spec))


def contiguous(values: Values, clues: Clues) -> Finding:
    """`rnn: hx is not contiguous`, which cuDNN says and the CPU does not."""
    names = clues.names
    suspect = Suspect(
        "non-contiguous-state",
        "certain",
        "a GPU wants states whose numbers lie in memory in the order of their axes; after `transpose`, `permute` or a "
        "slice they do not. The CPU takes them as they are",
        f"{names.h_0}, {names.c_0} = {names.h_0}.contiguous(), {names.c_0}.contiguous()",
    )
    return Finding("h_0", (suspect,), formula=formula_of("h_0", clues.setting.spec))
