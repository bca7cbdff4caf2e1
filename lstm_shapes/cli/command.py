"""Commands that start fast: help in groups as plain text, and values taken as they were written."""

from __future__ import annotations

from functools import partial
from typing import Any

from typer.core import TyperCommand, TyperGroup

__all__ = ["FastCommand", "FastGroup"]


class _Fast:
    """What both kinds of commands leave undone.

    From 0.29 on, Typer converts values through pydantic, which takes longer to import than the whole answer takes. Here
    values stay text, and what a value may be is said where it is used, by `LSTMSpec` for one.
    """

    def get_params(self, ctx: Any) -> list[Any]:
        parameters: list[Any] = super().get_params(ctx)  # type: ignore[misc]
        for parameter in parameters:
            if not parameter.required:
                parameter.process_value = partial(_as_written, parameter)
        return parameters


def _as_written(parameter: Any, ctx: Any, value: Any) -> Any:
    return value if parameter.callback is None else parameter.callback(ctx, parameter, value)


class FastGroup(_Fast, TyperGroup):
    """The group of all commands."""


class FastCommand(_Fast, TyperCommand):
    """A command whose options stand in its help under the names of their panels.

    rich's panels take as long to import as pydantic does.
    """

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the options, a section for each panel, in the order in which the panels first appear."""
        sections: dict[str, list[tuple[str, str]]] = {}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record is not None:
                other = "Arguments" if parameter.param_type_name == "argument" else "Other"
                panel = getattr(parameter, "rich_help_panel", None) or other
                sections.setdefault(panel, []).append(record)
        for panel, records in sections.items():
            with formatter.section(panel):
                formatter.write_dl(records)
