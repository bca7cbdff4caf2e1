"""Messages of the constructor: sizes, projection and dropout that an LSTM cannot have."""

from __future__ import annotations

from lstm_shapes.explain.clues import Clues
from lstm_shapes.explain.finding import Finding, Suspect
from lstm_shapes.explain.patterns import Values
from lstm_shapes.explain.repairs import constructed

__all__ = ["dropout", "dropout_for_bias", "no_projection", "one_layer", "projection", "size"]


def _finding(cause: str, because: str, fix: str) -> Finding:
    return Finding(None, (Suspect(cause, "certain", because, fix),))


def projection(values: Values, clues: Clues) -> Finding:
    """`proj_size has to be smaller than hidden_size`, or `should be a positive integer or zero ...`."""
    hidden_size = clues.arguments.get("hidden_size", 20)
    smaller = hidden_size // 2 if isinstance(hidden_size, int) else 10
    return _finding(
        "invalid-proj-size",
        "the projection makes h smaller: H_out = proj_size lies between 1 and hidden_size - 1, and 0 means none",
        constructed(clues, proj_size=smaller),
    )


def no_projection(values: Values, clues: Clues) -> Finding:
    """`proj_size argument is only supported for LSTM, not RNN or GRU`."""
    return _finding("invalid-proj-size", "only nn.LSTM projects its states", constructed(clues, proj_size=10))


def dropout(values: Values, clues: Clues) -> Finding:
    """`dropout should be a number in range [0, 1] ...`."""
    return _finding(
        "invalid-dropout",
        "dropout is the probability that a number is dropped, from 0 to 1, and True is none; "
        "percent are to be divided by 100",
        constructed(clues, dropout=0.5, num_layers=2),
    )


def dropout_for_bias(values: Values, clues: Clues) -> Finding:
    """`bias should be of type bool, got: float`: the fourth argument is not dropout."""
    return _finding(
        "invalid-dropout",
        "without its name a number in the fourth place is `bias`; the order is input_size, hidden_size, num_layers, "
        "bias, batch_first, dropout, bidirectional, proj_size",
        constructed(clues, dropout=0.5, num_layers=2, bias=True),
    )


def one_layer(values: Values, clues: Clues) -> Finding:
    """`dropout option adds dropout after all but last recurrent layer, ...`: a warning."""
    return _finding(
        "dropout-without-layers",
        "nn.LSTM drops between its layers, and one layer has no between: it is a warning, and the dropout does "
        "nothing. Stack layers, or put an nn.Dropout after the LSTM",
        constructed(clues, dropout=0.5, num_layers=2),
    )


def size(values: Values, clues: Clues) -> Finding:
    """`hidden_size must be greater than zero`, `hidden_size should be of type int, got: float`."""
    argument = values["argument"]
    if argument not in ("input_size", "hidden_size", "num_layers"):
        return _finding(
            "invalid-sizes",
            f"{argument} is a bool; by its place another argument may have come there: the order is input_size, "
            "hidden_size, num_layers, bias, batch_first, dropout, bidirectional, proj_size",
            constructed(clues, **{argument: True}),
        )
    kind = f"not {values['kind']}" if "kind" in values else "from 1 on"
    return _finding(
        "invalid-sizes",
        f"{argument} is a whole number, {kind}; a division gives a float, unless it is written //",
        constructed(clues, **{argument: {"input_size": 10, "hidden_size": 20, "num_layers": 1}[argument]}),
    )
