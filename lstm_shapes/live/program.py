"""Run a program as `python` would run it, and know of it when it imports torch."""

from __future__ import annotations

import builtins
import importlib.util
import io
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import CodeType, ModuleType
from typing import Any

from lstm_shapes.errors import ReadError

__all__ = ["Program", "once_imported"]


@dataclass(frozen=True, slots=True)
class Program:
    """A program, and what it is given."""

    target: str
    """A file, a folder with a `__main__.py`, an archive with one, or the name of a module."""

    arguments: tuple[str, ...] = ()
    is_module: bool = False

    def load(self) -> Callable[[], None]:
        """Set the process up for it, and give what runs it.

        Raises `ReadError` if it is not there, or no Python, and whatever a package around a module raises.
        """
        sys.argv = [self.target, *self.arguments]
        if not getattr(sys.flags, "safe_path", False):  # since Python 3.11; what stands there is ours
            sys.path[0] = os.getcwd() if self.is_module else os.path.dirname(os.path.realpath(self.target))
        try:
            spec, code = _of_module(self.target) if self.is_module else _of_path(self.target)
        except SyntaxError as error:
            where = f"{error.filename}, line {error.lineno}" if error.filename else self.target
            raise ReadError(f"{where}: {error.msg}") from error
        if self.is_module:
            sys.argv[0] = code.co_filename
        module = ModuleType("__main__")
        if "__annotations__" in vars(sys.modules["__main__"]):  # which later releases of Python may leave out
            module.__annotations__ = {}
        module.__dict__.update(__file__=code.co_filename, __builtins__=builtins, __cached__=None)
        if spec is None:
            module.__loader__ = SourceFileLoader("__main__", code.co_filename)
        else:
            module.__spec__, module.__loader__, module.__package__ = spec, spec.loader, spec.parent
        sys.modules["__main__"] = module
        return partial(exec, code, module.__dict__)


def _of_path(path: str) -> tuple[ModuleSpec | None, CodeType]:
    """The code of a script, or of the `__main__.py` in a folder or an archive."""
    if os.path.isdir(path) or (os.path.isfile(path) and PathFinder.find_spec("__main__", [path]) is not None):
        sys.path[0] = os.path.abspath(path)
        spec = PathFinder.find_spec("__main__", [path])
        if spec is None:
            raise ReadError(f"{path} is a folder without a __main__.py")
        return spec, _code_of(spec)
    full = os.path.abspath(path)
    try:
        with io.open_code(full) as file:
            source = file.read()
    except OSError as error:
        raise ReadError(f"{path} cannot be run: {error.strerror or error}") from error
    try:
        return None, compile(source, full, "exec", dont_inherit=True)
    except ValueError as error:  # it holds a null byte
        raise ReadError(f"{path} is no Python: {error}") from error


def _of_module(name: str) -> tuple[ModuleSpec, CodeType]:
    """The code of a module, or of the `__main__` of a package."""
    try:
        spec = importlib.util.find_spec(name)
    except ModuleNotFoundError as error:
        if not name.startswith(str(error.name)):
            raise  # the package around it imports what is not there
        spec = None
    if spec is None:
        raise ReadError(f"there is no module {name}")
    if spec.submodule_search_locations is not None:
        return _of_module(f"{name}.__main__")
    return spec, _code_of(spec)


def _code_of(spec: ModuleSpec) -> CodeType:
    loader: Any = spec.loader
    code: CodeType | None = loader.get_code(spec.name) if hasattr(loader, "get_code") else None
    if code is None:
        raise ReadError(f"{spec.name} has no code that could be run")
    return code


def once_imported(name: str, then: Callable[[], None]) -> None:
    """Call `then` once a module is imported, or at once where it is already: it is not loaded before it is needed."""
    if name in sys.modules:
        then()
    else:
        sys.meta_path.insert(0, _Expecting(name, then))


class _Expecting(MetaPathFinder):
    """Finds nothing itself: waits for one module, and has it found by the others."""

    def __init__(self, name: str, then: Callable[[], None]) -> None:
        self._name, self._then, self._is_asking = name, then, False

    def find_spec(self, name: str, path: Any, target: ModuleType | None = None) -> ModuleSpec | None:
        if name != self._name or self._is_asking:
            return None
        self._is_asking = True
        try:
            spec = importlib.util.find_spec(name)
        finally:
            self._is_asking = False
        if spec is not None and spec.loader is not None:
            spec.loader = _Then(spec.loader, self._loaded)
        return spec

    def _loaded(self) -> None:
        """It was not only looked for: the wait is over."""
        sys.meta_path.remove(self)
        self._then()


class _Then(Loader):
    """Loads as another loader does, and then does something more."""

    def __init__(self, loader: Any, then: Callable[[], None]) -> None:
        self._loader, self._then = loader, then

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        module: ModuleType | None = self._loader.create_module(spec)
        return module

    def exec_module(self, module: ModuleType) -> None:
        spec = module.__spec__
        assert spec is not None
        module.__loader__ = spec.loader = self._loader  # as if it had been there alone
        self._loader.exec_module(module)
        self._then()
