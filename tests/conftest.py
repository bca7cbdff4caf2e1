"""PyTorch, loaded quietly before any test needs it, and the command line as a user drives it."""

from __future__ import annotations

import io
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from lstm_shapes.cli import run
from lstm_shapes.pytorch import load_torch

load_torch().set_num_threads(1)  # the suite uses the processors itself

collect_ignore = ["cli/test_terminal.py"] if sys.platform == "win32" else []  # Windows has no pseudo-terminals

# In the background of a shell Ctrl-C is ignored, and the commands that the tests interrupt would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")

Command = Callable[..., "subprocess.CompletedProcess[str]"]

# Variables that change how rich, Typer or the command itself print.
_DECIDE_APPEARANCE = {"NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "PY_COLORS", "TTY_COMPATIBLE", "TTY_INTERACTIVE"}
_DECIDE_APPEARANCE |= {"TERM", "COLUMNS", "LINES", "TERMINAL_WIDTH", "GITHUB_ACTIONS", "CI", "PYTHONIOENCODING"}

# The panel of an error, in boxes or, where only ASCII is known, without.
_TOP, _BOTTOM = re.compile(r"[╭+][─-]+ Error [─-]+[╮+]"), re.compile(r"[╰+][─-]+[╯+]")


def plain_environment(**extra: str) -> dict[str, str]:
    """The environment of the tests without anything that decides how output looks."""
    kept = {name: value for name, value in os.environ.items() if name not in _DECIDE_APPEARANCE}
    return kept | {"PYTHONUTF8": "1", "OMP_NUM_THREADS": "1"} | extra


needs_permissions = pytest.mark.skipif(not hasattr(os, "seteuid"), reason="Windows knows no such permissions")


@contextmanager
def as_an_ordinary_user(folder: Path) -> Iterator[None]:
    """Permissions count: the superuser, who may do everything, is nobody in particular for a while."""
    if os.geteuid() != 0:
        yield
        return
    nobody = 65_534
    for path in (folder, *folder.rglob("*")):
        os.chown(path, nobody, nobody)
    modes = {parent: parent.stat().st_mode for parent in folder.parents}
    for parent, mode in modes.items():
        if mode & 0o011 != 0o011:
            parent.chmod(mode | 0o011)
    os.seteuid(nobody)
    try:
        yield
    finally:
        os.seteuid(0)
        for parent, mode in modes.items():
            if mode & 0o011 != 0o011:
                parent.chmod(mode)


@contextmanager
def _only(extra: dict[str, str]) -> Iterator[None]:
    """The plain environment in place of that of the tests; what the command changes in it is forgotten."""
    before = dict(os.environ)
    plain = plain_environment(**extra)
    os.environ.clear()
    os.environ.update(plain)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


with _only({}):
    import typer.rich_utils  # noqa: F401  # decides about colours while it is imported


def sentence_of(stderr: str) -> str:
    """What stands in the panel of an error, on one line."""
    lines = stderr.splitlines()
    top = next(number for number, line in enumerate(lines) if _TOP.fullmatch(line))
    bottom = next(number for number, line in enumerate(lines) if number > top and _BOTTOM.fullmatch(line))
    assert {line[0] + line[-1] for line in lines[top + 1 : bottom]} <= {"││", "||"}
    return " ".join(" ".join(line[1:-1] for line in lines[top + 1 : bottom]).split())


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run `lstm-shapes` in this process, in an empty folder, its output in pipes."""

    def answer(*arguments: str, stdin: bytes | str = b"", **environment: str) -> subprocess.CompletedProcess[str]:
        given = stdin.encode() if isinstance(stdin, str) else stdin
        streams = [io.TextIOWrapper(io.BytesIO(content), "utf-8", newline="") for content in (given, b"", b"")]
        with monkeypatch.context() as patch, _only(environment):
            patch.chdir(tmp_path)
            for name, stream in zip(("stdin", "stdout", "stderr"), streams):
                patch.setattr(sys, name, stream)
            code = run(arguments)
        return subprocess.CompletedProcess(arguments, code, *map(_text_of, streams[1:]))

    return answer


@pytest.fixture
def process(tmp_path: Path) -> Command:
    """Run `lstm-shapes` in a process of its own, in an empty folder, its output in pipes."""

    def answer(*arguments: str, stdin: bytes | str = b"", **environment: str) -> subprocess.CompletedProcess[str]:
        ended = subprocess.run(
            [sys.executable, "-m", "lstm_shapes", *arguments],
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            cwd=tmp_path,
            env=plain_environment(**environment),
            capture_output=True,
            timeout=120,
            check=False,
        )
        return subprocess.CompletedProcess(arguments, ended.returncode, ended.stdout.decode(), ended.stderr.decode())

    return answer


def _text_of(stream: io.TextIOWrapper) -> str:
    stream.flush()
    written = stream.buffer
    assert isinstance(written, io.BytesIO)
    return written.getvalue().decode()
