"""What the interpreter says after branches, loops, attempts and calls holds on every way that Python may take."""

from __future__ import annotations

import ast
import random
from collections.abc import Callable, Iterator

import pytest
import torch

from lstm_shapes.check.interpreter.dims import Dim
from lstm_shapes.check.interpreter.interpreter import new_machine, run
from lstm_shapes.check.interpreter.machine import Machine
from lstm_shapes.check.interpreter.values import Items, Series, Tensor, Unknown, Value

PROGRAMS = 400
WAYS = 12  # in which each program is run
TENSORS, LISTS = ("a", "b", "c"), ("p", "q", "r")
SETUP = """import contextlib
import torch

class Box:
    def __init__(self):
        self.v = torch.zeros(2, 3)
        self.parts = []

a, b, c = torch.zeros(4, 3), torch.zeros(5, 3), torch.zeros(6, 7)
p, q, r = [a], [b, b], []
box, other = Box(), Box()
table = {"k": [c]}
pair = (p, a)
add = r.append
"""
TO_A_TENSOR = ("{t}", "box.v", "other.v", "torch.cat([{t}, {u}], -1)", "{t}[:1]", "{l}[-1]", "pair[1]", "{t}[None]")
TO_A_LIST = ("{l}", "[]", "[{t}]", "box.parts", "other.parts", 'table["k"]', "pair[0]", "{l} + [{t}]", "[{t}, {u}]")
STATEMENTS = (
    "{l}.append({t})",
    "{l} += [{t}]",
    "{l} += {m}",
    "{l}.pop()",
    "{t} = {l}.pop()",
    "del {l}[0]",
    "{l}[0] = {t}",
    "{l}.insert(0, {t})",
    "box.v = {t}",
    "other.v = {t}",
    "box.parts = {l}",
    "box.parts.append({t})",
    "other.parts = {l}",
    'table["k"] = {l}',
    'table["k"].append({t})',
    "pair = ({l}, {t})",
    "pair[0].append({t})",
    "add = {l}.append",
    "add({t})",
    "other = box",
    "{t}, {u} = {u}, {t}",
)
COMPOUND = (
    ("if chance():", "    ..."),
    ("if chance():", "    ...", "else:", "    ..."),
    ("for _ in range(number()):", "    ...loop"),
    ("while chance():", "    ...loop"),
    ("try:", "    ...", "    risk()", "    ...", "except ValueError:", "    ..."),
    ("try:", "    ...", "    risk()", "    ...", "except ValueError:", "    ...", "finally:", "    ..."),
    ("with contextlib.suppress(ValueError):", "    ...", "    risk()", "    ..."),
)
"""Statements that hold others, which take the place of `...`."""


class _Writer:
    """Writes one program at random."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.functions = 0
        self.depth = 0

    def filled(self, text: str) -> str:
        t, u = self.random.sample(TENSORS, 2)
        first, second = self.random.sample(LISTS, 2)
        return text.format(t=t, u=u, l=first, m=second)

    def simple(self, in_loop: bool, in_function: bool) -> str:
        kind = self.random.random()
        if in_loop and kind < 0.1:
            return f"if chance(): {self.random.choice(('break', 'continue'))}"
        if in_function and kind < 0.15:
            return "if chance(): return"
        if kind < 0.35:
            return self.filled("{t} = " + self.random.choice(TO_A_TENSOR))
        if kind < 0.5:
            return self.filled("{l} = " + self.random.choice(TO_A_LIST))
        return self.filled(self.random.choice(STATEMENTS))

    def block(self, in_loop: bool = False, in_function: bool = False, most: int = 3) -> list[str]:
        lines: list[str] = []
        for _ in range(self.random.randint(1, most)):
            compound = self.random.random() < 0.4 and self.depth < 3
            self.depth += 1
            lines += self.compound(in_loop, in_function) if compound else [self.simple(in_loop, in_function)]
            self.depth -= 1
        return lines

    def compound(self, in_loop: bool, in_function: bool) -> list[str]:
        lines: list[str] = []
        for line in self.random.choice(COMPOUND):
            is_block = line.startswith("    ...")
            inner = self.block(in_loop or "loop" in line, in_function) if is_block else []
            lines += [f"    {each}" for each in inner] or [line]
        return lines if self.random.random() < 0.85 else self.function()

    def function(self) -> list[str]:
        self.functions += 1
        body = [f"    {line}" for line in self.block(in_function=True)]
        changed = ", ".join((*TENSORS, *LISTS, "pair", "add", "other"))
        return [f"def f{self.functions}():", f"    global {changed}", *body, f"f{self.functions}()"]

    def program(self) -> str:
        return SETUP + "\n".join(self.block(most=7)) + "\n"


def _runs(program: str, seed: int) -> Iterator[dict[str, object]]:
    """The names at the end of several runs, in each of which other branches are taken."""
    for way in range(WAYS):
        chances = random.Random(seed * WAYS + way)
        left = [200]  # steps, until a loop is left

        def chance(chances: random.Random = chances, left: list[int] = left) -> bool:
            left[0] -= 1
            return left[0] > 0 and chances.random() < 0.5

        def risk(chance: Callable[[], bool] = chance) -> None:
            if chance():
                raise ValueError

        names: dict[str, object] = {
            "chance": chance,
            "risk": risk,
            "number": lambda chances=chances: chances.randrange(4),
        }
        try:
            exec(program, names)
        except (ValueError, RuntimeError, IndexError, RecursionError):
            continue  # shapes that do not fit, or a list with too few elements
        yield names


def _admits(machine: Machine, told: Value | None, real: object) -> bool:
    """Whether what is said of a value is so."""
    tensor = None if told is None else machine.trace.tensor(told)
    if tensor is not None:
        assert isinstance(real, torch.Tensor)
        sizes = [size.value for size in tensor.sizes]
        return len(sizes) == real.dim() and all(size in (None, right) for size, right in zip(sizes, real.shape))
    if isinstance(told, Series) and isinstance(real, list):
        return all(_admits(machine, told.element, part) for part in real)
    if isinstance(told, Items) and isinstance(real, (list, tuple)):
        return len(told.items) == len(real) and all(_admits(machine, t, r) for t, r in zip(told.items, real))
    if isinstance(told, Unknown) or (isinstance(told, Dim) and told.value is None):
        return True
    return not isinstance(real, (torch.Tensor, list, tuple))


def _followed(program: str) -> Machine:
    machine = new_machine()
    run(machine, ast.parse(program).body)
    return machine


@pytest.mark.parametrize("seed", range(PROGRAMS))
def test_what_is_said_of_a_name_holds_on_every_way_through_a_program(seed: int) -> None:
    program = _Writer(seed).program()
    machine = _followed(program)
    for names in _runs(program, seed):
        for name in (*TENSORS, *LISTS, "pair"):
            assert _admits(machine, machine.world.names.get(name), names[name]), f"{name} in\n{program}"


def test_something_is_said_of_two_names_in_five() -> None:
    machines = [_followed(_Writer(seed).program()) for seed in range(PROGRAMS)]
    told = [machine.world.names.get(name) for machine in machines for name in (*TENSORS, *LISTS)]
    assert sum(isinstance(value, (Tensor, Items, Series)) for value in told) > 0.4 * len(told)
