"""What `.gitignore` files say about a path."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Sequence
from functools import cached_property

from lstm_shapes.check.wildcards import SPECIAL, translate

__all__ = ["LARGEST_IGNORE_FILE", "IgnoreRules", "encoded", "files_above", "local_exclude", "read_rules"]

LARGEST_IGNORE_FILE = 1_000_000
"""Bytes; each file is compared with each pattern."""


class _Rule:
    """One pattern: what it matches, whether it takes a path back in, and whether it means folders alone."""

    def __init__(self, pattern: bytes) -> None:
        self.negated = pattern.startswith(b"!")
        pattern = pattern[self.negated :]
        self.only_folders = pattern.endswith(b"/")
        pattern = pattern[: len(pattern) - self.only_folders]
        self.by_name = b"/" not in pattern
        self.pattern = pattern[pattern.startswith(b"/") :]

    @property
    def is_name(self) -> bool:
        """Whether it is a name without wildcards, so that looking it up is enough."""
        return self.by_name and SPECIAL.search(self.pattern) is None

    @cached_property
    def expression(self) -> re.Pattern[bytes]:
        return translate(self.pattern, not self.by_name)


class IgnoreRules:
    """The rules of one file: patterns in its order, and the folder that they are relative to.

    Of several patterns that match, the last decides. Outside the folder, patterns for names and those with `**/` in
    front match all the same, which is meant for patterns from the command line.
    """

    def __init__(self, folder: str, patterns: Iterable[bytes]) -> None:
        self._folder = encoded(folder).rstrip(b"/") + b"/"
        self._rules = [_Rule(pattern) for pattern in patterns]
        self._names: dict[bytes, list[int]] = {}
        self._wild: list[int] = []
        for number, rule in enumerate(self._rules):
            if rule.is_name:
                self._names.setdefault(rule.pattern, []).append(number)
            else:
                self._wild.append(number)
        self._wild.reverse()

    def verdict(self, path: bytes, is_folder: bool) -> bool | None:
        """Whether a path, absolute, is ignored (True), taken back in (False) or not spoken of (None)."""
        name = path[path.rfind(b"/") + 1 :]
        relative = path[len(self._folder) :] if path.startswith(self._folder) else path[1:]
        found = -1
        for number in self._names.get(name, ()):
            if is_folder or not self._rules[number].only_folders:
                found = number
        for number in self._wild:
            if number < found:
                break
            rule = self._rules[number]
            if rule.only_folders and not is_folder:
                continue
            if rule.expression.fullmatch(name if rule.by_name else relative):
                found = number
                break
        return None if found < 0 else not self._rules[found].negated

    def __bool__(self) -> bool:
        return bool(self._rules)

    @classmethod
    def of_lines(cls, folder: str, content: bytes) -> IgnoreRules:
        """The rules in the content of a `.gitignore`."""
        lines = content.removeprefix(b"\xef\xbb\xbf").split(b"\n")
        return cls(folder, filter(None, map(_pattern_of, lines)))

    @classmethod
    def of_patterns(cls, folder: str, patterns: Sequence[str]) -> IgnoreRules:
        """The rules that patterns from a command line or from settings make; `./docs` is `/docs`."""
        lines = (os.fsencode(re.sub(r"\A(!?)\./+", r"\1/", pattern)) for pattern in patterns)
        return cls(folder, filter(None, map(_pattern_of, lines)))


def _pattern_of(line: bytes) -> bytes:
    """The pattern in a line; empty where it is blank or a comment."""
    if line.startswith(b"#"):
        return b""
    line = line.removesuffix(b"\r").partition(b"\0")[0]
    stripped = line.rstrip(b" ")
    backslashes = len(stripped) - len(stripped.rstrip(b"\\"))
    is_escaped = backslashes % 2 == 1 and len(stripped) < len(line)
    return line[: len(stripped) + is_escaped]


def read_rules(path: str, folder: str) -> IgnoreRules:
    """The rules in a file; none where there is no such file, or it is a link, which git does not follow either.

    Raises `OSError` where it cannot be read, and `ValueError` where it is too large.
    """
    try:
        status = os.lstat(path)
        if not stat.S_ISREG(status.st_mode):
            return IgnoreRules(folder, ())
        if status.st_size > LARGEST_IGNORE_FILE:
            raise ValueError(f"is too large: {status.st_size:,} bytes, where {LARGEST_IGNORE_FILE:,} are the most")
        with open(path, "rb") as file:
            return IgnoreRules.of_lines(folder, file.read(LARGEST_IGNORE_FILE))
    except (FileNotFoundError, NotADirectoryError):
        return IgnoreRules(folder, ())


def files_above(folder: str) -> list[tuple[str, str]]:
    """The files with rules for a folder, a real path, that stand outside of it, and their folders; the nearest last.

    They reach up to the folder of the repository; outside of a repository there are none.
    """
    found = []
    while not os.path.lexists(os.path.join(folder, ".git")):
        parent = os.path.dirname(folder)
        if parent == folder:
            return []
        folder = parent
        found.append((os.path.join(folder, ".gitignore"), folder))
    return [(local_exclude(folder), folder), *reversed(found)]


def local_exclude(repository: str) -> str:
    """The path of `info/exclude`, also where `.git` is a file (worktrees, submodules) that names another folder."""
    git = os.path.join(repository, ".git")
    if os.path.isfile(git):
        target = _read_line(git).removeprefix("gitdir: ")
        git = os.path.join(repository, target)
        git = os.path.join(git, _read_line(os.path.join(git, "commondir")))
    return os.path.join(git, "info", "exclude")


def _read_line(path: str) -> str:
    try:
        with open(path, "rb") as file:
            return os.fsdecode(file.read(10_000).strip().partition(b"\n")[0])
    except OSError:
        return ""


def encoded(path: str) -> bytes:
    """A path in bytes, with slashes, as patterns are compared with it."""
    return os.fsencode(path if os.sep == "/" else path.replace(os.sep, "/"))
