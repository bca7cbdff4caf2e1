"""Help in groups, as plain text: rich's panels take longer to import than the help takes to read."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand

__all__ = ["GroupedHelp"]


class GroupedHelp(TyperCommand):
    """A command whose options stand in its help under the names of their panels."""

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
