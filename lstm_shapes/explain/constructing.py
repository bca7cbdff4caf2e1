"""Messages of the constructor: sizes, projection and dropout that an LSTM cannot have."""

from __future__ import annotations

import ast
from difflib import get_close_matches

from lstm_shapes.explain.clues import Clues
from lstm_shapes.explain.finding import Finding, Suspect
from lstm_shapes.explain.patterns import Values
from lstm_shapes.explain.repairs import constructed, given_argument, with_argument
from lstm_shapes.kinds import LSTM

__all__ = ["dropout", "dropout_for_bias", "flag", "missing_argument", "no_projection", "one_layer", "projection"]
__all__ += ["size", "unknown_argument"]

_ORDER = ", ".join(LSTM.arguments[:8])
_MEANT = {"input_dim": "input_size", "hidden_dim": "hidden_size", "n_layers": "num_layers", "layers": "num_layers"}
_PERCENT = 100
_LAYERS = ("LSTM", "GRU", "RNN")
_USUAL = {"input_size": 10, "hidden_size": 20, "num_layers": 1}


def _finding(cause: str, because: str, fix: str) -> Finding:
    return Finding(None, (Suspect(cause, "certain", because, fix),))


def projection(values: Values, clues: Clues) -> Finding:
    """`proj_size has to be smaller than hidden_size`, or `should be a positive integer or zero ...`."""
    hidden = given_argument(clues, "hidden_size")
    size = ast.unparse(hidden) if hidden is not None else ""
    smaller = str(int(size) // 2) if size.isdigit() else f"({size}) // 2" if size else ""
    own = with_argument(clues, ("LSTM",), proj_size=smaller) if smaller else None
    return _finding(
        "invalid-proj-size",
        "the projection makes h smaller: H_out = proj_size lies between 1 and hidden_size - 1, and 0 means none. Half "
        "of hidden_size is an example",
        own or constructed(clues, proj_size=10 if clues.setting.spec is None else clues.setting.spec.hidden_size // 2),
    )


def no_projection(values: Values, clues: Clues) -> Finding:
    """`proj_size argument is only supported for LSTM, not RNN or GRU`."""
    own = with_argument(clues, ("GRU", "RNN"), proj_size=None)
    return _finding(
        "invalid-proj-size",
        "only nn.LSTM projects its states; an nn.Linear after the layer makes its output smaller",
        own or "lstm = nn.LSTM(10, 20, proj_size=5)  # with your own sizes",
    )


def dropout(values: Values, clues: Clues) -> Finding:
    """`dropout should be a number in range [0, 1] ...`."""
    own = given_argument(clues, "dropout")
    given = own.value if isinstance(own, ast.Constant) and not isinstance(own.value, bool) else None
    share = given / _PERCENT if isinstance(given, (int, float)) and 1 < given <= _PERCENT else 0.5
    return _finding(
        "invalid-dropout",
        "dropout is the probability that a number is dropped, from 0 to 1, and not a percentage"
        f"{'' if given else '. 0.5 is an example'}",
        with_argument(clues, _LAYERS, dropout=str(share)) or constructed(clues, dropout=share, num_layers=2),
    )


def dropout_for_bias(values: Values, clues: Clues) -> Finding:
    """`bias should be of type bool, got: float`: the fourth argument is not dropout."""
    return _finding(
        "invalid-dropout",
        f"the fourth argument is `bias`, unless it is given by name; the order is {_ORDER}",
        constructed(clues, bias=True),
    )


def one_layer(values: Values, clues: Clues) -> Finding:
    """`dropout option adds dropout after all but last recurrent layer, ...`: a warning."""
    return _finding(
        "dropout-without-layers",
        "the layer applies dropout between stacked layers; with a single one it does nothing, and this is only a "
        "warning. Stack layers with num_layers, or apply dropout to the output yourself",
        f"output = nn.Dropout({values['dropout']})(output)",
    )


def size(values: Values, clues: Clues) -> Finding:
    """`hidden_size must be greater than zero`, `hidden_size should be of type int, got: float`."""
    argument = values["argument"]
    if argument not in _USUAL:
        return _finding(
            "invalid-sizes",
            f"{argument} is a bool; perhaps another argument was given in its place: the order is {_ORDER}",
            constructed(clues, **{argument: True}),
        )
    own = given_argument(clues, argument)
    if "kind" in values and own is not None:
        repaired = with_argument(clues, _LAYERS, **{argument: _whole(own)})
    else:
        repaired = None
    kind = f"not {values['kind']}; `/` gives a float, `//` a whole number" if "kind" in values else "at least 1"
    return _finding(
        "invalid-sizes",
        f"{argument} is a whole number, {kind}{'' if repaired else f'. {_USUAL[argument]} is an example'}",
        repaired or constructed(clues, **{argument: _USUAL[argument]}),
    )


def _whole(size: ast.expr) -> str:
    """The expression, changed so that it gives a whole number."""
    if isinstance(size, ast.BinOp) and isinstance(size.op, ast.Div):
        return ast.unparse(ast.BinOp(size.left, ast.FloorDiv(), size.right))
    return f"int({ast.unparse(size)})"


def missing_argument(values: Values, clues: Clues) -> Finding:
    """`RNNBase.__init__() missing 1 required positional argument: 'hidden_size'`."""
    sizes = {name: _USUAL[name] for name in ("input_size", "hidden_size") if given_argument(clues, name) is None}
    return _finding(
        "unknown-argument",
        "every recurrent layer needs input_size and hidden_size, in this order; the numbers below are examples",
        constructed(clues, **sizes),
    )


def unknown_argument(values: Values, clues: Clues) -> Finding:
    """`RNNBase.__init__() got an unexpected keyword argument 'batchfirst'`."""
    argument = values["argument"]
    meant = _MEANT.get(argument) or next(iter(get_close_matches(argument, LSTM.arguments, n=1, cutoff=0.5)), None)
    given, perhaps = given_argument(clues, argument), f"; perhaps {meant} is meant" if meant else ""
    right = {argument: None} | ({meant: ast.unparse(given)} if meant and given is not None else {})
    return _finding(
        "unknown-argument",
        f"there is no argument {argument}{perhaps}. The arguments are {_ORDER}",
        with_argument(clues, _LAYERS, **right) or "lstm = nn.LSTM(10, 20)  # with your own sizes",
    )


def flag(values: Values, clues: Clues) -> Finding:
    """`lstm() received an invalid combination of arguments`, as `bidirectional` or `batch_first` is a number."""
    name = clues.names.lstm
    suspect = Suspect(
        "invalid-flags",
        "likely",
        "PyTorch found a number where it takes a bool: `bidirectional`, `batch_first` and `bias` are True or False, "
        "not 1 or 0",
        f"{name}.bidirectional, {name}.batch_first = bool({name}.bidirectional), bool({name}.batch_first)",
    )
    return Finding(None, (suspect,))
