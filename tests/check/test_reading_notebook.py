"""Notebooks: cells, outputs, and where their characters stand in the JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest

from lstm_shapes.check.reading import read_document
from lstm_shapes.check.reading.notebook import NotebookError
from tests.check.test_reading import all_lines, pieces

P, I, H, C, O = "paragraph", "item", "heading", "code", "output"  # noqa: E741


def _code(source: str | list[str], *outputs: dict[str, Any]) -> dict[str, Any]:
    return {"cell_type": "code", "source": source, "outputs": list(outputs)}


def _markdown(source: str | list[str]) -> dict[str, Any]:
    return {"cell_type": "markdown", "source": source}


def _stream(text: str | list[str], name: str = "stdout") -> dict[str, Any]:
    return {"output_type": "stream", "name": name, "text": text}


def _result(text: str | list[str]) -> dict[str, Any]:
    return {"output_type": "execute_result", "data": {"text/html": "<b>", "text/plain": text}}


def _notebook(*cells: dict[str, Any], indent: int | None = 1, **more: Any) -> str:
    return json.dumps({"cells": cells, "nbformat": 4, **more}, indent=indent)


CELLS = {
    "code": ([_code(["x = 1\n", "x\n", "\n"])], [(C, "x = 1\nx")]),
    "code as one string": ([_code("x = 1\nx")], [(C, "x = 1\nx")]),
    "code in odd pieces": ([_code(["x =", " 1", "\n", "\n", "y"])], [(C, "x =\n 1\n\ny")]),
    "printed": ([_code("f()", _stream(["a\n", "b\n"]))], [(C, "f()"), (O, "a\nb")]),
    "a result": ([_code("x", _result("(1, 2)"))], [(C, "x"), (O, "(1, 2)")]),
    "several outputs": ([_code("x", _stream("a"), _result(["b\n", "c"]))], [(C, "x"), (O, "a"), (O, "b\nc")]),
    "warnings": ([_code("x", _stream("a", "stderr"))], [(C, "x")]),
    "an error": ([_code("x", {"output_type": "error", "ename": "E", "traceback": ["a"]})], [(C, "x")]),
    "an image": ([_code("x", {"output_type": "display_data", "data": {"image/png": "a"}})], [(C, "x")]),
    "output before docstrings": (
        [_code('"""a"""\nx', _result("b"))],
        [(C, '"""a"""\nx'), (O, "b"), ("docstring", "a")],
    ),
    "magics": ([_code("%matplotlib inline\n!ls\nx")], [(C, "%matplotlib inline\n!ls\nx")]),
    "timed": ([_code("%%time\nx")], [(C, "%%time\nx")]),
    "a Python file": ([_code("%%writefile a.py\nx")], [(C, "%%writefile a.py\nx")]),
    "another language": ([_code("\n%%bash\nls", _stream("a"))], []),
    "Markdown": ([_markdown(["# a\n", "\n", "- b\n", "- c"])], [(H, "a"), (I, "b"), (I, "c")]),
    "a rule is no front matter": ([_markdown("---\na\n\n---\nb")], [(P, "a"), (P, "b")]),
    "raw": ([{"cell_type": "raw", "source": "a"}], []),
    "nothing": ([_code([]), _markdown(""), {}, {"cell_type": "code", "source": None}], []),
}


@pytest.mark.parametrize("indent", [1, None], ids=["", "in one line"])
@pytest.mark.parametrize(("cells", "expected"), CELLS.values(), ids=CELLS)
def test_cells_are_read(cells: list[dict[str, Any]], expected: list[tuple[str, str]], indent: int | None) -> None:
    found = pieces(_notebook(*cells, indent=indent), "ipynb")
    assert found == (expected if indent else [(kind, text.replace("x =\n 1", "x = 1")) for kind, text in expected])


def test_cells_are_counted_from_one_on() -> None:
    cells = [_markdown("a"), {"cell_type": "raw", "source": "b"}, _code("c", _result("d"))]
    assert [piece.cell for piece in read_document(_notebook(*cells), "ipynb").pieces] == [1, 3, 3]


LANGUAGES = {
    "nothing is said": ({}, True),
    "Python": ({"kernelspec": {"language": "python"}}, True),
    "R": ({"kernelspec": {"language": "R"}}, False),
    "Julia": ({"language_info": {"name": "julia"}}, False),
}


@pytest.mark.parametrize(("metadata", "is_read"), LANGUAGES.values(), ids=LANGUAGES)
def test_code_of_another_language_is_left_out(metadata: dict[str, Any], is_read: bool) -> None:
    found = pieces(_notebook(_markdown("a"), _code("x", _result("b")), metadata=metadata), "ipynb")
    assert found == [(P, "a"), *([(C, "x"), (O, "b")] if is_read else [])]


def test_an_old_notebook_is_read() -> None:
    code = {"cell_type": "code", "input": ["x"], "outputs": [{"output_type": "pyout", "text": ["1"]}]}
    old = {"worksheets": [{"cells": [{"cell_type": "heading", "level": 1, "source": ["a"]}, code]}], "nbformat": 3}
    assert pieces(json.dumps(old), "ipynb") == [(H, "a"), (C, "x"), (O, "1")]


BROKEN = {
    "nothing": "",
    "text": "LSTM",
    "cut off": _notebook(_code("x"))[:-5],
    "a list": "[]",
    "a number": "1",
    "no cells": '{"metadata": {}}',
    "no list of cells": '{"cells": {}}',
    "in conflict": f"<<<<<<< HEAD\n{_notebook()}",
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_what_is_no_notebook_is_refused(text: str) -> None:
    with pytest.raises(NotebookError, match=r"^is no notebook: "):
        read_document(text, "ipynb")


def test_the_line_of_an_error_is_named() -> None:
    with pytest.raises(NotebookError, match=r"in line 2$"):
        read_document('{"cells": [\n}', "ipynb")


def test_escapes_take_several_columns() -> None:
    text = '{"cells": [\r\n{"cell_type": "code", "source": ["a\\"b\\u00d7\\ud83d\\ude00c\\n", "d"]}]}'
    first, second = all_lines(read_document(text, "ipynb"))
    start = text.splitlines()[1].index('a\\"')
    assert (first.text, first.number) == ('a"b×😀c', 2)
    assert first.columns == tuple(start + offset for offset in (0, 1, 3, 4, 10, 22, 23))
    assert (second.text, second.number, second.columns) == ("d", 2, start + 29)
