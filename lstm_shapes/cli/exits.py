"""Exit codes: what a run of the command line means to whoever started it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

from typer import BadParameter, Context, Exit

from lstm_shapes import console
from lstm_shapes.cli.flags import UsageError
from lstm_shapes.errors import LSTMShapesError
from lstm_shapes.interrupts import raise_interrupts

__all__ = ["FALSE", "INTERRUPTED", "REFUSED", "TRUE", "Handover", "leave"]

TRUE = 0  # all that was claimed or expected is true
FALSE = 1  # something claimed or expected is false
REFUSED = 2  # usage, bad input, or the tool itself failed
INTERRUPTED = 130  # Ctrl-C, as shells count it

_REFUSALS: dict[type[Exception], Callable[[Exception], str]] = {
    LSTMShapesError: str,
    MemoryError: lambda error: "out of memory; inspect shows the shapes without any, with --device meta or --no-run",
}


class Handover(BaseException):
    """Leaves the reading of flags for a work that is done outside of it, as a program of the user's is run."""

    def __init__(self, work: Callable[[], int]) -> None:
        super().__init__()
        self.work = work


def leave(context: Context, answer: Callable[[], int | None]) -> NoReturn:
    """Do what a command does and end it with its exit code; what it raises becomes a sentence on stderr."""
    raise_interrupts()
    try:
        code = answer() or TRUE
    except UsageError as error:
        raise BadParameter(str(error), ctx=context, param_hint=error.flag and f"'{error.flag}'") from error
    except KeyboardInterrupt:  # Typer's own code for it differs from release to release
        code = INTERRUPTED
    except Exception as error:
        sentence = next((tell(error) for kind, tell in _REFUSALS.items() if isinstance(error, kind)), None)
        if sentence is None:
            import traceback

            console.complain(f"this is a bug in lstm-shapes, please report it:\n{traceback.format_exc()}")
        else:
            console.refuse(" ".join(sentence.split()))
        code = REFUSED
    raise Exit(code)
