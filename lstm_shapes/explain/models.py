"""Where a program builds the model that has a layer, and which of the model's own arguments decides about the layer."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Sequence
from copy import deepcopy

from lstm_shapes.explain.clues import called
from lstm_shapes.syntax import parse

__all__ = ["configured_with", "model_with"]

_FROZEN = re.compile(r"frozen=True|NamedTuple|namedtuple")
"""What makes configurations that cannot be set."""


def model_with(
    program: str,
    layer: str,
    argument: tuple[Sequence[str], str],
    change: Callable[[str], str],
    line: ast.Assign | None = None,
) -> str | None:
    """The line that builds the model, with another value of what decides an argument of one of its layers.

    layer: the attribute that holds it, such as `lstm`. argument: those of the layer's constructor in their order, and
    which of them. change: makes the new value from the old. line: that which builds the model, if it is known.

    Returns None where the layer's argument is no parameter of the model's, or where not one line builds the model.
    """
    tree = parse(program)
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)] if tree is not None else []
    found = [(one, parameter) for one in classes if (parameter := _parameter(one, layer, *argument))]
    if tree is None or len(found) != 1:
        return None
    (owner, parameter), lines = found[0], [node for node in ast.walk(tree) if isinstance(node, ast.Assign)]
    building = [one for one in ([line] if line is not None else lines) if len(_calls_of(owner, one)) == 1]
    return _changed(building[0], owner, parameter, change) if len(building) == 1 else None


def configured_with(
    program: str, layer: str, argument: tuple[Sequence[str], str], value: str, line: ast.Assign | None
) -> str | None:
    """The line that sets the entry of a configuration from which one of a model's layers takes an argument.

    Such as `config["hidden_size"] = 64`, under the name that the line which builds the model has for `config`; layer
    and argument are those of `model_with`. Returns None where the layer takes it from elsewhere.
    """
    tree = parse(program)
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)] if tree is not None else []
    found = [given for one in classes if (given := _given_to(one, layer, *argument)) is not None]
    entry = found[0] if len(found) == 1 else None
    if not isinstance(entry, (ast.Subscript, ast.Attribute)) or not isinstance(entry.value, ast.Name) or line is None:
        return None
    for owner in classes:
        for call, initializer in ((call, _initializer(owner)) for call in _calls_of(owner, line)):
            names = [one.arg for one in initializer.args.args][1:] if initializer is not None else []
            handed = dict(zip(names, call.args)) | {word.arg or "": word.value for word in call.keywords}
            config = handed.get(entry.value.id)
            if isinstance(config, (ast.Name, ast.Attribute)) and not _FROZEN.search(program):
                own = deepcopy(entry)
                own.value = config
                return f"{ast.unparse(own)} = {value}  # before the model is built"
    return None


def _calls_of(owner: ast.ClassDef, line: ast.Assign) -> list[ast.Call]:
    return [node for node in ast.walk(line) if isinstance(node, ast.Call) and called(node) == owner.name]


def _initializer(owner: ast.ClassDef) -> ast.FunctionDef | None:
    functions = [node for node in owner.body if isinstance(node, ast.FunctionDef)]
    return next((node for node in functions if node.name == "__init__"), None)


def _parameter(owner: ast.ClassDef, layer: str, order: Sequence[str], argument: str) -> str:
    """The parameter of `__init__` that is handed on to the layer as this argument; empty if none is."""
    initializer, value = _initializer(owner), _given_to(owner, layer, order, argument)
    if initializer is None or not isinstance(value, ast.Name):
        return ""
    names = {one.arg for one in (*initializer.args.args, *initializer.args.kwonlyargs)}
    names -= {node.id for node in ast.walk(initializer) if isinstance(node, ast.Name) and _is_bound(node)}
    return value.id if value.id in names else ""


def _given_to(owner: ast.ClassDef, layer: str, order: Sequence[str], argument: str) -> ast.expr | None:
    """What the constructor of a layer is given as this argument, where a class builds it."""
    initializer = _initializer(owner)
    for line in ast.walk(initializer) if initializer is not None else ():
        is_layer = isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == f"self.{layer}"
        if is_layer and isinstance(line, ast.Assign) and isinstance(line.value, ast.Call):
            given = dict(zip(order, line.value.args)) | {word.arg or "": word.value for word in line.value.keywords}
            return given.get(argument)
    return None


def _is_bound(name: ast.Name) -> bool:
    return isinstance(name.ctx, ast.Store)


def _changed(line: ast.Assign, owner: ast.ClassDef, parameter: str, change: Callable[[str], str]) -> str | None:
    """A line that builds the model, with another value of the parameter; None where the old one is not seen."""
    initializer, changed = _initializer(owner), deepcopy(line)
    (call,) = _calls_of(owner, changed)
    if initializer is None or any(isinstance(one, ast.Starred) for one in call.args):
        return None
    names = [one.arg for one in initializer.args.args][1:]
    defaults = dict(zip(reversed(names), reversed(initializer.args.defaults)))
    place = names.index(parameter) if parameter in names else len(call.args)
    word = next((one for one in call.keywords if one.arg == parameter), None)
    old = call.args[place] if place < len(call.args) else word.value if word is not None else defaults.get(parameter)
    if old is None or any(one.arg is None for one in call.keywords):
        return None
    new = ast.parse(change(ast.unparse(old)), mode="eval").body
    if place < len(call.args):
        call.args[place] = new
    elif word is not None:
        word.value = new
    else:
        call.keywords.append(ast.keyword(parameter, new))
    return ast.unparse(changed)
