"""What people call a layer's states and its output, by which these are found on a line of code."""

from __future__ import annotations

import ast
import re

from lstm_shapes.explain.clues import Clues

__all__ = ["LENGTHS", "MASK", "STATE", "STEPS", "named", "speaks_of_results"]

STATE = re.compile(
    r"(?!hidden_states$)(?:\w+_)?(?:h|c|hx|hc|hn|h_n|ht|h0|h_0|hid|hidden|state|states|hiddens)(?:_\w{1,12})?"
)
"""A state, or the tuple of both; `hidden_states` are all steps, in transformers."""

STEPS = re.compile(r"(?:\w+_)?(?:out|output|outputs|steps|encodings|logits)(?:_\w{1,12})?")
"""The output, or what is made of it for every step."""

MASK = re.compile(r"(?:\w+_)?masks?(?:_\w{1,12})?")
"""Which steps are valid, as a rule (N, L)."""

LENGTHS = re.compile(r"(?:\w+_)?(?:len|lens|length|lengths)(?:_\w{1,12})?")
"""How many steps each sequence has."""


def named(pattern: re.Pattern[str], clues: Clues) -> str:
    """The first name on the user's line that reads so; empty if there is none."""
    names = (node.id for node in clues.nodes() if isinstance(node, ast.Name))
    return next((name for name in names if pattern.fullmatch(name)), "")


def speaks_of_results(clues: Clues) -> bool:
    """Whether a recurrent layer is in sight, or the user's line names something as people call its results."""
    return clues.about_recurrence or bool(named(STATE, clues) or named(STEPS, clues))
