"""Notes on mistakes that PyTorch accepts silently, as a table: when each applies, and its text."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lstm_shapes.shapes import sequence_axes, tensor_formulas
from lstm_shapes.spec import RecurrentSpec

__all__ = ["RULES", "Note", "Rule", "facts_of", "notes_for"]


@dataclass(frozen=True, slots=True)
class Note:
    """A warning about a possible mistake with this configuration."""

    id: str
    """A stable name for programs."""

    text: str


Term = str | tuple[str, str, int | str]
"""A fact that must be true, one that must not (`not packed`), or a comparison of facts and numbers (`N == L`)."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A note, and the configurations in which it applies; a program in another language can read it as well."""

    id: str

    when: tuple[Term, ...]
    """All of these must hold."""

    text: str
    """`{N}` stands for a fact, and `{N|step}` for a number with its noun: `1 step`, `3 steps`."""

    of_cells: bool | None = False
    """Whether it is about cells, or about layers (False), or both (None)."""


_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
}
_PLACE = re.compile(r"\{(\w+)(?:\|(\w+))?\}")


def facts_of(spec: RecurrentSpec) -> dict[str, object]:
    """What the rules ask of a configuration, by name."""
    kind, lengths = spec.kind, spec.lengths or (spec.L,)
    *names, last = (f"`{name}`" for name in (*kind.given, *kind.returned))
    facts: dict[str, object] = {
        **{name: getattr(spec, name) for name in ("batched", "packed", "N", "L", "H_out", "on_meta")},
        **{name: value for name, value in spec.arguments.items() if name in kind.arguments},
        "has_cell_state": kind.has_cell_state,
        "code": kind.code,
        "name": kind.name,
        "variable": kind.variable,
        "returns": kind.returns,
        "states": f"{', '.join(names)} and {last}",
    }
    if kind.is_cell:
        return facts
    formulas = tensor_formulas(spec)
    time, _ = sequence_axes(spec)
    return facts | {
        "rows": spec.D * spec.num_layers,
        "longest": max(lengths),
        "shortest": min(lengths),
        "last_step": f"output[{':, ' * time}-1]",
        "output_is_like_h_n": formulas["output"].shape(spec.sizes) == formulas["h_n"].shape(spec.sizes),
    }


# The most harmful first. The ids are stable, and `explain` describes the same mistakes in detail.
RULES: Sequence[Rule] = (
    Rule(
        "batch-first-states",
        ("batch_first", "batched"),
        "`batch_first=True` moves the batch axis of input and output only: {states} stay "
        "(D * num_layers, N, …) = ({rows}, {N}, …)",
    ),
    Rule(
        "lstm-and-gru-exchanged",
        ("not has_cell_state", ("rows", "==", 2)),
        "{code} returns `{returns}`, and `h_n` is one tensor: `output, (h, c) = …` splits its two rows silently",
    ),
    Rule(
        "lstm-and-gru-exchanged",
        ("not has_cell_state", ("rows", "!=", 2)),
        "{code} returns `{returns}`, and `h_n` is one tensor: `output, (h, c) = …` tries to unpack its {rows|row}, and "
        "raises",
    ),
    Rule(
        "one-step",
        (),
        "{code} takes one step and has no axis of time: over a sequence, call it for each step, with the `{returns}` "
        "of the step before",
        of_cells=True,
    ),
    Rule(
        "batch-axis-second",
        ("not batch_first", "batched", "not packed"),
        "`batch_first=False`: axis 0 of the input is time. A batch-first input, ({N}, {L}, {input_size}), given "
        "without states, would be read silently as {L|sequence} of {N|step}",
    ),
    Rule(
        "unsqueezed-batch",
        ("not batched",),
        "a 2-D input is one sequence of {L|step}, never a batch of {L|row}; for a batch of single steps, add the time "
        "axis with `unsqueeze`",
    ),
    Rule("batch-first-unbatched", ("batch_first", "not batched"), "`batch_first` has no effect on unbatched input"),
    Rule(
        "coincident-sizes",
        (("N", "==", "L"), ("L", ">", 1)),
        "N == L == {L}: swapped axes would go unnoticed; try it with two different numbers",
    ),
    Rule(
        "coincident-states",
        (("rows", "==", "N"), ("N", "!=", 1)),
        "N == D * num_layers == {N}: states in batch-first order would be accepted silently",
    ),
    Rule(
        "output-like-states",
        ("output_is_like_h_n", ("longest", "!=", 1)),  # with one step they hold the same numbers as well
        "`output` and `h_n` have the same shape here, so that one in place of the other would go unnoticed: `output` "
        "is every step of the last layer, `h_n` the last step of every layer",
    ),
    Rule(
        "backward-half-of-last-step",
        ("bidirectional", "not packed", ("longest", ">", 1)),
        "`{last_step}` of a bidirectional {name} has seen one step backward; a summary of the sequence is "
        "`torch.cat((h_n[-2], h_n[-1]), dim=-1)` (`--show next` goes on with it)",
    ),
    Rule(
        "backward-half-of-last-step",
        ("bidirectional", "packed", ("longest", ">", 1)),
        "a sequence's last valid step in `output` of a bidirectional {name} has seen one step backward; a summary of "
        "the sequence is `torch.cat((h_n[-2], h_n[-1]), dim=-1)` (`--show next` goes on with it)",
    ),
    Rule(
        "only-backward-state",
        ("bidirectional",),
        "`h_n[-1]` is the backward direction alone; the forward one is `h_n[-2]`",
    ),
    Rule(
        "state-axis-order",
        ("bidirectional", ("num_layers", ">", 1)),
        "`h_n` goes layer by layer, and in each layer forward before backward: `h_n.view(D, num_layers, …)` mixes them "
        "up silently",
    ),
    Rule(
        "mixed-samples-view",
        ("batched", ("N", "!=", 1), ("rows", ">", 1)),
        "`h_n.view({N}, -1)` mixes the sequences of the batch silently; write `h_n.transpose(0, 1).reshape({N}, -1)`",
    ),
    Rule(
        "padded-last-step",
        ("packed", ("shortest", "<", "longest")),
        "`{last_step}` is padding, zeros, for every sequence shorter than {longest}; `h_n` holds the last valid step "
        "of each, in the order of the batch",
    ),
    Rule(
        "projected-cell-state",
        ("proj_size",),
        "the projection changes h, not c: `h_0` and `h_n` have {proj_size} features, `c_0` and `c_n` keep "
        "{hidden_size}",
    ),
    Rule(
        "projected-output-view",
        ("proj_size", "bidirectional"),
        "PyTorch's page separates the directions of output with a view that ends in `hidden_size`; with a projection "
        "it must end in H_out = {proj_size}",
    ),
    Rule(
        "dropout-without-layers",
        ("dropout", ("num_layers", "==", 1)),
        "dropout works between layers: with one layer it does nothing",
    ),
    Rule(
        "dropout-off",
        ("dropout", ("num_layers", ">", 1)),
        "dropout changes no shape; here the {name} is run without it, as by `{variable}.eval()`",
    ),
    Rule(
        "shapes-only",
        ("on_meta",),
        "the meta device has shapes and no numbers, so that a run on it proves no statement",
        of_cells=None,
    ),
)


def notes_for(spec: RecurrentSpec) -> tuple[Note, ...]:
    """The notes that apply to this configuration, the most harmful mistake first."""
    facts = facts_of(spec)
    concerning = (rule for rule in RULES if rule.of_cells in (None, spec.kind.is_cell))
    return tuple(Note(rule.id, _filled(rule.text, facts)) for rule in concerning if _holds(rule.when, facts))


def _holds(when: Sequence[Term], facts: Mapping[str, object]) -> bool:
    for term in when:
        if isinstance(term, str):
            name = term.removeprefix("not ")
            if bool(facts.get(name)) is (name != term):
                return False
        else:
            left, relation, right = term
            other = facts[right] if isinstance(right, str) else right
            if not _COMPARE[relation](facts[left], other):
                return False
    return True


def _filled(text: str, facts: Mapping[str, object]) -> str:
    """The text with the facts in it."""

    def fill(place: re.Match[str]) -> str:
        value, noun = facts[place[1]], place[2]
        return f"{value} {noun}{'' if value == 1 else 's'}" if noun else str(value)

    return _PLACE.sub(fill, text)
