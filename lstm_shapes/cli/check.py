"""The flags of `lstm-shapes check`, and their help."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated

from typer import Argument, Context

from lstm_shapes.check.choices import FORMATS, RULE_IDS
from lstm_shapes.cli.exits import leave
from lstm_shapes.cli.options import Colour, ColourChoice, file_of, given, panel

__all__ = ["check"]

_files, _rules, _fix, _output, _exit = map(panel, ("Files", "Rules", "Fix", "Output", "Exit code"))
_Format = Enum("_Format", {name: name for name in FORMATS}, type=str)  # type: ignore[misc]
_SETTINGS = (
    *("exclude", "force_exclude", "select", "ignore", "baseline", "commands", "strict", "fail_on_no_claims"),
    *("show_all", "statistics", "format"),
)


def check(
    context: Context,
    paths: Annotated[
        list[str] | None, Argument(metavar="PATHS...", help="Files and folders; - is standard input.", show_default=".")
    ] = None,
    exclude: Annotated[
        list[str] | None, _files(metavar="PATTERN", help="Leave out what this .gitignore pattern matches; repeatable.")
    ] = None,
    force_exclude: Annotated[
        bool, _files("--force-exclude", help="Leave excluded files out even where they are named, as pre-commit does.")
    ] = False,
    stdin_filename: Annotated[
        str | None,
        _files(
            metavar="NAME", help="What standard input is called; its ending tells the kind.", show_default="Markdown"
        ),
    ] = None,
    commands: Annotated[
        bool, _files("--commands", help="Run the lstm-shapes commands in console blocks again, and compare.")
    ] = False,
    select: Annotated[
        list[str] | None,
        _rules(
            metavar="RULE,...",
            help="Report these rules alone, as in LS003,LS005.",
            autocompletion=lambda: list(RULE_IDS),
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        _rules(metavar="RULE,...", help="Do not report these rules.", autocompletion=lambda: list(RULE_IDS)),
    ] = None,
    explain: Annotated[
        str | None,
        _rules(metavar="RULE", help="Explain a rule, and check nothing.", autocompletion=lambda: list(RULE_IDS)),
    ] = None,
    fix: Annotated[
        bool, _fix("--fix", help="Correct the false claims that have a certain repair; then report the others.")
    ] = False,
    diff: Annotated[bool, _fix("--diff", help="Print what --fix would change, and change nothing.")] = False,
    format: Annotated[
        _Format | None,
        _output(
            "--format",
            "-f",
            case_sensitive=False,
            help="How findings are written.",
            show_default="full at a terminal, concise in a pipe, github in GitHub Actions",
        ),
    ] = None,
    show_all: Annotated[
        bool, _output("--show-all", help="Show true, unverified and suppressed claims as well.")
    ] = False,
    statistics: Annotated[bool, _output("--statistics", help="Count the findings of each rule.")] = False,
    output: Annotated[
        Path | None, _output("--output", "-o", help="Write the result to this file; an old one is replaced.")
    ] = None,
    color: Colour = ColourChoice.auto,
    baseline: Annotated[
        str | None,
        _exit(metavar="FILE", help="Suppress the findings that this file lists, so that only new ones fail."),
    ] = None,
    write_baseline: Annotated[
        bool, _exit("--write-baseline", help="Write all findings to the --baseline file, and exit with 0.")
    ] = False,
    strict: Annotated[bool, _exit("--strict", help="Unverified claims and warnings fail as well.")] = False,
    fail_on_no_claims: Annotated[
        bool, _exit("--fail-on-no-claims", help="Fail where there was no claim to check.")
    ] = False,
    exit_zero: Annotated[bool, _exit("--exit-zero", help="Exit with 0 in place of 1; 2 stays 2.")] = False,
) -> None:
    """Find the false LSTM shape claims in documentation, without running it.

    Reads Markdown, reST, text, Python (docstrings and comments) and notebooks.

    Works out the shape of every tensor, and compares each claim with it.

    Settings may also stand in pyproject.toml, under tool.lstm-shapes.check.

    Exit code: 0 no claim is false; 1 a claim is false; 2 something could not be checked.
    """

    def answer() -> int:
        # Whoever wants help or another command does not wait for this one.
        from lstm_shapes.cli.checking import Request
        from lstm_shapes.cli.checking import answer as checked

        settings = given(context, _SETTINGS)
        if format is not None:
            settings["format"] = format.value
        return checked(
            Request(
                tuple(paths or ()),
                stdin_filename,
                settings,
                tuple(given(context, [name for name in context.params if name != "color"])),
                explain,
                fix,
                diff,
                file_of(output),
                exit_zero,
                write_baseline,
            )
        )

    leave(context, answer)
