"""`lstm-shapes check` as a user drives it: files in, a report and an exit code out."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from lstm_shapes.check.choices import FORMATS
from tests.conftest import Command, as_an_ordinary_user, needs_permissions, plain_environment, sentence_of

CODE = """\
```python
import torch
from torch import nn

lstm = nn.LSTM(10, 20, num_layers=2, batch_first=True)
output, (h_n, c_n) = lstm(torch.randn(3, 5, 10))
print(output.shape)  # {output}
print(h_n.shape)  # {h_n}
```
"""
TRUE = CODE.format(output="(3, 5, 20)", h_n="(2, 3, 20)")
FALSE = CODE.format(output="(3, 5, 20)", h_n="(3, 2, 20)")
OPEN = """\
```python
from torch import nn

lstm = nn.LSTM(10, 20)
output, _ = lstm(load())
print(output.shape)  # (4, 9, 20)
```
"""
BROKEN = "```python\nimport torch\nlstm = torch.nn.LSTM(10, 20\n```\n"

Write = Callable[..., None]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write files into the folder in which the command runs."""

    def write_files(**files: str | bytes) -> None:
        for name, content in files.items():
            path = tmp_path / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())

    return write_files


def test_a_false_claim_is_reported_with_its_line_and_exits_with_1(command: Command, write: Write) -> None:
    write(a_md=TRUE, docs__b_md=FALSE)
    run = command("check")
    assert (run.returncode, run.stderr) == (1, "")
    first, last = run.stdout.splitlines()
    assert first.startswith("docs/b.md:8:21: LS003 h_n is claimed (3, 2, 20)")
    assert last == "4 claims in 2 files: 1 false (1 fixable with --fix), 3 true, 0 unverified"


def test_true_claims_alone_exit_with_0(command: Command, write: Write) -> None:
    write(a_md=TRUE)
    run = command("check", "a.md")
    assert (run.returncode, run.stdout, run.stderr) == (0, "2 claims in 1 file: 0 false, 2 true, 0 unverified\n", "")


def test_no_claims_are_said_aloud_and_fail_only_where_that_is_wanted(command: Command, write: Write) -> None:
    write(a_md="# Nothing\n")
    assert command("check").stdout == "no claims found; 1 file checked\n"
    assert command("check").returncode == 0
    assert command("check", "--fail-on-no-claims").returncode == 1


# What cannot be checked


def test_a_missing_path_never_looks_like_success(command: Command, write: Write) -> None:
    write(a_md=FALSE)
    run = command("check", "missing.md", "a.md", "--exit-zero")
    assert run.returncode == 2
    assert "missing.md: LS011 " in run.stdout
    assert "a.md:8:21: LS003 " in run.stdout


def test_a_file_that_is_no_text_never_looks_like_success(command: Command, write: Write) -> None:
    write(a_md=TRUE, b_md=b"nn.LSTM \xff\xfe\xfa\x80")
    run = command("check", "--format", "json")
    assert run.returncode == 2
    found = json.loads(run.stdout)
    assert [(problem["path"], problem["rule"]) for problem in found["problems"]] == [("b.md", "LS011")]
    assert found["summary"]["true"] == 2


def _explode(text: str, kind: str, path: str, *others: object) -> object:
    from lstm_shapes.check.result import Checked

    if "LSTM" in text:
        raise RecursionError("too deep")
    return Checked(path, text=text)


@pytest.mark.parametrize("files", [2, 200], ids=["in one process", "in several"])
def test_a_bug_concerns_one_file_alone(
    files: int, command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(files):
        (tmp_path / f"{number:03}.md").write_text(TRUE if number == 1 else "nothing")
    monkeypatch.setattr("lstm_shapes.check.checker.check_document", _explode)
    monkeypatch.setattr("warnings.filters", [("ignore", None, DeprecationWarning, None, 0)])  # torch has threads
    run = command("check", "--exit-zero")
    assert run.returncode == 2
    assert "001.md: LS011 could not be checked, which is a bug in lstm-shapes: RecursionError\n" in run.stdout
    checked = f"{files - 1} file{'s' * (files > 2)} checked; 1 file could not be checked\n"
    assert run.stdout.endswith(f"no claims found; {checked}")
    assert "please report it" in run.stderr
    assert "001.md" in run.stderr
    assert "RecursionError: too deep" in run.stderr


# Formats


def test_every_format_tells_of_the_false_claim(command: Command, write: Write) -> None:
    write(a_md=FALSE)
    for format in FORMATS:
        run = command("check", "--format", format)
        assert run.returncode == 1
        assert "LS003" in run.stdout
    ElementTree.fromstring(run.stdout)


def test_github_is_the_default_in_its_actions(command: Command, write: Write) -> None:
    write(a_md=FALSE)
    assert command("check", GITHUB_ACTIONS="true").stdout.startswith("::error file=a.md,line=8,endLine=8,col=21,")
    assert command("check", "--format", "concise", GITHUB_ACTIONS="true").stdout.startswith("a.md:8:21: LS003 ")


def test_an_output_file_holds_the_report_and_the_summary_is_still_said(
    command: Command, write: Write, tmp_path: Path
) -> None:
    write(a_md=FALSE)
    run = command("check", "--output", "report.txt", GITHUB_ACTIONS="true")
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr == "lstm-shapes: 2 claims in 1 file: 1 false (1 fixable with --fix), 1 true, 0 unverified\n"
    assert (tmp_path / "report.txt").read_text().startswith("a.md:8:21: LS003 ")


def test_all_claims_are_shown_where_that_is_wanted(command: Command, write: Write) -> None:
    write(a_md=TRUE + OPEN)
    assert len(command("check").stdout.splitlines()) == 1
    shown = command("check", "--show-all", "--statistics").stdout
    assert "a.md:7:24: output (3, 5, 20) is true\n" in shown
    assert "output (4, 9, 20) is unverified: " in shown


# What fails


def test_strict_fails_on_what_is_unverified_and_on_warnings(command: Command, write: Write) -> None:
    write(a_md=OPEN)
    assert command("check").returncode == 0
    strict = command("check", "--strict")
    assert strict.returncode == 1
    assert "is unverified: " in strict.stdout
    write(a_md=BROKEN)
    assert command("check").returncode == 0
    assert "a.md:" in command("check").stdout
    assert " LS010 " in command("check").stdout
    assert command("check", "--strict").returncode == 1
    assert command("check", "--strict", "--exit-zero").returncode == 0


def test_a_rule_that_is_not_selected_makes_nothing_false(command: Command, write: Write) -> None:
    write(a_md=FALSE)
    for flags in (("--select", "LS001,LS002"), ("--ignore", "LS003"), ("--select", "LS001", "--select", "LS002")):
        run = command("check", *flags)
        assert (run.returncode, run.stdout) == (0, "2 claims in 1 file: 0 false, 1 true, 0 unverified, 1 suppressed\n")
    assert command("check", "--select", "LS003").returncode == 1
    shown = command("check", "--ignore", "LS003", "--show-all").stdout
    assert "h_n (3, 2, 20) is suppressed: LS003 is not selected\n" in shown


def test_an_unreadable_file_cannot_be_ignored(command: Command) -> None:
    assert command("check", "missing.md", "--ignore", "LS011", "--exit-zero").returncode == 2
    assert command("check", "missing.md", "--select", "LS001", "--exit-zero").returncode == 2


REFUSED = "Invalid value for "
USAGE = {
    "format": (["--format", "xml"], f"{REFUSED}'--format' / '-f': "),
    "rule": (["--select", "LS999"], "--select: there is no rule 'LS999'; the rules are LS001, "),
    "explain": (["--explain", "LS999"], f"{REFUSED}'--explain': there is no rule 'LS999'; the rules are LS001, "),
    "fix and diff": (
        ["--fix", "--diff"],
        f"{REFUSED}'--diff': prints what --fix would change; it does not go with --fix",
    ),
    "explain and a format": (
        ["--explain", "LS003", "--format", "json"],
        f"{REFUSED}'--explain': explains a rule, and checks nothing; it does not go with --format",
    ),
    "explain and an empty path": (
        ["", "--explain", "LS003"],
        f"{REFUSED}'--explain': explains a rule, and checks nothing; it does not go with PATHS",
    ),
    "name without standard input": (
        ["--stdin-filename", "a.md"],
        f"{REFUSED}'--stdin-filename': names standard input, which is checked where - stands among the paths",
    ),
    "unknown kind": (
        ["-", "--stdin-filename", "a.exe"],
        f"{REFUSED}'--stdin-filename': 'a.exe' is no document; those end in .md, ",
    ),
    "fix of standard input": (["-", "--fix"], f"{REFUSED}'--fix': rewrites files"),
    "folder": (["--output", "."], ". is a folder"),
    "folder, by the short flag": (["-o", "."], ". is a folder"),
    "a baseline without a name": (
        ["--write-baseline"],
        f"{REFUSED}'--write-baseline': writes the file that --baseline names; add --baseline FILE",
    ),
    "a baseline in no folder": (
        ["--baseline", "no/b.json", "--write-baseline"],
        "no/b.json cannot be written: there is no folder no",
    ),
    "no baseline": (["--baseline", "b.json"], "b.json does not exist; --write-baseline writes one"),
    "format with diff": (
        ["--diff", "-f", "json"],
        f"{REFUSED}'--diff': prints what --fix would change; it does not go with --format",
    ),
}


@pytest.mark.parametrize(("flags", "sentence"), USAGE.values(), ids=USAGE)
def test_flags_that_cannot_be_meant_are_refused(
    flags: list[str], sentence: str, command: Command, tmp_path: Path
) -> None:
    run = command("check", *flags)
    assert (run.returncode, run.stdout) == (2, "")
    assert sentence_of(run.stderr).startswith(sentence)
    assert run.stderr.count("Error") == 1
    assert list(tmp_path.iterdir()) == []


def test_settings_stand_in_pyproject_and_flags_win(command: Command, write: Write) -> None:
    write(a_md=FALSE, pyproject_toml='[tool.lstm-shapes.check]\nignore = ["LS003"]\n')
    assert command("check").returncode == 0
    assert command("check", "--ignore", "LS001").returncode == 1


def test_what_stands_in_the_baseline_does_not_fail_wherever_it_stands(
    command: Command, write: Write, tmp_path: Path
) -> None:
    write(docs__a_md=FALSE, pyproject_toml='[tool.lstm-shapes.check]\nbaseline = "known.json"\n')
    run = command("check", "--write-baseline")
    assert (run.returncode, run.stderr) == (0, f"lstm-shapes: 1 finding written to {tmp_path / 'known.json'}\n")
    (known,) = json.loads((tmp_path / "known.json").read_text())["findings"]
    assert known == {"path": "docs/a.md", "rule": "LS003", "text": "h_n (3, 2, 20)", "times": 1}
    assert command("check").stdout == "2 claims in 1 file: 0 false, 1 true, 0 unverified, 1 suppressed\n"
    write(docs__a_md=f"# A title\n\n{FALSE}")
    assert command("check").returncode == 0
    write(docs__a_md=f"{FALSE}\n{FALSE}")
    assert command("check").stdout.startswith("docs/a.md:18:21: LS003 ")
    write(docs__a_md=TRUE)
    assert command("check").stderr == (
        f"lstm-shapes: no longer found: 1 finding in {tmp_path / 'known.json'}; "
        "--write-baseline leaves out what is gone\n"
    )


def test_a_baseline_keeps_what_it_says_of_other_documents(command: Command, write: Write, tmp_path: Path) -> None:
    write(a_md=FALSE, b_md=FALSE)
    assert command("check", "--baseline", "known.json", "--write-baseline").returncode == 0
    before = (tmp_path / "known.json").read_text()
    run = command("check", "b.md", "--baseline", "known.json")
    assert (run.returncode, run.stderr) == (0, "")
    command("check", "b.md", "--baseline", "known.json", "--write-baseline")
    assert (tmp_path / "known.json").read_text() == before
    (tmp_path / "a.md").unlink()
    command("check", "b.md", "--baseline", "known.json", "--write-baseline")
    assert len(json.loads((tmp_path / "known.json").read_text())["findings"]) == 1


def test_a_strict_baseline_holds_what_is_unverified_and_warnings(command: Command, write: Write) -> None:
    write(a_md=OPEN, b_md=BROKEN)
    assert command("check", "--strict", "--baseline", "b.json").returncode == 2
    assert command("check", "--strict", "--baseline", "b.json", "--write-baseline").returncode == 0
    assert command("check", "--strict", "--baseline", "b.json").returncode == 0


@pytest.mark.parametrize("text", ["[]", "{", '{"version": 2, "findings": []}', '{"version": 1, "findings": [{}]}'])
def test_a_file_that_is_no_baseline_is_refused(text: str, command: Command, write: Write) -> None:
    write(a_md=TRUE, b_json=text)
    run = command("check", "--baseline", "b.json")
    assert (run.returncode, run.stdout) == (2, "")
    assert sentence_of(run.stderr).startswith("b.json is n")


def test_an_unknown_setting_is_an_error(command: Command, write: Write) -> None:
    write(a_md=TRUE, pyproject_toml="[tool.lstm-shapes.check]\nignored = []\n")
    run = command("check")
    assert run.returncode == 2
    assert "ignored" in sentence_of(run.stderr)


# Explanations


def test_a_rule_is_explained_with_a_wrong_and_a_right_example(command: Command) -> None:
    run = command("check", "--explain", "ls003")
    assert run.returncode == 0
    assert run.stdout.startswith("LS003 wrong-axis-order   the axes are right, their order is not\n")
    for title in ("Why", "Wrong", "Right"):
        assert f"\n{title}\n" in run.stdout
    assert command("check", "--explain", "wrong-axis-order").stdout == run.stdout


# Standard input


def test_standard_input_is_markdown_unless_its_name_says_otherwise(command: Command) -> None:
    run = command("check", "-", stdin=FALSE)
    assert run.returncode == 1
    assert run.stdout.startswith("<stdin>:8:21: LS003 ")
    python = "".join(line for line in FALSE.splitlines(keepends=True) if "```" not in line)
    run = command("check", "-", "--stdin-filename", "docs/a.py", stdin=python)
    assert run.stdout.startswith("docs/a.py:7:21: LS003 ")


# Corrections


def test_fix_corrects_the_file_and_reports_what_is_left(command: Command, write: Write, tmp_path: Path) -> None:
    write(a_md=FALSE.replace("\n", "\r\n"), b_md=TRUE)
    run = command("check", "--fix")
    assert (tmp_path / "a.md").read_bytes().decode() == TRUE.replace("\n", "\r\n")
    assert (run.returncode, run.stdout) == (0, "4 claims in 2 files: 0 false, 4 true, 0 unverified\n")
    assert run.stderr == "lstm-shapes: corrected 1 claim in 1 file\n"
    assert command("check", "--fix").stderr == ""


def test_diff_prints_what_fix_would_change_and_changes_nothing(command: Command, write: Write, tmp_path: Path) -> None:
    write(a_md=FALSE)
    run = command("check", "--diff")
    assert run.returncode == 1
    assert run.stdout.startswith("--- ")
    assert "\n-print(h_n.shape)  # (3, 2, 20)\n+print(h_n.shape)  # (2, 3, 20)\n" in run.stdout
    assert run.stderr == "lstm-shapes: 2 claims in 1 file: 1 false (1 fixable with --fix), 1 true, 0 unverified\n"
    assert (tmp_path / "a.md").read_text() == FALSE
    subprocess.run(["patch", "-p1"], input=run.stdout, cwd=tmp_path, text=True, check=True, capture_output=True)
    assert (tmp_path / "a.md").read_text() == TRUE


def test_fix_leaves_rules_alone_that_are_not_selected(command: Command, write: Write, tmp_path: Path) -> None:
    write(a_md=FALSE)
    assert command("check", "--fix", "--ignore", "LS003").returncode == 0
    assert (tmp_path / "a.md").read_text() == FALSE


@needs_permissions
def test_a_file_that_cannot_be_corrected_is_an_error(command: Command, write: Write, tmp_path: Path) -> None:
    write(docs__a_md=FALSE, b_md=FALSE)
    (tmp_path / "docs").chmod(0o555)
    with as_an_ordinary_user(tmp_path):
        run = command("check", "--fix")
    (tmp_path / "docs").chmod(0o755)
    assert run.returncode == 2
    assert (tmp_path / "b.md").read_text() == TRUE


# Many files


def test_many_files_are_reported_in_the_order_of_their_names(process: Command, tmp_path: Path) -> None:
    for number in range(150):
        (tmp_path / f"{number:03}.md").write_text(FALSE)
    *findings, last = process("check").stdout.splitlines()
    assert [line[:6] for line in findings] == [f"{number:03}.md" for number in range(150)]
    assert last == "300 claims in 150 files: 150 false (150 fixable with --fix), 150 true, 0 unverified"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to one process")
def test_ctrl_c_ends_all_processes_quietly(tmp_path: Path) -> None:
    for number in range(3_000):
        (tmp_path / f"{number:04}.md").write_text(FALSE * 3)
    process = subprocess.Popen(
        [sys.executable, "-m", "lstm_shapes", "check"],
        cwd=tmp_path,
        env=plain_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    time.sleep(1)
    os.killpg(process.pid, signal.SIGINT)
    _, stderr = process.communicate(timeout=10)
    assert (process.returncode, stderr) == (130, "")
    assert _is_gone(process.pid)


def _is_gone(group: int) -> bool:
    """Whether nobody is left in a group of processes, after five seconds at most."""
    for _ in range(50):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


# From Python


def test_a_text_is_checked_from_python() -> None:
    import lstm_shapes

    checked = lstm_shapes.check_text(FALSE)
    assert [claim.verdict for claim in checked.claims] == [lstm_shapes.Verdict.TRUE, lstm_shapes.Verdict.FALSE]
    assert checked.claims[1].rule == "LS003"
    with pytest.raises(ValueError, match="kind"):
        lstm_shapes.check_text("", kind="exe")


def test_files_are_checked_from_python(tmp_path: Path) -> None:
    import lstm_shapes

    (tmp_path / "a.md").write_text(TRUE)
    (tmp_path / "b.md").write_text(FALSE)
    first, second, third = lstm_shapes.check_paths([tmp_path, tmp_path / "missing.md"])
    assert [checked.path.rpartition("/")[2] for checked in (first, second, third)] == ["a.md", "b.md", "missing.md"]
    assert lstm_shapes.Verdict.FALSE in {claim.verdict for claim in second.claims}
    assert [problem.rule for problem in third.problems] == ["LS011"]
    assert isinstance(second, lstm_shapes.Checked)
    assert isinstance(second.claims[0], lstm_shapes.Claim)


def test_a_named_file_is_left_out_where_exclusions_are_forced(write: Write, command: Command) -> None:
    write(a_md=FALSE)
    assert command("check", "a.md", "--exclude", "a.md").returncode == 1
    forced = command("check", "a.md", "--exclude", "a.md", "--force-exclude")
    assert (forced.returncode, forced.stdout) == (0, "no claims found; 0 files checked\n")


def test_a_file_that_is_named_twice_is_checked_once(write: Write, command: Command, tmp_path: Path) -> None:
    write(a_md=FALSE)
    checked = json.loads(command("check", "a.md", "./a.md", str(tmp_path / "a.md"), "--format", "json").stdout)
    assert (checked["summary"]["files"], checked["summary"]["false"]) == (1, 1)


def test_standard_input_may_be_closed(write: Write, tmp_path: Path) -> None:
    write(a_md=FALSE)
    line = f"{sys.executable} -m lstm_shapes check a.md <&-"
    done = subprocess.run(
        ["sh", "-c", line], cwd=tmp_path, env=plain_environment(), capture_output=True, text=True, check=False
    )
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)


def test_a_correction_is_offered_only_where_it_is_right(write: Write, command: Command) -> None:
    write(a_md=FALSE)
    (wrong,) = [c for c in json.loads(command("check", "a.md", "--format", "json").stdout)["claims"] if c["fix"]]
    assert wrong["expected"] == "(2, 3, 20)"
    assert command("check", "a.md", "--fix").returncode == 0
    assert command("check", "a.md").returncode == 0


@pytest.mark.parametrize(("name", "beginning"), [("r.json", "{"), ("r.sarif", "{"), ("r.xml", "<?xml"), ("r", "guide")])
def test_the_ending_of_the_output_decides_its_format(
    command: Command, tmp_path: Path, name: str, beginning: str
) -> None:
    (tmp_path / "guide.md").write_text("```py\nx = nn.LSTM(10, 20)(torch.randn(5, 3, 10))[0]  # (5, 3, 21)\n```\n")
    assert command("check", "guide.md", "-o", name).returncode == 1
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(beginning)
