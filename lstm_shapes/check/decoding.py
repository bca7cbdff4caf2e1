"""Decode the bytes of a file, so that encoding the text again gives exactly the same bytes."""

from __future__ import annotations

import codecs
import os
import re
import stat
from dataclasses import dataclass, field

from lstm_shapes.check.discovery import kind_of
from lstm_shapes.errors import LSTMShapesError

__all__ = ["LARGEST_FILE", "Source", "UnreadableError", "decode", "read_bytes", "read_source"]

LARGEST_FILE = 100_000_000
"""In bytes. No documentation is so large, and checking a file takes many times its size in memory."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is the beginning of this one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SHARE_OF_NULS = 10  # if more than one byte in ten is NUL, it is UTF-16 without a mark, or binary
_TIMES_TO_READ = 3
_COOKIE = re.compile("coding[:=]")
_COOKIE_BYTES = re.compile(rb"coding[:=]")
_HEAD = 10_000  # bytes or characters in which an encoding is declared
_NO_TEXT_CODECS = frozenset({"idna", "punycode", "raw_unicode_escape", "undefined", "unicode_escape"})
"""Codecs that PEP 263 allows, but in which nobody writes files."""


class UnreadableError(LSTMShapesError, OSError):
    """A file that cannot be read as text; `str()` says why, as a sentence that continues after the path."""


@dataclass(frozen=True, slots=True)
class Source:
    """A text, and how it is encoded in its file."""

    path: str

    text: str
    """The text with its original line ends."""

    codec: str
    """Python's name for the encoding."""

    mark: bytes = b""
    """The byte order mark."""

    data: bytes = field(default=b"", repr=False)
    """The whole file, including the mark. Some encodings can write the same text in several ways."""


def read_source(path: str) -> Source:
    """Read a file as text; raises `UnreadableError`."""
    return decode(read_bytes(path), kind_of(path) or "txt", path)


def decode(data: bytes, kind: str, path: str = "<stdin>") -> Source:
    """Decode a file: by its byte order mark, by the comment of PEP 263 in a Python file, or as UTF-8.

    Line ends are kept. Raises `UnreadableError` if the bytes are not text in that encoding; nothing is guessed.
    """
    mark, codec = next(((mark, codec) for mark, codec in _MARKS if data.startswith(mark)), (b"", "utf-8"))
    declared = _declared(data, mark) if kind == "py" and codec == "utf-8" else None
    codec = declared or codec
    if declared and declared.startswith(("utf-16", "utf-32")):  # the declaration itself was found as ASCII
        raise UnreadableError(f"declares the encoding {codec}, and is not written in it")
    if codec == "utf-8" and data.count(0) * _SHARE_OF_NULS > len(data):
        raise UnreadableError("is not text in UTF-8: it is full of NUL bytes (binary, or UTF-16 without its mark?)")
    try:
        text = str(memoryview(data)[len(mark) :], codec)
    except UnicodeError as error:
        raise UnreadableError(_undecodable(data, len(mark), codec, error)) from error
    except (LookupError, ValueError) as error:
        raise UnreadableError(f"declares the encoding {codec}, which is none for text") from error
    if declared and not _COOKIE.search(text, 0, _HEAD):  # the declaration is not in the decoded text
        raise UnreadableError(f"declares the encoding {codec}, and is not written in it")
    return Source(path, text, codec, mark, data)


def _declared(data: bytes, mark: bytes) -> str | None:
    """The encoding that a comment in the first two lines of a Python file declares; None without such a comment."""
    lines = data[: len(mark) + _HEAD].splitlines(keepends=True)[:2]
    if not any(map(_COOKIE_BYTES.search, lines)):
        return None
    import tokenize

    try:
        declared = codecs.lookup(tokenize.detect_encoding(iter(lines).__next__)[0]).name
    except (SyntaxError, LookupError, ValueError) as error:
        raise UnreadableError(f"is no Python file: {error}") from error
    if declared.replace("-", "_") in _NO_TEXT_CODECS:
        raise UnreadableError(f"declares the encoding {declared}, which is none for text")
    return "utf-8" if declared == "utf-8-sig" else declared


def _undecodable(data: bytes, start: int, codec: str, error: UnicodeError) -> str:
    name = codec.upper().removesuffix("-LE").removesuffix("-BE")
    if not isinstance(error, UnicodeDecodeError):
        return f"is not text in {name}: {error}"
    position = start + error.start
    line = data.count(b"\n", 0, position) + 1
    return f"is not text in {name}: byte {data[position]:#04x} at offset {position:,}, in line {line:,}"


def read_bytes(path: str) -> bytes:
    """The content of an ordinary file.

    A file that changes while it is read is read again. Raises `UnreadableError` if it cannot be read; for a pipe or a
    device, at once, without waiting for data.
    """
    try:
        for _ in range(_TIMES_TO_READ):
            data = _read_once(path)
            if data is not None:
                return data
    except FileNotFoundError as error:
        raise UnreadableError("does not exist") from error
    except UnreadableError:
        raise
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise UnreadableError(f"cannot be read: {getattr(error, 'strerror', None) or error}") from error
    raise UnreadableError("cannot be read: it changes all the time")


def _read_once(path: str) -> bytes | None:
    """The content of a file; None if it changed while it was read."""
    _require_ordinary(os.stat(path))  # first of all, as opening a device may have effects
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with open(handle, "rb") as file:
        before = os.fstat(handle)
        _require_ordinary(before)
        data = file.read(before.st_size + 1)
        after = os.fstat(handle)
    same = len(data) == before.st_size == after.st_size and before.st_mtime_ns == after.st_mtime_ns
    return data if same else None


def _require_ordinary(status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise UnreadableError("is a folder, not a file")
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableError("is not an ordinary file")
    if status.st_size > LARGEST_FILE:
        raise UnreadableError(f"is too large: {status.st_size:,} bytes, where {LARGEST_FILE:,} are the most")
