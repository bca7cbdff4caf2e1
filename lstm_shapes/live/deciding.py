"""Which of the suspected causes a scene shows to be the cause, and which it rules out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from lstm_shapes.explain.finding import Finding, Suspect, likeliest_first
from lstm_shapes.explain.given_output import steps_in
from lstm_shapes.explain.setting import gives_states
from lstm_shapes.live.scene import Scene
from lstm_shapes.live.values import Value
from lstm_shapes.shapes import tensor_formulas
from lstm_shapes.spec import RecurrentSpec

__all__ = ["decide", "state_shapes"]

_HOW = "lstm-and-gru-exchanged"
_ROWS, _BATCH, _FEATURES = range(3)
_NOT_BUILT = ("invalid-proj-size", "invalid-dropout", "invalid-sizes", "unknown-argument", "invalid-nonlinearity")


@dataclass(frozen=True, slots=True)
class _State:
    """A state as it was given, beside what the module takes."""

    spec: RecurrentSpec
    expected: tuple[int, ...]
    actual: tuple[int, ...]

    other_axis: int | None
    """The size of the input's axis of time; None where it has none."""

    def differs(self, axis: int) -> bool:
        return len(self.expected) == len(self.actual) == 3 and self.expected[axis] != self.actual[axis]

    @property
    def differs_once(self) -> bool:
        """Whether one axis alone is wrong."""
        return [self.differs(axis) for axis in range(3)].count(True) == 1

    @property
    def is_batch_first(self) -> bool:
        rows, batch, features = self.expected if len(self.expected) == 3 else (0, 0, 0)
        own = (self.spec.num_layers, rows)
        return self.actual != self.expected and self.actual in [(batch, one, features) for one in own]


def state_shapes(scene: Scene) -> tuple[tuple[int, ...], ...]:
    """The shapes of the states that the module was given, as far as they are tensors."""
    given = scene.states
    parts = () if given is None else given.parts if given.type in ("tuple", "list") else (given,)
    return tuple(part.shape for part in parts if part.shape is not None)


def _wrong_states(scene: Scene) -> list[_State]:
    """The states that have another shape than the module takes; none where the input itself does not fit it."""
    spec, given = scene.spec, scene.input
    if spec is None or given is None or scene.states is None or not _input_fits(spec, given):
        return []
    formulas, time = tensor_formulas(spec), None
    if given.type == "Tensor" and spec.batched and not spec.kind.is_cell:
        time = spec.L
    shapes = state_shapes(scene)
    wanted = [formulas[name].shape(spec.sizes) for name in spec.kind.given]
    return [_State(spec, one, other, time) for one, other in zip(wanted, shapes) if one != other]


def _input_fits(spec: RecurrentSpec, given: Value) -> bool:
    return given.shape is not None and len(given.shape) == len(tensor_formulas(spec)[_name_of_input(spec)].axes)


def _name_of_input(spec: RecurrentSpec) -> str:
    return "input.data" if spec.packed else "input"


def _any_state(holds: Callable[[_State], bool]) -> Callable[[Scene], bool | None]:
    """Whether it holds of a state; not known where no state is wrong, or one in more than one axis."""

    def of(scene: Scene) -> bool | None:
        wrong = _wrong_states(scene)
        is_open = not wrong or any(len(state.actual) == 3 and not state.differs_once for state in wrong)
        return any(map(holds, wrong)) or (None if is_open else False)

    return of


def _batch_first(scene: Scene) -> bool | None:
    wrong = _wrong_states(scene)
    if any(state.is_batch_first for state in wrong):
        return True
    is_other_order = any(sorted(state.actual) == sorted(state.expected) for state in wrong)
    return None if not wrong or is_other_order else False


def _lacks_directions(state: _State) -> bool:
    spec, given = state.spec, state.actual[_ROWS if not state.is_batch_first else _BATCH]
    return state.expected[_ROWS] != given and spec.D == 2 and given == spec.num_layers


def _directions(scene: Scene) -> bool | None:
    """Whether the rows are those of another number of directions: by the module that gives such, if one does."""
    wrong = [state for state in _wrong_states(scene) if state.differs(_ROWS)]
    if not wrong or not all(state.differs_once or state.is_batch_first for state in wrong):
        return None
    givers = [spec for spec in scene.others.values() if gives_states(spec, wrong[0].actual)]
    if givers:
        return all(spec.D != wrong[0].spec.D and spec.num_layers == wrong[0].spec.num_layers for spec in givers)
    if any(map(_lacks_directions, wrong)):
        return True
    is_open = any(state.spec.D == 1 and state.actual[_ROWS] == 2 * state.spec.num_layers for state in wrong)
    return None if is_open else False


def _all_steps(scene: Scene) -> bool:
    """Whether a state is no other module's, if it has the shape of an output; else the caller's line tells it."""
    wrong = [state for state in _wrong_states(scene) if steps_in(state.expected, state.actual)]
    return not any(gives_states(spec, state.actual) for spec in scene.others.values() for state in wrong)


def _layers(scene: Scene) -> bool | None:
    directions = _directions(scene)
    return None if directions is None else not directions


def _batch(scene: Scene) -> bool | None:
    """Of one step, it is the batch of the input that may be wrong; and so it is beside states of another module."""
    wrong = _wrong_states(scene)
    if any(len(state.actual) == 3 and not state.differs_once for state in wrong):
        return None
    if not any(state.differs(_BATCH) for state in wrong):
        return False if wrong and not wrong[0].spec.kind.is_cell else None
    alike = [other for other in scene.others.values() if other.kind.has_cell_state is wrong[0].spec.kind.has_cell_state]
    if wrong[0].other_axis == 1 or any(gives_states(other, state.actual) for other in alike for state in wrong):
        return None
    if any(state.actual[_BATCH] == state.other_axis for state in wrong):  # or time and batch are swapped
        return None
    return True


def _swapped(scene: Scene) -> bool | None:
    """A sequence may be as long as a batch is large, so that states alone never show it."""
    if scene.packing is not None:
        shape, batch = scene.packing.input.shape or (), 0 if scene.packing.batch_first else 1
        return len(shape) > 1 and shape[batch] != scene.packing.count == shape[1 - batch]
    wrong = [state for state in _wrong_states(scene) if state.differs(_BATCH)]
    if any(state.actual[_BATCH] == state.other_axis for state in wrong) or not wrong:
        return None
    return None if wrong[0].other_axis == 1 else False


def _projected(state: _State) -> bool:
    spec = state.spec
    return state.differs(_FEATURES) and spec.proj_size > 0 and state.actual[_FEATURES] in (spec.H_out, spec.hidden_size)


def _other_features(state: _State) -> bool:
    is_alike = len(state.actual) == len(state.expected) and state.actual[-1] != state.expected[-1]
    return is_alike and (state.spec.kind.is_cell or state.differs_once) and not _projected(state)


def _both_directions_joined(scene: Scene) -> bool | None:
    """Whether a state has twice the features: of the directions of another module, or of one that is not seen."""
    every = _wrong_states(scene)
    givers = [spec for spec in scene.others.values() if every and gives_states(spec, every[0].actual)]
    if any(state.actual == _as_rows(state.expected) for state in every):
        return any(spec.D == 2 for spec in givers) or None
    if any(spec.D == 1 for spec in givers):
        return False
    wrong = [state for state in every if state.differs(_FEATURES) and state.differs_once]
    if not wrong or any(state.actual[_FEATURES] != 2 * state.expected[_FEATURES] for state in wrong):
        return False
    if any(spec.D == 2 and 2 * spec.H_out == wrong[0].actual[_FEATURES] for spec in scene.others.values()):
        return True
    return None if scene.states_hold else False


def _as_rows(expected: tuple[int, ...]) -> tuple[int, ...]:
    """The states of both directions that would be these if they were joined."""
    return (2 * expected[0], expected[1], expected[2] // 2) if len(expected) == 3 and expected[2] % 2 == 0 else ()


def _another_hidden_size(scene: Scene) -> bool | None:
    is_joined = _both_directions_joined(scene)
    return _any_state(_other_features)(scene) if is_joined is False else None if is_joined is None else False


def _is_of_autocast(scene: Scene) -> bool | None:
    return any(value.dtype in ("torch.float16", "torch.bfloat16") for value in scene.results) or None


def _rank_of_input(scene: Scene) -> bool | None:
    """Whether the input lacks an axis, or has one too many."""
    spec, given = scene.spec, scene.input
    if spec is None or given is None or given.shape is None:
        return None
    is_packed = given.type == "PackedSequence"
    if is_packed or not _has_right_rank(spec, len(given.shape)):
        return not is_packed or len(given.shape) != 2
    axes, is_wide = len(given.shape), given.shape[-1] != spec.input_size
    if axes == 2 and not spec.kind.is_cell:
        if is_wide:
            return spec.input_size == 1
        batches = {shape[_BATCH] for shape in state_shapes(scene) if len(shape) == 3}
        if batches and batches != {1}:
            return given.shape[0] not in batches
        return None
    return False


def _has_right_rank(spec: RecurrentSpec, axes: int) -> bool:
    return axes in ((1, 2) if spec.kind.is_cell else (2, 3))


def _steps_are_samples(scene: Scene) -> bool | None:
    given = scene.input
    if given is None or given.shape is None or len(given.shape) != 2:
        return False
    batches = {shape[_BATCH] for shape in state_shapes(scene) if len(shape) == 3}
    return None if batches == {given.shape[0]} else False  # the states may be made for `x.size(0)`, whatever that is


def _rank_of_states(scene: Scene) -> bool | None:
    """Whether the states lack an axis, or have one too many; beside a 2-D input, either may be meant."""
    spec, given = scene.spec, scene.input
    if spec is None or given is None or given.shape is None or _is_one_for_two(scene):
        return False
    expected = 2 if spec.kind.is_cell and len(given.shape) == 2 else len(given.shape)
    wrong = [shape for shape in state_shapes(scene) if len(shape) != (3 if spec.packed else expected)]
    if not wrong:
        return False
    return None if len(given.shape) == 2 and not spec.packed and not spec.kind.is_cell else True


def _is_one_for_two(scene: Scene) -> bool:
    spec, states = scene.spec, scene.states
    return spec is not None and spec.kind.has_cell_state and states is not None and states.type == "Tensor"


def _no_tuple(scene: Scene) -> bool | None:
    spec, states = scene.spec, scene.states
    if spec is None or scene.input is None or not spec.kind.has_cell_state:
        return None
    if scene.arguments > 2 or states is None:
        return scene.arguments > 2
    return (
        states.type not in ("tuple", "list") or states.count != 2 or any(one.type == "NoneType" for one in states.parts)
    )


def _a_tuple(scene: Scene) -> bool | None:
    spec, states = scene.spec, scene.states
    if scene.input is None:
        return _results_are_a_tuple(scene)
    if spec is None or states is None:
        return None
    inner = states.parts if spec.kind.has_cell_state else (states,)
    return any(one.type in ("tuple", "list") for one in inner)


def _two_states_of_one(scene: Scene) -> bool | None:
    spec = scene.spec
    if spec is None or spec.kind.has_cell_state:
        return None
    return scene.arguments > 2 or scene.calls_it or any(value.type == "Tensor" for value in scene.results)


def _features(scene: Scene) -> bool | None:
    spec, given = scene.spec, scene.input
    if spec is None or given is None or given.shape is None:
        return None
    if given.type == "PackedSequence" and len(given.shape) != 2:
        return False
    return given.shape[-1] != spec.input_size and (
        len(given.shape) == 3 or spec.kind.is_cell or spec.packed or spec.input_size != 1
    )


def _no_step(scene: Scene) -> bool | None:
    return None if scene.input is None or scene.input.shape is None else 0 in scene.input.shape


def _places(scene: Scene) -> list[Value]:
    states = scene.states.parts or (scene.states,) if scene.states is not None else ()
    found = (scene.input, scene.weight, *states)
    return [value for value in found if value is not None and value.shape is not None]


def _dtypes(scene: Scene) -> bool | None:
    return len({value.dtype for value in _places(scene)}) > 1 or None


def _devices(scene: Scene) -> bool | None:
    return len({value.device for value in _places(scene)}) > 1 or None


def _results_are_a_tuple(scene: Scene) -> bool | None:
    if scene.input is not None:
        givers = scene.others.values()
        return any(_is_result(scene.input, spec) for spec in givers) or None
    if scene.spec is None:
        return None
    gives_one = scene.spec.kind.is_cell and not scene.spec.kind.has_cell_state
    used = (*scene.results, *scene.handed)
    is_of_states = any(_are_states(value.parts, scene.spec) for value in scene.as_given)
    is_whole = any(_is_result(value, scene.spec) for value in used)
    return is_of_states or is_whole or (scene.calls_it and not gives_one and not used)


def _is_result(value: Value, spec: RecurrentSpec) -> bool:
    """Whether a tuple is what a module returns, by the shapes in it."""
    kind, parts = spec.kind, value.parts
    if value.type != "tuple" or value.count != 2 or any(part.type == "NoneType" for part in parts):
        return False
    if kind.is_cell:
        return kind.has_cell_state and _are_states(parts, spec)
    states = parts[1].parts if kind.has_cell_state else parts[1:]
    return parts[0].shape is not None and parts[0].shape[-1] == spec.D * spec.H_out and _are_states(states, spec)


def _are_states(parts: tuple[Value, ...], spec: RecurrentSpec) -> bool:
    shapes = [part.shape or () for part in parts]
    features = (spec.H_out, spec.hidden_size) if spec.kind.has_cell_state else (spec.H_out,)
    rows = () if spec.kind.is_cell else (spec.D * spec.num_layers,)
    return len(shapes) == len(features) and all(
        len(shape) > len(rows) and shape[: len(rows)] == rows and shape[-1] == size
        for shape, size in zip(shapes, features)
    )


def _has_all_steps(scene: Scene) -> bool | None:
    return any(value.shape and len(value.shape) == 3 for value in scene.results) or None


def _is_padded_pair(scene: Scene) -> bool | None:
    """Whether a padded output and the lengths were handed on as one."""
    for value in (*scene.results, *scene.handed):
        output, lengths = value.parts if len(value.parts) == 2 else (value, value)
        if lengths.dtype == "torch.int64" and lengths.shape == (lengths.shape or ())[:1] and output.shape:
            return True
    return None


def _is_packed(scene: Scene) -> bool | None:
    return any(value.type == "PackedSequence" for value in scene.results)


def _lengths(scene: Scene) -> bool | None:
    swapped = _swapped(scene) if scene.packing is not None else None
    return None if swapped is None else not swapped


def _width_of_results(scene: Scene) -> bool | None:
    if scene.spec is None or scene.width is None:
        return False
    if _is_backward_half(scene):
        return False
    features, given = scene.spec.D * scene.spec.H_out, scene.width[1]
    joined = {value.shape[0] * value.shape[2] for value in scene.results if value.shape and len(value.shape) == 3}
    joined |= {value.shape[1] * value.shape[2] for value in scene.results if value.shape and len(value.shape) == 3}
    is_joined = given in joined or (scene.calls_it and given % features == 0)
    return scene.is_direct and (is_joined or given in (features, scene.spec.H_out))


def _is_backward_half(scene: Scene) -> bool | None:
    if scene.spec is None or scene.width is None:
        return None
    takes, given = scene.width
    return scene.spec.D == 2 and given == scene.spec.H_out and takes == 2 * given


def _loss(scene: Scene) -> bool | None:
    """Whether the classes are on the last axis of the scores, or the rows are all those of the states."""
    if len(scene.handed) == 2 and scene.handed[0].shape and scene.handed[1].shape:
        scores, target = (value.shape or () for value in scene.handed)
        if len(scores) == 3 and target in (scores[:2], scores[:1]):
            return True
        rows = 0 if scene.spec is None or scene.spec.kind.is_cell else scene.spec.D * scene.spec.num_layers
        return (scores[0] == rows * target[0] > target[0] or scores[0] == rows < target[0]) if rows else None
    return None


def _has_state(scene: Scene) -> bool | None:
    """Whether the line that failed uses a state that the module gave."""
    values = [part for value in scene.results for part in (value, *value.parts)]
    spec = scene.spec
    return (spec is not None and any(value.shape and gives_states(spec, value.shape) for value in values)) or None


def _is_handed_on(scene: Scene, *classes: str) -> bool | None:
    """Whether a module of one of these classes was given the output as the layer gave it."""
    if scene.spec is None or scene.failed not in classes:
        return None
    return any(value.shape and value.shape[-1] == scene.spec.D * scene.spec.H_out for value in scene.as_given) or None


def _has_every_layer(scene: Scene) -> bool | None:
    if scene.spec is None or scene.spec.D * scene.spec.num_layers == 1:
        return None
    return any(value.shape is not None and gives_states(scene.spec, value.shape) for value in scene.results) or None


_NO_STATE = "output-for-state"
"""With this, no axis of the state says anything."""

_DECISIONS: Mapping[str, Callable[[Scene], bool | None]] = {
    "batch-first-states": _batch_first,
    "missing-directions": _directions,
    "wrong-num-layers": _layers,
    _NO_STATE: _all_steps,
    "stale-batch-size": _batch,
    "swapped-batch-and-sequence": _swapped,
    "projected-cell-state": _any_state(_projected),
    "encoder-state-width": _both_directions_joined,
    "wrong-hidden-size": _another_hidden_size,
    "wrong-state-rank": _rank_of_states,
    "state-not-a-tuple": _no_tuple,
    "state-is-a-tuple": _a_tuple,
    "cell-state-of-gru": _two_states_of_one,
    "wrong-input-size": _features,
    "wrong-input-rank": _rank_of_input,
    "unsqueezed-batch": _steps_are_samples,
    "dtype-mismatch": _dtypes,
    "device-mismatch": _devices,
    "empty-sequence": _no_step,
    "packed-lengths-range": _lengths,
    "packed-sequence-attribute": _is_packed,
    "packed-fields": _is_packed,
    "padded-with-lengths": _is_padded_pair,
    "squeezed-axis": lambda scene: (
        any(value.shape and value.shape[0] == 1 and value.shape.count(1) > 1 for value in scene.results) or None
    ),
    "autocast-dtype": _is_of_autocast,
    "output-is-a-tuple": _results_are_a_tuple,
    "linear-width": lambda scene: _is_handed_on(scene, "LayerNorm", "MultiheadAttention") or _width_of_results(scene),
    "channels-on-last-axis": lambda scene: _is_handed_on(scene, "BatchNorm1d", "Conv1d"),
    "state-beside-steps": _has_state,
    "missing-row-of-state": _has_state,
    **dict.fromkeys(("length-for-last-step", "mask-without-features"), _has_all_steps),
    "layer-attribute": lambda scene: scene.is_asked or None,
    "only-backward-state": _is_backward_half,
    "view-after-transpose": lambda scene: bool(scene.results) or scene.calls_it,
    "checkpoint-of-another-lstm": lambda scene: scene.saved is not None or None,  # it may have another name there
    "embedding-input": lambda scene: scene.failed == "Embedding" and scene.calls_it,
    "unbatched-output": lambda scene: any(value.shape and len(value.shape) == 2 for value in scene.as_given),
    "all-layers-for-the-last": _has_every_layer,
    "target-shape": _loss,
    "missing-state-argument": lambda scene: scene.spec is not None or None,
    "unsupported-transform": lambda scene: scene.input is not None or None,
    "invalid-flags": lambda scene: scene.has_odd_flags,
    **dict.fromkeys(_NOT_BUILT, lambda scene: bool(scene.builds) or None),
    "unknown-argument": lambda scene: bool(scene.builds) or scene.input is not None or None,
}
"""Of each cause, whether a scene shows it (True), rules it out (False), or tells nothing of it (None)."""


def decide(finding: Finding, scene: Scene) -> Finding:
    """The finding with the causes that the scene leaves; those that it shows are certain."""
    suspects = []
    for suspect in finding.suspects:
        shows = _DECISIONS[suspect.cause](scene) if suspect.cause in _DECISIONS else None
        if shows:
            suspects.append(replace(suspect, likelihood="certain", condition=""))
        elif shows is None:
            suspects.append(suspect)
    return replace(finding, suspects=_without_rivals(suspects))


def _without_rivals(suspects: list[Suspect]) -> tuple[Suspect, ...]:
    """Where a cause is certain, the others go, but for what tells how it came about."""
    shown = [suspect for suspect in suspects if suspect.likelihood == "certain"]
    shown = [suspect for suspect in shown if suspect.cause == _NO_STATE] or shown
    kept = [suspect for suspect in suspects if suspect in shown or suspect.cause == _HOW]
    return likeliest_first(kept if shown else suspects)
