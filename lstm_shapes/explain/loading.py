"""Messages of load_state_dict: a checkpoint of a layer with other sizes, layers or directions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lstm_shapes.explain.clues import Clues
from lstm_shapes.explain.finding import Finding, Suspect
from lstm_shapes.explain.patterns import Values

__all__ = ["missing", "size", "unexpected"]

_CAUSE = "checkpoint-of-another-lstm"
_GATES = {4: "LSTM", 3: "GRU", 1: "RNN"}
_HINT = "`lstm-shapes inspect --checkpoint FILE` tells the whole constructor of every LSTM in the file"


def size(values: Values, clues: Clues) -> Finding | None:
    """`size mismatch for lstm.weight_ih_l0: copying a param with shape torch.Size([96, 10]) from checkpoint, ...`."""
    owner, _, name = values["parameter"].rpartition(".")
    saved, own = values["saved"], values["own"]
    if len(saved) != len(own):
        return None
    what = _what_differs(name, saved, own)
    because = f"the checkpoint has {name} of {saved} and the layer of {own}: {what}. {_HINT}"
    suspect = Suspect(_CAUSE, "certain", because, _rebuilt(owner, name, saved))
    axis = next((axis for axis, (one, other) in enumerate(zip(saved, own)) if one != other), None)
    return Finding(name, (suspect,), own, saved, axis, group=f"{owner} in the checkpoint")


def _what_differs(name: str, saved: Sequence[int], own: Sequence[int]) -> str:
    """Which arguments of the constructor are not the same, by the axes that differ."""
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


def _rebuilt(owner: str, name: str, saved: Sequence[int]) -> str:
    """The constructor call that the shape of a weight tells, as far as it does."""
    layer, comment = f"{owner or 'lstm'} = nn", "  # and its other arguments, as in the checkpoint"
    if name.startswith("weight_hh") and saved[0] % saved[1] == 0 and saved[0] // saved[1] in _GATES:
        kind = _GATES[saved[0] // saved[1]]
        return f"{layer}.{kind}({_same(owner, 'input_size')}, {saved[1]}){comment}"
    hidden = str(saved[0] // 4) if saved[0] % 4 == 0 else _same(owner, "hidden_size")
    features = str(saved[1]) if name.startswith("weight_ih_l0") else _same(owner, "input_size")
    return f"{layer}.LSTM({features}, {hidden}){comment}"


def _same(owner: str, argument: str) -> str:
    return f"{owner or 'lstm'}.{argument}"


def missing(values: Values, clues: Clues) -> Finding:
    """`Missing key(s) in state_dict: "lstm.weight_ih_l0_reverse"`: the layer has more than the checkpoint."""
    return _keys(values["parameter"], "the layer has {}, and the checkpoint has not", "fewer")


def unexpected(values: Values, clues: Clues) -> Finding:
    """`Unexpected key(s) in state_dict: "lstm.weight_ih_l1"`: the checkpoint has more than the layer."""
    return _keys(values["parameter"], "the checkpoint has {}, and the layer has not", "more")


def _keys(parameter: str, sentence: str, direction: str) -> Finding:
    owner, _, name = parameter.rpartition(".")
    number = int(re.findall(r"_l(\d+)", name)[0])
    layers, directions = (number, "False") if direction == "fewer" else (number + 1, "True")
    if name.endswith("_reverse"):
        what, argument = "weights of the backward direction", f"bidirectional={directions}"
    elif name.startswith("bias"):
        what, argument = "biases", f"bias={directions}"
    elif name.startswith("weight_hr"):
        what, argument = "weights of a projection", "proj_size=0" if direction == "fewer" else "proj_size=5"
    else:
        what, argument = f"a layer {number}", f"num_layers={max(layers, 1)}"
    sizes = f"{_same(owner, 'input_size')}, {_same(owner, 'hidden_size')}"
    suspect = Suspect(
        _CAUSE,
        "likely",
        f"{sentence.format(what)}: {name}. {_HINT}",
        f"{owner or 'lstm'} = nn.LSTM({sizes}, {argument})  # and its other arguments, as in the checkpoint",
    )
    return Finding(name, (suspect,), group=f"{owner} in the checkpoint")
