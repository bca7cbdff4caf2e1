"""Causes of errors in the constructor's arguments."""

from __future__ import annotations

from lstm_shapes.explain.causes.cause import LAYERS, Cause

__all__ = ["CAUSES"]

_GIVEN = "from torch import nn"

CAUSES = (
    Cause(
        "invalid-proj-size",
        "proj_size does not fit the layer",
        "H_out = proj_size lies between 1 and hidden_size - 1; 0 means no projection. GRU and RNN have none.",
        _GIVEN,
        "lstm = nn.LSTM(10, 20, proj_size=20)",
        "ValueError: proj_size has to be smaller than hidden_size",
        "lstm = nn.LSTM(10, 20, proj_size=6)",
        kinds=LAYERS,
    ),
    Cause(
        "invalid-dropout",
        "dropout is not a number from 0 to 1",
        "Dropout is a number from 0 to 1. Without its name, a number in the fourth place is `bias`.",
        _GIVEN,
        "lstm = nn.LSTM(10, 20, num_layers=2, dropout=20)",
        "ValueError: dropout should be a number in range [0, 1] representing the probability of an element being "
        "zeroed",
        "lstm = nn.LSTM(10, 20, num_layers=2, dropout=0.2)",
        kinds=LAYERS,
    ),
    Cause(
        "dropout-without-layers",
        "dropout has no effect, as there is a single layer",
        "nn.LSTM applies dropout between stacked layers, and never after the last one, so with one layer it does "
        "nothing. This is only a warning: the LSTM works as if dropout were 0.",
        _GIVEN,
        "lstm = nn.LSTM(10, 20, dropout=0.5)",
        "UserWarning: dropout option adds dropout after all but last recurrent layer, so non-zero dropout expects "
        "num_layers greater than 1, but got dropout=0.5 and num_layers=1",
        """
        lstm = nn.LSTM(10, 20)
        drop = nn.Dropout(0.5)  # to be applied to output
        """,
        kinds=LAYERS,
    ),
    Cause(
        "invalid-sizes",
        "a size is not a positive whole number",
        "input_size, hidden_size and num_layers are positive whole numbers. A division with `/` gives a float, even "
        "if there is no remainder; `//` gives a whole number.",
        _GIVEN,
        "lstm = nn.LSTM(10, 40 / 2)",
        "TypeError: hidden_size should be of type int, got: float",
        "lstm = nn.LSTM(10, 40 // 2)",
    ),
    Cause(
        "unknown-argument",
        "the constructor has no such argument, or lacks one",
        "The arguments of nn.LSTM are input_size, hidden_size, num_layers, bias, batch_first, dropout, bidirectional "
        "and proj_size; the first two are needed.",
        _GIVEN,
        "lstm = nn.LSTM(10, 20, batchfirst=True)",
        "TypeError: RNNBase.__init__() got an unexpected keyword argument 'batchfirst'",
        "lstm = nn.LSTM(10, 20, batch_first=True)",
    ),
    Cause(
        "invalid-flags",
        "bidirectional, batch_first or bias is given as a number",
        "They are True or False. The constructor also accepts a number, but PyTorch refuses it when the layer is "
        "called.",
        "import torch\nfrom torch import nn",
        """
        lstm = nn.LSTM(10, 20, bidirectional=1)
        lstm(torch.randn(5, 3, 10))
        """,
        "TypeError: lstm() received an invalid combination of arguments - got (Tensor, tuple, list, bool, int, float, "
        "bool, int, bool), but expected one of: ...",
        """
        lstm = nn.LSTM(10, 20, bidirectional=True)
        output, (h_n, c_n) = lstm(torch.randn(5, 3, 10))
        """,
        kinds=LAYERS,
    ),
    Cause(
        "invalid-nonlinearity",
        "nonlinearity is neither tanh nor relu",
        "nn.RNN and nn.RNNCell take 'tanh' or 'relu'. It is the fourth argument of nn.RNN, where nn.LSTM and nn.GRU "
        "have bias. The cell looks at it only when it is called.",
        _GIVEN,
        "rnn = nn.RNN(10, 20, 2, True)",
        "ValueError: Unknown nonlinearity 'True'. Select from 'tanh' or 'relu'.",
        "rnn = nn.RNN(10, 20, 2, bias=True)",
        kinds=("RNN", "RNNCell"),
    ),
)
