"""Causes that concern the constructor's arguments."""

from __future__ import annotations

from lstm_shapes.explain.causes.cause import Cause

__all__ = ["CAUSES"]

_GIVEN = "from torch import nn"

CAUSES = (
    Cause(
        "invalid-proj-size",
        "the projection is not smaller than the cell",
        "H_out = proj_size lies between 1 and hidden_size - 1; 0 means no projection. GRU and RNN have none.",
        _GIVEN,
        "lstm = nn.LSTM(10, 20, proj_size=20)",
        "ValueError: proj_size has to be smaller than hidden_size",
        "lstm = nn.LSTM(10, 20, proj_size=6)",
    ),
    Cause(
        "invalid-dropout",
        "the dropout is no probability",
        "Dropout is a number from 0 to 1. Without its name, a number in the fourth place is `bias`.",
        _GIVEN,
        "lstm = nn.LSTM(10, 20, num_layers=2, dropout=20)",
        "ValueError: dropout should be a number in range [0, 1] representing the probability of an element being "
        "zeroed",
        "lstm = nn.LSTM(10, 20, num_layers=2, dropout=0.2)",
    ),
    Cause(
        "dropout-without-layers",
        "dropout is asked of a single layer",
        "nn.LSTM drops between its layers; after the last, and so with one layer, it drops nothing. It is a warning, "
        "and the LSTM works as if dropout were 0.",
        _GIVEN,
        "lstm = nn.LSTM(10, 20, dropout=0.5)",
        "UserWarning: dropout option adds dropout after all but last recurrent layer, so non-zero dropout expects "
        "num_layers greater than 1, but got dropout=0.5 and num_layers=1",
        """
        lstm = nn.LSTM(10, 20)
        drop = nn.Dropout(0.5)  # to be applied to output
        """,
    ),
    Cause(
        "invalid-sizes",
        "a size is no whole number from 1 on",
        "input_size, hidden_size and num_layers are whole numbers from 1 on. A division gives a float, even where "
        "nothing remains, unless it is written `//`.",
        _GIVEN,
        "lstm = nn.LSTM(10, 40 / 2)",
        "TypeError: hidden_size should be of type int, got: float",
        "lstm = nn.LSTM(10, 40 // 2)",
    ),
)
