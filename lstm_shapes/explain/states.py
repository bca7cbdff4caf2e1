"""Messages about h_0 and c_0 that are not about their sizes: their axes, their tuple, their order in memory."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lstm_shapes.explain.clues import Clues, Names
from lstm_shapes.explain.finding import Finding, Likelihood, Suspect, axes_text, likeliest_first
from lstm_shapes.explain.patterns import Values
from lstm_shapes.explain.repairs import batch_axis, call, each_state, formula_of, states_as_tuple, with_states

__all__ = ["contiguous", "is_a_tuple", "none_given", "not_a_tuple", "rank", "rank_reason", "two_given"]


def rank(values: Values, clues: Clues) -> Finding:
    """`For batched 3-D input, hx and cx should also be 3-D but got (2-D, 2-D) tensors`, and the like."""
    expected, first = values["expected"], values["actual"]
    second = values.get("other", first)
    has_cell = "other" in values
    wrong = [name for name, axes in (("h_0", first), ("c_0", second)) if axes != expected]
    actual = second if wrong == ["c_0"] else first
    suspects: list[Suspect] = []
    if expected == 2:
        suspects += _lost_axis(clues)
    elif has_cell and first == second < expected and not isinstance(clues.state, ast.Tuple):
        suspects += _taken_apart(actual, clues)
    if not (has_cell and first == second == 1):
        only = wrong if has_cell and len(wrong) == 1 else ()
        likelihood: Likelihood = "possible" if suspects else "likely"
        repair = _with_axes(expected, actual, clues.names, has_cell, only)
        suspects.append(Suspect("wrong-state-rank", likelihood, _rank_because(expected, actual), repair))
    tensor = wrong[0] if wrong else "h_0"
    formula = formula_of(tensor, clues.setting.spec, expected == 3)
    return Finding(tensor, likeliest_first(suspects), expected, actual, None, formula)


def _lost_axis(clues: Clues) -> Iterator[Suspect]:
    """Suspects for a 2-D input with the states of a batch: in most cases the input has lost its third axis."""
    name, batch = clues.names.input, batch_axis(clues)
    yield Suspect(
        "wrong-input-rank",
        "likely",
        "an input of 2 axes is read as one sequence without a batch, but the states have a batch axis: the input has "
        "lost an axis. If it is one sequence, (L, H_in), add a batch axis of size 1",
        f"{name} = {name}.unsqueeze({batch})",
    )
    time = {"0": "1", "1": "0"}.get(batch, f"1 if {clues.names.lstm}.batch_first else 0")
    yield Suspect(
        "unsqueezed-batch",
        "likely",
        "if its rows are the samples of a batch, (N, H_in), give each of them one time step",
        f"{name} = {name}.unsqueeze({time})",
    )


def _taken_apart(axes: int, clues: Clues) -> Iterator[Suspect]:
    """The suspect for a single tensor in place of the tuple; its first two rows are taken for the states."""
    is_one_name = isinstance(clues.state, (ast.Name, ast.Attribute))
    hidden = clues.names.hidden
    because = (
        f"a tensor in place of the tuple (h_0, c_0) is split: its first two rows, of {axes_text(axes)} each, are taken "
        "for h_0 and c_0. This is the cause if a single tensor was given"
    )
    fix = states_as_tuple(clues.names)
    if axes == 1:  # (N, H): it lacks the axis of layers as well
        fix = f"{hidden} = {hidden}.unsqueeze(0)\n{fix}"
    yield Suspect("state-not-a-tuple", "likely" if is_one_name or axes == 1 else "possible", because, fix)


def rank_reason(expected: int, actual: int) -> str:
    """A sentence about the axes that the states must have and those that they have."""
    states = "(D * num_layers, N, …)" if expected == 3 else "(D * num_layers, …)"
    kind = "batched input, with 3 axes," if expected == 3 else "unbatched input, with 2 axes,"
    return f"with {kind} the states are {states}; these have {axes_text(actual)}"


def _rank_because(expected: int, actual: int) -> str:
    because = rank_reason(expected, actual)
    if expected > actual:
        return (
            f"{because}. The lines below are for states of (N, H_out), with one layer; states of "
            "(D * num_layers, H_out) lack the batch axis and need `unsqueeze(1)`"
        )
    return because


def _with_axes(expected: int, actual: int, names: Names, has_cell: bool, only: Sequence[str] = ()) -> str:
    """Lines that add or remove one axis of the states: that of the layers, or that of the batch."""
    if expected > actual:
        return each_state(names, ".unsqueeze(0)", has_cell, only)
    if expected == 2:
        return each_state(names, ".squeeze(1)", has_cell, only)
    return each_state(names, ".squeeze({}.shape.index(1))", has_cell, only)


def not_a_tuple(values: Values, clues: Clues) -> Finding | None:
    """The messages that a single tensor in place of (h_0, c_0) can cause."""
    if "dimension" in values and (values["dimension"] != 0 or (clues.has_traceback and not clues.in_rnn)):
        return None  # an index error without an LSTM
    is_cell = "lstm_cell" in clues.traceback
    layer = "nn.LSTMCell" if is_cell else "nn.LSTM"
    taken = "here it is one tensor" if is_cell else "a tensor in its place is split along its first axis"
    suspect = Suspect(
        "state-not-a-tuple",
        "likely" if clues.about_recurrence else "possible",
        f"{layer} takes its states as one argument, the tuple (h_0, c_0); {taken}",
        states_as_tuple(_of_cell(clues.names) if is_cell else clues.names),
    )
    return Finding("h_0", (suspect,), formula="(N, H_cell)" if is_cell else formula_of("h_0", clues.setting.spec))


def _of_cell(names: Names) -> Names:
    """The names for a cell, which returns h_n and c_n and no output."""
    is_single = names.results.count("=") == 1 and "," not in names.results
    return replace(names, results="h_n, c_n = " if is_single or "output" in names.results else names.results)


def none_given(values: Values, clues: Clues) -> Finding | None:
    """`'NoneType' object has no attribute 'dim'`, inside a recurrent layer: a state is None."""
    if not clues.in_rnn:
        return None
    suspect = Suspect(
        "state-not-a-tuple",
        "likely",
        "neither of the two states may be None; leave out the whole tuple, and they are zeros",
        call(clues.names),
    )
    return Finding("h_0", (suspect,), formula=formula_of("h_0", clues.setting.spec))


def two_given(values: Values, clues: Clues) -> Finding | None:
    """`LSTM.forward() takes from 2 to 3 positional arguments but 4 were given`, raised by `lstm(x, h, c)`."""
    if clues.is_elsewhere:
        return None
    node = next(clues.calls(), None)
    given = [ast.unparse(argument) for argument in node.args] if node is not None else []
    _, h_0, c_0 = given if len(given) == 3 else ("", "h_0", "c_0")
    suspect = Suspect(
        "state-not-a-tuple",
        "likely" if clues.about_recurrence else "possible",
        "nn.LSTM takes its states as one argument, the tuple (h_0, c_0); here they are two arguments",
        with_states(clues, node, f"({h_0}, {c_0})") if node is not None else call(clues.names, f"({h_0}, {c_0})"),
    )
    return Finding("h_0", (suspect,), formula=formula_of("h_0", clues.setting.spec))


def is_a_tuple(values: Values, clues: Clues) -> Finding:
    """`'tuple' object has no attribute 'dim'`, inside a recurrent layer: a tuple where it takes a tensor."""
    names, state = clues.names, clues.state
    tensor, cause = "h_0", "state-is-a-tuple"
    if "hx.dim" in clues.traceback or clues.has_one_state:
        first = ast.unparse(state.elts[0]) if isinstance(state, ast.Tuple) and state.elts else f"{names.hidden}[0]"
        because = "nn.GRU and nn.RNN have one state, and take it as a tensor; (h_0, c_0) is what nn.LSTM takes"
        fix = call(names if names.results != Names().results else replace(names, results="output, h_n = "), first)
    elif "hx[0].dim" in clues.traceback:
        first = ast.unparse(state.elts[0]) if isinstance(state, ast.Tuple) and state.elts else names.hidden
        because = "the states are a tuple of two tensors, (h_0, c_0); one of these two is itself a tuple"
        fix = call(names, first)
    else:
        because = (
            "the input is a tuple, the result of another layer: output, (h_n, c_n). The next layer takes only output"
        )
        fix = f"{names.input}, _ = {names.input}"
        tensor, cause = "input", "output-is-a-tuple"
    return Finding(tensor, (Suspect(cause, "likely", because, fix),), formula=formula_of(tensor, clues.setting.spec))


def contiguous(values: Values, clues: Clues) -> Finding:
    """`rnn: hx is not contiguous`, which cuDNN raises; the CPU accepts such states."""
    suspect = Suspect(
        "non-contiguous-state",
        "certain",
        "a GPU needs states whose numbers are in memory in the order of their axes; after `transpose`, `permute` or a "
        "slice they are not. The CPU accepts them",
        each_state(clues.names, ".contiguous()", not clues.has_one_state),
    )
    return Finding("h_0", (suspect,), formula=formula_of("h_0", clues.setting.spec))
