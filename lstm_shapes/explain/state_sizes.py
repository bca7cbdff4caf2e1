"""States of another shape than PyTorch expects: which axis is wrong, and which mistakes can be the cause."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lstm_shapes.explain.callers import bound_above, gives_pair, is_passed, value_above
from lstm_shapes.explain.clues import Clues, called
from lstm_shapes.explain.exchange import with_exchange
from lstm_shapes.explain.finding import Finding, Likelihood, Suspect, likeliest_first
from lstm_shapes.explain.given_output import given_output
from lstm_shapes.explain.kept_states import bridged, by_batch, by_directions, by_groups, by_layers, own_rows, uncut
from lstm_shapes.explain.patterns import Values
from lstm_shapes.explain.repairs import (
    axis_taken_out,
    formula_of,
    input_changed,
    rebuilt,
)
from lstm_shapes.explain.rewriting import with_product_first, with_step_axis
from lstm_shapes.explain.state_case import BATCH, FEATURES, ROWS, Case, features
from lstm_shapes.explain.states import layers_not_built, rank_reason, taken_apart
from lstm_shapes.spec import RecurrentSpec

__all__ = ["sizes"]

_OF_DIRECTIONS = re.compile(r"bidirec|direction|birnn|bi_?lstm|bi_?gru", re.IGNORECASE)
_ONE_SEQUENCE = re.compile(r"\.(?:view|reshape)\(\(?1,(?!\s*-)\s*(\d*)")
"""In an input of which all rows are made one sequence, or one time step."""

_FIXED_BATCH = re.compile(r"\bself\.\w*batch\w*|\bBATCH\w*|\bbatch_size\b")
"""A number of sequences that does not come from the input."""

_OF_LAYERS = re.compile(r"\bn(?:um)?_?layers?\b|\blayers\b", re.IGNORECASE)


def sizes(values: Values, clues: Clues) -> Finding | None:
    """`Expected hidden[0] size (4, 3, 20), got [2, 3, 20]`; for GRU and RNN, `Expected hidden size ...`."""
    expected, actual = values["expected"], values["actual"]
    if len(expected) != 3:
        return None
    tensor = "c_0" if values.get("which") == 1 else "h_0"
    spec, contradicts = clues.setting.spec, None
    if spec is not None and not _fits(expected, tensor, spec):
        contradicts = f"takes {tensor} of ({spec.D * spec.num_layers}, N, {features(tensor, spec)})"
        clues = replace(clues, setting=replace(clues.setting, spec=None))
    case = Case(tensor, expected, actual, clues)
    suspects = tuple(_suspects(case))
    suspects = tuple(
        replace(suspect, because=suspect.because + _of_what_they_hold(suspect, clues)) for suspect in suspects
    )
    axis = case.wrong_axes[0] if len(actual) == 3 and case.wrong_axes else None
    layers = _layers_and_directions(case, suspects)
    known = {**layers, "hidden_size": expected[FEATURES], "batch_size": expected[BATCH]}
    if tensor == "c_0" and suspects and suspects[0].cause == "projected-cell-state":
        known["proj_size"] = actual[FEATURES]
    return Finding(tensor, suspects, expected, actual, axis, formula_of(tensor, clues), known, contradicts)


def cell_sizes(values: Values, clues: Clues) -> Finding | None:
    """`Expected cell size [4, 3, 20], got [2, 3, 20]`, as PyTorch's C++ library says it."""
    return sizes({**values, "which": 1}, clues)


def _of_what_they_hold(suspect: Suspect, clues: Clues) -> str:
    """Where the states come from, and whether a repair that builds others loses what they hold."""
    told = ""
    if clues.setting.giver is not None:
        name, giver = clues.setting.giver
        told = f". These states have the shape of those that `{name}` gives, {giver.code}"
    if clues.keeps_states and "zeros" in suspect.fix:
        told += ". Zeros in their place lose what they hold"
    return told


def _fits(expected: Sequence[int], tensor: str, spec: RecurrentSpec) -> bool:
    """Whether the module that the user describes expects states of this shape."""
    return (expected[ROWS], expected[FEATURES]) == (spec.D * spec.num_layers, features(tensor, spec))


def _layers_and_directions(case: Case, suspects: Sequence[Suspect]) -> dict[str, int | bool]:
    rows = case.expected[ROWS]
    if suspects and suspects[0].cause == "missing-directions" and case.actual[ROWS] < rows:
        return {"num_layers": rows // 2, "bidirectional": True}
    return {"num_layers": rows}


def _suspects(case: Case) -> Iterator[Suspect]:
    if len(case.actual) != len(case.expected):
        change = axis_taken_out(case.expected, case.actual)
        fix = case.changed(f"{{}}{change}") if change else case.states()
        because = rank_reason(len(case.expected), len(case.actual))
        one_tensor = tuple(_one_tensor(case))
        if one_tensor:
            rank = Suspect("wrong-state-rank", "likely", because, fix)
            yield from with_exchange(likeliest_first((rank, *one_tensor)), case.clues)
        else:
            yield Suspect("wrong-state-rank", "certain", because, fix)
        return
    if case.clues.in_data_parallel and case.actual[ROWS] < case.expected[ROWS]:
        yield from _split(case)
        return
    if sorted(case.actual) == sorted(case.expected):
        yield from _permuted(case)
        return
    rows, batch, features = case.expected
    if case.actual == (2 * rows, batch, features // 2) and features % 2 == 0:
        yield _both_directions_as_rows(case)
        return
    regrouped = by_groups(case)
    if regrouped is not None:
        times = case.actual[ROWS] // case.expected[ROWS]
        because = (
            f"the states were repeated {times} times along axis 0, which is that of the layers, and the input has "
            f"{times} sequences for each of theirs on axis 1"
        )
        yield Suspect("stale-batch-size", "likely", because, regrouped)
        return
    both = _batch_first_and_directions(case)
    if both:
        yield from both
        return
    output = [*filter(None, [given_output(case)])]
    found = [suspect for axis in ([ROWS] if output else case.wrong_axes) for suspect in _BY_AXIS[axis](case)]
    if output or len(case.wrong_axes) > 1:  # several mistakes at once: none explains the error alone
        found = [replace(suspect, likelihood="possible") for suspect in found]
    yield from likeliest_first([*output, *found])


def _one_tensor(case: Case) -> Iterator[Suspect]:
    """The suspects for a state that is one row of a tensor, which PyTorch before 1.11 does not notice sooner."""
    is_row = case.tensor == "h_0" and case.actual == case.expected[1:]
    if case.clues.spoken.has_cell_state and is_row and not gives_pair(case.clues):
        yield from taken_apart(len(case.expected) - 1, case.clues)


def _split(case: Case) -> Iterator[Suspect]:
    """The suspect for states that DataParallel has cut along their first axis, which is that of the layers."""
    rows, batch, _ = case.actual
    yield Suspect(
        "split-state",
        "likely",
        f"DataParallel cuts axis 0 of every argument, which is the batch of the input, and of the states the layers: "
        f"this replica was given {rows} of {case.expected[ROWS]} rows, for {batch} sequences. Give them with the "
        "batch first, and turn them in `forward`, or make them there",
        case.changed("{}.transpose(0, 1).contiguous()") + "  # in forward; given as (N, D * num_layers, ...)",
    )


def _permuted(case: Case) -> Iterator[Suspect]:
    rows, batch, _ = case.expected
    is_batch_first = case.actual[:2] == (batch, rows)
    fix = case.changed("{}.transpose(0, 1).contiguous()") if is_batch_first else case.states()
    yield Suspect(
        "batch-first-states",
        ("certain" if case.spec is not None else "likely") if is_batch_first else "possible",
        f"the sizes are right, but their order is not: the state was built as {_as_formula(case, is_batch_first)}, "
        f"but it is always (D * num_layers, N, …); `batch_first=True` moves only the batch axis of input and output. "
        f"Build it as `torch.zeros{case.expected}`, or transpose the one you have",
        fix,
    )


def _as_formula(case: Case, is_batch_first: bool) -> str:
    return "(N, D * num_layers, …)" if is_batch_first else str(case.actual)


def _batch_first_and_directions(case: Case) -> list[Suspect]:
    """States built as (N, num_layers, …) for two directions."""
    rows, batch, features = case.expected
    if case.actual != (batch, rows // 2, features) or rows % 2 or case.actual[BATCH] == batch:
        return []
    return [
        Suspect(
            "batch-first-states",
            "likely",
            "the state was built batch-first, as (N, num_layers, …); it is always (D * num_layers, N, …), with "
            "`batch_first=True` as well",
            case.states(),
        ),
        Suspect(
            "missing-directions",
            "likely",
            f"it also has {rows // 2} in place of D * num_layers = {rows}: there is one for each direction of each "
            "layer",
            case.states(),
        ),
    ]


def _wrong_rows(case: Case) -> Iterator[Suspect]:
    """The first axis: D * num_layers."""
    expected, actual = case.expected[ROWS], case.actual[ROWS]
    spec, noun = case.spec, case.clues.noun
    own = own_rows(case) if actual > expected else None
    if own is not None:
        because = f"each layer of the loop takes its own {expected} of the {actual} rows, and was given all of them"
        yield Suspect("wrong-num-layers", "likely", because, own)
        return
    whole = uncut(case) if actual < expected else None
    if whole is not None:
        because = f"the states are cut to {actual} of their rows, and this layer takes {expected}: hand on all of them"
        yield Suspect("wrong-num-layers", "likely", because, whole, "they are those of as many layers")
        return
    unbuilt = layers_not_built(case.clues) if expected == 1 < actual else None
    if unbuilt is not None:
        yield unbuilt
        return
    directions: Likelihood | None = None
    layers: Likelihood = "likely"
    if expected == 2 * actual and (spec is None or spec.D == 2):
        directions, layers = _likelier(case)
        because = (
            f"axis 0 is D * num_layers = {expected}, twice the {actual} given: a bidirectional {noun} has D = 2 states "
            "for each layer, one for each direction"
        )
        if spec is not None and actual % 2:
            directions = "certain"
    elif actual == 2 * expected and (spec is None or spec.D == 1):
        directions, layers = _likelier(case)
        because = (
            f"axis 0 is D * num_layers = {expected}, half of the {actual} given: the states are those of a "
            f"bidirectional {noun}, and this one has `bidirectional=False`; leave the factor 2 out, or build the "
            f"{noun} bidirectional"
        )
    if directions:
        yield Suspect("missing-directions", directions, because, by_directions(case) or case.states())
        if directions == "certain" or _are_of_as_many_layers(case):
            return
    told = "" if spec is not None else f"; `print({case.clues.names.layer})` shows num_layers and bidirectional"
    yield Suspect(
        "wrong-num-layers",
        "certain" if spec is not None and directions is None else layers,
        f"axis 0 is D * num_layers = {expected}, and not {actual}: the states were built for another number of layers"
        f"{told}",
        by_layers(case) or case.states(),
    )


def _likelier(case: Case) -> tuple[Likelihood, Likelihood]:
    """How likely it is that directions are forgotten, or layers: by the words around the message, if any."""
    text = case.clues.traceback
    says_layers = bool(_OF_LAYERS.search(text)) and not _OF_DIRECTIONS.search(text)
    return ("possible", "likely") if says_layers and case.spec is None else ("likely", "possible")


def _are_of_as_many_layers(case: Case) -> bool:
    """Whether the module that gives such states is known, and has as many layers as this one."""
    giver, spec = case.clues.setting.giver, case.spec
    return giver is not None and spec is not None and giver[1].num_layers == spec.num_layers


def _wrong_batch(case: Case) -> Iterator[Suspect]:
    """The second axis: N, which must be that of the input."""
    expected, actual = case.expected[BATCH], case.actual[BATCH]
    kept = (case.clues.names.states or case.clues.names.h_0).startswith("self.")  # since another batch
    may_be_time = expected == 1 < actual or (expected > actual and case.clues.may_keep_states)
    may_be_time = may_be_time or (expected > 1 and "[:, -1" in case.clues.function)  # the last step, batch first
    is_swapped = not _is_batch_first(case) and (_input_says_swapped(case) or (may_be_time and not kept))
    if expected == 1 < actual and _FIXED_BATCH.search(case.clues.function) and not is_passed(case.clues):
        is_swapped = False  # the states are for a number that was written down
    step = with_step_axis(case.clues.function) if expected == 1 < actual and case.clues.setting.batch_first else None
    if step is not None:
        because = (
            f"`unsqueeze(0)` makes {actual} single steps one sequence of {actual} steps, as this layer has "
            "batch_first=True: time is axis 1, also where it is taken away again behind the layer"
        )
        yield Suspect("swapped-batch-and-sequence", "likely", because, step)
    made_one = _ONE_SEQUENCE.search(case.clues.names.given)
    is_swapped = is_swapped or (expected == 1 < actual and made_one is not None and made_one[1] in ("", str(actual)))
    is_swapped = is_swapped or _counts_other_axis(case)
    if is_swapped:
        yield from _swapped_input(case, "likely")
    yield Suspect(
        "stale-batch-size",
        "possible" if is_swapped or step is not None else "likely",
        f"{_why_of_another_batch(case, expected, actual)}. Build the states for the size of each batch; "
        f"if they are zeros, leave them out: {case.clues.code} makes them itself",
        by_batch(case)
        or case.made_again
        or case.states(of_any_batch=True) + "  # once, before the first call with it" * kept,
    )
    if not is_swapped:
        yield from _swapped_input(case, "possible")


def _counts_other_axis(case: Case) -> bool:
    """Whether the function makes the states for as many sequences as the input has on the axis of the layer's time."""
    clues, first = case.clues, case.clues.setting.batch_first
    name = clues.names.input
    is_plain = clues.names.given == name and bound_above(name, clues) is None and not is_passed(case.clues)
    words = _looked_up(name, clues)
    is_plain = is_plain or (words is not None and not is_passed(case.clues))
    names = "|".join(re.escape(one) for one in (name, words) if one)
    counted = set(re.findall(rf"(?<![\w.])(?:{names})\.(?:size\(|shape\[)([01])[)\]]", clues.function))
    return is_plain and first is not None and counted == {"1" if first else "0"}


def _looked_up(name: str, clues: Clues) -> str | None:
    """The words that an embedding makes an input of, which have the same two axes; None for another input."""
    made = value_above(name, clues)
    if not isinstance(made, ast.Call) or len(made.args) != 1 or not isinstance(made.args[0], ast.Name):
        return None
    is_embedding = re.search(rf"{re.escape(called(made))} = (?:\w+\.)*Embedding\(", clues.program)
    return made.args[0].id if is_embedding else None


def _why_of_another_batch(case: Case, expected: int, actual: int) -> str:
    if case.clues.in_data_parallel:
        return (
            f"DataParallel gives each device a part of axis 0 of every argument, here {_sequences(expected)}, and "
            f"these states are for {actual}"
        )
    both = f"the input has {_sequences(expected)} and the states {actual}"
    if expected < actual:
        return f"{both}; the last batch of a DataLoader is often smaller, and `drop_last=True` leaves it out"
    return f"{both}: they were made for another batch"


def _sequences(count: int) -> str:
    return f"{count} sequence{'s' * (count != 1)}"


def _is_batch_first(case: Case) -> bool:
    return case.spec is not None and case.spec.batch_first


def _input_says_swapped(case: Case) -> bool:
    """Whether the input that the user describes has its batch on the axis that the layer reads as time."""
    shape, expected, actual = case.clues.setting.input_shape, case.expected[BATCH], case.actual[BATCH]
    return shape is not None and len(shape) == 3 and shape[:2] in ((expected, actual), (actual, expected))


def _swapped_input(case: Case, likelihood: Likelihood) -> Iterator[Suspect]:
    if case.spec is not None and case.spec.batch_first:
        order, remedy = "(N, L, H_in)", "an input of (L, N, H_in) must be transposed"
    elif case.spec is not None:
        order, remedy = "(L, N, H_in)", "an input of (N, L, H_in) must be transposed, or `batch_first=True` given"
    else:
        order = "(L, N, H_in), or (N, L, H_in) with `batch_first=True`"
        remedy = "if time and batch of the input are swapped, transpose it, or change `batch_first`"
    steps = case.expected[BATCH]
    if steps == 1:
        remedy += f"; or it holds one sequence for all {case.actual[BATCH]}, and must be repeated for each"
    because = f"the {case.clues.noun} reads its input as {order}, so that N = {steps}; {remedy}"
    if not _is_batch_first(case) and steps > 1:
        fix = f"{case.clues.names.layer}.batch_first = True  # or in its constructor: batch_first=True"
        condition = f"{steps} is the number of time steps, and all data have the batch first"
        yield Suspect("swapped-batch-and-sequence", likelihood, because, fix, condition)
        likelihood, because = "possible", f"or only this input has the batch first, and N = {steps} is its time"
    turned = input_changed(case.clues, ".transpose(0, 1)")
    yield Suspect("swapped-batch-and-sequence", likelihood, because, turned, f"{steps} is the number of time steps")


def _wrong_features(case: Case) -> Iterator[Suspect]:
    """The last axis: H_out for h_0, H_cell for c_0."""
    expected, actual = case.expected[FEATURES], case.actual[FEATURES]
    only_this = case.states(only_this=True)
    projects = case.spec is not None and case.spec.proj_size > 0
    may_project = (
        case.clues.spoken.has_projection
        and case.spec is None
        and (actual < expected if case.tensor == "c_0" else actual > expected)
    )
    wrong: Likelihood = "certain" if case.spec is not None else "likely"
    if actual == 2 * expected and not projects:
        yield _both_directions_side_by_side(case)
        wrong = "certain" if case.spec is not None and case.clues.setting.states_hold is False else "possible"
    if projects and case.spec is not None and actual in (case.spec.H_out, case.spec.hidden_size):
        yield Suspect("projected-cell-state", "certain", _PROJECTION[case.tensor].format(actual, expected), only_this)
        return
    if may_project and case.tensor == "c_0":  # h_0 was accepted: with a projection it has other features
        speaks = "proj" in f"{case.clues.traceback}\n{case.clues.function}"
        because = _PROJECTION["c_0"].format(actual, expected)
        yield Suspect("projected-cell-state", "likely" if speaks else "possible", because, only_this)
        wrong = "possible" if speaks else "likely"
    if expected == 1 < actual:
        because = (
            f"this layer has hidden_size = 1, and the states have {actual} features: one feature is hardly meant. In "
            "`n * 2 if bidirectional else 1` the product belongs to the first case alone"
        )
        fix = with_product_first(case.clues.program) or rebuilt(case.clues, hidden_size=actual)
        yield Suspect("wrong-hidden-size", "likely", because, fix)
        return
    yield Suspect(
        "wrong-hidden-size",
        wrong,
        f"the last axis of {case.tensor} is {'H_cell' if case.tensor == 'c_0' else 'H_out'} = {expected}, "
        f"and the state has {actual}: it was built for another hidden_size",
        bridged(case) or (case.states() if case.tensor == "h_0" else only_this),
    )
    if may_project and case.tensor == "h_0":
        because = _PROJECTION["h_0"].format(actual, expected)
        yield Suspect("projected-cell-state", "possible", because, only_this, "the LSTM has a `proj_size`")


def _both_directions_as_rows(case: Case) -> Suspect:
    """The suspect for the states of both directions, given to a layer that is as wide as the two together."""
    return Suspect(
        "encoder-state-width",
        "certain" if case.spec is not None else "likely",
        f"the states of a bidirectional encoder have a row of {case.actual[FEATURES]} features for each direction, "
        f"and this layer has hidden_size = {case.expected[FEATURES]}, as both together: join the directions of each "
        "layer",
        case.changed("torch.cat(({0}[0::2], {0}[1::2]), dim=-1)") + "  # once, after the encoder",
    )


def _both_directions_side_by_side(case: Case) -> Suspect:
    """The suspect for a state of 2 * H features, which are those of both directions of an encoder."""
    features = case.expected[FEATURES]
    return Suspect(
        "encoder-state-width",
        "likely",
        f"the state has {2 * features} = 2 * {features} features, as the joined states of both directions of a "
        f"bidirectional encoder have. Add the two, or bring them to {features} features with a linear layer, or build "
        f"this layer with hidden_size={2 * features}",
        case.changed(f"{{0}}[..., :{features}] + {{0}}[..., {features}:]"),
        "both directions of an encoder were joined",
    )


_PROJECTION = {
    "c_0": (
        "the projection makes h smaller, but not c: h_0 has proj_size features, c_0 keeps hidden_size, {1}; this c_0 "
        "has {0}"
    ),
    "h_0": "with a projection, h_0 has proj_size features, {1}, and only c_0 has hidden_size; this h_0 has {0}",
}

_BY_AXIS = (_wrong_rows, _wrong_batch, _wrong_features)
