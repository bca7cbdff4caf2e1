"""What is known of the module beside the message: told by the user, or seen in the running program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from lstm_shapes.constructor import Call, read_constructor
from lstm_shapes.errors import SpecError
from lstm_shapes.explain.patterns import Values
from lstm_shapes.kinds import Kind
from lstm_shapes.spec import SPECS, RecurrentSpec

__all__ = ["NOTHING_KNOWN", "Placement", "Setting", "completed", "gives_states", "setting_of"]

_DECIDING = ("batch_first", "proj_size")
"""Without these, nothing is said of the rest."""

_UNTOLD: Mapping[str, Any] = {"input_size": 1, "hidden_size": 1}
"""Stands for a size that the message does not tell, and that no explanation of it depends on."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the numbers of a tensor are, and in which form."""

    dtype: str
    device: str


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of the module and its input beside the message, from the user or from the running program."""

    spec: RecurrentSpec | None = None
    input_shape: tuple[int, ...] | None = None

    call: Call | None = None
    """The user's call of the constructor, where it has names in place of numbers."""

    placements: Mapping[str, Placement] = field(default_factory=dict)
    """Of `input`, `h_0` and `weights`, as far as they are known."""

    giver: tuple[str, RecurrentSpec] | None = None
    """The name and the specification of another module, if the states have the shape that it gives."""

    states_hold: bool | None = None
    """Whether the states hold anything but zeros; None if that is not known."""

    target_shape: tuple[int, ...] | None = None
    """The shape of the targets that a loss was given, if it is known."""

    name: str = ""
    """What the module is called in the user's program, such as `self.lstm`; empty if that is not known."""

    line: str = ""
    """A line of the program that calls it."""

    @property
    def spelled_out(self) -> RecurrentSpec | None:
        """The specification, if the user or the program tells all of it."""
        return None if self.call is not None else self.spec

    @property
    def batch_first(self) -> bool | None:
        """Whether the layer has its batch first; None if that is not told."""
        told = self._told("batch_first", False)
        return None if told is None else told is True

    @property
    def bidirectional(self) -> bool | None:
        """Whether the layer is bidirectional; None if that is not told."""
        told = self._told("bidirectional", False)
        return None if told is None else told is True

    @property
    def num_layers(self) -> int | None:
        """How many layers are stacked; None if that is not told."""
        told = self._told("num_layers", 1)
        return told if isinstance(told, int) else None

    def _told(self, argument: str, default: Any) -> Any:
        """An argument of the constructor; None where it is a name, or no constructor is told."""
        if self.spec is not None:
            return getattr(self.spec, argument)
        if self.call is None or argument in self.call.names:
            return None
        return self.call.arguments.get(argument, default)

    @property
    def kind(self) -> Kind | None:
        """The kind of the module, if it is told."""
        return self.spec.kind if self.spec is not None else self.call.kind if self.call is not None else None


NOTHING_KNOWN = Setting()


def gives_states(spec: RecurrentSpec, shape: Sequence[int]) -> bool:
    """Whether a module gives states of this shape, but for the batch."""
    rows, features = spec.D * spec.num_layers, (spec.H_out, spec.hidden_size)
    return not spec.kind.is_cell and len(shape) == 3 and shape[0] == rows and shape[2] in features


def setting_of(code: str) -> Setting:
    """What a constructor call tells of a module, with or without names in place of numbers.

    Raises `ReadError` if the text is no such call, and `SpecError` if a value is out of range.
    """
    call = read_constructor(code)
    return Setting(call=call) if call.names else Setting(RecurrentSpec.from_code(code))


def completed(setting: Setting, values: Values) -> Setting:
    """The setting with a specification, if the message tells what the names in the user's call stand for.

    A field of a message that is called like an argument tells its value, and the shape of the states tells those of
    `hidden_size`, `num_layers` and `bidirectional`.
    """
    call = setting.call
    if call is None or any(name in call.names for name in _DECIDING):
        return setting
    told: dict[str, Any] = {name: values[name] for name in call.names if name in values}
    told = told or _told_by_states(call, values)
    if not told:
        return setting
    try:
        return replace(setting, spec=SPECS[call.kind.name](**{**_UNTOLD, **told, **call.arguments}))
    except SpecError:  # what the message tells does not fit the call, or the call is none that PyTorch accepts
        return setting


def _told_by_states(call: Call, values: Values) -> dict[str, Any]:
    """The arguments that follow from `Expected hidden[0] size (4, 3, 20)`; empty if they do not."""
    shape = values.get("expected")
    if call.kind.is_cell or not isinstance(shape, tuple) or len(shape) != 3:
        return {}
    rows, _, features = shape
    told: dict[str, Any] = {}
    if "hidden_size" in call.names:
        if call.arguments.get("proj_size") and values.get("which") != 1:  # these are the features of the projection
            return {}
        told["hidden_size"] = features
    layers, both = call.arguments.get("num_layers", 1), call.arguments.get("bidirectional", False)
    if "num_layers" in call.names and "bidirectional" in call.names:
        return {}
    if "num_layers" in call.names:
        told["num_layers"] = rows // 2 if both else rows
    if "bidirectional" in call.names:
        told["bidirectional"] = rows != layers
    return told or {"input_size": _UNTOLD["input_size"]}
