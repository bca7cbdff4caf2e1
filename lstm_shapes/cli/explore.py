"""The flags of `lstm-shapes explore`, and their help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from typer import Argument, Context

from lstm_shapes.cli.exits import leave
from lstm_shapes.cli.options import Colour, ColourChoice, panel

__all__ = ["explore"]

_output = panel("Output")


def explore(
    context: Context,
    code: Annotated[
        list[str] | None,
        Argument(metavar="CODE", help="A constructor call to begin with; it is never run.", show_default=False),
    ] = None,
    output: Annotated[
        Path | None,
        _output("--output", "-o", help="Write the page to this file instead of opening it; - is standard output."),
    ] = None,
    color: Colour = ColourChoice.auto,
) -> None:
    """Open a page where you change an nn.LSTM, nn.GRU, nn.RNN or cell, and every shape follows.

    The page is one HTML file of 50 kB and needs no network; --output saves it, to keep or to share.

    For example: lstm-shapes explore "nn.GRU(10, 20, num_layers=2)"

    Exit code: 0, or 2 for bad usage.
    """

    def answer() -> int:
        # Whoever wants help or another command does not wait for this one.
        from lstm_shapes.cli.exploring import answer as explored

        return explored(" ".join(code or ()), output)

    leave(context, answer)
