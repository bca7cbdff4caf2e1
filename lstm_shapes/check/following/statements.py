"""Follow statements that contain no others: they bind names, show shapes, return."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Mapping

from lstm_shapes.check.following.dims import Dim, Quantity, Unmodelled
from lstm_shapes.check.following.expressions import Expressions
from lstm_shapes.check.following.frames import Event, EventKind, Frame, Raise
from lstm_shapes.check.following.importing import imported
from lstm_shapes.check.following.mutating import changed_by, is_altered, mutating_calls
from lstm_shapes.check.following.recurrent_calls import states_made
from lstm_shapes.check.following.shown import is_shape, shapes_in
from lstm_shapes.check.following.values import (
    Class,
    Constant,
    Instance,
    Items,
    Table,
    Tensor,
    Unknown,
    Value,
)

__all__ = ["SIMPLE", "LeftError", "Statements"]

_MOST_EVENTS = 20  # for one line
_INITIALISER = re.compile(
    r"_?(?:init|initial|zero|reset|get|make|create|new|blank|start)\w*(?:hidden|state)\w*", re.IGNORECASE
)


_CELL_STATE = re.compile(r"c|cx|c_?[nt01]|(?:\w+_)?cell\w*", re.IGNORECASE)
# Functions that are called for their effect, and not for their value.
_COMMAND = re.compile(
    r"(?:^|\.)(?:flatten_parameters|train|eval|zero_grad|backward|step|manual_seed|append|init_weights|super)\b"
)


class LeftError(Exception):
    """The statements after this one are not reached."""


class Statements(Expressions):
    """Follows simple statements; `Expressions` evaluates the expressions in them."""

    def bind(self, name: str, value: Value, frame: Frame, node: ast.stmt) -> None:
        """Bind a name to a value, from this statement on."""
        home = frame.outermost if name in frame.declared_global else frame
        home.names[name] = value
        frame.record(name, value, node.lineno if getattr(node, "body", None) else node.end_lineno or node.lineno)

    def replace(self, old: Value, new: Value, node: ast.stmt) -> None:
        """Give all names and attributes that have a value another one, because it was changed in place."""
        seen: set[int] = set()
        for frame in (self.world, *self.worlds.values(), *self.running):
            for name, value in list(frame.names.items()):
                if value is old:
                    self.bind(name, new, frame, node)
                elif isinstance(value, Instance):
                    self._replace_attributes(value, old, new, seen)
            if frame.instance is not None:
                self._replace_attributes(frame.instance, old, new, seen)

    def _replace_attributes(self, instance: Instance, old: Value, new: Value, seen: set[int]) -> None:
        if id(instance) in seen:
            return
        seen.add(id(instance))
        self.spend(len(instance.attributes))
        for name, value in instance.attributes.items():
            if value is old:
                instance.attributes[name] = new
            elif isinstance(value, Instance):
                self._replace_attributes(value, old, new, seen)

    def _mutate(self, node: ast.stmt, frame: Frame) -> None:
        """Follow the changes in place that a statement makes."""
        for call, receiver, name in mutating_calls(node):
            value = self.evaluate(receiver, frame)
            arguments = tuple(self.evaluate(argument, frame) for argument in call.args)
            keywords = {k.arg: self.evaluate(k.value, frame) for k in call.keywords if k.arg is not None}
            try:
                changed = changed_by(self, value, name, arguments, keywords)
            except Unmodelled as error:
                changed = self.unknown("", str(error))
            if changed is not value:
                self.replace(value, changed, node)

    def _event(self, kind: EventKind, node: ast.stmt, items: Iterable[tuple[str, Value]], frame: Frame) -> None:
        events = self.trace.events.setdefault(node.lineno, [])
        kept = tuple(items)
        if kept and len(events) < _MOST_EVENTS:
            events.append(Event(kind, node.lineno, node.end_lineno or node.lineno, kept, frame, node))

    def _assign(self, node: ast.Assign, frame: Frame) -> None:
        value = self.evaluate(node.value, frame)
        self._mutate(node, frame)
        for target in node.targets:
            self.store(target, value, frame, node)
        items = [item for target in node.targets for item in self._named_items(target, value)]
        self._event("assign", node, items, frame)

    def _annotated(self, node: ast.AnnAssign, frame: Frame) -> None:
        if node.value is not None:
            value = self.evaluate(node.value, frame)
            self.store(node.target, value, frame, node)
            self._event("assign", node, self._named_items(node.target, value), frame)

    def _augmented(self, node: ast.AugAssign, frame: Frame) -> None:
        operation = ast.copy_location(ast.BinOp(_loaded(node.target), node.op, node.value), node)
        value = self.evaluate(operation, frame)
        self.store(node.target, value, frame, node)
        self._event("assign", node, self._named_items(node.target, value), frame)

    def _named_items(self, target: ast.expr, value: Value) -> list[tuple[str, Value]]:
        """What an assignment binds, in order, with tuples unpacked."""
        if isinstance(target, (ast.Tuple, ast.List)):
            parts = self._shared_out(value, target)
            return [item for part, element in zip(target.elts, parts) for item in self._named_items(part, element)]
        return [(ast.unparse(target), value)]

    def store(self, target: ast.expr, value: Value, frame: Frame, node: ast.stmt) -> None:
        """Bind a target of an assignment: a name, several, an attribute, or an element."""
        if isinstance(target, ast.Name):
            self.bind(target.id, self._christened(value, target.id), frame, node)
        elif isinstance(target, (ast.Tuple, ast.List)):
            for part, element in zip(target.elts, self._shared_out(value, target)):
                self._require_pair(part, element)
                self.store(part.value if isinstance(part, ast.Starred) else part, element, frame, node)
        elif isinstance(target, ast.Attribute):
            receiver = self.evaluate(target.value, frame)
            if is_altered(receiver, target.attr):
                self.replace(receiver, self.unknown("", "an attribute of it is changed"), node)
            elif isinstance(receiver, Class):
                receiver.attributes[target.attr] = value
            elif isinstance(receiver, Instance):
                receiver.attributes[target.attr] = self._christened(value, target.attr)
                frame.record(ast.unparse(target), value, node.end_lineno or node.lineno)
        elif isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
            known = self.look_up(target.value.id, frame)
            key = self.evaluate(target.slice, frame)
            if isinstance(known, Table) and isinstance(key, Constant) and isinstance(key.value, str):
                self.replace(known, Table({**known.items, key.value: value}), node)
            elif not isinstance(known, (Tensor, Unknown)):  # writing into a tensor does not change its shape
                self.replace(known, self.unknown(target.value.id, "it is changed in place"), node)

    def _require_pair(self, target: ast.expr, value: Value) -> None:
        """Record where the one state of a GRU or RNN is taken for the pair (h_n, c_n) of an LSTM."""
        uses = self.trace.uses.get(value.key, []) if isinstance(value, Tensor) else []
        if not uses or not isinstance(target, ast.Tuple) or any(isinstance(part, ast.Starred) for part in target.elts):
            return
        name, context = uses[0]
        kind, names = context.layout.kind, [ast.unparse(part) for part in target.elts]
        assert isinstance(value, Tensor)
        rows = value.extents[0].size.value
        if kind.has_cell_state or name not in kind.returned or rows is None:
            return
        told = f"{kind.code} returns {kind.returns}, where {name} is one tensor with {rows} row{'s' * (rows != 1)}"
        written = f"({', '.join(names)})"
        if rows != len(names):
            message = f"{told}: it cannot be unpacked as {written}"
        elif _CELL_STATE.fullmatch(names[-1].rpartition(".")[2]):
            message = (
                f"{told}: {written} splits it silently into layers or directions, and none of them is a cell state"
            )
        else:
            return
        self.refuse(Raise(target, name, written, kind.returns, message, "LS013"))

    def _shared_out(self, value: Value, target: ast.Tuple | ast.List) -> list[Value]:
        """The values for several targets; one with a star gets all that the others leave over."""
        stars = [place for place, part in enumerate(target.elts) if isinstance(part, ast.Starred)]
        if not stars:
            return self.unpacked(value, len(target.elts), target)
        before, after = stars[0], len(target.elts) - stars[0] - 1
        if isinstance(value, Items) and len(value.items) >= before + after:
            last = len(value.items) - after
            return [*value.items[:before], Items(value.items[before:last]), *value.items[last:]]
        return [self.unknown("", "it is unpacked in a way that is not followed") for _ in target.elts]

    def _christened(self, value: Value, name: str) -> Value:
        """The value; a number gets the first name that it is bound to, so that a claim can use this name."""
        if isinstance(value, Dim) and value.is_number and value.value is not None:
            return Dim.named(Quantity(self.new_key(), name, value.value))
        return value

    def _expression(self, node: ast.Expr, frame: Frame) -> None:
        if isinstance(node.value, ast.Constant):
            return
        if isinstance(node.value, ast.Call) and not is_shape(node.value):
            shown = [
                item
                for part in (*node.value.args, *(k.value for k in node.value.keywords))
                for item in shapes_in(self, part, frame)
            ]
            value = self.evaluate(node.value, frame)
            self._mutate(node, frame)
            self._set_attribute(node.value, frame, node)
            if not shown and isinstance(node.value.func, ast.Name) and node.value.func.id == "print":
                shown = [item for item in self._printed(node.value, frame) if self.trace.tensor(item[1]) is not None]
            self._event("show", node, shown, frame)
            if not shown and not _COMMAND.search(ast.unparse(node.value.func)):
                self._event("value", node, [(ast.unparse(node.value), value)], frame)
            return
        shown = shapes_in(self, node.value, frame)
        self._mutate(node, frame)
        self._event("show", node, shown, frame)
        if not shown:
            self._event("value", node, [(ast.unparse(node.value), self.evaluate(node.value, frame))], frame)

    def _printed(self, call: ast.Call, frame: Frame) -> list[tuple[str, Value]]:
        """The arguments of `print`, whose values are shown and not only their shapes."""
        return [(ast.unparse(argument), self.evaluate(argument, frame)) for argument in call.args]

    def _set_attribute(self, call: ast.Call, frame: Frame, node: ast.stmt) -> None:
        """Follow `setattr(model, "lstm", ...)`."""
        if not (isinstance(call.func, ast.Name) and call.func.id == "setattr" and len(call.args) == 3):
            return
        receiver, key, value = (self.evaluate(argument, frame) for argument in call.args)
        if isinstance(receiver, Instance) and isinstance(key, Constant) and isinstance(key.value, str):
            receiver.attributes[key.value] = value
        elif not isinstance(receiver, Unknown):
            self.replace(receiver, self.unknown("", "setattr changes it"), node)

    def _return(self, node: ast.Return, frame: Frame) -> None:
        value: Value = Constant(None) if node.value is None else self.evaluate(node.value, frame)
        frame.returned.append(value)
        if node.value is not None:
            self._event("return", node, self._returned_items(node.value, value), frame)
            name = getattr(frame.node, "name", "")
            if _INITIALISER.fullmatch(name) and frame.instance is not None:
                states_made(self, value, frame.instance)
        raise LeftError

    def _returned_items(self, node: ast.expr, value: Value) -> list[tuple[str, Value]]:
        if isinstance(node, ast.Tuple) and isinstance(value, Items) and len(node.elts) == len(value.items):
            return [item for e, v in zip(node.elts, value.items) for item in self._returned_items(e, v)]
        return [(ast.unparse(node), value)]

    def _assert(self, node: ast.Assert, frame: Frame) -> None:
        self._event("assert", node, [(ast.unparse(node.test), Constant(None))], frame)

    def _import(self, node: ast.Import, frame: Frame) -> None:
        for alias in node.names:
            name = alias.asname or alias.name.split(".")[0]
            self.bind(name, imported(self, alias.name if alias.asname else name, frame), frame, node)

    def _import_from(self, node: ast.ImportFrom, frame: Frame) -> None:
        module = "." * node.level + (node.module or "")
        for alias in node.names:
            if alias.name == "*":
                frame.outermost.stars.append(module)
            else:
                self.bind(alias.asname or alias.name, imported(self, module, frame, alias.name), frame, node)

    def _global(self, node: ast.Global | ast.Nonlocal, frame: Frame) -> None:
        frame.declared_global.update(node.names)

    def _delete(self, node: ast.Delete, frame: Frame) -> None:
        for target in node.targets:
            if isinstance(target, ast.Name):
                frame.names.pop(target.id, None)

    def _leave(self, node: ast.stmt, frame: Frame) -> None:
        raise LeftError


def _loaded(node: ast.expr) -> ast.expr:
    return ast.parse(ast.unparse(node), mode="eval").body


SIMPLE: Mapping[type, Callable[..., None]] = {
    ast.Assign: Statements._assign,
    ast.AnnAssign: Statements._annotated,
    ast.AugAssign: Statements._augmented,
    ast.Expr: Statements._expression,
    ast.Return: Statements._return,
    ast.Assert: Statements._assert,
    ast.Import: Statements._import,
    ast.ImportFrom: Statements._import_from,
    ast.Global: Statements._global,
    ast.Nonlocal: Statements._global,
    ast.Delete: Statements._delete,
    ast.Raise: Statements._leave,
    ast.Break: Statements._leave,
    ast.Continue: Statements._leave,
}
"""How each kind of statement is followed."""
