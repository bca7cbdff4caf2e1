"""The settings of `check` in `pyproject.toml`, and the selection of rules."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from importlib import import_module
from pathlib import Path
from typing import Any

from lstm_shapes.check.choices import FORMATS
from lstm_shapes.errors import LSTMShapesError

__all__ = ["KEYS", "Selection", "Settings", "SettingsError", "load_settings"]

_TABLE = "tool.lstm-shapes.check"
_ALWAYS = frozenset({"LS011"})  # always on: a file that cannot be read must not look like success


class SettingsError(LSTMShapesError):
    """An unknown setting, or a value that it cannot have; `str()` names the file or the flag, and the key."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings; None means that a setting is not given."""

    file: Path | None = None
    """The `pyproject.toml` that they come from."""

    folder: Path = Path()
    """The folder that `exclude` is relative to."""

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    exclude: tuple[str, ...] | None = None
    force_exclude: bool | None = None
    baseline: str | None = None
    commands: bool | None = None
    strict: bool | None = None
    fail_on_no_claims: bool | None = None
    show_all: bool | None = None
    statistics: bool | None = None
    format: str | None = None

    def overridden(self, flags: Mapping[str, Any]) -> Settings:
        """The settings, replaced by flags where these are not None; a flag's name may be written with `-` or `_`.

        A `--select` without `--ignore` also removes the setting `ignore`, which might name a selected rule.
        """
        given = {name.replace("-", "_"): value for name, value in flags.items() if value is not None}
        for name, value in given.items():
            given[name] = tuple(value) if name in _LISTS else value
        if "select" in given:
            given = {"ignore": None, **given}
        if "exclude" in given:
            given["folder"] = Path()
        return replace(self, **given)


_LISTS = ("select", "ignore", "exclude")
KEYS = tuple(field.name.replace("_", "-") for field in fields(Settings) if field.name not in ("file", "folder"))
"""The keys of the table in `pyproject.toml`."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The rules that are on; `rule in selection` asks for one."""

    rules: frozenset[str]

    def __contains__(self, rule: object) -> bool:
        return rule in self.rules

    @classmethod
    def of(cls, settings: Settings, known: Collection[str]) -> Selection:
        """The rules that `select` and `ignore` leave on; without `select`, these are all but the ignored ones.

        Both hold ids or beginnings of ids, separated by commas. If both match a rule, the longer one decides, or
        `ignore` if they are equally long. Raises `SettingsError`, whose message is about flags: settings in a file have
        been validated by `load_settings`, whose message names the file.
        """
        selected = {""} if settings.select is None else _prefixes(settings.select, known, "--select")
        ignored = _prefixes(settings.ignore or (), known, "--ignore")
        return cls(_ALWAYS | {rule for rule in known if _longest(selected, rule) > _longest(ignored, rule)})


def _longest(prefixes: Iterable[str], rule: str) -> int:
    return max((len(prefix) for prefix in prefixes if rule.startswith(prefix)), default=-1)


def _prefixes(texts: Sequence[str], known: Collection[str], where: str) -> set[str]:
    prefixes = set()
    for text in texts:
        for piece in text.split(","):
            prefix = piece.strip().upper()
            if not prefix or not any(rule.startswith(prefix) for rule in known):
                raise SettingsError(f"{where}: there is no rule {piece.strip()!r}; the rules are {', '.join(known)}")
            prefixes.add(prefix)
    return prefixes


def load_settings(start: str | os.PathLike[str], known: Collection[str]) -> Settings:
    """The settings for a path, from the nearest `pyproject.toml` at or above it that has a table `tool.lstm-shapes`.

    known: the ids of all rules. Raises `SettingsError` if the file cannot be read, or has an unknown key, a value of
    the wrong type, or an unknown rule or format.
    """
    place = Path(os.path.abspath(start))
    for folder in (place, *place.parents):
        file = folder / "pyproject.toml"
        table = _table_of(file) if os.path.isfile(file) else None
        if table is not None:
            return _settings(file, table, known)
    return Settings()


def _table_of(file: Path) -> Any:
    """The table `tool.lstm-shapes` of a file; None if it has none."""
    name = _shown(file)
    parse: Callable[[str], dict[str, Any]] = import_module("tomllib" if sys.version_info >= (3, 11) else "tomli").loads
    try:
        tool = parse(file.read_bytes().decode()).get("tool", {})
    except OSError as error:
        raise SettingsError(f"{name} cannot be read: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"{name} is not TOML: {error}") from error
    return tool.get("lstm-shapes") if isinstance(tool, dict) else None


def _settings(file: Path, table: Any, known: Collection[str]) -> Settings:
    name = _shown(file)
    for key in _keys(table, f"{name}: tool.lstm-shapes"):
        if key != "check":
            raise SettingsError(f"{name}: [tool.lstm-shapes] has no {key!r}; {_TABLE} is what there is")
    values = {}
    for key, value in _items(table.get("check", {}), f"{name}: {_TABLE}"):
        where = f"{name}: [{_TABLE}] {key}"
        if key not in KEYS:
            raise SettingsError(f"{name}: [{_TABLE}] has no {key!r}; {_nearest(key)}")
        values[key.replace("-", "_")] = _value(key, value, where, file.parent)
        if key in ("select", "ignore"):
            _prefixes(value, known, where)
    return Settings(file, file.parent, **values)


def _keys(table: Any, where: str) -> Iterable[str]:
    return [key for key, _ in _items(table, where)]


def _items(table: Any, where: str) -> Iterable[tuple[str, Any]]:
    if not isinstance(table, dict):
        raise SettingsError(f"{where} must be a table, not {table!r}")
    return table.items()


def _value(key: str, value: Any, where: str, folder: Path) -> Any:
    """The value of a key, a path from `folder` on; raises `SettingsError` if it has the wrong type."""
    if key in _LISTS:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise SettingsError(f"{where} must be a list of texts, not {value!r}")
        return tuple(value)
    if key == "baseline":
        if not isinstance(value, str):
            raise SettingsError(f"{where} must be a text, not {value!r}")
        return str(folder / value)
    if key == "format":
        if value not in FORMATS:
            raise SettingsError(f"{where} must be one of {', '.join(FORMATS)}, not {value!r}")
    elif not isinstance(value, bool):
        raise SettingsError(f"{where} must be true or false, not {value!r}")
    return value


def _nearest(key: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(key.replace("_", "-"), KEYS, 1)
    return f"did you mean {close[0]}?" if close else f"the keys are {', '.join(KEYS)}"


def _shown(file: Path) -> str:
    here = Path.cwd()
    return (file.relative_to(here) if file.is_relative_to(here) else file).as_posix()
