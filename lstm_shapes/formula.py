"""An axis as a product of symbols, which can be written, parsed and compared."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import prod

from lstm_shapes.errors import ReadError

__all__ = ["SYMBOLS", "Axis", "Formula", "Symbol", "parse_formula"]


@dataclass(frozen=True, slots=True)
class Symbol:
    """A quantity that the size of an axis depends on."""

    name: str
    """PyTorch's name for it, such as `H_in`."""

    meaning: str

    latex: str
    """The name in LaTeX's math mode."""


# Products are written in this order: `D * num_layers`, `D * H_out`.
SYMBOLS: Mapping[str, Symbol] = {
    symbol.name: symbol
    for symbol in (
        Symbol("L", "sequence length", "L"),
        Symbol("N", "batch size", "N"),
        Symbol("D", "number of directions", "D"),
        Symbol("G", "number of gates", "G"),
        Symbol("H_in", "input features", "H_{in}"),
        Symbol("H_cell", "cell features", "H_{cell}"),
        Symbol("H_out", "output features", "H_{out}"),
        Symbol("num_layers", "stacked layers", r"\mathrm{num\_layers}"),
        Symbol("sum(lengths)", "steps in all sequences", r"\sum \mathrm{lengths}"),
        Symbol("max(lengths)", "steps of the longest sequence", r"\max \mathrm{lengths}"),
    )
}
_ORDER = {name: position for position, name in enumerate(SYMBOLS)}


@dataclass(frozen=True, slots=True)
class Axis:
    """The size of one axis: a whole number times symbols.

    Symbols are kept in the order of `SYMBOLS`, so `num_layers * D` equals `D * num_layers`.
    """

    coefficient: int
    symbols: tuple[str, ...] = ()

    @classmethod
    def product(cls, factors: Iterable[int | str | Axis]) -> Axis:
        """The product of numbers, names of symbols and other axes."""
        coefficient, symbols = 1, []
        for factor in factors:
            if isinstance(factor, int):
                coefficient *= factor
            elif isinstance(factor, str):
                symbols.append(factor)
            else:
                coefficient *= factor.coefficient
                symbols += factor.symbols
        return cls(coefficient, tuple(sorted(symbols, key=_ORDER.__getitem__)))

    def factors(self, write: Callable[[str], str] = str) -> list[tuple[str, str | None]]:
        """The factors in order: the text of each, and the symbol that it stands for (None for the coefficient)."""
        coefficient = [(str(self.coefficient), None)] if self.coefficient != 1 or not self.symbols else []
        return [*coefficient, *((write(name), name) for name in self.symbols)]

    def _written(self, write: Callable[[str], str], times: str) -> str:
        return times.join(text for text, _ in self.factors(write))

    def __str__(self) -> str:
        return self._written(str, " * ")

    @property
    def latex(self) -> str:
        """The product in LaTeX's math mode."""
        return self._written(lambda name: SYMBOLS[name].latex, r" \cdot ")

    def numbers(self, sizes: Mapping[str, int]) -> str:
        """The product with a number for each symbol, not yet multiplied: `2 * 20`."""
        return self._written(lambda name: str(sizes[name]), " * ")

    def size(self, sizes: Mapping[str, int]) -> int:
        """The number of elements along this axis."""
        size = self.coefficient
        for name in self.symbols:
            size *= sizes[name]
        return size

    def substitute(self, values: Mapping[str, Axis]) -> Axis:
        """The same product with some of its symbols replaced."""
        return Axis.product([self.coefficient, *(values.get(name, name) for name in self.symbols)])


@dataclass(frozen=True, slots=True)
class Formula:
    """The shape of a tensor: one `Axis` for each of its axes."""

    axes: tuple[Axis, ...]

    def __str__(self) -> str:
        return _as_tuple(map(str, self.axes))

    @property
    def latex(self) -> str:
        """The shape in LaTeX's math mode."""
        return "(" + r",\; ".join(axis.latex for axis in self.axes) + ")"

    def numbers(self, sizes: Mapping[str, int]) -> str:
        """The shape with a number for each symbol: `(2 * 2, 3, 20)`."""
        return _as_tuple(axis.numbers(sizes) for axis in self.axes)

    def shape(self, sizes: Mapping[str, int]) -> tuple[int, ...]:
        """The shape in whole numbers: `(4, 3, 20)`."""
        return tuple(axis.size(sizes) for axis in self.axes)

    def elements(self, sizes: Mapping[str, int]) -> int:
        """How many numbers a tensor of this shape holds."""
        return prod(self.shape(sizes))

    def substitute(self, values: Mapping[str, Axis]) -> Formula:
        """The same shape with some of its symbols replaced."""
        return Formula(tuple(axis.substitute(values) for axis in self.axes))


def _as_tuple(items: Iterable[str]) -> str:
    written = list(items)
    return f"({written[0]},)" if len(written) == 1 else f"({', '.join(written)})"


_LONGEST_SHAPE = 400  # characters
_LONGEST_NUMBER = 18  # digits: all of them fit PyTorch's 64-bit sizes
_BRACKETS = (("torch.Size(", ")"), ("Size(", ")"), ("(", ")"), ("[", "]"))


def parse_formula(text: str) -> Formula:
    """Read a shape in any of the forms people write.

    `4,3,20` · `(4, 3, 20)` · `[4, 3, 20]` · `torch.Size([4, 3, 20])` · `4x3x20` · `(D * num_layers, N, H_out)` ·
    `num_layers*num_directions, batch, hidden_size`.

    Raises `ReadError` if the text is not a shape or has an unknown symbol in it.
    """
    if len(text) > _LONGEST_SHAPE:
        raise ReadError(f"a shape has at most {_LONGEST_SHAPE} characters, this text has {len(text):,}")
    inner = _without_brackets(text.strip())
    axes = inner.split(",") if "," in inner else re.split(r"×|\sx\s|(?<=\d)x(?=\d)", inner)
    if len(axes) > 1 and not axes[-1].strip():
        axes.pop()  # the comma of `(20,)`
    return Formula(tuple(_read_axis(axis, text) for axis in axes))


def _without_brackets(text: str) -> str:
    for opening, closing in _BRACKETS:
        if text.startswith(opening) and text.endswith(closing):
            return _without_brackets(text[len(opening) : -len(closing)].strip())
    return text


def _read_axis(axis: str, text: str) -> Axis:
    return Axis.product(_read_factor(factor.strip(), text) for factor in axis.replace("·", "*").split("*"))


def _read_factor(factor: str, text: str) -> int | str:
    if factor.isdecimal() and len(factor) <= _LONGEST_NUMBER:
        return int(factor)
    if factor in SYMBOLS:
        return factor
    from lstm_shapes.lexicon import symbol_of  # not needed for the formulas that this tool writes itself

    symbol = symbol_of(factor)
    if symbol is not None:
        return symbol
    raise ReadError(
        f"{text!r} is not a shape: {factor!r} is neither a whole number nor a name for one of {', '.join(SYMBOLS)}; "
        "write 4,3,20 or (D * num_layers, N, H_out)"
    )
