"""Notes on mistakes that PyTorch accepts silently, each with the configurations in which it can happen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lstm_shapes.shapes import sequence_axes, tensor_formulas
from lstm_shapes.spec import RecurrentSpec

__all__ = ["Note", "notes_for"]


@dataclass(frozen=True, slots=True)
class Note:
    """A warning about a possible mistake with this configuration."""

    id: str
    """A stable name for programs."""

    text: str


@dataclass(frozen=True, slots=True)
class _Rule:
    id: str
    applies: Callable[[RecurrentSpec], bool]
    text: Callable[[RecurrentSpec], str]

    of_cells: bool | None = False
    """Whether it is about cells, or about layers (False), or both (None)."""


def _rows_of_states(spec: RecurrentSpec) -> int:
    return spec.D * spec.num_layers


def _states(spec: RecurrentSpec) -> str:
    *names, last = (f"`{name}`" for name in (*spec.kind.given, *spec.kind.returned))
    return f"{', '.join(names)} and {last}"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _longest(spec: RecurrentSpec) -> int:
    return max(spec.lengths or (spec.L,))


def _last_step(spec: RecurrentSpec) -> str:
    time, _ = sequence_axes(spec)
    return f"output[{':, ' * time}-1]"


def _same_shape(spec: RecurrentSpec) -> bool:
    formulas = tensor_formulas(spec)
    if spec.L == spec.num_layers == 1:
        return False  # then they also hold the same numbers
    return formulas["output"].shape(spec.sizes) == formulas["h_n"].shape(spec.sizes)


# The most harmful first. The ids are stable, and `explain` describes the same mistakes in detail.
_RULES = (
    _Rule(
        "batch-first-states",
        lambda spec: spec.batch_first and spec.batched,
        lambda spec: (
            f"`batch_first=True` moves the batch axis of input and output only: "
            f"{_states(spec)} stay (D * num_layers, N, …) = ({_rows_of_states(spec)}, {spec.N}, …)"
        ),
    ),
    _Rule(
        "lstm-and-gru-exchanged",
        lambda spec: not spec.kind.has_cell_state,
        lambda spec: (
            f"{spec.kind.code} returns `{spec.kind.returns}`, and `h_n` is one tensor: `output, (h, c) = …` "
            + (
                "splits its two rows silently"
                if _rows_of_states(spec) == 2
                else f"tries to unpack its {_counted(_rows_of_states(spec), 'row')}, and raises"
            )
        ),
    ),
    _Rule(
        "one-step",
        lambda spec: True,
        lambda spec: (
            f"{spec.kind.code} takes one step and has no axis of time: over a sequence, call it for each step, with "
            f"the `{spec.kind.returns}` of the step before"
        ),
        of_cells=True,
    ),
    _Rule(
        "batch-axis-second",
        lambda spec: not spec.batch_first and spec.batched and not spec.packed,
        lambda spec: (
            "`batch_first=False`: axis 0 of the input is time. "
            f"A batch-first input, ({spec.N}, {spec.L}, {spec.input_size}), given without states, "
            f"would be read silently as {_counted(spec.L, 'sequence')} of {_counted(spec.N or 0, 'step')}"
        ),
    ),
    _Rule(
        "unsqueezed-batch",
        lambda spec: not spec.batched,
        lambda spec: (
            f"a 2-D input is one sequence of {_counted(spec.L, 'step')}, never a batch of {_counted(spec.L, 'row')}; "
            "for a batch of single steps, add the time axis with `unsqueeze`"
        ),
    ),
    _Rule(
        "batch-first-unbatched",
        lambda spec: spec.batch_first and not spec.batched,
        lambda spec: "`batch_first` has no effect on unbatched input",
    ),
    _Rule(
        "coincident-sizes",
        lambda spec: spec.N == spec.L > 1,
        lambda spec: f"N == L == {spec.L}: swapped axes would go unnoticed; try it with two different numbers",
    ),
    _Rule(
        "coincident-states",
        lambda spec: _rows_of_states(spec) == spec.N != 1,
        lambda spec: f"N == D * num_layers == {spec.N}: states in batch-first order would be accepted silently",
    ),
    _Rule(
        "output-like-states",
        _same_shape,
        lambda spec: (
            "`output` and `h_n` have the same shape here, so that one in place of the other would go unnoticed: "
            "`output` is every step of the last layer, `h_n` the last step of every layer"
        ),
    ),
    _Rule(
        "backward-half-of-last-step",
        lambda spec: spec.bidirectional and _longest(spec) > 1,
        lambda spec: (
            ("a sequence's last valid step in `output`" if spec.packed else f"`{_last_step(spec)}`")
            + f" of a bidirectional {spec.kind.name} has seen one step backward; "
            "a summary of the sequence is `torch.cat((h_n[-2], h_n[-1]), dim=-1)` (`--show next` goes on with it)"
        ),
    ),
    _Rule(
        "only-backward-state",
        lambda spec: spec.bidirectional,
        lambda spec: "`h_n[-1]` is the backward direction alone; the forward one is `h_n[-2]`",
    ),
    _Rule(
        "state-axis-order",
        lambda spec: spec.bidirectional and spec.num_layers > 1,
        lambda spec: (
            "`h_n` goes layer by layer, and in each layer forward before backward: "
            "`h_n.view(D, num_layers, …)` mixes them up silently"
        ),
    ),
    _Rule(
        "mixed-samples-view",
        lambda spec: spec.N not in (None, 1) and _rows_of_states(spec) > 1,
        lambda spec: (
            f"`h_n.view({spec.N}, -1)` mixes the sequences of the batch silently; "
            f"write `h_n.transpose(0, 1).reshape({spec.N}, -1)`"
        ),
    ),
    _Rule(
        "padded-last-step",
        lambda spec: spec.lengths is not None and min(spec.lengths) < max(spec.lengths),
        lambda spec: (
            f"`{_last_step(spec)}` is padding, zeros, for every sequence shorter than {_longest(spec)}; "
            "`h_n` holds the last valid step of each, in the order of the batch"
        ),
    ),
    _Rule(
        "projected-cell-state",
        lambda spec: spec.proj_size > 0,
        lambda spec: (
            f"the projection changes h, not c: `h_0` and `h_n` have {spec.proj_size} features, "
            f"`c_0` and `c_n` keep {spec.hidden_size}"
        ),
    ),
    _Rule(
        "projected-output-view",
        lambda spec: spec.proj_size > 0 and spec.bidirectional,
        lambda spec: (
            "PyTorch's page separates the directions of output with a view that ends in `hidden_size`; "
            f"with a projection it must end in H_out = {spec.proj_size}"
        ),
    ),
    _Rule(
        "dropout-without-layers",
        lambda spec: spec.dropout > 0 and spec.num_layers == 1,
        lambda spec: "dropout works between layers: with one layer it does nothing",
    ),
    _Rule(
        "dropout-off",
        lambda spec: spec.dropout > 0 and spec.num_layers > 1,
        lambda spec: (
            f"dropout changes no shape; here the {spec.kind.name} is run without it, as by "
            f"`{spec.kind.variable}.eval()`"
        ),
    ),
    _Rule(
        "shapes-only",
        lambda spec: spec.on_meta,
        lambda spec: "the meta device has shapes and no numbers, so that a run on it proves no statement",
        of_cells=None,
    ),
)


def notes_for(spec: RecurrentSpec) -> tuple[Note, ...]:
    """The notes that apply to this configuration, the most harmful mistake first."""
    return tuple(Note(rule.id, rule.text(spec)) for rule in _RULES if _concerns(rule, spec))


def _concerns(rule: _Rule, spec: RecurrentSpec) -> bool:
    return rule.of_cells in (None, spec.kind.is_cell) and rule.applies(spec)
