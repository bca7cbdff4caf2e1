"""Which paths `.gitignore` files ignore; `pathspec` reads the patterns."""

from __future__ import annotations

import os
import re
import stat
import warnings
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

__all__ = ["LARGEST_IGNORE_FILE", "IgnoreRules", "files_above", "local_exclude", "read_rules"]

LARGEST_IGNORE_FILE = 1_000_000
"""In bytes; a larger file would take too long, as each path is compared with each pattern."""

_SLASH_AT_END = re.compile(r"/\s*\Z")


class _Rule(NamedTuple):
    """One pattern."""

    expression: re.Pattern[str]
    """The pattern as a regular expression, from pathspec."""

    is_ignored: bool
    """False if the pattern starts with `!`: then a path that matches is not ignored."""

    only_folders: bool
    """Whether the pattern ends with a slash."""


class IgnoreRules:
    """The rules of one file. If several patterns match, the last one decides.

    The patterns are relative to a folder. Patterns without a slash and those that start with `**/` also match outside
    of it, which is meant for patterns from the command line.
    """

    def __init__(self, folder: str, lines: Iterable[str] = ()) -> None:
        self._folder = f"{folder.rstrip('/')}/"
        written = [line for line in lines if line.strip() and not line.startswith("#")]
        self._for_folders = list(_rules(written))[::-1] if written else []
        self._for_files = [rule for rule in self._for_folders if not rule.only_folders]

    def verdict(self, path: str, is_folder: bool) -> bool | None:
        """True if a path is ignored, False if a pattern with `!` includes it again, None if no pattern matches.

        The path is absolute and has slashes. Its parent folders are not considered; ask about them first.
        """
        relative = path[len(self._folder) :] if path.startswith(self._folder) else path[1:]
        for rule in self._for_folders if is_folder else self._for_files:
            found = rule.expression.search(relative)
            # pathspec also matches what is inside a matching folder; only then is the group of the expression set.
            if found is not None and found.lastindex is None:
                return rule.is_ignored
        return None

    def __bool__(self) -> bool:
        return bool(self._for_folders)

    @classmethod
    def of_options(cls, folder: str, patterns: Sequence[str]) -> IgnoreRules:
        """The rules from patterns on the command line or in settings, where `./docs` is the same as `/docs`."""
        return cls(folder, [re.sub(r"\A(!?)\./+", r"\1/", pattern) for pattern in patterns])


def _rules(lines: Iterable[str]) -> Iterator[_Rule]:
    """The rule in each line; an invalid pattern matches nothing, as in git."""
    from pathspec import GitIgnoreSpec

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # `re` warns about brackets in brackets
        for line in lines:
            pattern = _SLASH_AT_END.sub("", line)
            try:
                (compiled,) = GitIgnoreSpec.from_lines([pattern]).patterns
            except (ValueError, re.error):
                continue
            if compiled.regex is not None:
                yield _Rule(compiled.regex, bool(compiled.include), pattern != line)


def read_rules(path: str, folder: str) -> IgnoreRules:
    """The rules in a file; there are none if the file does not exist or is a link, which git does not follow either.

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
    """The files with rules above a folder that apply in it, each with its own folder; the nearest comes last.

    The folder is a real path. Only files in the same repository apply; outside of a repository there are none.
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
    """The path of `info/exclude`; in worktrees and submodules, `.git` is a file with the path of another folder."""
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
