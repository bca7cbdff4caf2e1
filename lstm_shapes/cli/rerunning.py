"""Run this tool's own commands again, in this process, as a document shows them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout

from lstm_shapes.check.commands import NotRunError

__all__ = ["rerun"]

_COMMANDS = ("inspect", "explain")
_WRITING = ("--output", "--save", "--plot")


def rerun(arguments: Sequence[str]) -> str:
    """What a command prints on standard output. Raises `NotRunError` for what is not run, or fails."""
    from lstm_shapes.cli import run  # which registers the command that asks for this

    if not arguments or arguments[0] not in _COMMANDS:
        raise NotRunError(f"only {' and '.join(_COMMANDS)} are run again")
    if any(argument.split("=")[0] in _WRITING for argument in arguments):
        raise NotRunError("a command that writes a file is not run again")
    printed, complaint = io.StringIO(), io.StringIO()
    with redirect_stdout(printed), redirect_stderr(complaint):
        code = run(list(arguments))
    if code == 2:  # refused; a claim found false is an answer like another
        raise NotRunError(f"it fails: {complaint.getvalue().strip()}")
    return printed.getvalue()
