"""Messages about what stands around a layer: what feeds it, and what is made of its results."""

from __future__ import annotations

import ast
import re
from copy import deepcopy
from dataclasses import replace
from math import gcd, prod

from lstm_shapes.explain.clues import Clues, called
from lstm_shapes.explain.finding import Finding, Likelihood, Suspect
from lstm_shapes.explain.handing_on import other_steps, without_features
from lstm_shapes.explain.models import model_with
from lstm_shapes.explain.naming import STATE, STEPS, named, speaks_of_results
from lstm_shapes.explain.packing import more_lengths, to_full_length, unpacked_time_first
from lstm_shapes.explain.patterns import Values
from lstm_shapes.explain.repairs import batch_axis, formula_of, in_constructor, input_changed, rebuilt
from lstm_shapes.explain.rewriting import for_any_batch, squeezed_before
from lstm_shapes.explain.setting import NOTHING_KNOWN
from lstm_shapes.kinds import KINDS
from lstm_shapes.syntax import with_node, with_part

__all__ = ["float_indices", "gathered", "index_of_table", "missing_state", "other_axes", "other_rows", "other_states"]
__all__ += ["other_view", "squeezed", "too_many_indices"]


_OF_TIME = re.compile(r"seq|len|step|time|bptt|window", re.IGNORECASE)
"""In the name of a size that is no batch."""

_ROWS = (("num_embeddings", "embedding_dim", "padding_idx"), "num_embeddings")
_COUNTED = re.compile(r"\w \+ ([1-9]) for [^\n]* in enumerate\(|\benumerate\([^\n]*, (?:start=)?([1-9])\)")
"""The number that the first word of a vocabulary is given."""


def _embedding(clues: Clues) -> tuple[str, str]:
    """The embedding on the user's line and what it is given, as far as they have names."""
    for node in clues.calls():
        if "emb" in called(node).lower() and node.args:
            return called(node), ast.unparse(node.args[0])
    return "embedding", "words"


def index_of_table(values: Values, clues: Clues) -> Finding:
    """`index out of range in self`, which nn.Embedding raises on the CPU."""
    packed = more_lengths(values, clues)
    if packed is not None:
        return packed
    table, words = _embedding(clues)
    because = (
        f"an nn.Embedding takes numbers from 0 to num_embeddings - 1, and a number in `{words}` is greater: words that "
        "are counted from 1, or a padding number, need one row more, and those counted from 2 two"
    )
    counted = _COUNTED.search(clues.program)
    first = "1" if counted is None else counted[1] or counted[2]
    fix = model_with(clues.program, table.rpartition(".")[2], _ROWS, lambda rows: f"{rows} + {first}")
    if fix is None:
        fix = f"{table} = nn.Embedding({table}.num_embeddings + {first}, {table}.embedding_dim, {table}.padding_idx)"
        fix += in_constructor(table) or "  # once, where it is built"
    return Finding(None, (Suspect("embedding-input", clues.likelihood, because, fix),))


def float_indices(values: Values, clues: Clues) -> Finding:
    """`Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, Int; ...`."""
    _, words = _embedding(clues)
    because = "an nn.Embedding takes the numbers of words, which are whole; features that are floats need none"
    fix = f"{words} = {words}.long()"
    if not words.isidentifier() and clues.statement is not None:
        fix = ast.unparse(clues.statement).replace(words, f"{words}.long()", 1)
    return Finding(None, (Suspect("embedding-input", clues.likelihood, because, fix),))


def squeezed(values: Values, clues: Clues) -> Finding | None:
    """`Dimension out of range (expected to be in range of [-1, 0], but got 1)`, behind a `squeeze()`."""
    if clues.in_rnn:
        because = "a recurrent layer or cell was given one axis, and takes at least (L, H_in), or a cell (N, H_in)"
        fix = input_changed(clues, ".unsqueeze(0)")
        return Finding(
            "input", (Suspect("wrong-input-rank", "likely", because, fix),), formula=formula_of("input", clues)
        )
    node, owner = next(clues.methods("squeeze"), (None, None))
    is_of_layer = speaks_of_results(clues)
    if node is not None and node.args and (line := squeezed_before(clues.program)):
        because = (
            "before this, `squeeze` has taken out the batch, where that is one, such as the last of a DataLoader: the "
            "line below keeps it"
        )
        return Finding("output", (Suspect("squeezed-axis", "possible", because, line),))
    if node is None or owner is None or node.args or node.keywords or not is_of_layer:
        return None
    because = (
        "`squeeze()` takes out every axis of size 1, and with a batch of one, such as the last of a DataLoader, the "
        "batch axis too. Name the axis that is to go"
    )
    fix = ast.unparse(clues.statement or node).replace(ast.unparse(node), f"{ast.unparse(owner)}.squeeze(0)", 1)
    fix += "  # the axis of layers, of steps or of features: the one that always is 1"
    return Finding("h_n", (Suspect("squeezed-axis", "likely", because, fix),))


def other_view(values: Values, clues: Clues) -> Finding | None:
    """`shape '[8, 5, 20]' is invalid for input of size 300`, raised by `output.view(8, 5, 20)`."""
    shape, actual = values["shape"], values["actual"]
    if (out_of_order := _weight_taken_out(shape, actual, clues)) is not None:
        return out_of_order
    if clues.in_rnn:
        return _packed_features(shape, actual, clues)
    is_of_layer = speaks_of_results(clues)
    node, owner = next(clues.methods("view", "reshape"), (None, None))
    product = prod(size for size in shape if size != -1)
    if node is None or owner is None or not is_of_layer or not product:
        return None
    own = next((part.id for part in ast.walk(owner) if isinstance(part, ast.Name)), "")
    if actual == 2 * product and -1 not in shape and not clues.spoken.is_cell:
        because = f"the tensor has {actual} numbers, twice as many as {shape}: it holds both directions"
        cause, condition = "missing-directions", "the layer is bidirectional"
        place, right = _with_both_directions(shape, is_state=bool(STATE.fullmatch(own)))
    else:
        place = _batch_in_view(node, shape, actual)
        if place < 0 or (len(_sizes_in(node)) > place and _OF_TIME.search(ast.unparse(_sizes_in(node)[place]))):
            return None
        because = (
            f"the tensor has {actual} numbers, which do not go into {shape}: this batch is of another size than the "
            "one that was written down, as the last of a DataLoader often is"
        )
        right = "-1" if -1 not in shape else f"{ast.unparse(owner)}.size({place})"
        cause, condition = "batch-size-in-view", f"{shape[place]} is the size of a batch"
    if len(_sizes_in(node)) != len(shape):
        return None
    view, joined = deepcopy(node), f"torch.cat([{ast.unparse(owner)}[-2], {ast.unparse(owner)}[-1]], dim=-1)"
    if place is not None:
        _sizes_in(view)[place] = ast.parse(right, mode="eval").body
    changed = joined if place is None else ast.unparse(view)
    fix = ast.unparse(clues.statement or node).replace(ast.unparse(node), changed, 1)
    is_result = bool(STATE.fullmatch(own) or STEPS.fullmatch(own))
    likelihood = clues.likelihood if is_result else "possible"
    return Finding("output", (Suspect(cause, likelihood, because, fix, condition),))


def _with_both_directions(shape: tuple[int, ...], *, is_state: bool) -> tuple[int | None, str]:
    """Which size of a view to change, and to what, so that both directions go into it; None if no size will do.

    They are rows of a state, and features of an output, unless they have an axis of their own.
    """
    if 1 in shape[:-1] and (is_state or shape[-2] == 1):
        return shape.index(1) if is_state else len(shape) - 2, "2"
    if is_state:
        return (None, "") if len(shape) < 3 else (0, "-1")
    return len(shape) - 1, "-1"


def _sizes_in(node: ast.Call) -> list[ast.expr]:
    """The sizes that a call of `view` is given, one by one or as a tuple."""
    return node.args[0].elts if node.args and isinstance(node.args[0], (ast.Tuple, ast.List)) else node.args


def _batch_in_view(node: ast.Call, shape: tuple[int, ...], actual: int) -> int:
    """The place of the first size that is written down, and with another value would fit; -1 if there is none."""
    product = prod(size for size in shape if size != -1)
    for place, (size, written) in enumerate(zip(shape, _sizes_in(node))):
        is_asked = any(isinstance(one, ast.Call) for one in ast.walk(written))  # `x.size(0)`, of something at hand
        if size != -1 and actual % (product // size) == 0 and not is_asked:
            return place
    return -1


def _weight_taken_out(shape: tuple[int, ...], actual: int, clues: Clues) -> Finding | None:
    """The finding for a bias in the place of `weight_hh_l0`: (G * H_cell * H_cell, 1) is told of G * H_cell numbers."""
    if len(shape) != 2 or shape[1] != 1 or not actual or shape[0] % actual:
        return None
    height = shape[0] // actual
    if height < 2 or actual % height or actual // height not in {len(kind.gates) for kind in KINDS.values()}:
        return None
    because = (
        f"these are the {actual} numbers of a bias where the {shape[0]:,} of `weight_hh_l0` are expected, with "
        f"hidden_size = {height}: a wrapper, such as weight dropout, has taken the weight out of the layer's list, "
        "which another release of PyTorch keeps in another way. Use the wrapper's version for this release"
    )
    fix = f"print([name for name, _ in {clues.names.layer}.named_parameters()])  # weight_hh_l0 must be the second"
    return Finding("weight_hh_l0", (Suspect("plain-tensor-weight", "likely", because, fix),))


def _packed_features(shape: tuple[int, ...], actual: int, clues: Clues) -> Finding | None:
    """The finding for weights that cuDNN lays out for the features of packed data, which nothing has checked before."""
    if len(shape) != 2 or shape[1] != 1 or not shape[0] or not actual:
        return None
    given, taken = (size // gcd(shape[0], actual) for size in (shape[0], actual))
    because = (
        f"packed input is not checked before it is run. Its features are {given}/{taken} of input_size, and must be as "
        "many"
    )
    anything = replace(clues, setting=NOTHING_KNOWN)
    fix = rebuilt(anything, input_size=f"{clues.names.input}.data.size(-1)")
    return Finding("input", (Suspect("wrong-input-size", "likely", because, fix),), formula="(sum(lengths), H_in)")


def too_many_indices(values: Values, clues: Clues) -> Finding | None:
    """`too many indices for tensor of dimension 2`, raised by `output[:, -1, :]`."""
    name = clues.names.input
    because = (
        "the output has two axes, (L, D * H_out), as the input had none for the batch: it was read as one sequence. "
        "Give it a batch axis of size 1"
    )
    fix = f"{name} = {name}.unsqueeze({batch_axis(clues)})  # before the layer is called"
    suspect = Suspect("unbatched-output", clues.likelihood, because, fix, "what is indexed is the output of the layer")
    return Finding("output", (suspect,), formula=formula_of("output", clues, False))


def other_states(values: Values, clues: Clues) -> Finding | None:
    """`Sizes of tensors must match except in dimension 2. Expected size 1 but got size 2 for tensor number 1 ...`."""
    states = (node for node in clues.nodes() if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load))
    state = next((node for node in states if STATE.fullmatch(node.id)), None)
    layers = {values["expected"], values["actual"]} - {1}
    if 1 in (values["expected"], values["actual"]) and (fix := for_any_batch(clues.function)) is not None:
        because = "`view(1, 1, -1)` makes one sequence of the whole batch: it was written for a batch of one"
        return Finding("input", (Suspect("batch-size-in-view", clues.likelihood, because, fix),))
    if state is None or clues.statement is None or len(layers) != 1:
        return None
    name = state.id
    because = (
        f"`{name}` has {layers.pop()} rows, one for each layer and direction, and what it is joined with has one: take "
        "that of the last layer"
    )
    fix = with_node(clues.statement, state, f"{name}[-1:]")
    suspect = Suspect("all-layers-for-the-last", "likely", because, fix, f"`{name}` is the state of the layer")
    return Finding("h_n", (suspect,), formula=formula_of("h_n", clues))


def other_axes(values: Values, clues: Clues) -> Finding | None:
    """`Tensors must have same number of dimensions: got 3 and 2`, raised by `torch.cat((h_n, x), dim=1)`."""
    name = named(STATE, clues)
    if clues.in_rnn or {values["expected"], values["actual"]} != {2, 3} or clues.statement is None:
        return None
    if not name:
        return _once_beside_steps(values["expected"] == 2, clues)
    because = (
        f"`{name}` is (D * num_layers, N, H_out) and has an axis of layers that the other does not have: take the last "
        "layer's state"
    )
    fix = re.sub(rf"\b{name}\b(?!\[)", f"{name}[-1]", ast.unparse(clues.statement))
    suspect = Suspect("all-layers-for-the-last", "likely", because, fix, f"`{name}` is the state of the layer")
    return Finding("h_n", (suspect,), formula=formula_of("h_n", clues))


def _once_beside_steps(is_first: bool, clues: Clues) -> Finding | None:
    """What there is once for a sequence, joined with all its steps: `torch.cat((features, embedded), dim=1)`."""
    node = next(clues.calls("cat", "concat", "concatenate"), None)
    joined = node.args[0] if node is not None and node.args else None
    if node is None or not isinstance(joined, (ast.Tuple, ast.List)) or len(joined.elts) != 2:
        return None
    if clues.statement is None or not clues.may_be_about_recurrence:
        return None
    once, steps = map(ast.unparse, joined.elts if is_first else reversed(joined.elts))
    axis = next((k.value for k in node.keywords if k.arg == "dim"), node.args[1] if len(node.args) > 1 else None)
    along = "0" if axis is None else ast.unparse(axis)
    if along not in ("0", "1", "2", "-1", "-2"):
        return None
    is_feature = along in ("2", "-1")
    made = f"{once}.unsqueeze({0 if along == '0' else 1})"
    made += f".expand(-1, {steps}.size(1), -1)" if is_feature else ""
    because = f"`{once}` has no axis for the steps, and `{steps}` has: give it one, " + (
        "as long as the steps are" if is_feature else "as a step more"
    )
    fix = with_part(clues.line, joined.elts[not is_first], made)
    return Finding("input", (Suspect("state-beside-steps", "possible", because, fix, f"`{steps}` is (N, L, …)"),))


def missing_state(values: Values, clues: Clues) -> Finding | None:
    """`Letters.forward() missing 1 required positional argument: 'hidden'`."""
    if not STATE.fullmatch(values["argument"]):
        return None
    node = next((node for node in clues.calls() if called(node)), None)
    fix = f"model(input, {values['argument']}=None)"
    if node is not None and clues.statement is not None:
        own = ast.unparse(node)
        fix = ast.unparse(clues.statement).replace(own, f"{own[:-1]}{', ' * bool(node.args)}None)")
    because = (
        f"`forward` of this model has a parameter `{values['argument']}` without a default. If it hands it on to the "
        "layer, None starts from zeros; else give the state to begin with"
    )
    return Finding("h_0", (Suspect("missing-state-argument", clues.likelihood, because, fix),))


def gathered(values: Values, clues: Clues) -> Finding | None:
    """`Gather got an input of invalid size`, as the replicas of DataParallel return other numbers of time steps."""
    expected, actual = values["expected"], values["actual"]
    differing = [axis for axis, (one, other) in enumerate(zip(expected, actual)) if one != other]
    if len(expected) != 3 or len(actual) != 3 or differing != [1]:
        return None  # it joins them along the batch, axis 0
    because = (
        "each replica of DataParallel unpacks its own part of the batch, and pad_packed_sequence pads that to its own "
        "longest sequence"
    )
    name = clues.names.input
    fix = f"output, _ = pad_packed_sequence(packed_output, batch_first=True, total_length={name}.size(1))"
    condition = "the output was packed and unpacked"
    return Finding("output", (Suspect("total-length", "possible", because, fix, condition),), expected, actual, 1)


def _unpacked_shorter(values: Values, clues: Clues, likelihood: Likelihood = "possible") -> Finding | None:
    """The finding where a program unpacks to the longest sequence of a batch, and something else is wider."""
    fix = to_full_length(clues.program) if values["axis"] == 1 and not clues.in_rnn else None
    if fix is None:
        return None
    because = (
        "pad_packed_sequence pads what the layer returned to the longest sequence of this batch, and what comes with "
        "the data is as wide as the input was"
    )
    suspect = Suspect("total-length", likelihood, because, fix, "one of the two is made of the output")
    return Finding("output", (suspect,), values["expected"], values["actual"], values["axis"])


def longer_index(values: Values, clues: Clues) -> Finding | None:
    """`Size does not match at dimension 1 expected index [2, 9, 1] to be no larger than self [2, 7, 6] ...`."""
    axis, own, index = values["axis"], values["own"], values["index"]
    if axis >= min(len(own), len(index)):
        return None
    likelihood: Likelihood = "likely" if index[axis] - own[axis] > 1 else "possible"  # or it is a step too many
    return _unpacked_shorter({"axis": axis, "actual": own[axis], "expected": index[axis]}, clues, likelihood)


def _are_no_features(values: Values, clues: Clues) -> bool:
    """Whether neither number is that of the features of the output."""
    spec = clues.setting.spec
    widths = {spec.H_out, spec.D * spec.H_out} if spec is not None else set()
    return bool(widths) and widths.isdisjoint((values["expected"], values["actual"]))


def other_rows(values: Values, clues: Clues) -> Finding | None:
    """`The size of tensor a (5) must match the size of tensor b (7) at non-singleton dimension 1`, of a mask."""
    name = named(STEPS, clues)
    if (unpacked := unpacked_time_first(clues)) is not None:
        return unpacked
    if "mask" not in clues.line:
        return other_steps(values, clues) or _unpacked_shorter(values, clues)
    fix = to_full_length(clues.function) or to_full_length(clues.program)
    masked = without_features(values, clues)
    if masked is not None and not (fix and values["axis"] == 1 and _are_no_features(values, clues)):
        return masked
    if clues.in_rnn or not (name or fix) or values["axis"] != 1:
        return None
    because = (
        "pad_packed_sequence pads what the layer returned to the longest sequence of this batch, and the mask is as "
        "wide as the input was"
    )
    width = values["expected"]
    condition = "" if fix else f"`{name}` was packed and unpacked"
    fix = fix or f"{name}, _ = pad_packed_sequence(packed_output, batch_first=True, total_length={width})"
    suspect = Suspect("total-length", clues.likelihood, because, fix, condition)
    return Finding("output", (suspect,), values["expected"], values["actual"], values["axis"])
