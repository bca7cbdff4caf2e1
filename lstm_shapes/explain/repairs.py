"""Lines of Python that repair an error, with the names in the user's code."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Any

from lstm_shapes.explain.callers import caller_of, is_parameter, is_passed
from lstm_shapes.explain.clues import Clues, Names, called
from lstm_shapes.explain.rewriting import with_pair_made
from lstm_shapes.explain.setting import NOTHING_KNOWN
from lstm_shapes.kinds import KINDS, Kind
from lstm_shapes.shapes import tensor_formulas
from lstm_shapes.spec import SPECS, RecurrentSpec

__all__ = [
    "axis_taken_out",
    "batch_axis",
    "batch_size",
    "built_anew",
    "call",
    "constructed",
    "each_state",
    "formula_of",
    "given_argument",
    "in_constructor",
    "input_changed",
    "new_states",
    "one_state_of",
    "rebuilt",
    "states_as_tuple",
    "with_argument",
    "with_batch_axis",
    "with_states",
    "without_autocast",
]

_CHAINABLE = re.compile(r"^[\w.]+(?:[(\[].*[)\]])?$")
_OF_PACKING = ("input", "lengths", "batch_first")
_SAME = ("num_layers", "batch_first", "bidirectional")  # what a layer that is built anew has like the old one


def _example(kind: Kind) -> RecurrentSpec:
    return SPECS[kind.name](10, 20)


def formula_of(tensor: str, clues: Clues, batched: bool = True) -> str | None:
    """The shape of a tensor in symbols, for the module that the user describes, or for any if there is none.

    None if a layer of this kind has no such tensor.
    """
    spec, kind = clues.setting.spec, clues.spoken
    described = spec or _example(kind)
    if batched != described.batched:
        described = replace(described, batched=batched, batch_size=None)
    formula = tensor_formulas(described).get(tensor)
    if formula is None:
        return None
    if spec is None and batched and tensor in ("input", "output") and "batch_first" in kind.arguments:
        other = tensor_formulas(replace(described, batch_first=True))[tensor]
        return f"{formula}, with batch_first=True {other}"
    return str(formula)


def new_states(shapes: Mapping[str, Sequence[str]], clues: Clues, like_input: bool) -> str:
    """Lines that build `h_0`, `c_0` or both, filled with zeros.

    shapes: for each state, its axes as code. like_input: whether device and dtype are taken from the input.
    """
    names, has_cell = clues.names, clues.spoken.has_cell_state
    without_spec = replace(clues, setting=NOTHING_KNOWN)
    make = f"{names.input}.new_zeros" if like_input else "torch.zeros"
    zeros = {tensor: f"{make}({', '.join(axes)})" for tensor, axes in shapes.items()}
    if names.states and has_cell:
        h_0, c_0 = zeros.get("h_0", f"{names.states}[0]"), zeros.get("c_0", f"{names.states}[1]")
        return f"{names.states} = ({h_0}, {c_0})"
    called_so = {"h_0": names.h_0 if has_cell else names.hidden, "c_0": names.c_0}
    lines = {
        f"{called_so[tensor]} = {text}  # {formula_of(tensor, without_spec)}": None for tensor, text in zeros.items()
    }
    if names.h_0 == names.c_0:
        return list(lines)[-1]
    return "\n".join(lines)


def call(names: Names, states: str = "") -> str:
    """The call of the layer with these states, or without states."""
    return f"{names.results}{names.layer}({names.given}{', ' * bool(states)}{states})"


def input_changed(clues: Clues, change: str) -> str:
    """A line that changes the input: under its name, or, where it has none, in the call of the layer."""
    names = clues.names
    if names.given == names.input:
        return f"{names.input} = {names.input}{change}"
    changed = f"{names.given if _CHAINABLE.search(names.given) else f'({names.given})'}{change}"
    line = ast.unparse(clues.statement) if clues.statement is not None else ""
    if names.given in line:
        return line.replace(names.given, changed, 1)
    return call(replace(names, given=changed), ast.unparse(clues.state) if clues.state is not None else "")


def with_batch_axis(clues: Clues) -> str:
    """A line that adds a batch axis to the input: by the caller, if it is seen, as others may give a batch."""
    axis, caller, name = batch_axis(clues), caller_of(clues), clues.names.given
    given = caller.given.get(name) if caller is not None and is_parameter(name, clues) else None
    if caller is None or given is None or not axis.isdigit():
        return input_changed(clues, f".unsqueeze({axis})")
    own = ast.unparse(given)
    changed = f"{own if _CHAINABLE.search(own) else f'({own})'}.unsqueeze({axis})"
    return f"{caller.with_argument(name, changed)}  # in the caller"


def states_as_tuple(clues: Clues, names: Names | None = None) -> str:
    """Lines that give both states, in the tuple that nn.LSTM takes.

    names: those of the call, if they are not the user's.
    """
    names, given = names or clues.names, clues.state
    is_value = isinstance(given, (ast.Call, ast.BinOp)) and names.states is None
    named = f"{names.hidden} = {ast.unparse(given)}\n" if is_value and given is not None else ""
    if isinstance(given, ast.Name) and is_passed(clues):  # a pair comes back, and may be given again
        pair = f"({names.hidden}, torch.zeros_like({names.hidden}))"
        guarded = f"if not isinstance({names.hidden}, tuple):\n    {names.hidden} = {pair}"
        return with_pair_made(clues.program) or guarded
    is_kept = re.search(rf"(?<![\w.]){re.escape(names.hidden)}(?!\w).*=", names.results) is not None
    where = "  # once, before the loop" if is_kept else ""
    if is_kept and "," in names.results and "(" not in names.results and not clues.spoken.is_cell:
        return (
            f"{names.hidden} = ({names.hidden}, torch.zeros_like({names.hidden})){where}"  # which the call gives back
        )
    return f"{named}c_0 = torch.zeros_like({names.hidden}){where}\n{call(names, f'({names.hidden}, c_0)')}"


def without_autocast(clues: Clues) -> str:
    """The call of the layer in float32."""
    names = clues.names
    states = ""
    if clues.state is not None and names.states:
        states = (
            f"tuple(s.float() for s in {names.states})" if clues.spoken.has_cell_state else f"{names.states}.float()"
        )
    elif clues.state is not None:
        states = (
            f"({names.h_0}.float(), {names.c_0}.float())" if clues.spoken.has_cell_state else f"{names.h_0}.float()"
        )
    own = replace(names, given=f"{names.given}.float()")
    return f"with torch.autocast({names.input}.device.type, enabled=False):\n    {call(own, states)}"


def each_state(clues: Clues, change: str, only: Sequence[str] = ()) -> str:
    """Lines that change every state, or only some; `{}` in `change` stands for the state, as in `{}.squeeze(0)`."""
    names, has_cell = clues.names, clues.spoken.has_cell_state
    if names.states and has_cell and tuple(only) == ("c_0",):
        return f"{names.states} = ({names.states}[0], {change.format(f'{names.states}[1]')})"
    if names.states and has_cell:
        changed = f"tuple({change.format('s')} for s in {names.states})"
        if not clues.is_sure_of_states:  # one tensor, if it is not an LSTM
            changed += f" if isinstance({names.states}, tuple) else {change.format(names.states)}"
        return f"{names.states} = {changed}"
    own = {"h_0": names.h_0 if has_cell else names.hidden, "c_0": names.c_0}
    wanted = only or clues.spoken.given
    return "\n".join(dict.fromkeys(f"{own[name]} = {change.format(own[name])}" for name in wanted))


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
    is_first = clues.setting.batch_first
    return f"0 if {clues.names.layer}.batch_first else 1" if is_first is None else str(1 - is_first)


def batch_size(clues: Clues) -> str:
    """A line that takes the batch size from the input."""
    return f"N = {clues.names.given}.size({batch_axis(clues)})"


def with_argument(clues: Clues, callees: Collection[str] = KINDS, **arguments: str | None) -> str | None:
    """The user's own line with other arguments in a call; each is given as code, and None removes an argument.

    callees: the names of the functions to look for; without names, the constructors of all kinds. Returns None if the
    line calls none of them.
    """
    statement = deepcopy(clues.statement)
    for node in ast.walk(statement) if statement is not None else ():
        if isinstance(node, ast.Call) and (callee := called(node).rpartition(".")[2]) in callees:
            order = KINDS[callee].arguments if callee in KINDS else _OF_PACKING
            for name, text in arguments.items():
                _set(node, order, name, text)
            return ast.unparse(statement) if statement is not None else None
    return None


def with_states(clues: Clues, node: ast.Call, states: str) -> str:
    """The user's own line, in which the call has the input and then these states."""
    own = ast.unparse(node)
    repaired = f"{ast.unparse(node.func)}({ast.unparse(node.args[0]) if node.args else clues.names.given}, {states})"
    targets = None if clues.spoken.has_cell_state else one_state_of(clues)
    if targets is not None:
        return f"{targets}{repaired}"
    return ast.unparse(clues.statement).replace(own, repaired) if clues.statement is not None else repaired


def one_state_of(clues: Clues) -> str | None:
    """The targets of the user's line, with one state in place of two; None if they are not such a pair.

    `output, (h, c) = gru(x)` has `output, h = `, and `h, c = cell(x)` has `h = `.
    """
    statement = clues.statement
    if clues.pair is not None:
        return f"{', '.join(clues.pair)} = "
    target = statement.targets[0] if isinstance(statement, ast.Assign) else None
    if clues.spoken.is_cell and isinstance(target, ast.Tuple) and len(target.elts) == 2:
        return f"{ast.unparse(target.elts[0])} = "
    return None


def given_argument(clues: Clues, name: str) -> ast.expr | None:
    """An argument of the constructor call on the user's line."""
    node = next(clues.calls(*KINDS), None)
    if node is None:
        return None
    by_place = dict(zip(KINDS[called(node).rpartition(".")[2]].arguments, _in_place(node)))
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
    own = with_argument(clues, **{name: repr(value) for name, value in right.items()})
    if own is not None:
        return own
    spec = clues.setting.spelled_out
    if spec is not None:
        return f"{clues.names.layer} = {replace(spec, **right).code}"
    return f"{clues.names.layer} = {replace(_example(clues.spoken), **right).code}  # with your own sizes"


def rebuilt(clues: Clues, **right: Any) -> str:
    """The constructor call of the user's layer, with other arguments."""
    name, spec = clues.names.layer, clues.setting.spelled_out
    if spec is not None:
        return f"{name} = {replace(spec, **right).code}{in_constructor(name)}"
    known = clues.kind is not None or not clues.in_rnn
    told = clues.setting.call
    kept = {"dropout": f"{name}.dropout"} if told is not None and "dropout" in {**told.arguments, **told.names} else {}
    return built_anew(name, clues.spoken.code if known else f"type({name})", clues.spoken, **kept, **right)


def built_anew(name: str, callee: str, kind: Kind, **right: Any) -> str:
    """A line that builds a layer of this kind in place of the one of this name, with its sizes but for `right` ones."""
    own = {argument: f"{name}.{argument}" for argument in ("input_size", "hidden_size", *_SAME)}
    given = {argument: text for argument, text in (own | right).items() if argument in kind.arguments}
    named = (*_SAME[1:], "dropout")
    written = [f"{argument}={text}" if argument in named else f"{text}" for argument, text in given.items()]
    return f"{name} = {callee}({', '.join(written)}){in_constructor(name)}"


def in_constructor(name: str) -> str:
    """A comment for a line that builds a layer: in `forward`, it would have new weights at each call."""
    return "  # in __init__" if name.startswith("self.") else ""
