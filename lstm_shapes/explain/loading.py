"""Messages of load_state_dict: the checkpoint is of a layer with other sizes, layers or directions."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from lstm_shapes.explain.clues import Clues
from lstm_shapes.explain.finding import Finding, Likelihood, Suspect
from lstm_shapes.explain.patterns import Values

__all__ = ["missing", "size", "unexpected"]

_CAUSE = "checkpoint-of-another-lstm"
_KINDS = {4: "LSTM", 3: "GRU", 1: "RNN"}  # by the number of gates
_OTHERS = "  # where the model builds it; its other arguments as before"
_HINT = "`lstm-shapes inspect --checkpoint FILE` shows the constructor call of every LSTM in the file"


def size(values: Values, clues: Clues) -> Finding | None:
    """`size mismatch for lstm.weight_ih_l0: copying a param with shape torch.Size([96, 10]) from checkpoint, ...`."""
    owner, _, name = values["parameter"].rpartition(".")
    saved, own = values["saved"], values["own"]
    if len(saved) != len(own):
        return None
    of_states = values if values.get("second", "").startswith(f"{owner}.weight_hh"[not owner :]) else {}
    gates, own_gates = _gates(of_states.get("second_saved")), _gates(of_states.get("second_own"))
    what = _what_differs(name, saved, own)
    if gates and own_gates and gates != own_gates:
        what = f"it was saved from an nn.{_KINDS[gates]}, and the layer is an nn.{_KINDS[own_gates]}"
    because = f"the checkpoint has {name} of {saved} and the layer of {own}: {what}. {_HINT}"
    kind = _KINDS.get(gates or _gates(saved if name.startswith("weight_hh") else None) or 4, "LSTM")
    fix = _rebuilt(_path(owner, clues), name, saved, kind)
    likelihood: Likelihood = "certain" if gates and own_gates else "likely"
    axis = next((axis for axis, (one, other) in enumerate(zip(saved, own)) if one != other), None)
    group = f"{owner} in the checkpoint"
    return Finding(name, (Suspect(_CAUSE, likelihood, because, fix),), own, saved, axis, group=group)


def _gates(shape: Sequence[int] | None) -> int | None:
    """The number of gates by the shape of weight_hh; None if there is a projection, or the shape is not known."""
    if not shape or len(shape) != 2 or shape[0] % shape[1]:
        return None
    return shape[0] // shape[1] if shape[0] // shape[1] in _KINDS else None


def _what_differs(name: str, saved: Sequence[int], own: Sequence[int]) -> str:
    """Which arguments of the constructor differ, by the axes that differ."""
    found = []
    if saved[0] != own[0]:
        found.append("hidden_size" if "_hr_" not in name else "proj_size")
    if saved[1:] != own[1:]:
        if name.startswith("weight_ih_l0"):
            found.append("input_size")
        elif "_ih_" in name:
            found.append("hidden_size, proj_size or bidirectional")
        elif "hidden_size" not in found:
            found.append("proj_size" if "_hh_" in name else "hidden_size")
    return f"{' and '.join(dict.fromkeys(found)) or 'its size'} differ{'s' * (len(set(found)) == 1)}"


def _rebuilt(path: str, name: str, saved: Sequence[int], kind: str) -> str:
    """The constructor call that fits the shape of a weight; what the shape does not show is left as it is."""
    gates = next(number for number, known in _KINDS.items() if known == kind)
    hidden = str(saved[0] // gates) if saved[0] % gates == 0 else f"{path}.hidden_size"
    features = str(saved[1]) if name.startswith("weight_ih_l0") else f"{path}.input_size"
    return f"{path} = nn.{kind}({features}, {hidden}){_OTHERS}"


def _path(owner: str, clues: Clues) -> str:
    """The layer as an expression in the user's code, starting with the model that is loaded."""
    node = next(clues.calls("load_state_dict"), None)
    model = ast.unparse(node.func.value) if node is not None and isinstance(node.func, ast.Attribute) else ""
    inner = re.sub(r"(?:^|\.)(\d+)(?=\.|$)", r"[\1]", owner)
    whole = f"{model}.{inner}" if model and inner and not inner.startswith("[") else f"{model}{inner}"
    return whole or "lstm"


def missing(values: Values, clues: Clues) -> Finding:
    """`Missing key(s) in state_dict: "lstm.weight_ih_l0_reverse"`: the layer has more than the checkpoint."""
    return _keys(values["parameter"], clues, of_layer=True)


def unexpected(values: Values, clues: Clues) -> Finding:
    """`Unexpected key(s) in state_dict: "lstm.weight_ih_l1"`: the checkpoint has more than the layer."""
    return _keys(values["parameter"], clues, of_layer=False)


# A part of a weight's name, what such weights are, and the argument of a layer without them and with them.
_EXTRAS = (
    ("_reverse", "weights of the backward direction", "bidirectional=False", "bidirectional=True"),
    ("bias_", "biases", "bias=False", "bias=True"),
    ("weight_hr_", "weights of a projection", "proj_size=0", "proj_size=5"),
)


def _keys(parameter: str, clues: Clues, *, of_layer: bool) -> Finding:
    """The finding for a weight that only one of the two has: the layer if `of_layer`, else the checkpoint."""
    owner, _, name = parameter.rpartition(".")
    path = _path(owner, clues)
    number = int(re.findall(r"_l(\d+)", name)[0])
    above = ("", f"a layer {number}", f"num_layers={max(number, 1)}", f"num_layers={number + 1}")
    _, what, without, with_it = next((row for row in _EXTRAS if row[0] in name), above)
    one, other = ("layer", "checkpoint") if of_layer else ("checkpoint", "layer")
    suspect = Suspect(
        _CAUSE,
        "likely",
        f"the {one} has {what}, and the {other} has none: {name}. {_HINT}",
        f"{path} = nn.LSTM({path}.input_size, {path}.hidden_size, {without if of_layer else with_it}){_OTHERS}",
    )
    return Finding(name, (suspect,), group=f"{owner} in the checkpoint")
