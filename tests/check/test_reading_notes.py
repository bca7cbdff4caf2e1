"""Notes in documents: what they hide, and up to where."""

from __future__ import annotations

import json

import pytest

from lstm_shapes.check.reading import read_document

FENCE = "```py\n{}\n```\n"
NOTES = {
    "for the line": ("md", FENCE.format("x\ny  # lstm-shapes: ignore[LS001]"), [("ignore", ("LS001",), 3, 3)]),
    "for several rules": ("py", "x  # lstm-shapes: ignore[LS001, LS002,]\n", [("ignore", ("LS001", "LS002"), 1, 1)]),
    "for all rules": ("py", "x  #lstm-shapes:ignore\n", [("ignore", (), 1, 1)]),
    "no rules": ("py", "x  # lstm-shapes: ignore[]\n", [("ignore", (), 1, 1)]),
    "before another comment": ("py", "x  # (1) # lstm-shapes: ignore # noqa\n", [("ignore", (), 1, 1)]),
    "with a reason": ("py", "x  # lstm-shapes: ignore[LS003] this is the mistake\n", [("ignore", ("LS003",), 1, 1)]),
    "in a string": ("py", "x = '# lstm-shapes: ignore'\n", []),
    "in a string, with a rule": ("py", "x = 'y  # lstm-shapes: ignore[LS001]'\n", []),
    "another word": ("py", "x  # lstm-shapes: ignored\n", []),
    "for the next line": ("py", "x\n# lstm-shapes: ignore\n\n# (1, 2)\ny\nz\n", [("ignore", (), 2, 5)]),
    "for no line": ("py", "x\n# lstm-shapes: ignore\n", [("ignore", (), 2, 2)]),
    "off and on": (
        "py",
        "# lstm-shapes: off\nx\n# lstm-shapes: on[LS001]\n",
        [("off", (), 1, 1), ("on", ("LS001",), 3, 3)],
    ),
    "in a docstring's example": ("py", "'''\n>>> x  # lstm-shapes: ignore\n1\n2\n'''\n", [("ignore", (), 2, 4)]),
    "in plain text": ("txt", "a\n\nx = f(1)  # lstm-shapes: ignore\n", [("ignore", (), 3, 3)]),
    "in a session": ("rst", ">>> x  # lstm-shapes: ignore\n1\n", [("ignore", (), 1, 2)]),
    "earlier in a session": ("rst", ">>> x  # lstm-shapes: ignore\n>>> y\n1\n", [("ignore", (), 1, 1)]),
    "for the next block": ("md", "<!-- lstm-shapes: ignore[LS001] -->\n\na\nb\n\nc\n", [("ignore", ("LS001",), 3, 4)]),
    "for the next block at once": ("md", "a\n<!-- lstm-shapes: ignore -->\nb\n", [("ignore", (), 3, 3)]),
    "shown in a fence": ("md", FENCE.format("<!-- lstm-shapes: off -->"), []),
    "for a list": ("md", "<!-- lstm-shapes: ignore -->\n- a\n- b\n\n  c\n\nd\n", [("ignore", (), 2, 5)]),
    "for a table": ("md", "<!-- lstm-shapes: ignore -->\n\n|a|\n|-|\n|b|\n", [("ignore", (), 3, 5)]),
    "for a fence": ("md", f"<!-- lstm-shapes: ignore -->\n{FENCE.format('x')}", [("ignore", (), 2, 4)]),
    "two for a quote": (
        "md",
        "<!-- lstm-shapes: ignore[a] -->\n<!-- lstm-shapes: ignore[b] -->\n> c\n",
        [("ignore", ("a",), 3, 3), ("ignore", ("b",), 3, 3)],
    ),
    "in an item": ("md", "- <!-- lstm-shapes: ignore -->\n\n  a\n- b\n", [("ignore", (), 3, 3)]),
    "at the end": ("md", "a\n\n<!-- lstm-shapes: ignore -->\n", [("ignore", (), 3, 3)]),
    "behind an item": ("md", "- a <!-- lstm-shapes: ignore -->\n- b\n", [("ignore", (), 1, 1)]),
    "off and on in Markdown": (
        "md",
        "<!-- lstm-shapes: off -->\n\na <!-- lstm-shapes: on -->\n",
        [("off", (), 1, 1), ("on", (), 3, 3)],
    ),
    "in MDX": ("md", "{/* lstm-shapes: ignore */}\n\na\n", [("ignore", (), 3, 3)]),
    "in a comment of reST": (
        "rst",
        ".. lstm-shapes: ignore[LS003]\n\n.. other\n\na\nb\n\nc\n",
        [("ignore", ("LS003",), 5, 6)],
    ),
    "for a list in reST": ("rst", ".. lstm-shapes: ignore\n\n- a\n\n  b\n- c\n\nd\n", [("ignore", (), 3, 6)]),
    "off in reST": ("rst", "- a\n\n  .. lstm-shapes: off\n\nb\n", [("off", (), 3, 3)]),
}


@pytest.mark.parametrize(("kind", "text", "expected"), NOTES.values(), ids=NOTES)
def test_a_note_holds_for_lines(kind: str, text: str, expected: list[tuple[str, tuple[str, ...], int, int]]) -> None:
    found = sorted(read_document(text, kind).suppressions, key=lambda note: note.span)
    assert [(note.action, note.rules, note.first, note.last) for note in found] == expected


def test_a_note_knows_where_it_stands() -> None:
    (note,) = read_document("> - a <!-- lstm-shapes: off --> b\n", "md").suppressions
    assert (note.span.line, note.span.column, note.span.end_column) == (1, 7, 32)


def test_a_note_in_a_notebook_holds_for_lines_of_the_file() -> None:
    cells = [
        {"cell_type": "markdown", "source": ["<!-- lstm-shapes: ignore -->\n", "\n", "a\n", "b"]},
        {"cell_type": "code", "source": ["x\n", "y  # lstm-shapes: ignore"], "outputs": []},
    ]
    text = json.dumps({"cells": cells}, indent=1)
    lines = [line.strip() for line in text.splitlines()]
    first, second = read_document(text, "ipynb").suppressions
    assert (lines[first.first - 1], lines[first.last - 1]) == (r'"a\n",', '"b"')
    assert second.first == second.last == lines.index('"y  # lstm-shapes: ignore"') + 1
