"""From flags to a specification; errors name the flag that the user wrote."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from lstm_shapes.errors import LSTMShapesError, ReadError, SpecError
from lstm_shapes.kinds import LSTM, Kind
from lstm_shapes.shapes import tensor_formulas
from lstm_shapes.spec import HIDDEN_SIZE, INPUT_SIZE, LARGEST_SIZE, SPECS, RecurrentSpec

__all__ = ["NO_SOURCE", "Clashes", "Source", "UsageError", "flag_of", "named_after", "named_after_flags", "read_spec"]
__all__ += ["refuse_clashes"]

_DEFAULT_SIZES = {"input_size": INPUT_SIZE, "hidden_size": HIDDEN_SIZE}
_FLAGS = {"num_layers": "--layers", "batched": "--unbatched", "list_causes": "--list"}
_FLAGS |= {name: name.upper() for name in ("paths", "error")}  # arguments have no dashes
_COUNTS = {1: "one", 2: "two", 3: "three"}
_FIELDS = {"L": "seq_len", "N": "batch_size", "H_in": "input_size"}


class UsageError(LSTMShapesError):
    """Flags that cannot stand together, or a value that a flag does not take."""

    def __init__(self, sentence: str, flag: str | None = None) -> None:
        super().__init__(sentence)
        self.flag = flag
        """The flag, or the name of the argument, that the sentence is about."""


def flag_of(field: str) -> str:
    """The flag that sets a field: `num_layers` is `--layers`."""
    return _FLAGS.get(field, f"--{field.replace('_', '-')}")


Clashes = Mapping[str, tuple[str, Collection[str]]]
"""For the name of a flag, what it does, and the names of those that mean nothing beside it; none means all."""


def refuse_clashes(given: Collection[str], clashes: Clashes) -> None:
    """Refuse flags that cannot stand together; given: the names of those that were given."""
    for name, (what, others) in clashes.items():
        other = next((other for other in given if other != name and (not others or other in others)), None)
        if name in given and other is not None:
            raise UsageError(f"{what}; it does not go with {flag_of(other)}", flag_of(name))


@dataclass(frozen=True, slots=True)
class Source:
    """What describes the whole module in place of the module flags."""

    name: str
    """The name by which the user knows it: `CODE`, `--checkpoint`."""

    arguments: Mapping[str, Any]
    """The arguments that it gives, by PyTorch's names."""

    open_to: Mapping[str, str]
    """The arguments that flags may give all the same, each with what it is called in the source."""

    kind: Kind = LSTM
    """What it describes."""


NO_SOURCE = Source("", {}, {})


@contextmanager
def named_after(flag: str) -> Iterator[None]:
    """Let the error of a text that cannot be read, or that says what cannot be, name the flag that it was given by."""
    try:
        yield
    except ReadError as error:
        raise UsageError(str(error), flag) from error
    except SpecError as error:
        raise UsageError(f"{error.field} {error.problem}", flag) from error


@contextmanager
def named_after_flags(source: Source = NO_SOURCE) -> Iterator[None]:
    """Let errors about a field speak of the flag, or of the source, that set it."""
    try:
        yield
    except SpecError as error:
        if error.field in source.arguments:
            raise UsageError(f"{error.field} {error.problem}", source.name) from error
        raise UsageError(error.problem, flag_of(error.field)) from error


def read_spec(
    source: Source, module: Mapping[str, Any], seen: Mapping[str, Any], input_shape: Sequence[int] | None = None
) -> RecurrentSpec:
    """The specification that source and flags describe.

    module: the module flags that were given, by constructor argument, and `kind`; seen: those of the input, by the
    specification's fields.
    """
    for field in module:
        if source.name and field not in source.open_to:
            raise UsageError(
                f"clashes with {source.name}, which describes the whole {source.kind.name}", flag_of(field)
            )
    given = {**module, **source.arguments, **seen}
    kind = given.pop("kind", source.kind.name)
    with named_after_flags(source):
        if input_shape is not None:
            given |= _sizes_of_input(input_shape, given, source, SPECS[kind])
        for field, name in source.open_to.items():
            if name and field not in given:
                raise UsageError(f"gives {field} as {name}; say its value with {flag_of(field)}", source.name)
        return SPECS[kind](**(_DEFAULT_SIZES | given))


def _sizes_of_input(
    shape: Sequence[int], given: Mapping[str, Any], source: Source, spec: type[RecurrentSpec]
) -> dict[str, Any]:
    """The fields that an input's shape sets; those that are set already must agree."""
    flag = "--input-shape"
    order: dict[str, Any] = {"batch_first": True} if given.get("batch_first") is True else {}
    formulas = [tensor_formulas(spec(1, 1, batched=batched, **order))["input"] for batched in (False, True)]
    formula = next((formula for formula in formulas if len(formula.axes) == len(shape)), None)
    if formula is None or any(not 1 <= size <= LARGEST_SIZE for size in shape):
        counts = " or ".join(_COUNTS[len(formula.axes)] for formula in formulas)
        example = ",".join(map(str, formulas[1].shape(spec(INPUT_SIZE, HIDDEN_SIZE).sizes)))
        raise UsageError(f"must be {counts} whole numbers from 1 to {LARGEST_SIZE:,}, such as {example}", flag)
    batched = formula is formulas[1]
    count = f"{_COUNTS[len(shape)]} {'number is' if len(shape) == 1 else 'numbers are'}"
    if not batched and (given.get("batch_size") or given.get("lengths")):
        raise UsageError(f"{count} unbatched input, which has neither --batch-size nor --lengths", flag)
    if batched and given.get("batched") is False:
        raise UsageError(f"{count} batched input, which clashes with --unbatched", flag)
    found: dict[str, Any] = {"batched": batched}
    for symbol, size in zip(formula.axes, shape):
        field = _FIELDS[str(symbol)]
        if given.get(field, size) != size:
            other = f"{source.name}'s {field}" if field in source.arguments else flag_of(field)
            raise UsageError(f"is {formula}, so {symbol} = {size:,}, but {other} is {given[field]:,}", flag)
        found[field] = size
    return found
