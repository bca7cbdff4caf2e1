"""Python in documents: sessions, plain text, Python files, docstrings and other strings."""

from __future__ import annotations

import pytest

from lstm_shapes.check.reading import read_document
from tests.check.test_reading import all_lines, pieces

P, I, H, C, O, S, D = "paragraph", "item", "heading", "code", "output", ">>>", "docstring"  # noqa: E741

SESSIONS = {
    "code and output in turn": (">>> x = 1\n>>> x\n1\n>>> y\n2\n", [(S, "x = 1\nx"), (O, "1"), (S, "y"), (O, "2")]),
    "more lines": (">>> def f():\n...     x\n...\n>>> f()\n1\n2\n", [(S, "def f():\n    x\n\nf()"), (O, "1\n2")]),
    "dots in output": (">>> x\n...\n... y\n1\n... 2\n", [(S, "x\n\ny"), (O, "1\n... 2")]),
    "blank lines in output": (
        ">>> x\ntensor([1,\n\n  2])\n\n>>> y\n",
        [(S, "x"), (O, "tensor([1,\n\n  2])"), (S, "y")],
    ),
    "indented": ("    >>> x\n    1\n", [(S, "x"), (O, "1")]),
    "without a blank": (">>>x\n1\n", [(S, "x"), (O, "1")]),
    "code before": ("import torch\n>>> x\n1\n", [(C, "import torch"), (S, "x"), (O, "1")]),
    "a banner before": ("Python 3.11 on linux\n>>> x\n", [(P, "Python 3.11 on linux"), (S, "x")]),
    "IPython": (
        "In [1]: for i in x:\n   ...:     i\n   ...: \n\nIn [12]: y\nOut[12]: \ntensor([1,\n        2])\n",
        [(S, "for i in x:\n    i\n\ny"), (O, "tensor([1,\n        2])")],
    ),
    "a docstring that holds one": (
        "def f():\n    '''A.\n\n    >>> f()\n    '''\n",
        [(C, "def f():\n    '''A.\n\n    >>> f()\n    '''"), (D, "A."), (S, "f()")],
    ),
}
PLAIN = {
    "prose": ("Some text\nabout LSTMs.\n\n- a\n- b\n", [(P, "Some text\nabout LSTMs."), (I, "a"), (I, "b")]),
    "a word is no code": ("hello\n\nbatch_size\n\n(5, 3, 20)\n", [(P, "hello"), (P, "batch_size"), (P, "(5, 3, 20)")]),
    "what parses is not always code": (
        "output = (L, N, H)\n\noutput (L, N, H)\n\nh_n(N, H)\n\ninput: Tensor\n\nx.shape\n",
        [(P, "output = (L, N, H)"), (P, "output (L, N, H)"), (P, "h_n(N, H)"), (P, "input: Tensor"), (P, "x.shape")],
    ),
    "prose that begins like code": (
        "import duties rise\n\nfor each of them:\n\nprint(x) gives (1, 2)\n\nx = f(1) gives y\n",
        [(P, "import duties rise"), (P, "for each of them:"), (P, "print(x) gives (1, 2)"), (P, "x = f(1) gives y")],
    ),
    "a statement": ("out, (h_n, c_n) = lstm(x)  # (5, 3, 20)\n", [(C, "out, (h_n, c_n) = lstm(x)  # (5, 3, 20)")]),
    "between prose": (
        "So:\nx = f(1)\nprint(x)\nThat is it.\n",
        [(P, "So:"), (C, "x = f(1)\nprint(x)"), (P, "That is it.")],
    ),
    "with comments": ("# a\nx = f(1)\n\n# b\ny = x\n", [(C, "# a\nx = f(1)\n\n# b\ny = x")]),
    "with blank lines": (
        "class A(B):\n    x = 1\n\n    def f(self):\n        return 1\n\nText.\n",
        [(C, "class A(B):\n    x = 1\n\n    def f(self):\n        return 1"), (P, "Text.")],
    ),
    "over several lines": ("x = f(\n    1,\n)\ny\n", [(C, "x = f(\n    1,\n)"), (P, "y")]),
    "indented": ("So:\n\n    x = f(1)\n\nText.\n", [(P, "So:"), (C, "x = f(1)"), (P, "Text.")]),
    "broken, but surely code": (
        "import torch\nx = f(1\ny = g(2)\n",
        [(C, "import torch\nx = f(1\ny = g(2)")],
    ),
    "one block broken": ("print(x\n\ny = f(1)\n", [(P, "print(x"), (C, "y = f(1)")]),
    "what it printed": (
        "x = f(1)\nprint(x.shape)\ntorch.Size([1])\n",
        [(C, "x = f(1)\nprint(x.shape)"), (O, "torch.Size([1])")],
    ),
    "a fence": ("a\n```\nx = f(1)\n```\nb\n", [(P, "a"), (C, "x = f(1)"), (P, "b")]),
    "a session": ("a\n>>> x\n1\n\nb\n", [(P, "a"), (S, "x"), (O, "1"), (P, "b")]),
    "titles": ("Title\n=====\n\n# b\n\nc\n", [(H, "Title"), (H, "b"), (P, "c")]),
}


@pytest.mark.parametrize(("text", "expected"), SESSIONS.values(), ids=SESSIONS)
def test_a_session_is_code_and_output_in_turn(text: str, expected: list[tuple[str, str]]) -> None:
    assert pieces(f"```python\n{text}```\n", "md") == expected


@pytest.mark.parametrize(("text", "expected"), PLAIN.values(), ids=PLAIN)
def test_code_in_plain_text_is_found_by_what_it_looks_like(text: str, expected: list[tuple[str, str]]) -> None:
    assert pieces(text, "txt") == expected


def test_code_behind_prompts_stands_where_it_was_typed() -> None:
    text = "  >>> x\n  1\n  In [12]: y\n     ...:  z\n  Out[12]: 2\n"
    found = [(line.text, line.column(0)) for line in all_lines(read_document(text, "rst"))]
    assert found == [("x", 6), ("1", 2), ("y", 11), (" z", 10), ("2", 11)]


# Python files

PROGRAM = '''\
#!/usr/bin/env python
"""A module (1, 2).

    >>> f(1)
    (1, 2)

Then::

    x = f(1)  # (1, 2)

The end.
"""

class A:
    r"A class \\d."

    def f(self, x="no"):  # no "docstring"
        \'\'\'Args:
            x: (N, L)

        ```
        y = f(2)
        ```\'\'\'
        g("""no
            docstring""")
        y = "no", \\
            "docstring"
        b"""bytes
        """
        """stands alone"""
'''


def test_a_file_is_code_and_then_its_docstrings_with_their_examples() -> None:
    assert pieces(PROGRAM, "py") == [
        (C, PROGRAM.rstrip()),
        (D, "A module (1, 2).\n\n\nThen::\n\n\nThe end."),
        (S, "f(1)"),
        (O, "(1, 2)"),
        (C, "x = f(1)  # (1, 2)"),
        (D, r"A class \d."),
        (D, "Args:\n            x: (N, L)"),
        (C, "y = f(2)"),
        (D, "stands alone"),
    ]


def test_code_in_strings_is_told_from_the_code_around_it() -> None:
    found = [(piece.kind, piece.depth) for piece in read_document(PROGRAM, "py").pieces]
    assert found == [(C, 0), (D, 0), (C, 1), (O, 1), (C, 1), (D, 0), (D, 0), (C, 1), (D, 0)]


@pytest.mark.parametrize("broken", ["x = (", "print 'a'", "!pip install 'x", "%time f()"])
def test_docstrings_are_found_in_code_that_cannot_be_parsed(broken: str) -> None:
    assert (D, "A (1, 2).") in pieces(f'def f():\n    """A (1, 2)."""\n{broken}\n', "py")


def test_a_docstring_begins_behind_its_quotes() -> None:
    text = '    """One\n    two.\n    """\n"three"\n'
    lines = [line for piece in read_document(text, "py").pieces if piece.kind == D for line in piece.lines]
    assert [(line.text, line.number, line.column(0)) for line in lines] == [
        ("One", 1, 7),
        ("    two.", 2, 0),
        ("three", 4, 1),
    ]


STRINGS = {
    "a program": ('st.code("""\nimport torch\nx = f(1)\n""")\n', [(C, "import torch\nx = f(1)")]),
    "Markdown": ('A = """\\\n## a\n\n|b|\n|-|\n|c|\n"""\n', [(H, "a"), ("table", "b\nc")]),
    "indented Markdown": ('f("""\n    # a\n\n    b\n    """)\n', [(H, "a"), (P, "b")]),
    "prose": ('A = """\nb\nc\n"""\n', []),
    "one line": ("A = 'import torch'\n", []),
    "formatted": ('A = f"""\n# {a}\n"""\n', []),
}


@pytest.mark.parametrize(("text", "expected"), STRINGS.values(), ids=STRINGS)
def test_programs_and_markdown_in_strings_are_read(text: str, expected: list[tuple[str, str]]) -> None:
    assert pieces(text, "py")[1:] == expected


def test_cells_of_prose_in_comments_are_read() -> None:
    jupytext = "# %% [markdown]\n# # A\n# b\n#\n# - c\n\n# d\n# %%\n# e\nx = 1\n"
    assert pieces(jupytext, "py")[1:] == [(H, "A"), (P, "b"), (I, "c")]
    gallery = f"{'#' * 70}\n# A\n# -----\n#\n# - b\n#   c\n\n# d\n"
    assert pieces(gallery, "py")[1:] == [(H, "A"), (I, "b\nc")]
