"""Writing files, completely or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from lstm_shapes.errors import WriteError

__all__ = ["require_writable", "write_file"]


# Names of files that are already open in this process; they must not be replaced.
_OPEN_FILES = ("/dev/stdout", "/dev/stderr", "/dev/fd/", "/proc/self/fd/")


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
    directly. Raises `WriteError` if the file cannot be written, and then leaves no temporary file behind.
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
    import tempfile

    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        temporary.chmod(target.stat().st_mode & 0o7777 if target.exists() else _mode_of_new_files())
        temporary.replace(target)
    except BaseException:  # also after Ctrl-C, no temporary file is left
        temporary.unlink(missing_ok=True)
        raise


def _mode_of_new_files() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
