"""No document crashes the check, hangs it, or makes it take unbounded memory."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lstm_shapes import LSTMShapesError, Verdict, check_paths, check_text
from lstm_shapes.check import checker
from lstm_shapes.check.document import KINDS
from lstm_shapes.cli import run
from tests.claims.score import HERE, SETS

HEAD = "import torch\nfrom torch import nn\nlstm = nn.LSTM(10, 20)\n"
CLAIM = "output, _ = lstm(torch.randn(5, 3, 10))\nprint(output.shape)  # (5, 3, 20)\n"
CALLS = "".join(f"def f{i}(x):\n    return f{i - 1}(f{i - 1}(x))\n" for i in range(1, 40))
LOOPS = "".join(" " * depth + f"for a{depth} in range(12):\n" for depth in range(12)) + " " * 12 + "x = 1\n"
BRANCHES = "".join(" " * depth + "while a:\n" for depth in range(18)) + " " * 18 + "x = 1\n"

# What stands before or behind a claim and leaves it true.
HARMLESS = {
    "numbers that no size has": "big = nn.LSTM(10**9, 20)\nx = 10 ** 10 ** 10\n",
    "a million axes": "x = torch.zeros(*([1] * 1000000))\n",
    "a list that would fill the memory": "x = [0] * 10**12\ny = [[[1] * 60] * 60] * 60\n",
    "classes that are their own base": "class A(A):\n    def forward(self, x):\n        return A()(x)\nA()(1)\n",
    "functions that call each other for ever": "def f(x):\n    return g(x)\ndef g(x):\n    return f(x)\nf(lstm)\n",
    "calls that double at each step": f"def f0(x):\n    return x\n{CALLS}f39(lstm)\n",
    "sizes that grow into long polynomials": "def f(a, b, c, d):\n    x = (a + b) * (c + d)\n" + "    x = x * x\n" * 50,
    "a long sum": f"x = {' + '.join(['1'] * 500)}\n",
    "many branches": "if a:\n    pass\n" + "".join(f"elif a == {i}:\n    x = {i}\n" for i in range(90)),
    "form feeds": "\f\n\f\n",
    "separators that end no line": "x = '\u2028\x85\x1c'  # \u2028 \x85 \x1c\n",
    "a loop of any length": "for i in range(10**12):\n    x = torch.cat([output] * 3)\n",
}


@pytest.mark.parametrize("code", HARMLESS.values(), ids=HARMLESS)
def test_strange_code_leaves_the_claims_around_it_alone(code: str) -> None:
    checked = check_text(f"{HEAD}{CLAIM}{code}{CLAIM}", "py")
    assert [claim.verdict for claim in checked.claims] == [Verdict.TRUE, Verdict.TRUE]
    assert checked.problems == ()


# What takes too long to follow or to read: nothing is claimed to be false, and it ends soon.
GIVEN_UP = {
    "loops in loops": ("py", HEAD + LOOPS + CLAIM),
    "branches in branches": ("py", HEAD + BRANCHES + CLAIM),
    "deep brackets": ("py", f"{HEAD}x = {'(' * 5000}{')' * 5000}\n"),
    "a sum without end": ("py", f"{HEAD}x = {' + '.join(['1'] * 20000)}\n"),
    "code without end": ("py", f"{HEAD}x = [{'1, ' * 1_000_000}]\n"),
    "a comment without end": ("py", f"{HEAD}# {'h_n (3, 4) ' * 200_000}\n"),
    "a line without end": ("md", f"nn.LSTM {'h_n (3, 4) ' * 200_000}\n"),
    "blanks without end": ("md", f"nn.LSTM shape:{' ' * 1_000_000}x\n"),
    "open brackets": ("py", f"{HEAD}# {'(' * 4000}\n"),
    "open shapes": ("py", f"{HEAD}# {'(a, ' * 1000}\n"),
    "stars": ("py", f"{HEAD}# {'*'.join(['a'] * 2000)}\n"),
    "crosses": ("py", f"{HEAD}# {' x '.join(['B'] * 1000)}\n"),
    "names": ("py", f"{HEAD}# {'h_n, ' * 900}(1, batch, 20)\n"),
    "dots": ("py", f"{HEAD}# {'a.' * 2000} (3, 4)\n"),
    "LaTeX": ("md", f"nn.LSTM ${chr(92)}text{'{' * 2000}, 3)$\n"),
    "backticks": ("md", f"nn.LSTM {'`' * 50_000}\n"),
    "quotes in quotes": ("md", f"nn.LSTM\n{'>' * 20_000} h\n"),
    "lists in lists": ("md", "nn.LSTM\n" + "".join(" " * depth + "- a\n" for depth in range(500))),
    "an unclosed fence": ("md", f"```python\n{HEAD}x = (\n"),
    "lines that are no Python": ("py", f"{HEAD}{'x = (' * 200}\n" + "print x, y\n" * 300),
    "a wide table": ("md", "LSTM\n\n|" + "a|" * 1000 + "\n|" + "-|" * 1000 + "\n|" + "(3, 4)|" * 1000 + "\n"),
    "NUL": ("py", f"{HEAD}x = '\0'  # (3, 4)\n"),
}


@pytest.mark.parametrize(("kind", "text"), GIVEN_UP.values(), ids=GIVEN_UP)
def test_what_is_too_much_is_left_and_nothing_in_it_is_called_false(kind: str, text: str) -> None:
    checked = check_text(text, kind)
    assert Verdict.FALSE not in {claim.verdict for claim in checked.claims}


def test_a_carriage_return_alone_ends_a_line() -> None:
    (claim,) = check_text((HEAD + CLAIM).replace("\n", "\r"), "py").claims
    assert (claim.verdict, claim.span.line) == (Verdict.TRUE, 5)


BROKEN_NOTEBOOKS = [
    "LSTM",
    "{LSTM",
    '{"cells": "LSTM"}',
    "[" * 10_000 + "LSTM",
    '["LSTM"]',
    f'{{"LSTM": {"9" * 5_000}}}',
    '{"cells": [{"source": "LSTM"',
]


@pytest.mark.parametrize("word", ["LSTM", "GRU", ""], ids=["about LSTMs", "about GRUs", "about nothing"])
@pytest.mark.parametrize("text", BROKEN_NOTEBOOKS, ids=range(len(BROKEN_NOTEBOOKS)))
def test_a_broken_notebook_is_refused_in_a_sentence(text: str, word: str) -> None:
    with pytest.raises(LSTMShapesError, match="is no notebook"):
        check_text(text.replace("LSTM", word), "ipynb")


@pytest.mark.parametrize("text", ["", '{"cells": [', "{}", "[]"])
def test_a_broken_notebook_is_a_file_that_cannot_be_read(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.ipynb"
    path.write_text(text)
    (checked,) = check_paths(path)
    assert [problem.rule for problem in checked.problems] == ["LS011"]
    assert run(["check", str(path)]) == 2
    assert "LS011" in capsys.readouterr().out


def test_a_notebook_that_is_not_about_recurrent_layers_is_parsed_once_and_not_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parsed: list[str] = []
    loads = json.loads

    def count(text: str) -> object:
        parsed.append(text)
        return loads(text)

    monkeypatch.setattr(json, "loads", count)
    monkeypatch.setattr(checker, "read_document", None)
    text = '{"cells": [{"cell_type": "code", "source": "fc = nn.Linear(1, 2)", "outputs": []}]}'
    assert check_text(text, "ipynb").claims == ()
    assert parsed == [text]


def _documents() -> list[tuple[str, str]]:
    paths = [path for name in SETS for path in sorted((HERE / name / "documents").iterdir())]
    return [(path.suffix[1:], _read(path)) for path in paths[::3]]


def _read(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


NOISE = st.text(st.sampled_from("()[]{}<>`*_#|=:,.x×→-+/\\\"' \t\n\r\f\0\u2028（，batch3hLSTM"), max_size=12)


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, str]:
    """A real document with lines lost, doubled or moved, and noise put in."""
    kind, text = draw(st.sampled_from(_documents()))
    lines = text.split("\n")
    for _ in range(draw(st.integers(1, 6))):
        place, other = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        change = draw(st.sampled_from(["lose", "double", "move", "noise"]))
        if change == "lose" and len(lines) > 1:
            del lines[place]
            continue
        if change == "double":
            lines.insert(place, lines[other])
        elif change == "move":
            lines[place], lines[other] = lines[other], lines[place]
        else:
            cut = draw(st.integers(0, len(lines[place])))
            lines[place] = lines[place][:cut] + draw(NOISE) + lines[place][cut:]
    return kind, "\n".join(lines)


@settings(max_examples=150)
@given(damaged())
def test_a_damaged_document_is_checked_or_refused(document: tuple[str, str]) -> None:
    kind, text = document
    try:
        checked = check_text(text, kind)
    except LSTMShapesError:
        assert kind == "ipynb"
        return
    length = len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    for claim in checked.claims:
        assert 1 <= claim.span.line <= claim.span.end_line <= length
        assert claim.claimed


@given(st.sampled_from(KINDS), st.lists(NOISE, max_size=8).map(lambda parts: "nn.LSTM " + "".join(parts)))
def test_noise_is_no_reason_to_crash(kind: str, text: str) -> None:
    if kind == "ipynb":
        cells = [{"cell_type": "code", "source": text, "outputs": []}, {"cell_type": "markdown", "source": [text]}]
        text = json.dumps({"cells": cells, "nbformat": 4})
    check_text(text, kind)
