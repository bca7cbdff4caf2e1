"""What `lstm-shapes run` does once its flags are read: run the program, show what was seen, end as it ended."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from lstm_shapes import console
from lstm_shapes.cli.exits import FALSE, REFUSED, TRUE
from lstm_shapes.errors import LSTMShapesError
from lstm_shapes.files import require_writable, write_file
from lstm_shapes.formats import render_pages
from lstm_shapes.interrupts import raise_interrupts
from lstm_shapes.live.calls import SeenLayer
from lstm_shapes.live.expecting import Wanted, unmet
from lstm_shapes.live.installing import explain_in_threads, show_uncaught
from lstm_shapes.live.program import Program
from lstm_shapes.live.running import run_watched
from lstm_shapes.live.sections import make_page
from lstm_shapes.live.watching import Seen

__all__ = ["Request", "answer"]


@dataclass(frozen=True, slots=True)
class Request:
    """What the flags ask for."""

    program: Program
    first: bool
    calls: int | None
    expect: tuple[Wanted, ...]
    format: str
    output: Path | None


def answer(request: Request) -> int:
    """Run the program, and give the exit code; raises `KeyboardInterrupt` where the program was ended by it."""
    try:
        if request.output is not None:
            require_writable(request.output)
            request = replace(request, output=request.output.absolute())  # the program may go to another folder
        explain_in_threads()
        raise_interrupts()  # in the program, as Python does
        outcome = run_watched(request.program, request.calls, _show_layer if request.first else None)
    except LSTMShapesError as error:
        return _refuse(error)
    code = _code_of(outcome.error)
    if outcome.is_child:
        return code
    if outcome.is_stopped:
        console.complain(f"the program was ended after {request.calls:,} calls of its first recurrent layer")
    try:
        own = _tell(outcome.seen, request)
    except LSTMShapesError as error:
        own = _refuse(error)
    if isinstance(outcome.error, KeyboardInterrupt):
        sys.excepthook = lambda *_: None  # it is shown already
        raise outcome.error.with_traceback(None)
    return code or own


def _refuse(error: LSTMShapesError) -> int:
    console.refuse(str(error))
    return REFUSED


def _show_layer(layer: SeenLayer) -> None:
    console.show_aside(make_page(layer))


def _code_of(error: BaseException | None) -> int:
    """The exit code that Python gives a program that ends so; what it would say is said."""
    if error is None:
        return TRUE
    if not isinstance(error, SystemExit):
        show_uncaught(error)
        return FALSE
    if error.code is None or isinstance(error.code, int):
        return error.code or TRUE
    console.write_aside(f"{error.code}\n")
    return FALSE


def _tell(seen: Seen | None, request: Request) -> int:
    """Show what was seen, and say which expectations are false."""
    if seen is None or not seen.layers:
        console.complain("no recurrent layer was called")
        return REFUSED
    if request.output is not None or request.format != "table":
        text = f"{json.dumps(seen.to_json(), indent=2, ensure_ascii=False)}\n"
        if request.format != "json":
            text = render_pages(seen.pages, request.format)
        if request.output is None:
            console.write_aside(text)
        else:
            write_file(request.output, text.encode())
    elif not request.first:
        console.show_aside(*seen.pages)
    false = [sentence for wanted in request.expect for sentence in unmet(wanted, seen.layers)]
    for sentence in false:
        console.complain(sentence)
    return FALSE if false else TRUE
