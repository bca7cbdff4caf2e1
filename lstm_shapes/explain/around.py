"""Messages about what stands around a layer: its embedding, the training, the loss, and what was saved."""

from __future__ import annotations

import ast
import re

from lstm_shapes.explain.clues import Clues, called
from lstm_shapes.explain.finding import Finding, Likelihood, Suspect
from lstm_shapes.explain.patterns import Values
from lstm_shapes.explain.repairs import batch_axis, formula_of

__all__ = ["backward_in_eval", "backward_twice", "changed_since", "classes_axis", "cudnn_status", "float_indices"]
__all__ += ["baked_in", "no_batching_rule"]
__all__ += ["index_of_table", "missing_state", "other_rows", "other_states", "pickled", "targets", "too_many_indices"]

_OF_RELEASES = ("_flat_weights", "_flat_weights_names", "_flat_weight_refs", "proj_size")
"""Attributes of recurrent layers that not every release of PyTorch has."""

_STATE = re.compile(r"(?:\w+_)?(?:h|c|hx|hc|hn|h_n|h0|h_0|hid|hidden|state|states|hiddens)(?:_\w{1,12})?")
_RESULT = re.compile(r"(?:\w+_)?(?:out|output|outputs|steps|logits)(?:_\w{1,12})?")


def _likely(clues: Clues) -> Likelihood:
    return "likely" if clues.about_recurrence else "possible"


def _name_like(pattern: re.Pattern[str], clues: Clues) -> str:
    """The first name on the user's line that reads so; empty if there is none."""
    names = (node.id for node in clues.nodes() if isinstance(node, ast.Name))
    return next((name for name in names if pattern.fullmatch(name)), "")


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
        _likely(clues),
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


def backward_in_eval(values: Values, clues: Clues) -> Finding:
    """`cudnn RNN backward can only be called in training mode`."""
    because = (
        "cuDNN keeps what `backward` needs only while the layer is in training mode, and `eval()` was called. Dropout "
        "and batch norm elsewhere may stay in eval mode"
    )
    fix = f"{clues.names.layer}.train()  # or, around its call: with torch.backends.cudnn.flags(enabled=False):"
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


def _embedding(clues: Clues) -> tuple[str, str]:
    """The embedding on the user's line and what it is given, as far as they have names."""
    for node in clues.calls():
        if "emb" in called(node).lower() and node.args:
            return called(node), ast.unparse(node.args[0])
    return "embedding", "words"


def index_of_table(values: Values, clues: Clues) -> Finding:
    """`index out of range in self`, which nn.Embedding raises on the CPU."""
    table, words = _embedding(clues)
    because = (
        f"an nn.Embedding takes numbers from 0 to num_embeddings - 1, and a number in `{words}` is greater: words that "
        "are counted from 1, or a padding number, need one row more"
    )
    fix = f"{table} = nn.Embedding(int({words}.max()) + 1, {table}.embedding_dim)"
    return Finding(None, (Suspect("embedding-input", _likely(clues), because, fix),))


def float_indices(values: Values, clues: Clues) -> Finding:
    """`Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, Int; ...`."""
    _, words = _embedding(clues)
    because = "an nn.Embedding takes the numbers of words, which are whole; features that are floats need none"
    return Finding(None, (Suspect("embedding-input", _likely(clues), because, f"{words} = {words}.long()"),))


def too_many_indices(values: Values, clues: Clues) -> Finding | None:
    """`too many indices for tensor of dimension 2`, raised by `output[:, -1, :]`."""
    name = clues.names.input
    because = (
        "the output has two axes, (L, D * H_out), as the input had none for the batch: it was read as one sequence. "
        "Give it a batch axis of size 1"
    )
    fix = f"{name} = {name}.unsqueeze({batch_axis(clues)})  # before the layer is called"
    suspect = Suspect("unbatched-output", _likely(clues), because, fix, "what is indexed is the output of the layer")
    return Finding("output", (suspect,), formula=formula_of("output", clues, False))


def other_states(values: Values, clues: Clues) -> Finding | None:
    """`Sizes of tensors must match except in dimension 2. Expected size 1 but got size 2 for tensor number 1 ...`."""
    name = _name_like(_STATE, clues)
    layers = {values["expected"], values["actual"]} - {1}
    if not name or len(layers) != 1:
        return None
    because = (
        f"`{name}` has {layers.pop()} rows, one for each layer and direction, and what it is joined with has one: take "
        "that of the last layer"
    )
    fix = re.sub(rf"\b{name}\b", f"{name}[-1:]", clues.line)
    suspect = Suspect("all-layers-for-the-last", "likely", because, fix, f"`{name}` is the state of the layer")
    return Finding("h_n", (suspect,), formula=formula_of("h_n", clues))


def targets(values: Values, clues: Clues) -> Finding | None:
    """`Expected input batch_size (6) to match target batch_size (3).`."""
    scores, wanted = values["actual"], values["expected"]
    state = _name_like(_STATE, clues)
    if not (clues.about_recurrence or state or _name_like(_RESULT, clues)):
        return None
    because = f"the loss has {scores} rows of scores and {wanted} targets"
    if wanted and scores % wanted == 0:
        because += (
            f", {scores // wanted} rows for each: the states of all layers were flattened into rows, or all steps of "
            "the output, where one is meant"
        )
        taken = f"{state}[-1]  # (N, H_out), the last layer's state" if state else "output[:, -1]  # (N, H_out)"
        return Finding(
            "output", (Suspect("target-shape", "possible", because, f"summary = {taken}"),), wanted, scores, 0
        )
    because += ": one of them has a step that the other lacks, or is transposed. The line shows which"
    node = next((node for node in clues.calls() if len(node.args) > 1), None)
    given = [ast.unparse(one) for one in node.args[:2]] if node is not None else ["scores", "targets"]
    fix = f"print({', '.join(f'{one}.shape' for one in given)})  # a row of scores for each target"
    return Finding("output", (Suspect("target-shape", "possible", because, fix),), wanted, scores, 0)


def classes_axis(values: Values, clues: Clues) -> Finding | None:
    """`Expected target size [3, 4], got [3, 6]`: the classes must be on axis 1 of the scores."""
    if not (clues.about_recurrence or _name_like(_RESULT, clues)):
        return None
    node = next((node for node in clues.calls() if len(node.args) > 1), None)
    scores = "scores" if node is None else ast.unparse(node.args[0])
    because = (
        "the scores are (N, L, C), and cross-entropy takes the classes on axis 1, (N, C, L): it has read the steps as "
        "classes"
    )
    fix = clues.line.replace(scores, f"{scores}.transpose(1, 2)", 1) if node else "scores = scores.transpose(1, 2)"
    suspect = Suspect("target-shape", _likely(clues), because, fix)
    return Finding("output", (suspect,), values["expected"], values["actual"])


def missing_state(values: Values, clues: Clues) -> Finding | None:
    """`Letters.forward() missing 1 required positional argument: 'hidden'`."""
    if not _STATE.fullmatch(values["argument"]):
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
    return Finding("h_0", (Suspect("missing-state-argument", _likely(clues), because, fix),))


def cudnn_status(values: Values, clues: Clues) -> Finding:
    """`cuDNN error: CUDNN_STATUS_EXECUTION_FAILED`."""
    because = (
        "such an error is no matter of shapes: it comes from the driver, the memory of the GPU, the release of CUDA, "
        "or an error before it, such as an index out of range, which the CPU names, or CUDA_LAUNCH_BLOCKING=1"
    )
    fix = "torch.backends.cudnn.enabled = False  # slower; tells whether cuDNN is to blame"
    return Finding(None, (Suspect("not-a-shape", _likely(clues), because, fix),))


def no_batching_rule(values: Values, clues: Clues) -> Finding | None:
    """`Batching rule not implemented for aten::gru.input. We could not generate a fallback.`."""
    if "function" in values and not values["function"].startswith(("aten::lstm", "aten::gru", "aten::rnn")):
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


def other_rows(values: Values, clues: Clues) -> Finding | None:
    """`The size of tensor a (5) must match the size of tensor b (7) at non-singleton dimension 1`, of a mask."""
    name = _name_like(_RESULT, clues)
    if clues.in_rnn or not name or "mask" not in clues.line:
        return None
    because = "pad_packed_sequence pads to the longest sequence of this batch, and the mask is as wide as the input was"
    fix = f"{name}, lengths = pad_packed_sequence(packed, batch_first=True, total_length=x.size(1))"
    suspect = Suspect("total-length", _likely(clues), because, fix, f"`{name}` was packed and unpacked")
    return Finding("output", (suspect,), values["expected"], values["actual"])
