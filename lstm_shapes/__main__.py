"""`python -m lstm_shapes`, and where the `lstm-shapes` command starts."""

import gc
import io
import os
import sys

from lstm_shapes.interrupts import die_of_interrupts

__all__ = ["main"]

_COMMANDS = ("inspect", "check", "explain", "train-demo", "run")
_INTERRUPTED = 130  # Ctrl-C, as shells and Typer count it


def main() -> None:
    """Run the command line and end the process with its exit code."""
    die_of_interrupts()
    if (
        next((word for word in sys.argv[1:] if word in _COMMANDS), "") == "run"
    ):  # the user's program is run in this process, which stays as it is
        from lstm_shapes.cli import run

        sys.exit(run())
    gc.set_threshold(100_000)  # hardly anything is thrown away while modules are loaded
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # Typer's help has letters that some encodings lack
            stream.reconfigure(errors="backslashreplace")
    try:
        from lstm_shapes.cli import run

        code = run()
    except KeyboardInterrupt:
        code = _INTERRUPTED
    die_of_interrupts()  # nor is there anything left to clean up
    if code == _INTERRUPTED:  # PyTorch may still be computing, in a thread that nobody waits for
        os._exit(code)
    # Python would look through every object once more before it goes, and torch has millions.
    gc.freeze()
    sys.exit(code)


if __name__ == "__main__":
    main()
