"""What holds for documents of every kind: their pieces say exactly where they stand, and nothing keeps one unread."""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstm_shapes.check.document import KINDS, Document, Piece
from lstm_shapes.check.reading import read_document
from lstm_shapes.check.reading.notebook import NotebookError
from lstm_shapes.check.text import Line
from lstm_shapes.errors import LSTMShapesError
from tests.conftest import plain_environment


def pieces(text: str, kind: str) -> list[tuple[str, str]]:
    """The kind and the text of each piece; the cells of a table with bars between, and `>>>` for code with prompts."""
    return [_shown(piece) for piece in read_document(text, kind).pieces]


def _shown(piece: Piece) -> tuple[str, str]:
    if piece.kind == "table":
        return "table", "\n".join(" | ".join(map(_joined, row)) for row in piece.rows)
    return (">>>" if piece.prompts else piece.kind), _joined(piece.lines)


def _joined(lines: Iterable[Line]) -> str:
    return "\n".join(line.text for line in lines)


def all_lines(document: Document) -> Iterator[Line]:
    """The lines of all pieces, those of tables too."""
    for piece in document.pieces:
        yield from piece.lines
        for row in piece.rows:
            for cell in row:
                yield from cell


# Laws

_ESCAPE = re.compile(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u....|\\.")
_ENTITY = re.compile(r"&[#\w]+;")


def _stands(letter: str, stretch: str) -> bool:
    """Whether a file's stretch begins with a letter, or with what stands for it in JSON, HTML or a table."""
    if stretch.startswith(letter) or stretch.lstrip("\\").startswith(letter):
        return True
    escape, entity = _ESCAPE.match(stretch), _ENTITY.match(stretch)
    return bool(escape and json.loads(f'"{escape[0]}"') == letter) or bool(
        entity and letter in html.unescape(entity[0])
    )


def _assert_every_character_stands_where_it_says(text: str, document: Document) -> None:
    physical = re.split("\r\n|\r|\n", text)
    for line in all_lines(document):
        columns = [line.column(index) for index in range(len(line.text) + 1)]
        stretch = physical[line.number - 1]
        assert columns == sorted(columns)
        assert columns[-1] <= len(stretch)
        assert not set(line.text) & set("\r\n")
        for letter, column in zip(line.text, columns):
            assert _stands(letter, stretch[column : column + 40]), (line, letter, stretch)
    for note in document.suppressions:
        assert 1 <= note.first <= note.last <= len(physical)


_FRAGMENTS = (
    *(
        "```",
        "```python",
        "````{note}",
        "~~~",
        "> ",
        "- ",
        "* ",
        "1. ",
        "# ",
        "#" * 20,
        "===",
        "---",
        "=== ===",
        "    ",
    ),
    *("\t", "  ", ".. code-block:: python", ".. note:: n", ".. list-table::", ".. csv-table::", "::", ">>> x = f(1)"),
    *("... ", "In [1]: y", "Out[1]: 3", "|a|b|", "|--|--|", r"| a \| b |", "+--+--+", "|a |b |", "* - a", "  - b"),
    *("<pre>", "</pre>", "<tr>", "<td>a</td>", "<li>", "&lt;", "<br>", "<!--", "-->", '"""', "'''", '"', "'", "\\"),
    *("(", ")", "[", "]", "{", "}", "import torch", "x = nn.LSTM(1, 2)", "def f(x):", "class A:", "print(x.shape)"),
    *("torch.Size([1])", "# %% [markdown]", ":name: v", '"a", "b",c', "Output:", "$ ls", "%%bash", "\f", "\v", "\0"),
    *("\u2028", "\x85", "\xa0", "é", "形状", "😀", "\ud800", "# lstm-shapes: ignore[LS001]", "# lstm-shapes: off"),
    *("<!-- lstm-shapes: ignore -->", ".. lstm-shapes: on", "{/* lstm-shapes: ignore */}"),
)
_ENDS = ("\n", "\n", "\n\n", "\r\n", "\r", " ", "")
_texts = st.lists(
    st.tuples(st.sampled_from(_FRAGMENTS) | st.text(max_size=5), st.sampled_from(_ENDS)).map("".join), max_size=25
).map("".join)


@given(_texts, st.sampled_from([kind for kind in KINDS if kind != "ipynb"]))
def test_every_character_of_a_text_stands_where_its_piece_says(text: str, kind: str) -> None:
    _assert_every_character_stands_where_it_says(text, read_document(text, kind))


@st.composite
def _notebooks(draw: st.DrawFn) -> str:
    def source() -> str | list[str]:
        text = draw(_texts)
        return text if draw(st.booleans()) else re.findall(r"[^\n]*\n|[^\n]+", text)

    def cell(kind: str) -> dict[str, object]:
        outputs = [{"output_type": "stream", "name": "stdout", "text": source()}, {"data": {"text/plain": source()}}]
        return {"cell_type": kind, "source": source(), **({"outputs": outputs} if kind == "code" else {})}

    kinds = draw(st.lists(st.sampled_from(["code", "markdown", "raw"]), max_size=3))
    notebook = {"cells": [cell(kind) for kind in kinds]}
    return json.dumps(notebook, indent=draw(st.sampled_from([None, 1])), ensure_ascii=draw(st.booleans()))


@given(_notebooks())
def test_every_character_of_a_notebook_stands_where_its_piece_says(text: str) -> None:
    _assert_every_character_stands_where_it_says(text, read_document(text, "ipynb"))


@given(_texts | st.text())
def test_what_is_no_notebook_is_said_in_one_sentence(text: str) -> None:
    with pytest.raises(NotebookError, match=r"^is no notebook: .+[^.]$") as raised:
        read_document(text, "ipynb")
    assert isinstance(raised.value, LSTMShapesError)


# Texts that somebody wrote to make a reader slow or fail

_REPEATED = (
    *(">", "> ", "- ", "* ", "1. ", "[", "(", "{", "`", "~", '"', "'", '"""', '\\"""', "\\", "#", "|", "|a", "<", "<b"),
    *(
        "<!--",
        "<pre>",
        "<td>",
        "&",
        "=== ===\n",
        "+--+\n",
        "* - a\n",
        ".. note::\n\n   ",
        "::\n\n ",
        ":a:",
        "-x",
        "a.b.",
    ),
    *("f()", "lambda:", "not ", "x = f(\n", "x = f(\n\n", "for a in b in ", "import a, ", "a, (b, ", "'''\n", "```\n"),
    *(">>> x\n", ">>> x\n\n", "... \n", "# a\n", "# %% [markdown]\n", "#" * 20 + "\n", "torch.Size([1])\n", '"a",'),
    *("<!-- lstm-shapes: ignore -->\n", "# lstm-shapes: ignore\n", ".. lstm-shapes: ignore\n", "a\n b\n", "a\n===\n"),
    *("```{note}\n", '=== "a"\n\n    ', "|a|b|\n|-|-|\n|1|2|\n", " ", "\t", "\n", "\r", "\f", "\u2028", "\0", "\ud800"),
)


@pytest.mark.parametrize("unit", _REPEATED, ids=ascii)
def test_what_is_repeated_without_end_is_read(unit: str) -> None:
    text = unit * (4_000 // len(unit))
    for kind in KINDS[:-1]:
        read_document(text, kind)
    cells = [{"cell_type": "markdown", "source": text}, {"cell_type": "code", "source": text.splitlines(keepends=True)}]
    read_document(json.dumps({"cells": cells}), "ipynb")


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, '{"cells": [' + "9" * 5_000 + "]}"], ids=len)
def test_a_notebook_that_is_nested_too_deeply_is_none(text: str) -> None:
    with pytest.raises(NotebookError):
        read_document(text, "ipynb")


@pytest.mark.parametrize("mark", ["> ", "- ", "1. ", "> - "])
@pytest.mark.parametrize("kind", ["md", "rst", "txt"])
def test_what_stands_too_deep_is_text_and_hides_nothing_behind_it(mark: str, kind: str) -> None:
    found = pieces(mark * 100 + "x\n\nAfter.\n", kind)
    assert ("paragraph", "After.") in found
    assert found[0][1].endswith("x")


# Lines

LINE_ENDS = {"LF": "\n", "CRLF": "\r\n", "CR": "\r"}


@pytest.mark.parametrize("end", LINE_ENDS.values(), ids=LINE_ENDS)
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "ipynb"])
def test_lines_are_counted_as_the_file_has_them(kind: str, end: str) -> None:
    text = end.join(["# one\f", "", "# two\u2028\x85\v\x1c", "", "# three", ""])
    found = {line.text.split()[-1]: line.number for line in all_lines(read_document(text, kind)) if line.text.strip()}
    assert found["three"] == 5


def test_lines_are_counted_in_a_file_of_mixed_ends() -> None:
    document = read_document("a\r\rb\n\r\nc\r\n\nd", "md")
    assert [(line.text, line.number) for line in all_lines(document)] == [("a", 1), ("b", 3), ("c", 5), ("d", 7)]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "ipynb"])
@pytest.mark.parametrize("text", ["", "\n", " \t\n\n  "], ids=ascii)
def test_an_empty_document_has_no_pieces(text: str, kind: str) -> None:
    assert read_document(text, kind) == Document(())


# What is loaded


@pytest.mark.parametrize(("kind", "is_loaded"), [("py", False), ("rst", False), ("md", True)])
def test_markdown_is_loaded_only_where_it_is_read(kind: str, is_loaded: bool) -> None:
    program = f"""
import sys
from lstm_shapes.check.reading import read_document
read_document("def f(): 'LSTM'", {kind!r})
print("markdown_it" in sys.modules, "torch" in sys.modules)
"""
    run = subprocess.run(
        [sys.executable, "-c", program], env=plain_environment(), capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == [str(is_loaded), "False"]
