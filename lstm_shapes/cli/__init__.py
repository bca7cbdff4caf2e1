"""The command line: `lstm-shapes COMMAND`. Only this package prints, and only it knows exit codes."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated, Any

from typer import BadParameter, Context, Option, Typer
from typer.core import TyperGroup

from lstm_shapes import __version__, console
from lstm_shapes.cli.check import check
from lstm_shapes.cli.exits import REFUSED, Handover, leave
from lstm_shapes.cli.explain import explain
from lstm_shapes.cli.explore import explore
from lstm_shapes.cli.inspect import inspect
from lstm_shapes.cli.options import Colour, ColourChoice, colour_of
from lstm_shapes.cli.run import run_program
from lstm_shapes.cli.train_demo import train_demo
from lstm_shapes.visible import brief

__all__ = ["app", "run"]

_PANELS_NEED = 78
"""Columns of a terminal below which Typer's panels cut the names of flags."""

_ENDS_WITH_THE_PROGRAM = {"allow_interspersed_args": False}
"""What follows the program is its own."""

_TyperError: Any = BadParameter.__mro__[2]
"""What Typer raises for all that cannot be read; some releases take it from click, some have their own."""


@contextmanager
def _brief_errors() -> Iterator[None]:
    try:
        yield
    except _TyperError as error:
        error.message = brief(error.message)
        raise


class _Commands(TyperGroup):
    """The commands, whose errors stay short however long the words are that they quote."""

    def make_context(self, *arguments: Any, **others: Any) -> Any:
        with _brief_errors():
            return super().make_context(*arguments, **others)

    def invoke(self, context: Any) -> Any:
        with _brief_errors():
            return super().invoke(context)


app = Typer(
    name="lstm-shapes",
    cls=_Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command(short_help="Build an LSTM, run it, and show every shape.")(inspect)
app.command(short_help="Find the false shape claims in documentation.")(check)
app.command(short_help="Explain PyTorch errors about LSTM shapes.")(explain)
app.command(short_help="Open a page to play with the shapes.")(explore)
app.command(
    "run", short_help="Run a program, and show the shapes of its LSTMs.", context_settings=_ENDS_WITH_THE_PROGRAM
)(run_program)
app.command("train-demo", short_help="Train a tiny letter model, and show the shapes.")(train_demo)


def _print_version(context: Context, wanted: bool) -> None:
    if wanted:
        leave(context, lambda: console.write(f"lstm-shapes {__version__}\n"))


@app.callback()
def lstm_shapes(
    version: Annotated[
        bool, Option("--version", help="Show the version and exit.", callback=_print_version, is_eager=True)
    ] = False,
    color: Colour = ColourChoice.auto,
) -> None:
    """Tell which shapes a PyTorch nn.LSTM takes and gives, and why."""


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] != ["run"]:  # the variables are the program's
        console.choose_colour(colour_of(words))
    if command := _command_of(words):
        console.refuse(f"{words[0]} is a flag of a command; did you mean: lstm-shapes {command} {' '.join(words)}")
        return REFUSED
    app.rich_markup_mode = None if _wants_narrow_help(words) else "rich"
    try:
        app(words, prog_name="lstm-shapes")
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else REFUSED
    except OSError as error:  # help that cannot be printed: the disk is full
        console.refuse(f"the output cannot be written: {error.strerror or error}")
        return REFUSED
    except Handover as handed:
        work = handed.work
    else:
        return 0
    return work()


def _wants_narrow_help(words: Sequence[str]) -> bool:
    asked = not words or not {"-h", "--help"}.isdisjoint(words)
    return asked and shutil.get_terminal_size().columns < _PANELS_NEED


def _command_of(words: Sequence[str]) -> str | None:
    """The command whose flag stands where a command should."""
    if not words or not words[0].startswith("--"):
        return None
    from typer.main import get_command

    group, flag = get_command(app), words[0].partition("=")[0]
    flags = {option for parameter in group.params for option in parameter.opts}
    if flag in flags:
        return None
    commands = group.commands.items()  # type: ignore[attr-defined]
    return next((name for name, command in commands if any(flag in p.opts for p in command.params)), None)
