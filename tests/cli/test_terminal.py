"""`lstm-shapes` at a terminal: a person sees colour, a spinner, and lines that fit."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from functools import cache
from typing import Any

import pytest
from typer.main import get_command

from lstm_shapes.cli import app
from tests.conftest import Command, plain_environment, sentence_of

_COLOUR = re.compile(r"\x1b\[[\d;]*m")
_ESCAPE = re.compile(r"\x1b\[[\d;?]*[A-Za-z]")
_RULE = re.compile(r" ─+ ?")
_TWO_WAYS = ("inspect", "--layers", "2", "--bidirectional")


@cache
def _at_a_terminal(*arguments: str, columns: int = 100, lines: int = 60, **environment: str) -> tuple[str, int]:
    """What a terminal of this size is sent, and the exit code."""
    primary, secondary = pty.openpty()
    fcntl.ioctl(secondary, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "lstm_shapes", *arguments],
        stdin=secondary,
        stdout=secondary,
        stderr=secondary,
        env=plain_environment(TERM="xterm-256color") | environment,
    )
    os.close(secondary)
    received = b""
    while True:
        try:
            piece = os.read(primary, 65_536)
        except OSError:  # the terminal's other side is closed
            break
        if not piece:
            break
        received += piece
    os.close(primary)
    return received.decode(), process.wait()


def _while_waiting(received: str) -> str:
    """What stood on the screen before the first line was taken away."""
    return _ESCAPE.sub("", received.split("\x1b[2K", maxsplit=1)[0])


def _finally(received: str) -> str:
    """What stays on the screen, in its colours: all that was printed after the last line was taken away."""
    return re.split(r"\x1b\[2K", received)[-1].replace("\r", "")


def _final_text(received: str) -> str:
    return _ESCAPE.sub("", _finally(received))


def _section(text: str, title: str) -> list[str]:
    """The lines under a title, up to the next blank one."""
    lines = [line.rstrip() for line in text.splitlines()]
    start = lines.index(title) + 1
    return lines[start : lines.index("", start)] if "" in lines[start:] else lines[start:]


def _columns(section: list[str]) -> list[str]:
    """What stands in each column of the one table of a section, from its header down, without blanks.

    Columns have two blanks or more between them in every line.
    """
    top, below_headers, bottom = (number for number, line in enumerate(section) if _RULE.fullmatch(line))
    assert top == 0
    rows = section[1:below_headers] + section[below_headers + 1 : bottom]
    width = max(map(len, rows))
    rows = [row.ljust(width) for row in rows]
    used = "".join("x" if any(row[at] != " " for row in rows) else " " for at in range(width))
    spans = [found.span() for found in re.finditer(r"x+(?: x+)*", used)]
    return ["".join(row[slice(*span)] for row in rows).replace(" ", "") for span in spans]


@pytest.mark.parametrize(("columns", "lines"), [(80, 24), (100, 60)], ids=["the usual size", "a large one"])
def test_a_person_sees_the_prediction_and_a_spinner_first_and_then_everything(columns: int, lines: int) -> None:
    received, code = _at_a_terminal(*_TWO_WAYS, columns=columns, lines=lines)
    waiting, final = _while_waiting(received), _final_text(received)
    assert code == 0
    assert "PyTorch is loading" in waiting
    assert " h_n     (D * num_layers, N, H_out)   (2 * 2, 3, 20)  (4, 3, 20)" in waiting
    assert "✓" not in waiting
    assert "PyTorch is loading" not in final
    assert " h_n     (D * num_layers, N, H_out)   (2 * 2, 3, 20)  (4, 3, 20)  (4, 3, 20)  ✓" in final
    assert final.count("Shapes") == 1


def test_a_terminal_of_the_usual_size_shows_every_shape_and_what_the_rest_comes_to() -> None:
    received, _ = _at_a_terminal(*_TWO_WAYS, columns=80, lines=24)
    text = _final_text(received)
    assert text.endswith("\n")
    assert text.count("\n") <= 23  # and a line for the next prompt
    assert max(map(len, text.splitlines())) <= 80
    table = [
        " tensor  formula                      numbers         predicted   PyTorch",
        " input   (L, N, H_in)                 (5, 3, 10)      (5, 3, 10)  (5, 3, 10)  ✓",
        " h_0     (D * num_layers, N, H_out)   (2 * 2, 3, 20)  (4, 3, 20)  (4, 3, 20)  ✓",
        " c_0     (D * num_layers, N, H_cell)  (2 * 2, 3, 20)  (4, 3, 20)  (4, 3, 20)  ✓",
        " output  (L, N, D * H_out)            (5, 3, 2 * 20)  (5, 3, 40)  (5, 3, 40)  ✓",
        " h_n     (D * num_layers, N, H_out)   (2 * 2, 3, 20)  (4, 3, 20)  (4, 3, 20)  ✓",
        " c_n     (D * num_layers, N, H_cell)  (2 * 2, 3, 20)  (4, 3, 20)  (4, 3, 20)  ✓",
    ]
    assert [line for line in _section(text, "Shapes")[:10] if not _RULE.fullmatch(line)] == table
    rest = " ".join(" ".join(_section(text, "States, proofs and notes")).split())
    assert "[0] layer 0 forward · [1] layer 0 backward · [2] layer 1 forward · [3] layer 1 backward" in rest
    assert "✓ 3 of 3 proofs hold on this run: --show proofs" in rest
    assert re.search(r"! \d notes on what to beware of: --show notes", rest)


def test_a_symbol_has_one_colour_wherever_it_stands() -> None:
    received, _ = _at_a_terminal(*_TWO_WAYS, columns=80, lines=24)
    (row,) = (line for line in _finally(received).splitlines() if _ESCAPE.sub("", line).startswith(" h_n  "))
    for colour, shown in {166: ["N", "3", "3", "3"], 162: ["H_out", "20", "20", "20"], 99: ["D", "2"]}.items():
        assert re.findall(rf"\x1b\[38;5;{colour}m([^\x1b]*)\x1b\[0m", row) == shown


TITLES = ("Symbols", "Shapes", "States", "Proofs", "Parameters", "Cost", "Code", "Notes")


@pytest.mark.parametrize(
    ("columns", "flag"),
    [(20, "--no-run"), (40, "--run"), (60, "--run"), (80, "--no-run"), (120, "--no-run")],
    ids=["20", "40", "60", "80", "120"],
)
def test_at_any_width_all_sections_fit_and_no_character_is_lost(columns: int, flag: str, command: Command) -> None:
    received, code = _at_a_terminal(*_TWO_WAYS, "--show", "all", flag, columns=columns)
    text = _final_text(received)
    assert code == 0
    assert max(map(len, text.splitlines())) <= columns
    for title in TITLES:
        assert len(re.findall(rf"^{title} *$", text, re.MULTILINE)) == 1
    found = json.loads(command(*_TWO_WAYS, "--no-run", "--format", "json").stdout)
    for title, kind, key in (("Shapes", "tensor", "tensors"), ("Parameters", "parameter", "parameters")):
        shown = _columns(_section(text, title))
        assert kind + "".join(row["name"] for row in found[key]) in shown
        assert "formula" + "".join(row["formula"] for row in found[key]).replace(" ", "") in shown
        last = "PyTorch" if flag == "--run" else "predicted"
        key_of_shape = [
            f"({', '.join(map(str, row['predicted']))}{',' * (len(row['predicted']) == 1)})" for row in found[key]
        ]
        assert last + "".join(key_of_shape).replace(" ", "") in shown
    assert re.sub(r"\s", "", command(*_TWO_WAYS, "--no-run", "--show", "code").stdout) in re.sub(r"\s", "", text)


@pytest.mark.parametrize("columns", [40, 60])
def test_a_narrow_terminal_gets_one_table_without_what_the_ticks_say(columns: int) -> None:
    received, code = _at_a_terminal(*_TWO_WAYS, columns=columns, lines=15)
    text = _final_text(received)
    assert code == 0
    assert max(map(len, text.splitlines())) <= columns
    section = _section(text, "Shapes")
    bottom = [number for number, line in enumerate(section) if _RULE.fullmatch(line)][-1]
    tensor, formula, observed, ticks = _columns(section[: bottom + 1])
    assert tensor == "tensorinputh_0c_0outputh_nc_n"
    states = "(D*num_layers,N,H_out)(D*num_layers,N,H_cell)"
    assert formula == f"formula(L,N,H_in){states}(L,N,D*H_out){states}"
    assert observed == f"PyTorch(5,3,10){'(4,3,20)' * 2}(5,3,40){'(4,3,20)' * 2}"
    assert ticks == "✓" * 6
    assert _ESCAPE.sub("", received).count("Shapes") == 1  # nothing of it was shown while waiting: it does not fit


def test_each_parameter_has_one_line_at_the_usual_width() -> None:
    received, _ = _at_a_terminal(*_TWO_WAYS, "--show", "parameters", "--no-run", columns=80)
    section = _section(_final_text(received), "Parameters")
    assert sum(line.startswith((" weight_", " bias_ih_l", " bias_hh_l")) for line in section) == 16
    assert [_RULE.fullmatch(line) is not None for line in section[:20]] == [True, False, True, *[False] * 16, True]


# Colour


@pytest.mark.parametrize("flags", [(), ("--color", "auto")], ids=["by default", "auto"])
def test_a_terminal_gets_colour(flags: tuple[str, ...]) -> None:
    received, _ = _at_a_terminal("inspect", "--no-run", *flags)
    assert _COLOUR.search(received)


PLAIN: dict[str, tuple[list[str], dict[str, Any]]] = {
    "NO_COLOR": ([], {"NO_COLOR": "1"}),
    "never": (["--color", "never"], {}),
    "never, though FORCE_COLOR": (["--color=never"], {"FORCE_COLOR": "1"}),
    "dumb": ([], {"TERM": "dumb"}),
}


@pytest.mark.parametrize(("flags", "environment"), PLAIN.values(), ids=PLAIN)
def test_no_colour_is_sent_where_none_is_wanted(flags: list[str], environment: dict[str, str]) -> None:
    page, code = _at_a_terminal("inspect", "--no-run", *flags, **environment)
    refusal, refused = _at_a_terminal("inspect", "--layers", "0", *flags, **environment)
    assert (code, refused) == (0, 2)
    assert not _COLOUR.search(page)
    assert not re.search(r"\x1b\[(\d+;)*[39]\d", refusal)
    if "TERM" in environment:
        assert "\x1b" not in page + refusal


@pytest.mark.parametrize(
    ("flags", "environment"), [([], {"TERM": "dumb"}), (["--color", "never"], {})], ids=["dumb", "never"]
)
def test_no_colour_is_sent_while_pytorch_runs_either(flags: list[str], environment: dict[str, str]) -> None:
    received, code = _at_a_terminal("inspect", *flags, **environment)
    assert code == 0
    assert not _COLOUR.search(received)
    if "TERM" in environment:
        assert "\x1b" not in received


# Everything else


@pytest.mark.parametrize("columns", [40, 80])
def test_an_error_at_a_terminal_stands_in_a_panel_that_fits(columns: int) -> None:
    received, code = _at_a_terminal("inspect", "--proj-size", "20", columns=columns)
    text = _ESCAPE.sub("", received).replace("\r", "")
    assert code == 2
    assert max(map(len, text.splitlines())) <= columns
    assert sentence_of(text) == (
        "Invalid value for '--proj-size': must be smaller than hidden_size (20): from 0 (no projection) to 19, got 20"
    )


def test_a_machine_readable_format_is_plain_at_a_terminal_too() -> None:
    received, _ = _at_a_terminal("inspect", "--no-run", "--format", "json", columns=40)
    assert "\x1b" not in received
    assert '"formula": "(D * num_layers, N, H_cell)",' in received


def test_training_moves_a_bar_and_takes_it_away() -> None:
    received, code = _at_a_terminal("train-demo", "--epochs", "400", columns=80)
    assert code == 0
    assert "epochs a second" in received
    final = _final_text(received)
    assert "epochs a second" not in final
    assert "Training accuracy" in final
    assert max(map(len, final.splitlines())) <= 80


def test_no_help_has_quotes_which_a_completion_would_lose() -> None:
    commands = get_command(app).commands.values()  # type: ignore[attr-defined]
    helps = [text for shown in commands for text in (shown.short_help, *(getattr(p, "help", "") for p in shown.params))]
    assert len(helps) > 60
    assert [text for text in helps if text and ("'" in text or '"' in text)] == []
