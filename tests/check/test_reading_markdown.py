"""Markdown: which pieces its blocks give."""

from __future__ import annotations

import pytest

from lstm_shapes.check.reading import read_document
from tests.check.test_reading import all_lines, pieces

P, I, H, C, O = "paragraph", "item", "heading", "code", "output"  # noqa: E741

BLOCKS = {
    "paragraphs": ("a `x`\n   b  \n\nc\n", [(P, "a `x`\nb"), (P, "c")]),
    "headings": ("# A #\n\n###  B `x`\n\nC\n===\n\nD\n--\n", [(H, "A"), (H, "B `x`"), (H, "C"), (H, "D")]),
    "front matter": ("---\nh_n: (1, 2)\n---\n\na\n", [(P, "a")]),
    "front matter in TOML": ("+++\na = 1\n+++\na\n", [(P, "a")]),
    "a rule is no front matter": ("---\n\na\n", [(P, "a")]),
    "a list": ("- a\n  b\n- c\n\n  d\n", [(I, "a\nb"), (I, "c"), (I, "d")]),
    "a numbered list": ("1. a\n2. b\n", [(I, "a"), (I, "b")]),
    "lazy lines": ("- a\nb\n\n> c\nd\n", [(I, "a\nb"), (P, "c\nd")]),
    "a quote": ("> a\n> b\n>\n> - c\n", [(P, "a\nb"), (I, "c")]),
    "math": ("$$\na\n$$\n", [(P, "$$\na\n$$")]),
    "a link definition is text": ("[h_n]: (2, 3, 20)\n", [(P, "[h_n]: (2, 3, 20)")]),
    "JSX and imports": ("import A from 'a'\n\n<Tabs />\n\nb\n", [(P, "import A from 'a'"), (P, "b")]),
}
FENCES = {
    "named": ("```python\nx = 1\n```\n", [(C, "x = 1")]),
    "tildes": ("~~~py\nx = 1\n~~~\n", [(C, "x = 1")]),
    "longer": ("`````py\n```\nx = 1\n```\n`````\n", [(C, "```\nx = 1\n```")]),
    "never closed": ("```py\nx = 1", [(C, "x = 1")]),
    "never closed in a quote": ("> ```py\n> x = 1\n\ny\n", [(C, "x = 1"), (P, "y")]),
    "indented": ("  ```py\n    x = 1\n  y = 1\n ```\n", [(C, "  x = 1\ny = 1")]),
    "indented content": ("```py\n    x = 1\n```\n", [(C, "x = 1")]),
    "in a list": ("- a\n\n  ```py\n  x = 1\n  ```\n", [(I, "a"), (C, "x = 1")]),
    "in a list in a quote": (">  1. ```py\n>     x = 1\n>     ```\n", [(C, "x = 1")]),
    "behind tabs": ("-\t```py\n\tif x:\n\t\ty = 1\n\t```\n", [(C, "if x:\n\ty = 1")]),
    "attributes": ("```{.python .numberLines startFrom=3}\nx = 1\n```\n", [(C, "x = 1")]),
    "title": ("```python title='a.py' {1,3}\nx = 1\n```\n", [(C, "x = 1")]),
    "file": ("```python:a.py\nx = 1\n```\n", [(C, "x = 1")]),
    "capitals": ("```Python\nx = 1\n```\n", [(C, "x = 1")]),
    "no info": ("```\nx = f(1)\n```\n", [(C, "x = f(1)")]),
    "no info, imports": ("```\nimport torch\n```\n", [(C, "import torch")]),
    "no info, broken": ("```\nx = f(1)\nprint(x\n```\n", [(C, "x = f(1)\nprint(x")]),
    "no info, prose": ("```\nlstm has (2, 3)\n```\n", [(P, "lstm has (2, 3)")]),
    "another language": ("```json\n{}\n```\n\n```c++\nx = f(1);\n```\n", []),
    "shell without a prompt": ("```bash\npip install x\n```\n", []),
    "commands": ("```console\n$ a b\n1,2\n```\n", [("console", "$ a b\n1,2")]),
    "commands, unnamed": ("```\n$ a b\n1,2\n```\n", [("console", "$ a b\n1,2")]),
    "indented code": ("a\n\n    x = f(1)\n\n      y\n", [(P, "a"), (C, "x = f(1)\n\n  y")]),
    "indented in an item": ("-     x = f(1)\n", [(C, "x = f(1)")]),
    "MyST": ("```{code-block} python\n:linenos:\n\nx = 1\n```\n", [(C, "x = 1")]),
    "MyST, YAML": ("```{code-cell} ipython3\n---\na: b\n---\nx = 1\n```\n", [(C, "x = 1")]),
    "MyST, tests": ("```{testcode}\nprint(1)\n```\n\n```{testoutput}\n1\n```\n", [(C, "print(1)"), (O, "1")]),
    "MyST, a note": ("````{note}\na\n```py\nx = 1\n```\n````\n", [(P, "a"), (C, "x = 1")]),
    "RMarkdown": ("```{r, echo=FALSE}\nx = 1\n```\n\n```{python}\nx = 1\n```\n", [(C, "x = 1")]),
    "what it printed, between": (
        "```py\nprint(x)\ntorch.Size([1]) torch.Size([2])\n\nprint(y)\ntorch.Size([3])\n```\n",
        [(C, "print(x)"), (O, "torch.Size([1]) torch.Size([2])"), (C, "print(y)"), (O, "torch.Size([3])")],
    ),
    "sizes in a docstring": (
        "```py\n'''\ntorch.Size([1])\n'''\n```\n",
        [(C, "'''\ntorch.Size([1])\n'''"), ("docstring", "torch.Size([1])")],
    ),
    "MyST, reST": ("```{eval-rst}\n.. note:: a\n```\n", [(P, "a")]),
    "MkDocs, a tab": ('=== "a"\n\n\t```py\n\tx = 1\n\t```\n', [(P, '=== "a"'), (C, "x = 1")]),
    "MkDocs, a note": ("!!! note\n\n    a\n\n    - b\n", [(P, "!!! note"), (P, "a"), (I, "b")]),
}
CODE = "```py\nx = f(1)\nx.shape\n```\n\n"
SIZE = "torch.Size([5, 3, 20])"
AFTER_CODE = {
    "unnamed": (f"```\n{SIZE}\n```\n", [(O, SIZE)]),
    "text": (f"```text\n{SIZE}\n```\n", [(O, SIZE)]),
    "console": (f"```console\n{SIZE}\n```\n", [(O, SIZE)]),
    "Python": (f"```python\n{SIZE}\n```\n", [(O, SIZE)]),
    "indented": (f"    {SIZE}\n", [(O, SIZE)]),
    "two": (f"```\n{SIZE}\n```\n```\n(1, 2)\n```\n", [(O, SIZE), (O, "(1, 2)")]),
    "announced": (f"Output:\n\n```\n{SIZE}\n```\n", [(O, SIZE), (P, "Output:")]),
    "announced without a colon": (f"**Output**\n```\n{SIZE}\n```\n", [(O, SIZE), (P, "**Output**")]),
    "announced in Chinese": (f"输出：\n```\n{SIZE}\n```\n", [(O, SIZE), (P, "输出：")]),
    "behind prose": (f"Now something else.\n\n```\n{SIZE}\n```\n", [(P, "Now something else."), (P, SIZE)]),
    "more code": ("```\ny = f(2)\n```\n", [(C, "y = f(2)")]),
    "printed names": ("```\nx.shape=torch.Size([1])\n```\n", [(O, "x.shape=torch.Size([1])")]),
    "printed words": ("```\nshape: (1, 2)\n```\n", [(O, "shape: (1, 2)")]),
}
TABLES = {
    "a table": ("| a | b |\n|---|:-:|\n| `c` | (1, 2) |\n| d |  |\n", "a | b\n`c` | (1, 2)\nd | "),
    "without bars at its ends": ("a | b\n--|--\nc | d\n\ne\n", "a | b\nc | d"),
    "with a bar in a cell": (
        r"""
| a | b |
|--|--|
| `x \| y` \| z | b |
""",
        "a | b\n`x | y` | z | b",
    ),
    "in a list in a quote": ("> - | a | b |\n>   |---|---|\n>   | c | d |\n", "a | b\nc | d"),
    "in HTML": (
        "<table>\n<tr><th>a</th><th>b</th></tr>\n<tr><td>c<td><code>(1, 2)</code></tr></table>\n",
        "a | b\nc | <code>(1, 2)</code>",
    ),
}
HTML = {
    "details": ("<details>\n<summary>a (1, 2)</summary>\n\n*b*\n\n</details>\n", [(P, "a (1, 2)"), (P, "*b*")]),
    "code in details": ("<details>\n\n```py\nx = 1\n```\n\n</details>\n", [(C, "x = 1")]),
    "paragraphs": ("<div><p>a <b>b</b></p>\n<p>c<br>d</p></div>\n", [(P, "a <b>b</b>"), (P, "c\nd")]),
    "items": ("<ul>\n<li>a</li>\n<li>b\nc</li>\n</ul>\n", [(I, "a"), (I, "b\nc")]),
    "headings": ("<h2 align='center'>a</h2>\n", [(H, "a")]),
    "code": (
        '<pre><code class="language-python">x = a &lt; <i>b</i>\n\ny = 1</code></pre>\n',
        [(C, "x = a < b\n\ny = 1")],
    ),
    "comments and scripts": ("<!-- a\nb -->\n<script>\nc\n</script>\n<div>d<!-- e --></div>\n", [(P, "d")]),
}


@pytest.mark.parametrize(("text", "expected"), BLOCKS.values(), ids=BLOCKS)
def test_blocks_of_prose_are_read(text: str, expected: list[tuple[str, str]]) -> None:
    assert pieces(text, "md") == expected


@pytest.mark.parametrize(("text", "expected"), FENCES.values(), ids=FENCES)
def test_blocks_of_code_are_read(text: str, expected: list[tuple[str, str]]) -> None:
    assert pieces(text, "md") == expected


@pytest.mark.parametrize(("text", "expected"), AFTER_CODE.values(), ids=AFTER_CODE)
def test_what_follows_code_is_what_it_printed(text: str, expected: list[tuple[str, str]]) -> None:
    assert pieces(CODE + text, "md")[1:] == expected


@pytest.mark.parametrize(("text", "expected"), TABLES.values(), ids=TABLES)
def test_tables_are_read(text: str, expected: str) -> None:
    assert pieces(text, "md")[0] == ("table", expected)


@pytest.mark.parametrize(("text", "expected"), HTML.values(), ids=HTML)
def test_html_is_read(text: str, expected: list[tuple[str, str]]) -> None:
    assert pieces(text, "md") == expected


def test_output_follows_its_code_before_docstrings_and_their_examples() -> None:
    text = "```py\ndef f():\n    '''A.\n\n    >>> f()\n    1\n    '''\n```\n\nGives:\n\n```\n2\n```\n"
    assert [kind for kind, _ in pieces(text, "md")] == [C, O, "docstring", ">>>", O, P]
    assert pieces(text, "md")[1] == (O, "2")


def test_headings_and_items_know_their_depth() -> None:
    text = "# a\n\n### b\n\nc\n---\n\n- d\n  1. e\n\n     f\n     - g\n- h\n\ni\n"
    found = {piece.lines[0].text: piece.depth for piece in read_document(text, "md").pieces}
    assert found == {"a": 1, "b": 3, "c": 2, "d": 0, "e": 1, "f": 1, "g": 2, "h": 0, "i": 0}


def test_lines_stand_behind_the_marks_of_their_blocks() -> None:
    text = "> - a\n>   b\n>\n>   ```py\n>   x = 1\n>     y\n>   ```\n>\n>   | c | d |\n>   |---|---|\n>   |  e| f |\n"
    found = {line.text: (line.number, line.column(0)) for line in all_lines(read_document(text, "md"))}
    assert found == {
        "a": (1, 4),
        "b": (2, 4),
        "x = 1": (5, 4),
        "  y": (6, 4),
        "c": (9, 6),
        "d": (9, 10),
        "e": (11, 7),
        "f": (11, 10),
    }


def test_a_bar_in_a_cell_stands_where_its_backslash_does() -> None:
    *_, cell = all_lines(read_document("|a|\n|-|\n| x\\|y |\n", "md"))
    assert (cell.text, cell.columns) == ("x|y", (2, 3, 5, 6))
