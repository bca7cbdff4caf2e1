"""The values of names that come from other modules of the document's project."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lstm_shapes.check.interpreter.frames import STEPS_FOR_A_LINE, Frame
from lstm_shapes.check.interpreter.journal import Journal
from lstm_shapes.check.interpreter.values import Constant, Imported, Items, Path, Value

if TYPE_CHECKING:
    from lstm_shapes.check.interpreter.machine import Machine

__all__ = ["import_all", "imported", "is_about_torch", "is_found", "resolved", "set_in_module"]

_MOST_REEXPORTS = 16


def imported(machine: Machine, module: str, frame: Frame, name: str = "") -> Value:
    """What code gets that imports a module, or a name from it; the module is followed when the value is needed."""
    path = f"{module}.{name}" if name else module
    file = _file_of(machine, module, frame)
    return Path(path) if file is None else Imported(file, path, name)


def _file_of(machine: Machine, module: str, frame: Frame) -> str | None:
    world = frame.outermost
    return machine.modules.find(module, world.file, world is machine.world)


def resolved(machine: Machine, value: Value) -> Value:
    """The value itself; of a name from another module, what that module binds to it."""
    for _ in range(_MOST_REEXPORTS):
        if not isinstance(value, Imported) or not value.name:
            return value
        found = _world_of(machine, value.file).names.get(value.name)
        if found is None:  # it may be a module of a package
            file = machine.modules.find(f".{value.name}", value.file)
            return Path(value.path) if file is None else Imported(file, value.path)
        value = found
    return machine.unknown("", "modules that import it from each other")


def set_in_module(machine: Machine, module: Imported, name: str, value: Value) -> None:
    """Follow `module.name = value`."""
    machine.journal.write(_world_of(machine, module.file).names, name, value)


def is_found(machine: Machine, statement: ast.stmt, frame: Frame) -> bool:
    """Whether a statement imports from modules of the project alone, and so does not fail."""
    if isinstance(statement, ast.Import):
        names = [alias.name for alias in statement.names]
    elif isinstance(statement, ast.ImportFrom):
        names = ["." * statement.level + (statement.module or "")]
    else:
        return False
    return all(_file_of(machine, name, frame) for name in names)


def import_all(machine: Machine, module: str, frame: Frame) -> None:
    """Follow `from module import *`: the names that `__all__` lists, or else all that begin with no underscore."""
    outer, file = frame.outermost, _file_of(machine, module, frame)
    if file is None:
        outer.stars.append(module)
        return
    names = _world_of(machine, file).names
    listed = names.get("__all__")
    if isinstance(listed, Items):
        public = [str(item.value) for item in listed.items if isinstance(item, Constant)]
    else:
        public = [name for name in names if not name.startswith("_")]
    for name in public:
        if name in names:
            machine.journal.write(outer.names, name, names[name])


def is_about_torch(machine: Machine, world: Frame) -> bool:
    """Whether names are those of the document, or of a module that imports torch, if need be through others.

    No other module makes tensors, so that little of what it does is worth the time.
    """
    if world is machine.world:
        return True
    seen, left = set(), [world.file]
    while left:
        machine.spend()
        file = left.pop()
        seen.add(file)
        imports = machine.modules.module(file).imports
        if any(name.partition(".")[0] == "torch" for name in imports):
            return True
        files = {machine.modules.find(name, file) for name in imports}
        left += [each for each in files if each in machine.worlds and each not in seen]
    return False


def _world_of(machine: Machine, file: str) -> Frame:
    """The names of a module, which is followed when it is needed for the first time."""
    if file not in machine.worlds:
        world = machine.worlds[file] = Frame(file=file)
        world.names["__name__"] = Constant(file)
        statements = machine.modules.module(file).statements
        machine.budget += STEPS_FOR_A_LINE * sum(
            (each.end_lineno or each.lineno) - each.lineno + 1 for each in statements
        )
        around, machine.loops, machine.attempts = (machine.loops, machine.attempts), 0, 0
        own, machine.journal = machine.journal, Journal()  # a branch that imports a module does not undo it
        try:
            machine.run_body(statements, world)
        finally:
            machine.loops, machine.attempts = around
            machine.journal = own
    return machine.worlds[file]
