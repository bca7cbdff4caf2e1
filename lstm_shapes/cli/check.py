"""The flags of `lstm-shapes check`, and their help."""

from __future__ import annotations

from typing import Annotated

from typer import Argument

from lstm_shapes.check.choices import FORMATS, RULE_IDS
from lstm_shapes.cli.options import file_or_none, panel

__all__ = ["check"]


_files, _rules, _fix, _output, _exit = map(panel, ("Files", "Rules", "Fix", "Output", "Exit code"))


def check(
    paths: Annotated[
        list[str] | None,
        Argument(metavar="PATHS...", help="Files and folders; - is standard input. [default: .]", show_default=False),
    ] = None,
    exclude: Annotated[
        list[str] | None,
        _files("Leave out what this pattern of .gitignore matches; repeatable.", metavar="PATTERN"),
    ] = None,
    force_exclude: Annotated[
        bool | None,
        _files("Leave excluded files out even where they are named, as pre-commit does.", "--force-exclude"),
    ] = None,
    stdin_filename: Annotated[
        str | None,
        _files("What standard input is called; its ending tells the kind. [default: Markdown]", metavar="NAME"),
    ] = None,
    commands: Annotated[
        bool | None,
        _files("Run the `$ lstm-shapes ...` in console blocks again, and compare; may load PyTorch.", "--commands"),
    ] = None,
    select: Annotated[
        list[str] | None, _rules("Report these rules alone, as in LS003,LS005.", metavar="RULE,...", values=RULE_IDS)
    ] = None,
    ignore: Annotated[
        list[str] | None, _rules("Do not report these rules.", metavar="RULE,...", values=RULE_IDS)
    ] = None,
    explain: Annotated[
        str | None, _rules("Explain a rule, and check nothing.", metavar="RULE", values=RULE_IDS)
    ] = None,
    fix: Annotated[
        bool, _fix("Correct the false claims that have a certain repair; then report the others.", "--fix")
    ] = False,
    diff: Annotated[bool, _fix("Print what --fix would change, and change nothing.", "--diff")] = False,
    format: Annotated[
        str | None,
        _output(
            f"{', '.join(FORMATS)}. [default: full at a terminal, concise in a pipe, github in GitHub Actions]",
            metavar="FORMAT",
            values=FORMATS,
        ),
    ] = None,
    show_all: Annotated[
        bool | None, _output("Show true, unverified and suppressed claims as well.", "--show-all")
    ] = None,
    statistics: Annotated[bool | None, _output("Count the findings of each rule.", "--statistics")] = None,
    output: Annotated[
        str | None, _output("Write the result to this file; an existing one is replaced in one step.", metavar="FILE")
    ] = None,
    strict: Annotated[bool | None, _exit("Unverified claims and warnings fail as well.", "--strict")] = None,
    fail_on_no_claims: Annotated[
        bool | None, _exit("Fail where there was no claim to check.", "--fail-on-no-claims")
    ] = None,
    exit_zero: Annotated[bool, _exit("Exit with 0 in place of 1; 2 stays 2.", "--exit-zero")] = False,
) -> int:
    """Find the false LSTM shape claims in documentation, without running it.

    Reads Markdown, reST, text, Python (docstrings and comments) and notebooks, works out what every tensor's shape is,
    and compares each claim with it. Settings may also stand in pyproject.toml, under [tool.lstm-shapes.check].

    Exit code: 0 no claim is false; 1 a claim is false; 2 something could not be checked.
    """
    # Whoever wants help or another command does not wait for this one.
    from lstm_shapes.cli.checking import Request, answer

    settings = {
        "exclude": exclude,
        "force-exclude": force_exclude,
        "select": select,
        "ignore": ignore,
        "commands": commands,
        "strict": strict,
        "fail-on-no-claims": fail_on_no_claims,
        "show-all": show_all,
        "statistics": statistics,
        "format": format,
    }
    return answer(
        Request(tuple(paths or ()), stdin_filename, settings, explain, fix, diff, file_or_none(output), exit_zero)
    )
