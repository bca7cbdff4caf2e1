"""PyTorch, loaded quietly before any test needs it, and the command line as a user drives it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from lstm_shapes.pytorch import load_torch

load_torch()

# In the background of a shell Ctrl-C is ignored, and the commands that the tests interrupt would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")

Command = Callable[..., "subprocess.CompletedProcess[str]"]

# Variables that change how rich, Typer or the command itself print.
_DECIDE_APPEARANCE = ("NO_COLOR", "FORCE_COLOR", "TERM", "COLUMNS", "LINES", "GITHUB_ACTIONS", "CI", "PYTHONIOENCODING")


def plain_environment(**extra: str) -> dict[str, str]:
    """The environment of the tests without anything that decides how output looks."""
    kept = {name: value for name, value in os.environ.items() if name not in _DECIDE_APPEARANCE}
    return kept | {"PYTHONUTF8": "1"} | extra


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """Run `lstm-shapes` in a process of its own, in an empty folder, its output in pipes."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "lstm_shapes", *arguments],
            cwd=tmp_path,
            env=plain_environment(**environment),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    return run
