"""`explain_exception`: the explanation of an error, with what the frames of the program show."""

from __future__ import annotations

import re
import sys
from dataclasses import fields, replace

from lstm_shapes.explain import finding
from lstm_shapes.explain.api import Diagnosis
from lstm_shapes.explain.diagnose import diagnose
from lstm_shapes.explain.finding import Evidence, Finding
from lstm_shapes.explain.setting import Placement, Setting, gives_states
from lstm_shapes.explain.sources import source_around
from lstm_shapes.live.deciding import decide, state_shapes
from lstm_shapes.live.frames import as_text, chain_of, message_of, spots_of
from lstm_shapes.live.scene import Scene, scene_of
from lstm_shapes.live.values import Value
from lstm_shapes.report.checkpoint import unknowable
from lstm_shapes.spec import SPECS, RecurrentSpec

__all__ = ["explain_exception"]

_TOLD_IN_TEXT = re.compile(r"torch[/\\.]nn[/\\.](?:modules|utils)[/\\.]rnn\.")
"""In a message that holds the traceback of another process or thread, or the types of TorchScript."""


def explain_exception(error: BaseException) -> Diagnosis | None:
    """Explain an error that a recurrent module of PyTorch's raised, or that was raised with what it gave.

    The module and its arguments are read off the frames of the traceback, so that most causes are certain. Returns None
    where the error is about something else; an error that was raised from another is explained by that one as well.

    >>> import torch
    >>> lstm = torch.nn.LSTM(10, 20, num_layers=2, bidirectional=True)
    >>> try:
    ...     lstm(torch.randn(5, 3, 10), (torch.zeros(2, 3, 20), torch.zeros(2, 3, 20)))
    ... except RuntimeError as error:
    ...     suspect = explain_exception(error).finding.suspects[0]
    >>> suspect.cause, suspect.likelihood
    ('missing-directions', 'certain')
    """
    if "torch" not in sys.modules:  # nor is it loaded for this
        return None
    return next((found for one in chain_of(error) if (found := _explained(one))), None)


def _explained(error: BaseException) -> Diagnosis | None:
    spots = spots_of(error)
    message = message_of(error)
    scene = scene_of(spots, message)
    if scene is None:
        told = diagnose([message]) if _TOLD_IN_TEXT.search(message) else []
        return _shown(told[-1]) if told else None
    source = source_around((spot.source, spot.line) for spot in spots if not spot.is_pytorchs and spot.source)
    for diagnosis in diagnose([as_text(error, spots)], [_setting(scene)], lambda _: source):
        found = decide(diagnosis.finding, scene)
        is_open = scene.packing or scene.builds or scene.is_loading or scene.carries_state or scene.is_asked
        is_behind = scene.input is None and not is_open
        if found.contradicts or not found.suspects:
            continue
        if is_behind and found.suspects[0].likelihood == "possible":
            continue
        return _shown(replace(diagnosis, finding=_with_saved(found, scene), evidence=_evidence(scene)))
    return None


def _shown(diagnosis: finding.Diagnosis) -> Diagnosis:
    return Diagnosis(**{field.name: getattr(diagnosis, field.name) for field in fields(diagnosis)})


def _with_saved(finding: Finding, scene: Scene) -> Finding:
    """The finding with the constructor of what the checkpoint was saved from, where all of it is known."""
    if scene.saved is None or scene.spec is None or scene.spec.kind.is_cell is not scene.saved.kind.is_cell:
        return finding
    (suspect,) = finding.suspects
    name, _, built = suspect.fix.partition(" = ")
    if not built.startswith(("nn.", "type(")):  # it is the model that is built otherwise
        return finding
    own = {name: value for name, value in scene.spec.arguments.items() if name in unknowable(scene.saved.kind)}
    arguments = {"device": scene.spec.device} | own | dict(scene.saved.arguments)
    right = SPECS[scene.saved.kind.name](**arguments)
    return replace(finding, suspects=(replace(suspect, fix=f"{name} = {right.code}  # where the model builds it"),))


def _evidence(scene: Scene) -> Evidence:
    place = scene.place
    named = f"{scene.path} = " if scene.path else ""
    spec = scene.spec
    given = scene.packing.input if scene.packing else scene.input
    states = scene.states
    parts = () if states is None else states.parts or (states,)
    names = ("h_0",) if len(parts) == 1 else ("h_0", "c_0")
    rows = [("input.data" if given and given.type == "PackedSequence" else "input", given), *zip(names, parts)]
    return Evidence(
        "" if spec is None else f"{named}{spec.code}",
        "" if place is None else f"{place}, in {place.function}",
        tuple(
            (name, one.shape, one.dtype, one.device) for name, one in rows if one is not None and one.shape is not None
        ),
    )


def _setting(scene: Scene) -> Setting:
    """What `explain` can make use of."""
    given = scene.input
    is_tensor = given is not None and given.type == "Tensor"
    return Setting(
        scene.spec,
        given.shape if is_tensor and given is not None else None,
        placements=_placements(scene),
        giver=_giver(scene),
        states_hold=scene.states_hold,
        target_shape=scene.handed[1].shape if len(scene.handed) == 2 else None,
    )


def _placements(scene: Scene) -> dict[str, Placement]:
    states = scene.states
    first = states.parts[0] if states is not None and states.parts else states
    named = {"input": scene.input, "h_0": first, "weights": scene.weight}
    if scene.input is None or scene.weight is None:
        return {}
    return {name: Placement(value.dtype, value.device) for name, value in named.items() if _is_tensor(value) and value}


def _is_tensor(value: Value | None) -> bool:
    return value is not None and value.shape is not None


def _giver(scene: Scene) -> tuple[str, RecurrentSpec] | None:
    """The one other module that gives states of the shape that was given, which its own does not take."""
    shapes = state_shapes(scene)
    if scene.spec is None or not shapes or gives_states(scene.spec, shapes[0]):
        return None
    found = [(path, spec) for path, spec in scene.others.items() if gives_states(spec, shapes[0])]
    return found[0] if len(found) == 1 else None
