"""Statements about a run's values that explain its shapes; each can be shown as Python and evaluated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal

from lstm_shapes.pytorch import load_torch, quiet_torch
from lstm_shapes.report.findings import Proof
from lstm_shapes.shapes import sequence_axes, state_slices
from lstm_shapes.spec import LSTMSpec

if TYPE_CHECKING:
    from torch import Tensor

    from lstm_shapes.report.observe import Run

__all__ = ["Statement", "prove", "statements"]

_ROUNDING: Mapping[str, float] = {"float64": 1e-10, "float32": 1e-5, "float16": 1e-2, "bfloat16": 5e-2}
_ROUNDING_OF_ACCELERATORS = 1e-2  # GPUs may multiply float32 with fewer bits

Index = int | str | slice | list[int]
_ALL = slice(None)


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
        return f"{self.tensor}[{', '.join(map(_written, shown))}]"

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

    def expression(self, spec: LSTMSpec) -> str:
        """The statement as Python."""
        if self.relation == "equal":
            return f"{self.left} == {self.right}"
        if self.relation == "close":
            return f"torch.allclose({self.left}, {self.right}, atol={_rounding(spec)})"
        return f"not torch.equal({self.left}, {self.right})"

    def holds(self, spec: LSTMSpec, values: Mapping[str, Any]) -> bool:
        """Whether the statement is true for the run's values."""
        torch = load_torch()
        left, right = self.left.take(values), self.right.take(values)
        if self.relation == "close":
            return bool(torch.allclose(left, right, atol=_rounding(spec)))
        return bool(torch.equal(left, right)) is (self.relation == "equal")


def _rounding(spec: LSTMSpec) -> float:
    """How much the results of one computation may differ between two runs, which may add in another order."""
    rounding = _ROUNDING[spec.dtype]
    return rounding if spec.device.startswith("cpu") else max(rounding, _ROUNDING_OF_ACCELERATORS)


def _written(index: Index) -> str:
    if isinstance(index, slice):
        return f"{'' if index.start is None else index.start}:{'' if index.stop is None else index.stop}"
    return repr(index)


def prove(spec: LSTMSpec, run: Run | None) -> tuple[Proof, ...]:
    """Every statement about this configuration, evaluated on the run's values if there are any."""
    values: dict[str, Any] | None = None
    if run is not None and run.has_values:
        h_alone, c_alone = _run_alone(spec, run)
        values = {**run.tensors, "h_alone": h_alone, "c_alone": c_alone}
    return tuple(
        Proof(
            statement.expression(spec),
            statement.meaning,
            None if values is None else statement.holds(spec, values),
            statement.slice_index,
        )
        for statement in statements(spec)
    )


def statements(spec: LSTMSpec) -> Iterator[Statement]:
    """The statements that can be made about this configuration; nothing is run."""
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
        for state in ("h", "c"):
            alone = View(f"{state}_alone", (layer, direction))
            yield Statement(View(f"{state}_n", (index,)), "close", alone, meaning, index)


def _last_step(spec: LSTMSpec) -> tuple[Index, ...]:
    if spec.lengths is not None:
        return _in_order(spec, [length - 1 for length in spec.lengths], list(range(len(spec.lengths))))
    return _in_order(spec, -1, _ALL)


def _first_step(spec: LSTMSpec) -> tuple[Index, ...]:
    return _in_order(spec, 0, _ALL)


def _in_order(spec: LSTMSpec, step: Index, samples: Index) -> tuple[Index, ...]:
    time, batch = sequence_axes(spec)
    return tuple(index for _, index in sorted([(time, step)] + ([] if batch is None else [(batch, samples)])))


def _run_alone(spec: LSTMSpec, run: Run) -> tuple[dict[tuple[int, str], Tensor], dict[tuple[int, str], Tensor]]:
    """The last states `h` and `c` of every layer and direction, each run as a separate LSTM with its own weights.

    A packed batch is run one sequence at a time, which also shows that the padding has no effect.
    """
    torch = load_torch()
    h_alone, c_alone = {}, {}
    with quiet_torch(), torch.no_grad():
        weights = run.module.state_dict()
        sequences, states = _sequences(spec, run), _states(spec, run)
        for _, slices in groupby(state_slices(spec), key=lambda row: row[1]):
            halves = []
            for index, layer, direction in slices:
                alone = _one_direction(torch, spec, weights, layer, direction)
                outputs, h_n, c_n = [], [], []
                for sequence, (h_0, c_0) in zip(sequences, states):
                    turned = sequence.flip(0) if direction == "backward" else sequence
                    output, (h, c) = alone(turned, (h_0[index : index + 1], c_0[index : index + 1]))
                    outputs.append(output.flip(0) if direction == "backward" else output)
                    h_n.append(h[0])
                    c_n.append(c[0])
                h_alone[layer, direction] = torch.stack(h_n) if spec.packed else h_n[0]
                c_alone[layer, direction] = torch.stack(c_n) if spec.packed else c_n[0]
                halves.append(outputs)
            sequences = [torch.cat(parts, dim=-1) for parts in zip(*halves)]
    return h_alone, c_alone


def _sequences(spec: LSTMSpec, run: Run) -> list[Tensor]:
    """The input with time first: whole, or each sequence of a packed batch without its padding."""
    time, _ = sequence_axes(spec)
    input = run.tensors["input"].movedim(time, 0)
    return [input] if spec.lengths is None else [input[:length, n] for n, length in enumerate(spec.lengths)]


def _states(spec: LSTMSpec, run: Run) -> list[tuple[Tensor, Tensor]]:
    """The initial states of each sequence."""
    h_0, c_0 = run.tensors["h_0"], run.tensors["c_0"]
    return [(h_0, c_0)] if spec.lengths is None else [(h_0[:, n], c_0[:, n]) for n in range(len(spec.lengths))]


def _one_direction(torch: Any, spec: LSTMSpec, weights: Mapping[str, Tensor], layer: int, direction: str) -> Any:
    width = spec.D * spec.H_out if layer else spec.input_size
    alone = torch.nn.LSTM(width, spec.hidden_size, bias=spec.bias, proj_size=spec.proj_size, device="meta")
    suffix = f"_l{layer}{'_reverse' if direction == 'backward' else ''}"
    own = {name: weights[name.replace("_l0", suffix)] for name in alone.state_dict()}
    alone.load_state_dict(own, assign=True)
    return alone.eval()
