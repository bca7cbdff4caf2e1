"""Follow a document's code, statement by statement, without running it."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from contextlib import suppress

from lstm_shapes.check.interpreter.blocks import run_body
from lstm_shapes.check.interpreter.calls import call, call_function, instantiate
from lstm_shapes.check.interpreter.classes import methods_of
from lstm_shapes.check.interpreter.dims import Unmodelled
from lstm_shapes.check.interpreter.expressions import attribute, evaluate
from lstm_shapes.check.interpreter.frames import Frame
from lstm_shapes.check.interpreter.machine import Machine, Modules, Rules
from lstm_shapes.check.interpreter.values import Class, Function, Instance

__all__ = ["finish", "new_machine", "run"]

_NAMES_A_STEP = 4  # that are looked at

_RULES = Rules(evaluate, attribute, call, run_body)


def new_machine(file: str = "", modules: Modules | None = None) -> Machine:
    """A machine that has followed nothing yet; `file` and `modules` are as in `Machine`."""
    return Machine(_RULES, file, modules)


def run(machine: Machine, statements: Sequence[ast.stmt], frame: Frame | None = None) -> None:
    """Follow one piece of code after another; its names go into `frame`, or into those of the document."""
    run_body(machine, statements, frame or machine.world)


def finish(machine: Machine) -> None:
    """Follow the functions and methods that nothing in the document has called."""
    for owner in list(machine.classes):
        instance = machine.instances.get(owner) or _guarded_instance(machine, owner)
        methods = methods_of(machine, owner)
        for name in sorted(methods, key=lambda name: name != "forward"):
            function = methods[name]
            if name != "__init__" and function.node not in machine.trace.frames:
                _guarded_call(machine, function, instance)
    for function in machine.functions:
        if function.node not in machine.trace.frames and function.owner is None:
            _guarded_call(machine, function, None)


def _guarded_instance(machine: Machine, owner: Class) -> Instance:
    try:
        value = instantiate(machine, owner, (), {}, symbolic=True)
    except (Unmodelled, RecursionError):
        value = None
    return value if isinstance(value, Instance) else Instance(owner)


def _guarded_call(machine: Machine, function: Function, instance: Instance | None) -> None:
    """Follow a function with what the names of the document stood for where it is defined, as whoever reads it does."""
    names = machine.world.names
    machine.spend(machine.journal.rebound(names) // _NAMES_A_STEP)
    with suppress(Unmodelled, RecursionError), machine.journal.as_of(function.mark, names):
        call_function(machine, function, (), {}, receiver=instance, symbolic=True)
