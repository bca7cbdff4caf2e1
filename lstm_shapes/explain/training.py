"""Messages about a layer that is trained, saved, exported or run in another way: no shape of it is wrong."""

from __future__ import annotations

import ast
import re

from lstm_shapes.explain.clues import Clues
from lstm_shapes.explain.finding import Finding, Suspect
from lstm_shapes.explain.patterns import Values
from lstm_shapes.explain.repairs import call, formula_of, states_as_tuple, without_autocast

__all__ = ["backward_in_eval", "backward_twice", "baked_in", "changed_since", "cudnn_status", "no_batching_rule"]
__all__ += ["backward_through_backward", "no_kernel", "pickled", "plain_weight", "scattered_weights", "scripted_states"]

_OF_RELEASES = ("_flat_weights", "_flat_weights_names", "_flat_weight_refs", "_all_weights", "all_weights", "proj_size")
"""Attributes of recurrent layers that not every release of PyTorch has."""
_TYPES = {True: "tuple[torch.Tensor, torch.Tensor]", False: "torch.Tensor"}
"""What a state is annotated with, by whether it is two tensors."""

_OF_KERNELS = re.compile(r"lstm|gru|rnn|thnn_fused")


def _detached(clues: Clues) -> str:
    name = clues.names.states or "hidden"
    if not clues.is_sure_of_states:
        return (
            f"{name} = tuple(s.detach() for s in {name}) if isinstance({name}, tuple) else {name}.detach()"
            "  # before the next batch"
        )
    detached = f"tuple(s.detach() for s in {name})" if clues.spoken.has_cell_state else f"{name}.detach()"
    return f"{name} = {detached}  # before the next batch"


def backward_twice(values: Values, clues: Clues) -> Finding:
    """`Trying to backward through the graph a second time`."""
    suspect = Suspect(
        "state-not-detached",
        clues.likelihood,
        "`backward` reaches the previous batch, whose graph is gone: a recurrent state that is carried on still leads "
        "there. `retain_graph=True` only defers the error",
        _detached(clues),
        "a state is carried on from one batch to the next",
    )
    return Finding("h_0", (suspect,))


def changed_since(values: Values, clues: Clues) -> Finding | None:
    """`one of the variables needed for gradient computation has been modified by an inplace operation`."""
    if not clues.about_recurrence and "retain_graph" not in clues.line:
        return None
    suspect = Suspect(
        "state-not-detached",
        "possible",
        "`backward` reaches the previous batch, and the weights have been updated since: a recurrent state that is "
        "carried on still leads there. Leave `retain_graph=True` out",
        _detached(clues),
        "a state is carried on from one batch to the next",
    )
    return Finding("h_0", (suspect,))


def backward_through_backward(values: Values, clues: Clues) -> Finding:
    """`Double backwards is not supported for CuDNN RNNs due to limitations in the CuDNN API.`."""
    because = (
        "a gradient of a gradient, as for a gradient penalty, needs the derivative of `backward`, which the fused "
        "kernels of the GPU do not have. Without cuDNN a layer is computed by functions that have it; a cell never is, "
        "and must be written out, or run on the CPU"
    )
    fix = f"with torch.backends.cudnn.flags(enabled=False):\n    {call(clues.names)}"
    return Finding(None, (Suspect("cudnn-double-backward", "certain", because, fix),))


def scattered_weights(values: Values, clues: Clues) -> Finding:
    """The warning `RNN module weights are not part of single contiguous chunk of memory.`."""
    because = (
        "cuDNN wants all weights of a layer in one piece of memory, and copies them there in every call; the results "
        "are right. Weights that were replaced, copied with `deepcopy` or sent to replicas by DataParallel lie apart"
    )
    fix = f"{clues.names.layer}.flatten_parameters()  # in forward, before the call"
    return Finding(None, (Suspect("scattered-weights", "certain", because, fix),))


def plain_weight(values: Values, clues: Clues) -> Finding:
    """`cannot assign 'torch.FloatTensor' as parameter 'weight_ih_l0' (torch.nn.Parameter or None expected)`."""
    target = f"{clues.names.layer}.{values['parameter']}"
    new, statement = "weight", clues.statement
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Attribute):
        target, new = ast.unparse(statement.targets[0]), ast.unparse(statement.value)
    for node in clues.calls("setattr"):
        if len(node.args) == 3:
            owner, name, new = map(ast.unparse, node.args)
            target = f"getattr({owner}, {name})"
    because = (
        f"`{values['parameter']}` is an nn.Parameter, which the optimizer knows, and a tensor cannot take its place. "
        "Copy the numbers into it; it stays the same parameter, and the weights stay in one piece of memory"
    )
    fix = f"with torch.no_grad():\n    {target}.copy_({new})"
    return Finding(values["parameter"], (Suspect("plain-tensor-weight", "certain", because, fix),))


def scripted_states(values: Values, clues: Clues) -> Finding | None:
    """`Expected a value of type '(Tensor, Tensor)?' for argument 'hx' but instead found type 'Tensor'`."""
    wants_two, given = _is_tuple(values["expected"]), values["actual"]
    if wants_two is _is_tuple(given):
        return None
    if "(inferred)" in given:
        because = "TorchScript takes a parameter of `forward` without an annotation for a tensor"
        fix = f"def forward(self, {clues.names.input}, state: {_TYPES[wants_two]}):  # in the class that is scripted"
    elif wants_two and given.startswith("List"):
        because = "TorchScript holds nn.LSTM to its types: the states are a tuple of two tensors, and no list"
        fix = call(clues.names, f"({clues.names.states or 'states'}[0], {clues.names.states or 'states'}[1])")
    elif wants_two:
        because = "TorchScript holds nn.LSTM to its types: the states are one tuple of two tensors, (h_0, c_0)"
        fix = states_as_tuple(clues.names)
    else:
        because = "TorchScript holds nn.GRU and nn.RNN to their types: there is one state, a tensor"
        fix = f"output, h_n = {clues.names.layer}({clues.names.input}, {clues.names.hidden}[0])"
    because += f". This is `{given}`"
    return Finding("h_0", (Suspect("torchscript-state", "certain", because, fix),), formula=formula_of("h_0", clues))


def _is_tuple(name: str) -> bool:
    """Whether a type of TorchScript is a tuple, or one that may be None: `(Tensor, Tensor)?`."""
    return name.removeprefix("Optional[").startswith(("Tuple", "("))


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
        "cuDNN keeps what `backward` needs only while the layer is in training mode, and `eval()` was called. Dropout "
        "and batch norm elsewhere may stay in eval mode"
    )
    fix = f"{clues.names.layer}.train()  # before forward; or call it within torch.backends.cudnn.flags(enabled=False)"
    return Finding(None, (Suspect("cudnn-eval-mode", "certain", because, fix),))


def pickled(values: Values, clues: Clues) -> Finding | None:
    """`'LSTM' object has no attribute '_flat_weights'`."""
    if values["attribute"] not in _OF_RELEASES:
        return None
    because = (
        f"layers of this release have `{values['attribute']}`, and this one, which was pickled whole, is of another "
        "release. Save the state_dict where the file was written, and load it into a model that is built here"
    )
    fix = 'torch.save(model.state_dict(), "weights.pt")  # with the release that wrote the file'
    fix += '\nmodel.load_state_dict(torch.load("weights.pt"))  # here'
    return Finding(None, (Suspect("pickled-module", "likely", because, fix),))


def cudnn_status(values: Values, clues: Clues) -> Finding:
    """`cuDNN error: CUDNN_STATUS_EXECUTION_FAILED`."""
    because = (
        "such an error is no matter of shapes: it comes from the driver, the memory of the GPU, the release of CUDA, "
        "or an error before it, such as an index out of range, which the CPU names, or CUDA_LAUNCH_BLOCKING=1"
    )
    fix = "torch.backends.cudnn.enabled = False  # slower; tells whether cuDNN is to blame"
    return Finding(None, (Suspect("not-a-shape", clues.likelihood, because, fix),))


def no_batching_rule(values: Values, clues: Clues) -> Finding | None:
    """`Batching rule not implemented for aten::gru.input. We could not generate a fallback.`."""
    if "function" in values and not _OF_KERNELS.search(values["function"]):
        return None
    because = (
        "torch.func's transforms, and tools that rest on them, such as Opacus, need a rule for each function, and "
        "there is none for a whole recurrent layer. A loop over the steps with a cell has one; a batch axis of the "
        "input often does what vmap was meant for"
    )
    cell = clues.spoken.layer
    fix = f"cell = nn.{cell}Cell({clues.names.layer}.input_size, {clues.names.layer}.hidden_size)  # one step at a time"
    return Finding(None, (Suspect("unsupported-transform", "likely", because, fix),))


def baked_in(values: Values, clues: Clues) -> Finding:
    """`Input initial_h must have shape {1,2,16}. Actual:{1,1,16}`, which ONNX Runtime says."""
    because = (
        "the states were made for the batch of the export, and are a part of the exported model. Make them in forward "
        "from the input, or leave them out, and name the batch axis in `dynamic_axes` or `dynamic_shapes`"
    )
    fix = f"h_0 = {clues.names.input}.new_zeros(num_layers, {clues.names.input}.size(0), hidden_size)  # in forward"
    return Finding("h_0", (Suspect("onnx-batch-size", "likely", because, fix),), formula=formula_of("h_0", clues))
