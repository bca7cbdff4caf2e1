"""Messages of TorchScript, which holds the states and the results of a layer to their types."""

from __future__ import annotations

import ast
from copy import deepcopy

from lstm_shapes.explain.clues import Clues
from lstm_shapes.explain.finding import Finding, Suspect
from lstm_shapes.explain.patterns import Values
from lstm_shapes.explain.repairs import call, formula_of, one_state_of, states_as_tuple

__all__ = ["begun_with_none", "kept_as_none", "returned", "states", "taken_for_a_tuple"]

_TYPES = {True: "tuple[torch.Tensor, torch.Tensor]", False: "torch.Tensor"}
"""What a state is annotated with, by whether it is two tensors."""

_RESULTS = "Tuple[Tensor, Tuple[Tensor, Tensor]]"
_STATES = ("Tuple[Tensor, Tensor]", "Tensor")


def states(values: Values, clues: Clues) -> Finding | None:
    """`Expected a value of type '(Tensor, Tensor)?' for argument 'hx' but instead found type 'Tensor'`."""
    wants_two, given = _is_tuple(values["expected"]), values["actual"]
    if wants_two is _is_tuple(given):
        return None
    if "(inferred)" in given:
        because = "TorchScript takes a parameter of `forward` without an annotation for a tensor"
        fix = _annotated(clues, _TYPES[wants_two])
    elif wants_two and given.startswith("List"):
        because = "TorchScript holds nn.LSTM to its types: the states are a tuple of two tensors, and no list"
        fix = call(clues.names, f"({clues.names.states or 'states'}[0], {clues.names.states or 'states'}[1])")
    elif wants_two:
        because = "TorchScript holds nn.LSTM to its types: the states are one tuple of two tensors, (h_0, c_0)"
        fix = states_as_tuple(clues)
    else:
        because = "TorchScript holds nn.GRU and nn.RNN to their types: there is one state, a tensor"
        fix = f"output, h_n = {clues.names.layer}({clues.names.input}, {clues.names.hidden}[0])"
    return _finding("h_0", f"{because}. This is `{given}`", fix, clues)


def _is_tuple(name: str) -> bool:
    """Whether a type of TorchScript is a tuple, or one that may be None: `(Tensor, Tensor)?`."""
    return name.removeprefix("Optional[").startswith(("Tuple", "("))


def _finding(tensor: str, because: str, fix: str, clues: Clues) -> Finding:
    suspect = Suspect("torchscript-state", "certain", because, fix)
    return Finding(tensor, (suspect,), formula=formula_of(tensor, clues))


def _annotated(clues: Clues, kind: str) -> str:
    """The first line of the user's `forward`, in which the state has a type."""
    state, definition = clues.names.states, deepcopy(clues.definition)
    for argument in definition.args.args if definition is not None else ():
        if definition is not None and argument.arg == state and argument.annotation is None:
            last = {one.arg: value for one, value in zip(definition.args.args[::-1], definition.args.defaults[::-1])}
            is_none = ast.unparse(last[state]) == "None" if state in last else False
            argument.annotation = ast.parse(f"{kind} | None" if is_none else kind, mode="eval").body
            return ast.unparse(definition).partition("\n")[0]
    return f"def forward(self, {clues.names.input}, state: {kind}):  # in the class that is scripted"


def returned(values: Values, clues: Clues) -> Finding | None:
    """`Return value was annotated as having type Tensor but is actually of type Tuple[Tensor, Tuple[...]]`."""
    if values["actual"] != _RESULTS and not clues.about_recurrence:
        return None
    because = (
        f"the method is annotated to return `{values['expected']}`, and returns all that the layer does, output and "
        f"the states, `{values['actual']}`"
    )
    statement = clues.statement
    is_call = isinstance(statement, ast.Return) and isinstance(statement.value, ast.Call)
    results = ast.unparse(statement.value) if is_call and isinstance(statement, ast.Return) and statement.value else ""
    fix = f"output, _ = {results or f'{clues.names.layer}({clues.names.given})'}\nreturn output"
    return Finding("output", (Suspect("output-is-a-tuple", "certain", because, fix),))


def begun_with_none(values: Values, clues: Clues) -> Finding | None:
    """`Variable 'h' previously had type NoneType but is now being assigned to a value of type Tuple[...]`."""
    kind = _type_of_state(values, clues)
    if kind is None:
        return None
    because = (
        f"TorchScript takes the type of `{values['name']}` from its first value, None, and the layer gives "
        f"`{values['actual']}`. Say both where it begins"
    )
    fix = f"{values['name']}: {kind} | None = None  # in place of {values['name']} = None"
    return _finding("h_0", because, fix, clues)


def kept_as_none(values: Values, clues: Clues) -> Finding | None:
    """`Wrong type for attribute assignment. Expected NoneType but got Tuple[Tensor, Tensor]`."""
    kind = _type_of_state(values, clues)
    if kind is None:
        return None
    because = (
        "TorchScript takes the type of an attribute from the value that `__init__` gives it, None, and the layer gives "
        f"`{values['actual']}`. Say both in the class; an annotation in `__init__` is not read"
    )
    name = (clues.names.states or "hidden").rpartition(".")[2]
    return _finding("h_0", because, f"{name}: {kind} | None  # in the class, above __init__", clues)


def _type_of_state(values: Values, clues: Clues) -> str | None:
    """The annotation of a state of this type; None if it is no state of a recurrent layer."""
    given = values["actual"]
    if given not in _STATES or not (clues.about_recurrence or given == _STATES[0]):
        return None
    return _TYPES[given == _STATES[0]]


def taken_for_a_tuple(values: Values, clues: Clues) -> Finding | None:
    """`Tensor cannot be used as a tuple`, raised by `output, (h, c) = gru(x)`."""
    targets = one_state_of(clues)
    if targets is None or not isinstance(clues.statement, ast.Assign):
        return None
    because = "this layer has one state, a tensor, and no cell state"
    fix = f"{targets}{ast.unparse(clues.statement.value)}"
    return Finding("h_n", (Suspect("cell-state-of-gru", "likely", because, fix, "the call is of nn.GRU or nn.RNN"),))
