"""Pages on consoles of any width: nothing is lost, and each symbol keeps its colour."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console, RenderableType
from rich.style import Style

from lstm_shapes.formats import FORMATS, plain_text, render_pages
from lstm_shapes.formula import parse_formula
from lstm_shapes.latex import latex
from lstm_shapes.page import (
    Cell,
    Code,
    Page,
    Section,
    Table,
    code,
    mark,
    math,
    math_text,
    numbers,
    prose,
    shape,
    warning,
)
from lstm_shapes.render import render

FORMULA = parse_formula("(D * num_layers, N, H_out)")
SIZES = {"D": 2, "num_layers": 3, "N": 5, "H_out": 7}


def _printed(shown: RenderableType, width: int, **settings: object) -> str:
    for cached in (Style.parse, Style._add):  # a style remembers the codes of the first console that it was printed on
        cached.cache_clear()
    options: dict[str, object] = {"color_system": None, "_environ": {}, "legacy_windows": False, **settings}
    console = Console(file=StringIO(), width=width, markup=False, emoji=False, highlight=False, **options)  # type: ignore[arg-type]
    with console.capture() as captured:
        console.print(shown)
    return captured.get()


def _shapes_page() -> Page:
    row = [code("h_n"), math(FORMULA), numbers(FORMULA, SIZES), shape((6, 5, 7), FORMULA)]
    table = Table.of([row], ("tensor", "formula", "numbers", "predicted"), spare=("numbers", "predicted"))
    return Page("nn.LSTM(4, 7)", "cpu", (Section("Shapes", (table,)),))


def test_a_page_is_printed_as_it_stands_here() -> None:
    assert plain_text(render(_shapes_page())) == (
        "nn.LSTM(4, 7)   cpu\n"
        "\n"
        "Shapes\n"
        " ────────────────────────────────────────────────────────────\n"
        " tensor  formula                     numbers        predicted\n"
        " ────────────────────────────────────────────────────────────\n"
        " h_n     (D * num_layers, N, H_out)  (2 * 3, 5, 7)  (6, 5, 7)\n"
        " ────────────────────────────────────────────────────────────\n"
    )


COLUMNS: dict[int, set[str]] = {
    62: {"numbers", "predicted"},
    61: {"predicted"},
    47: {"predicted"},
    46: set(),
    20: set(),
}


@pytest.mark.parametrize(("width", "columns"), COLUMNS.items(), ids=map(str, COLUMNS))
def test_columns_that_can_be_spared_go_first(width: int, columns: set[str]) -> None:
    text = _printed(render(_shapes_page()), width)
    assert {name for name in ("numbers", "predicted") if name in text} == columns
    assert max(map(len, text.splitlines())) <= width


@given(st.integers(12, 200))
def test_no_letter_of_a_formula_is_lost_at_any_width(width: int) -> None:
    letters = re.sub(r"\s|[─…]", "", _printed(render(_shapes_page()), width))
    assert sorted(set("D*num_layers,N,H_out")) == sorted(set(letters) & set("D*num_layers,N,H_out"))
    wide = Page("", "", (Section("Shapes", (Table.of([[math(FORMULA)]], ("formula",)),)),))
    assert str(FORMULA).replace(" ", "") in re.sub(r"\s|─", "", _printed(render(wide), width))


@pytest.mark.parametrize("text", ["[batch, seq]", ":100:", "[bold]x[/bold]", "\\[x]", "a…b"])
@pytest.mark.parametrize("kind", ["prose", "code"])
def test_a_text_is_never_read_as_markup(text: str, kind: str) -> None:
    cell = Cell(text, kind)  # type: ignore[arg-type]
    page = Page(text, text, (Section(text, (Table.of([[cell]], (text,)), cell, Code(text))),))
    assert plain_text(render(page)).count(text) >= 5


def _colours(text: str) -> list[tuple[str, str]]:
    """Each word that has a colour, with the number of that colour."""
    return [(word, number) for number, word in re.findall(r"\x1b\[38;5;(\d+)m([^\x1b]+)", text)]


def test_a_symbol_has_its_colour_in_formula_numbers_and_shape() -> None:
    text = _printed(render(_shapes_page()), 100, force_terminal=True, color_system="256")
    assert [word for word, number in _colours(text) if number == "166"] == ["N", "5", "5"]
    assert [word for word, number in _colours(text) if number == "162"] == ["H_out", "7", "7"]
    assert [word for word, number in _colours(text) if number == "99"] == ["D", "2"]  # a product has no colour


def test_a_formula_that_is_text_has_the_same_colours() -> None:
    cell = math_text("(D * num_layers, N, H_out) = (6, 5, 7)")
    assert [span for span in cell.spans() if span[0] == span[1]] == [(s, s) for s in ("D", "num_layers", "N", "H_out")]
    assert "".join(text for text, _ in cell.spans()) == cell.text


def test_lines_that_do_not_fit_are_not_broken_but_replaced() -> None:
    picture = "h_0 ─▶ LSTM ─▶ h_n\n        ▲"
    page = Page("", "", (Section("Picture", (Code(picture, "text", "No room; see `--format svg`."),)),))
    assert _printed(render(page), 19) == f"Picture\n {picture.splitlines()[0]}\n         ▲         \n"
    assert _printed(render(page), 18).split() == ["Picture", "No", "room;", "see", "--format", "svg."]
    assert "▲" not in latex(page)
    assert "No room; see" in latex(page)


def test_code_is_highlighted_where_there_are_colours_and_broken_between_words_only() -> None:
    program = 'assert h_n.shape == (4, 3, 20)  # "states"'
    page = Page("", "", (Section("Code", (Code(program),)),))
    assert _printed(render(page), 200).rstrip() == program
    coloured = _printed(render(page), 200, force_terminal=True, color_system="256")
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured).rstrip() == program
    assert _printed(render(page), 24).split() == program.split()


def test_an_encoding_without_lines_gets_ascii_boxes() -> None:
    class Ascii(StringIO):
        encoding = "ascii"

    console = Console(file=Ascii(), width=100, color_system=None, legacy_windows=False)
    console.print(render(_shapes_page()))
    assert console.file.getvalue().isascii()  # type: ignore[attr-defined]


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_says_the_same(format: str) -> None:
    text = render_pages([_shapes_page(), _shapes_page()], format)
    plain = re.sub(r"<[^>]+>|&#160;", " ", text) if format in ("html", "svg") else text
    assert re.sub(r"\s+", "", plain).count("nn.LSTM(4,7)") >= 2


def test_a_drawing_loads_nothing_from_elsewhere() -> None:
    text = render_pages([_shapes_page()], "svg")
    assert not re.search(r"@font-face|@import|https?://(?!www\.w3\.org/)", text)
    assert text == render_pages([_shapes_page()], "svg")


def test_prose_keeps_its_code_and_loses_the_backticks() -> None:
    page = Page("", "", (Section("Notes", (prose("`h_n` is not `c_n`"),)),))
    assert plain_text(render(page)) == "Notes\n h_n is not c_n\n"


def test_latex_breaks_what_has_no_room_on_a_line() -> None:
    wide = Table((tuple(prose(f"{'word ' * 20}{column}") for column in range(3)),), ("a", "b", "c"))
    path = code("torch.nn.modules.rnn.LSTM.forward(input,hx)")
    program = Code(f"x = 1  # {'why ' * 40}\ny = {'1 + ' * 22}1")
    text = latex(Page("", "", (Section("All", (wide, path, program)),)))
    assert re.findall(r"\\begin\{tabular\}\{(.*)\}\n", text) == [r"p{0.309\linewidth}" * 3]
    assert r"rnn.\allowbreak{}LSTM.\allowbreak{}forward(\allowbreak{}input,\allowbreak{}hx)" in text
    verbatim = text.split(r"\begin{verbatim}")[1].split("\n")
    assert [len(line) for line in verbatim if len(line) > 80] == [93]
    assert r"{\scriptsize" in text
    assert "\nx = 1\n" in text
    message = latex(Page("", "", (Section("Error", (Code("got one, " * 40, "text"),)),)))
    assert max(map(len, message.split(r"\begin{verbatim}")[1].split("\n"))) <= 130


def test_latex_says_where_it_takes_more_than_latin_letters() -> None:
    assert latex(Page("größe", "", ())).startswith(r"\paragraph")
    assert latex(Page("мир", "", ())).startswith("% Letters that are not Latin: compile with XeLaTeX")


def test_latex_has_marks_and_bars_in_letters_that_it_knows() -> None:
    marks = Table(((mark(True), mark(False), warning(), prose("▄█")),))
    assert r"$\surd$ $\times$ \textbf{!} \rule{0.5em}{0.500em}\rule{0.5em}{1.000em}" in latex(
        Page("", "", (Section("Marks", (marks,)),))
    )
