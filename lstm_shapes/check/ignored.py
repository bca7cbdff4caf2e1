"""What `.gitignore` files say about a path; the patterns themselves are left to `pathspec`."""

from __future__ import annotations

import os
import re
import stat
import warnings
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

__all__ = ["LARGEST_IGNORE_FILE", "IgnoreRules", "files_above", "local_exclude", "read_rules"]

LARGEST_IGNORE_FILE = 1_000_000
"""Bytes; each file is compared with each pattern."""

_SLASH_AT_END = re.compile(r"/\s*\Z")


class _Rule(NamedTuple):
    """One pattern."""

    expression: re.Pattern[str]
    """What pathspec makes of it."""
    is_ignored: bool
    """Whether what it matches is ignored; false if the pattern starts with `!`."""
    only_folders: bool
    """Whether it ends with a slash."""


class IgnoreRules:
    """The rules of one file. If several patterns match, the last one decides.

    The patterns are relative to a folder. Outside of it, patterns for names and those that start with `**/` match all
    the same, which is meant for patterns from the command line.
    """

    def __init__(self, folder: str, lines: Iterable[str] = ()) -> None:
        self._folder = f"{folder.rstrip('/')}/"
        written = [line for line in lines if line.strip() and not line.startswith("#")]
        self._for_folders = list(_rules(written))[::-1] if written else []
        self._for_files = [rule for rule in self._for_folders if not rule.only_folders]

    def verdict(self, path: str, is_folder: bool) -> bool | None:
        """Whether a path is ignored (True), taken back in (False) or not mentioned (None).

        The path is absolute and has slashes. The folders above it are not looked at; ask about them first.
        """
        relative = path[len(self._folder) :] if path.startswith(self._folder) else path[1:]
        for rule in self._for_folders if is_folder else self._for_files:
            found = rule.expression.search(relative)
            # pathspec also matches what lies below a matching folder; then, and only then, its one group is set.
            if found is not None and found.lastindex is None:
                return rule.is_ignored
        return None

    def __bool__(self) -> bool:
        return bool(self._for_folders)

    @classmethod
    def of_options(cls, folder: str, patterns: Sequence[str]) -> IgnoreRules:
        """The rules that patterns from a command line or from settings make; `./docs` is `/docs`."""
        return cls(folder, [re.sub(r"\A(!?)\./+", r"\1/", pattern) for pattern in patterns])


def _rules(lines: Iterable[str]) -> Iterator[_Rule]:
    """The rule in each line; a pattern that is broken matches nothing, as in git."""
    from pathspec import GitIgnoreSpec

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # `re` warns of brackets in brackets
        for line in lines:
            pattern = _SLASH_AT_END.sub("", line)
            try:
                (compiled,) = GitIgnoreSpec.from_lines([pattern]).patterns
            except (ValueError, re.error):
                continue
            if compiled.regex is not None:
                yield _Rule(compiled.regex, bool(compiled.include), pattern != line)


def read_rules(path: str, folder: str) -> IgnoreRules:
    """The rules in a file; none if there is no such file, or if it is a link, which git does not follow either.

    Raises `OSError` if it cannot be read, and `ValueError` if it is too large.
    """
    try:
        status = os.lstat(path)
        if not stat.S_ISREG(status.st_mode):
            return IgnoreRules(folder)
        if status.st_size > LARGEST_IGNORE_FILE:
            raise ValueError(f"is too large: {status.st_size:,} bytes, but at most {LARGEST_IGNORE_FILE:,} are read")
        with open(path, encoding="utf-8-sig", errors="surrogateescape", newline="\n") as file:
            return IgnoreRules(folder, file.read(LARGEST_IGNORE_FILE).split("\n"))
    except (FileNotFoundError, NotADirectoryError):
        return IgnoreRules(folder)


def files_above(folder: str) -> list[tuple[str, str]]:
    """The files outside of a folder whose rules hold in it, each with its own folder; the nearest last.

    The folder is a real path. The files reach up to the root of its repository; without a repository there are none.
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
    """The path of `info/exclude`, also if `.git` is a file that names another folder (worktrees, submodules)."""
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
