"""A call in a copy of this process, where it can neither take all memory, nor all time, nor leave anything behind."""

from __future__ import annotations

import os
import resource
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import lstm_shapes

__all__ = ["Ended", "in_a_copy"]

_CRASHED = 70


@dataclass(frozen=True, slots=True)
class Ended:
    """What was left of a call."""

    code: int
    """Its exit code; of a signal, the negative number."""

    stdout: str
    stderr: str
    files: tuple[str, ...]
    """What it wrote into its folder, which is gone now."""


def in_a_copy(
    call: Callable[[], int],
    seconds: int,
    gigabytes: float = 4,
    stdin: bytes = b"",
    files: dict[str, bytes] | None = None,
) -> Ended:
    """Run a call in an empty folder with these files, and tell how it ended.

    gigabytes: how much memory it may take beyond what this process has. Its standard streams are files.
    """
    _load_everything()
    with tempfile.TemporaryDirectory() as outside, tempfile.TemporaryDirectory() as folder:
        streams = [Path(outside, name) for name in ("stdin", "stdout", "stderr")]
        streams[0].write_bytes(stdin)
        for name, content in (files or {}).items():
            Path(folder, name).write_bytes(content)
        child = os.fork()
        if child == 0:
            _become(call, folder, streams, seconds, gigabytes)
        _, status = os.waitpid(child, 0)
        written = sorted(path.name for path in Path(folder).rglob("*") if path.name not in (files or {}))
        out, err = (path.read_text("utf-8", errors="backslashreplace") for path in streams[1:])
    return Ended(os.waitstatus_to_exitcode(status), out, err, tuple(written))


@cache
def _load_everything() -> None:
    """Load what copies would load again and again."""
    for module in walk_packages(lstm_shapes.__path__, "lstm_shapes."):
        if not module.name.endswith(("__main__", "pytest_plugin")):
            import_module(module.name)


def _become(call: Callable[[], int], folder: str, streams: list[Path], seconds: int, gigabytes: float) -> None:
    """Be the copy; never returns."""
    code = _CRASHED
    try:
        for number, path in enumerate(streams):
            os.dup2(os.open(path, os.O_RDWR | os.O_CREAT), number)
        for name, number, mode in (("stdin", 0, "r"), ("stdout", 1, "w"), ("stderr", 2, "w")):
            stream = open(number, mode, encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
            setattr(sys, name, stream)
        os.chdir(folder)
        limit = _memory_now() + int(gigabytes * 2**30)
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(seconds)
        code = call()
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else bool(leaving.code)
    except BaseException:  # it is told by the parent, whatever it is
        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code)


def _memory_now() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * resource.getpagesize()
