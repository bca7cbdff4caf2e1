"""Messages about the input: its features, its axes, its dtype and its device."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import replace

from lstm_shapes.explain.callers import bound_above, given_from
from lstm_shapes.explain.clues import Clues, called
from lstm_shapes.explain.finding import Finding, Likelihood, Suspect, likeliest_first
from lstm_shapes.explain.patterns import Values
from lstm_shapes.explain.repairs import (
    call,
    each_state,
    formula_of,
    input_changed,
    rebuilt,
    with_batch_axis,
    without_autocast,
)
from lstm_shapes.explain.setting import NOTHING_KNOWN
from lstm_shapes.explain.states import OF_STATE, is_a_tuple
from lstm_shapes.spec import RecurrentSpec

__all__ = ["device", "dtype", "empty", "features", "rank", "state_device", "two_devices", "two_dtypes"]
__all__ += ["features_unnumbered", "features_untold", "no_primitive", "not_a_tensor", "unsupported_dtype"]

_MADE_TENSORS: Mapping[str, str] = {
    "list": "torch.nn.utils.rnn.pad_sequence([torch.as_tensor(one) for one in {}], batch_first={})",
    "numpy.ndarray": "torch.from_numpy({}).float()",
    "ndarray": "torch.from_numpy({}).float()",
    "DataFrame": "torch.from_numpy({}.to_numpy()).float()",
    "Series": "torch.from_numpy({}.to_numpy()).float()",
}
"""What people give in place of a tensor, and how it becomes one."""

_CONVOLUTION = re.compile(r"conv|cnn|pool|mfcc|spectro|\bmels?\b", re.IGNORECASE)
"""What has its features, or channels, in front of the steps."""

_QUANTIZED = ("QInt", "QUInt", "torch.qint", "torch.quint")


def features(values: Values, clues: Clues) -> Finding:
    """`input.size(-1) must be equal to input_size. Expected 10, got 7`."""
    expected, actual = values["input_size"], values["actual"]
    spec, shape = clues.setting.spec, clues.setting.input_shape or ()
    contradicts = f"has input_size = {spec.input_size}" if spec is not None and spec.input_size != expected else None
    suspects = []
    if actual == 0:
        because = "an axis of size 0 holds nothing: the input is empty, or only stands for data that is elsewhere"
        fix = f"print({clues.names.given}.shape)  # look for where its last axis becomes 0"
        suspect = Suspect("wrong-input-size", "likely", because, fix)
        return Finding("input", (suspect,), expected, actual, -1, formula_of("input", clues), {}, contradicts)
    if expected == 1:
        because = (
            f"the layer reads one feature at each step, input_size = 1, and the last axis of the input has {actual}: "
            "an input of (N, L) lacks the axis of features"
        )
        turned = f".reshape({clues.names.input}.size(0), -1, 1)" if clues.names.given == clues.names.input else ""
        suspects.append(
            Suspect("wrong-input-rank", "likely", because, input_changed(clues, turned or ".unsqueeze(-1)"))
        )
    if len(shape) == 3 and shape[-1] == actual and expected in shape[:-1]:  # the features are on another axis
        axis = shape.index(expected)
        because = (
            f"the {expected} features are on axis {axis} of the input, but {clues.code} reads them from the last one"
        )
        changed = input_changed(clues, f".transpose({axis}, -1)")
        suspects.append(Suspect("swapped-features-and-sequence", "likely", because, changed))
    else:
        because = (
            f"the last axis of the input has {actual} features, and the layer was built for input_size = {expected}. "
            f"Build it for {actual}, or give it an input with {expected}, such as the output of an embedding"
        )
        fix = rebuilt(replace(clues, setting=NOTHING_KNOWN) if contradicts else clues, input_size=actual)
        if clues.keeps_layer:
            because = (
                f"the last axis of the input has {actual} features, and the layer was built for {expected}. "
                f"{clues.keeps_layer}: a new layer would not have its weights. Give it the {expected} features that "
                "it was built for, in their order"
            )
            fix = f"print({clues.names.given}.shape)  # has to end with {expected}"
        drawn = _drawn_like(clues)
        if drawn is not None:
            name, model = drawn
            because = (
                f"`{name}` is drawn with the shape of `{model}`, whose last axis has {actual} features, and the layer "
                f"was built for {expected}: draw it with as many"
            )
            fix = f"{name} = torch.randn(*{model}.shape[:-1], {expected})"
        joined = _joined_by_view(expected, actual, clues)
        if joined is not None:
            suspects.append(joined)
        is_of_convolution = (
            bool(_CONVOLUTION.search(f"{clues.traceback}\n{clues.function}")) and not shape and expected > 1
        )
        unsure = bool(suspects) or is_of_convolution
        suspects.append(Suspect("wrong-input-size", "possible" if unsure else "likely", because, fix))
        if not shape and expected > 1:
            other = _other_axis(expected, clues)
            suspects.append(replace(other, likelihood="likely") if is_of_convolution else other)
        suspects = list(likeliest_first(suspects))
    formula, known = formula_of("input", clues), {"input_size": expected}
    return Finding("input", tuple(suspects), expected, actual, -1, formula, known, contradicts)


def _drawn_like(clues: Clues) -> tuple[str, str] | None:
    """The names of an input that is noise, and of the tensor whose shape it has; None for other inputs."""
    name = clues.names.given
    made = bound_above(name, clues) or given_from(name, clues)
    if made is None or not isinstance(made.value, ast.Call) or len(made.value.args) != 1:
        return None
    drawn, target = called(made.value).rpartition(".")[2], ast.unparse(made.targets[0])
    return (target, ast.unparse(made.value.args[0])) if drawn in ("randn_like", "rand_like") else None


def features_unnumbered(values: Values, clues: Clues) -> Finding:
    """`input.size(-1) must be equal to input_size`, where the text ends before the numbers."""
    because = (
        "the last axis of the input has another number of features than the layer was built for, input_size. The text "
        "ends before the two numbers"
    )
    return _untold(because, clues)


def features_untold(values: Values, clues: Clues) -> Finding | None:
    """`name 'fn' is not defined`, with which release 0.3.1 fails where it was to name another number of features."""
    if "check_forward_args" not in clues.traceback:
        return None
    because = (
        "this release fails where it was to say that the last axis of the input is not input_size, or that the states "
        "have another shape"
    )
    return _untold(because, clues)


def _untold(because: str, clues: Clues) -> Finding:
    """The finding for another number of features where the numbers are not told."""
    fix = f"print({clues.names.given}.shape, {clues.names.layer}.input_size)  # the last must be equal"
    suspect = Suspect("wrong-input-size", "likely", because, fix)
    return Finding("input", (suspect,), formula=formula_of("input", clues))


def not_a_tensor(values: Values, clues: Clues) -> Finding | None:
    """`'numpy.ndarray' object has no attribute 'dim'`, inside a recurrent layer."""
    given, name = values["given"], clues.names.given
    if not clues.in_rnn or given not in (*_MADE_TENSORS, "str"):
        return None
    if OF_STATE.search(clues.source):
        return is_a_tuple(values, clues) if given == "list" and not clues.spoken.has_cell_state else None
    if given == "str":
        return _key_of_output(clues)
    because = f"a recurrent layer takes a tensor, and this is a {given}"
    if given == "list":
        because += ". Sequences of different lengths are padded, or, with `pack_sequence`, packed"
    spec = clues.setting.spec
    first = f"{clues.names.layer}.batch_first" if spec is None else str(spec.batch_first)
    stacked = replace(clues, names=replace(clues.names, given=_MADE_TENSORS[given].format(name, first)))
    own = clues.names.given == clues.names.input
    fix = f"{name} = {stacked.names.given}"
    if not own and clues.statement is not None:
        fix = ast.unparse(clues.statement).replace(name, stacked.names.given, 1)
    return Finding("input", (Suspect("not-a-tensor", "certain", because, fix),), formula=formula_of("input", clues))


def _key_of_output(clues: Clues) -> Finding | None:
    """The finding for a string, which is one of the names in what a language model returns, unpacked like a tuple."""
    above = bound_above(clues.names.given, clues)
    target = above.targets[0] if above is not None else None
    if above is None or not isinstance(target, ast.Tuple) or not isinstance(above.value, ast.Call):
        return None
    place = list(map(ast.unparse, target.elts)).index(clues.names.given)
    because = (
        "what the line above returns is like a dictionary, and unpacking it gives the names in it, which are strings: "
        "ask for the tensor by its name"
    )
    key = ("last_hidden_state", "pooler_output")[min(place, 1)]
    fix = f"{clues.names.given} = {ast.unparse(above.value)}['{key}']"
    return Finding("input", (Suspect("not-a-tensor", "likely", because, fix),), formula=formula_of("input", clues))


def _joined_by_view(expected: int, actual: int, clues: Clues) -> Suspect | None:
    """The suspect for a `view` in the call, such as `view(len(x), 1, -1)`, which joins the features of several rows."""
    view = next((node for node, _ in clues.methods("view", "reshape") if "-1" in ast.unparse(node)), None)
    if view is None or actual % expected or actual == expected or clues.statement is None:
        return None
    if not isinstance(view.func, ast.Attribute) or ast.unparse(view) not in clues.names.given:
        return None
    because = (
        f"`{ast.unparse(view)}` makes {actual} = {actual // expected} * {expected} features of each row, those of "
        f"{actual // expected} sequences side by side: it is written for a single sequence"
    )
    fix = ast.unparse(clues.statement).replace(ast.unparse(view), ast.unparse(view.func.value), 1)
    return Suspect("wrong-input-size", "likely", because, fix)


def _other_axis(expected: int, clues: Clues) -> Suspect:
    """The suspect for features that may be on the axis before the last, of an input whose shape is not known."""
    because = (
        "convolutions have their channels on axis 1, (N, C, L), and a recurrent layer reads the last one, (N, L, H_in)"
    )
    fix = input_changed(clues, ".transpose(-2, -1)")
    condition = f"{expected} is the size of the axis before the last"
    return Suspect("swapped-features-and-sequence", "possible", because, fix, condition)


def rank(values: Values, clues: Clues) -> Finding:
    """`LSTM: Expected input to be 2D or 3D, got 4D instead`, and its wordings in older releases."""
    actual, expected = values["actual"], values.get("expected", 3)
    likelihood: Likelihood = "certain" if actual < expected or expected == 2 else "likely"
    repair = _with_right_rank(actual, expected, clues)
    suspect = Suspect("wrong-input-rank", likelihood, _reason(actual, expected, clues), repair)
    formula = formula_of("input", clues) if expected == 3 else "(sum(lengths), H_in)"
    return Finding("input", (suspect,), expected, actual, None, formula)


def _reason(actual: int, expected: int, clues: Clues) -> str:
    if expected == 2:
        return (
            f"the data of a packed sequence has 2 axes, (sum(lengths), H_in), and this has {actual}: the packed tensor "
            "has no axis of features. Pack the output of the embedding, or add that axis before packing"
        )
    wanted = f"{clues.code} reads 3 axes (time, batch and features), or 2 for one sequence without a batch"
    if actual > expected:
        return (
            f"{wanted}, and this one has more. Squeeze an axis of size 1; flatten the axes from the third on into "
            "features; or, if the first two axes number the sequences, flatten these into the batch. `print(x.shape)` "
            "shows which of them you need"
        )
    if actual == 2:
        return f"{wanted}; PyTorch before 1.11 reads only 3, so that one sequence needs a batch axis of size 1"
    return f"{wanted}; {actual} is too few: even one step of one sequence needs a time axis"


def _with_right_rank(actual: int, expected: int, clues: Clues) -> str:
    shape, spec = clues.setting.input_shape, clues.setting.spec
    if expected == 2:
        return "x = x.unsqueeze(-1)  # (N, L) -> (N, L, 1), before it is packed"
    if actual == 2:
        one = with_batch_axis(clues)
        return f"{one}  # of one sequence; a batch of single steps lacks the other axis, that of time"
    if actual < expected:
        return input_changed(clues, ".unsqueeze(0)")
    leading = shape[:-1] if shape is not None and len(shape) == actual == 4 and _is_width(shape[-1], spec) else ()
    if 1 in leading:
        axis = leading.index(1, leading.count(1) > 1)  # of several, the first may be a batch of one
        return input_changed(clues, f".squeeze({axis})")
    if spec is not None and shape is not None and len(shape) == actual == 4:
        return _of_four_axes(shape, spec, clues)
    return f"{input_changed(clues, '.flatten(2)')}  # (N, L, ...) -> (N, L, H_in)"


def _of_four_axes(shape: tuple[int, ...], spec: RecurrentSpec, clues: Clues) -> str:
    """The input with three axes, the last of which are the features that the layer takes, where that can be."""
    if shape[2] * shape[3] != spec.input_size == shape[1] * shape[2]:
        order = "0, 3, 1, 2" if spec.batch_first else "3, 0, 1, 2"
        return f"{input_changed(clues, f'.permute({order}).flatten(2)')}  # (N, C, H, W): a step for each column"
    if shape[3] == spec.input_size and spec.batch_first:
        return f"{input_changed(clues, '.flatten(0, 1)')}  # (N, M, L, H_in) -> (N * M, L, H_in)"
    return f"{input_changed(clues, '.flatten(2)')}  # (N, L, ...) -> (N, L, H_in)"


def _is_width(size: int, spec: RecurrentSpec | None) -> bool:
    return spec is None or spec.input_size == size


def dtype(values: Values, clues: Clues) -> Finding:
    """`RNN input dtype (torch.float64) does not match weight dtype (torch.float32)`: both are known."""
    return _of_dtypes(_dtype(values["actual"]), _dtype(values["expected"]), "certain", clues)


def two_dtypes(values: Values, clues: Clues) -> Finding:
    """`expected scalar type Float but found Double`: the weights are those with float32, or at least with floats."""
    if clues.setting.placements:
        return _of_dtypes_known(clues)
    if values["actual"].startswith(_QUANTIZED) or values["expected"].startswith(_QUANTIZED):
        because = (
            "a quantized layer keeps its weights as whole numbers, and its biases and its input as floats: the module "
            "that was built so is not one that this release can run. Let PyTorch make it from a layer of floats"
        )
        fix = "model = torch.ao.quantization.quantize_dynamic(model, {nn.LSTM}, dtype=torch.qint8)"
        return Finding("weight_ih_l0", (Suspect("dtype-mismatch", "likely", because, fix),))
    one, other = _dtype(values["actual"]), _dtype(values["expected"])
    is_other_way = other in _WHOLE or (one == "torch.float32" and other not in _WHOLE)
    actual, expected = (other, one) if is_other_way else (one, other)
    if {actual, expected} in ({"torch.float16", "torch.float32"}, {"torch.bfloat16", "torch.float32"}):
        return _under_autocast(actual, expected, clues)
    found = _of_dtypes(actual, expected, "certain" if actual in _WHOLE else "likely", clues)
    if clues.state is None or actual in _WHOLE:
        return found
    (suspect,) = found.suspects
    weights = f"next({clues.names.layer}.parameters())"  # whichever of the two it is
    fix = f"{input_changed(clues, f'.to({weights}.dtype)')}\n{each_state(clues, f'{{}}.to({weights}.dtype)')}"
    because = f"of the input, the states and the weights, some are {actual} and some {expected}"
    return replace(found, tensor=None, suspects=(replace(suspect, because=because, fix=fix),))


def _under_autocast(actual: str, expected: str, clues: Clues) -> Finding:
    """Two of the dtypes between which autocast changes; a cell takes its input and its states as they are."""
    is_told = "autocast" in clues.traceback
    if not clues.in_rnn:  # but in another module, behind the layer
        given = next((ast.unparse(node.args[0]) for node in clues.calls() if len(node.args) == 1), "output")
        because = (
            "outside of autocast nothing is cast: what was computed within it has its dtype, and the weights theirs"
        )
        fix = f"{given}.to({expected})  # in place of {given}"
        if clues.statement is not None:
            fix = ast.unparse(clues.statement).replace(given, f"{given}.to({expected})", 1)
        return Finding("output", (Suspect("autocast-dtype", "likely", because, fix),), expected, actual)
    because = (
        "autocast hands on what it computes in another dtype than that of the weights and the states, and a recurrent "
        "layer needs all in one. Compute it in float32, with autocast off around it"
    )
    autocast = Suspect(
        "autocast-dtype",
        "likely" if is_told else "possible",
        because,
        without_autocast(clues),
        "" if is_told else "this runs under autocast",
    )
    (other,) = _of_dtypes(actual, expected, "possible" if is_told else "likely", clues).suspects
    return Finding("input", likeliest_first((autocast, other)), expected, actual)


def _of_dtypes_known(clues: Clues) -> Finding:
    """Where it is known, whether the input or the states differ from the weights."""
    dtypes = {name: one.dtype for name, one in clues.setting.placements.items()}
    if dtypes["input"] != dtypes["weights"]:
        return _of_dtypes(dtypes["input"], dtypes["weights"], "certain", clues)
    found, states, weights = unsupported_dtype({}, clues), dtypes.get("h_0"), dtypes["weights"]
    because = (
        f"the states are {states}, and the input and the weights are {weights}; NumPy's arrays are float64 by default"
    )
    (suspect,) = found.suspects
    fix = each_state(clues, f"{{}}.to({weights})")
    return replace(found, expected=weights, actual=states, suspects=(replace(suspect, because=because, fix=fix),))


def unsupported_dtype(values: Values, clues: Clues) -> Finding:
    """`get_mkldnn_dtype: unsupported data type`: a state in float64, beside an input in float32."""
    names = clues.names
    suspect = Suspect(
        "dtype-mismatch",
        "likely",
        "the states have another dtype than the input and the weights, which PyTorch does not check; NumPy's arrays "
        "are float64 by default",
        each_state(clues, f"{{}}.to({names.input}.dtype)"),
    )
    return Finding("h_0", (suspect,))


def no_primitive(values: Values, clues: Clues) -> Finding:
    """`could not create a primitive descriptor for the LSTM ...`: oneDNN cannot run these dtypes on this processor."""
    because = (
        "autocast asked for an LSTM in bfloat16 or float16, and many processors have none: oneDNN, which runs it on a "
        "CPU, needs AVX-512 or more for that. Compute the layer in float32, with autocast off around it"
    )
    is_told = clues.state is None or "autocast" in f"{clues.traceback}\n{clues.program}"
    condition = "" if is_told else "this runs under autocast"
    likelihood: Likelihood = "likely" if is_told else "possible"
    states = ast.unparse(clues.state) if clues.state is not None else ""  # which then are float32 as well, or None
    in_float = call(replace(clues.names, given=f"{clues.names.given}.float()"), states)
    fix = f"with torch.autocast({clues.names.input}.device.type, enabled=False):\n    {in_float}"
    low = Suspect("autocast-dtype", likelihood, because, fix, condition)
    if clues.state is None and clues.statement is not None:
        return Finding("input", (low,))
    found = unsupported_dtype(values, clues)
    (other,) = found.suspects
    other = replace(other, likelihood="possible" if is_told else "likely", condition="a state has another dtype")
    return Finding("input" if is_told else "h_0", likeliest_first((low, other)))


_WHOLE = ("torch.int64", "torch.int32", "torch.int16", "torch.uint8", "torch.bool")


def _of_dtypes(actual: str, expected: str, likelihood: Likelihood, clues: Clues) -> Finding:
    name = clues.names.input
    because = f"the input is {actual} and the weights are {expected}; shapes have nothing to do with it"
    fix = input_changed(clues, f".to({expected})")
    if actual in _WHOLE:
        fix += f"  # or, of word indices: {name} = embedding({name})"
    if actual == "torch.float64":
        because += ". NumPy's arrays are float64 by default"
    elif actual in _WHOLE:
        because += ". Indices of words go through an nn.Embedding first, which turns them into features"
    return Finding("input", (Suspect("dtype-mismatch", likelihood, because, fix),), expected, actual)


def _dtype(name: str) -> str:
    """The name of a dtype in today's form; older messages call torch.float32 `Float` or `float`."""
    usual = {"float": "float32", "double": "float64", "half": "float16", "long": "int64", "int": "int32"}
    usual |= {"byte": "uint8", "short": "int16"}
    bare = name.removeprefix("torch.").lower().removesuffix("tensor")
    return f"torch.{usual.get(bare, bare)}"


def device(values: Values, clues: Clues) -> Finding:
    """`Input and parameter tensors are not at the same device, found input tensor at cpu and ...`."""
    actual, expected, names = values.get("actual"), values.get("expected"), clues.names
    fix = input_changed(clues, f".to({expected!r})")
    if expected in (None, "cpu"):  # an input on a GPU is meant to be used there
        fix = f"{names.layer} = {names.layer}.to({actual!r})"
    suspect = Suspect(
        "device-mismatch",
        "certain",
        f"the input is on {actual} and the weights are on {expected}: the layer, the input and the states must be on "
        "one device; shapes have nothing to do with it",
        fix,
    )
    return Finding("input", (suspect,), expected, actual)


def two_devices(values: Values, clues: Clues) -> Finding:
    """`Expected all tensors to be on the same device, ...`: which tensor is where, the message does not say."""
    names = clues.names
    devices = {name: one.device for name, one in clues.setting.placements.items()}
    if devices and devices["input"] != devices["weights"]:
        return device({"actual": devices["input"], "expected": devices["weights"]}, clues)
    if devices.get("h_0", devices.get("input")) != devices.get("input"):
        return state_device({"expected": devices["input"], "actual": devices["h_0"]}, clues)
    suspect = Suspect(
        "device-mismatch",
        "certain",
        "the input, the states and the weights are not on one device; shapes have nothing to do with it. torch.zeros "
        "builds states on the CPU by default",
        input_changed(clues, f".to(next({names.layer}.parameters()).device)"),
    )
    return Finding(None, (suspect,), values.get("expected"), values.get("actual"))


def state_device(values: Values, clues: Clues) -> Finding:
    """`Input and hidden tensors are not at the same device, found input tensor at cuda:0 and ...`."""
    names = clues.names
    suspect = Suspect(
        "device-mismatch",
        "certain",
        f"the input is on {values['expected']} and the states are on {values['actual']}: build them where the input is"
        if "expected" in values
        else "the input and the states are on different devices: build the states where the input is",
        each_state(clues, f"{{}}.to({names.input}.device)"),
    )
    return Finding("h_0", (suspect,), values.get("expected"), values.get("actual"), None, None)


def empty(values: Values, clues: Clues) -> Finding:
    """`Expected sequence length to be larger than 0 in RNN`."""
    name = clues.names.input
    suspect = Suspect(
        "empty-sequence",
        "certain",
        "the input has no time step: L = 0. Leave empty sequences out before the call; an empty batch, N = 0, is "
        "accepted",
        f"if {name}.numel():\n    {clues.spoken.returns} = {clues.names.layer}({name})",
    )
    return Finding("input", (suspect,), formula=formula_of("input", clues))
