"""Pages as lines: nothing is lost, whatever the width."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstm_shapes.layout import lay_out, plain_text
from lstm_shapes.page import Code, Page, Section, Table, code, mark, prose, shape

TABLE = Table.of(
    [
        [code("h_n"), shape((4, 3, 20)), mark(True), prose("every layer, last step")],
        [code("c_n"), shape((4, 3, 20)), mark(False), prose("`c` keeps H_cell")],
    ],
    ("tensor", "shape", "", "meaning"),
)
PAGE = Page("nn.LSTM(10, 20)", "input (5, 3, 10)", (Section("Shapes", (TABLE, prose("All of them."))),))


def _lines(page: Page, width: int | None) -> list[str]:
    return ["".join(text for text, _ in line).rstrip() for line in lay_out(page, width)]


def test_columns_stand_under_their_headers_where_they_fit() -> None:
    assert _lines(PAGE, 80) == [
        "nn.LSTM(10, 20)   input (5, 3, 10)",
        "",
        "Shapes",
        "  tensor  shape          meaning",
        "  h_n     (4, 3, 20)  ✓  every layer, last step",
        "  c_n     (4, 3, 20)  ✗  c keeps H_cell",
        "  All of them.",
    ]


def test_rows_become_records_where_columns_do_not_fit() -> None:
    assert _lines(PAGE, 40) == [
        "nn.LSTM(10, 20)   input (5, 3, 10)",
        "",
        "Shapes",
        "  h_n",
        "    shape    (4, 3, 20) ✓",
        "    meaning  every layer, last step",
        "  c_n",
        "    shape    (4, 3, 20) ✗",
        "    meaning  c keeps H_cell",
        "  All of them.",
    ]


def test_a_last_column_of_prose_is_wrapped_in_place() -> None:
    page = Page("x", "y", (Section("Notes", (Table.of([[mark(True), prose("word " * 12 + "`output[:, -1]`")]]),)),))
    assert _lines(page, 40)[3:] == [
        "  ✓  word word word word word word word",
        "     word word word word word",
        "     output[:, -1]",
    ]


words = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="`"), min_size=1, max_size=12)
cells = st.lists(words, min_size=1, max_size=6).map(" ".join).map(prose)


@given(
    st.integers(1, 4).flatmap(lambda n: st.lists(st.tuples(*[cells] * n), min_size=1, max_size=4)),
    st.none() | st.integers(10, 120),
)
def test_no_character_is_ever_lost(rows: list[tuple[object, ...]], width: int | None) -> None:
    page = Page("subject", "details", (Section("Title", (Table(tuple(rows)),)),))  # type: ignore[arg-type]
    shown = re.sub(r"\s", "", "".join(_lines(page, width)[3:]))
    for row in rows:
        for cell in row:
            assert re.sub(r"\s", "", cell.text) in shown  # type: ignore[attr-defined]


@given(st.lists(words, min_size=1, max_size=30).map(" ".join), st.integers(30, 100))
def test_wrapped_words_stay_within_the_width(text: str, width: int) -> None:
    from unicodedata import combining, east_asian_width

    page = Page("subject", "details", (Section("Title", (prose(text),)),))
    for line in _lines(page, width):
        columns = sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in line)
        assert columns <= width


def test_wide_letters_count_twice() -> None:
    table = Table.of([[code("学习者"), code("|")], [code("größe"), code("|")]], ("word", "x"))
    lines = _lines(Page("s", "d", (Section("Words", (table,)),)), None)
    assert lines[-2:] == ["  学习者  |", "  größe   |"]


def test_a_program_alone_is_printed_as_one() -> None:
    page = Page("subject", "details", (Section("Code", (Code("import torch\nprint(torch)"),)),))
    assert plain_text(page) == "import torch\nprint(torch)\n"


@pytest.mark.parametrize("headers", [(), ("a", "b")])
def test_a_column_that_would_be_empty_is_left_out(headers: tuple[str, ...]) -> None:
    table = Table.of([[code("x"), mark(None)]], headers)
    assert table == Table(((code("x"),),), headers[:1])
