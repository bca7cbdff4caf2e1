"""Messages about the states that are not about their sizes: their axes, their tuple, their order in memory."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lstm_shapes.explain.callers import bound_above, caller_of, gives_pair, value_above
from lstm_shapes.explain.clues import Clues, Names
from lstm_shapes.explain.exchange import with_exchange
from lstm_shapes.explain.finding import Finding, Likelihood, Suspect, axes_text, likeliest_first
from lstm_shapes.explain.patterns import Values
from lstm_shapes.explain.repairs import (
    batch_axis,
    call,
    each_state,
    formula_of,
    input_changed,
    one_state_of,
    states_as_tuple,
    with_batch_axis,
    with_states,
)
from lstm_shapes.explain.rewriting import with_layers_built
from lstm_shapes.explain.telling import of

__all__ = ["OF_STATE", "contiguous", "given_a_tuple", "is_a_tuple", "layers_not_built", "none_given", "not_a_tuple"]
__all__ += ["not_two", "one_state_taken", "rank", "rank_reason", "taken_apart", "two_given"]

OF_STATE = re.compile(r"\b(?:hx|hidden|value|permutation)\b")
"""What PyTorch calls a state in its own code."""


def rank(values: Values, clues: Clues) -> Finding:
    """`For batched 3-D input, hx and cx should also be 3-D but got (2-D, 2-D) tensors`, and the like."""
    expected, first = values["expected"], values["actual"]
    second = values.get("other", first)
    wrong = [name for name, axes in zip(clues.spoken.given, (first, second)) if axes != expected]
    actual = second if wrong == ["c_0"] else first
    is_split = "other" in values and first == second < expected and not gives_pair(clues)
    suspects: list[Suspect] = []
    if is_split:
        suspects += taken_apart(actual, clues)
    elif expected == 2 < actual:
        suspects += _lost_axis(clues)
    if not (is_split and actual == 1):
        only = wrong if len(wrong) == 1 else ()
        likelihood: Likelihood = "possible" if suspects else "likely"
        repair = _with_axes(expected, actual, clues, only)
        suspects.append(Suspect("wrong-state-rank", likelihood, _rank_because(expected, actual, clues), repair))
    tensor = wrong[0] if wrong else "h_0"
    suspects += _first_of_pair(expected, actual, clues)
    begun = _begun_without_batch(expected, actual, clues)
    if begun is not None:
        return Finding(tensor, (begun,), expected, actual, None, formula_of(tensor, clues, expected == 3))
    found = likeliest_first(suspects)
    if is_split:
        found = with_exchange(found, clues)
    return Finding(tensor, found, expected, actual, None, formula_of(tensor, clues, expected == 3))


def _begun_without_batch(expected: int, actual: int, clues: Clues) -> Suspect | None:
    """The suspect for states that the step before gave: that had an input of two axes, and this one has three."""
    state, name, line = clues.state, clues.names.given, clues.statement
    if (expected, actual) != (3, 2) or not isinstance(state, ast.Name) or not isinstance(line, ast.Assign):
        return None
    given_back = {node.id for target in line.targets for node in ast.walk(target) if isinstance(node, ast.Name)}
    begun, first = value_above(state.id, clues), value_above(name, clues)
    if state.id not in given_back or not isinstance(begun, ast.Constant) or begun.value is not None or first is None:
        return None
    time = {"0": "1", "1": "0"}.get(batch_axis(clues), "1")
    because = (
        f"`{state.id}` comes from the call before. The first input, `{ast.unparse(first)}`, has two axes and is read "
        "as one sequence without a batch, so that its states have two as well: give it the axis that it lacks, that of "
        "time if it is one step of each sequence"
    )
    fix = (
        f"{name} = {ast.unparse(first)}.unsqueeze({time})  # before the loop, of (N, H_in); of a first sequence, "
        f"(L, H_in), unsqueeze({1 - int(time)})"
    )
    return Suspect("wrong-state-rank", "likely", because, fix)


def _first_of_pair(expected: int, actual: int, clues: Clues) -> Iterator[Suspect]:
    """The suspect for `state[0]`: the first of an LSTM's two states, but only the first row of a tensor."""
    state = clues.state
    if clues.spoken.has_cell_state or actual != expected - 1:
        return
    is_first = isinstance(state, ast.Subscript) and ast.unparse(state.slice) == "0"
    if state is not None and not is_first:
        return
    whole = ast.unparse(state.value) if isinstance(state, ast.Subscript) else clues.names.hidden
    because = (
        f"`{whole}[0]` is h_n if `{whole}` comes from an LSTM, which returns (h_n, c_n); from a GRU or an RNN it is "
        "one tensor, and this is only its first row"
    )
    likelihood: Likelihood = "likely" if is_first else "possible"
    condition = "an LSTM was exchanged for one of these"
    yield Suspect("lstm-and-gru-exchanged", likelihood, because, call(clues.names, whole), condition)


def _lost_axis(clues: Clues) -> Iterator[Suspect]:
    """Suspects for a 2-D input with the states of a batch: in most cases the input has lost its third axis."""
    name, batch = clues.names.input, batch_axis(clues)
    spec, shape = clues.setting.spec, clues.setting.input_shape
    if spec is not None and shape is not None and spec.input_size == 1 != shape[-1]:
        because = (
            "the layer reads one feature at each step, input_size = 1: an input of (N, L) lacks the axis of features"
        )
        yield Suspect("wrong-input-rank", "likely", because, input_changed(clues, ".unsqueeze(-1)"))
        return
    goes_on = _goes_on(clues)
    yield Suspect(
        "wrong-input-rank",
        "possible" if goes_on else "likely",
        "an input of 2 axes is read as one sequence without a batch, but the states have a batch axis: the input has "
        "lost an axis. If it is one sequence, (L, H_in), add a batch axis of size 1",
        with_batch_axis(clues) if clues.names.given == name else f"{name} = {name}.unsqueeze({batch})",
    )
    time = {"0": "1", "1": "0"}.get(batch, f"1 if {clues.names.layer}.batch_first else 0")
    yield Suspect(
        "unsqueezed-batch",
        "likely",
        "each row of the input must become a sequence of one time step"
        + f"; the output has this axis as well, and `.squeeze({time})` takes it away again" * goes_on,
        f"{name} = {name}.unsqueeze({time})",
        "its rows are the samples of a batch, (N, H_in)",
    )


def _goes_on(clues: Clues) -> bool:
    """Whether the caller gives what this function returned before: a batch of single steps, one after the other."""
    caller = caller_of(clues)
    given = caller.given.get(clues.names.input) if caller is not None else None
    targets = caller.line.targets if caller is not None and isinstance(caller.line, ast.Assign) else []
    bound = {node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)}
    return isinstance(given, ast.Name) and given.id in bound


def layers_not_built(clues: Clues) -> Suspect | None:
    """The suspect for a layer that is built without the number of layers that its states are made for."""
    found = with_layers_built(clues.program)
    if found is None:
        return None
    name, line = found
    because = (
        f"the states are made for `{name}` layers, and {clues.code} is built without this number, so it has one layer. "
        "If one layer is meant, make the states for one"
    )
    return Suspect("wrong-num-layers", "likely", because, line)


def taken_apart(axes: int, clues: Clues) -> Iterator[Suspect]:
    """The suspect for a single tensor in place of the tuple; its first two rows are taken for the states."""
    is_one_name = isinstance(clues.state, (ast.Name, ast.Attribute))
    hidden = clues.names.hidden
    because = (
        f"a tensor in place of the tuple (h_0, c_0) is split: its first two rows, of {axes_text(axes)} each, are taken "
        "for h_0 and c_0"
    )
    fix = states_as_tuple(clues)
    if axes == 1:  # (N, H): it lacks the axis of layers as well
        fix = f"{hidden} = {hidden}.unsqueeze(0)\n{fix}"
    likelihood: Likelihood = "likely" if is_one_name or axes == 1 else "possible"
    yield Suspect("state-not-a-tuple", likelihood, because, fix, "a single tensor was given")


def rank_reason(expected: int, actual: int) -> str:
    """A sentence about the axes that the states must have and those that they have."""
    states = "(D * num_layers, N, …)" if expected == 3 else "(D * num_layers, …)"
    kind = "batched input, with 3 axes," if expected == 3 else "unbatched input, with 2 axes,"
    return f"with {kind} the states are {states}; these have {axes_text(actual)}"


def _rank_because(expected: int, actual: int, clues: Clues) -> str:
    because = rank_reason(expected, actual)
    if expected > actual and _are_rows(clues):
        return (
            f"{because}. The lines below are for states of (D * num_layers, H_out), which every sequence begins with; "
            "states of (N, H_out) lack the axis of the layers and need `unsqueeze(0)`"
        )
    if expected > actual:
        rows = "from which each layer and direction begins" if _rows_text(clues) else "with one layer"
        return (
            f"{because}. The lines below are for states of (N, H_out), {rows}; states of "
            "(D * num_layers, H_out) lack the batch axis and need `unsqueeze(1)`"
        )
    return because


def _rows(clues: Clues) -> int:
    """How many rows the states of the layer have; one where it is not known."""
    spec = clues.setting.spec
    return 1 if spec is None else spec.D * spec.num_layers


def _rows_text(clues: Clues) -> str:
    """The same as code, where the program has a name for the number of layers; empty for one."""
    told, rows = clues.setting.call, _rows(clues)
    if clues.setting.spec is None and told is not None and "num_layers" in told.names:
        return f"{'2 * ' if told.arguments.get('bidirectional') is True else ''}{clues.names.layer}.num_layers"
    return str(rows) if rows > 1 else ""


def _are_rows(clues: Clues) -> bool:
    """Whether the code around makes something with a row for each of several layers or directions."""
    rows = _rows(clues)
    made = rf"(?:zeros|ones|randn?|view|reshape)\(\(?(?:\w+\.)*(?:\w*layers|{rows}),"
    return rows > 1 and re.search(made, clues.shown) is not None


def _with_axes(expected: int, actual: int, clues: Clues, only: Sequence[str] = ()) -> str:
    """Lines that add or remove one axis of the states: that of the layers, or that of the batch."""
    if expected > actual:
        rows = _rows_text(clues) if expected == 3 else ""
        if expected == 3 and _are_rows(clues):
            each = f".unsqueeze(1).repeat(1, {clues.names.input}.size({batch_axis(clues)}), 1)"
        else:
            each = ".unsqueeze(0)" + f".repeat({rows}, 1, 1)" * bool(rows)
        return each_state(clues, "{}" + each, only)
    if expected == 2:
        return each_state(clues, "{}.squeeze(1)", only)
    above = bound_above(clues.names.states or clues.names.h_0, clues)
    added = re.search(r"\.unsqueeze\(\d\)$", ast.unparse(above)) if above is not None else None
    if above is not None and added is not None:
        return f"{ast.unparse(above).removesuffix(added[0])}  # in place of {ast.unparse(above)}"
    return each_state(clues, "{0}.squeeze({0}.shape.index(1))", only)


def not_a_tuple(values: Values, clues: Clues) -> Finding | None:
    """The messages that a single tensor in place of (h_0, c_0) can cause."""
    if "dimension" in values and (values["dimension"] != 0 or (clues.has_traceback and not clues.in_rnn)):
        return None  # an index error without an LSTM
    found = not_two(values, clues)
    return replace(found, suspects=with_exchange(found.suspects, clues))


def not_two(values: Values, clues: Clues) -> Finding:
    """`lstm expects two hidden states`: a tuple of another length, or no tuple."""
    kind = clues.spoken
    taken = "here it is one tensor" if kind.is_cell else "a tensor in its place is split along its first axis"
    suspect = Suspect(
        "state-not-a-tuple",
        clues.likelihood,
        f"{kind.code} takes its states as one argument, the tuple {kind.takes}; {taken}",
        states_as_tuple(clues, _with_two_results(clues) if kind.is_cell else None),
    )
    return Finding("h_0", (suspect,), formula=formula_of("h_0", clues))


def _with_two_results(clues: Clues) -> Names:
    """The names for an nn.LSTMCell whose results are taken for one tensor, or for those of a layer."""
    results = clues.names.results
    if results.count("=") == 1 and "," not in results:  # it goes on under its name in the next step
        return replace(clues.names, results=f"{results.removesuffix(' = ')}, c_0 = ")
    return replace(clues.names, results=f"{clues.spoken.returns} = " if "output" in results else results)


def none_given(values: Values, clues: Clues) -> Finding | None:
    """`'NoneType' object has no attribute 'dim'`, inside a recurrent layer: a state is None."""
    if not clues.in_rnn:
        return None
    because = "neither of the two states may be None; leave out the whole tuple, and they are zeros"
    given = [] if not isinstance(clues.state, ast.Tuple) else list(map(ast.unparse, clues.state.elts))
    other = next((name for name in given if name != "None"), "")
    fix = call(clues.names)
    if other and len(given) == 2:
        because = "neither of the two states may be None; zeros like the other one begin anew"
        fix = call(
            clues.names, f"({', '.join(f'torch.zeros_like({other})' if one == 'None' else one for one in given)})"
        )
    suspect = Suspect("state-not-a-tuple", "likely", because, fix)
    return Finding("h_0", (suspect,), formula=formula_of("h_0", clues))


def two_given(values: Values, clues: Clues) -> Finding | None:
    """`LSTM.forward() takes from 2 to 3 positional arguments but 4 were given`, raised by `lstm(x, h, c)`."""
    if clues.is_elsewhere:
        return None
    kind = clues.spoken
    node = next(clues.calls(), None)
    given = [ast.unparse(argument) for argument in node.args] if node is not None else []
    _, *states = given if len(given) == 3 else ("", "h_0", "c_0")
    right = f"({', '.join(states)})" if kind.has_cell_state else states[0]
    takes = f"the tuple {kind.takes}" if kind.has_cell_state else f"the tensor {kind.takes}, and has no cell state"
    suspect = Suspect(
        "state-not-a-tuple" if kind.has_cell_state else "cell-state-of-gru",
        clues.likelihood,
        f"{clues.code} takes its state{'s' * kind.has_cell_state} as one argument, {takes}; here are two",
        with_states(clues, node, right) if node is not None else call(clues.names, right),
    )
    return Finding("h_0", (suspect,), formula=formula_of("h_0", clues))


def is_a_tuple(values: Values, clues: Clues) -> Finding:
    """`'tuple' object has no attribute 'dim'`, inside a recurrent layer: a tuple where it takes a tensor."""
    names, state, kind = clues.names, clues.state, clues.spoken
    if not OF_STATE.search(clues.source):
        (layer,) = of("LSTM", cell=False)
        because = (
            f"the input is a tuple, the result of another layer: {layer.returns}. The next layer takes only output"
        )
        suspect = Suspect("output-is-a-tuple", "likely", because, f"{names.input}, _ = {names.input}")
        return Finding("input", (suspect,), formula=formula_of("input", clues))
    first = ast.unparse(state.elts[0]) if isinstance(state, (ast.Tuple, ast.List)) and state.elts else ""
    if kind.has_cell_state:
        because = f"the states are a tuple of two tensors, {kind.takes}; one of these two is itself a tuple"
        suspect = Suspect("state-is-a-tuple", "likely", because, call(names, first or names.hidden))
        return Finding("h_0", (suspect,), formula=formula_of("h_0", clues))
    whole = names.hidden if state is None or names.states else f"({ast.unparse(state)})"
    own = replace(names, results=one_state_of(clues) or names.results)
    fix = call(own, first or f"{whole}[0]")
    if not first and re.search(rf"\b{re.escape(whole)}\b", names.results):  # it is given what it gave before
        fix = f"{whole} = {whole}[0]  # h_n of an LSTM; once, before the loop"
    suspect = one_state_taken(fix, clues)
    return Finding("h_0", with_exchange((suspect,), clues), formula=formula_of("h_0", clues))


def given_a_tuple(values: Values, clues: Clues) -> Finding:
    """`gru_cell(): argument 'hx' (position 2) must be Tensor, not tuple`."""
    suspect = one_state_taken(call(clues.names, f"{clues.names.hidden}[0]"), clues)
    return Finding("h_0", with_exchange((suspect,), clues), formula=formula_of("h_0", clues))


def one_state_taken(fix: str, clues: Clues, likelihood: Likelihood = "likely") -> Suspect:
    """The suspect for a tuple that is given to a layer with one state."""
    (other,) = of("LSTM", cell=clues.spoken.is_cell)
    because = f"{clues.code} has one state, and takes it as a tensor; {other.takes} is what {other.code} takes"
    return Suspect("state-is-a-tuple", likelihood, because, fix)


def contiguous(values: Values, clues: Clues) -> Finding:
    """`rnn: hx is not contiguous`, which cuDNN raises; the CPU accepts such states."""
    suspect = Suspect(
        "non-contiguous-state",
        "certain",
        "a GPU needs states whose numbers are in memory in the order of their axes; after `transpose`, `permute` or a "
        "slice they are not. The CPU accepts them",
        each_state(clues, "{}.contiguous()"),
    )
    return Finding("h_0", (suspect,), formula=formula_of("h_0", clues))
