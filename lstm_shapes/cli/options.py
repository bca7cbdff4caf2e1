"""How flags are declared: in the panel under which their help stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from typer import Option

__all__ = ["file_or_none", "panel"]


def panel(name: str) -> Callable[..., Any]:
    """A function that declares the flags of one panel: help, names, what stands for the value, values to complete."""

    def option(help: str, *names: str, metavar: str | None = None, values: Iterable[str] = ()) -> Any:
        completion = (lambda: list(values)) if values else None
        return Option(
            *names, help=help, metavar=metavar, autocompletion=completion, rich_help_panel=name, show_default=False
        )

    return option


def file_or_none(path: str | None) -> str | None:
    """The file that a flag names; `-` is standard output, as everywhere, and so none."""
    return None if path == "-" else path
