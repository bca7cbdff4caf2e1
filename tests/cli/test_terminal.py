"""`lstm-shapes` at a terminal: a person sees colour, a spinner, and lines that fit."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from typing import Any

import pytest

from tests.conftest import plain_environment

_COLOUR = re.compile(r"\x1b\[[\d;]*m")
_ESCAPE = re.compile(r"\x1b\[[\d;?]*[A-Za-z]")


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


def _final_text(received: str) -> str:
    """What stays on the screen: all that was printed after the last line was taken away."""
    return _ESCAPE.sub("", re.split(r"\x1b\[2K", received)[-1]).replace("\r", "")


def test_a_person_sees_the_prediction_and_a_spinner_first_and_then_everything() -> None:
    received, code = _at_a_terminal("inspect", "--layers", "2", "--bidirectional")
    waiting, final = _ESCAPE.sub("", received.split("\x1b[2K")[0]), _final_text(received)
    assert code == 0
    assert "PyTorch is loading" in waiting
    assert "(D * num_layers, N, H_out)   (2 * 2, 3, 20)  (4, 3, 20)" in waiting
    assert "✓" not in waiting
    assert "PyTorch is loading" not in final
    assert "h_n     (D * num_layers, N, H_out)   (2 * 2, 3, 20)  (4, 3, 20)  (4, 3, 20)  ✓" in final


def test_a_terminal_of_the_usual_size_sees_at_least_the_shapes_first() -> None:
    received, _ = _at_a_terminal("inspect", "--layers", "2", "--bidirectional", columns=80, lines=24)
    waiting = _ESCAPE.sub("", received.split("\x1b[2K")[0])
    assert "PyTorch is loading" in waiting
    assert "h_n     (D * num_layers, N, H_out)   (2 * 2, 3, 20)  (4, 3, 20)" in waiting


def test_a_terminal_gets_colour() -> None:
    received, _ = _at_a_terminal("inspect", "--no-run")
    assert _COLOUR.search(received)


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=["NO_COLOR", "dumb"])
@pytest.mark.parametrize("flag", ["--run", "--no-run"])
def test_no_colour_is_sent_where_none_is_wanted(environment: dict[str, Any], flag: str) -> None:
    received, code = _at_a_terminal("inspect", flag, **environment)
    assert code == 0
    assert not _COLOUR.search(received)
    if "TERM" in environment:
        assert "\x1b" not in received


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_lines_fit_the_terminal(columns: int) -> None:
    received, code = _at_a_terminal("inspect", "--layers", "2", "--bidirectional", "--show", "all", columns=columns)
    assert code == 0
    text = _final_text(received).split("Code\n")[0]
    assert max(map(len, text.splitlines())) <= columns
    assert "weight_ih_l1_reverse" in text


def test_a_small_terminal_keeps_nothing_of_what_was_shown_while_waiting() -> None:
    received, _ = _at_a_terminal("inspect", "--layers", "2", "--bidirectional", columns=40, lines=15)
    assert _ESCAPE.sub("", received).count("Symbols") == 1


def test_an_error_at_a_terminal_is_one_sentence() -> None:
    received, code = _at_a_terminal("inspect", "--layers", "0")
    assert (received, code) == ("lstm-shapes: --layers must be a whole number from 1 to 1,000, got 0\r\n", 2)


def test_a_machine_readable_format_is_plain_at_a_terminal_too() -> None:
    received, _ = _at_a_terminal("inspect", "--format", "json", columns=40)
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
