"""Exit codes: what a run of the command line means to whoever started it."""

from __future__ import annotations

from collections.abc import Callable

from typer import Abort, TyperException

from lstm_shapes import console
from lstm_shapes.errors import LSTMShapesError

__all__ = ["FALSE", "REFUSED", "TRUE", "exit_code_of"]

TRUE = 0  # all that was claimed or expected is true
FALSE = 1  # something claimed or expected is false
REFUSED = 2  # usage, bad input, or the tool itself failed

_REFUSALS: dict[type[BaseException], Callable[[BaseException], str]] = {
    LSTMShapesError: str,
    TyperException: lambda error: error.format_message(),  # type: ignore[attr-defined]
    MemoryError: lambda error: "out of memory; --device meta or --no-run shows the shapes without any",
}


def exit_code_of(call: Callable[[], int | None]) -> int:
    """Run a command; turn whatever it raises, but for Ctrl-C, into a sentence on stderr and an exit code."""
    try:
        return call() or TRUE
    except Abort:
        raise KeyboardInterrupt from None
    except Exception as error:
        for kind, sentence in _REFUSALS.items():
            if isinstance(error, kind):
                console.complain(" ".join(sentence(error).split()))
                return REFUSED
        import traceback

        console.complain(f"this is a bug in lstm-shapes, please report it:\n{traceback.format_exc()}")
        return REFUSED
