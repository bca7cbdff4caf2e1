"""From a name or a place in the document to the tensors that it may stand for."""

from __future__ import annotations

import ast
import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from lstm_shapes.check.claims.candidate import Referent
from lstm_shapes.check.interpreter.dims import Dim
from lstm_shapes.check.interpreter.frames import Frame
from lstm_shapes.check.interpreter.machine import Machine
from lstm_shapes.check.interpreter.recurrent_calls import tensor_of
from lstm_shapes.check.interpreter.recurrent_layers import any_lstm, states_context
from lstm_shapes.check.interpreter.values import (
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
from lstm_shapes.lexicon import CANONICAL, roles_of
from lstm_shapes.shapes import tensor_formulas

__all__ = ["BESIDE", "END", "Referents"]

END = 10**9
"""Behind all lines."""

BESIDE = 4
"""Lines from a comment to the call that it is about."""

_NO_NAMES = frozenset(("torch", "nn", "np", "F", "shape", "shapes", "size", "sizes", "dim", "dims"))
_MOST_FRAMES = 6
_MOST_VALUES = 6
_MOST_CALLS = 4  # of layers, before a line and behind it
_MOST_OF_LAYER = 60  # calls of one layer
_MOST_LOOKED_AT = 100  # values of a name, to find one of another line
_FRESH = 3  # lines from the statement above a comment on lines of its own
_NO_TENSOR = (Dim, Constant, Path, Instance, RecurrentLayer, Layer, Function, Class, BoundMethod)


@dataclass(slots=True)
class _Called:
    """A call of a recurrent layer, and its tensors as far as they have been asked for."""

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
        name = self.own_name(role)
        if name not in self.made:
            self.made[name] = tensor_of(machine, name, self.context)
        return self.made[name]


class Referents:
    """Finds what names stand for: in the code at a place, then in all of the document, then by their usual meaning."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._bound: dict[int, set[int]] = {}
        self._calls = sorted(self._called(), key=lambda called: called.line)
        self._by_frame: dict[int, list[_Called]] = {}
        self._by_layer: dict[int, list[_Called]] = {}
        for called in self._calls:
            self._by_frame.setdefault(id(called.frame), []).append(called)
            self._by_layer.setdefault(called.context.layer, []).append(called)
        self._places: dict[str, list[Referent]] = {}
        self._layers: dict[str, int] = {}
        self._names: dict[ast.AST | None, Collection[str]] = {}
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
                if isinstance(value, RecurrentLayer):
                    self._layers.setdefault(spelled, value.key)
                if self.may_be_tensor(value):
                    self._places.setdefault(name, []).append(Referent(name, value, frame, line))

    def is_name(self, text: str) -> bool:
        """Whether a word or expression may name a tensor."""
        root = re.split(r"[.\[(]", text, maxsplit=1)[0]
        if root in _NO_NAMES:
            return False
        name = text.removeprefix("self.")
        if root == "self":
            root = re.split(r"[.\[(]", name, maxsplit=1)[0]
        return root in self._places or bool(roles_of(name))

    def may_be_tensor(self, value: Value) -> bool:
        """Whether a value is no number, module or function, as far as is known."""
        if isinstance(value, Unknown) and self.program.trace.tensor(value) is None:
            is_setting = isinstance(value.default, Constant) and value.default.value is not None
            return not is_setting and not self.program.machine.is_number(value)
        return not isinstance(value, _NO_TENSOR)

    def is_bound(self, name: str) -> bool:
        """Whether the code binds the name that an expression begins with."""
        return _root(name) in self._places

    def is_bound_for(self, name: str, frames: Sequence[Frame]) -> bool:
        """Whether the code binds it, and the functions of these runs bind or read it; outside of all, nothing more."""
        root = _root(name)
        own = [frame for frame in frames if frame.node is not None]
        is_here = any(root in self._names_in(f.node) or f.binds(root) or f.binds(f"self.{root}") for f in own)
        return self.is_bound(name) and (is_here or len(own) < len(frames) or not frames)

    def is_bound_at(self, name: str, frames: Sequence[Frame], line: int) -> bool:
        """Whether these runs have bound a name before a line."""
        return any(frame.before(spelled, line) for frame in frames for spelled in (name, f"self.{name}"))

    def uses_of(self, value: Value) -> Sequence[str]:
        """What a value is to recurrent layers: `input`, `h_n`, ...; nothing if it neither goes in nor comes out."""
        tensor = self.program.trace.tensor(value)
        uses = self.program.trace.uses.get(tensor.key, []) if tensor is not None else []
        return [use for use, _ in uses]

    def has_role(self, value: Value, name: str) -> bool:
        """Whether a value is the tensor of a recurrent layer that a word usually means."""
        return any(use.replace("_1", "_n") in roles_of(name) for use in self.uses_of(value))

    def at(self, name: str, frames: Sequence[Frame], first: int, last: int, is_own: bool = False) -> list[Referent]:
        """What a name stands for beside the lines from `first` to `last`: what they bind it to, or what it was."""
        found: list[Referent] = []
        for frame in frames[:_MOST_FRAMES]:
            found += self._at(name, frame, first, last, is_own)
        if not found:
            found += self._outside(name, frames, first)
        if not any(referent.is_likely for referent in found):
            found += self.by_role(name, frames, first)
        return found

    def _at(self, name: str, frame: Frame, first: int, last: int, is_own: bool) -> Iterator[Referent]:
        if not name.isidentifier():
            yield from self._expression(name, frame, first, last)
            return
        for spelled in (name, f"self.{name}"):
            bound, before = frame.after(spelled, first, last), frame.before(spelled, first)
            every = islice(frame.values.get(spelled, ()), _MOST_LOOKED_AT)
            later = [value for value in every if value not in bound and value not in before][:1]
            is_fresh = bool(before) and frame.line_before(spelled, first) >= first - _FRESH
            for values, is_likely in ((bound, True), (before, not bound or (is_own and is_fresh)), (later, False)):
                for value in values[-_MOST_VALUES:]:
                    if self.may_be_tensor(value):
                        yield Referent(name, value, frame, last, is_likely)
            if bound or before or later:
                return

    def _expression(self, text: str, frame: Frame, first: int, last: int) -> Iterator[Referent]:
        root = _root(text)
        for moment, after in ((last, True), (first, False)):
            known = frame.before(root, moment + 1) or frame.before(f"self.{root}", moment + 1)
            if known or any(scope.binds(root) for scope in frame.around):
                value = self.program.evaluate(text, frame, moment, after)
                if value is not None and self.may_be_tensor(value):
                    yield Referent(text, value, frame, moment)

    def _outside(self, name: str, frames: Sequence[Frame], line: int) -> Iterator[Referent]:
        """What the name stands for outside of these runs, or in an object's attributes."""
        for frame in frames[:_MOST_FRAMES]:
            is_read = name in self._names_in(frame.node)
            for scope in frame.around:
                for value in scope.ever(name, _MOST_VALUES) or scope.ever(f"self.{name}", _MOST_VALUES):
                    if self.may_be_tensor(value):
                        yield Referent(name, value, frame, line, is_read)
            if frame.instance is not None and name in frame.instance.attributes:
                value = frame.instance.attributes[name]
                if self.may_be_tensor(value):
                    yield Referent(name, value, frame, line)

    def _names_in(self, node: ast.AST | None) -> Collection[str]:
        """The names in the code of a function; what it does not read, it says nothing of."""
        if node not in self._names:
            self._names[node] = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)} if node else ()
        return self._names[node]

    def near(self, name: str, line: int) -> list[Referent]:
        """What a name stands for in the code around a line, for prose: what was bound last before it is most likely."""
        found: list[Referent] = []
        if name.isidentifier():
            places = self._places.get(name, [])
            middle = bisect_right(places, line, key=lambda place: place.line)
            last = places[middle - 1] if middle else None
            found += [replace(p, is_likely=last is None or _is_alike(p, last)) for p in places[:middle][-12:][::-1]]
            found += [replace(place, is_likely=not middle) for place in places[middle : middle + 6]]
        else:
            root = _root(text := name.removeprefix("self."))
            places = self._places.get(root, [])
            frames = {id(place.frame): place.frame for place in places[:12]}
            is_one = bool(places) and places[0].line == places[-1].line
            found += [
                replace(referent, is_likely=is_one)
                for frame in frames.values()
                for referent in self._expression(text, frame, END, END)
            ]
        return found or self.by_role(name, [], line)

    def every(self) -> Iterator[Referent]:
        """All that the document binds: where prose says `output`, its numbers may be those of any of them."""
        return (replace(place, is_likely=False) for places in self._places.values() for place in places)

    def by_role(self, name: str, frames: Sequence[Frame], line: int) -> list[Referent]:
        """What a name usually means: the output, the states, the input of the layers in sight of a line."""
        roles = roles_of(name)
        own = (self._by_frame.get(frame, []) for frame in dict.fromkeys(map(id, frames)))
        here = [calls for calls in own if calls]
        is_here = bool(here)
        if not frames or (not here and name.lower() in CANONICAL):
            here = [self._calls]
        is_one = sum(map(len, here)) == 1
        called = _nearest(here, line)
        nearest = min((abs(each.line - line) for each in called), default=0)
        machine = self.program.machine
        return [
            Referent(
                name,
                each.tensor(machine, role),
                each.frame,
                each.line,
                not frames or (is_here and abs(each.line - line) == nearest <= BESIDE) or is_one,
            )
            for each in called
            for role in roles
            if each.has(role)
        ]

    def layer_named(self, name: str) -> int | None:
        """The key of the recurrent layer that a name is bound to."""
        return self._layers.get(name)

    def of_layer(self, name: str, layer: int) -> list[Referent]:
        """What a name usually means, of one layer."""
        own = self._by_layer.get(layer, [])[:_MOST_OF_LAYER]
        machine, roles = self.program.machine, roles_of(name)
        return [
            Referent(name, each.tensor(machine, role), each.frame, each.line)
            for each in own
            for role in roles
            if each.has(role)
        ]

    def _binds_some(self, frame: Frame, made: dict[str, Value]) -> bool:
        """Whether a run binds a result of a call, and so is the one that made it."""
        if id(frame) not in self._bound:
            self._bound[id(frame)] = {id(value) for values in frame.values.values() for value in values}
        return any(id(value) in self._bound[id(frame)] for value in made.values())

    def _called(self) -> Iterator[_Called]:
        """All calls of recurrent layers, or the layers where none is called."""
        program = self.program
        world, trace, machine = program.machine.world, program.trace, program.machine
        for line, context, made in trace.contexts:
            frames = program.frames_at(line)
            first = frames[0] if frames else world
            own = next((f for f in frames if self._binds_some(f, made)), first) if len(frames) > 1 else first
            yield _Called(line, context, own, dict(made))
        called = {context.layer for _, context, _ in trace.contexts}
        for layer in [layer for layer in trace.layers if layer.key not in called][:_MOST_VALUES]:
            yield _Called(layer.line if trace.contexts else END, states_context(machine, layer), world, {})
        if not trace.layers and program.is_about_lstms:
            yield _Called(END, states_context(machine, any_lstm(machine)), world, {})


def _is_alike(place: Referent, last: Referent) -> bool:
    """Whether prose that means what was bound last may as well mean this: bound there, or in the same function."""
    return place.line == last.line or (last.frame.node is not None and place.frame.node is last.frame.node)


def _nearest(calls: Sequence[Sequence[_Called]], line: int) -> list[_Called]:
    """The nearest calls before a line, the last first, then the nearest behind it; each sequence is in order."""
    before: list[_Called] = []
    behind: list[_Called] = []
    for each in calls:
        middle = bisect_right(each, line, key=lambda called: called.line)
        before += each[max(0, middle - _MOST_CALLS) : middle]
        behind += each[middle : middle + _MOST_CALLS]
    before.sort(key=lambda called: called.line)
    behind.sort(key=lambda called: called.line)
    return before[-_MOST_CALLS:][::-1] + behind[:_MOST_CALLS]


def _root(text: str) -> str:
    """The name that an expression begins with: `lstm` of `self.lstm.weight_ih_l0[0]`."""
    return re.split(r"[.\[(]", text.removeprefix("self."), maxsplit=1)[0]
