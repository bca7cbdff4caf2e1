"""From the paths that somebody names to the files that are to be checked."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from lstm_shapes.check.ignored import IgnoreRules, files_above, local_exclude, read_rules
from lstm_shapes.check.result import Checked, Problem

__all__ = ["SUFFIXES", "File", "find_files", "kind_of"]

SUFFIXES: Mapping[str, str] = {
    ".md": "md",
    ".markdown": "md",
    ".mdx": "md",
    ".rst": "rst",
    ".txt": "txt",
    ".py": "py",
    ".ipynb": "ipynb",
}
"""The kind of document that a file is, by how its name ends."""

_NEVER_WALKED = frozenset({"__pycache__", "node_modules", "site-packages"})
_MARK_OF_ENVIRONMENTS = "pyvenv.cfg"


@dataclass(frozen=True, slots=True)
class File:
    """A file to check."""

    path: str
    """As a report shows it."""
    kind: str
    """One of `document.KINDS`."""
    size: int = 0
    """In bytes."""


def kind_of(name: str) -> str | None:
    """The kind of document that a file name stands for; None where no reader knows it."""
    return SUFFIXES.get(os.path.splitext(name)[1].lower())


def find_files(
    paths: Iterable[str | os.PathLike[str]],
    exclude: Sequence[str] = (),
    exclude_folder: str | os.PathLike[str] = ".",
    seen: set[str] | None = None,
    force_exclude: bool = False,
) -> Iterator[File | Checked]:
    """The files at paths and below folders, each once; a path that cannot be read comes as a result that says so.

    The order is that of `paths`, and below a folder that of the names. A path is relative to the current folder where
    it stands below it. Below a folder are left out: what is hidden, `__pycache__`, `node_modules`, `site-packages`,
    virtual environments, folders that are links, what `.gitignore` and `.git/info/exclude` ignore (also outside of a
    repository, and from the folders above up to that of the repository), and what `exclude` matches: patterns as in
    a `.gitignore` that stands in `exclude_folder`. What is named in `paths` itself is taken all the same, unless
    `force_exclude` says that `exclude` holds for it as well. seen: the real paths that have been found before, to which
    those found now are added.
    """
    excluded = IgnoreRules.of_options(_real(exclude_folder), exclude)
    seen = set() if seen is None else seen
    complained: set[str] = set()
    for given in paths:
        if force_exclude and _is_excluded(_real(given), excluded):
            continue
        for found in _find(_shown(os.fspath(given)), excluded, seen):
            if isinstance(found, File):
                yield found
            elif found.path not in complained:
                complained.add(found.path)
                yield found


def _shown(path: str) -> str:
    """A path without `./` and double slashes, relative to the current folder if it stands below it, with slashes."""
    if not path or "\0" in path:
        return path
    pure = PurePath(path)
    here = os.getcwd()
    return (pure.relative_to(here) if pure.is_absolute() and pure.is_relative_to(here) else pure).as_posix()


def _find(path: str, excluded: IgnoreRules, seen: set[str]) -> Iterator[File | Checked]:
    try:
        status = os.stat(path)
    except (OSError, ValueError) as error:  # ValueError: a NUL in it
        yield _unreadable(path or "''", error)
        return
    kind = kind_of(path)
    if stat.S_ISDIR(status.st_mode):
        yield from _walk(path, excluded, seen)
    elif kind is None:
        yield _unreadable(path, f"is no document that can be checked; those end in {', '.join(SUFFIXES)}")
    else:
        yield from _once(File(path, kind, status.st_size), _real(path), seen)


def _once(file: File, real: str, seen: set[str]) -> Iterator[File]:
    if real not in seen:
        seen.add(real)
        yield file


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder to list."""

    path: str
    """As a report shows it."""
    real: str
    """The path without links, with slashes."""
    rules: tuple[IgnoreRules, ...]
    """Those that hold in it: first what the user excludes, then those of files, the nearest last."""
    is_named: bool = False
    """Whether the user named it; then it is listed, whatever it is."""


def _walk(path: str, excluded: IgnoreRules, seen: set[str]) -> Iterator[File | Checked]:
    """All files below a folder, with a stack of its own: a tree may be deeper than Python's."""
    real = _real(path)
    rules: tuple[IgnoreRules, ...] = (excluded,)
    for file, folder in files_above(real):
        rules, problems = _with_rules(rules, file, folder)
        yield from problems
    stack = [_list(_Folder(path, real, rules, True), seen)]
    while stack:
        for found in stack[-1]:
            if isinstance(found, _Folder):
                stack.append(_list(found, seen))
                break
            yield found
        else:
            stack.pop()


def _list(folder: _Folder, seen: set[str]) -> Iterator[File | Checked | _Folder]:
    """The files in a folder, and the folders in it that are to be listed next, in the order of their names."""
    try:
        with os.scandir(folder.path) as listing:
            entries = {entry.name: entry for entry in listing}
    except OSError as error:
        yield _unreadable(folder.path, error)
        return
    if _MARK_OF_ENVIRONMENTS in entries and not folder.is_named:
        return
    rules = folder.rules
    if ".git" in entries and not folder.is_named:  # another repository, to which the rules around it do not apply
        rules, problems = _with_rules(rules[:1], local_exclude(folder.real), folder.real)
        yield from problems
    if ".gitignore" in entries:
        rules, problems = _with_rules(rules, os.path.join(folder.real, ".gitignore"), folder.real)
        yield from problems
    for name, entry in sorted(entries.items()):
        path = name if folder.path == "." else f"{folder.path.rstrip('/')}/{name}"
        real = f"{folder.real.rstrip('/')}/{name}"
        is_folder, kind = _is_folder(entry), kind_of(name)
        if name.startswith(".") or (name in _NEVER_WALKED if is_folder else kind is None):
            continue
        if _is_ignored(real, is_folder, rules):
            continue
        if is_folder:
            yield _Folder(path, real, rules)
        elif kind is not None and not (entry.is_symlink() and os.path.isdir(path)):
            where = _real(path) if entry.is_symlink() else real
            yield from _once(File(path, kind, _size(entry)), where, seen)


def _with_rules(
    rules: tuple[IgnoreRules, ...], file: str, folder: str
) -> tuple[tuple[IgnoreRules, ...], Iterator[Checked]]:
    """The rules with those of another file behind them, and what keeps that file from being read."""
    try:
        more = read_rules(file, folder)
    except (OSError, ValueError) as error:
        return rules, iter([_unreadable(_shown(file), error)])
    return (*rules, more) if more else rules, iter(())


def _is_ignored(path: str, is_folder: bool, rules: tuple[IgnoreRules, ...]) -> bool:
    """Whether a path is excluded, or the nearest file with rules that mentions it ignores it."""
    excluded, *others = rules
    if excluded.verdict(path, is_folder):
        return True
    verdicts = (other.verdict(path, is_folder) for other in reversed(others))
    return next((verdict for verdict in verdicts if verdict is not None), False)


def _is_excluded(real: str, excluded: IgnoreRules) -> bool:
    """Whether a path, or a folder that it stands in, is excluded."""
    folders = (folder.as_posix() for folder in PurePath(real).parents)
    return bool(excluded.verdict(real, os.path.isdir(real))) or any(
        excluded.verdict(folder, True) for folder in folders
    )


def _real(path: str | os.PathLike[str]) -> str:
    """A path without links, with slashes."""
    return os.path.realpath(path).replace(os.sep, "/")


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:  # reading it will say why
        return False


def _size(entry: os.DirEntry[str]) -> int:
    try:
        return entry.stat().st_size
    except OSError:
        return 0


def _unreadable(path: str, why: Exception | str) -> Checked:
    if isinstance(why, FileNotFoundError):
        why = "does not exist"
    elif isinstance(why, OSError):
        why = f"cannot be read: {why.strerror or why}"
    return Checked(path, problems=(Problem("LS011", str(why)),))
