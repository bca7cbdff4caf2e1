"""Follow statements that contain no others: they bind names, show shapes, return."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Mapping

from lstm_shapes.check.interpreter.calls import call_function, spoil
from lstm_shapes.check.interpreter.classes import method_of
from lstm_shapes.check.interpreter.dims import Dim, Quantity, Unmodelled
from lstm_shapes.check.interpreter.expressions import evaluate
from lstm_shapes.check.interpreter.frames import Event, EventKind, Frame, Raise
from lstm_shapes.check.interpreter.importing import import_all, imported, set_in_module
from lstm_shapes.check.interpreter.joining import Agreement
from lstm_shapes.check.interpreter.machine import Machine
from lstm_shapes.check.interpreter.mutating import (
    MUTATING,
    Renewal,
    changed_by,
    is_altered,
    may_be_list,
    mutating_calls,
)
from lstm_shapes.check.interpreter.recurrent_calls import states_made
from lstm_shapes.check.interpreter.shown import is_shape, shapes_in
from lstm_shapes.check.interpreter.values import (
    BoundMethod,
    Class,
    Constant,
    Imported,
    Instance,
    Items,
    Series,
    Table,
    Tensor,
    Unknown,
    Value,
)

__all__ = ["SIMPLE", "LeftError", "bind", "evaluated", "store"]

_INITIALISER = re.compile(
    r"_?(?:init|initial|zero|reset|get|make|create|new|blank|start)\w*(?:hidden|state)\w*", re.IGNORECASE
)


_MOST_KEYS = 1_000  # of a dictionary that is filled key by key
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_NAMES = ("globals", "locals", "vars")  # give the names themselves
_NAMES_A_STEP = 8  # that are looked at
_CELL_STATE = re.compile(r"c|cx|c_?[nt01]|(?:\w+_)?cell\w*", re.IGNORECASE)
# Functions that are called for their effect, and not for their value.
_COMMAND = re.compile(
    r"(?:^|\.)(?:flatten_parameters|train|eval|zero_grad|backward|step|manual_seed|append|init_weights|super)\b"
)


class LeftError(Exception):
    """The statements after this one are not reached."""


def bind(machine: Machine, name: str, value: Value, frame: Frame, node: ast.stmt) -> None:
    """Bind a name to a value, from this statement on."""
    home = frame.homes.get(name, frame)
    machine.journal.write(home.names, name, value)
    frame.record(name, value, node.lineno if getattr(node, "body", None) else node.end_lineno or node.lineno)


def replace(machine: Machine, old: Value, new: Value, frame: Frame, node: ast.stmt) -> None:
    """Give everything that holds a value another one, because it was changed in place."""
    renewal = Renewal(machine, old, new)
    starts = (machine.world, *machine.worlds.values(), *machine.running, frame)
    for scope in {id(scope): scope for start in starts for scope in start.scopes}.values():
        machine.spend(len(scope.names) // _NAMES_A_STEP)
        for name, value in renewal.changes_in(scope.names):
            bind(machine, name, value, scope, node)
        if scope.instance is not None:
            renewal.of(scope.instance)
    for holder in renewal.holders:  # more are found on the way
        machine.spend(len(holder.attributes))
        for name, value in renewal.changes_in(holder.attributes):
            machine.journal.write(holder.attributes, name, value)


def evaluated(machine: Machine, node: ast.expr, frame: Frame, statement: ast.stmt) -> Value:
    """The value of an expression in a statement; the changes in place that it makes are followed, too."""
    value = evaluate(machine, node, frame)
    _mutate(machine, node, frame, statement)
    return value


def _mutate(machine: Machine, node: ast.expr, frame: Frame, statement: ast.stmt) -> None:
    """Follow the changes in place that an expression makes."""
    for call, receiver, method in mutating_calls(node):
        value, name = evaluate(machine, receiver, frame), method
        if receiver is call.func:
            if not isinstance(value, BoundMethod) or value.name not in MUTATING:
                continue
            name = value.name if method else ""
            value = value.receiver
        arguments = tuple(evaluate(machine, argument, frame) for argument in call.args)
        keywords = {k.arg: evaluate(machine, k.value, frame) for k in call.keywords if k.arg is not None}
        try:
            changed = changed_by(machine, value, name, arguments, keywords)
        except Unmodelled as error:
            changed = machine.unknown("", str(error))
        if changed is not value:
            replace(machine, value, changed, frame, statement)


def _event(machine: Machine, kind: EventKind, node: ast.stmt, items: Iterable[tuple[str, Value]], frame: Frame) -> None:
    kept = tuple(items)
    if kept:
        machine.trace.add_event(Event(kind, node.lineno, node.end_lineno or node.lineno, kept, frame, node))


def _assign(machine: Machine, node: ast.Assign, frame: Frame) -> None:
    value = evaluated(machine, node.value, frame, node)
    for target in node.targets:
        store(machine, target, value, frame, node)
    items = [item for target in node.targets for item in _named_items(machine, target, value)]
    _event(machine, "assign", node, items, frame)


def _annotated(machine: Machine, node: ast.AnnAssign, frame: Frame) -> None:
    if node.value is not None:
        value = evaluated(machine, node.value, frame, node)
        store(machine, node.target, value, frame, node)
        _event(machine, "assign", node, _named_items(machine, node.target, value), frame)


def _augmented(machine: Machine, node: ast.AugAssign, frame: Frame) -> None:
    operation = ast.copy_location(ast.BinOp(_loaded(node.target), node.op, node.value), node)
    old = evaluate(machine, operation.left, frame)
    value = evaluated(machine, operation, frame, node)
    if isinstance(old, (Items, Series, Unknown)) and may_be_list(machine, old):
        machine.objects.add(value, old)
        is_list = isinstance(node.value, (ast.List, ast.ListComp))  # which is changed in place; a tuple is not
        replace(machine, old, value if is_list else machine.unknown("", "it may be changed in place"), frame, node)
    store(machine, node.target, value, frame, node)
    _event(machine, "assign", node, _named_items(machine, node.target, value), frame)


def _named_items(machine: Machine, target: ast.expr, value: Value) -> list[tuple[str, Value]]:
    """What an assignment binds, in order, with tuples unpacked."""
    if isinstance(target, (ast.Tuple, ast.List)):
        parts = _shared_out(machine, value, target)
        return [item for part, element in zip(target.elts, parts) for item in _named_items(machine, part, element)]
    return [(ast.unparse(target), value)]


def store(machine: Machine, target: ast.expr, value: Value, frame: Frame, node: ast.stmt) -> None:
    """Bind a target of an assignment: a name, several, an attribute, or an element."""
    if isinstance(target, ast.Name):
        bind(machine, target.id, _christened(machine, value, target.id), frame, node)
    elif isinstance(target, (ast.Tuple, ast.List)):
        for part, element in zip(target.elts, _shared_out(machine, value, target)):
            _require_pair(machine, part, element)
            store(machine, part.value if isinstance(part, ast.Starred) else part, element, frame, node)
    elif isinstance(target, ast.Attribute):
        receiver = evaluate(machine, target.value, frame)
        if is_altered(receiver, target.attr):
            replace(machine, receiver, machine.unknown("", "an attribute of it is changed"), frame, node)
        elif isinstance(receiver, Imported):
            set_in_module(machine, receiver, target.attr, value)
        elif isinstance(receiver, Class):
            machine.journal.write(receiver.attributes, target.attr, value)
        elif isinstance(receiver, Instance) and (setter := method_of(machine, receiver.of, f"{target.attr}.setter")):
            call_function(machine, setter, (value,), {}, receiver=receiver)
        elif isinstance(receiver, Instance):
            machine.journal.write(receiver.attributes, target.attr, _christened(machine, value, target.attr))
            frame.record(ast.unparse(target), value, node.end_lineno or node.lineno)
        elif isinstance(receiver, Unknown):
            _store_in_either(machine, receiver, target.attr, value)
    elif isinstance(target, ast.Subscript):
        root: ast.expr = target.value
        while isinstance(root, ast.Subscript):
            root = root.value
        known, key = evaluate(machine, root, frame), evaluate(machine, target.slice, frame)
        text = key.value if isinstance(key, Constant) and root is target.value else None
        if _is_of_names(root):
            _forget_names(machine, frame, node, text)
        if isinstance(known, Table) and isinstance(text, str) and len(known.items) < _MOST_KEYS:
            replace(machine, known, Table({**known.items, text: value}), frame, node)
        elif may_be_list(machine, known):  # writing into a tensor does not change its shape
            replace(machine, known, machine.unknown(ast.unparse(root), "it is changed in place"), frame, node)


def _forget_names(machine: Machine, frame: Frame, node: ast.stmt, name: object = None) -> None:
    """What a name may stand for is not known any more: `globals()["x"] = y` has set it, or `exec` any of them."""
    for scope in (frame, frame.outermost):
        for each in [each for each in scope.names if name in (None, each)]:
            bind(machine, each, machine.unknown(each, "code that is made of text may have set it"), scope, node)


def _is_of_names(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _NAMES


def _store_in_either(machine: Machine, receiver: Unknown, name: str, value: Value) -> None:
    """Set an attribute of one of several objects, of which nobody knows which it is."""
    for each in receiver.either:
        if isinstance(each, Instance):
            before = each.attributes.get(name)
            after = value if before is None else Agreement(machine).of(before, value, name)
            machine.journal.write(each.attributes, name, after)


def _require_pair(machine: Machine, target: ast.expr, value: Value) -> None:
    """Record where the one state of a GRU or RNN is taken for the pair (h_n, c_n) of an LSTM."""
    uses = machine.trace.uses.get(value.key, []) if isinstance(value, Tensor) else []
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
        message = f"{told}: {written} splits it silently into layers or directions, and none of them is a cell state"
    else:
        return
    machine.refuse(Raise(target, name, written, kind.returns, message, "LS013"))


def _shared_out(machine: Machine, value: Value, target: ast.Tuple | ast.List) -> list[Value]:
    """The values for several targets; one with a star gets all that the others leave over."""
    stars = [place for place, part in enumerate(target.elts) if isinstance(part, ast.Starred)]
    if not stars:
        return machine.unpacked(value, len(target.elts), target)
    before, after = stars[0], len(target.elts) - stars[0] - 1
    if isinstance(value, Items) and len(value.items) >= before + after:
        last = len(value.items) - after
        return [*value.items[:before], Items(value.items[before:last]), *value.items[last:]]
    return [machine.unknown("", "it is unpacked in a way that is not followed") for _ in target.elts]


def _christened(machine: Machine, value: Value, name: str) -> Value:
    """The value; a number gets the first name that it is bound to, so that a claim can use this name."""
    if isinstance(value, Dim) and value.is_number and value.value is not None:
        return Dim.named(Quantity(machine.new_key(), name, value.value))
    return value


def _expression(machine: Machine, node: ast.Expr, frame: Frame) -> None:
    if isinstance(node.value, ast.Constant):
        return
    if isinstance(node.value, ast.Call) and not is_shape(node.value):
        shown = [
            item
            for part in (*node.value.args, *(k.value for k in node.value.keywords))
            for item in shapes_in(machine, part, frame)
        ]
        value = evaluated(machine, node.value, frame, node)
        _set_attribute(machine, node.value, frame, node)
        function = node.value.func
        if ast.unparse(function) == "exec" or (isinstance(function, ast.Attribute) and _is_of_names(function.value)):
            _forget_names(machine, frame, node)
        if not shown and isinstance(node.value.func, ast.Name) and node.value.func.id == "print":
            shown = [item for item in _printed(machine, node.value, frame) if machine.trace.tensor(item[1]) is not None]
        _event(machine, "show", node, shown, frame)
        if not shown and not _COMMAND.search(ast.unparse(node.value.func)):
            _event(machine, "value", node, [(ast.unparse(node.value), value)], frame)
        return
    shown = shapes_in(machine, node.value, frame)
    _mutate(machine, node.value, frame, node)
    _event(machine, "show", node, shown, frame)
    if not shown:
        _event(machine, "value", node, [(ast.unparse(node.value), evaluate(machine, node.value, frame))], frame)


def _printed(machine: Machine, call: ast.Call, frame: Frame) -> list[tuple[str, Value]]:
    """The arguments of `print`, whose values are shown and not only their shapes."""
    return [(ast.unparse(argument), evaluate(machine, argument, frame)) for argument in call.args]


def _set_attribute(machine: Machine, call: ast.Call, frame: Frame, node: ast.stmt) -> None:
    """Follow `setattr(model, "lstm", ...)`."""
    if not (isinstance(call.func, ast.Name) and call.func.id == "setattr" and len(call.args) == 3):
        return
    receiver, key, value = (evaluate(machine, argument, frame) for argument in call.args)
    if isinstance(receiver, Instance) and isinstance(key, Constant) and isinstance(key.value, str):
        machine.journal.write(receiver.attributes, key.value, value)
    elif isinstance(receiver, Instance):
        first = call.args[1].values[:1] if isinstance(call.args[1], ast.JoinedStr) else []
        spoil(machine, receiver, "".join(str(part.value) for part in first if isinstance(part, ast.Constant)))
    elif not isinstance(receiver, Unknown):
        replace(machine, receiver, machine.unknown("", "setattr changes it"), frame, node)


def _return(machine: Machine, node: ast.Return, frame: Frame) -> None:
    value: Value = Constant(None) if node.value is None else evaluated(machine, node.value, frame, node)
    frame.returned.append(value)
    if node.value is not None:
        _event(machine, "return", node, _returned_items(machine, node.value, value), frame)
        name = getattr(frame.node, "name", "")
        if _INITIALISER.fullmatch(name) and frame.instance is not None:
            states_made(machine, value, frame.instance)
    machine.journal.leave(machine.journal.function_end)
    raise LeftError


def _returned_items(machine: Machine, node: ast.expr, value: Value) -> list[tuple[str, Value]]:
    if isinstance(node, ast.Tuple) and isinstance(value, Items) and len(node.elts) == len(value.items):
        return [item for e, v in zip(node.elts, value.items) for item in _returned_items(machine, e, v)]
    return [(ast.unparse(node), value)]


def _assert(machine: Machine, node: ast.Assert, frame: Frame) -> None:
    _event(machine, "assert", node, shapes_in(machine, node.test, frame), frame)
    _mutate(machine, node.test, frame, node)


def _import(machine: Machine, node: ast.Import, frame: Frame) -> None:
    for alias in node.names:
        name = alias.asname or alias.name.split(".")[0]
        bind(machine, name, imported(machine, alias.name if alias.asname else name, frame), frame, node)


def _import_from(machine: Machine, node: ast.ImportFrom, frame: Frame) -> None:
    module = "." * node.level + (node.module or "")
    for alias in node.names:
        if alias.name == "*":
            import_all(machine, module, frame)
        else:
            bind(machine, alias.asname or alias.name, imported(machine, module, frame, alias.name), frame, node)


def _global(machine: Machine, node: ast.Global | ast.Nonlocal, frame: Frame) -> None:
    functions = [scope for scope in frame.around if isinstance(scope.node, _FUNCTIONS)]
    for name in node.names:
        owner = next((scope for scope in functions if scope.binds(name)), frame.outermost)
        frame.homes[name] = frame.outermost if isinstance(node, ast.Global) else owner


def _delete(machine: Machine, node: ast.Delete, frame: Frame) -> None:
    for target in node.targets:
        if isinstance(target, ast.Name):
            machine.journal.write(frame.names, target.id, None)
        elif isinstance(target, ast.Subscript):
            store(machine, target, machine.unknown("", "it is deleted"), frame, node)


def _raise(machine: Machine, node: ast.Raise, frame: Frame) -> None:
    raise LeftError


def _leave_pass(machine: Machine, node: ast.Break | ast.Continue, frame: Frame) -> None:
    machine.journal.leave(machine.journal.pass_end)
    raise LeftError


def _loaded(node: ast.expr) -> ast.expr:
    return ast.parse(ast.unparse(node), mode="eval").body


SIMPLE: Mapping[type, Callable[..., None]] = {
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    ast.AugAssign: _augmented,
    ast.Expr: _expression,
    ast.Return: _return,
    ast.Assert: _assert,
    ast.Import: _import,
    ast.ImportFrom: _import_from,
    ast.Global: _global,
    ast.Nonlocal: _global,
    ast.Delete: _delete,
    ast.Raise: _raise,
    ast.Break: _leave_pass,
    ast.Continue: _leave_pass,
}
"""How each kind of statement is followed."""
