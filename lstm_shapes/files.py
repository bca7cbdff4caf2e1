"""Writing files, completely or not at all."""

from __future__ import annotations

import errno
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from lstm_shapes.errors import WriteError

__all__ = ["require_writable", "write_file"]


# Names of files that are already open in this process; they must not be replaced.
_OPEN_FILES = ("/dev/stdout", "/dev/stderr", "/dev/fd/", "/proc/self/fd/")
_ENDINGS = ("SIGTERM", "SIGHUP")  # end a process without a word to Python; Windows has only the first


def require_writable(path: Path) -> None:
    """Raise `WriteError` if writing is sure to fail, so that nobody waits for a result that cannot be saved."""
    try:
        is_folder, exists, has_folder = path.is_dir(), path.exists(), path.parent.is_dir()
    except OSError as error:  # a name that no file can have
        raise WriteError(f"{str(path)[:60]}… cannot be written: {error.strerror}") from error
    if is_folder:
        raise WriteError(f"{path} is a folder, not a file")
    if not has_folder:
        raise WriteError(f"{path} cannot be written: there is no folder {path.parent}")
    if not os.access(path if exists else path.parent, os.W_OK):
        raise WriteError(f"{path} cannot be written: permission denied")


def write_file(path: Path, content: bytes) -> None:
    """Replace a file in one step: a reader sees the old content or the new, never a part of it.

    A link is followed, the file keeps its permissions, and anything but an ordinary file (`/dev/stdout`) is written
    directly. Raises `WriteError` if the file cannot be written. Neither then nor where a signal ends the process in
    the main thread is a temporary file left behind.
    """
    target = Path(os.path.realpath(path))
    try:
        if str(path).startswith(_OPEN_FILES) or (target.exists() and not target.is_file()):
            with path.open("ab") as file:  # a shell may have it open and write more to it
                file.write(content)
        else:
            _replace(target, content)
    except OSError as error:
        raise WriteError(f"{path} cannot be written: {error.strerror or error}") from error


def _replace(target: Path, content: bytes) -> None:
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    temporary = target.with_name(f".{target.name[:40]}.{os.urandom(4).hex()}")
    with _removed_if_ended(temporary):
        try:
            with open(temporary, "xb", opener=partial(os.open, mode=0o600)) as file:  # nobody else reads it meanwhile
                file.write(content)
            temporary.chmod(target.stat().st_mode & 0o7777 if target.exists() else _mode_of_new_files())
            temporary.replace(target)
        except BaseException:  # also after Ctrl-C, no temporary file is left
            temporary.unlink(missing_ok=True)
            raise


@contextmanager
def _removed_if_ended(temporary: Path) -> Iterator[None]:
    """Let a signal that would end the process remove a file first; a handler that a program has set stays."""

    def end(number: int, _: object) -> None:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        signal.signal(number, signal.SIG_DFL)
        signal.raise_signal(number)

    known = [getattr(signal, name) for name in _ENDINGS if hasattr(signal, name)]
    in_main = threading.current_thread() is threading.main_thread()  # no other thread may set a handler
    ours = [number for number in known if in_main and signal.getsignal(number) is signal.SIG_DFL]
    for number in ours:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)


def _mode_of_new_files() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
