"""From flags, as text, to an `LSTMSpec`; errors name the flag that the user wrote."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from lstm_shapes.errors import LSTMShapesError, ReadError, SpecError
from lstm_shapes.formula import parse_formula
from lstm_shapes.shapes import tensor_formulas
from lstm_shapes.spec import LARGEST_SIZE, LSTMSpec

__all__ = ["NO_SOURCE", "Source", "UsageError", "flag_of", "named_after_flags", "number_or_text"]
__all__ += ["read_spec", "read_values", "split_list"]

_DEFAULT_SIZES = {"input_size": 10, "hidden_size": 20}
_FLAGS = {"num_layers": "--layers", "batched": "--unbatched"}
_FIELDS = {"L": "seq_len", "N": "batch_size", "H_in": "input_size"}


class UsageError(LSTMShapesError):
    """Flags that cannot stand together, or a value that no flag takes."""


def flag_of(field: str) -> str:
    """The flag that sets a field: `num_layers` is `--layers`."""
    return _FLAGS.get(field, f"--{field.replace('_', '-')}")


@dataclass(frozen=True, slots=True)
class Source:
    """What describes the whole LSTM in place of the module flags, by the name the user knows it by."""

    name: str
    arguments: Mapping[str, Any]
    open_to: frozenset[str] = frozenset()  # what flags may say all the same


NO_SOURCE = Source("", {})


@contextmanager
def named_after_flags(source: Source = NO_SOURCE) -> Iterator[None]:
    """Let errors about a field speak of the flag, or of the source, that set it."""
    try:
        yield
    except SpecError as error:
        name = f"{source.name}: {error.field}" if error.field in source.arguments else flag_of(error.field)
        raise UsageError(f"{name} {error.problem}") from error


def read_spec(source: Source, module: Mapping[str, Any], seen: Mapping[str, Any], input_shape: str | None) -> LSTMSpec:
    """The specification that source and flags describe; a value of None is a flag that was not given.

    module: flags by constructor argument; seen: flags by `LSTMSpec`'s input fields.
    """
    flags = read_values(module)
    clashing = [field for field in flags if field not in source.open_to]
    if source.name and clashing:
        flag = flag_of(clashing[0])
        raise UsageError(f"{flag} clashes with {source.name}, which describes the whole LSTM; leave one of the two out")
    given = flags | dict(source.arguments) | read_values(seen)
    with named_after_flags(source):
        if input_shape is not None:
            given |= _read_input_shape(input_shape, given, source)
        return LSTMSpec(**(_DEFAULT_SIZES | given))


def _read_input_shape(text: str, given: Mapping[str, Any], source: Source) -> dict[str, Any]:
    """The fields that an input's shape sets; those that are set already must agree."""
    try:
        axes = parse_formula(text).axes
    except ReadError:
        axes = ()
    if len(axes) not in (2, 3) or any(axis.symbols or not 1 <= axis.coefficient <= LARGEST_SIZE for axis in axes):
        raise UsageError(
            f"--input-shape takes two or three whole numbers from 1 to {LARGEST_SIZE:,}, such as 5,3,10, got {text!r}"
        )
    batched = len(axes) == 3
    if not batched and (given.get("batch_size") or given.get("lengths")):
        raise UsageError("--input-shape with two numbers is unbatched; it goes with neither --batch-size nor --lengths")
    if batched and given.get("batched") is False:
        raise UsageError("--unbatched clashes with the three numbers of --input-shape")
    order = LSTMSpec(1, 1, batch_first=given.get("batch_first") is True, batched=batched)
    found: dict[str, Any] = {"batched": batched}
    for symbol, axis in zip(tensor_formulas(order)["input"].axes, axes):
        field = _FIELDS[str(symbol)]
        if given.get(field, axis.coefficient) != axis.coefficient:
            other = f"{source.name}'s {field}" if field in source.arguments else flag_of(field)
            raise UsageError(
                f"--input-shape {text} is {tensor_formulas(order)['input']}, so {symbol} = {axis.coefficient:,}, "
                f"but {other} is {given[field]}"
            )
        found[field] = axis.coefficient
    return found


def read_values(flags: Mapping[str, Any]) -> dict[str, Any]:
    """The values of the flags that were given, by field; what is no number stays text, to be refused."""
    return {field: _read(field, value) for field, value in flags.items() if value is not None}


def _read(field: str, value: object) -> object:
    return _READERS.get(field, number_or_text)(value) if isinstance(value, str) else value


def number_or_text(text: str) -> Any:
    """The whole number that a flag was given, or its text where it is none, to be refused with the legal range."""
    return int(text) if re.fullmatch(r"\s*[+-]?\d{1,19}\s*", text, re.ASCII) else text


def _fraction_or_text(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def split_list(text: str) -> tuple[str, ...]:
    """The pieces of a list with commas, with or without brackets."""
    return tuple(piece.strip() for piece in text.strip("[]() ").split(","))


_READERS: Mapping[str, Callable[[str], Any]] = {
    "dropout": _fraction_or_text,
    "learning_rate": _fraction_or_text,
    "lengths": lambda text: tuple(map(number_or_text, split_list(text))),
    "device": str,
    "dtype": str,
}
"""How a field's flag is read, where it is no whole number."""
