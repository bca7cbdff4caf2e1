"""Statements about a run's values that explain its shapes; each can be shown as Python and evaluated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal

from lstm_shapes.kinds import KINDS
from lstm_shapes.pytorch import call, load_torch, quiet_torch
from lstm_shapes.report.findings import Proof
from lstm_shapes.shapes import sequence_axes, state_slices
from lstm_shapes.spec import RecurrentSpec

if TYPE_CHECKING:
    from torch import Tensor

    from lstm_shapes.report.observe import Run

__all__ = ["ALIKE", "Statement", "prove", "statements"]

_ROUNDING: Mapping[str, float] = {"float64": 1e-10, "float32": 1e-5, "float16": 1e-2, "bfloat16": 5e-2}
_ROUNDING_OF_ACCELERATORS = 1e-2  # GPUs may multiply float32 with fewer bits

ALIKE = ("hidden_size", "bias", "proj_size", "nonlinearity")
"""The arguments that a layer run alone has in common with the module that it is taken from."""

Index = int | str | slice | list[int]
_ALL = slice(None)
_ALONE = {"h_n": "h_alone", "c_n": "c_alone"}
"""What the same states are called where each layer and direction has run alone."""


@dataclass(frozen=True, slots=True)
class View:
    """A part of one tensor of the run, such as `output[-1, :, :20]`."""

    tensor: str
    """The tensor's name."""

    index: tuple[Index, ...]

    def __str__(self) -> str:
        shown = list(self.index)
        while shown and shown[-1] == _ALL:
            shown.pop()
        return f"{self.tensor}[{', '.join(map(_written, shown))}]" if shown else self.tensor

    def take(self, values: Mapping[str, Any]) -> Tensor:
        """The values of this part."""
        return values[self.tensor][self.index]  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Joined:
    """Two views joined along their last axis."""

    first: View
    second: View

    def __str__(self) -> str:
        return f"torch.cat(({self.first}, {self.second}), dim=-1)"

    def take(self, values: Mapping[str, Any]) -> Tensor:
        """The values of both parts, joined."""
        joined: Tensor = load_torch().cat((self.first.take(values), self.second.take(values)), dim=-1)
        return joined


@dataclass(frozen=True, slots=True)
class Statement:
    """Two expressions and how they relate."""

    left: View

    relation: Literal["equal", "close", "different"]
    """`close` is equal up to rounding."""

    right: View | Joined

    meaning: str
    """The statement in words."""

    slice_index: int | None = None
    """The slice of the states that the statement is about; None if it is not about a single one."""

    def expression(self, spec: RecurrentSpec) -> str:
        """The statement as Python."""
        if self.relation == "equal":
            return f"{self.left} == {self.right}"
        if self.relation == "close":
            return f"torch.allclose({self.left}, {self.right}, atol={_rounding(spec)})"
        return f"not torch.equal({self.left}, {self.right})"

    def holds(self, spec: RecurrentSpec, values: Mapping[str, Any]) -> bool:
        """Whether the statement is true for the run's values."""
        torch = load_torch()
        left, right = self.left.take(values), self.right.take(values)
        if self.relation == "close":
            return bool(torch.allclose(left, right, atol=_rounding(spec)))
        return bool(torch.equal(left, right)) is (self.relation == "equal")


def _rounding(spec: RecurrentSpec) -> float:
    """How much the results of one computation may differ between two runs, which may add in another order."""
    rounding = _ROUNDING[spec.dtype]
    return rounding if spec.device.startswith("cpu") else max(rounding, _ROUNDING_OF_ACCELERATORS)


def _written(index: Index) -> str:
    if isinstance(index, slice):
        return f"{'' if index.start is None else index.start}:{'' if index.stop is None else index.stop}"
    return repr(index)


def prove(spec: RecurrentSpec, run: Run | None) -> tuple[Proof, ...]:
    """Every statement about this configuration, evaluated on the run's values if there are any."""
    values: dict[str, Any] | None = None
    if run is not None and run.has_values:
        values = {**run.tensors, **(_one_step(spec, run) if spec.kind.is_cell else _run_alone(spec, run))}
    return tuple(
        Proof(
            statement.expression(spec),
            statement.meaning,
            None if values is None else statement.holds(spec, values),
            statement.slice_index,
        )
        for statement in statements(spec)
    )


def statements(spec: RecurrentSpec) -> Iterator[Statement]:
    """The statements that can be made about this configuration; nothing is run."""
    if spec.kind.is_cell:
        yield from _statements_of_cell(spec)
        return
    last, first = _last_step(spec), _first_step(spec)
    forward_half, backward_half = slice(None, spec.H_out), slice(spec.H_out, None)
    end = "the last valid step of each sequence" if spec.packed else "the last step"
    if not spec.bidirectional:
        yield Statement(View("h_n", (-1,)), "equal", View("output", last), f"last layer: h_n is {end}")
    else:
        forward, backward = View("h_n", (-2,)), View("h_n", (-1,))
        both = Joined(forward, backward)
        output = View("output", last)
        ends = f"last layer forward: ends at {end}"
        yield Statement(forward, "equal", View("output", (*last, forward_half)), ends)
        starts = "last layer backward: ends at the first step"
        yield Statement(backward, "equal", View("output", (*first, backward_half)), starts)
        if max(spec.lengths or (spec.L,)) == 1:
            yield Statement(output, "equal", both, "with one step, both directions end at it")
        else:
            yield Statement(
                output,
                "different",
                both,
                f"`{output}` does not sum up the sequence: its backward half has seen one step",
            )
    for index, layer, direction in state_slices(spec):
        meaning = f"slice {index} is layer {layer} {direction}: the same as that layer and direction run alone"
        for state in spec.kind.returned:
            alone = View(_ALONE[state], (layer, direction))
            yield Statement(View(state, (index,)), "close", alone, meaning, index)


def _statements_of_cell(spec: RecurrentSpec) -> Iterator[Statement]:
    layer = KINDS[spec.kind.layer]
    for mine, of_layer in zip(spec.kind.returned, layer.returned):
        meaning = f"the same as `{of_layer}` of an {layer.code} with these weights, after this one step"
        yield Statement(View(mine, ()), "close", View(of_layer, (0,)), meaning)


def _last_step(spec: RecurrentSpec) -> tuple[Index, ...]:
    if spec.lengths is not None:
        return _in_order(spec, [length - 1 for length in spec.lengths], list(range(len(spec.lengths))))
    return _in_order(spec, -1, _ALL)


def _first_step(spec: RecurrentSpec) -> tuple[Index, ...]:
    return _in_order(spec, 0, _ALL)


def _in_order(spec: RecurrentSpec, step: Index, samples: Index) -> tuple[Index, ...]:
    time, batch = sequence_axes(spec)
    return tuple(index for _, index in sorted([(time, step)] + ([] if batch is None else [(batch, samples)])))


def _run_alone(spec: RecurrentSpec, run: Run) -> dict[str, dict[tuple[int, str], Tensor]]:
    """The last states of every layer and direction, each run as a separate layer with its own weights.

    A packed batch is run one sequence at a time, which also shows that the padding has no effect.
    """
    torch = load_torch()
    found: dict[str, dict[tuple[int, str], Tensor]] = {_ALONE[state]: {} for state in spec.kind.returned}
    with quiet_torch(), torch.no_grad():
        weights = run.module.state_dict()
        sequences, states = _sequences(spec, run), _states(spec, run)
        for _, slices in groupby(state_slices(spec), key=lambda row: row[1]):
            halves = []
            for index, layer, direction in slices:
                suffix = f"_l{layer}{'_reverse' if direction == 'backward' else ''}"
                alone = _one_layer(
                    spec, {name.replace(suffix, "_l0"): weights[name] for name in weights if name.endswith(suffix)}
                )
                outputs, ends = [], []
                for sequence, initial in zip(sequences, states):
                    turned = sequence.flip(0) if direction == "backward" else sequence
                    output, *last = call(spec.kind, alone, turned, tuple(state[index : index + 1] for state in initial))
                    outputs.append(output.flip(0) if direction == "backward" else output)
                    ends.append([state[0] for state in last])
                for (_, rows), values in zip(found.items(), zip(*ends)):
                    rows[layer, direction] = torch.stack(values) if spec.packed else values[0]
                halves.append(outputs)
            sequences = [torch.cat(parts, dim=-1) for parts in zip(*halves)]
    return found


def _one_step(spec: RecurrentSpec, run: Run) -> dict[str, Tensor]:
    """What a layer with the cell's weights returns for a sequence of the one step that the cell was given."""
    torch, kind = load_torch(), KINDS[spec.kind.layer]
    with quiet_torch(), torch.no_grad():
        layer = _one_layer(spec, {f"{name}_l0": weight for name, weight in run.module.state_dict().items()})
        input, *states = (run.tensors[name].unsqueeze(0) for name in ("input", *spec.kind.given))
        _, *new = call(kind, layer, input, tuple(states))
    return dict(zip(kind.returned, new))


def _sequences(spec: RecurrentSpec, run: Run) -> list[Tensor]:
    """The input with time first: whole, or each sequence of a packed batch without its padding."""
    time, _ = sequence_axes(spec)
    input = run.tensors["input"].movedim(time, 0)
    return [input] if spec.lengths is None else [input[:length, n] for n, length in enumerate(spec.lengths)]


def _states(spec: RecurrentSpec, run: Run) -> list[tuple[Tensor, ...]]:
    """The initial states of each sequence."""
    states = tuple(run.tensors[name] for name in spec.kind.given)
    return [states] if spec.lengths is None else [tuple(s[:, n] for s in states) for n in range(len(spec.lengths))]


def _one_layer(spec: RecurrentSpec, weights: Mapping[str, Tensor]) -> Any:
    """A layer of one direction with these weights, by their names in its `state_dict()`."""
    nn = load_torch().nn
    own = {name: value for name, value in spec.arguments.items() if name in ALIKE}
    width = weights["weight_ih_l0"].shape[1]
    layer = getattr(nn, spec.kind.layer)(**(own | {"input_size": width, "device": "meta"}))
    layer.load_state_dict(weights, assign=True)
    return layer.eval()
