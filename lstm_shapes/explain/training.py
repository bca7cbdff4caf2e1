"""Messages about a layer that is trained, saved, exported or run in another way: no shape of it is wrong."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import replace
from textwrap import dedent

from lstm_shapes.explain.carried import Carried, carried_in
from lstm_shapes.explain.clues import Clues, called
from lstm_shapes.explain.finding import Finding, Likelihood, Suspect, likeliest_first
from lstm_shapes.explain.frames import frames_in
from lstm_shapes.explain.in_place import without_changes_in_place
from lstm_shapes.explain.patterns import Values
from lstm_shapes.explain.programs import layers_in
from lstm_shapes.explain.repairs import call, formula_of, without_autocast
from lstm_shapes.explain.rewriting import with_result_kept
from lstm_shapes.syntax import parse, with_node

__all__ = ["backward_in_eval", "backward_twice", "baked_in", "changed_since", "cudnn_status", "no_batching_rule"]
__all__ += [
    "backward_through_backward",
    "copied",
    "detached_view",
    "graph_break",
    "no_kernel",
    "not_convertible",
    "scattered_weights",
]

_OF_EACH = re.compile(
    r"tuple\(\s*(?P<self>self\.)?(?P<function>\w*(?:hidden|state|package|detach)\w*)\((?P<one>\w+)\) "
    r"for (?P=one) in (?P<state>\w+)\)"
)
"""A function that is called for each part of its argument."""

_OF_TRAINING = re.compile(r"loss\w*\.backward\(")
_OF_EVALUATION = re.compile(
    r"autograd\.grad\(|captum|\battribut(?:e\(|ion)|grad_?cam|saliency|adversar|\.eval\(\)|validat|evaluat",
    re.IGNORECASE,
)
"""What takes gradients of a model that is not trained at that moment."""

_SHUFFLED = re.compile(r"shuffle=True|RandomSampler|\b(?:random|rng)\.shuffle\(|randperm\(")
"""Where the batches come in any order."""

_STACKED = re.compile(r"(?P<names>\w+, ?\w+) = (?:\w+\.)*stack_module_state\((?P<models>\w+)\)")

_OF_KERNELS = re.compile(r"lstm|gru|rnn|thnn_fused")


def _not_carried(carried: Carried) -> str | None:
    """The call of a layer without the state that an object keeps; None for another call, which may need it."""
    call, (name, *_) = carried.line.value, carried.names
    if not isinstance(call, ast.Call) or not name.startswith("self.") or len(call.args) != 2:
        return None
    return f"{ast.unparse(carried.line.targets[0]).strip('()')} = {ast.unparse(call.func)}({ast.unparse(call.args[0])})"


def _is_detached(carried: Carried, program: str) -> bool:
    """Whether the program takes a state that it carries on from its graph already."""
    names = "|".join(map(re.escape, carried.names))
    return re.search(rf"(?<![\w.])(?:{names})\.detach|detach\(\) for \w+ in (?:{names})\b", program) is not None


def _undetached(because: str, clues: Clues, likelihood: Likelihood) -> Suspect:
    """The suspect for a state whose graph reaches the batch before."""
    carried = carried_in(clues.program)
    if carried is not None and (clues.program.count(".backward(") > 1 or _is_detached(carried, clues.program)):
        carried = None  # it may not be the cause
    kept = with_result_kept(clues.program)
    if kept is not None:
        because += ". `detach()` returns what it takes from its graph, and this is thrown away"
        return Suspect("state-not-detached", "likely", because, kept)
    condition = "a state is carried on from one batch to the next"
    if carried is not None:
        likelihood, condition = "likely", ""
    if carried is not None and _SHUFFLED.search(clues.program):
        because += (
            ". The batches are shuffled: no batch goes on where the last one ended, and each begins with states of "
            "its own"
        )
        anew = _not_carried(carried)
        if anew is not None:
            return Suspect("state-not-detached", likelihood, because, anew)
    names = carried.names if carried is not None else (clues.names.states or "hidden",)
    return Suspect("state-not-detached", likelihood, because, _detached(names, clues), condition)


def _detached(names: Sequence[str], clues: Clues) -> str:
    where = "  # in forward, after the call" if names[0].startswith("self.") else "  # after each batch"
    if len(names) > 1:
        return f"{', '.join(names)} = {', '.join(f'{one}.detach()' for one in names)}{where}"
    (name,) = names
    each, one = f"tuple(s.detach() for s in {name})", f"{name}.detach()"
    seen = {layer.kind.has_cell_state for layer in layers_in(clues.program) if layer.kind is not None}
    if not clues.is_sure_of_states and len(seen) != 1:
        return f"{name} = {each} if isinstance({name}, tuple) else {one}{where}"
    has_two = clues.spoken.has_cell_state if clues.is_sure_of_states else seen.pop()
    return f"{name} = {each if has_two else one}{where}"


def backward_twice(values: Values, clues: Clues) -> Finding:
    """`Trying to backward through the graph a second time`."""
    because = (
        "`backward` reaches the previous batch, whose graph is gone: a recurrent state that is carried on still leads "
        "there. `retain_graph=True` only defers the error"
    )
    likelihood: Likelihood = clues.likelihood if not clues.program else "possible"
    return Finding("h_0", (_undetached(because, clues, likelihood),))


def changed_since(values: Values, clues: Clues) -> Finding | None:
    """`one of the variables needed for gradient computation has been modified by an inplace operation`."""
    operation = re.sub(r"^.*:|Backward\d*$", "", values.get("operation", ""))  # of `torch::autograd::CopySlices`
    if changes := without_changes_in_place(clues.program, operation):
        because = (
            "`backward` needs the state as it was when something was computed from it, and the program has changed it "
            "in place since. Make a new tensor instead"
        )
        fix = "\n".join(changes) + "  # in place of the line that changes it"
        return Finding("h_n", (Suspect("state-changed-in-place", "likely", because, fix),))
    if not clues.about_recurrence and "retain_graph" not in clues.line:
        return None
    if clues.program and "retain_graph" not in clues.program:
        return None  # the graph of the batch before would be gone
    because = (
        "`backward` reaches the previous batch, and the weights have been updated since: a recurrent state that is "
        "carried on still leads there. Leave `retain_graph=True` out"
    )
    changed = Suspect(
        "state-changed-in-place",
        "possible",
        "`backward` needs a state as it was when something was computed from it",
        "h = h.clone()  # before the line that changes it",
        "a line such as `h *= mask` or `h[done] = 0` changes a state in place",
    )
    return Finding("h_0", likeliest_first((_undetached(because, clues, "possible"), changed)))


def walked_into(values: Values, clues: Clues) -> Finding | None:
    """`iteration over a 0-d tensor`, where a function that detaches states takes a tensor for a tuple of them."""
    match = _OF_EACH.search(clues.line)
    if match is None:
        return None
    function, state = match["function"], match["state"]
    because = (
        f"`{function}` calls itself for each part of anything that is no Variable. Since PyTorch 0.4 a state is a "
        "plain tensor, `type(h) == Variable` is never true, and so the tensor is taken apart, down to single numbers"
    )
    head = f"def {function}({'self, ' if match['self'] else ''}{state}):"
    if clues.function.lstrip().startswith(f"def {function}("):
        head = clues.function.strip().splitlines()[0]
    fix = f"{head}\n    return {state}.detach() if isinstance({state}, torch.Tensor) else {match[0]}"
    return Finding("h_0", (Suspect("variable-state", "certain", because, fix),))


def detached_view(values: Values, clues: Clues) -> Finding | None:
    """`Can't detach views in-place. Use detach() instead.`, of a state that is a part of another tensor."""
    _, owner = next(clues.methods("detach_"), (None, None))
    if owner is None:
        return None
    name = ast.unparse(owner.value if isinstance(owner, ast.Subscript) else owner)
    tree = parse(dedent(clues.function or clues.program))
    loops = [node for node in ast.walk(tree) if isinstance(node, ast.For)] if tree is not None else []
    whole = next((ast.unparse(loop.iter) for loop in loops if ast.unparse(loop.target) == name), "")
    because = (
        "a state that is cut, chunked or indexed is a view of another tensor, and `detach_()` is refused for it: bind "
        "what `detach()` returns to the name"
    )
    is_part = bool(whole) or isinstance(owner, ast.Subscript)
    fix = f"{name} = {name}.detach()"
    if is_part:
        fix = f"{whole or name} = tuple(s.detach() for s in {whole or name})" + "  # in place of the loop" * bool(whole)
    return Finding("h_n", (Suspect("state-not-detached", clues.likelihood, because, fix),))


def copied(values: Values, clues: Clues) -> Finding:
    """`Only Tensors created explicitly by the user (graph leaves) support the deepcopy protocol at the moment`."""
    because = (
        "what is copied holds a tensor with its graph, such as a recurrent state that a model keeps in an attribute. "
        "Detach it there, or keep it outside of the model"
    )
    suspect = replace(_undetached(because, clues, "possible"), condition="it keeps a state")
    return Finding("h_n", (suspect,))


def backward_through_backward(values: Values, clues: Clues) -> Finding:
    """`Double backwards is not supported for CuDNN RNNs due to limitations in the CuDNN API.`."""
    because = (
        "a gradient of a gradient, as for a gradient penalty, needs the derivative of `backward`, which the fused "
        "kernels of the GPU do not have. Without cuDNN a layer is computed by functions that have it; a cell never is, "
        "and must be written out, or run on the CPU"
    )
    fix = f"with torch.backends.cudnn.flags(enabled=False):\n    {call(clues.names)}"
    if "fused" in clues.traceback:  # which is no function of cuDNN
        names = clues.names
        fix = f"{names.layer} = {names.layer}.cpu()  # or a newer release, or the cell written out"
    return Finding(None, (Suspect("cudnn-double-backward", "certain", because, fix),))


def scattered_weights(values: Values, clues: Clues) -> Finding:
    """The warning `RNN module weights are not part of single contiguous chunk of memory.`."""
    because = (
        "cuDNN wants all weights of a layer in one piece of memory, and copies them there in every call; the results "
        "are right. Weights that were replaced, copied with `deepcopy` or sent to replicas by DataParallel lie apart"
    )
    fix = f"{clues.names.layer}.flatten_parameters()  # in forward, before the call"
    return Finding(None, (Suspect("scattered-weights", "certain", because, fix),))


def no_kernel(values: Values, clues: Clues) -> Finding | None:
    """`"_thnn_fused_lstm_cell_cuda" not implemented for 'BFloat16'`, of the kernels of recurrent layers."""
    if not _OF_KERNELS.search(values["function"]):
        return None
    kind, name = values["kind"], clues.names.input
    if kind not in ("Half", "BFloat16"):
        because = f"there is no such kernel for numbers of this type, {kind}; the layer and its input are floats"
        return Finding("input", (Suspect("dtype-mismatch", "certain", because, f"{name} = {name}.float()"),))
    because = (
        f"this release has no kernel of a recurrent layer for {kind} on this device, and autocast, or `.half()`, asked "
        "for it. Compute the layer in float32, with autocast off around it"
    )
    return Finding("input", (Suspect("autocast-dtype", "certain", because, without_autocast(clues)),))


def backward_in_eval(values: Values, clues: Clues) -> Finding:
    """`cudnn RNN backward can only be called in training mode`."""
    because = (
        "cuDNN keeps what `backward` needs only while the layer is in training mode, and `eval()` was called and not "
        "taken back, as after a validation or a sample. The mode counts at the forward, and not at `backward`. Where "
        "dropout has to stay off, call the layer without cuDNN: `with torch.backends.cudnn.flags(enabled=False):`"
    )
    fix = f"{clues.names.layer if clues.called else 'model'}.train()  # before forward, in each epoch"
    if _OF_EVALUATION.search(clues.traceback) and not _OF_TRAINING.search(clues.line):
        fix = f"with torch.backends.cudnn.flags(enabled=False):\n    {call(clues.names)}  # the forward, in evaluation"
    return Finding(None, (Suspect("cudnn-eval-mode", "certain", because, fix),))


def cudnn_status(values: Values, clues: Clues) -> Finding:
    """`cuDNN error: CUDNN_STATUS_EXECUTION_FAILED`."""
    because = (
        "such an error is no matter of shapes: it comes from the driver, the memory of the GPU, the release of CUDA, "
        "or an error before it, such as an index out of range, which the CPU names, or CUDA_LAUNCH_BLOCKING=1"
    )
    fix = "torch.backends.cudnn.enabled = False  # slower; tells whether cuDNN is to blame"
    return Finding(None, (Suspect("not-a-shape", clues.likelihood, because, fix),))


def cudnn_alone(values: Values, clues: Clues) -> Finding:
    """`CUDNN_STATUS_EXECUTION_FAILED` alone, as older releases say it, which compare no devices before."""
    because = (
        "releases with this short message do not compare devices first: cuDNN also fails so if the input, a state or "
        "the weights are on the CPU and the others on the GPU"
    )
    device = f"next({clues.names.layer}.parameters()).device"
    fix = f"{clues.names.input} = {clues.names.input}.to({device})  # and the states"
    elsewhere = Suspect("device-mismatch", "possible", because, fix, "not all of them are on one device")
    (other,) = cudnn_status(values, clues).suspects
    return Finding(
        "input", (elsewhere, replace(other, likelihood="possible", condition="all of them are on one device"))
    )


def graph_break(values: Values, clues: Clues) -> Finding:
    """`TorchDynamo purposely graph breaks on RNN, GRU, LSTMs`, of releases that export by torch.compile's tracer."""
    because = (
        "this release does not trace recurrent layers with TorchDynamo, neither for `torch.compile` in one graph nor "
        "for an export; no shape is wrong. The exporter that traces by running does, and so does a newer release"
    )
    fix = 'torch.onnx.export(model, (input,), "model.onnx", dynamo=False)'
    return Finding(None, (Suspect("unsupported-transform", "likely", because, fix),))


def not_convertible(values: Values, clues: Clues) -> Finding | None:
    """`PyTorch convert function for op 'gru' not implemented`, of converters to other formats."""
    if not _OF_KERNELS.search(values["function"].lower()):
        return None
    if "thnn_fused" in values["function"]:
        because = (
            "on a GPU the cells are single functions, which no exporter knows; on the CPU they are made of plain "
            "arithmetic, which every exporter does. No shape is wrong"
        )
        return Finding(None, (Suspect("unsupported-transform", "likely", because, "model = model.cpu()"),))
    because = (
        f"the converter knows no `{values['function']}`, or not with these arguments; no shape is wrong. A newer "
        "release of it may, as may another opset; a layer without `batch_first` and without states is known most often"
    )
    fix = "torch.onnx.export(model, (input,), 'model.onnx', opset_version=18)"
    return Finding(None, (Suspect("unsupported-transform", "likely", because, fix),))


def packing_exported(values: Values, clues: Clues) -> Finding:
    """`Cannot export individual pack_padded_sequence or pad_packed_sequence`: ONNX has no packed sequences."""
    because = (
        "ONNX has no packed sequences: the exporter leaves packing out where pack_padded_sequence, the recurrent layer "
        "and pad_packed_sequence follow each other, and here something stands between them, or one of them is missing. "
        "No shape is wrong. For one sequence, and for sequences of one length, packing changes nothing"
    )
    fix = f"{clues.spoken.returns} = {clues.names.layer}(x)  # in place of packing, for the export"
    return Finding(None, (Suspect("unsupported-transform", "likely", because, fix),))


def no_batching_rule(values: Values, clues: Clues) -> Finding | None:
    """`Batching rule not implemented for aten::gru.input. We could not generate a fallback.`."""
    if "function" in values and not _OF_KERNELS.search(values["function"]):
        return None
    because = (
        "torch.func's transforms, and tools that rest on them, such as Opacus, need a rule for each function, and "
        "there is none for a recurrent layer. Opacus has layers of its own in their place, DPLSTM, DPGRU and DPRNN. "
        "An input with a batch axis needs no transform; otherwise call the function, or each model, in a loop"
    )
    fix = _without_vmap(clues)
    return Finding(None, (Suspect("unsupported-transform", "likely", because, fix),))


def _without_vmap(clues: Clues) -> str:
    """The line with a loop in place of `vmap`: over the models that were stacked, or else over the samples."""
    anything = "results = [model(sample) for sample in samples]  # in place of vmap"
    line, whole = _mapped_in(clues)
    if line is None or whole is None or not isinstance(whole.func, ast.Call) or not whole.func.args:
        return anything
    stacked = _STACKED.search(clues.program)
    models = re.split(r",\s*", stacked["names"]) if stacked is not None else []
    given = [ast.unparse(one) for one in whole.args]
    pairs = [(one, axis) for one, axis in zip(given, _axes_in(whole.func, len(given))) if one not in models]
    function, count = ast.unparse(whole.func.args[0]), next((one for one, axis in pairs if axis == "0"), None)
    if stacked is not None and len(pairs) == len(given) - len(models):
        function, count = f"{stacked['models']}[i]", stacked["models"]
    if count is None or not pairs:
        return anything
    ones = ", ".join(f"{one}[i]" if axis == "0" else one for one, axis in pairs)
    function = f"({function})" if function.startswith("lambda") else function
    loop = f"[{function}({ones}) for i in range(len({count}))]"
    if isinstance(line, ast.Assign) and line.value is whole and isinstance(line.targets[0], ast.Name):
        is_layer = function in {one.name for one in layers_in(clues.program)}
        if not is_layer and not function.startswith("(lambda"):
            return with_node(line, whole, f"torch.stack({loop})")
    return f"results = {loop}  # in place of vmap: the result of each"


def _mapped_in(clues: Clues) -> tuple[ast.stmt | None, ast.Call | None]:
    """The line of the program, or of the traceback, that calls what `vmap` returns, and the call."""
    texts = [dedent(clues.program), *(frame.code.strip() for frame in frames_in(clues.traceback))]
    nodes = (node for text in texts for node in ast.walk(parse(text) or ast.Module([], [])))
    for line in (node for node in nodes if isinstance(node, (ast.Assign, ast.Return, ast.Expr))):
        for node in ast.walk(line):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Call) and called(node.func).endswith("vmap"):
                return line, node
    return None, None


def _axes_in(mapping: ast.Call, count: int) -> Sequence[str]:
    """Along which axis `vmap` maps each argument, `0` or `None`; none where that is not plain."""
    words = [*map(ast.unparse, mapping.args[1:]), *(f"{one.arg}={ast.unparse(one.value)}" for one in mapping.keywords)]
    if not words:
        return ["0"] * count
    found = re.fullmatch(r"(?:in_dims=)?\((?P<axes>(?:(?:0|None),? ?)+)\)", words[0]) if len(words) == 1 else None
    return re.findall("0|None", found["axes"]) if found is not None else ()


def baked_in(values: Values, clues: Clues) -> Finding:
    """`Input initial_h must have shape {1,2,16}. Actual:{1,1,16}`, which ONNX Runtime says."""
    because = (
        "the states were made for the batch of the export, and are a part of the exported model. Make them in forward "
        "from the input, or leave them out, and name the batch axis in `dynamic_axes` or `dynamic_shapes`"
    )
    fix = f"h_0 = {clues.names.input}.new_zeros(num_layers, {clues.names.input}.size(0), hidden_size)  # in forward"
    return Finding("h_0", (Suspect("onnx-batch-size", "likely", because, fix),), formula=formula_of("h_0", clues))
