"""The one place that decides colour, width and plainness, and through which everything reaches the user."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, Any, TextIO

from lstm_shapes.errors import WriteError
from lstm_shapes.layout import Line, as_text, lay_out
from lstm_shapes.page import Kind, Page

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

__all__ = ["at_terminal", "coloured", "complain", "progress", "show_lines", "show_page", "waiting", "write"]

STYLES: Mapping[Kind, str] = {
    "title": "bold",
    "header": "dim",
    "code": "cyan",
    "math": "magenta",
    "good": "green",
    "bad": "bold red",
    "warning": "yellow",
}
_BETWEEN_FRAMES = 0.2  # seconds
_SPINNER_LINES = 4  # what may be said while waiting takes more than one on a narrow terminal
_ASCII_FORMS = {"✓": "ok", "✗": "NO", "·": "-", "–": "-", "—": "-", "…": "...", "×": "x"}
_ASCII_FORMS |= dict(zip("▁▂▃▄▅▆▇█", "_.-=+*#@"))


def coloured(line: Line) -> Text:
    """A line of a page for rich."""
    from rich.text import Text

    return Text.assemble(*((text, STYLES.get(kind, "")) for text, kind in line), no_wrap=True)


def show_page(page: Page) -> None:
    """Print a page: coloured and as wide as the terminal, or whole and plain where there is none."""
    show_lines(partial(lay_out, page))


def show_lines(lines_within: Callable[[int | None], Iterable[Line]]) -> None:
    """Print lines, laid out for a width: coloured for the terminal's, or plain and whole, for None, where none is."""
    if not at_terminal():
        write(as_text(lines_within(None)))
        return
    screen = _screen()
    lines = [coloured(line) for line in lines_within(screen.width)]
    if _encodable("".join(line.plain for line in lines), sys.stdout):
        for line in lines:
            line.rstrip()
            screen.print(line, soft_wrap=True)
    else:
        write("".join(f"{line.plain.rstrip()}\n" for line in lines))


def write(text: str) -> None:
    """Print finished text as it is. A reader that has left (`| head -1`) is no error."""
    _put(text, sys.stdout)


def complain(sentence: str) -> None:
    """Say on stderr what is wrong, or what to wait for."""
    if sys.stderr is not None:
        text = f"lstm-shapes: {sentence}"
        if sys.stderr.isatty():
            from shutil import get_terminal_size
            from textwrap import fill

            wrapped = partial(fill, width=get_terminal_size().columns, break_long_words=False, break_on_hyphens=False)
            text = "\n".join(map(wrapped, text.split("\n")))
        _put(f"{text}\n", sys.stderr)


@contextmanager
def waiting(pages: Sequence[Page] | None, message: str) -> Iterator[Callable[[str], None]]:
    """Show what is known already, and what is waited for, until the block ends and takes both away.

    pages: what is known, in full and then shorter; the first that fits the terminal is shown. None shows nothing.

    Gives a function that says what else is waited for; where nothing is shown, or the terminal cannot move its cursor,
    what is said goes to stderr.
    """
    if pages is None or not _can_animate():
        yield complain
        return
    from rich.console import Group
    from rich.live import Live
    from rich.spinner import Spinner

    screen = _screen()
    spinner = Spinner("dots", message)
    shown: list[Any] = [spinner]
    for page in pages:
        lines = [coloured(line) for line in lay_out(page, screen.width)]
        if len(lines) + _SPINNER_LINES < screen.height:  # what is taller could not be taken away again
            shown = [*lines, "", spinner]
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
    with bars.Progress(*columns, console=_screen(), auto_refresh=False, transient=True) as bar:
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
    return sys.stdout is not None and sys.stdout.isatty()


def _screen() -> Console:
    from rich.console import Console

    plain = "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb"
    settings: dict[str, Any] = {"color_system": None} if plain else {}
    return Console(file=sys.stdout, force_terminal=True, markup=False, emoji=False, highlight=False, **settings)


def _can_animate() -> bool:
    return at_terminal() and os.environ.get("TERM") != "dumb" and _encodable("✓⠋", sys.stdout)


def _encodable(text: str, stream: TextIO) -> bool:
    try:
        text.encode(stream.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _put(text: str, stream: TextIO | None) -> None:
    if stream is None:  # closed by whoever started the command
        raise WriteError("there is no standard output to write to")
    if not _encodable(text, stream):
        for letter, ascii_form in _ASCII_FORMS.items():
            text = text.replace(letter, ascii_form)
        text = text.encode(stream.encoding, "backslashreplace").decode(stream.encoding)
    try:
        stream.write(text)
        stream.flush()
    except OSError as error:
        # Python would flush the stream once more on its way out, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        if not isinstance(error, BrokenPipeError):
            raise WriteError(f"the output cannot be written: {error.strerror}") from error
