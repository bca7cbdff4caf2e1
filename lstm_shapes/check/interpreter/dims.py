"""The size of an axis as the code gives it: a sum of products of named quantities and numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod

__all__ = ["Dim", "Quantity", "Unmodelled"]

_LARGEST = 2**63
_MOST_TERMS = 16
_MOST_FACTORS = 6


class Unmodelled(Exception):  # noqa: N818 - not an error of the document, and caught at every step
    """An expression or a call that is not followed; `str()` is the reason, which an unverified claim shows."""


DECIDED = "?"
"""The name of a number that the code decides, by a loop or a branch, in a way that is not followed."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A whole number that has a name in the code, or that is not known."""

    key: int
    """Only quantities with equal keys are certain to be the same number."""

    name: str = ""

    value: int | None = None
    """None if it is not known."""

    default: int | None = None
    """The value of a parameter if no other is passed; it may confirm a claim, but never contradicts one."""


_Factor = int | Fraction
_Term = tuple[tuple[Quantity, ...], _Factor]


@dataclass(frozen=True, slots=True)
class Dim:
    """A polynomial of quantities: if two are equal, they are the same number for all values of the quantities."""

    terms: tuple[_Term, ...]
    """Each with its quantities and its factor, in a fixed order."""

    @classmethod
    def of(cls, number: int) -> Dim:
        """A plain number."""
        if abs(number) >= _LARGEST:
            raise Unmodelled("a number is too large for a size")
        return cls((((), number),) if number else ())

    @classmethod
    def named(cls, quantity: Quantity) -> Dim:
        """One quantity."""
        return cls((((quantity,), 1),))

    @property
    def value(self) -> int | None:
        """The number; None if a quantity is not known."""
        return self._evaluated(lambda quantity: quantity.value)

    @property
    def usual_value(self) -> int | None:
        """The number if parameters that are not passed have their defaults; None if a quantity is not known."""
        return self._evaluated(lambda quantity: quantity.default if quantity.value is None else quantity.value)

    def _evaluated(self, look_up: Callable[[Quantity], int | None]) -> int | None:
        total: _Factor = 0
        for quantities, factor in self.terms:
            values = [look_up(quantity) for quantity in quantities]
            known = [value for value in values if value is not None]
            if len(known) < len(values):
                return None
            total += prod(known) * factor
        return int(total) if total == int(total) else None

    @property
    def is_number(self) -> bool:
        """Whether there is no quantity in it."""
        return all(not quantities for quantities, _ in self.terms)

    def __add__(self, other: Dim) -> Dim:
        return _normal([*self.terms, *other.terms])

    def __neg__(self) -> Dim:
        return Dim(tuple((quantities, -factor) for quantities, factor in self.terms))

    def __sub__(self, other: Dim) -> Dim:
        return self + -other

    def __mul__(self, other: Dim) -> Dim:
        return _normal([((*a, *b), m * n) for a, m in self.terms for b, n in other.terms])

    def __floordiv__(self, other: Dim) -> Dim:
        """The quotient: rounded as in Python for numbers; for named quantities, the division is taken to be exact."""
        if self.value is not None and other.value and (self.is_number or self.value % other.value):
            return Dim.of(self.value // other.value)
        if len(other.terms) != 1:
            raise Unmodelled("a division whose result is not known")
        quantities, divisor = other.terms[0]
        quotients: list[_Term] = []
        for factors, factor in self.terms:
            left = list(factors)
            for quantity in quantities:
                if quantity not in left:
                    raise Unmodelled("a division whose result is not known")
                left.remove(quantity)
            quotients.append((tuple(left), Fraction(factor) / divisor))
        return _normal(quotients)

    def __mod__(self, other: Dim) -> Dim:
        """The remainder of a division of known numbers."""
        if self.value is None or not other.value:
            raise Unmodelled("the remainder of a division that is not known")
        return Dim.of(self.value % other.value)

    def is_multiple_of(self, other: Dim) -> bool:
        """Whether it is more of the same unknown quantities, such as two or three times as much."""
        if self.is_number or len(self.terms) != 1 or len(other.terms) != 1:
            return False
        (ours, factor), (theirs, divisor) = self.terms[0], other.terms[0]
        return ours == theirs and factor > divisor > 0

    @property
    def is_decided(self) -> bool:
        """Whether a loop or a branch decides what it is."""
        return any(quantity.name == DECIDED for quantity in self.quantities)

    @property
    def is_simple(self) -> bool:
        """Whether it is a number or a single quantity, and not calculated from several."""
        return self.is_number or (len(self.terms) == 1 and len(self.terms[0][0]) == 1 and self.terms[0][1] == 1)

    @property
    def quantities(self) -> frozenset[Quantity]:
        """All quantities in it."""
        return frozenset(quantity for quantities, _ in self.terms for quantity in quantities)


def _normal(terms: list[_Term]) -> Dim:
    """The sum of the terms, with equal products added up, in an order that depends only on the result."""
    sums: dict[tuple[Quantity, ...], _Factor] = {}
    for quantities, factor in terms:
        ordered = tuple(sorted(quantities, key=lambda quantity: quantity.key))
        sums[ordered] = sums.get(ordered, 0) + factor
    kept = [(quantities, _plain(factor)) for quantities, factor in sums.items() if factor]
    if len(kept) > _MOST_TERMS or any(len(quantities) > _MOST_FACTORS for quantities, _ in kept):
        raise Unmodelled("an expression with too many terms")
    if any(not -_LARGEST < factor < _LARGEST for _, factor in kept):
        raise Unmodelled("a number is too large for a size")
    return Dim(tuple(sorted(kept, key=lambda term: [quantity.key for quantity in term[0]])))


def _plain(factor: _Factor) -> _Factor:
    """The factor as an `int` if it is a whole number."""
    return int(factor) if factor == int(factor) else factor


def product(dims: Sequence[Dim]) -> Dim:
    """The product of all; 1 if there are none."""
    return prod(dims, start=Dim.of(1))
