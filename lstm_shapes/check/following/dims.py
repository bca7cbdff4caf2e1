"""The size of an axis as a document's code knows it: a sum of products of named quantities and numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import prod

__all__ = ["Dim", "Quantity", "Unmodelled"]

_LARGEST = 2**63
_MOST_TERMS = 16
_MOST_FACTORS = 6


class Unmodelled(Exception):  # noqa: N818 - not an error of the document, and caught at every step
    """An expression or a call that is not followed; `str()` says why, for the reason of an unverified claim."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A whole number that the code gives a name, or that nobody knows.

    key: two quantities are the same number for certain if and only if their keys are equal.
    default: what it is unless somebody passes another value; it may confirm a claim and never contradicts one.
    """

    key: int
    name: str = ""
    value: int | None = None
    default: int | None = None


_Factor = int | Fraction
_Term = tuple[tuple[Quantity, ...], _Factor]


@dataclass(frozen=True, slots=True)
class Dim:
    """A polynomial of quantities: equal as polynomials means equal as numbers, whatever the numbers are."""

    terms: tuple[_Term, ...]

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
        """The number, where all quantities are known."""
        return self._evaluated(lambda quantity: quantity.value)

    @property
    def usual_value(self) -> int | None:
        """The number with the defaults of parameters nobody has passed."""
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
        """Whether no quantity with a name takes part."""
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
        """The quotient: of numbers as Python rounds it, of named quantities as if it were exact, as it is meant."""
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
        """The rest of a division of known numbers."""
        if self.value is None or not other.value:
            raise Unmodelled("the rest of a division that is not known")
        return Dim.of(self.value % other.value)

    def is_multiple_of(self, other: Dim) -> bool:
        """Whether it is twice as much, three times, ..., of the same unknown quantities."""
        if self.is_number or len(self.terms) != 1 or len(other.terms) != 1:
            return False
        (ours, factor), (theirs, divisor) = self.terms[0], other.terms[0]
        return ours == theirs and factor > divisor > 0

    @property
    def is_simple(self) -> bool:
        """Whether it is a number or a single quantity, and nothing calculated."""
        return self.is_number or (len(self.terms) == 1 and len(self.terms[0][0]) == 1 and self.terms[0][1] == 1)

    @property
    def quantities(self) -> frozenset[Quantity]:
        """All quantities that take part."""
        return frozenset(quantity for quantities, _ in self.terms for quantity in quantities)


def _normal(terms: list[_Term]) -> Dim:
    """Like terms added up, in an order that does not depend on how the sum came about."""
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
    """A whole number as one."""
    return int(factor) if factor == int(factor) else factor


def product(dims: list[Dim]) -> Dim:
    """All of them multiplied; 1 where there is none."""
    return prod(dims, start=Dim.of(1))
