"""Check many files, in one process or in several, and give the results in the order of the files."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lstm_shapes.check.commands import Run
from lstm_shapes.check.result import Checked, Problem

__all__ = ["Job", "Result", "check_all", "check_one"]

_MANY_FILES = 60
_MANY_BYTES = 1_000_000
_MOST_PROCESSES = 4
_AT_A_TIME = 16  # files that are sent to a process at once


@dataclass(frozen=True, slots=True)
class Job:
    """A document to check."""

    path: str
    """The path that reports show; the file is read from it, unless `text` is given."""

    kind: str
    """One of `document.KINDS`."""

    text: str | None = None
    """The text, if it has been read already, from standard input."""

    size: int = 0
    """The size of the file in bytes; 0 if it is not known."""


@dataclass(frozen=True, slots=True)
class Result:
    """The result of a job."""

    checked: Checked
    """The checked document, or the problem because of which it could not be checked."""

    bug: str = ""
    """The traceback of an unexpected error."""


def check_one(job: Job, run: Run | None = None) -> Result:
    """Read a file and check it; an error does not stop the check of other files."""
    from lstm_shapes.check.checker import check_document
    from lstm_shapes.check.decoding import read_source
    from lstm_shapes.check.program.tree import tree_of
    from lstm_shapes.errors import LSTMShapesError

    try:
        text = read_source(job.path).text if job.text is None else job.text
        checked = check_document(text, job.kind, job.path, run, tree_of(job.path))
    except LSTMShapesError as error:
        return Result(_unreadable(job, str(error)))
    except Exception as error:
        import traceback

        sentence = f"could not be checked, which is a bug in lstm-shapes: {type(error).__name__}"
        return Result(_unreadable(job, sentence), traceback.format_exc())
    return Result(checked)


def check_all(jobs: Sequence[Job], run: Run | None = None) -> Iterator[Result]:
    """Check every document; in several processes if that is faster and no commands are run."""
    processes = min(_processors(), _MOST_PROCESSES)
    is_large = len(jobs) > _MANY_FILES or sum(job.size for job in jobs) > _MANY_BYTES
    if run is None and processes > 1 and len(jobs) > 1 and is_large and sys.platform == "linux":
        yield from _in_processes(jobs, processes)
    else:
        yield from (check_one(job, run) for job in jobs)


def _in_processes(jobs: Sequence[Job], processes: int) -> Iterator[Result]:
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import active_children, get_context

    import lstm_shapes.check.checker  # noqa: F401 - loaded once, before the process is copied

    pool = ProcessPoolExecutor(processes, get_context("fork"), _leave_interrupts_to_the_parent)
    done = 0
    at_a_time = max(1, min(_AT_A_TIME, len(jobs) // (4 * processes)))
    try:
        for result in pool.map(check_one, jobs, chunksize=at_a_time):
            done += 1
            yield result
        pool.shutdown()
    except BrokenProcessPool:
        for job in jobs[done:]:
            yield Result(_unreadable(job, "could not be checked: a process was ended from outside, or lacked memory"))
    except BaseException:  # Ctrl-C: stop at once, without waiting for the processes
        for child in active_children():
            child.terminate()
        raise
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _leave_interrupts_to_the_parent() -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _unreadable(job: Job, sentence: str) -> Checked:
    return Checked(job.path, problems=(Problem("LS011", sentence),))
