"""The flags of `lstm-shapes explain`, and their help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from typer import Argument, Context

from lstm_shapes.cli.exits import leave
from lstm_shapes.cli.options import Colour, ColourChoice, Format, file_of, format_of, given, numbers_of, panel

__all__ = ["explain"]

_setting, _output = map(panel, ("The layer at hand", "Output"))


def explain(
    context: Context,
    error: Annotated[
        list[str] | None,
        Argument(
            metavar="ERROR",
            help="A message, a traceback, or the name of a cause; - is standard input.",
            show_default="-",
        ),
    ] = None,
    code: Annotated[
        str | None,
        _setting(
            metavar="CODE", help="The call that builds it, as in nn.LSTM(10, 20, 2), or a Python file; never run."
        ),
    ] = None,
    input_shape: Annotated[
        Any, _setting(parser=numbers_of, metavar="SHAPE", help="What was given to it, as x.shape prints it: 5,3,10.")
    ] = None,
    list_causes: Annotated[
        bool, _output("--list", help="List all causes, those that raise nothing as well, and explain no error.")
    ] = False,
    format: Format = None,
    output: Annotated[
        Path | None, _output("--output", "-o", help="Write the result to this file; an old one is replaced.")
    ] = None,
    color: Colour = ColourChoice.auto,
) -> None:
    """Explain PyTorch's errors about LSTM shapes: the cause, and the line that repairs it.

    Takes a message, a whole traceback or a log of any length, with anything around it.

    Where the program in a traceback is at hand, it is read, and never run, to find the layer in it.

    For example: python train.py 2>&1 | lstm-shapes explain

    Exit code: 0 an error was recognised; 1 none was; 2 bad usage.
    """

    def answer() -> int:
        # Whoever wants help or another command does not wait for this one.
        from lstm_shapes.cli.explaining import Request
        from lstm_shapes.cli.explaining import answer as explained

        target = file_of(output)
        message = " ".join(error) if error else None
        chosen = format_of(format, target) or "table"
        flags = tuple(given(context, ("list_causes", "error", "code", "input_shape")))
        return explained(Request(flags, message, code, input_shape, list_causes, chosen, target))

    leave(context, answer)
