"""The flags of `lstm-shapes explain`, and their help."""

from __future__ import annotations

from typing import Annotated

from typer import Argument

from lstm_shapes.cli.options import panel

__all__ = ["explain"]

_FORMATS = ("table", "json", "markdown")
_setting, _output = map(panel, ("The LSTM at hand", "Output"))


def explain(
    error: Annotated[
        list[str] | None,
        Argument(
            metavar="ERROR",
            help="A message, a traceback, or the name of a cause; - is standard input. [default: -]",
            show_default=False,
        ),
    ] = None,
    code: Annotated[
        str | None, _setting('The constructor call, as in "nn.LSTM(10, 20, 2)"; it is read, never run.', metavar="CODE")
    ] = None,
    input_shape: Annotated[
        str | None, _setting("What was given to it, as x.shape prints it: 5,3,10.", metavar="SHAPE")
    ] = None,
    list_causes: Annotated[
        bool, _output("List all causes, those that raise nothing as well, and explain no error.", "--list")
    ] = False,
    format: Annotated[
        str | None, _output("table, json or markdown. [default: table]", metavar="FORMAT", values=_FORMATS)
    ] = None,
) -> int:
    """Explain PyTorch's errors about LSTM shapes: the cause, and the line that repairs it.

    Takes a message, a whole traceback or a log of any length, with anything around it: python train.py 2>&1 |
    lstm-shapes explain.

    Exit code: 0 an error was recognised; 1 none was; 2 bad usage.
    """
    # Whoever wants help or another command does not wait for this one.
    from lstm_shapes.cli.explaining import Request, answer

    return answer(Request(" ".join(error) if error else None, code, input_shape, list_causes, format or "table"))
