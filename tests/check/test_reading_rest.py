"""reStructuredText: which pieces its blocks give."""

from __future__ import annotations

import pytest

from lstm_shapes.check.reading import read_document
from tests.check.test_reading import all_lines, pieces

P, I, H, C, O, S = "paragraph", "item", "heading", "code", "output", ">>>"  # noqa: E741

PROSE = {
    "paragraphs": ("a\nb\n\nc", [(P, "a\nb"), (P, "c")]),
    "titles": (
        "=\nA\n=\n\n==\nB\n==\n\nC\n=\n\nD\n----\n\n标题\n====\n",
        [(P, "=\nA\n="), (P, "==\nB\n=="), (P, "C\n="), (H, "D"), (H, "标题")],
    ),
    "overlined": ("=====\n  A\n=====\n\na", [(H, "A"), (P, "a")]),
    "a transition": ("a\n\n----\n\nb", [(P, "a"), (P, "b")]),
    "bullets": ("- a\n  b\n\n  c\n- d\n\n* e", [(I, "a\nb"), (I, "c"), (I, "d"), (I, "e")]),
    "numbers": ("1. a\n#. b\n\n(c) d\n\niv) e", [(I, "a"), (I, "b"), (I, "d"), (I, "e")]),
    "no bullets": ("*a* b\n\n-1 c\n\n**d**", [(P, "*a* b"), (P, "-1 c"), (P, "**d**")]),
    "definitions": (
        "h_n : Tensor\n    of shape (a)\n\n    b\nc_n\n    d",
        [(I, "h_n : Tensor\nof shape (a)"), (I, "b"), (I, "c_n\nd")],
    ),
    "definitions by lists": ("term\n    - a\n    - b", [(I, "term"), (I, "a"), (I, "b")]),
    "fields": (":param x: a\n    b\n:returns: c", [(I, ":param x: a\nb"), (I, ":returns: c")]),
    "a role is no field": (":math:`x` is", [(P, ":math:`x` is")]),
    "a quote": ("a\n\n    b\n    c", [(P, "a"), (P, "b\nc")]),
    "lines": ("| a\n| b", [(P, "a\nb")]),
    "notes": (".. note:: a\n   b\n\n   c\n\n.. warning::\n\n   d", [(P, "a\nb"), (P, "c"), (P, "d")]),
    "an admonition": (".. admonition:: A\n   :class: x\n\n   b", [(P, "A"), (P, "b")]),
    "math": (".. math:: a\n\n.. math::\n   :label: x\n\n   b\n   c", [(P, "a"), (P, "b\nc")]),
    "comments": (".. a\n   b\n\n.. _target:\n\n.. [1] c\n\n..\n   d\n\n__ e\n\nf", [(P, "f")]),
    "images and such": (".. image:: a\n   :alt: b\n\n.. toctree::\n\n   c\n\n.. raw:: html\n\n   d", []),
    "unknown directives": (".. grid:: 2\n\n   .. my-item:: A\n\n      b", [(P, "b")]),
    "an object": (".. function:: f(x)\n\n   :param x: a", [(I, ":param x: a")]),
}
CODE = {
    "code-block": (".. code-block:: python\n   :linenos:\n\n   x = 1\n\n     y\nz", [(C, "x = 1\n\n  y"), (P, "z")]),
    "code": (".. code:: python\n\n\tx = 1", [(C, "x = 1")]),
    "sourcecode": (".. sourcecode:: Python3\n\n   x = 1", [(C, "x = 1")]),
    "no language": (".. code-block::\n\n   x = f(1)", [(C, "x = f(1)")]),
    "another language": (".. code-block:: c++\n\n   x = f(1);", []),
    "without a blank line": (".. code-block:: python\n   x = 1", [(C, "x = 1")]),
    "in a list": ("- a\n\n  .. code-block:: python\n\n     x = 1", [(I, "a"), (C, "x = 1")]),
    "in a note in a list": (
        "1. a\n\n   .. note::\n\n      b::\n\n         x = f(1)",
        [(I, "a"), (I, "b::"), (C, "x = f(1)")],
    ),
    "literal": ("a::\n\n    x = f(1)\n\n    y\n\nb", [(P, "a::"), (C, "x = f(1)\n\ny"), (P, "b")]),
    "literal, alone": ("::\n\n    x = f(1)", [(C, "x = f(1)")]),
    "literal prose": ("a::\n\n    b (1, 2)", [(P, "a::"), (P, "b (1, 2)")]),
    "literal at once": ("a::\n    x = f(1)", [(P, "a::"), (C, "x = f(1)")]),
    "literal below an item": ("- a::\n\n    x = f(1)\n- b", [(I, "a::"), (C, "x = f(1)"), (I, "b")]),
    "what a literal block printed": (
        "a::\n\n    x = f(1)\n\nGives::\n\n    (1, 2)",
        [(P, "a::"), (C, "x = f(1)"), (O, "(1, 2)"), (P, "Gives::")],
    ),
    "tests": (".. testcode::\n\n   print(1)\n\n.. testoutput::\n   :options: +X\n\n   1", [(C, "print(1)"), (O, "1")]),
    "doctest": (".. doctest::\n\n   >>> x\n   1", [(S, "x"), (O, "1")]),
    "IPython": (".. ipython:: python\n\n   x = 1", [(C, "x = 1")]),
    "sessions": ("a\n\n>>> x\n1\n>>> y\n\nb", [(P, "a"), (S, "x"), (O, "1"), (S, "y"), (P, "b")]),
    "sessions at once": ("a:\n>>> x\n1", [(P, "a:"), (S, "x"), (O, "1")]),
    "sessions in a quote": ("a\n\n    >>> x\n    1\n", [(P, "a"), (S, "x"), (O, "1")]),
    "console": (".. code-block:: console\n\n   $ a\n   b", [("console", "$ a\nb")]),
}
SIMPLE = """
====== ==========  ===
Name   Shape       N
====== ==========  ===
h_n    (2, 3)
       or (4, 3)   a

形状   (5, 6)      b
====== ==========  ===
"""
GRID = """
+------+-----------+---+
| Name | Shape     | N |
+======+===========+===+
| h_n  | (2, 3)    | a |
|      | or (4, 3) | b |
+------+-----------+---+
| 形状 | (5, 6)    | c |
+------+-----------+---+
| two columns      | d |
+------+-----------+---+
"""
LISTS = """
.. list-table:: Title
   :header-rows: 1

   * - Name
     - Shape
   * - h_n
     - (2, 3)
       or (4, 3)
   * -
     - a
"""
VALUES = """
.. csv-table:: Title
   :header: "Name", "Shape"

   h_n, "(2, 3)"
   c_n,
"""
TABLES = {
    "simple": (SIMPLE, "Name | Shape | N\nh_n | (2, 3)\nor (4, 3) | a\n形状 | (5, 6) | b"),
    "a grid": (GRID, "Name | Shape | N\nh_n | (2, 3)\nor (4, 3) | a\nb\n形状 | (5, 6) | c\ntwo columns |  | d"),
    "lists": (LISTS, "Name | Shape\nh_n | (2, 3)\nor (4, 3)\n | a"),
    "comma-separated values": (VALUES, "Name | Shape\nh_n | (2, 3)\nc_n | "),
}


@pytest.mark.parametrize(("text", "expected"), PROSE.values(), ids=PROSE)
def test_prose_is_read(text: str, expected: list[tuple[str, str]]) -> None:
    assert pieces(text, "rst") == expected


@pytest.mark.parametrize(("text", "expected"), CODE.values(), ids=CODE)
def test_code_is_read(text: str, expected: list[tuple[str, str]]) -> None:
    assert pieces(text, "rst") == expected


@pytest.mark.parametrize(("text", "expected"), TABLES.values(), ids=TABLES)
def test_tables_are_read(text: str, expected: str) -> None:
    assert pieces(text, "rst") == [("table", expected)]


@pytest.mark.parametrize("text", [SIMPLE, GRID, LISTS, VALUES], ids=list(TABLES))
def test_cells_stand_where_the_file_has_them(text: str) -> None:
    physical = text.split("\n")
    for line in all_lines(read_document(text, "rst")):
        assert physical[line.number - 1][line.column(0) :].startswith(line.text)


def test_titles_and_items_know_their_depth() -> None:
    text = "===\nA\n===\n\nB\n---\n\nC\n~~~\n\nD\n---\n\n- e\n\n  * f\n\n    g\n- h\n"
    found = {piece.lines[0].text: piece.depth for piece in read_document(text, "rst").pieces}
    assert found == {"A": 1, "B": 2, "C": 3, "D": 2, "e": 0, "f": 1, "g": 1, "h": 0}


def test_lines_stand_behind_the_marks_of_their_blocks() -> None:
    text = "- a\n  b\n\n  1. c\n\n     .. code:: python\n\n        x = 1\n          y\n"
    found = {line.text: (line.number, line.column(0)) for line in all_lines(read_document(text, "rst"))}
    assert found == {"a": (1, 2), "b": (2, 2), "c": (4, 5), "x = 1": (8, 8), "  y": (9, 8)}
