"""What `lstm-shapes check` does once its flags are read: find files, check them, correct them, report."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from lstm_shapes import __version__, console
from lstm_shapes.check.baseline import known_in, of_others, read_baseline, text_of, without
from lstm_shapes.check.batch import Job, check_all
from lstm_shapes.check.decoding import UnreadableError, decode
from lstm_shapes.check.discovery import SUFFIXES, find_files, kind_of
from lstm_shapes.check.fix import fixed, unified_diff
from lstm_shapes.check.formats import RENDERERS, View
from lstm_shapes.check.result import Checked, Claim, Problem, Verdict
from lstm_shapes.check.rules import RULES, find_rule
from lstm_shapes.check.settings import Selection, Settings, load_settings
from lstm_shapes.check.summary import count, summarize
from lstm_shapes.cli.correcting import correct
from lstm_shapes.cli.exits import FALSE, REFUSED, TRUE
from lstm_shapes.cli.flags import Clashes, UsageError, refuse_clashes
from lstm_shapes.cli.rerunning import rerun
from lstm_shapes.files import require_writable, write_file
from lstm_shapes.page import Code, Page, Section, prose

__all__ = ["Request", "answer"]

_STANDARD_INPUT = "-"
_STDIN_NAME = "<stdin>"
_CLASHES: Clashes = {
    "explain": ("explains a rule, and checks nothing", ()),
    "diff": (
        "prints what --fix would change",
        ("fix", "write_baseline", "format", "output", "show_all", "statistics"),
    ),
    "write_baseline": ("writes what is found to the --baseline file", ("format", "output", "show_all", "statistics")),
}
_ENDINGS = {".json": "json", ".sarif": "sarif", ".xml": "junit"}


@dataclass(frozen=True, slots=True)
class Request:
    """What the flags ask for."""

    paths: Sequence[str]
    stdin_filename: str | None

    settings: Mapping[str, Any]
    """The flags that were given of those that may stand in pyproject.toml as well."""

    flags: Sequence[str]
    """The names of all that was given."""

    explain: str | None
    fix: bool
    diff: bool
    output: Path | None
    exit_zero: bool
    write_baseline: bool


def answer(request: Request) -> int:
    """Do what the flags ask for, and give the exit code."""
    refuse_clashes(request.flags, _CLASHES)
    if request.explain is not None:
        console.show_page(_explanation(request.explain))
        return TRUE
    _refuse_misuse(request)
    settings = load_settings(_first_path(request), tuple(RULES)).overridden(request.settings)
    if request.write_baseline:
        if settings.baseline is None:
            raise UsageError("writes the file that --baseline names; add --baseline FILE", "--write-baseline")
        require_writable(Path(settings.baseline))
    selection = Selection.of(settings, tuple(RULES))
    check = partial(_check, selection=selection, run=rerun if settings.commands else None)
    found = list(_found(request, settings))
    checked = _in_order(found, list(check([job for job in found if isinstance(job, Job)])))
    failed = any(not _could_be_read(document) for document in checked)
    if request.fix:
        checked, could_write = correct(checked, check)
        failed = failed or not could_write
    if request.write_baseline:
        return max(_write_baseline(settings, checked), REFUSED if failed else TRUE)
    if settings.baseline is not None:
        checked = _without_known(Path(settings.baseline), checked)
    _report(request, settings, checked)
    return max(_exit_code(request, settings, checked), REFUSED if failed else TRUE)


def _write_baseline(settings: Settings, checked: Sequence[Checked]) -> int:
    """Write what is found now into the baseline; what it says of other documents stays."""
    file = Path(settings.baseline or "")
    known = known_in(checked, file.parent, bool(settings.strict))
    if os.path.exists(file):
        known += of_others(read_baseline(file), checked, file.parent)
    write_file(file, text_of(known).encode())
    console.complain(f"{count(sum(known.values()), 'finding')} written to {file}")
    return TRUE


def _without_known(file: Path, checked: Sequence[Checked]) -> list[Checked]:
    """What was checked, with the findings in the baseline suppressed."""
    documents, gone = without(checked, read_baseline(file), file.parent)
    if gone:
        console.complain(
            f"no longer found: {count(gone, 'finding')} in {file}; --write-baseline leaves out what is gone"
        )
    return documents


def _first_path(request: Request) -> Path:
    named = [path for path in request.paths if path != _STANDARD_INPUT]
    return Path(named[0]) if named else Path()


def _found(request: Request, settings: Settings) -> Iterator[Job | Checked]:
    """What is to be checked, in order, and what cannot be."""
    seen: set[str] = set()
    for path in dict.fromkeys(request.paths or (".",)):
        if path == _STANDARD_INPUT:
            yield _standard_input(request.stdin_filename)
            continue
        for file in find_files([path], settings.exclude or (), settings.folder, seen, bool(settings.force_exclude)):
            yield Job(file.path, file.kind, size=file.size) if not isinstance(file, Checked) else file


def _standard_input(name: str | None) -> Job | Checked:
    kind = "md" if name is None else kind_of(name)
    if kind is None:
        raise UsageError(f"{name!r} is no document; those end in {', '.join(SUFFIXES)}", "--stdin-filename")
    if sys.stdin is None:  # closed by whoever started the command
        return Checked(name or _STDIN_NAME, problems=(Problem("LS011", "there is no standard input to read"),))
    try:
        return Job(name or _STDIN_NAME, kind, decode(sys.stdin.buffer.read(), kind).text)
    except UnreadableError as error:
        return Checked(name or _STDIN_NAME, problems=(Problem("LS011", str(error)),))


def _check(jobs: Sequence[Job], selection: Selection, run: Any) -> Iterator[Checked]:
    """Check documents; what is not selected is no finding."""
    for result in check_all(jobs, run=run):
        if result.bug:
            console.complain(f"{result.checked.path}: this is a bug in lstm-shapes, please report it:\n{result.bug}")
        yield _selected(result.checked, selection)


def _selected(checked: Checked, selection: Selection) -> Checked:
    return replace(
        checked,
        claims=tuple(_suppressed(claim, selection) for claim in checked.claims),
        problems=tuple(problem for problem in checked.problems if problem.rule in selection),
    )


def _suppressed(claim: Claim, selection: Selection) -> Claim:
    if claim.verdict is not Verdict.FALSE or claim.rule in selection:
        return claim
    return replace(claim, verdict=Verdict.SUPPRESSED, reason=f"{claim.rule} is not selected")


def _in_order(found: Sequence[Job | Checked], checked: Sequence[Checked]) -> list[Checked]:
    """What was checked, and what could not be, in the order in which it was found."""
    results = iter(checked)
    return [next(results) if isinstance(item, Job) else item for item in found]


def _could_be_read(document: Checked) -> bool:
    return all(RULES[problem.rule].level != "error" for problem in document.problems)


def _report(request: Request, settings: Settings, checked: Sequence[Checked]) -> None:
    summary = summarize(checked)
    if request.diff:
        texts = [(document, fixed(document).text) for document in checked if document.text is not None]
        console.write("".join(unified_diff(document.path, document.text or "", text) for document, text in texts))
        _say_problems(checked)
        console.complain(str(summary))
        return
    view = View(bool(settings.show_all), bool(settings.strict), bool(settings.statistics), __version__)
    format = settings.format or _usual_format(request)
    if request.output is not None:
        write_file(request.output, RENDERERS[format](checked, view).encode())
        console.complain(str(summary))
    elif format == "full":
        from lstm_shapes.check.formats.full import renderables

        console.show(*renderables(checked, view))
    else:
        console.write(RENDERERS[format](checked, view))


def _say_problems(checked: Sequence[Checked]) -> None:
    for document in checked:
        for problem in document.problems:
            if RULES[problem.rule].level == "error":
                console.complain(f"{document.path}: {problem.rule} {problem.message}")


def _usual_format(request: Request) -> str:
    if request.output is not None:
        return _ENDINGS.get(request.output.suffix.lower(), "concise")
    if os.environ.get("GITHUB_ACTIONS") == "true":
        return "github"
    return "full" if console.at_terminal() else "concise"


def _exit_code(request: Request, settings: Settings, checked: Sequence[Checked]) -> int:
    summary = summarize(checked)
    fails = summary.false > 0
    fails = fails or (bool(settings.strict) and bool(summary.unverified or summary.warnings))
    fails = fails or (bool(settings.fail_on_no_claims) and not summary.claims)
    return FALSE if fails and not request.exit_zero else TRUE


def _refuse_misuse(request: Request) -> None:
    """Refuse flags that ask for what cannot be, before anybody waits for anything."""
    if request.fix and "-" in request.paths:
        raise UsageError("rewrites files; what it would change in standard input is shown by --diff", "--fix")
    if request.output is not None:
        require_writable(request.output)
    if request.stdin_filename is not None and "-" not in request.paths:
        raise UsageError("names standard input, which is checked where - stands among the paths", "--stdin-filename")


def _explanation(text: str) -> Page:
    rule = find_rule(text)
    if rule is None:
        raise UsageError(f"there is no rule {text!r}; the rules are {', '.join(RULES)}", "--explain")
    sections = [Section("Why", tuple(map(prose, rule.explanation.split("\n\n"))))]
    sections += [
        Section(title, (Code(example),)) for title, example in (("Wrong", rule.wrong), ("Right", rule.right)) if example
    ]
    return Page(f"{rule.id} {rule.name}", rule.summary, tuple(sections))
