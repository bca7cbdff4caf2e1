"""The modules of the project that a document belongs to: found as Python finds them, parsed once, never run."""

from __future__ import annotations

import ast
import os
import stat
import sys
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import PurePath

from lstm_shapes.check.decoding import UnreadableError, read_source
from lstm_shapes.check.document import Piece
from lstm_shapes.check.interpreter.frames import FIRST_IMPORTED
from lstm_shapes.check.interpreter.machine import Module, Modules
from lstm_shapes.check.program.parsing import LONGEST_CODE, Code, parse_piece
from lstm_shapes.check.text import physical_lines

__all__ = ["Tree", "tree_of"]

_MARKS = (".git", "pyproject.toml", "setup.py", "setup.cfg")
_KNOWN = frozenset(("torch", "numpy", *sys.stdlib_module_names))


def tree_of(path: str) -> Tree:
    """The project around a document: up to the nearest folder that marks one, or to the current folder."""
    return _tree_at(_root_of(os.path.dirname(os.path.abspath(path)), os.getcwd()))


@lru_cache(maxsize=1024)
def _root_of(folder: str, here: str) -> str:
    above = _with_parents(folder)
    marked = (each for each in above if any(os.path.exists(os.path.join(each, mark)) for mark in _MARKS))
    return next(marked, here if here in above else folder)


def _with_parents(folder: str) -> list[str]:
    return [folder, *map(str, PurePath(folder).parents)]


@lru_cache(maxsize=64)
def _tree_at(root: str) -> Tree:
    return Tree(root)


class Tree(Modules):
    """The Python modules below a folder; a module is known by its file, a package without `__init__.py` by its folder.

    The lines of all modules that were read are numbered through, far behind those of a document.
    """

    def __init__(self, root: str) -> None:
        self.root = root
        self._read: dict[str, tuple[tuple[int, int], Code, Module]] = {}  # by file; each with its version
        self._next = FIRST_IMPORTED

    def find(self, name: str, importer: str, is_script: bool = False) -> str | None:
        """The module that `importer` gets under a name such as `.layers` or `models.encoder`; None if there is none.

        is_script: whether the importer is run itself, so that Python looks into its own folder first.
        """
        folder = os.path.abspath(importer if os.path.isdir(importer) else os.path.dirname(importer))
        parts = name.lstrip(".").split(".") if name.strip(".") else []
        places = self._places(name, folder)
        first = _module_at(places[0], parts) if is_script and places else None
        found = {first} if first else {file for place in places if (file := _module_at(place, parts))}
        modules = [file for file in found if not os.path.isdir(file)] or [*found]  # rather than a folder of that name
        return modules[0] if len(modules) == 1 else None  # of several, Python's path decides, which is not known

    def _places(self, name: str, folder: str) -> list[str]:
        """The folders in which to look for a module: those above, as any of them may be on Python's path."""
        level = len(name) - len(name.lstrip("."))
        if not level and name.partition(".")[0] in _KNOWN:
            return []
        within = [each for each in _with_parents(folder) if PurePath(each).is_relative_to(self.root)]
        if level:
            return within[level - 1 : level]
        return [place for each in within for place in (each, os.path.join(each, "src"))]

    def module(self, file: str) -> Module:
        """A module by its file; an empty one for a folder, and for what cannot be read or is too large."""
        try:
            status = os.stat(file)
            version = status.st_mtime_ns, status.st_size
            if file not in self._read or self._read[file][0] != version:
                is_read = stat.S_ISREG(status.st_mode) and status.st_size <= LONGEST_CODE
                text = read_source(file).text if is_read else ""
                code = parse_piece(Piece("code", tuple(physical_lines(text))), self._next)
                self._read[file] = version, code, Module(code.statements, tuple(_imports_of(code.statements)))
                self._next = code.last + 2
        except (OSError, UnreadableError):
            return Module()
        return self._read[file][2]

    def code_at(self, line: int) -> tuple[str, Code | None]:
        """The module in which a line stands, by its file, and its code."""
        found = ((file, code) for file, (_, code, _) in self._read.items() if code.first <= line <= code.last)
        return next(found, ("", None))


def _imports_of(statements: Sequence[ast.stmt]) -> Iterator[str]:
    """The modules that a module imports when it is run itself."""
    stack: list[ast.AST] = [*statements]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")
        elif isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING"):
            stack += node.orelse  # the rest is never run
        elif isinstance(node, (ast.If, ast.Try, ast.ExceptHandler, ast.With)):
            stack += ast.iter_child_nodes(node)


def _module_at(folder: str, parts: Sequence[str]) -> str | None:
    path = os.path.join(folder, *parts)
    for file in (os.path.join(path, "__init__.py"), f"{path}.py"):
        if os.path.isfile(file) and (parts or file.startswith(path + os.sep)):
            return file
    return path if os.path.isdir(path) else None
