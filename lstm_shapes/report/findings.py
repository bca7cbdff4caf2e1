"""What `inspect` finds, as values: formulas and whole numbers, never formatted text."""

from __future__ import annotations

from dataclasses import dataclass

from lstm_shapes.formula import Formula
from lstm_shapes.notes import Note
from lstm_shapes.shape_row import ShapeRow
from lstm_shapes.spec import LSTMSpec

__all__ = ["Cost", "Expectation", "Findings", "Proof", "StateSlice"]


@dataclass(frozen=True, slots=True)
class StateSlice:
    """`h_n[index]` and `c_n[index]` are the last states of this layer and direction (`forward`, `backward`)."""

    index: int
    layer: int
    direction: str


@dataclass(frozen=True, slots=True)
class Proof:
    """A statement about the values of one run: the expression that was evaluated, what it means, whether it holds.

    `holds` is None where there were no values: without a run, or on the meta device. `slice_index` is set where the
    statement is about one slice of the states.
    """

    expression: str
    meaning: str
    holds: bool | None
    slice_index: int | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """Numbers to learn, the bytes they take, and the multiply-adds of one forward pass (weight matrices only)."""

    parameters: int
    bytes: int
    multiply_adds: int


@dataclass(frozen=True, slots=True)
class Expectation:
    """A shape that the user expects; in symbols, it holds where the formula is the same, not just the sizes."""

    name: str
    written: Formula
    expected: tuple[int, ...]
    formula: Formula
    actual: tuple[int, ...]
    holds: bool


@dataclass(frozen=True, slots=True)
class Findings:
    """All that is known about one LSTM and one input; `torch_version` is None where nothing was run."""

    spec: LSTMSpec
    torch_version: str | None
    tensors: tuple[ShapeRow, ...]
    states: tuple[StateSlice, ...]
    proofs: tuple[Proof, ...]
    parameters: tuple[ShapeRow, ...]
    cost: Cost
    notes: tuple[Note, ...]
    expectations: tuple[Expectation, ...]

    @property
    def mismatches(self) -> tuple[ShapeRow, ...]:
        """Rows whose prediction PyTorch contradicts: a bug in the formulas, or a PyTorch they do not know."""
        return tuple(row for row in (*self.tensors, *self.parameters) if row.matches is False)

    @property
    def failed_proofs(self) -> tuple[Proof, ...]:
        """Statements that did not hold on this run."""
        return tuple(proof for proof in self.proofs if proof.holds is False)

    @property
    def false_expectations(self) -> tuple[Expectation, ...]:
        """Expectations that are not met."""
        return tuple(expectation for expectation in self.expectations if not expectation.holds)

    @property
    def all_true(self) -> bool:
        """Whether everything predicted, proved and expected holds, as far as it was run."""
        return not (self.mismatches or self.failed_proofs or self.false_expectations)
