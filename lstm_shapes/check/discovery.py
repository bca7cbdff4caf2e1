"""Find the files to check at the paths that the user names."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from lstm_shapes.check.ignored import IgnoreRules, files_above, local_exclude, read_rules
from lstm_shapes.check.result import Checked, Problem

__all__ = ["SUFFIXES", "File", "find_files", "kind_of", "shown"]

SUFFIXES: Mapping[str, str] = {
    ".md": "md",
    ".markdown": "md",
    ".mdx": "md",
    ".rst": "rst",
    ".txt": "txt",
    ".py": "py",
    ".ipynb": "ipynb",
}
"""The kind of document, by the end of the file's name."""

_NEVER_WALKED = frozenset({"__pycache__", "node_modules", "site-packages"})
_MARK_OF_ENVIRONMENTS = "pyvenv.cfg"


@dataclass(frozen=True, slots=True)
class File:
    """A file to check."""

    path: str
    """The path that reports show."""

    kind: str
    """One of `document.KINDS`."""

    size: int = 0
    """In bytes."""


def kind_of(name: str) -> str | None:
    """The kind of document, by the name of a file; None if it is not a kind that can be checked."""
    return SUFFIXES.get(os.path.splitext(name)[1].lower())


def find_files(
    paths: Iterable[str | os.PathLike[str]],
    exclude: Sequence[str] = (),
    exclude_folder: str | os.PathLike[str] = ".",
    seen: set[str] | None = None,
    force_exclude: bool = False,
) -> Iterator[File | Checked]:
    """The files at the paths, and in the folders among them, each once; a path that cannot be read gives a `Checked`.

    The files come in the order of `paths`, and in a folder in the order of their names. Paths below the current folder
    are relative to it. Left out in folders are: hidden files and folders, `__pycache__`, `node_modules`,
    `site-packages`, virtual environments, links to folders, what `.gitignore` and `.git/info/exclude` ignore (also
    outside of a repository, and in a repository from its top folder on), and what `exclude` matches.

    exclude: patterns, as in a `.gitignore` in `exclude_folder`.
    seen: the real paths that were found before; those that are found now are added.
    force_exclude: whether `exclude` also applies to the names in `paths` themselves, which are otherwise always taken.
    """
    excluded = IgnoreRules.of_options(_real(exclude_folder), exclude)
    seen = set() if seen is None else seen
    complained: set[str] = set()
    for given in paths:
        if force_exclude and _is_excluded(_real(given), excluded):
            continue
        for found in _find(shown(os.fspath(given)), excluded, seen):
            if isinstance(found, File):
                yield found
            elif found.path not in complained:
                complained.add(found.path)
                yield found


def shown(path: str) -> str:
    """A path with single slashes and without `./`, and relative to the current folder if it is below it."""
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
    """The path that reports show."""

    real: str
    """The path without links, with slashes."""

    rules: tuple[IgnoreRules, ...]
    """The rules that apply in it: first those of the user, then those of files, the nearest last."""

    is_named: bool = False
    """Whether the user named it; then it is always listed."""


def _walk(path: str, excluded: IgnoreRules, seen: set[str]) -> Iterator[File | Checked]:
    """All files below a folder; without recursion, as folders may be nested more deeply than Python's stack allows."""
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
    """The files in a folder and the folders to list next, in the order of their names."""
    try:
        with os.scandir(folder.path) as listing:
            entries = {entry.name: entry for entry in listing}
    except OSError as error:
        yield _unreadable(folder.path, error)
        return
    if _MARK_OF_ENVIRONMENTS in entries and not folder.is_named:
        return
    rules = folder.rules
    if ".git" in entries and not folder.is_named:  # another repository: the rules of the outer one do not apply
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
    """The rules followed by those of another file, and a problem if that file cannot be read."""
    try:
        more = read_rules(file, folder)
    except (OSError, ValueError) as error:
        return rules, iter([_unreadable(shown(file), error)])
    return (*rules, more) if more else rules, iter(())


def _is_ignored(path: str, is_folder: bool, rules: tuple[IgnoreRules, ...]) -> bool:
    """Whether a path is excluded by the user, or ignored by the nearest file whose rules match it."""
    excluded, *others = rules
    if excluded.verdict(path, is_folder):
        return True
    verdicts = (other.verdict(path, is_folder) for other in reversed(others))
    return next((verdict for verdict in verdicts if verdict is not None), False)


def _is_excluded(real: str, excluded: IgnoreRules) -> bool:
    """Whether a path, or a folder that contains it, is excluded."""
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
    except OSError:  # an attempt to read it will give the reason
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
