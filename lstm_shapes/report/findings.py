"""What `inspect` finds, as formulas and whole numbers; nothing here is formatted."""

from __future__ import annotations

from dataclasses import dataclass

from lstm_shapes.formula import Formula
from lstm_shapes.notes import Note
from lstm_shapes.shape_row import ShapeRow
from lstm_shapes.spec import RecurrentSpec

__all__ = ["Beware", "Cost", "Expectation", "Findings", "Proof", "StateSlice", "Use"]


@dataclass(frozen=True, slots=True)
class StateSlice:
    """One slice of the states: `h_n[index]` and `c_n[index]` are the last states of this layer and direction."""

    index: int
    layer: int

    direction: str
    """`forward` or `backward`."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A statement about the values of one run."""

    expression: str
    """Python that was evaluated, such as `h_n[-1] == output[-1]`."""

    meaning: str
    """The same in words."""

    holds: bool | None
    """None if there were no values: without a run, or on the meta device."""

    slice_index: int | None = None
    """The slice of the states that the statement is about; None if it is not about a single one."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What the LSTM takes in memory and arithmetic."""

    parameters: int
    """How many numbers are learned."""

    bytes: int
    """The memory that the parameters take."""

    multiply_adds: int
    """Those of one forward pass, for the weight matrices only."""


@dataclass(frozen=True, slots=True)
class Use:
    """A line of Python that goes on with the results, after those before it."""

    purpose: str
    """What it is for; empty if it goes on with the one before."""

    code: str
    """An assignment."""

    formula: Formula
    """The shape of what it assigns first."""

    predicted: tuple[int, ...]
    observed: tuple[int, ...] | None
    """None where it was not run."""

    meaning: str

    @property
    def matches(self) -> bool | None:
        """Whether the prediction is right; None where nothing was run."""
        return None if self.observed is None else self.predicted == self.observed


@dataclass(frozen=True, slots=True)
class Beware:
    """An expression that runs and gives something else than it is taken for."""

    wrong: str
    right: str

    meaning: str
    """What it gives."""

    differs: bool | None
    """Whether the two differ on the run; None where they were not run."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """A shape that the user expects, and the actual one."""

    name: str
    """The tensor or parameter."""

    written: Formula
    """The expected shape as the user wrote it."""

    expected: tuple[int, ...]
    """The same in numbers."""

    formula: Formula
    """The true formula."""

    actual: tuple[int, ...]
    """The observed shape, or the predicted one if nothing was run."""

    holds: bool
    """If the user wrote symbols, only the right formula holds; equal sizes are not enough."""


@dataclass(frozen=True, slots=True)
class Findings:
    """All that is known about one LSTM and one input."""

    spec: RecurrentSpec

    torch_version: str | None
    """None if nothing was run."""

    tensors: tuple[ShapeRow, ...]
    states: tuple[StateSlice, ...]
    proofs: tuple[Proof, ...]
    parameters: tuple[ShapeRow, ...]
    cost: Cost
    uses: tuple[Use, ...]
    beware: tuple[Beware, ...]
    notes: tuple[Note, ...]
    expectations: tuple[Expectation, ...]

    @property
    def mismatches(self) -> tuple[ShapeRow, ...]:
        """Rows whose prediction PyTorch contradicts: the formulas are wrong, or do not fit this version of PyTorch."""
        uses = (ShapeRow(use.code, use.formula, use.predicted, use.observed) for use in self.uses)
        return tuple(row for row in (*self.tensors, *self.parameters, *uses) if row.matches is False)

    @property
    def failed_proofs(self) -> tuple[Proof, ...]:
        """Statements that did not hold in this run."""
        return tuple(proof for proof in self.proofs if proof.holds is False)

    @property
    def false_expectations(self) -> tuple[Expectation, ...]:
        """Expectations that are not met."""
        return tuple(expectation for expectation in self.expectations if not expectation.holds)

    @property
    def all_true(self) -> bool:
        """Whether everything predicted, proved and expected holds, as far as it was run."""
        return not (self.mismatches or self.failed_proofs or self.false_expectations)
