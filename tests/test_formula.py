"""An axis as a product of symbols: reading, writing, equality."""

from __future__ import annotations

from contextlib import suppress
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstm_shapes import ReadError
from lstm_shapes.formula import SYMBOLS, Axis, Formula, parse_formula

SIZES = {"L": 5, "N": 3, "D": 2, "H_in": 10, "H_cell": 20, "H_out": 7, "num_layers": 4}

SPELLINGS = {
    "4,3,20": (4, 3, 20),
    "(4, 3, 20)": (4, 3, 20),
    "[4, 3, 20]": (4, 3, 20),
    "torch.Size([4, 3, 20])": (4, 3, 20),
    "Size((4, 3, 20))": (4, 3, 20),
    " ( 4 ,3,20, ) ": (4, 3, 20),
    "4x3x20": (4, 3, 20),
    "4 x 3 x 20": (4, 3, 20),
    "4×3×20": (4, 3, 20),
    "(20,)": (20,),
    "20": (20,),
    "(D * num_layers, N, H_out)": (8, 3, 7),
    "num_layers*num_directions, batch, hidden_size": (8, 3, 20),
    "(seq_len, batch_size, input_size)": (5, 3, 10),
    "N × L × H_in": (3, 5, 10),
    "batch x seq x hidden_size": (3, 5, 20),
    "(4*H_cell, D*H_out)": (80, 14),
    "L, N, 2·proj_size": (5, 3, 14),
    "timesteps, bsz, hid_dim": (5, 3, 20),
    "(序列长度, バッチサイズ, 20)": (5, 3, 20),
}


@pytest.mark.parametrize(("text", "shape"), SPELLINGS.items(), ids=SPELLINGS)
def test_a_shape_is_read_however_it_is_spelled(text: str, shape: tuple[int, ...]) -> None:
    assert parse_formula(text).shape(SIZES) == shape


UNREADABLE = [
    "",
    "()",
    "(",
    "4,,20",
    "4,3,,",
    "a,b",
    "(4, 3",
    "-1,3",
    "4.0,3",
    "1e3",
    "4 3 20",
    "*",
    "4*",
    "x",
    "∞",
    "9" * 19,
]


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_is_no_shape_is_refused_with_the_known_symbols(text: str) -> None:
    with pytest.raises(ReadError, match="num_layers"):
        parse_formula(text)


def test_a_very_long_text_is_refused_by_its_length() -> None:
    with pytest.raises(ReadError, match="400 characters"):
        parse_formula("(" * 10_000_000)


@given(st.text(max_size=40))
def test_no_text_crashes_the_reader(text: str) -> None:
    with suppress(ReadError):
        parse_formula(text)


axes = st.builds(
    lambda coefficient, symbols: Axis.product([coefficient, *symbols]),
    st.integers(1, 99),
    st.lists(st.sampled_from(sorted(SYMBOLS)), max_size=3),
)
formulas = st.builds(lambda some: Formula(tuple(some)), st.lists(axes, min_size=1, max_size=4))


@given(formulas)
def test_what_is_written_reads_as_the_same_formula(formula: Formula) -> None:
    assert parse_formula(str(formula)) == formula


@given(st.permutations(["D", "num_layers", "H_out", "N"]))
def test_the_order_of_factors_does_not_matter(symbols: list[str]) -> None:
    assert Axis.product(symbols) == Axis.product(["N", "D", "H_out", "num_layers"])


@given(formulas)
def test_the_numbers_of_a_formula_multiply_to_its_shape(formula: Formula) -> None:
    sizes = {name: number for number, name in enumerate(SYMBOLS, 2)}
    multiplied = parse_formula(formula.numbers(sizes)).shape({})
    assert multiplied == formula.shape(sizes)
    assert formula.elements(sizes) == prod(multiplied)


def test_a_symbol_is_replaced_wherever_it_stands() -> None:
    formula = parse_formula("(D * num_layers, N, D * H_out)")
    replaced = formula.substitute({"D": Axis(2), "H_out": Axis(1, ("H_cell",))})
    assert str(replaced) == "(2 * num_layers, N, 2 * H_cell)"


def test_latex_names_every_symbol() -> None:
    latex = parse_formula("(D * num_layers, N, 4 * H_cell)").latex
    assert latex == r"(D \cdot \mathrm{num\_layers},\; N,\; 4 \cdot H_{cell})"
