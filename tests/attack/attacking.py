"""What an attack is: how input is made, which laws hold of it, and how input that breaks one is made smaller."""

from __future__ import annotations

import json
import signal
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Generic, TypeVar

__all__ = ["Attack", "BrokenLawError", "Fault", "Result", "attack", "smaller_texts", "without_one"]

T = TypeVar("T")
_MOST_FAULTS = 5  # of one attack; more are of the same kind, as a rule
_MOST_SHRINKING = 20.0  # seconds
_MOST_OF_A_TRY = 120  # seconds


class BrokenLawError(Exception):
    """A law that does not hold; `str()` begins with its name."""


@dataclass(frozen=True, slots=True)
class Attack(Generic[T]):
    """One kind of input, and its laws."""

    make: Callable[[Random], T]
    """New input; it is made of values that JSON can hold."""

    judge: Callable[[T], None]
    """Raises `BrokenLawError` if a law does not hold; whatever else it raises is a fault as well."""

    smaller: Callable[[T], Iterator[T]] = lambda _: iter(())
    """The same input with less in it, the smallest first."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Input that breaks a law."""

    law: str
    details: str
    input: object

    def save(self, path: Path) -> None:
        """Write it down, to be made a case of the suite."""
        path.write_text(json.dumps({"law": self.law, "details": self.details, "input": self.input}, indent=1))


@dataclass(frozen=True, slots=True)
class Result:
    """What came of an attack."""

    tries: int
    seconds: float
    faults: tuple[Fault, ...]


def attack(one: Attack[T], random: Random, seconds: float) -> Result:
    """Try new input until the time is over, or enough was found."""
    began, tries, faults = time.monotonic(), 0, dict[str, Fault]()
    while time.monotonic() - began < seconds and len(faults) < _MOST_FAULTS:
        value = one.make(random)
        tries += 1
        fault = _fault(one, value)
        if fault is not None and fault.law not in faults:
            faults[fault.law] = _shrunk(one, value, fault)
    return Result(tries, time.monotonic() - began, tuple(faults.values()))


def _hangs(number: int, frame: object) -> None:
    raise BrokenLawError(f"it ends: not within {_MOST_OF_A_TRY} s")


def _fault(one: Attack[T], value: T) -> Fault | None:
    signal.signal(signal.SIGALRM, _hangs)
    signal.alarm(_MOST_OF_A_TRY)
    try:
        one.judge(value)
    except BrokenLawError as broken:
        return Fault(str(broken).partition(":")[0], str(broken), value)
    except Exception as error:  # any error of the tool is what is looked for
        *_, last = traceback.extract_tb(error.__traceback__)
        place = f"{Path(last.filename).name}, {last.name}"
        return Fault(f"{type(error).__name__} in {place}", traceback.format_exc(), value)
    finally:
        signal.alarm(0)
    return None


def _shrunk(one: Attack[T], value: T, fault: Fault) -> Fault:
    """The same fault with less input."""
    ends = time.monotonic() + _MOST_SHRINKING
    while time.monotonic() < ends:
        found = (_fault(one, less) for less in one.smaller(value) if time.monotonic() < ends)
        same = next((other for other in found if other is not None and other.law == fault.law), None)
        if same is None:
            return fault
        fault, value = same, same.input  # type: ignore[assignment]
    return fault


def without_one(parts: list[T]) -> Iterator[list[T]]:
    """A list without large and then small parts of it."""
    size = len(parts) // 2
    while size:
        for start in range(0, len(parts), size):
            yield parts[:start] + parts[start + size :]
        size //= 2


def smaller_texts(text: str) -> Iterator[str]:
    """A text without some of its lines, and then without some of its characters."""
    lines = text.splitlines(keepends=True)
    yield from ("".join(less) for less in without_one(lines))
    if len(lines) <= 3:
        yield from ("".join(less) for less in without_one(list(text)))
