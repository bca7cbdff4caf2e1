"""Messages of load_state_dict: the checkpoint is of a layer of another kind, or with other sizes or directions."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from lstm_shapes.explain.callers import bound_above
from lstm_shapes.explain.clues import Clues
from lstm_shapes.explain.finding import Finding, Likelihood, Suspect
from lstm_shapes.explain.models import configured_with, model_with
from lstm_shapes.explain.patterns import Values
from lstm_shapes.explain.telling import kinds_in_name, narrowed, of
from lstm_shapes.kinds import KINDS, Kind

__all__ = ["around_weights", "cell_or_layer", "missing", "size", "unexpected"]

_CAUSE = "checkpoint-of-another-lstm"
_OTHERS = "  # where the model builds it; its other arguments as before"
_HINT = "`lstm-shapes inspect --checkpoint FILE` shows the constructor call of every recurrent layer in the file"
_LOADED = re.compile(rf"loading state_dict for ({'|'.join(KINDS)}):")
_NUMBER = re.compile(r"_l(\d+)")


def size(values: Values, clues: Clues) -> Finding | None:
    """`size mismatch for lstm.weight_ih_l0: copying a param with shape torch.Size([96, 10]) from checkpoint, ...`."""
    owner, _, name = values["parameter"].rpartition(".")
    saved, own = values["saved"], values["own"]
    axes = 1 if name.startswith("bias") else 2
    if len(saved) != axes or len(own) != axes or 0 in (*saved, *own):
        return None  # no parameter of a recurrent layer
    second = values if values.get("second", "").startswith(f"{owner}.weight_hh"[not owner :]) else {}
    has_states = name.startswith("weight_hh")
    gates = _gates(saved if has_states else second.get("second_saved"))
    own_gates = _gates(own if has_states else second.get("second_own"))
    of_layer = _kinds(owner, name, clues, own[0], own_gates)
    of_saved = _kinds(owner, name, clues, saved[0], gates)
    if gates is None:
        of_saved = narrowed(of_saved, of_layer)
    path = _path(owner, clues) or of_layer[0].variable
    what = _what_differs(name, saved, own)
    if gates and own_gates and gates != own_gates:
        what = f"it was saved from an {of_saved[0].code}, and the layer is an {of_layer[0].code}"
    because = f"the checkpoint has {name} of {saved} and the layer of {own}: {what}. {_HINT}"
    fix = _rebuilt(path, name, saved, of_saved)
    if len(of_saved) > 1 and saved[0] == own[0] and _path(owner, clues):  # the same hidden_size, whatever it is
        fix = f"{path} = type({path})({_features(path, name, saved)}, {path}.hidden_size){_OTHERS}"
    argument = _argument_that_differs(name, saved, own, of_saved[0])
    if gates == own_gates and argument is not None:
        fix = _model_built(owner, of_saved[0], argument, clues) or fix
    likelihood: Likelihood = "certain" if gates and own_gates else "likely"
    axis = next((axis for axis, (one, other) in enumerate(zip(saved, own)) if one != other), None)
    group = f"{owner} in the checkpoint"
    return Finding(name, (Suspect(_CAUSE, likelihood, because, fix),), own, saved, axis, group=group)


def _argument_that_differs(name: str, saved: Sequence[int], own: Sequence[int], kind: Kind) -> tuple[str, str] | None:
    """The one argument of the layer that the sizes of a weight show to differ, and its value; None for several."""
    differing = [axis for axis, (one, other) in enumerate(zip(saved, own)) if one != other]
    if differing == [0] and "_hr_" not in name and saved[0] % len(kind.gates) == 0:
        return "hidden_size", str(saved[0] // len(kind.gates))
    return ("input_size", str(saved[1])) if differing == [1] and _reads_input(name) else None


def _model_built(owner: str, kind: Kind, argument: tuple[str, str], clues: Clues) -> str | None:
    """The line that builds the model, or its configuration, with another argument for a layer; None if not seen.

    A layer that is built anew for it would not fit the rest of the model.
    """
    name, value = argument
    line = bound_above(_call(clues)[0], clues)
    layer, of_layer = owner.rpartition(".")[2], (kind.arguments, name)
    built = model_with(clues.program, layer, of_layer, lambda _: value, line)
    return built or configured_with(clues.program, layer, of_layer, value, line)


def _gates(shape: Sequence[int] | None) -> int | None:
    """The number of gates by the shape of weight_hh; None if there is a projection, or the shape is not known."""
    if not shape or len(shape) != 2 or not shape[1] or shape[0] % shape[1]:
        return None
    gates = shape[0] // shape[1]
    return gates if gates in {len(kind.gates) for kind in KINDS.values()} else None


def _kinds(owner: str, name: str, clues: Clues, rows: int | None = None, gates: int | None = None) -> tuple[Kind, ...]:
    """The kinds that a weight may belong to: by its name, the number of gates or rows, and the names around it."""
    is_cell = not _NUMBER.search(name)
    kinds = [kind for kind in KINDS.values() if kind.is_cell is is_cell]
    with_gates = [kind for kind in kinds if len(kind.gates) == gates]
    if with_gates:
        return tuple(with_gates)
    fitting = [kind for kind in kinds if rows is None or "_hr_" in name or rows % len(kind.gates) == 0]
    loaded = [of(KINDS[found].layer) for found in _LOADED.findall(clues.traceback)[-1:] if not owner]
    spec = [of(clues.setting.kind.layer)] if clues.setting.kind is not None else []
    return narrowed(fitting, *spec, *loaded, kinds_in_name(owner), kinds_in_name(_path(owner, clues)))


def _what_differs(name: str, saved: Sequence[int], own: Sequence[int]) -> str:
    """Which arguments of the constructor differ, by the axes that differ."""
    found = []
    if saved[0] != own[0]:
        found.append("hidden_size" if "_hr_" not in name else "proj_size")
    if saved[1:] != own[1:]:
        if _reads_input(name):
            found.append("input_size")
        elif "_ih_" in name:
            found.append("hidden_size, proj_size or bidirectional")
        elif "hidden_size" not in found:
            found.append("proj_size" if "_hh_" in name else "hidden_size")
    return f"{' and '.join(dict.fromkeys(found)) or 'its size'} differ{'s' * (len(set(found)) == 1)}"


def _reads_input(name: str) -> bool:
    """Whether a weight is multiplied with the input itself, and not with the output of a layer below."""
    return name == "weight_ih" or name.startswith("weight_ih_l0")


def _rebuilt(path: str, name: str, saved: Sequence[int], kinds: Sequence[Kind]) -> str:
    """The constructor call that fits the shape of a weight; what the shape does not show is left as it is."""
    kind = kinds[0]
    fits = "_hr_" not in name and saved[0] % len(kind.gates) == 0
    hidden = str(saved[0] // len(kind.gates)) if fits else f"{path}.hidden_size"
    return f"{path} = {kind.code}({_features(path, name, saved)}, {hidden}){_OTHERS}"


def _features(path: str, name: str, saved: Sequence[int]) -> str:
    return str(saved[1]) if _reads_input(name) else f"{path}.input_size"


def _call(clues: Clues, unknown: tuple[str, str] = ("model", "state_dict")) -> tuple[str, str]:
    """What is loaded into, and what is given, in the user's `model.load_state_dict(state_dict)`; or else `unknown`."""
    node = next(clues.calls("load_state_dict"), None)
    model, given = unknown
    if node is not None:
        model = ast.unparse(node.func.value) if isinstance(node.func, ast.Attribute) else model
        given = ast.unparse(node.args[0]) if node.args else given
    return model, given


def _path(owner: str, clues: Clues) -> str:
    """The layer as an expression in the user's code, starting with the model that is loaded; empty if it is unknown."""
    model, _ = _call(clues, ("", ""))
    inner = re.sub(r"(?:^|\.)(\d+)(?=\.|$)", r"[\1]", owner)
    return f"{model}.{inner}" if model and inner and not inner.startswith("[") else f"{model}{inner}"


def around_weights(values: Values, clues: Clues) -> Finding:
    """`Missing key(s) in state_dict: "lstm.weight_ih_l0". Unexpected key(s) in state_dict: "model", "epoch"`."""
    name = values["parameter"].rpartition(".")[2]
    keys = re.findall(r'"([^"]+)"', f'"{values["wrapper"]}"{values["others"]}')
    inner = next((key for key in keys if re.search(r"state|model|net|weights|params", key)), None)
    model, given = _call(clues, ("model", "checkpoint"))
    because = (
        f"the file holds more than the weights: {', '.join(f'`{key}`' for key in keys[:4])}. They are one entry of it, "
        "and no shape is wrong"
    )
    fix = f"print({given}.keys())  # which of them holds the weights"
    if inner is not None:
        fix = f"{model}.load_state_dict({given}[{inner!r}])"
    return Finding(name, (Suspect(_CAUSE, "likely", because, fix),))


def missing(values: Values, clues: Clues) -> Finding:
    """`Missing key(s) in state_dict: "lstm.weight_ih_l0_reverse"`: the layer has more than the checkpoint."""
    return _keys(values["parameter"], clues, of_layer=True)


def unexpected(values: Values, clues: Clues) -> Finding:
    """`Unexpected key(s) in state_dict: "lstm.weight_ih_l1"`: the checkpoint has more than the layer."""
    return _keys(values["parameter"], clues, of_layer=False)


def cell_or_layer(values: Values, clues: Clues) -> Finding:
    """`Missing key(s) in state_dict: "weight_ih", ... Unexpected key(s) in state_dict: "weight_ih_l0", ...`."""
    owner, _, name = values["parameter"].rpartition(".")
    other_owner, _, other = values["unexpected"].rpartition(".")
    if name == other and owner != other_owner:
        in_file = other_owner.removesuffix(owner)
        in_model = owner.removesuffix(other_owner)
        if in_file.endswith(".") and f"{in_file}{owner}" == other_owner:
            return _prefix(in_file, name, clues, of_layer=False, others=values["first"] + values["others"])
        if in_model.endswith(".") and f"{in_model}{other_owner}" == owner:
            return _prefix(in_model, name, clues, of_layer=True)
        if not owner or not other_owner:
            return _prefix(f"{owner or other_owner}.", name, clues, of_layer=not other_owner)
    if owner != other_owner or bool(_NUMBER.search(name)) is bool(_NUMBER.search(other)):
        return _keys(values["parameter"], clues, of_layer=True, others=values["unexpected"])
    layer, saved = _kinds(owner, name, clues)[0], _kinds(owner, other, clues)[0]
    path = _path(owner, clues) or layer.variable
    because = (
        f"the layer is an {layer.code} and has {name}; the checkpoint has {other}, the name in "
        f"{'a cell' if saved.is_cell else 'a layer'}. {_HINT}"
    )
    fix = f"{path} = {saved.code}({path}.input_size, {path}.hidden_size){_OTHERS}"
    return Finding(name, (Suspect(_CAUSE, "likely", because, fix),), group=f"{owner} in the checkpoint")


def _prefix(prefix: str, name: str, clues: Clues, of_layer: bool, others: str = "") -> Finding:
    """The finding for names that differ in their beginning alone, as DataParallel and wrappers make them.

    others: the keys in the file that the model does not take as they are.
    """
    model, given = _call(clues)
    whose = "the model's" if of_layer else "the file's"
    because = (
        f"the same weights have other names: {whose} begin with `{prefix}`, the name of a module around the model, "
        "such as DataParallel's `module`. No shape is wrong"
    )
    fix = f'{model}.load_state_dict({{f"{prefix}{{name}}": weight for name, weight in {given}.items()}})'
    if not of_layer:
        renamed = f'name[{len(prefix)}:] if name.startswith("{prefix}") else name'
        fix = f"found = {{({renamed}): weight for name, weight in {given}.items()}}\n"
        is_of_more = any(not key.startswith(prefix) for key in re.findall(r'"([^"]+)"', others))
        if is_of_more:
            fix += f"found = {{name: found[name] for name in {model}.state_dict()}}  # without those of other modules\n"
        fix += f"{model}.load_state_dict(found)"
    return Finding(name, (Suspect(_CAUSE, "likely", because, fix),), group=f"{prefix} in the checkpoint")


def _nothing_of(owner: str, name: str, clues: Clues, of_layer: bool, others: str) -> Finding:
    """The finding for a layer that only the model has, or only the checkpoint: under this name, at least."""
    _, given = _call(clues)
    whose, lacks = ("model", "checkpoint") if of_layer else ("checkpoint", "model")
    instead = f", but {others}" if others else ""
    because = (
        f"the {whose} has a layer `{owner}`, and the {lacks} has no weight of it{instead}: the file was saved from "
        f"another model, or the layer, or a module around it, had another name there. {_HINT}"
    )
    fix = f'print([name for name in {given} if "weight_hh" in name])  # what the file calls its layers'
    return Finding(name, (Suspect(_CAUSE, "likely", because, fix),), group=f"{owner} in the checkpoint")


def _without_its_weight(owner: str, name: str, clues: Clues, of_layer: bool) -> Finding:
    """The finding for a layer of whose weights one is kept under another name."""
    one, other = ("model", "checkpoint") if of_layer else ("checkpoint", "model")
    because = (
        f"the {one} has {name} of `{owner}`, and the {other} has the layer without it: weight dropout and weight "
        f"normalisation keep it under another name, `{name}_raw`, `{name}_g` or `{name}_v`, and one of the two was "
        "built with such a wrapper, or another version of it"
    )
    model, given = _call(clues)
    if of_layer:
        fix = f'print([name for name in {given} if "weight_hh" in name])  # what the file calls it'
    else:
        fix = (
            f"{model}.load_state_dict({given}, strict=False)  # if nothing is missing, what is left over is not needed"
        )
    return Finding(name, (Suspect(_CAUSE, "likely", because, fix),), group=f"{owner} in the checkpoint")


# A part of a weight's name, what such weights are, and the argument of a layer without them and with them.
_EXTRAS = (
    ("_reverse", "weights of the backward direction", "bidirectional=False", "bidirectional=True"),
    ("bias_", "biases", "bias=False", "bias=True"),
    ("weight_hr_", "weights of a projection", "proj_size=0", "proj_size=5"),
)


def _keys(parameter: str, clues: Clues, *, of_layer: bool, others: str = "") -> Finding:
    """The finding for a weight that only one of the two has: the layer if `of_layer`, else the checkpoint.

    others: a weight that the other one has in its place.
    """
    owner, _, name = parameter.rpartition(".")
    if name in ("weight_ih_l0", "weight_ih"):  # the first of all: nothing is there
        return _nothing_of(owner, name, clues, of_layer, others)
    if name in ("weight_hh_l0", "weight_hh"):  # but what stands in front of it is there
        return _without_its_weight(owner, name, clues, of_layer)
    kinds = _kinds(owner, name, clues)
    path = _path(owner, clues) or kinds[0].variable
    callee = f"type({path})" if len(kinds) > 1 and _path(owner, clues) else kinds[0].code
    numbers = _NUMBER.findall(name)
    number = int(numbers[0]) if numbers else 0
    above = ("", f"a layer {number}", f"num_layers={max(number, 1)}", f"num_layers={number + 1}")
    if not numbers:
        above = ("", "the weights of a cell", "", "")
    _, what, without, with_it = next((row for row in _EXTRAS if row[0] in name), above)
    one, other = ("layer", "checkpoint") if of_layer else ("checkpoint", "layer")
    more = [argument for argument in (without if of_layer else with_it,) if argument]
    name_of, _, value = (more or [""])[0].partition("=")
    built = _model_built(owner, kinds[0], (name_of, value), clues) if more else None
    fix = built or f"{path} = {callee}({', '.join((f'{path}.input_size', f'{path}.hidden_size', *more))}){_OTHERS}"
    suspect = Suspect(
        _CAUSE,
        "likely",
        f"the {one} has {what}, and the {other} has none: {name}. {_HINT}",
        fix,
    )
    return Finding(name, (suspect,), group=f"{owner} in the checkpoint")
