"""The values of names that come from other modules of the document's project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lstm_shapes.check.interpreter.frames import Frame
from lstm_shapes.check.interpreter.values import Constant, Imported, Path, Value

if TYPE_CHECKING:
    from lstm_shapes.check.interpreter.machine import Machine

__all__ = ["bound_in", "imported", "is_about_torch", "resolved"]

_MOST_REEXPORTS = 16


def imported(machine: Machine, module: str, frame: Frame, name: str = "") -> Value:
    """What code gets that imports a module, or a name from it; the module is followed when the value is needed."""
    path = f"{module}.{name}" if name else module
    file = machine.modules.find(module, frame.outermost.file)
    return Path(path) if file is None else Imported(file, path, name)


def resolved(machine: Machine, value: Value) -> Value:
    """The value itself; of a name from another module, what that module binds to it."""
    for _ in range(_MOST_REEXPORTS):
        if not isinstance(value, Imported) or not value.name:
            return value
        found = bound_in(machine, _world_of(machine, value.file), value.name)
        if found is None:  # it may be a module of a package
            file = machine.modules.find(f".{value.name}", value.file)
            return Path(value.path) if file is None else Imported(file, value.path)
        value = found
    return machine.unknown("", "modules that import it from each other")


def bound_in(machine: Machine, world: Frame, name: str, passed: tuple[str, ...] = ()) -> Value | None:
    """What a module binds to a name, also by importing all names of others; None if it does not.

    Of an imported module only those statements are followed that bind a name which is needed.
    """
    if world is not machine.world:
        statements = machine.modules.module(world.file).bindings.get(name, ())
        machine.follow_module([each for each in statements if each not in machine.trace.followed], world)
    if name in world.names:
        return world.names[name]
    for module in world.stars:
        if module == "torch" or module.startswith("torch."):
            return Path(f"{module}.{name}")
        file = machine.modules.find(module, world.file)
        if file is not None and file not in passed:
            found = bound_in(machine, _world_of(machine, file), name, (*passed, file))
            if found is not None:
                return found
    return None


def is_about_torch(machine: Machine, world: Frame, passed: tuple[str, ...] = ()) -> bool:
    """Whether names are those of the document, or of a module that imports torch, if need be through others.

    No other module makes tensors, and what it does is not worth the time.
    """
    if world is machine.world:
        return True
    imports = machine.modules.module(world.file).imports
    if any(name.partition(".")[0] == "torch" for name in imports):
        return True
    files = {machine.modules.find(name, world.file) for name in imports}
    others = [machine.worlds[file] for file in files - set(passed) if file in machine.worlds]
    return any(is_about_torch(machine, other, (*passed, world.file)) for other in others)


def _world_of(machine: Machine, file: str) -> Frame:
    """The names of a module, as far as they are needed."""
    if file not in machine.worlds:
        world = machine.worlds[file] = Frame(file=file)
        world.names["__name__"] = Constant(file)
        world.stars += machine.modules.module(file).stars
    return machine.worlds[file]
