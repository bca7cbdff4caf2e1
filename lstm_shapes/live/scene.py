"""What stood in the frames of a program when an error about a recurrent module was raised."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from lstm_shapes.errors import LSTMShapesError, ReadError
from lstm_shapes.kinds import KINDS
from lstm_shapes.live.calls import Place
from lstm_shapes.live.frames import Spot
from lstm_shapes.live.origins import Origin, giver_of, is_recurrent, modules_inside, origin_of
from lstm_shapes.live.values import Value, holds_anything, sizes_of, value_of
from lstm_shapes.pytorch import load_torch
from lstm_shapes.report.checkpoint import FoundModule, modules_in
from lstm_shapes.spec import RecurrentSpec

__all__ = ["Packing", "Scene", "scene_of"]

_NAMES = (ast.Name, ast.Attribute)


@dataclass(frozen=True, slots=True)
class Packing:
    """What `pack_padded_sequence` was given."""

    input: Value
    lengths: Value
    count: int
    batch_first: bool


@dataclass(frozen=True, slots=True)
class Scene:
    """The recurrent module that an error is about, and what it was given, or what was done with what it gave."""

    spec: RecurrentSpec | None = None
    """Its constructor, with the sizes of the input where they fit; None if it was never built."""

    path: str = ""
    """Its place in the outermost module that was called, such as `encoder.lstm`, or its name in the program."""

    place: Place | None = None
    """The line of the program."""

    input: Value | None = None
    """None where the error was not raised in the call of the module."""

    states: Value | None = None
    """None where none were given."""

    states_hold: bool | None = None
    """Whether they hold anything but zeros; None if that is not known."""

    arguments: int = 0
    """How many the module was given."""

    weight: Value | None = None

    has_odd_flags: bool = False
    """Whether a flag of the module is something else than True or False."""

    packing: Packing | None = None

    results: tuple[Value, ...] = ()
    """On the line that failed, what came from the module."""

    handed: tuple[Value, ...] = ()
    """What the module that failed was given."""

    is_direct: bool = False
    """Whether the module itself was called for what was used, and not one that holds it and may return anything."""

    calls_it: bool = False
    """Whether the line that failed calls the module itself."""

    as_given: tuple[Value, ...] = ()
    """Those of the results that are just what the module gave, or a part of it."""

    width: tuple[int, int] | None = None
    """What a linear layer behind the module takes, and what it was given."""

    failed: str = ""
    """The class of the module behind or before it that raised the error."""

    carries_state: bool = False
    """Whether `backward` failed in a function that gives the module the state that it returned before."""

    saved: FoundModule | None = None
    """The module that a checkpoint is of."""

    is_loading: bool = False
    """Whether the error was raised while the weights of the module were loaded."""

    builds: str = ""
    """The kind of module that was being built."""

    is_asked: bool = False
    """Whether the module itself was asked for an attribute that it does not have."""

    others: Mapping[str, RecurrentSpec] = field(default_factory=dict)
    """The other recurrent modules of the program, by their paths."""


def scene_of(spots: Sequence[Spot], message: str) -> Scene | None:
    """What the frames of a traceback show; None if the error is about no recurrent module."""
    own = [place for place, spot in enumerate(spots) if not spot.is_pytorchs]
    if not own:
        return None
    before, inside = spots[: own[-1] + 1], spots[own[-1] + 1 :]
    if not inside and isinstance(before[-1].statement, ast.Raise):  # the program's own words, whatever they are like
        return None
    scene = _in_loading(before, inside, message) or _in_the_constructor(before, inside) or _in_packing(before, inside)
    scene = scene or _in_its_attributes(before, inside) or _in_the_layer(before, inside) or _in_backward(before)
    return scene or _behind_the_layer(before, inside)


def _about(module: Any, spots: Sequence[Spot], given: Any = None, name: str = "") -> dict[str, Any]:
    """What is known of a module itself."""
    weight = next(module.parameters(), None)
    outermost = next((spot.values["self"] for spot in spots if _is_call(spot)), None)
    inside = list(modules_inside(outermost))
    path = next((path for path, inner in inside if inner is module), "")
    around = inside if path else _around(spots)
    specs = {path: spec for path, inner in around if inner is not module and (spec := _spec(inner))}
    return {
        "spec": _spec(module, given),
        "path": path or name,
        "place": next(spot.place for spot in reversed(spots) if not spot.is_pytorchs),
        "weight": None if weight is None else value_of(weight),
        "others": specs,
    }


def _around(spots: Sequence[Spot]) -> Iterator[tuple[str, object]]:
    """The recurrent modules in the reach of the functions that led to the error, from the outermost on."""
    seen = set()
    for spot in spots:
        for name, value in spot.values.items():
            for path, module in modules_inside(value):
                if id(module) not in seen:
                    seen.add(id(module))
                    yield ".".join(filter(None, ("" if name == "self" else name, path))), module


def _is_call(spot: Spot) -> bool:
    return spot.is_pytorchs and spot.function == "_call_impl"


def _spec(module: Any, given: Any = None) -> RecurrentSpec | None:
    try:
        spec = RecurrentSpec.from_module(module)
    except (LSTMShapesError, StopIteration):  # a device that the specifications do not know; no weights
        return None
    if given is not None:
        try:
            sizes = sizes_of(given, spec.kind.is_cell, getattr(module, "batch_first", False))
            return RecurrentSpec.from_module(module, **sizes)
        except (LSTMShapesError, AttributeError, IndexError):  # the input does not fit: that may be the error
            return spec
    return spec


def _in_the_layer(before: Sequence[Spot], inside: Sequence[Spot]) -> Scene | None:
    """The error was raised while the module computed."""
    called = [spot for spot in inside if is_recurrent(spot.values.get("self"))]
    if not called:
        return None
    module: Any = called[-1].values["self"]
    calls = [spot for spot in called if _is_call(spot) and spot.values["self"] is module]
    forward = next((spot for spot in called if spot.is_pytorchs and spot.function == "forward"), called[-1])
    if calls and type(module).forward.__module__.startswith("torch."):
        args, kwargs = calls[-1].values["args"], calls[-1].values["kwargs"]
    else:  # `forward` was called directly, or by that of a class made of this one
        args, kwargs = (forward.values.get("input"), forward.values.get("hx")), {}
    given = args[0] if args else kwargs.get("input")
    states = args[1] if len(args) > 1 else kwargs.get("hx")
    flags = [getattr(module, name) for name in ("bias", "batch_first", "bidirectional") if hasattr(module, name)]
    return Scene(
        **_about(module, (*before, *inside), given),
        input=value_of(given),
        states=None if states is None else value_of(states),
        states_hold=holds_anything(states),
        arguments=len(args) + len(kwargs),
        has_odd_flags=not all(isinstance(flag, bool) for flag in flags),
    )


def _in_its_attributes(before: Sequence[Spot], inside: Sequence[Spot]) -> Scene | None:
    """The module was asked for an attribute that it does not have."""
    asked = inside[-1].values.get("self") if inside and inside[-1].function == "__getattr__" else None
    return Scene(**_about(asked, before), is_asked=True) if is_recurrent(asked) else None


def _in_packing(before: Sequence[Spot], inside: Sequence[Spot]) -> Scene | None:
    """The error was raised while sequences were packed."""
    packing = next((spot for spot in inside if spot.function == "pack_padded_sequence"), None)
    if packing is None:
        return None
    values = packing.values
    lengths = values["lengths"]
    has_length = isinstance(lengths, (load_torch().Tensor, list, tuple)) and getattr(lengths, "ndim", 1) > 0
    count = len(lengths) if has_length else 1
    packed = Packing(value_of(values["input"]), value_of(lengths), count, values["batch_first"] is True)
    around = list(_around(before))
    about = _about(around[0][1], before, name=around[0][0]) if len(around) == 1 else {"place": before[-1].place}
    return Scene(**about, packing=packed)


def _in_loading(before: Sequence[Spot], inside: Sequence[Spot], message: str) -> Scene | None:
    """The error was raised while weights were loaded."""
    loading = next((spot for spot in inside if spot.function == "load_state_dict"), None)
    found = dict(modules_inside(loading and loading.values["self"]))
    if loading is None or not found:
        return None
    named = {path: message.find(f"{path}.weight_"[not path :]) for path in found}
    path = min(found, key=lambda path: (named[path] < 0, named[path]))
    state_dict, tensor = loading.values["state_dict"], load_torch().Tensor
    entries = state_dict.items() if isinstance(state_dict, Mapping) else ()
    try:
        saved = {one.path: one for one in modules_in({name: one for name, one in entries if isinstance(one, tensor)})}
    except ReadError:  # it holds no recurrent layer
        saved = {}
    return Scene(**(_about(found[path], before) | {"path": path}), saved=saved.get(path), is_loading=True)


def _in_the_constructor(before: Sequence[Spot], inside: Sequence[Spot]) -> Scene | None:
    """The error was raised while the module was built."""
    place = before[-1].place
    building = [spot.values.get("self") for spot in inside if spot.function == "__init__"]
    if building and is_recurrent(building[0]):
        return Scene(place=place, builds=type(building[0]).__name__)
    if inside or before[-1].statement is None:
        return None
    nn = load_torch().nn
    for node in ast.walk(before[-1].statement):
        called = before[-1].resolve(node.func) if isinstance(node, ast.Call) else None
        name = next((name for name in KINDS if called is getattr(nn, name)), "")
        if name:
            return Scene(place=place, builds=name)
    return None


def _in_backward(before: Sequence[Spot]) -> Scene | None:
    """The error was raised by `backward`, and a state is carried on: `output, h = lstm(x, h)`."""
    spot = before[-1]
    calls = [node for node in ast.walk(spot.statement or ast.Pass()) if isinstance(node, ast.Call)]
    if not any(isinstance(node.func, ast.Attribute) and node.func.attr == "backward" for node in calls):
        return None
    for node in ast.walk(spot.scope):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            found = list(modules_inside(spot.resolve(node.value.func)))
            given = {ast.unparse(one) for one in (*node.value.args, *(word.value for word in node.value.keywords))}
            bound = {ast.unparse(part) for target in node.targets for part in ast.walk(target)}
            if found and given & bound:
                path, module = found[0]
                name = ".".join(filter(None, (ast.unparse(node.value.func), path)))
                return Scene(**_about(module, before, name=name), carries_state=True)
    return None


def _behind_the_layer(before: Sequence[Spot], inside: Sequence[Spot]) -> Scene | None:
    """The error was raised where the results of the module were used."""
    spot = before[-1]
    statement = spot.statement
    if statement is None:
        return None
    used = {ast.unparse(node): node for node in ast.walk(statement) if isinstance(node, _NAMES) and _is_read(node)}
    values = {name: value_of(spot.resolve(node)) for name, node in used.items()}
    calls = [spot for spot in inside if _is_call(spot)]
    taker = calls[0].values["self"] if calls else None
    handed = [value_of(one) for call in calls[-1:] for one in call.values["args"]]
    losses = [spot.values for spot in inside if {"input", "target"} <= spot.values.keys()]
    handed = [value_of(losses[0][name]) for name in ("input", "target")] if losses else handed
    packed = [value for value in (*values.values(), *handed) if value.type == "PackedSequence"]
    packed += [Value("PackedSequence") for node in ast.walk(statement) if _packs(node, spot)]
    origin = _before_in_a_sequence(inside) or origin_of(statement, before, taker) or _not_entered(inside)
    if origin is None:
        return Scene(place=spot.place, results=tuple(packed)) if packed else None
    own = [
        name
        for name, node in used.items()
        if (found := origin_of(node, before, taker)) and found.module is origin.module
    ]
    every = [(node, spot.resolve(node.func)) for node in ast.walk(statement) if isinstance(node, ast.Call)]
    called = [one for _, one in every]
    taken = [argument for node, one in every if one is taker for argument in node.args]  # by what failed
    is_given_it = not taken or any(origin_of(argument, before, taker) for argument in taken)
    as_given = [values[name] for name in own if giver_of(name, spot) is origin.module]
    return Scene(
        **_about(origin.module, before, name=origin.name),
        results=(*(values[name] for name in own), *packed),
        handed=tuple(handed),
        is_direct=origin.is_direct,
        calls_it=any(one is origin.module for one in called),
        as_given=tuple(as_given),
        width=_width(inside) if is_given_it else None,
        failed=type(calls[-1].values["self"]).__name__ if calls else "",
    )


def _is_read(node: ast.Name | ast.Attribute) -> bool:
    return isinstance(node.ctx, ast.Load)


def _packs(node: ast.AST, spot: Spot) -> bool:
    packers = load_torch().nn.utils.rnn
    called = spot.resolve(node.func) if isinstance(node, ast.Call) else None
    return called is packers.pack_padded_sequence or called is packers.pack_sequence


def _before_in_a_sequence(inside: Sequence[Spot]) -> Origin | None:
    """The recurrent module in front of the one that failed, in an `nn.Sequential`."""
    sequential = load_torch().nn.Sequential
    for spot in inside:
        if spot.function == "forward" and isinstance(spot.values.get("self"), sequential):
            steps = list(spot.values["self"].named_children())
            for (name, module), (_, following) in pairwise(steps):
                if following is spot.values.get("module") and is_recurrent(module):
                    return Origin(name, module, True)
    return None


def _not_entered(inside: Sequence[Spot]) -> Origin | None:
    """The recurrent module in a model whose `forward` was called with other arguments than it takes."""
    if not inside or not _is_call(inside[-1]):
        return None
    return next((Origin(path, module, False) for path, module in modules_inside(inside[-1].values["self"])), None)


def _width(inside: Sequence[Spot]) -> tuple[int, int] | None:
    """What the linear layer that failed takes, and what it was given."""
    linear = load_torch().nn.Linear
    outermost = next((spot.values["self"] for spot in inside if _is_call(spot)), None)
    weighted = [one for one in outermost.modules() if list(one.parameters(recurse=False))] if outermost else []
    for spot in reversed(inside):
        layer, given = spot.values.get("self"), value_of(spot.values.get("input"))
        is_first = not weighted or layer is weighted[0]  # and not behind another one that has weights
        if spot.function == "forward" and isinstance(layer, linear) and given.shape and is_first:
            return layer.in_features, given.shape[-1]
    return None
