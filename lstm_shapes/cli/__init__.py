"""The command line: `lstm-shapes COMMAND`. Only this package prints, and only it knows exit codes."""

from __future__ import annotations

from typing import Annotated

from typer import Context, Exit, Option, Typer

from lstm_shapes import __version__, console
from lstm_shapes.cli.check import check
from lstm_shapes.cli.command import FastCommand, FastGroup
from lstm_shapes.cli.exits import REFUSED, exit_code_of
from lstm_shapes.cli.explain import explain
from lstm_shapes.cli.inspect import inspect
from lstm_shapes.cli.train_demo import train_demo

__all__ = ["app", "run"]

# rich's panels and tracebacks take longer to import than the answer takes to compute.
app = Typer(
    name="lstm-shapes",
    cls=FastGroup,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command(cls=FastCommand, short_help="Build an LSTM, run it, and show every shape.")(inspect)
app.command(cls=FastCommand, short_help="Find the false shape claims in documentation.")(check)
app.command(cls=FastCommand, short_help="Explain PyTorch's errors about LSTM shapes.")(explain)
app.command("train-demo", cls=FastCommand, short_help="Train a tiny letter model, and show the shapes.")(train_demo)


def _print_version(wanted: bool) -> None:
    if wanted:
        console.write(f"lstm-shapes {__version__}\n")
        raise Exit


@app.callback(invoke_without_command=True)
def lstm_shapes(
    context: Context,
    version: Annotated[
        bool, Option("--version", help="Show the version and exit.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Tell which shapes a PyTorch nn.LSTM takes and gives, and why."""
    if context.invoked_subcommand is None:
        console.write(f"{context.get_help()}\n")
        raise Exit(REFUSED)


def run(arguments: list[str] | None = None) -> int:
    """Run the command line and give its exit code."""
    return exit_code_of(lambda: app(arguments, prog_name="lstm-shapes", standalone_mode=False))
