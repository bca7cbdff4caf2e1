"""Read the files of strangers, in a copy of this process that can take neither all memory nor all time."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NoReturn, TypeVar

from lstm_shapes.errors import LSTMShapesError

__all__ = ["TooMuchError", "bounded"]

T = TypeVar("T")
# What reading may take; the description of the largest models takes a tenth of it.
_MOST_SECONDS = 20  # of a processor
_MOST_GIGABYTES = 2


class TooMuchError(LSTMShapesError):
    """What a file asks for and does not get, as the rest of a sentence about it."""


def bounded(read: Callable[[], T], more_bytes: int = 0) -> T:
    """What a call gives, or what it raises of this project's own errors; `TooMuchError` where it takes too much.

    more_bytes: memory that it may take beyond the usual, to map a file. Linux alone has what this needs; elsewhere the
    call has no bounds.

    Raises `ValueError` if the call was ended by anything else, such as a fault in a library.
    """
    if sys.platform != "linux":
        return read()
    source, target = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # other threads are not copied, and the copy waits for none
        child = os.fork()
    if child == 0:
        _be_the_copy(read, target, more_bytes)
    os.close(target)
    try:
        with open(source, "rb") as pipe:
            told = pipe.read()
    except BaseException:  # such as Ctrl-C
        os.kill(child, signal.SIGKILL)
        raise
    finally:
        _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code == -signal.SIGXCPU:
        raise TooMuchError(f"takes more than {_MOST_SECONDS} seconds to read")
    if code == -signal.SIGABRT:
        raise _too_much_memory()
    if code:
        raise ValueError(f"reading ended with code {code}")
    result, error = pickle.loads(told)
    if error is not None:
        raise error
    return result  # type: ignore[no-any-return]


def _be_the_copy(read: Callable[[], object], target: int, more_bytes: int) -> NoReturn:
    """Read within bounds, and tell the other process what came of it."""
    import resource

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # for what a library says when it gives up
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    memory = pages * resource.getpagesize() + _MOST_GIGABYTES * 2**30 + more_bytes
    with suppress(ValueError):  # the process has lower ones already
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (_MOST_SECONDS, _MOST_SECONDS + 1))
    try:
        try:
            told = pickle.dumps((read(), None))
        except LSTMShapesError as error:
            told = pickle.dumps((None, error))
        except MemoryError:
            told = pickle.dumps((None, _too_much_memory()))
        with open(target, "wb") as pipe:
            pipe.write(told)
        os._exit(0)
    finally:  # what else is raised is a fault of the copy, which its parent tells
        os._exit(1)


def _too_much_memory() -> TooMuchError:
    return TooMuchError(f"takes more than {_MOST_GIGABYTES} GB of memory to read")
