"""The suspicion that a layer is given all steps of an output in the place of a state."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from copy import deepcopy

from lstm_shapes.explain.callers import bound_above, caller_of, given_from
from lstm_shapes.explain.clues import called
from lstm_shapes.explain.finding import Suspect
from lstm_shapes.explain.repairs import call
from lstm_shapes.explain.state_case import BATCH, FEATURES, ROWS, Case

__all__ = ["given_output", "steps_in"]

_ENCODER = re.compile(r"(?<![a-z])enc|lstm|gru|rnn", re.IGNORECASE)
_MOST_ROWS = 8
"""More layers and directions than this are rare; more time steps are not."""


def steps_in(expected: Sequence[int], actual: Sequence[int]) -> int:
    """The steps of an output, (N, L, D * H_out) or (L, N, D * H_out), that is given for a state; 0 if it is none."""
    if not len(expected) == len(actual) == 3 or actual[FEATURES] not in (expected[FEATURES], 2 * expected[FEATURES]):
        return 0
    by_other = {actual[0]: actual[1], actual[1]: actual[0]}  # the size of one axis by that of the other
    steps = by_other.get(expected[BATCH], 0)
    return steps if steps > max(_MOST_ROWS, 2 * expected[ROWS]) else 0


def given_output(case: Case) -> Suspect | None:
    """The suspect for all steps of an output in the place of a state; None where the shape is no such one."""
    expected, actual = case.expected, case.actual
    steps, exchanged = steps_in(expected, actual), _exchanged(case)
    if case.clues.spoken.has_cell_state or not (steps or exchanged):
        return None
    if exchanged:
        because = "the caller gives the state to another parameter, and something else for the state"
        return Suspect("output-for-state", "likely", because, f"{exchanged}  # in the caller")
    because = (
        f"a state has a row for each layer and direction, here {expected[ROWS]}, and this has {steps}, as an output "
        "has steps: the state is the second of the two results, `output, h_n = encoder(x)`"
    )
    if actual[FEATURES] != expected[FEATURES]:
        because += f". It has {actual[FEATURES]} features as well, those of both directions"
    return Suspect("output-for-state", "likely", because, _repaired(case), "it is the output of a layer")


def _repaired(case: Case) -> str:
    """The line that gives the state: with the other result of the encoder."""
    names, caller = case.clues.names, caller_of(case.clues)
    name = names.states or names.h_0
    if caller is not None and name in caller.given and bound_above(name, case.clues) is None:
        line, other = _second_result(given_from(name, case.clues))
        line = line or (caller.with_argument(name, other) if other else "")
        if line:
            return f"{line}  # in the caller"
    line, other = _second_result(bound_above(name, case.clues))
    if line or other:
        return line or call(names, other)
    if case.expected[ROWS] > 1 or case.expected[FEATURES] != case.actual[FEATURES]:
        return f"_, {name} = encoder(x)  # the second result, where it comes from"
    last = f"{name}[-1:]" if case.actual[BATCH] == case.expected[BATCH] else f"{name}[:, -1].unsqueeze(0)"
    return f"{name} = {last}  # the last step, if no sequence is padded; or the second result"


def _exchanged(case: Case) -> str:
    """The caller's line with two arguments exchanged, where the state goes to a parameter of another name; or empty."""
    caller, name = caller_of(case.clues), case.clues.names.states or case.clues.names.h_0
    if caller is None or bound_above(name, case.clues) is not None:
        return ""
    given = {parameter: one.id for parameter, one in caller.given.items() if isinstance(one, ast.Name)}
    others = [parameter for parameter, one in given.items() if one == name != parameter]
    if len(others) != 1 or given.get(name, name) == name:
        return ""
    changed = deepcopy(caller.call)
    for node in ast.walk(changed):
        if isinstance(node, ast.Name) and node.id in (name, given[name]):
            node.id = given[name] if node.id == name else name
    return ast.unparse(caller.line).replace(ast.unparse(caller.call), ast.unparse(changed), 1)


def _second_result(line: ast.Assign | None) -> tuple[str, str]:
    """The line that takes the second result, for `output, _ = encoder(x)`; or the name of it, where it has one."""
    callee = called(line.value) if line is not None and isinstance(line.value, ast.Call) else ""
    target = line.targets[0] if line is not None and _ENCODER.search(callee.rpartition(".")[2]) else None
    if line is None or not isinstance(target, ast.Tuple) or len(target.elts) != 2:
        return "", ""
    first, second = map(ast.unparse, target.elts)
    return (f"{second}, {first} = {ast.unparse(line.value)}", "") if second.startswith("_") else ("", second)
