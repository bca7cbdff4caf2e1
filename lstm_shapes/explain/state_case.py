"""A state of another shape than PyTorch expects, and the lines that build the right one."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from textwrap import dedent, indent

from lstm_shapes.explain.callers import caller_of, is_passed
from lstm_shapes.explain.clues import Clues
from lstm_shapes.explain.repairs import batch_size, each_state, new_states
from lstm_shapes.explain.rewriting import MAKES_STATES
from lstm_shapes.spec import RecurrentSpec
from lstm_shapes.syntax import parse

__all__ = ["BATCH", "FEATURES", "ROWS", "Case", "features"]

_BY_CALLER = "  # by the caller, once, before its loop"
ROWS, BATCH, FEATURES = range(3)
"""The axes of a state."""


def features(tensor: str, spec: RecurrentSpec) -> int:
    """How many features a state of this module has."""
    return spec.H_out if tensor == "h_0" else spec.hidden_size


def _call_of(function: ast.FunctionDef) -> str | None:
    """The call of a function that makes states for a number of sequences; None if it is none."""
    names = [argument.arg for argument in function.args.args]
    own = names[0] in ("self", "cls") if names else False
    if not MAKES_STATES.search(function.name) or len(names) - own != 1:
        return None
    return f"{'{model}.' if own else ''}{function.name}({{size}})"


@dataclass(frozen=True, slots=True)
class Case:
    """A state of another shape than PyTorch expects."""

    tensor: str
    """`h_0` or `c_0`."""

    expected: tuple[int, ...]
    actual: tuple[int, ...]
    clues: Clues

    @property
    def spec(self) -> RecurrentSpec | None:
        """The module that the user describes; None if there is none, or if it contradicts the message."""
        return self.clues.setting.spec

    @property
    def wrong_axes(self) -> list[int]:
        """The axes whose sizes differ."""
        return [axis for axis, (one, other) in enumerate(zip(self.expected, self.actual)) if one != other]

    @property
    def in_loop(self) -> bool:
        """Whether the call takes the states that it gave before, so that a repair must stand before the loop."""
        statement = self.clues.statement
        target = statement.targets[0] if isinstance(statement, ast.Assign) else None
        bound = {ast.unparse(node) for node in ast.walk(target)} if target is not None else set()
        is_rebound = bool({self.clues.names.states, self.clues.names.h_0} & bound)
        return is_rebound and (not self.clues.function or bool(self.loops))

    @property
    def loops(self) -> list[ast.For | ast.While]:
        """The loops around the user's line, as far as the program is at hand; the outermost first."""
        tree = parse(dedent(self.clues.function))
        if tree is None:
            return []
        line = ast.unparse(self.clues.statement) if self.clues.statement is not None else ""
        loops = [node for node in ast.walk(tree) if isinstance(node, (ast.For, ast.While))]
        return [loop for loop in loops if line and line in ast.unparse(loop)]

    @property
    def made_again(self) -> str | None:
        """Lines for the caller that make the states anew where a batch has another size, by the program's own function.

        None where they are an encoder's, the caller gives the model more than an input and states, or no function makes
        them for a batch.
        """
        caller, program = caller_of(self.clues), parse(dedent(self.clues.program))
        batch_first = self.clues.setting.batch_first
        if (
            not is_passed(self.clues)
            or self.clues.are_encoders
            or batch_first is None
            or caller is None
            or program is None
        ):
            return None
        makers = {_call_of(node) for node in ast.walk(program) if isinstance(node, ast.FunctionDef)} - {None}
        given, is_plain = caller.call.args, not caller.call.keywords
        if not (is_plain and len(given) == 2 and isinstance(given[1], ast.Name)) or len(makers) != 1:
            return None
        model, batch, state = map(ast.unparse, (caller.call.func, *given))
        (maker,) = map(str, makers)
        size = f"{batch}.size({0 if batch_first else 1})"
        first = f"{state}[0]" if self.clues.spoken.has_cell_state else state
        return f"if {first}.size(1) != {size}:  # in the caller\n    {state} = {maker.format(model=model, size=size)}"

    def states(self, *, only_this: bool = False, of_any_batch: bool = False) -> str:
        """Lines that build the right states, with the batch size of the input if the traceback shows the input."""
        rows, size, wide = self.expected
        has_name = self.clues.names.given == self.clues.names.input
        is_taken = of_any_batch or (has_name and self.clues.in_rnn and self.clues.state is not None)
        is_taken = is_taken and "pack" not in self.clues.names.input  # a PackedSequence has no size
        is_taken = is_taken and (of_any_batch or not is_passed(self.clues))
        wanted = [self.tensor] if only_this else self.clues.spoken.given
        shapes = {}
        for name in wanted:
            width = str(wide if self.spec is None else features(name, self.spec))
            if name == "c_0" != self.tensor and self.spec is None:
                width = f"{self.clues.names.layer}.hidden_size"  # unlike h_0, not changed by a projection
            shapes[name] = (str(rows), "N" if is_taken else str(size), width)
        lines = new_states(shapes, self.clues, like_input=is_taken and has_name)
        if is_taken and is_passed(self.clues):
            lines = f"if {self._first}.size(1) != N:\n{indent(lines, '    ')}"
        elif is_passed(self.clues):
            lines += _BY_CALLER
        return f"{batch_size(self.clues)}\n{lines}" if is_taken else lines

    @property
    def _first(self) -> str:
        """`h_0`, as the program has it."""
        names, has_cell = self.clues.names, self.clues.spoken.has_cell_state
        return (f"{names.states}[0]" if names.states else names.h_0) if has_cell else names.hidden

    def changed(self, change: str) -> str:
        """Lines that change the existing states, and keep their values."""
        return each_state(self.clues, change, () if self.tensor == "h_0" else (self.tensor,))  # h_0 comes first
