"""Messages of nn.LSTMCell and its kin, one time step at a time: no axis for time, none for layers."""

from __future__ import annotations

from lstm_shapes.explain.clues import Clues
from lstm_shapes.explain.finding import Finding, Suspect
from lstm_shapes.explain.patterns import Values

__all__ = ["batch", "input_features", "input_rank", "state_features", "state_rank"]

_INPUT, _STATE = "(N, H_in)", "(N, H_cell)"


def _states(clues: Clues, number: int | None = None) -> list[tuple[str, str]]:
    both = [("h_0", clues.names.h_0), ("c_0", clues.names.c_0)]
    return both if number is None else [both[number]]


def input_features(values: Values, clues: Clues) -> Finding:
    """`input has inconsistent input_size: got 7 expected 10`."""
    expected, actual, name = values["expected"], values["actual"], clues.names.lstm
    suspect = Suspect(
        "wrong-input-size",
        "likely",
        f"the last axis of the input has {actual} features, and the cell was built for input_size = {expected}",
        f"{name} = nn.LSTMCell({actual}, {name}.hidden_size)",
    )
    return Finding("input", (suspect,), expected, actual, -1, _INPUT)


def state_features(values: Values, clues: Clues) -> Finding:
    """`hidden0 has inconsistent hidden_size: got 21, expected 20`."""
    expected, actual, names = values["expected"], values["actual"], clues.names
    suspect = Suspect(
        "wrong-hidden-size",
        "likely",
        f"the last axis of the state has {actual} features, and the cell was built for hidden_size = {expected}",
        "\n".join(f"{name} = torch.zeros({names.input}.size(0), {expected})  # {_STATE}" for _, name in _states(clues)),
    )
    return Finding("h_0" if values["which"] == 0 else "c_0", (suspect,), expected, actual, -1, _STATE)


def batch(values: Values, clues: Clues) -> Finding:
    """`Input batch size 3 doesn't match hidden0 batch size 2`."""
    expected, actual, names = values["expected"], values["actual"], clues.names
    suspect = Suspect(
        "stale-batch-size",
        "likely",
        f"the input has {expected} sequences and the states have {actual}: build them from the batch at hand",
        "\n".join(
            f"{name} = torch.zeros({names.input}.size(0), {names.lstm}.hidden_size)  # {_STATE}"
            for _, name in _states(clues)
        ),
    )
    return Finding("h_0" if values["which"] == 0 else "c_0", (suspect,), expected, actual, 0, _STATE)


def input_rank(values: Values, clues: Clues) -> Finding:
    """`LSTMCell: Expected input to be 1D or 2D, got 3D instead`."""
    name = clues.names.input
    suspect = Suspect(
        "wrong-input-rank",
        "certain",
        f"a cell takes one time step, (N, H_in), and this input has {values['actual']} axes: call it for each step, "
        "or take nn.LSTM, which takes them all",
        f"{name} = {name}[0]  # the first step of (L, N, H_in)",
    )
    return Finding("input", (suspect,), 2, values["actual"], None, _INPUT)


def state_rank(values: Values, clues: Clues) -> Finding:
    """`LSTMCell: Expected hx[0] to be 1D or 2D, got 3D instead`."""
    suspect = Suspect(
        "wrong-state-rank",
        "certain",
        f"the states of a cell are (N, H_cell), without an axis for layers and directions; these have "
        f"{values['actual']} axes",
        "\n".join(f"{name} = {name}.squeeze(0)" for _, name in _states(clues)),
    )
    return Finding("h_0" if values.get("which", 0) == 0 else "c_0", (suspect,), 2, values["actual"], None, _STATE)
