"""Whatever is typed is answered in a few lines that any stream can take, and Ctrl-C is silent at any moment."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from lstm_shapes import console
from lstm_shapes.interrupts import die_of_interrupts, raise_interrupts
from lstm_shapes.visible import brief, visible
from tests.conftest import Command, plain_environment

LONG = "q" * 5_000
BYTE = "\udcff"  # how Python reads a byte of an argument that is no text
WORDS = {
    "a command": ["{}"],
    "a flag": ["check", "--{}"],
    "the flag of a command": ["--format={}", "a"],
    "a number": ["inspect", "--layers", "{}"],
    "a choice": ["inspect", "--format", "{}"],
    "a layer": ["inspect", "nn.LSTM({})"],
    "a tensor": ["inspect", "--no-run", "--get", "{}"],
    "an expectation": ["inspect", "--no-run", "--expect", "h_n={}"],
    "a shape": ["inspect", "--input-shape", "{}"],
    "a dtype": ["inspect", "--dtype", "{}"],
    "a device": ["inspect", "--device", "{}"],
    "a file of weights": ["inspect", "--checkpoint", "{}"],
    "a file to write": ["inspect", "--no-run", "--output", "no/{}.md"],
    "a file to train with": ["train-demo", "--words", "{}"],
    "a prefix": ["train-demo", "--prefix", "{}"],
    "a baseline": ["check", "--baseline", "{}"],
    "a rule": ["check", "--explain", "{}"],
    "rules": ["check", "--select", "{}"],
    "a name": ["check", "-", "--stdin-filename", "{}"],
    "a message": ["explain", "{}"],
    "a program to read": ["explain", "a message", "--code", "{}"],
    "a page": ["explore", "--output", "no/{}.html"],
}


EVERY_WORD = pytest.mark.parametrize(
    "word", [LONG, f"a{BYTE}", "a\x1b[31m\n\r" * 40], ids=["long", "no text", "control characters"]
)


@EVERY_WORD
@pytest.mark.parametrize("arguments", WORDS.values(), ids=WORDS)
def test_a_complaint_is_short_and_visible(arguments: list[str], word: str, command: Command) -> None:
    _assert_short_and_visible(command(*(argument.format(word) for argument in arguments)))


@EVERY_WORD
def test_a_complaint_about_a_program_is_short_and_visible(word: str, process: Command) -> None:
    _assert_short_and_visible(process("run", word))


def _assert_short_and_visible(answer: subprocess.CompletedProcess[str]) -> None:
    assert answer.returncode in (1, 2)
    assert "Traceback" not in answer.stderr
    assert len(answer.stderr.splitlines()) <= 14
    assert "\x1b" not in answer.stderr


def test_a_byte_that_is_no_text_is_shown_escaped(command: Command) -> None:
    assert r"\xff.md: LS011" in command("check", f"{BYTE}.md").stdout
    assert visible("\udcff\ud800") == r"\xff\ud800"


def test_a_long_complaint_keeps_its_beginning_and_its_end() -> None:
    assert brief("nothing is wrong") == "nothing is wrong"
    shown = brief(f"there is no {LONG}; write something else")
    assert shown.startswith("there is no qqq")
    assert shown.endswith("qqq; write something else")
    assert len(shown) < 410


class _NoEncoding(io.StringIO):
    """A stream such as notebooks and test runners put in the place of stderr."""

    encoding = None  # type: ignore[assignment]


def test_a_stream_without_an_encoding_is_written_to(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = _NoEncoding()
    monkeypatch.setattr(sys, "stderr", stream)
    console.complain(f"{BYTE} → is read")
    assert stream.getvalue() == "lstm-shapes: \\udcff -> is read\n"


INTERRUPTED = """
import os, signal, sys
class Interrupting:
    def find_spec(self, name, path, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Interrupting())
sys.argv = ["lstm-shapes", *{arguments!r}]
from lstm_shapes.__main__ import main
main()
"""
MOMENTS = {
    "while the flags are loaded": ("typer", ["inspect"]),
    "while the command is loaded": ("lstm_shapes.cli.checking", ["check"]),
    "while PyTorch is loaded": ("torch", ["inspect"]),
    "before a program is run": ("lstm_shapes.cli.running", ["run", "none.py"]),
}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to one process")
@pytest.mark.parametrize(("module", "arguments"), MOMENTS.values(), ids=MOMENTS)
def test_an_interrupt_is_silent_from_the_beginning(module: str, arguments: list[str], tmp_path: Path) -> None:
    program = INTERRUPTED.format(module=module, arguments=arguments)
    call = [sys.executable, "-c", program]
    ended = subprocess.run(call, cwd=tmp_path, capture_output=True, check=False, text=True, env=plain_environment())
    assert ended.stderr == ""
    assert ended.returncode in (130, -signal.SIGINT)  # which shells count as 130 as well


@pytest.mark.parametrize("own", [signal.SIG_IGN, signal.default_int_handler, print], ids=["ignored", "Python's", "own"])
def test_how_interrupts_are_handled_stays_as_it_was(own: Any) -> None:
    before = signal.signal(signal.SIGINT, own)
    try:
        die_of_interrupts()
        assert (signal.getsignal(signal.SIGINT) is signal.SIG_DFL) is (own is signal.default_int_handler)
        raise_interrupts()
        assert signal.getsignal(signal.SIGINT) is own
    finally:
        signal.signal(signal.SIGINT, before)
