"""Messages of the constructors: arguments and values that a recurrent layer or cell cannot have."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from copy import deepcopy
from difflib import get_close_matches

from lstm_shapes.constructor import Call
from lstm_shapes.explain.clues import Clues, called
from lstm_shapes.explain.finding import Finding, Likelihood, Suspect
from lstm_shapes.explain.naming import STATE
from lstm_shapes.explain.patterns import Values
from lstm_shapes.explain.repairs import constructed, given_argument, with_argument
from lstm_shapes.kinds import KINDS, Kind
from lstm_shapes.lexicon import senses

__all__ = ["dropout", "dropout_for_bias", "flag", "missing_argument", "no_projection", "nonlinearity", "one_layer"]
__all__ += ["projection", "size", "too_many", "unknown_argument", "unknown_in_call", "whole_number", "whole_size"]

_PLACE = ("device", "dtype")
_OF_SYMBOLS = {"H_in": "input_size", "H_cell": "hidden_size", "num_layers": "num_layers"}
_PERCENT = 100
_TRUTH = ("True", "False")
_USUAL = {"input_size": 10, "hidden_size": 20, "num_layers": 1}
_PLACES = {4: "fourth", 5: "fifth", 6: "sixth", 7: "seventh"}


def _order(kind: Kind) -> str:
    """The arguments of the constructor in their order, without those of every module."""
    return ", ".join(name for name in kind.arguments if name not in _PLACE)


def _finding(cause: str, because: str, fix: str, likelihood: Likelihood = "certain") -> Finding:
    return Finding(None, (Suspect(cause, likelihood, because, fix),))


def _of_torch(values: Values, clues: Clues) -> Likelihood:
    """How sure it is that the class is PyTorch's: people call their own cells LSTMCell as well."""
    is_own = "cell" in values and clues.has_traceback and "nn." not in clues.line
    return "possible" if is_own else "certain"


def projection(values: Values, clues: Clues) -> Finding:
    """`proj_size has to be smaller than hidden_size`, or `should be a positive integer or zero ...`."""
    hidden = given_argument(clues, "hidden_size")
    size = ast.unparse(hidden) if hidden is not None else ""
    smaller = str(int(size) // 2) if size.isdigit() else f"({size}) // 2" if size else ""
    own = with_argument(clues, proj_size=smaller) if smaller else None
    return _finding(
        "invalid-proj-size",
        "the projection makes h smaller: H_out = proj_size lies between 1 and hidden_size - 1, and 0 means none. Half "
        "of hidden_size is an example",
        own
        or constructed(
            clues, proj_size=10 if clues.setting.spelled_out is None else clues.setting.spelled_out.hidden_size // 2
        ),
    )


def no_projection(values: Values, clues: Clues) -> Finding:
    """`proj_size argument is only supported for LSTM, not RNN or GRU`."""
    return _finding(
        "invalid-proj-size",
        "only nn.LSTM projects its states; an nn.Linear after the layer makes its output smaller",
        with_argument(clues, proj_size=None) or constructed(clues),
    )


def dropout(values: Values, clues: Clues) -> Finding:
    """`dropout should be a number in range [0, 1] ...`."""
    own = given_argument(clues, "dropout")
    given = own.value if isinstance(own, ast.Constant) and not isinstance(own.value, bool) else None
    node = next(clues.calls(*KINDS), None)
    if isinstance(own, ast.Constant) and own.value is True and node is not None and own in node.args:
        because = f"{_by_place('dropout', clues)}. Dropout is a number from 0 to 1; here `bidirectional` may be meant"
        fix = with_argument(clues, dropout="0.0", bidirectional="True") or constructed(clues)
        return _finding("invalid-dropout", because, fix)
    share = given / _PERCENT if isinstance(given, (int, float)) and 1 < given <= _PERCENT else 0.5
    return _finding(
        "invalid-dropout",
        "dropout is the probability that a number is dropped, from 0 to 1, and not a percentage"
        f"{'' if given else '. 0.5 is an example'}",
        with_argument(clues, dropout=str(share)) or constructed(clues, dropout=share, num_layers=2),
    )


def dropout_for_bias(values: Values, clues: Clues) -> Finding:
    """`bias should be of type bool, got: float`: the fourth argument is not dropout, nor the fifth of an nn.RNN."""
    return _finding("invalid-dropout", _by_place("bias", clues), _dropout_by_name("bias", True, clues))


def _dropout_by_name(argument: str, right: object, clues: Clues) -> str:
    """The constructor call with a dropout by its name, which stood in the place of another argument."""
    own = given_argument(clues, argument)
    named = None if own is None else with_argument(clues, **{argument: repr(right), "dropout": ast.unparse(own)})
    return named or constructed(clues, **{argument: right})


def _by_place(argument: str, clues: Clues) -> str:
    """A sentence about an argument that was taken from the place of another one."""
    kind = clues.spoken
    place = _PLACES[kind.arguments.index(argument) + 1]
    return (
        f"the {place} argument of {kind.code} is `{argument}`, unless it is given by name; the order is {_order(kind)}"
    )


def nonlinearity(values: Values, clues: Clues) -> Finding:
    """`Unknown nonlinearity '0.5'. Select from 'tanh' or 'relu'.`; the cell says it when it is called."""
    given = values["value"]
    because = f"nonlinearity is tanh or relu, and not {given}"
    if clues.spoken.is_cell:
        return _finding("invalid-nonlinearity", because, f"{clues.names.layer}.nonlinearity = 'tanh'")
    is_number = given.replace(".", "", 1).isdigit()
    if is_number or given in _TRUTH:
        because += f"; {_by_place('nonlinearity', clues)}"
    if is_number:
        return _finding("invalid-dropout", because, _dropout_by_name("nonlinearity", "tanh", clues))
    meant = next((name for name in ("tanh", "relu") if name == given.lower()), "tanh")
    return _finding("invalid-nonlinearity", because, constructed(clues, nonlinearity=meant))


def one_layer(values: Values, clues: Clues) -> Finding:
    """`dropout option adds dropout after all but last recurrent layer, ...`: a warning."""
    return _finding(
        "dropout-without-layers",
        "the layer applies dropout between stacked layers; with a single one it does nothing, and this is only a "
        "warning. Stack layers with num_layers, or apply dropout to the output yourself",
        f"output = nn.functional.dropout(output, {values['dropout']}, {clues.names.layer}.training)",
    )


def size(values: Values, clues: Clues) -> Finding:
    """`hidden_size must be greater than zero`, `hidden_size should be of type int, got: float`."""
    argument = values["argument"]
    if argument not in _USUAL:
        return _finding(
            "invalid-sizes",
            f"{argument} is a bool; perhaps another argument was given in its place: "
            f"the order is {_order(clues.spoken)}",
            constructed(clues, **{argument: True}),
        )
    own = given_argument(clues, argument)
    has_number = "kind" in values and own is not None and ast.unparse(own) != "None"
    repaired = with_argument(clues, **{argument: _whole(own)}) if has_number and own is not None else None
    kind = f"not {values['kind']}; `/` gives a float, `//` a whole number" if "kind" in values else "at least 1"
    return _finding(
        "invalid-sizes",
        f"{argument} is a whole number, {kind}{'' if repaired else f'. {_USUAL[argument]} is an example'}",
        repaired or constructed(clues, **{argument: _USUAL[argument]}),
    )


def whole_size(values: Values, clues: Clues) -> Finding | None:
    """What a cell says of a size, which it does not check: PyTorch finds no memory for its weights."""
    if not clues.in_rnn:
        return None
    sizes = {name: given_argument(clues, name) for name in ("input_size", "hidden_size")}
    right = {name: _whole(own) for name, own in sizes.items() if own is not None and not _is_whole(own)}
    why = "`/` gives a float, `//` a whole number" if "kind" in values else "a size is at least 1"
    repaired = with_argument(clues, **right) if "kind" in values and right else None
    return _finding(
        "invalid-sizes",
        f"input_size and hidden_size are whole numbers: {why}{'' if repaired else '. 10 and 20 are examples'}",
        repaired or constructed(clues, input_size=_USUAL["input_size"], hidden_size=_USUAL["hidden_size"]),
    )


def _is_whole(size: ast.expr) -> bool:
    return isinstance(size, ast.Constant) and isinstance(size.value, int)


def _whole(size: ast.expr) -> str:
    """The expression, changed so that it gives a whole number."""
    if isinstance(size, ast.Attribute) and size.attr == "shape":
        return f"{ast.unparse(size)}[-1]"
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
        _of_torch(values, clues),
    )


def whole_number(values: Values, clues: Clues) -> Finding | None:
    """`'float' object cannot be interpreted as an integer`, raised by `nn.LSTM(10, 20, num_layers=2.0)`."""
    own = given_argument(clues, "num_layers")
    if not clues.in_rnn or own is None:
        return None
    because = "num_layers is a whole number, and this is a float"
    fix = with_argument(clues, num_layers=f"int({ast.unparse(own)})")
    return Finding(None, (Suspect("invalid-sizes", "certain", because, fix or ""),))


def unknown_in_call(values: Values, clues: Clues) -> Finding | None:
    """`LSTM.forward() got an unexpected keyword argument 'hidden'`: the layer takes `input` and `hx`."""
    name, kind = values["argument"], clues.spoken
    node = next((node for node in clues.calls() if any(keyword.arg == name for keyword in node.keywords)), None)
    if node is None or clues.statement is None:
        return None
    line, changed = ast.unparse(clues.statement), deepcopy(node)
    if name in kind.arguments:
        changed.keywords = [keyword for keyword in changed.keywords if keyword.arg != name]
        because = f"`{name}` is an argument of the constructor, {kind.code}(...), and not of the call"
    elif STATE.fullmatch(name):
        given = [keyword for keyword in changed.keywords if keyword.arg and STATE.fullmatch(keyword.arg)]
        states = [keyword.value for keyword in given]
        changed.args += [ast.Tuple(states, ast.Load()) if len(states) > 1 and kind.has_cell_state else states[0]]
        changed.keywords = [keyword for keyword in changed.keywords if keyword not in given]
        because = f"the call takes input, and then the state{'s' * kind.has_cell_state}, {kind.takes}, as `hx`"
    elif name in ("inputs", "x", "data", "input_seq") and not node.args:
        changed.args = [next(keyword.value for keyword in node.keywords if keyword.arg == name)]
        changed.keywords = [keyword for keyword in changed.keywords if keyword.arg != name]
        because = "the first argument of the call is `input`"
    else:
        return None
    fix = line.replace(ast.unparse(node), ast.unparse(changed), 1)
    condition = f"`{called(node)}` is PyTorch's own {kind.name}"
    return Finding("input", (Suspect("unknown-argument", clues.likelihood, because, fix, condition),))


def unknown_argument(values: Values, clues: Clues) -> Finding:
    """`RNNBase.__init__() got an unexpected keyword argument 'batchfirst'`."""
    argument, kind = values["argument"], clues.spoken
    is_new = argument in kind.arguments  # the release is older than it
    others = [other.code for other in KINDS.values() if argument in other.arguments and not is_new]
    symbols = [symbol for sense in senses(argument) if sense.is_firm for symbol in sense.symbols]
    close = [*map(_OF_SYMBOLS.get, symbols), *get_close_matches(argument, kind.arguments, n=1, cutoff=0.5)]
    meant = None if others or is_new else next((name for name in close if name in kind.arguments), None)
    given, perhaps = given_argument(clues, argument), f"; perhaps {meant} is meant" if meant else ""
    if others:
        perhaps = f" of {clues.code}, only of {', '.join(others)}"
    if is_new:
        perhaps = " yet in this release of PyTorch"
    right: dict[str, str | None] = {argument: None}
    if meant and given is not None:
        right[meant] = ast.unparse(given)
    return _finding(
        "unknown-argument",
        f"there is no argument {argument}{perhaps}. The arguments are {_order(kind)}",
        with_argument(clues, KINDS, **right) or constructed(clues),
        _of_torch(values, clues),
    )


def unknown_argument_of_some_class(values: Values, clues: Clues) -> Finding | None:
    """`__init__() got an unexpected keyword argument 'batchfirst'`; the traceback tells of which class."""
    is_built = any("nn." in called(node) for node in clues.calls(*KINDS))  # and no class of their own
    return unknown_argument(values, clues) if clues.in_rnn or is_built or not clues.has_traceback else None


def too_many(values: Values, clues: Clues) -> Finding:
    """`GRUCell.__init__() takes from 3 to 6 positional arguments but 8 were given`: these are a layer's arguments."""
    kind = clues.spoken
    node = next(clues.calls(kind.name), None)
    sizes = {name: own for name in ("input_size", "hidden_size") if (own := given_argument(clues, name)) is not None}
    fix = constructed(clues)
    if node is not None and clues.statement is not None and len(sizes) == 2:
        shortest = f"{ast.unparse(node.func)}({', '.join(map(ast.unparse, sizes.values()))})"
        fix = ast.unparse(clues.statement).replace(ast.unparse(node), shortest)
    return _finding(
        "unknown-argument",
        f"the arguments of {kind.code} are {_order(kind)}; a cell has neither layers nor directions",
        fix,
        _of_torch(values, clues),
    )


def _spelled_out(call: Call, meant: Mapping[str, str]) -> str:
    """The arguments of a call by their names, but for the sizes; those in `meant` under the names that are meant."""
    given = {name: repr(value) for name, value in call.arguments.items()} | dict(call.names)
    ordered = [(meant.get(name, name), given[name]) for name in call.kind.arguments if name in given]
    return ", ".join(text if name in _USUAL else f"{name}={text}" for name, text in ordered)


def flag(values: Values, clues: Clues) -> Finding:
    """`lstm() received an invalid combination of arguments`, as `bidirectional` or `batch_first` is a number."""
    name, told = clues.names.layer, clues.setting.call
    for argument, text in told.names.items() if told is not None else ():
        meant = text.rpartition(".")[2]
        if told is not None and meant in told.kind.arguments and meant != argument:
            because = (
                f"`{text}` stands in the place of `{argument}`: by position the arguments of {told.kind.code} are "
                f"{_order(told.kind)}"
            )
            fix = f"{name} = {told.kind.code}({_spelled_out(told, {argument: meant})})"
            return Finding(None, (Suspect("invalid-flags", "likely", because, fix),))
    suspect = Suspect(
        "invalid-flags",
        "likely",
        "PyTorch found a number where it takes a bool: `bidirectional`, `batch_first` and `bias` are True or False, "
        "not 1 or 0",
        f"{name}.bidirectional, {name}.batch_first = bool({name}.bidirectional), bool({name}.batch_first)",
    )
    return Finding(None, (suspect,))
