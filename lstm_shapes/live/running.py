"""Run a whole program under watch, and tell how it ended."""

from __future__ import annotations

import os
import threading
from _thread import interrupt_main
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lstm_shapes.errors import ReadError
from lstm_shapes.live.calls import SeenLayer
from lstm_shapes.live.findings import layer_of
from lstm_shapes.live.listening import listen
from lstm_shapes.live.program import Program, once_imported
from lstm_shapes.live.recorder import Recorder
from lstm_shapes.live.watching import Seen

if TYPE_CHECKING:
    from torch.nn import Module

__all__ = ["Outcome", "run_watched"]


class _Enough(BaseException):
    """Ends the program from within: enough calls were seen."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a program ended, and what was seen of its recurrent modules."""

    seen: Seen | None
    """None if it never imported torch."""

    error: BaseException | None
    """What it raised and did not catch."""

    is_stopped: bool
    """Whether it was ended because enough was seen."""

    is_child: bool
    """Whether this is not the process that began, but one that the program forked."""


def run_watched(
    program: Program, calls: int | None = None, first: Callable[[SeenLayer], None] | None = None
) -> Outcome:
    """Run a program to its end, or until its first recurrent module was called so many times.

    first: is told of each module after its first call.

    Raises `ReadError` if there is no such program, or if it is no Python.
    """
    recorders: list[Recorder] = []
    is_enough: list[bool] = []

    def after(module: Module, *_: object) -> None:
        record = recorders[0].record_of(module)
        if record is None:
            return
        if first is not None and record.count == 1:
            first(layer_of(record))
        if calls is not None and record is recorders[0].records[0] and record.count >= calls:
            is_enough.append(True)
            if threading.current_thread() is not threading.main_thread():
                interrupt_main()
                raise SystemExit  # which ends a thread in silence
            raise _Enough

    def begin() -> None:
        recorder = Recorder(None)
        recorders.append(recorder)
        recorder.start()
        listen(after)  # in its turn: once the call is noted

    process = os.getpid()
    once_imported("torch", begin)
    error = _raised_by(program)
    seen = Seen(recorders[0]) if recorders else None
    error = None if is_enough and isinstance(error, (_Enough, KeyboardInterrupt)) else error
    return Outcome(seen, error, bool(is_enough), os.getpid() != process)


def _raised_by(program: Program) -> BaseException | None:
    """Run a program, and give what it raises and does not catch."""
    try:
        run = program.load()
    except ReadError:
        raise
    except BaseException as error:  # of the package around a module
        return error
    try:
        run()
        for thread in threading.enumerate():  # as Python does before it ends
            if thread is not threading.main_thread() and not thread.daemon:
                thread.join()
    except BaseException as error:
        return error
    return None
