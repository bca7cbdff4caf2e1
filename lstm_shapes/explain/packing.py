"""Messages about packed sequences: wrong lengths, use as a tensor, and sizes that PyTorch does not check."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from textwrap import dedent

from lstm_shapes.explain.callers import bound_above
from lstm_shapes.explain.clues import PACKING, Clues, called
from lstm_shapes.explain.cutting import cut_as_input
from lstm_shapes.explain.finding import Finding, Size, Suspect
from lstm_shapes.explain.patterns import Values
from lstm_shapes.explain.repairs import call, formula_of, rebuilt, with_argument
from lstm_shapes.explain.states import layers_not_built
from lstm_shapes.syntax import parse

__all__ = ["attribute", "count", "count_alone", "lengths_of_two_axes", "not_a_tensor", "not_packed", "order"]
__all__ += [
    "more_lengths",
    "order_by_hand",
    "other_batch",
    "padded_pair",
    "past_end",
    "place",
    "products",
    "range",
    "rows",
    "taken_for_parts",
    "to_full_length",
    "unpacked_time_first",
]

_TARGETS = re.compile(r"target|label|caption|score|gold", re.IGNORECASE)
_OF_ROWS = frozenset(("log_softmax", "softmax", "exp", "log", "relu", "tanh", "sigmoid", "argmax", "topk"))
"""What is done to the features of each step alone."""

_PADDED = ("pack_padded_sequence",)
_UNPACKING = "pad_packed_sequence"
_OF_LOSS = re.compile(r"score|target|pred|logit|label|output")
"""In the names of what a loss compares."""

_TOTAL_LENGTH = 3  # its place among the arguments
_PACKED = {"lengths": "5,3,2"}  # an example, to show the shapes of a packed sequence


def _pack(clues: Clues, **arguments: str) -> str:
    """The call that packs, as in the user's code, with other arguments."""
    own = with_argument(clues, _PADDED, **arguments)
    given = {"batch_first": f"{clues.names.layer}.batch_first", "enforce_sorted": "False", **arguments}
    return own or "packed = pack_padded_sequence(x, lengths, {})".format(
        ", ".join(f"{name}={text}" for name, text in given.items())
    )


def _finding(cause: str, because: str, fix: str, expected: Size = None, actual: Size = None) -> Finding:
    return Finding("lengths", (Suspect(cause, "certain", because, fix),), expected, actual, known=_PACKED)


def order(values: Values, clues: Clues) -> Finding:
    """`lengths` are not sorted."""
    because = (
        "pack_padded_sequence expects the longest sequence first; with `enforce_sorted=False` it sorts the sequences "
        "itself, and the results come back in the order of the batch"
    )
    return _finding("packed-lengths-order", because, _pack(clues, enforce_sorted="False"))


def range(values: Values, clues: Clues) -> Finding:
    """A length that is not greater than 0."""
    because = "one of the sequences is empty, which cannot be packed: leave it out, or keep one step of padding"
    return _finding("packed-lengths-range", because, "lengths = torch.as_tensor(lengths).clamp(min=1)")


def place(values: Values, clues: Clues) -> Finding:
    """`'lengths' argument should be a 1D CPU int64 tensor, but got 1D cuda:0 Long tensor`."""
    axes, device, kind = values.get("axes"), values.get("device"), values.get("kind", "Long")
    if axes is None and device is None:
        because = "pack_padded_sequence takes its lengths as whole numbers, (N,), on the CPU, wherever the data is"
        fix = "lengths = torch.as_tensor(lengths).flatten().long().cpu()"
        return Finding("lengths", (Suspect("packed-lengths-device", "likely", because, fix),), known=_PACKED)
    if axes not in (None, 1):
        return _of_other_axes(axes, clues)
    if device == "cpu":
        because = f"the lengths are {kind} numbers, but pack_padded_sequence takes whole numbers"
        return _finding("dtype-mismatch", because, "lengths = lengths.long()", "torch.int64", f"torch.{kind.lower()}")
    because = f"the lengths are on {device}, but pack_padded_sequence reads them on the CPU, wherever the data is"
    return _finding("packed-lengths-device", because, "lengths = lengths.cpu()", "cpu", device)


def _of_other_axes(axes: int, clues: Clues) -> Finding:
    """The finding for lengths that are not (N,)."""
    node = next(clues.calls(*_PADDED), None)
    lengths = _argument(node, 1, "lengths")
    name = lengths.id if isinstance(lengths, ast.Name) else "lengths"
    because = f"the lengths have {axes} axes, but they must be one number for each sequence, (N,)"
    fix = f"{name} = {name}.flatten().cpu()"
    bound = bound_above(name, clues)
    if axes == 0 and bound is not None and ".squeeze()" in ast.unparse(bound):
        because += ". The batch is one sequence, and `squeeze()` has taken its axis"
    return _finding("packed-lengths-range", because, fix, 1, axes)


def order_by_hand(values: Values, clues: Clues) -> Finding:
    """`lengths` are not sorted, in the words of releases that have no `enforce_sorted`."""
    padding = next(clues.calls("pad_sequence"), None)
    if "in pad_sequence" in clues.traceback:
        sequences = _argument(padding, 0, "sequences")
        listed = ast.unparse(sequences) if sequences is not None else "sequences"
        ordered = f"sorted({listed}, key=len, reverse=True)"
        because = "this release pads only what comes with the longest sequence first; PyTorch 1.1 and later pad any"
        fix = f"padded = pad_sequence({ordered})"
        if clues.statement is not None and sequences is not None:
            fix = ast.unparse(clues.statement).replace(f"pad_sequence({listed}", f"pad_sequence({ordered}", 1)
        return _finding("packed-lengths-order", because, fix)
    node = next(clues.calls(*_PADDED), None)
    parts = [_argument(node, place, name) for place, name in enumerate(("input", "lengths", "batch_first"))]
    x, lengths, first = (ast.unparse(part) if part is not None else "" for part in parts)
    first = first or ("False" if node is not None else f"{clues.names.layer}.batch_first")
    axis = {"True": "0", "False": "1"}.get(first, f"0 if {first} else 1")
    packed = "packed"
    if isinstance(clues.statement, ast.Assign) and clues.statement.value is node:
        packed = ast.unparse(clues.statement.targets[0])
    because = (
        "this release expects the longest sequence first; PyTorch 1.1 and later sort the sequences themselves, with "
        "`enforce_sorted=False`. The results come in the order of the sorted batch: `order.sort()[1]` brings them back"
    )
    fix = (
        f"lengths, order = torch.sort(torch.as_tensor({lengths or 'lengths'}), descending=True)\n"
        f"{packed} = pack_padded_sequence({x or 'x'}.index_select({axis}, order), lengths, batch_first={first})"
    )
    return _finding("packed-lengths-order", because, fix)


def _argument(node: ast.Call | None, place: int, name: str) -> ast.expr | None:
    """An argument of a call, by its place or its name."""
    if node is None:
        return None
    return node.args[place] if place < len(node.args) else next((k.value for k in node.keywords if k.arg == name), None)


def past_end(values: Values, clues: Clues) -> Finding | None:
    """`start (9) + length (2) exceeds dimension size (9)`, raised when the layer reads the packed sequence."""
    if not clues.in_rnn:
        return None
    because = (
        "the lengths do not fit the packed input, which PyTorch does not notice before the layer reads it: a length is "
        "greater than the number of time steps, or the input is (N, L, H_in) and was packed without `batch_first=True`"
    )
    fix = "packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)"
    if re.search(r"pack_padded_sequence\([^\n]*batch_first=True", f"{clues.traceback}\n{clues.function}"):
        because = "a length is greater than the number of time steps, which PyTorch does not notice when it packs"
        fix = "lengths = torch.as_tensor(lengths).clamp(max=x.size(1))  # before they are packed"
    return _finding("packed-lengths-range", because, fix)


def lengths_of_two_axes(values: Values, clues: Clues) -> Finding | None:
    """`index_select(): Index is supposed to be a vector`, raised where lengths of (N, 1) are sorted."""
    if "pack_padded_sequence" not in clues.traceback:
        return None
    because = "the lengths must be one number for each sequence, (N,), and have an axis more"
    return _finding("packed-lengths-range", because, _pack(clues, lengths="lengths.flatten()"))


def count_alone(values: Values, clues: Clues) -> Finding:
    """`lengths array has incorrect size`, which releases before 1.1 say without the numbers."""
    cause = "split-state" if clues.in_data_parallel else "packed-lengths-range"
    because = (
        "there must be one length for each sequence of the batch, on axis 1 of the input, or 0 with batch_first=True"
    )
    if cause == "split-state":
        because += ". DataParallel cuts axis 0 of every tensor, and of nothing else: give the lengths as a tensor"
    suspect = Suspect(cause, "likely", because, "lengths = torch.as_tensor(lengths)")
    return Finding("lengths", (suspect,), known=_PACKED)


def count(values: Values, clues: Clues) -> Finding:
    """`Expected `len(lengths)` to be equal to batch_size, but got 4 (batch_size=3)`."""
    actual, expected = values["actual"], values["expected"]
    node = next(clues.calls(*_PADDED), None)
    name = ast.unparse(node.args[0]) if node is not None and node.args else "x"
    is_first = node is not None and any(
        keyword.arg == "batch_first" and ast.unparse(keyword.value) == "True" for keyword in node.keywords
    )
    if clues.in_data_parallel:
        because = (
            f"DataParallel gives each device a part of axis 0 of every tensor, here {expected} sequences, but it does "
            f"not split lengths that are not a tensor, here {actual}. Give them to forward as a tensor, (N,)"
        )
        fix = "lengths = torch.as_tensor(lengths)"
        return Finding("lengths", (Suspect("packed-lengths-range", "likely", because, fix),), expected, actual, 0)
    each = f"{name} = {name}[:{actual}]" if is_first else f"{name} = {name}[:, :{actual}]"
    suspects: tuple[Suspect, ...] = (
        _swapped(f"{expected} sequences there for {actual} lengths", clues),
        Suspect(
            "packed-lengths-range",
            "possible",
            f"there must be one length for each sequence of the batch: {expected}, not {actual}. Cut, split or sort "
            "the lengths as the input was",
            f"lengths = lengths[:{expected}]  # if the input holds the first of them"
            if actual > expected
            else f"{each}  # those that have a length",
        ),
    )
    if is_first:
        suspects = (replace(suspects[1], likelihood="likely"),)
    cut = _cut(node, clues) if node is not None and is_first and actual > expected else None
    if cut is not None:
        suspects = (replace(suspects[-1], fix=cut),)
    return Finding("lengths", suspects, expected, actual, 0, known=_PACKED)


def _cut(node: ast.Call, clues: Clues) -> str | None:
    """The caller's lines with the lengths cut as it cuts the input; None where it does not."""
    return cut_as_input(node.args[0], _argument(node, 1, "lengths"), clues) if node.args else None


def more_lengths(values: Values, clues: Clues) -> Finding | None:
    """`index out of range in self`, as the sequences are sorted by lengths of which there are more."""
    node = next(clues.calls(*_PADDED), None)
    if node is None or not node.args or not clues.in_rnn:
        return None
    because = (
        "there are more lengths than sequences in the batch, and PyTorch notices it while it sorts the sequences. "
        "There must be one length for each: cut, split or sort the lengths as the input was"
    )
    lengths, given = _argument(node, 1, "lengths"), node.args[0]
    name = ast.unparse(lengths) if isinstance(lengths, (ast.Name, ast.Attribute)) else "lengths"
    whole = ast.unparse(given) if isinstance(given, (ast.Name, ast.Attribute)) else "x"
    is_first = _has_batch_first(node)
    fix = f"{name} = {name}[:{whole}.size({0 if is_first else 1})]  # if the input holds the first of them"
    if is_first:
        suspect = Suspect("packed-lengths-range", "likely", because, _cut(node, clues) or fix)
        return Finding("lengths", (suspect,), axis=0, known=_PACKED)
    swapped = _swapped("fewer sequences there than lengths", clues)
    suspects = (swapped, Suspect("packed-lengths-range", "possible", because, fix))
    return Finding("lengths", suspects, axis=0, known=_PACKED)


def _swapped(found: str, clues: Clues) -> Suspect:
    """The suspect for a batch-first input that is packed as if time were first, with what is found on axis 1."""
    because = (
        f"pack_padded_sequence takes axis 1 of its input for the batch, unless `batch_first=True`, and finds {found}; "
        f"the `batch_first` of the {clues.noun} has no effect on it"
    )
    return Suspect("swapped-batch-and-sequence", "likely", because, _pack(clues, batch_first="True"))


def attribute(values: Values, clues: Clues) -> Finding:
    """`'PackedSequence' object has no attribute 'shape'`."""
    name = clues.owner_of(values["attribute"])
    if clues.is_in_summary:
        because = (
            "the tool that summarises the model asks every result for its size, and cannot read a PackedSequence; the "
            "model itself may be right. torchinfo can"
        )
        suspect = Suspect("packed-sequence-attribute", "likely", because, "from torchinfo import summary")
        return Finding("output", (suspect,))
    if name is not None and _TARGETS.search(name):
        because = (
            f"`{name}` was packed as the scores were, so that the loss sees no padding: the rows of both are in "
            "`data`, in the same order"
        )
        suspect = Suspect("packed-sequence-attribute", "certain", because, f"{name} = {name}.data")
        return Finding("input.data", (suspect,))
    if values["attribute"] in _OF_ROWS:
        because = (
            f"a PackedSequence has no `{values['attribute']}`; its `data` is a tensor, the valid steps of all "
            "sequences one under the other, and what is done to each step can be done there"
        )
        suspect = Suspect(
            "packed-sequence-attribute", "certain", because, f"{name or 'output'} = {name or 'output'}.data"
        )
        return Finding("output.data", (suspect,))
    return _unpacked(
        f"a PackedSequence has no `{values['attribute']}`: it holds the valid steps of all sequences, one "
        "under the other, in `data`",
        clues,
        clues.owner_of(values["attribute"]),
    )


def not_packed(values: Values, clues: Clues) -> Finding | None:
    """`'Tensor' object has no attribute 'batch_sizes'`, raised by `pad_packed_sequence`."""
    node = next(clues.calls("pad_packed_sequence"), None)
    given = ast.unparse(node.args[0]) if node is not None and node.args else "output"
    kind = values["given"].rpartition(".")[2]
    if kind == "list":
        because = "pad_packed_sequence takes a PackedSequence; a list of its fields, data and batch_sizes, is none"
        fields = given[1:-1] if given.startswith("[") else f"*{given}"
        made = f"torch.nn.utils.rnn.PackedSequence({fields})"
        fix = f"{given} = {made}"
        if clues.statement is not None and node is not None:
            fix = ast.unparse(clues.statement).replace(f"({given}", f"({made}", 1)
        return _finding("not-packed", because, fix)
    if kind == "tuple":
        because = f"pad_packed_sequence takes output alone, and {clues.code} gives {clues.spoken.returns}"
        fix = f"{given}[0]"
        if clues.statement is not None and node is not None:
            fix = ast.unparse(clues.statement).replace(given, f"{given}[0]", 1)
        return Finding("output", (Suspect("output-is-a-tuple", "likely", because, fix),))
    if kind != "Tensor":
        return None
    because = (
        "output is a PackedSequence only where the input of the layer was one; here the layer was given a padded "
        "tensor, and its output is padded already"
    )
    statement = clues.statement
    target = statement.targets[0] if isinstance(statement, ast.Assign) else None
    name = target.elts[0] if isinstance(target, ast.Tuple) and target.elts else target
    fix = f"{'output' if name is None else ast.unparse(name)} = {given}  # and no pad_packed_sequence"
    return Finding("output", (Suspect("not-packed", "certain", because, fix),))


def not_a_tensor(values: Values, clues: Clues) -> Finding:
    """`linear(): argument 'input' (position 1) must be Tensor, not PackedSequence`."""
    return _unpacked(
        f"`{values['function']}` takes a tensor; output is a PackedSequence if the {clues.noun}'s input is one",
        clues,
        clues.argument_of(values["function"]),
    )


def padded_pair(because: str, name: str | None, clues: Clues) -> Finding | None:
    """The finding where a tuple is what `pad_packed_sequence` returned, on the user's line or above it."""
    own = next(clues.calls(_UNPACKING), None)
    above = None if own is not None or name is None else bound_above(name, clues)
    node = own if above is None else above.value
    if above is not None and not isinstance(above.targets[0], ast.Name):
        return None  # it is taken apart already
    if clues.statement is None or not isinstance(node, ast.Call) or called(node).rpartition(".")[2] != _UNPACKING:
        return None
    line, unpacking = ast.unparse(clues.statement), ast.unparse(node)
    fix = line.replace(unpacking, f"{unpacking}[0]") if above is None else f"{name}, lengths = {unpacking}\n{line}"
    explanation = "pad_packed_sequence returns the padded output and the lengths, behind which there is only padding"
    suspect = Suspect("padded-with-lengths", "certain", f"{because}: {explanation}", fix)
    return Finding("output", (suspect,), formula=formula_of("output", clues))


def unpacked_time_first(clues: Clues) -> Finding | None:
    """The finding where the function around packs with `batch_first=True` and unpacks without it; else None."""
    tree = parse(dedent(clues.function))
    packs, unpacks = ([] if tree is None else _calls_in(tree, names) for names in (_PADDED, (_UNPACKING,)))
    if len(unpacks) != 1 or _has_batch_first(unpacks[0]) or not packs or not all(map(_has_batch_first, packs)):
        return None
    (node,) = unpacks
    fixed = deepcopy(node)
    fixed.keywords.append(ast.keyword("batch_first", ast.Constant(value=True)))
    because = (
        "the sequences are packed as (N, L, …) and unpacked as (L, N, …): pad_packed_sequence needs `batch_first=True` "
        "as well"
    )
    fix = f"output, lengths = {ast.unparse(fixed)}"
    return Finding("output", (Suspect("batch-first-forgotten", "certain", because, fix),))


def to_full_length(program: str) -> str | None:
    """The line that unpacks to the width of the input, where the one place that unpacks goes to the longest sequence.

    The width is taken before packing, where that goes by the same name. None where nothing is unpacked, or in several
    places, or `total_length` is given already.
    """
    tree = parse(dedent(program))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)] if tree is not None else []
    if tree is None or len(_calls_in(tree, (_UNPACKING,))) != 1:
        return None
    for function in functions:
        packs = _calls_in(function, _PADDED)
        lines = [node for node in ast.walk(function) if isinstance(node, (ast.Assign, ast.Return, ast.Expr))]
        unpacks = [(line, node) for line in lines for node in _calls_in(line, (_UNPACKING,))]
        if len(packs) == len(unpacks) == 1 and packs[0].args:
            (line, node), given = unpacks[0], packs[0].args[0]
            if any(keyword.arg == "total_length" for keyword in node.keywords) or len(node.args) > _TOTAL_LENGTH:
                return None
            whole, width = ast.unparse(node), f"{ast.unparse(given)}.size({1 if _has_batch_first(packs[0]) else 0})"
            stored = {n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
            before = ""
            if not isinstance(given, ast.Name) or given.id in stored:
                before, width = f"steps = {width}  # before it is packed\n", "steps"
            return before + ast.unparse(line).replace(whole, f"{whole[:-1]}, total_length={width})")
    return None


def _calls_in(tree: ast.AST, names: Sequence[str]) -> list[ast.Call]:
    """The calls of functions with one of these names."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return [node for node in calls if called(node).rpartition(".")[2] in names]


def _has_batch_first(node: ast.Call) -> bool:
    """Whether a call packs or unpacks with `batch_first=True`, by name or by its place."""
    place = 1 if called(node).rpartition(".")[2] == _UNPACKING else 2
    given = [*node.args[place : place + 1], *(k.value for k in node.keywords if k.arg == "batch_first")]
    return any(ast.unparse(value) == "True" for value in given)


def _unpacked(because: str, clues: Clues, packed: str | None = None) -> Finding:
    name = packed or "output"
    batch_first = f"{clues.names.layer}.batch_first" if clues.in_rnn else "True"
    suspect = Suspect(
        "packed-sequence-attribute",
        "certain",
        f"{because}. Unpack it: with `batch_first=True` to (N, L, …), without to (L, N, …). A loss over the valid "
        f"steps alone can take `{name}.data`",
        f"{name}, lengths = pad_packed_sequence({name}, batch_first={batch_first})",
    )
    return Finding("output", (suspect,), formula=formula_of("output", clues), known=_PACKED)


def taken_for_parts(values: Values, clues: Clues) -> Finding | None:
    """`too many values to unpack (expected 2)`, raised by `packed, _ = pack_padded_sequence(...)`."""
    because = (
        "a PackedSequence has four fields, data, batch_sizes, sorted_indices and unsorted_indices, and the lengths are "
        "none of them: `pad_packed_sequence` gives the padded sequences and the lengths"
    )
    spec = clues.setting.spec
    order = "" if spec is not None and not spec.batch_first else ", batch_first=True"
    node = next(clues.calls(*PACKING), None)
    statement = clues.statement
    first = statement.targets[0] if isinstance(statement, ast.Assign) else None
    if node is not None:
        name = ast.unparse(first.elts[0]) if isinstance(first, ast.Tuple) and first.elts else ""
        fix = f"packed = {ast.unparse(node)}"
        if _OF_LOSS.search(name):
            because += ". A loss takes the valid steps of all sequences, `data`"
            fix = f"{name} = {ast.unparse(node)}.data"
        return Finding("input", (Suspect("packed-fields", "certain", because, fix),), known=_PACKED)
    if isinstance(statement, ast.Assign) and isinstance(first, ast.Tuple) and isinstance(first.elts[0], ast.Tuple):
        pair, *states = map(ast.unparse, first.elts)
        fix = f"packed_output, {', '.join(states)} = {ast.unparse(statement.value)}\n"
        fix += f"{pair.strip('()')} = pad_packed_sequence(packed_output{order})"
        suspect = Suspect("packed-fields", "likely", because, fix, "the layer was given packed input")
        return Finding("output", (suspect,), known=_PACKED)
    value = "" if not isinstance(statement, ast.Assign) else ast.unparse(statement.value)
    names = [ast.unparse(part) for part in first.elts] if isinstance(first, ast.Tuple) else []
    if len(names) == 2 and names[1].rpartition(".")[2] == "batch_sizes" and value.isidentifier():
        fix = f"{names[0]}, {names[1]} = {value}.data, {value}.batch_sizes"
        return Finding("input", (Suspect("packed-fields", "certain", because, fix),), known=_PACKED)
    if not isinstance(statement, ast.Assign) or not re.fullmatch(r"[\w.]*pack(?:ed)?\w*|.*\bpack\w*\)\[0\]", value):
        return None
    target = statement.targets[0]
    fix = f"{ast.unparse(target).strip('()')} = pad_packed_sequence({value}{order})"
    suspect = Suspect("packed-fields", "likely", because, fix, f"`{value}` is a PackedSequence")
    return Finding("output", (suspect,), known=_PACKED)


def rows(values: Values, clues: Clues) -> Finding:
    """`Expected more hidden states in stacked_rnn`, which PyTorch raises only for packed input."""
    if (unbuilt := layers_not_built(clues)) is not None:
        return Finding("h_0", (unbuilt,), axis=0, formula=formula_of("h_0", clues))
    because = "packed input is not checked before it is run; the rows of the states are not D * num_layers"
    suspects = tuple(
        Suspect(cause, "likely", f"{because}: {detail}", call(clues.names))
        for cause, detail in (
            ("missing-directions", f"a bidirectional {clues.noun} has two for each layer"),
            ("wrong-num-layers", "one for each layer (and direction)"),
        )
    )
    return Finding("h_0", suspects, axis=0, formula=formula_of("h_0", clues))


def other_batch(values: Values, clues: Clues) -> Finding | None:
    """`The size of tensor a (2) must match the size of tensor b (3) ...`, inside a recurrent layer."""
    if not clues.in_rnn:
        return None
    suspect = Suspect(
        "stale-batch-size",
        "likely",
        "packed input is not checked before it is run; the states were made for a batch of another size. "
        "If they are zeros, leave them out",
        call(clues.names),
    )
    return Finding("h_0", (suspect,), axis=1, formula=formula_of("h_0", clues))


def products(values: Values, clues: Clues) -> Finding:
    """`mat1 and mat2 shapes cannot be multiplied (10x7 and 10x80)`, inside a recurrent layer."""
    actual, expected, spec = values["columns"], values["rows"], clues.setting.spec
    because = "packed input is not checked before it is run"
    features = Suspect(
        "wrong-input-size",
        "likely",
        f"{because}; its data has {actual} features, and the {clues.noun} was built for input_size = {expected}",
        rebuilt(clues, input_size=actual),
    )
    states = Suspect(
        "wrong-hidden-size",
        "likely" if spec is not None and spec.input_size != expected else "possible",
        f"{because}; the states have {actual} features, and the {clues.noun} expects {expected}",
        call(clues.names),
    )
    if spec is not None and expected not in (spec.H_out, spec.hidden_size):
        suspects: tuple[Suspect, ...] = (features,)
    elif spec is not None and expected != spec.input_size:
        suspects = (states,)
    else:
        suspects = (features, states)
    tensor = "input" if suspects[0] is features else "h_0"
    return Finding(tensor, suspects, expected, actual, -1, formula_of(tensor, clues))
