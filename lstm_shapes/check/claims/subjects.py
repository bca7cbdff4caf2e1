"""From the names that stand beside a shape to the tensors that it may be said of."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lstm_shapes.check.claims.statement import Subject
from lstm_shapes.check.claims.tensor_names import CANONICAL, roles_of
from lstm_shapes.check.following.dims import Dim
from lstm_shapes.check.following.frames import Frame
from lstm_shapes.check.following.machine import Machine
from lstm_shapes.check.following.recurrent_calls import tensor_of
from lstm_shapes.check.following.recurrent_layers import any_lstm, states_context
from lstm_shapes.check.following.values import (
    BoundMethod,
    Class,
    Constant,
    Context,
    Function,
    Instance,
    Layer,
    Path,
    RecurrentLayer,
    Unknown,
    Value,
)
from lstm_shapes.check.program.program import Program
from lstm_shapes.shapes import tensor_formulas

__all__ = ["Subjects"]

_MOST_FRAMES = 6
_MOST_VALUES = 6
_MOST_BEFORE, _MOST_BEHIND = 12, 6  # bindings around a line of prose
_MOST_CALLS = 4  # of LSTMs, before a line and behind it
_BESIDE = 4  # lines from a comment to the call that it is about
_END = 10**9  # behind all lines
_NO_TENSOR = (Dim, Constant, Path, Instance, RecurrentLayer, Layer, Function, Class, BoundMethod)


@dataclass(slots=True)
class _Called:
    """A call of an LSTM, and its tensors as far as they have been asked for."""

    line: int
    context: Context
    frame: Frame
    made: dict[str, Value]

    def own_name(self, role: str) -> str:
        """What a module of this kind calls the tensor of a role: what a cell returns in place of h_n is h_1."""
        return f"{role[0]}_1" if self.context.layout.kind.is_cell and role.endswith("_n") else role

    def has(self, role: str) -> bool:
        """Whether a module of this kind has such a tensor."""
        return self.own_name(role) in tensor_formulas(self.context.layout)

    def tensor(self, machine: Machine, role: str) -> Value:
        """What goes in or comes out, by its name."""
        role = self.own_name(role)
        if role not in self.made:
            self.made[role] = tensor_of(machine, role, self.context)
        return self.made[role]


class Subjects:
    """Finds what names stand for: in the code at a place, then in all of the document, then by their usual meaning."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._contexts = sorted(self._called(), key=lambda called: called.line)
        self._places: dict[str, list[Subject]] = {}
        for frames in program.trace.frames.values():
            for frame in frames[:_MOST_FRAMES]:
                self._note(frame)
        for places in self._places.values():
            places.sort(key=lambda place: place.line)

    def _note(self, frame: Frame) -> None:
        """Remember where a frame binds what may be tensors."""
        for spelled, values in frame.values.items():
            name = spelled.removeprefix("self.")
            for line, value in zip(frame.lines[spelled], values):
                if self._may_be_tensor(value):
                    self._places.setdefault(name, []).append(Subject(name, value, frame, line))

    def is_subject(self, text: str) -> bool:
        """Whether a word or expression may name a tensor."""
        root = re.split(r"[.\[(]", text, maxsplit=1)[0]
        if root in ("torch", "nn", "np", "F"):
            return False
        name = text.removeprefix("self.")
        if root == "self":
            root = re.split(r"[.\[(]", name, maxsplit=1)[0]
        return root in self._places or bool(roles_of(name))

    def _may_be_tensor(self, value: Value) -> bool:
        """Whether a value is no number, module or function, as far as is known."""
        if isinstance(value, Unknown) and self.program.trace.tensor(value) is None:
            is_setting = isinstance(value.default, Constant) and value.default.value is not None
            return not is_setting and not self.program.interpreter.is_number(value)
        return not isinstance(value, _NO_TENSOR)

    def named(
        self, name: str, frames: Sequence[Frame], line: int, last: int | None = None, is_local: bool = False
    ) -> list[Subject]:
        """What a name stands for at a line, whether just before it or bound by the lines up to `last`.

        is_local: whether nothing is meant but what stands in these runs.
        """
        found: list[Subject] = []
        for frame in frames[:_MOST_FRAMES]:
            found += self._at(name, frame, line, line if last is None else last)
        if not found:
            found = self._anywhere(name, frames, line)
        return found or self.by_role(name, frames, line, is_local)

    def _at(self, name: str, frame: Frame, line: int, last: int) -> Iterator[Subject]:
        if not name.isidentifier():
            yield from self._expression(name, frame, line, last)
            return
        bound: list[Value] = []
        for spelled in (name, f"self.{name}"):
            bound += frame.after(spelled, line, last) or []
            bound += frame.before(spelled, line)[-1:]
            if bound:
                break
        for value in bound[:_MOST_VALUES]:
            if self._may_be_tensor(value):
                yield Subject(name, value, frame, last)

    def _expression(self, text: str, frame: Frame, line: int, last: int) -> Iterator[Subject]:
        root = re.split(r"[.\[(]", text.removeprefix("self."), maxsplit=1)[0]
        for moment, after in ((last, True), (line, False)):
            if not (
                frame.before(root, moment + 1) or frame.before(f"self.{root}", moment + 1) or self._outside(root, frame)
            ):
                continue
            value = self.program.evaluate(text, frame, moment, after)
            if value is not None and self._may_be_tensor(value):
                yield Subject(text, value, frame, moment)

    def _outside(self, name: str, frame: Frame) -> bool:
        scope = frame.parent
        while scope is not None:
            if scope.ever(name):
                return True
            scope = scope.parent
        return False

    def _anywhere(self, name: str, frames: Sequence[Frame], line: int) -> list[Subject]:
        """All that the name stands for later on in these runs, or outside of them, or in an object's attributes."""
        found: list[Subject] = []
        for frame in frames[:_MOST_FRAMES]:
            scope: Frame | None = frame
            while scope is not None:
                values = scope.ever(name) or scope.ever(f"self.{name}")
                found += [Subject(name, value, frame, line) for value in values[:_MOST_VALUES]]
                scope = scope.parent if not values else None
            if frame.instance is not None and name in frame.instance.attributes:
                found.append(Subject(name, frame.instance.attributes[name], frame, line))
        return [subject for subject in found if self._may_be_tensor(subject.value)]

    def near(self, name: str, line: int) -> list[Subject]:
        """What a name stands for in the code around a line, for prose; by its usual meaning where it is never bound."""
        if name.isidentifier():
            places = self._places.get(name, [])
            middle = bisect_right(places, line, key=lambda place: place.line)
            found = places[max(0, middle - _MOST_BEFORE) : middle][::-1] + places[middle : middle + _MOST_BEHIND]
        else:
            found = self._expression_near(name, line)
        if not found or any(subject.line <= line for subject in found):
            return found or self.by_role(name, [], line)
        is_plain = name.lower() in CANONICAL  # what is bound later alone may be something else
        return [*(replace(subject, is_supposed=not is_plain) for subject in found), *self.by_role(name, [], line)]

    def _expression_near(self, text: str, line: int) -> list[Subject]:
        """What an expression stands for where the name it begins with is bound."""
        root = re.split(r"[.\[(]", text.removeprefix("self."), maxsplit=1)[0]
        frames: dict[int, Frame] = {}
        for place in self._places.get(root, [])[:_MOST_BEFORE]:
            frames[id(place.frame)] = place.frame
        return [subject for frame in frames.values() for subject in self._expression(text, frame, _END, _END)]

    def by_role(self, name: str, frames: Sequence[Frame], line: int, is_local: bool = False) -> list[Subject]:
        """What a name usually means: the output, the states, the input of the LSTMs in sight of a line."""
        roles = roles_of(name)
        if not roles:
            return []
        own = {id(frame) for frame in frames}
        here = [context for context in self._contexts if id(context.frame) in own]
        if not here and not is_local:
            here = self._contexts
        middle = bisect_right(here, line, key=lambda called: called.line)
        called = here[max(0, middle - _MOST_CALLS) : middle][::-1] + here[middle : middle + _MOST_CALLS]
        is_plain = name.lower() in CANONICAL
        return [
            Subject(
                name,
                each.tensor(self.program.interpreter, role),
                each.frame,
                each.line,
                not is_plain and not (id(each.frame) in own and abs(each.line - line) <= _BESIDE),
            )
            for each in called
            for role in roles
            if each.has(role)
        ]

    def layer_named(self, name: str) -> int | None:
        """The key of the LSTM that a name is bound to."""
        for frames in self.program.trace.frames.values():
            for frame in frames[:_MOST_FRAMES]:
                for value in frame.values.get(name, []):
                    if isinstance(value, RecurrentLayer):
                        return value.key
        return None

    def of_layer(self, name: str, layer: int) -> list[Subject]:
        """What a name usually means, of one LSTM."""
        roles = roles_of(name)
        own = [called for called in self._contexts if called.context.layer == layer]
        machine = self.program.interpreter
        return [
            Subject(name, each.tensor(machine, role), each.frame, each.line)
            for each in own
            for role in roles
            if each.has(role)
        ]

    def _called(self) -> Iterator[_Called]:
        """All calls of LSTMs, or the layers where none is called."""
        world = self.program.interpreter.world
        for line, context, made in self.program.trace.contexts:
            frames = self.program.frames_at(line)
            yield _Called(line, context, frames[0] if frames else world, dict(made))
        for line, context in self._uncalled():
            yield _Called(line, context, world, {})

    def _uncalled(self) -> Iterator[tuple[int, Context]]:
        """Layers that are built and never called; any LSTM at all, where the document is about none in particular."""
        machine, trace = self.program.interpreter, self.program.trace
        called = {context.layer for _, context, _ in trace.contexts}
        for layer in [layer for layer in trace.layers if layer.key not in called][:_MOST_VALUES]:
            yield (layer.line if trace.contexts else _END), states_context(machine, layer)
        if not trace.layers and self.program.is_about_lstms:
            yield _END, states_context(machine, any_lstm(machine))
