"""Repairs that keep what states hold: of an encoder with other layers, directions, features or groups of sequences."""

from __future__ import annotations

import ast
import re

from lstm_shapes.explain.callers import bound_above, given_from
from lstm_shapes.explain.programs import layers_in
from lstm_shapes.explain.repairs import call
from lstm_shapes.explain.state_case import BATCH, FEATURES, ROWS, Case

__all__ = ["bridged", "by_batch", "by_directions", "by_groups", "by_layers", "own_rows", "uncut"]


_CUT = re.compile(r"(?<=\w)\[(?:-\d+:|:\d+)\]|(?<=\w)\[-1\](?:\[None\]|\.unsqueeze\(0\))")
"""What takes some rows of a state."""

_FIRST_LAYER = re.compile(r"(?<=cat\([(\[])(?P<state>\w+)\[0:1\](?P<between>, )(?P=state)\[1:2\]")
"""The two directions of the first layer, joined, whatever the number of layers."""

_BEFORE = "  # once, before the loop"


def by_layers(case: Case) -> str | None:
    """Lines that keep the states of the last layers, or give them to all; None if the states hold nothing."""
    expected, actual = case.expected[ROWS], case.actual[ROWS]
    if not case.clues.may_keep_states or not actual:
        return None
    if actual > expected:
        return case.changed(f"{{}}[-{expected}:]")
    if actual == 1:  # which a second time changes nothing
        return case.changed(f"{{}}.expand({expected}, -1, -1).contiguous()")
    repeated = case.changed(f"{{}}.repeat({expected // actual}, 1, 1)") + _BEFORE * case.in_loop
    return repeated if expected % actual == 0 else None


def own_rows(case: Case) -> str | None:
    """The call with the layer's own rows, in `for i, layer in enumerate(layers)`; None where there is no such loop."""
    names, expected = case.clues.names, case.expected[ROWS]
    for loop in case.loops:
        target = loop.target if isinstance(loop, ast.For) and "enumerate" in ast.unparse(loop.iter) else None
        if not isinstance(target, ast.Tuple) or names.layer not in ast.unparse(target):
            continue
        number = ast.unparse(target.elts[0])
        rows = f"[{number}:{number} + 1]" if expected == 1 else f"[{expected} * {number}:{expected} * ({number} + 1)]"
        if names.states is not None and case.clues.spoken.has_cell_state:
            return call(names, f"tuple(s{rows} for s in {names.states})")
        each = [names.h_0, names.c_0] if case.clues.spoken.has_cell_state else [names.hidden]
        given = ", ".join(f"{name}{rows}" for name in each)
        return call(names, f"({given})" if len(each) > 1 else given)
    return None


def uncut(case: Case) -> str | None:
    """The line that hands on all rows, where it takes some, as in `h[-1:]`; None where no such line is seen."""
    name = case.clues.names.states or case.clues.names.h_0
    line = bound_above(name, case.clues) or given_from(name, case.clues)
    text = ast.unparse(line) if line is not None else ""
    whole = _CUT.sub("", text)
    if whole != text:
        return f"{whole}  # in place of {text}"
    both = [one.num_layers for one in layers_in(case.clues.program) if one.bidirectional]
    has_more = case.actual[ROWS] == 1 and both and 1 not in both
    lines = case.clues.program.splitlines() if has_more else []
    joined = [line.strip() for line in lines if _FIRST_LAYER.search(line)]
    return "\n".join(_FIRST_LAYER.sub(r"\g<state>[0::2]\g<between>\g<state>[1::2]", line) for line in joined) or None


def by_directions(case: Case) -> str | None:
    """Lines that add the two directions of each layer, or give each the same; None if the states hold nothing."""
    if not case.clues.may_keep_states:
        return None
    where = "; once, before the loop" if case.in_loop else ""
    where = "; once, after the encoder" if case.clues.keeps_states else where
    if case.actual[ROWS] > case.expected[ROWS]:
        return case.changed("{0}[0::2] + {0}[1::2]") + f"  # forward + backward{where}"
    return case.changed("{}.repeat_interleave(2, dim=0)") + f"  # the same for both directions{where}"


def by_groups(case: Case) -> str | None:
    """Lines that repeat each sequence's states, in place of the layers; None if they were not repeated so."""
    (rows, batch, _), (given_rows, given_batch, _) = case.expected, case.actual
    if not rows or not given_batch or given_rows % rows or batch % given_batch or given_rows == rows:
        return None
    times = batch // given_batch
    if given_rows // rows != times:
        return None
    return case.changed(f"{{}}[:{rows}].repeat_interleave({times}, dim=1)")


def by_batch(case: Case) -> str | None:
    """Lines that give each sequence the states that its group has, as in a beam search; None if there are no groups."""
    expected, actual = case.expected[BATCH], case.actual[BATCH]
    names = case.clues.names
    if actual == 1 < expected and case.clues.setting.states_hold is not False and case.clues.state is not None:
        each = [names.h_0, names.c_0] if case.clues.spoken.has_cell_state else [names.hidden]
        if names.states is None or not case.clues.spoken.has_cell_state:
            spread = ", ".join(f"{name}.expand(-1, {expected}, -1).contiguous()" for name in each)
            return call(names, f"({spread})" if len(each) > 1 else spread)
        return case.changed(f"{{}}.expand(-1, {expected}, -1).contiguous()")
    if expected < actual and case.loops and case.in_loop:
        return case.changed("{}[:, kept]") + "  # kept: which of the sequences the input still has"
    if not case.clues.keeps_states or not actual or expected % actual:
        return None
    return case.changed(f"{{}}.repeat_interleave({expected // actual}, dim=1)")


def bridged(case: Case) -> str | None:
    """Lines that bring the states to the features of this layer, and keep what they hold; None if that is nothing."""
    if not case.clues.may_keep_states:
        return None
    name = "self.bridge" if case.clues.names.layer.startswith("self.") else "bridge"
    layer = f"{name} = nn.Linear({case.actual[FEATURES]}, {case.expected[FEATURES]})  # in __init__"
    where = "  # once, after the encoder" if case.clues.keeps_states else _BEFORE * case.in_loop
    return f"{layer}\n{case.changed(f'{name}({{}})')}{where}"
