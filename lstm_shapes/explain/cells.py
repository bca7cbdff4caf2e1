"""Messages of the cells, which take one time step and have no axis for time or layers."""

from __future__ import annotations

import ast
import re
from dataclasses import replace

from lstm_shapes.explain.callers import bound_above, given_from, gives_pair
from lstm_shapes.explain.clues import Clues
from lstm_shapes.explain.finding import Finding, Likelihood, Suspect, likeliest_first
from lstm_shapes.explain.naming import STATE
from lstm_shapes.explain.patterns import Values
from lstm_shapes.explain.repairs import call, each_state, input_changed, rebuilt, states_as_tuple
from lstm_shapes.syntax import parse_expression

__all__ = ["batch", "input_features", "input_rank", "state_features", "state_rank"]

_INDEX = re.compile(r"\[\w+\]$")
_STEPS_OF_ALL = re.compile(r"\(([\w.]+)\[:, \w+\]\)")
_FLATTENED = re.compile(r"\b([\w.]+)\.(?:(?:view|reshape)\(-1, [^()]*(?:\([^()]*\))?\)|flatten\(0, 1\))")
"""What makes one axis of the first two."""

_INPUT, _STATE = "(N, H_in)", "(N, H_cell)"


def _zeros(clues: Clues, features: str) -> str:
    """Lines that build the states of a cell: two for an LSTMCell, one for the others."""
    names = clues.names
    step = _INDEX.sub("[0]", names.given)  # any step has the size of the batch
    zeros = f"{step}.new_zeros({step}.size(0), {features})"
    if (steps := _STEPS_OF_ALL.search(step)) is not None:  # `embed(ids[:, t])`: there is no `t` before the loop
        zeros = f"torch.zeros({steps[1]}.size(0), {features}, device={steps[1]}.device)"
    if not clues.spoken.has_cell_state:
        return f"{names.hidden} = {zeros}  # {_STATE}, before the loop over time"
    if names.states:
        return f"{names.states} = ({zeros}, {zeros})  # before the loop over time"
    lines = [f"{name} = {zeros}  # {_STATE}" for name in dict.fromkeys((names.h_0, names.c_0))]
    return "\n".join([f"{lines[0]}, before the loop over time", *lines[1:]])


def input_features(values: Values, clues: Clues) -> Finding:
    """`input has inconsistent input_size: got 7 expected 10`."""
    expected, actual = values["input_size"], values["actual"]
    suspect = Suspect(
        "wrong-input-size",
        "likely",
        f"the last axis of the input has {actual} features, and the cell was built for input_size = {expected}",
        rebuilt(clues, input_size=actual),
    )
    return Finding("input", (suspect,), expected, actual, -1, _INPUT)


def state_features(values: Values, clues: Clues) -> Finding:
    """`hidden0 has inconsistent hidden_size: got 21, expected 20`."""
    expected, actual = values["hidden_size"], values["actual"]
    suspect = Suspect(
        "wrong-hidden-size",
        "likely",
        f"the last axis of the state has {actual} features, and the cell was built for hidden_size = {expected}",
        _zeros(clues, str(expected)),
    )
    return Finding("c_0" if values.get("which") == 1 else "h_0", (suspect,), expected, actual, -1, _STATE)


def batch(values: Values, clues: Clues) -> Finding:
    """`Input batch size 3 doesn't match hidden0 batch size 2`."""
    expected, actual = values["expected"], values["actual"]
    spec = clues.setting.spec
    is_row = spec is not None and actual == spec.hidden_size != expected  # a row of a tensor in place of h_0
    is_flattened = 1 < actual < expected and expected % actual == 0 and clues.names.given == clues.names.input
    suspects = []
    if actual > expected and (shrunk := _as_many_rows(clues)) is not None:
        because = (
            f"the input has the first {expected} rows alone, and the states all {actual}: where the batch is sorted by "
            "length and shrinks from step to step, the states shrink with it"
        )
        suspects.append(Suspect("stale-batch-size", "likely", because, shrunk))
    suspects.append(
        Suspect(
            "stale-batch-size",
            "possible" if is_row or is_flattened or suspects else "likely",
            f"the input has a batch of {expected} and the states of {actual}: build them from the batch at hand. "
            f"If {expected} is the number of time steps, loop over time: `for step in x.transpose(0, 1)`",
            _zeros(clues, f"{clues.names.layer}.hidden_size"),
        )
    )
    is_name = clues.state is None or isinstance(clues.state, (ast.Name, ast.Attribute))
    if clues.spoken.has_cell_state and is_name and not gives_pair(clues):
        because = "a tensor in place of the tuple (h_0, c_0) is split: its rows are taken for h_0 and c_0"
        condition = f"`{clues.names.hidden}` is one tensor"
        likelihood: Likelihood = "likely" if is_row else "possible"
        suspects.append(Suspect("state-not-a-tuple", likelihood, because, states_as_tuple(clues), condition))
    if is_flattened:
        steps = expected // actual
        name = clues.names.input
        because = (
            f"{expected} is {actual} * {steps}: batch and time may have been made one axis, and a cell takes one step "
            "of each sequence at a time, in a loop. The steps of each sequence have to be together"
        )
        state = ast.unparse(clues.state) if clues.state is not None else ""
        fix = f"for step in {name}.reshape({actual}, {steps}, -1).unbind(1):  # (N, L, H_in)\n"
        fix += f"    {call(replace(clues.names, given='step'), state)}"
        suspects.insert(0, Suspect("wrong-input-rank", "possible", because, fix, "the rows are those of all steps"))
    found = likeliest_first(suspects)
    sample = _sample_for_step(expected, actual, clues)
    if sample is not None:
        found = (sample,) if not sample.condition else likeliest_first((*suspects, sample))
    flat = _of_last_layer(clues) if 0 < expected < actual and actual % expected == 0 else None
    if flat is not None:
        because = (
            f"the states have {actual // expected} rows for each of the {expected} sequences: those of all layers and "
            "directions were made one axis with the batch. A cell takes one state of each sequence, as that of the "
            "last layer"
        )
        found = (Suspect("all-layers-for-the-last", "likely", because, flat),)
    return Finding("c_0" if values.get("which") == 1 else "h_0", found, expected, actual, 0, _STATE)


def _sample_for_step(expected: int, actual: int, clues: Clues) -> Suspect | None:
    """The suspect for `x[t]`, which of (N, L, H_in) is all steps of one sequence; None if no such part is given."""
    part = re.fullmatch(r"([\w.]+)\[([a-z]\w*)\]", clues.names.given)
    if part is None or clues.statement is None:
        return None
    whole, step = re.escape(part[1]), re.escape(part[2])
    condition = "" if _counts_axis_one(whole, step, clues.function) else "the batch is its first axis"
    because = (
        f"`{part[0]}` of (N, L, H_in) is one sequence of the batch, with {expected} steps, and the states are those of "
        f"{actual} sequences. Take the step of every sequence"
    )
    fix = ast.unparse(clues.statement).replace(part[0], f"{part[1]}[:, {part[2]}]")
    return Suspect("swapped-batch-and-sequence", "possible" if condition else "likely", because, fix, condition)


def _counts_axis_one(whole: str, step: str, function: str) -> bool:
    """Whether a function goes through as many steps as axis 1 of a tensor has."""
    loop = re.search(rf"for {step} in range\(([^()]*(?:\(1\))?)\):", function)
    if loop is None:
        return False
    unpacked = rf"\w+, {re.escape(loop[1])}(?:, \w+)* = {whole}\.(?:shape|size\(\))"
    is_asked = re.fullmatch(rf"{whole}\.(?:size\(1\)|shape\[1\])", loop[1]) is not None
    return is_asked or re.search(unpacked, function) is not None


def _of_last_layer(clues: Clues) -> str | None:
    """The line that makes layers and batch one axis, with the last layer's state instead; None if none does."""
    names = [name for name in (clues.names.states, clues.names.h_0) if name]
    lines = (bound_above(name, clues) or given_from(name, clues) for name in names)
    text = next((ast.unparse(line) for line in lines if line is not None), "")
    owners = [match[1].rpartition(".")[2] for match in _FLATTENED.finditer(text)]
    if not owners or "bidirectional" in clues.program or not all(map(STATE.fullmatch, owners)):
        return None
    last = _FLATTENED.sub(r"\1[-1]", text)
    return f"{last}  # in place of {text}"


def _as_many_rows(clues: Clues) -> str | None:
    """The call with the states cut as the input is, by `[:n]`; None where the input is not cut so."""
    given = parse_expression(clues.names.given)
    nodes = list(ast.walk(given)) if given is not None else []
    inner = {id(node.value) for node in nodes if isinstance(node, (ast.Subscript, ast.Attribute))}  # goes on otherwise
    parts = [node.slice for node in nodes if isinstance(node, ast.Subscript) and id(node) not in inner]
    firsts = [part.elts[0] if isinstance(part, ast.Tuple) and part.elts else part for part in parts]
    slices = [part for part in firsts if isinstance(part, ast.Slice) and part.lower is None]
    stops = {ast.unparse(part.upper) for part in slices if isinstance(part.upper, (ast.Name, ast.Attribute))}
    states = clues.state.elts if isinstance(clues.state, ast.Tuple) else [clues.state]
    if len(stops) != 1 or not all(isinstance(state, (ast.Name, ast.Attribute)) for state in states):
        return None
    (stop,) = stops
    if isinstance(clues.state, (ast.Name, ast.Attribute)) and clues.spoken.has_cell_state:
        return call(clues.names, f"tuple(s[:{stop}] for s in {ast.unparse(clues.state)})")
    cut = [f"{ast.unparse(state)}[:{stop}]" for state in states if state is not None]
    return call(clues.names, f"({', '.join(cut)})" if len(cut) > 1 else cut[0])


def input_rank(values: Values, clues: Clues) -> Finding:
    """`LSTMCell: Expected input to be 1D or 2D, got 3D instead`."""
    name, kind = clues.names.given, clues.spoken
    given = ast.unparse(clues.state) if clues.state is not None else ""
    if values["actual"] == 3 and given and re.search(rf"\b{re.escape(clues.names.h_0)}\b", clues.names.results):
        because = (
            "a cell takes one time step, (N, H_in), and this input has an axis more. The call stands in a loop over "
            "the steps already: take the axis of size 1 out of the step"
        )
        fix = input_changed(clues, ".squeeze(1)") + "  # of (N, 1, H_in); of (1, N, H_in) squeeze(0)"
        suspect = Suspect("wrong-input-rank", "likely", because, fix)
        return Finding("input", (suspect,), 2, values["actual"], None, _INPUT)
    begin = "None" if clues.state is None else ast.unparse(clues.state)
    first = "states[0]" if kind.has_cell_state else "states"
    fix = (
        f"states, steps = {begin}, []\nfor step in {name}:  # (L, N, H_in); of (N, L, H_in): {name}.transpose(0, 1)\n"
        f"    states = {clues.names.layer}(step, states)\n    steps.append({first})\n"
        "output = torch.stack(steps)  # (L, N, H_cell), the h of every step"
    )
    results = clues.names.results.removesuffix(" = ")
    if results.isidentifier():  # what the user's line calls the result goes on under its name
        fix = fix.replace("output = ", f"{results} = ")
    suspect = Suspect(
        "wrong-input-rank",
        "certain",
        f"a cell takes one time step, (N, H_in), and this input has {values['actual']} axes: call it for each step, "
        f"or take nn.{kind.layer}, which takes them all",
        fix,
    )
    return Finding("input", (suspect,), 2, values["actual"], None, _INPUT)


def state_rank(values: Values, clues: Clues) -> Finding:
    """`LSTMCell: Expected hx[0] to be 1D or 2D, got 3D instead`."""
    suspect = Suspect(
        "wrong-state-rank",
        "certain",
        f"the states of a cell are (N, H_cell), without an axis for layers and directions; these have "
        f"{values['actual']} axes",
        each_state(clues, "{}[-1]") + "  # of the last layer; once, before the loop",
    )
    return Finding("h_0" if values.get("which", 0) == 0 else "c_0", (suspect,), 2, values["actual"], None, _STATE)
