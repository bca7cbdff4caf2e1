"""Messages about what is done with a layer's results: a tuple used as a tensor, a wrong view, a wrong width."""

from __future__ import annotations

import ast
import re
from dataclasses import replace

from lstm_shapes.explain import packing
from lstm_shapes.explain.clues import Clues, called, names_of
from lstm_shapes.explain.exchange import with_exchange
from lstm_shapes.explain.finding import Finding, Likelihood, Suspect
from lstm_shapes.explain.patterns import Values
from lstm_shapes.explain.repairs import call, formula_of, in_constructor, one_state_of
from lstm_shapes.explain.states import is_a_tuple, one_state_taken
from lstm_shapes.explain.telling import narrowed
from lstm_shapes.kinds import KINDS, Kind
from lstm_shapes.spec import RecurrentSpec

__all__ = ["attribute_of_tuple", "incompatible_view", "indexed_tuple", "misused_tuple", "not_a_tensor"]
__all__ += ["three_unpacked", "unpacked", "width"]


_OF_TENSORS = """
    shape size dim ndim view reshape permute transpose squeeze unsqueeze contiguous flatten chunk split device dtype to
    cpu cuda detach float double long mean sum max min argmax softmax log_softmax relu tanh sigmoid numel item numpy
    backward requires_grad is_cuda new_zeros expand repeat masked_fill unbind matmul bmm T data index_select
    clone half tolist abs norm std var topk gather type register_hook retain_grad requires_grad_ grad repeat_interleave
"""
_TENSOR_ATTRIBUTES = frozenset(_OF_TENSORS.split())
_ASKED_OF_STATE = ("dim", "size", "index_select")
"""What PyTorch itself asks of the state of a layer that has only one."""

_OF_EACH = ("detach", "to", "cpu", "cuda", "contiguous", "float", "double", "data")
_MOVING = ("to", "cpu", "cuda")
_STATES = re.compile(r"^(?:self\.)?(?:h|hc|hx|hid|hidden|state|states|h_n|hn)(?:_?\w{0,12})$", re.IGNORECASE)
_OTHER_LAYERS = re.compile(r"conv|loss|entropy|attn|attention|correct\[|backward|criterion|target", re.IGNORECASE)
_LOSSES = re.compile(r"loss|entropy|criterion", re.IGNORECASE)
_RESULTS = re.compile(
    r"(?<![a-z])(?<!grad_)(?:h|hn|h_n|hidden|state|out|outputs?|enc|encoder|encoded|summary)\d?(?![a-z])|\[:, ?-1"
)
_KIND = re.compile(r"\bnn\.(LSTM|GRU|RNN)\b")
_LAYER = re.compile(r"lstm|gru|rnn|cell", re.IGNORECASE)


def not_a_tensor(values: Values, clues: Clues) -> Finding | None:
    """`linear(): argument 'input' (position 1) must be Tensor, not tuple`."""
    function = values["function"]
    if "container.py" in clues.traceback:  # an nn.Sequential; the user's line shows its argument, not this layer's
        return _in_sequential(function, clues)
    name = clues.argument_of(function)
    if name is not None and _STATES.match(name) and clues.spoken.has_cell_state:
        return _pair(f"`{function}` was given a tuple", name, "", clues)
    return _tuple(f"`{function}` was given a tuple", clues, name, f"{function} {clues.line}")


def attribute_of_tuple(values: Values, clues: Clues) -> Finding | None:
    """`'tuple' object has no attribute 'shape'`, if tensors have this attribute."""
    attribute = values["attribute"]
    if attribute not in _TENSOR_ATTRIBUTES:
        return None
    if clues.in_rnn:
        return is_a_tuple(values, clues)
    name = clues.owner_of(attribute)
    because = f"`{attribute}` was asked of a tuple"
    if name is not None and _STATES.match(name) and clues.spoken.has_cell_state:
        return _pair(because, name, attribute, clues)
    found = _tuple(because, clues, name, f"{attribute} {clues.line}")
    is_result = name is not None and bool(_RESULTS.search(name) or _LAYER.search(name))
    if found is not None and attribute in _MOVING and name is not None and not is_result:
        node = next((node for node, owner in clues.methods(attribute) if ast.unparse(owner) == name), None)
        given = ", ".join(map(ast.unparse, (*node.args, *node.keywords))) if node is not None else ""
        fix = f"{name} = tuple(part.{attribute}({given}) for part in {name})"  # whatever it is, it is moved so
        found = replace(found, suspects=(replace(found.suspects[0], likelihood="possible", fix=fix),))
    return _or_of_state(found, clues) if attribute in _ASKED_OF_STATE and not clues.line else found


def _or_of_state(found: Finding | None, clues: Clues) -> Finding | None:
    """The finding, if PyTorch itself may have asked: it asks this of the state of a layer that has only one."""
    one_state = [kind for kind in KINDS.values() if not kind.has_cell_state and not kind.is_cell]
    clues = replace(clues, kinds=narrowed(clues.kinds, one_state))
    if found is None or clues.spoken.has_cell_state:
        return found
    clues = replace(clues, names=names_of(clues.kinds))
    taken = one_state_taken(call(clues.names, f"{clues.names.hidden}[0]"), clues, "possible")
    taken = replace(taken, condition=f"the tuple was given to {clues.code} as its state")
    return replace(found, suspects=with_exchange((*found.suspects, taken), clues))


def _in_sequential(function: str, clues: Clues) -> Finding:
    """The finding for a layer after an LSTM in an nn.Sequential."""
    last = "results[0][-1]" if clues.setting.batch_first is False else "results[0][:, -1]"
    returned = f"return results[0]  # for the last step alone {last}"
    suspect = Suspect(
        "output-is-a-tuple",
        clues.likelihood,
        f"`{function}` was given a tuple, inside of an nn.Sequential: {clues.code} returns {clues.spoken.returns}, and "
        f"nothing unpacks it there. Put an Output() after each {clues.noun}. It gives all steps; for one prediction of "
        f"each sequence return the last, `results[0][:, -1]` with `batch_first=True`, `results[0][-1]` without",
        f"class Output(nn.Module):\n    def forward(self, results):\n        {returned}",
    )
    return Finding(_first_result(clues), (suspect,), formula=formula_of(_first_result(clues), clues))


def three_unpacked(values: Values, clues: Clues) -> Finding:
    """`not enough values to unpack (expected 3, got 2)`, raised by `output, h_n, c_n = lstm(x)`."""
    statement, kind = clues.statement, clues.spoken
    target = statement.targets[0] if isinstance(statement, ast.Assign) else None
    fix = call(clues.names)
    if isinstance(statement, ast.Assign) and isinstance(target, ast.Tuple) and len(target.elts) == 3:
        output, *states = map(ast.unparse, target.elts)
        taken = {True: f"{output}, ({', '.join(states)})", False: f"{output}, {states[0]}"}[kind.has_cell_state]
        fix = f"{', '.join(states) if kind.is_cell else taken} = {ast.unparse(statement.value)}"
    what = f"output and the tuple ({', '.join(kind.returned)})" if kind.has_cell_state else "output and the tensor h_n"
    because = f"{clues.code} returns two results, {' and '.join(kind.returned) if kind.is_cell else what}"
    cause = "output-is-a-tuple" if kind.has_cell_state else "cell-state-of-gru"
    suspect = Suspect(cause, "likely", f"{because}, but three are expected here", fix)
    return Finding(_first_result(clues), (suspect,), formula=formula_of(_first_result(clues), clues))


def _first_result(clues: Clues) -> str:
    """The name of what the layer returns first: `output`, or of a cell `h_1`."""
    return clues.spoken.returned[0] if clues.spoken.is_cell else "output"


def misused_tuple(values: Values, clues: Clues) -> Finding | None:
    """Python's own messages about tuples, if a recurrent layer is involved."""
    return _tuple("a tuple was used as a tensor", clues, None, clues.line)


def indexed_tuple(values: Values, clues: Clues) -> Finding | None:
    """`tuple indices must be integers or slices, not tuple`, raised by `[:, -1]` on a tuple."""
    indexed = [node for node in clues.nodes() if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Tuple)]
    is_of_tensor = any(isinstance(part, ast.Slice) for node in indexed for part in ast.walk(node.slice))
    if clues.is_elsewhere and not is_of_tensor:
        return None
    names = [node.value.id for node in indexed if isinstance(node.value, ast.Name)]
    name = names[0] if names else None
    if name is not None and _STATES.match(name) and clues.spoken.has_cell_state:
        return _pair("a tuple was indexed like a tensor", name, "shape", clues)
    found = _tuple("a tuple was indexed like a tensor", clues, name, clues.line)
    if found is None or name is None:
        return found
    if found.suspects[0].cause == "padded-with-lengths":
        (padded,) = found.suspects
        return replace(found, suspects=(replace(padded, fix=_at_own_lengths(padded.fix, name)),))
    is_packed = "pack" in f"{clues.traceback}\n{clues.function}".lower()
    line = ast.unparse(clues.statement) if clues.statement is not None else ""
    last = _at_own_lengths(line, name)
    packed = Suspect(
        "packed-sequence-attribute",
        "likely" if is_packed else "possible",
        "a PackedSequence is a tuple as well. Unpacked, the last step of each sequence is at its own length",
        f"{name}, lengths = pad_packed_sequence({name}, batch_first=True)\n{last}".strip(),
        f"`{name}` comes from packed input",
    )
    return replace(found, suspects=(packed, *found.suspects) if is_packed else (*found.suspects, packed))


def _at_own_lengths(line: str, name: str) -> str:
    """The line with the last step of each sequence in place of the last one of all, which may be padding."""
    return re.sub(rf"\b{name}\[:, -1(?:, :)?\]", f"{name}[torch.arange(len(lengths)), lengths - 1]", line)


def unpacked(values: Values, clues: Clues) -> Finding | None:
    """`too many values to unpack (expected 2)`, raised for a GRU's state or a packed sequence."""
    packed = packing.taken_for_parts(values, clues)
    if packed is not None:
        return packed
    statement = clues.statement
    targets = one_state_of(clues)
    if not isinstance(statement, ast.Assign):
        return None
    value, kind = ast.unparse(statement.value), clues.spoken
    if isinstance(statement.value, ast.Call) and targets is not None:
        if clues.pair is None and not _LAYER.search(called(statement.value)):
            return None  # two results of anything
        names = replace(clues.names, layer=called(statement.value) or clues.names.layer)
        clues = replace(clues, names=names)
        because = f"{clues.code} returns {kind.returns}: there is no cell state, and {kind.returned[0]} is one tensor"
        found = (Suspect("cell-state-of-gru", "likely", because, f"{targets}{value}"),)
        return Finding(kind.returned[0], with_exchange(found, clues))
    target = statement.targets[0]
    if isinstance(statement.value, ast.Name) and _STATES.match(value) and isinstance(target, ast.Tuple):
        because = f"`{value}` is one tensor if it comes from {clues.code}, which has no cell state"
        fix = f"{ast.unparse(target.elts[0])} = {value}"
        return Finding(kind.returned[0], (Suspect("cell-state-of-gru", "likely", because, fix),))
    return None


def _pair(because: str, name: str, attribute: str, clues: Clues) -> Finding:
    """The finding for a tuple whose name is that of a state: it is (h_n, c_n), as nn.LSTM returns it."""
    if not attribute:
        fix = f"{name} = {name}[0][-1]  # h_n of the last layer"
    elif attribute in _OF_EACH:
        change = attribute if attribute == "data" else f"{attribute}()"
        node = next((node for node in clues.calls() if isinstance(node.func, ast.Attribute)), None)
        if node is not None and isinstance(node.func, ast.Attribute) and node.func.attr == attribute:
            change = f"{attribute}({', '.join(map(ast.unparse, node.args))})"
        fix = f"{name} = tuple(s.{change} for s in {name})"
        if {True, False} <= {KINDS[kind].has_cell_state for kind in _KIND.findall(clues.program)}:
            fix += f" if isinstance({name}, tuple) else {name}.{change}"  # the program has layers of both
    else:
        fix = f"{name}, {clues.spoken.returned[1]} = {name}"
    suspect = Suspect(
        "state-is-a-tuple",
        clues.likelihood,
        f"{because}: the states that {clues.code} gives and takes are two tensors, "
        f"({', '.join(clues.spoken.returned)})",
        fix,
    )
    return Finding(clues.spoken.returned[0], (suspect,), formula=formula_of(clues.spoken.returned[0], clues))


def _tuple(because: str, clues: Clues, name: str | None, context: str) -> Finding | None:
    padded = packing.padded_pair(because, name, clues)
    if padded is not None:
        return padded
    is_seen = bool(clues.line) or clues.has_traceback
    is_another = bool(_OTHER_LAYERS.search(context)) or (is_seen and not _RESULTS.search(clues.line))
    if not clues.about_recurrence and is_another:
        return None
    is_of_loss = clues.about_recurrence and bool(_LOSSES.search(context)) and not clues.in_rnn
    kind = clues.spoken
    first, given = _first_result(clues), name or _call_used(clues)
    taken = kind.returns.replace(first, name or first, 1) if clues.is_sure_of_states else f"{name or first}, _"
    fix = f"{taken} = {given}" if given else call(clues.names)
    if given and not name and clues.statement is not None:
        fix += f"\n{ast.unparse(clues.statement).replace(given, first)}"
    if given and given == name and "hook" in clues.function.partition(":")[0]:
        fix = f"{name} = {name}[0] if isinstance({name}, tuple) else {name}  # other modules have hooks as well"
    within = ", a tuple in a tuple" if kind.has_cell_state and not kind.is_cell else ""
    explanation = f"{clues.code} gives {kind.returns}{within}, and so does an nn.Sequential that ends with it"
    if len(clues.kinds) > 1 and kind.has_cell_state:
        explanation += ". (nn.GRU and nn.RNN give output, h_n)"
    if clues.is_in_summary:
        explanation = (
            "the tool that summarises the model cannot read output, (h_n, c_n), a tuple in a tuple; the model itself "
            "may be right. torchinfo can"
        )
        fix = "from torchinfo import summary"
    likelihood: Likelihood = "possible" if is_of_loss else clues.likelihood
    condition = "it came from a recurrent layer" if is_of_loss else clues.doubt
    suspect = Suspect("output-is-a-tuple", likelihood, f"{because}: {explanation}", fix, condition)
    return Finding(_first_result(clues), (suspect,), formula=formula_of(_first_result(clues), clues))


def _call_used(clues: Clues) -> str:
    """The call on the user's line whose result something is done with; empty if there is none."""
    users = (ast.Attribute, ast.Subscript, ast.BinOp, ast.Call)
    for node in clues.nodes():
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            return ""  # `lstm(x)[1]`, which is taken out of the tuple
        for inner in ast.iter_child_nodes(node) if isinstance(node, users) else ():
            if isinstance(inner, ast.Call) and _LAYER.search(called(inner)):
                return ast.unparse(inner)
    return ""


def incompatible_view(values: Values, clues: Clues) -> Finding | None:
    """`view size is not compatible with input tensor's size and stride (...). Use .reshape(...) instead.`."""
    if not clues.about_recurrence and (clues.line or clues.has_traceback) and not _RESULTS.search(clues.line):
        return None
    own = ".view(" in clues.line
    suspect = Suspect(
        "view-after-transpose",
        clues.likelihood,
        "after `transpose`, `permute` or a slice the numbers are no longer in memory in the order of the axes, which "
        "`view` needs; `reshape` copies them. Leaving out the `transpose` would silently mix the samples",
        clues.line.replace(".view(", ".reshape(")
        if own
        else "output = output.reshape(output.size(0), -1)  # in place of view",
        clues.doubt,
    )
    tensor = clues.spoken.returned[0]
    return Finding(None if own else tensor, (suspect,), formula=None if own else formula_of(tensor, clues))


def width(values: Values, clues: Clues) -> Finding | None:
    """`mat1 and mat2 shapes cannot be multiplied (10x8 and 4x2)`: perhaps a linear layer after an LSTM."""
    if clues.in_rnn:
        return packing.products(values, clues)
    actual, expected, spec = values["columns"], values["rows"], clues.setting.spec
    if actual < 1 or expected < 1:
        return None
    is_double = actual == 2 * expected or expected == 2 * actual
    is_multiple = (actual % expected == 0 or expected % actual == 0) and bool(_RESULTS.search(clues.line))
    if not clues.about_recurrence and (not (is_double or is_multiple) or _OTHER_LAYERS.search(clues.line)):
        return None  # a matrix product without an LSTM
    known = {"hidden_size": expected, "bidirectional": True} if actual == 2 * expected else {}
    likelihood: Likelihood = "likely" if clues.about_recurrence and is_double else "possible"
    if spec is not None:
        likelihood = "certain" if actual == spec.D * spec.H_out else "possible"
    suspects = []
    alone = _one_direction(clues) if expected == 2 * actual else None
    if alone is not None:
        because = (
            f"the input of the linear layer has {actual} features, half of the {expected} it was built for: h_n[-1] "
            f"of a bidirectional {clues.noun} is the backward direction alone"
        )
        suspects.append(Suspect("only-backward-state", "likely", because, alone))
    elif expected == 2 * actual and clues.about_recurrence and spec is None and not clues.spoken.is_cell:
        because = (
            f"the input of the linear layer has {actual} features, half of the {expected} it was built for: of a "
            "bidirectional layer one direction was taken, as `h_n[-1]` does"
        )
        both = "torch.cat((h_n[-2], h_n[-1]), dim=-1)"
        given = next((ast.unparse(node.args[0]) for node in clues.calls() if len(node.args) == 1), "summary")
        fix = f"{given if given.isidentifier() else 'summary'} = {both}"
        suspects.append(Suspect("only-backward-state", "possible", because, fix, "the layer is bidirectional"))
    suspect = Suspect(
        "linear-width",
        "possible" if suspects else likelihood,
        f"the input of the linear layer has {actual} features, and it was built for {expected}. "
        f"{_why_so_wide(actual, expected, clues.spoken, spec)}",
        f"{_layer(clues)} = nn.Linear({actual}, {values['out']}){in_constructor(_layer(clues))}",
    )
    tensor = _first_result(clues)
    return Finding(tensor, (*suspects, suspect), expected, actual, -1, formula_of(tensor, clues), known)


def _one_direction(clues: Clues) -> str | None:
    """The user's line with both directions in place of `h_n[-1]`; None if it has no `h_n[-1]`."""
    for node in clues.nodes():
        if isinstance(node, ast.Subscript) and ast.unparse(node.slice) == "-1" and isinstance(node.value, ast.Name):
            name, own = node.value.id, ast.unparse(node)
            both = f"torch.cat(({name}[-2], {name}[-1]), dim=-1)"
            if _STATES.match(name) and clues.statement is not None:
                return ast.unparse(clues.statement).replace(own, both, 1)
    return None


def _layer(clues: Clues) -> str:
    """The linear layer's name on the user's line."""
    calls = [called(node) for node in clues.calls() if len(node.args) == 1]
    names = [name for name in calls if name and not name.startswith(("torch.", "F.", "nn."))]
    return next((name for name in names if not name.endswith((".view", ".reshape"))), "linear")


def _why_so_wide(actual: int, expected: int, kind: Kind, spec: RecurrentSpec | None) -> str:
    """What the two widths say about the layer before the linear layer."""
    if spec is not None and actual == spec.D * spec.H_out and not kind.is_cell:
        return f"The last axis of output has D * H_out = {spec.D} * {spec.H_out} features"
    if kind.is_cell:
        return f"The last axis of {kind.returned[0]} has H_cell features, hidden_size"
    projected = " (with a projection, proj_size)" if kind.has_projection else ""
    why = f": hidden_size{projected}, times 2 if `bidirectional=True`"
    if actual == 2 * expected:
        why = ": twice hidden_size, if `bidirectional=True`"
    elif expected == 2 * actual:
        why = ": only hidden_size, if `bidirectional=True` is missing, or if one direction was taken"
    elif actual % expected == 0:
        why = f"; {actual} is {actual // expected} times {expected}: perhaps several steps or layers are joined"
    return f"The last axis of output has D * H_out features{why}"
