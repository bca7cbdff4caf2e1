"""Lines of Python that repair an error, with the names in the user's code."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Any

from lstm_shapes.explain.clues import Clues, Names, called
from lstm_shapes.kinds import LSTM
from lstm_shapes.shapes import tensor_formulas
from lstm_shapes.spec import LSTMSpec

__all__ = [
    "axis_taken_out",
    "batch_axis",
    "batch_size",
    "call",
    "constructed",
    "each_state",
    "formula_of",
    "given_argument",
    "in_constructor",
    "new_states",
    "rebuilt",
    "states_as_tuple",
    "with_argument",
    "with_states",
]

_ANY = LSTMSpec(10, 20)
_LAYERS = ("LSTM", "GRU", "RNN", "LSTMCell", "GRUCell", "RNNCell")


def formula_of(tensor: str, spec: LSTMSpec | None, batched: bool = True) -> str:
    """The shape of a tensor in symbols, for the LSTM that the user describes, or for any if there is none."""
    described = spec or _ANY
    if batched != described.batched:
        described = replace(described, batched=batched, batch_size=None)
    formula = str(tensor_formulas(described)[tensor])
    if spec is None and batched and tensor in ("input", "output"):
        other = tensor_formulas(replace(described, batch_first=True))[tensor]
        return f"{formula}, with batch_first=True {other}"
    return formula


def new_states(shapes: Mapping[str, Sequence[str]], names: Names, has_cell: bool, like_input: bool) -> str:
    """Lines that build `h_0`, `c_0` or both, filled with zeros.

    shapes: for each state, its axes as code. like_input: whether device and dtype are taken from the input.
    """
    make = f"{names.input}.new_zeros" if like_input else "torch.zeros"
    zeros = {tensor: f"{make}({', '.join(axes)})" for tensor, axes in shapes.items()}
    if names.states and has_cell:
        h_0, c_0 = zeros.get("h_0", f"{names.states}[0]"), zeros.get("c_0", f"{names.states}[1]")
        return f"{names.states} = ({h_0}, {c_0})"
    called_so = {"h_0": names.h_0 if has_cell else names.hidden, "c_0": names.c_0}
    lines = {f"{called_so[tensor]} = {text}  # {formula_of(tensor, None)}": None for tensor, text in zeros.items()}
    if names.h_0 == names.c_0:
        return list(lines)[-1]
    return "\n".join(lines)


def call(names: Names, states: str = "") -> str:
    """The call of the layer with these states, or without states."""
    return f"{names.results}{names.lstm}({names.given}{', ' * bool(states)}{states})"


def states_as_tuple(names: Names) -> str:
    """Both states, in the tuple that nn.LSTM takes."""
    return f"c_0 = torch.zeros_like({names.hidden})\n{call(names, f'({names.hidden}, c_0)')}"


def each_state(names: Names, change: str, has_cell: bool, only: Sequence[str] = ()) -> str:
    """Lines that change every state, or only some; `{}` in `change` stands for the name of the state."""
    if names.states and has_cell:
        changed = change.format("s")
        return f"{names.states} = tuple(s{changed} for s in {names.states})"
    own = {"h_0": names.h_0 if has_cell else names.hidden, "c_0": names.c_0}
    wanted = only or (("h_0", "c_0") if has_cell else ("h_0",))
    return "\n".join(dict.fromkeys(f"{own[name]} = {own[name]}{change.format(own[name])}" for name in wanted))


def axis_taken_out(expected: Sequence[int], actual: Sequence[int]) -> str | None:
    """The call that adds or removes an axis of size 1 so that the shapes are equal; None if there is no such axis."""
    for axis in range(max(len(expected), len(actual))):
        if len(expected) > len(actual) and (*actual[:axis], 1, *actual[axis:]) == tuple(expected):
            return f".unsqueeze({axis})"
        if len(expected) < len(actual) and (*expected[:axis], 1, *expected[axis:]) == tuple(actual):
            return f".squeeze({axis})"
    return None


def batch_axis(clues: Clues) -> str:
    """The number of the batch axis of the input, as an expression."""
    spec = clues.setting.spec
    if spec is None:
        return f"0 if {clues.names.lstm}.batch_first else 1"
    return "0" if spec.batch_first else "1"


def batch_size(clues: Clues) -> str:
    """A line that takes the batch size from the input."""
    return f"N = {clues.names.input}.size({batch_axis(clues)})"


def with_argument(clues: Clues, callees: Sequence[str], **arguments: str | None) -> str | None:
    """The user's own line with other arguments in a call; each is given as code, and None removes an argument.

    callees: the names of the functions to look for. The positions of arguments are those of `nn.LSTM`, or of
    `pack_padded_sequence`. Returns None if the line calls none of these functions.
    """
    statement = deepcopy(clues.statement)
    for node in ast.walk(statement) if statement is not None else ():
        if isinstance(node, ast.Call) and called(node).rpartition(".")[2] in callees:
            order = LSTM.arguments if set(callees) <= set(_LAYERS) else ("input", "lengths", "batch_first")
            for name, text in arguments.items():
                _set(node, order, name, text)
            return ast.unparse(statement) if statement is not None else None
    return None


def with_states(clues: Clues, node: ast.Call, states: str) -> str:
    """The user's own line, in which the call has the input and then these states."""
    own = ast.unparse(node)
    repaired = f"{ast.unparse(node.func)}({ast.unparse(node.args[0]) if node.args else clues.names.given}, {states})"
    return ast.unparse(clues.statement).replace(own, repaired) if clues.statement is not None else repaired


def given_argument(clues: Clues, name: str) -> ast.expr | None:
    """An argument of the constructor call on the user's line."""
    node = next(clues.calls(*_LAYERS), None)
    if node is None:
        return None
    by_place = dict(zip(LSTM.arguments, _in_place(node)))
    return by_place.get(name) or next((keyword.value for keyword in node.keywords if keyword.arg == name), None)


def _in_place(node: ast.Call) -> list[ast.expr]:
    """The positional arguments before the first `*sizes`, whose positions are known."""
    starred = [place for place, argument in enumerate(node.args) if isinstance(argument, ast.Starred)]
    return node.args[: starred[0]] if starred else node.args


def _set(node: ast.Call, order: Sequence[str], name: str, text: str | None) -> None:
    position = order.index(name) if name in order else len(node.args)
    node.keywords = [keyword for keyword in node.keywords if keyword.arg != name]
    value = None if text is None else ast.parse(text, mode="eval").body
    if value is not None and position < len(_in_place(node)):
        node.args[position] = value
    elif value is not None:
        node.keywords.append(ast.keyword(name, value))


def constructed(clues: Clues, **right: Any) -> str:
    """A constructor call that PyTorch accepts, with `right` arguments: the user's own, or one with example sizes."""
    own = with_argument(clues, _LAYERS, **{name: repr(value) for name, value in right.items()})
    if own is not None:
        return own
    spec = clues.setting.spec
    if spec is not None:
        return f"lstm = {replace(spec, **right).code}"
    sizes = {"input_size": _ANY.input_size, "hidden_size": _ANY.hidden_size}
    return f"lstm = {LSTMSpec(**(sizes | right)).code}  # with your own sizes"


def rebuilt(clues: Clues, input_size: int) -> str:
    """The constructor call of the user's layer, with another number of input features."""
    name, spec = clues.names.lstm, clues.setting.spec
    if spec is not None:
        return f"{name} = {replace(spec, input_size=input_size).code}"
    same = ", ".join(f"{argument}={name}.{argument}" for argument in ("batch_first", "bidirectional"))
    layer = f"nn.{clues.kind}" if clues.kind else f"type({name})" if clues.in_rnn else "nn.LSTM"
    return f"{name} = {layer}({input_size}, {name}.hidden_size, {name}.num_layers, {same}){in_constructor(name)}"


def in_constructor(name: str) -> str:
    """A comment for a line that builds a layer: in `forward`, it would have new weights at each call."""
    return "  # in __init__" if name.startswith("self.") else ""
