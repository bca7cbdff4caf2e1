"""All output to the user: here it is decided whether it has colours and how wide it is."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from time import perf_counter
from typing import TYPE_CHECKING, Any, Literal, TextIO

from lstm_shapes.errors import WriteError
from lstm_shapes.page import Page
from lstm_shapes.visible import brief

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

__all__ = [
    "at_terminal",
    "choose_colour",
    "complain",
    "progress",
    "refuse",
    "show",
    "show_aside",
    "show_page",
    "waiting",
    "write",
    "write_aside",
]

Colour = Literal["auto", "always", "never"]

_BETWEEN_FRAMES = 0.2  # seconds
_SPINNER_LINES = 4  # what may be said while waiting takes more than one on a narrow terminal
_ASCII_FORMS = {"✓": "v", "✗": "x", "·": "-", "–": "-", "—": "-", "…": "...", "×": "x", "→": "->"}
_ASCII_FORMS |= {"─": "-", "▶": ">", "◀": "<", "▲": "^", "⋮": ":"}  # of pictures in letters
_ASCII_FORMS |= dict(zip("▁▂▃▄▅▆▇█", "_.-=+*#@"))


def choose_colour(wanted: Colour) -> None:
    """Decide for the whole process whether output has colours, in the variables that rich and Typer look at.

    With `auto` they decide, and `CLICOLOR_FORCE` is taken for `FORCE_COLOR`. With `never` not even bold is printed, as
    on a terminal that can do neither.
    """
    if wanted == "auto" and os.environ.get("CLICOLOR_FORCE", "0") != "0" and "NO_COLOR" not in os.environ:
        os.environ["FORCE_COLOR"] = "1"
    elif wanted == "always":
        os.environ.pop("NO_COLOR", None)
        os.environ["FORCE_COLOR"] = "1"
    elif wanted == "never":
        os.environ.pop("FORCE_COLOR", None)
        os.environ |= {"NO_COLOR": "1", "TERM": "dumb"}


def show_page(page: Page) -> None:
    """Print a page: as wide as the terminal, or, where there is none, as wide as it needs to be."""
    from lstm_shapes.render import render

    if page.program is not None and not at_terminal():  # it is to be run, whatever FORCE_COLOR says
        write(f"{page.program}\n")
    else:
        show(render(page))


def show(*shown: RenderableType) -> None:
    """Print what rich can render."""
    write(_printed(sys.stdout, shown))


def show_aside(*pages: Page) -> None:
    """Print pages on stderr, beside what a program prints."""
    from lstm_shapes.render import render

    write_aside(_printed(_stderr(), [part for page in pages for part in ("", render(page))]))


def write_aside(text: str) -> None:
    """Print finished text on stderr."""
    stream = _stderr()
    if stream is not None:
        _put(text, stream)


def _stderr() -> TextIO | None:
    """Where a program writes its errors, or, once it has closed that, where it began to; None if nothing is open."""
    return next((stream for stream in (sys.stderr, sys.__stderr__) if not getattr(stream, "closed", not stream)), None)


def _printed(stream: TextIO | None, shown: Sequence[RenderableType]) -> str:
    screen = _screen(stream)
    with screen.capture() as printed:
        for renderable in shown:
            screen.print(renderable, crop=False)
    return "\n".join(line.rstrip(" ") for line in printed.get().split("\n"))


def write(text: str) -> None:
    """Print finished text as it is. A reader that has left (`| head -1`) is no error."""
    _put(text, sys.stdout)


def complain(sentence: str) -> None:
    """Say on stderr what is false, or what to wait for."""
    stream = _stderr()
    if stream is not None:
        text = f"lstm-shapes: {sentence}"
        if _is_terminal(stream):
            from shutil import get_terminal_size
            from textwrap import fill

            width = get_terminal_size().columns
            lines = (fill(line, width, break_long_words=False, break_on_hyphens=False) for line in text.split("\n"))
            text = "\n".join(lines)
        _put(f"{text}\n", stream)


def refuse(sentence: str) -> None:
    """Say on stderr why the command cannot do what it was asked for, as Typer says that a value is wrong."""
    if sys.stderr is None:
        return
    from rich.console import Console
    from rich.panel import Panel
    from rich.text import Text

    screen = Console(file=sys.stderr, markup=False, emoji=False, highlight=False)
    with screen.capture() as printed:
        screen.print(Panel(Text(brief(sentence)), title="Error", title_align="left", border_style="red"))
    _put(printed.get(), sys.stderr)


@contextmanager
def waiting(pages: Sequence[Page] | None, message: str) -> Iterator[Callable[[str], None]]:
    """Show what is known already, and what is waited for, until the block ends and takes both away.

    pages: what is known, in full and then shorter; the first that fits the terminal is shown. None shows nothing.

    Gives a function that says what else is waited for. Where nothing is shown, or the terminal cannot move its cursor,
    it says it on stderr.
    """
    if pages is None or not _can_animate():
        yield complain
        return
    from rich.console import Group
    from rich.live import Live
    from rich.spinner import Spinner

    from lstm_shapes.render import render

    screen = _screen(sys.stdout)
    spinner = Spinner("dots", message)
    shown: list[Any] = [spinner]
    for page in pages:
        known = render(page)
        if len(screen.render_lines(known)) + _SPINNER_LINES < screen.height:  # a taller one could not be taken away
            shown = [known, "", spinner]
            break
    with Live(Group(*shown), console=screen, transient=True, vertical_overflow="crop"):
        yield lambda sentence: spinner.update(text=sentence)


@contextmanager
def progress(total: int, unit: str) -> Iterator[Callable[[int, str], None]]:
    """Give a function that says how many of `total` are done, and a word about the last.

    At a terminal it moves a bar with the speed and the time left; elsewhere it says every tenth on stderr.
    """
    tenths = {total * tenth // 10 for tenth in range(1, 11)}

    def say_tenths(done: int, word: str) -> None:
        if done in tenths:
            complain(f"{unit} {done:,} of {total:,}, {word}")

    if not _can_animate():
        yield say_tenths
        return
    from rich import progress as bars

    speed = bars.TextColumn("{task.fields[speed]} " + unit + "s a second")
    text = bars.TextColumn(unit + " {task.completed:,} of {task.total:,}, {task.fields[word]}")
    columns = (text, bars.BarColumn(None), speed, bars.TimeRemainingColumn())
    with bars.Progress(*columns, console=_screen(sys.stdout), auto_refresh=False, transient=True) as bar:
        task = bar.add_task("", total=total, word="", speed="")
        began = shown = perf_counter()

        def move(done: int, word: str) -> None:
            nonlocal shown
            now = perf_counter()
            if now - shown >= _BETWEEN_FRAMES or done == total:
                shown = now
                bar.update(task, completed=done, word=word, speed=f"{done / (now - began):,.0f}", refresh=True)

        yield move


def at_terminal() -> bool:
    """Whether a person is reading standard output."""
    return _is_terminal(sys.stdout)


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and hasattr(stream, "isatty") and stream.isatty()


def _screen(stream: TextIO | None) -> Console:
    from rich.console import Console

    settings: dict[str, Any] = {}
    if not _is_terminal(stream):
        from lstm_shapes.render import UNLIMITED

        settings["width"] = UNLIMITED
    if "NO_COLOR" in os.environ:
        settings["color_system"] = None
    return Console(file=stream, markup=False, emoji=False, highlight=False, **settings)


def _can_animate() -> bool:
    return at_terminal() and os.environ.get("TERM") != "dumb" and _encodable("✓⠋", sys.stdout)


def _encodable(text: str, stream: TextIO) -> bool:
    try:
        text.encode(_encoding(stream))
    except UnicodeEncodeError:
        return False
    return True


def _encoding(stream: TextIO) -> str:
    return getattr(stream, "encoding", None) or "utf-8"


def _put(text: str, stream: TextIO | None) -> None:
    if stream is None:  # closed by whoever started the command
        raise WriteError("there is no standard output to write to")
    if not _encodable(text, stream):
        for letter, ascii_form in _ASCII_FORMS.items():
            text = text.replace(letter, ascii_form)
        text = text.encode(_encoding(stream), "backslashreplace").decode(_encoding(stream))
    try:
        stream.write(text)
        if hasattr(stream, "flush"):  # a program may have put anything in the place of stderr
            stream.flush()
    except OSError as error:
        # Python would flush the stream once more on its way out, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        if not isinstance(error, BrokenPipeError):
            raise WriteError(f"the output cannot be written: {error.strerror}") from error
