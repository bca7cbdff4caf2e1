"""What `check` has found as text: each format keeps the rules of those who read it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from unicodedata import category, east_asian_width
from urllib.parse import unquote
from xml.etree import ElementTree

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstm_shapes.check.choices import FORMATS, RULE_IDS
from lstm_shapes.check.formats import RENDERERS, View
from lstm_shapes.check.formats.full import renderables
from lstm_shapes.check.result import Checked, Claim, Edit, Fact, Problem, Verdict
from lstm_shapes.check.rules import RULES, Rule, find_rule
from lstm_shapes.check.summary import count_rules, summarize
from lstm_shapes.check.text import Span

SARIF = json.loads((Path(__file__).parent / "sarif-2.1.0.schema.json").read_text(encoding="utf-8"))

TEXT = "# States\n\nprint(h_n.shape)  # (3, 2, 20)\nprint(output.shape)  # (5, 3, 20)\n"
FALSE = Claim(
    Span(3, 21, 3, 31),
    "h_n",
    "(3, 2, 20)",
    Verdict.FALSE,
    "(2, 3, 20)",
    "(D * num_layers, N, H_out) = (1 * 2, 3, 20)",
    "LS003",
    "h_n is claimed (3, 2, 20) but is (D * num_layers, N, H_out) = (2, 3, 20)",
    "batch_first does not move h_n",
    (Edit(Span(3, 22, 3, 26), "2, 3"),),
    because=(Fact("the layer is built here, with num_layers=2", Span(1, 3, 1, 9)),),
)
TRUE = Claim(Span(4, 24, 4, 34), "output", "(5, 3, 20)", Verdict.TRUE, "(5, 3, 20)", "(L, N, D * H_out) = (5, 3, 20)")
UNVERIFIED = Claim(Span(4, 24, 4, 34), "x", "(5, 3, 20)", Verdict.UNVERIFIED, reason="`x` is not followed")
SUPPRESSED = Claim(Span(4, 24, 4, 34), "c_n", "(9, 9)", Verdict.SUPPRESSED, "(2, 3)", rule="LS002", reason="line 1")
WARNING = Problem("LS010", "this is no Python: '(' was never closed", Span(1, 1, 1, 9))
UNREADABLE = Problem("LS011", "is not text in UTF-8")

ALL = (
    Checked("docs/a.md", (FALSE, TRUE, UNVERIFIED, SUPPRESSED), (WARNING,), TEXT),
    Checked("b.md", (), (UNREADABLE,)),
    Checked("c.md", (), (), ""),
)
LAST = "4 claims in 1 file: 1 false (1 fixable with --fix), 1 true, 1 unverified, 1 suppressed; 2 files checked; "
LAST += "1 warning; 1 file could not be checked"


SUMMARY = ["unverified", "suppressed", "fixable", "files", "with", "claims", "warnings", "not", "checked"]


def _one(claim: Claim, text: str = TEXT, path: str = "a.md") -> tuple[Checked]:
    return (Checked(path, (claim,), (), text),)


def _with(text: str, claimed: str, end_line: int = 1, end: int | None = None) -> tuple[Checked]:
    """A document in whose first line a stretch is claimed falsely."""
    start = text.index(claimed) + 1
    span = Span(1, start, end_line, end or start + len(claimed))
    return _one(Claim(span, "h_n", claimed, Verdict.FALSE, "(2, 3, 20)", rule="LS001"), text)


def _at_width(checked: tuple[Checked, ...], view: View, width: int | None) -> list[str]:
    """The lines of the full format on a console of this width."""
    from io import StringIO

    from rich.console import Console

    from lstm_shapes.render import UNLIMITED

    console = Console(
        file=StringIO(), width=width or UNLIMITED, color_system=None, markup=False, emoji=False, highlight=False
    )
    with console.capture() as printed:
        for shown in renderables(checked, view):
            console.print(shown)
    return printed.get().split("\n")


def _columns(text: str) -> int:
    return sum(0 if category(c) in ("Mn", "Me") else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def test_every_format_has_a_renderer() -> None:
    assert tuple(RENDERERS) == FORMATS


# The rules


def test_every_rule_stands_in_the_table_under_its_own_id() -> None:
    assert [(id, rule.id) for id, rule in RULES.items()] == [(id, id) for id in RULE_IDS]


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_has_all_that_a_reader_needs(rule: Rule) -> None:
    assert rule.level in ("false", "warning", "error")
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.name)
    assert "\n" not in rule.summary
    assert rule.explanation.endswith(".") or rule.explanation.endswith("`.")
    assert 80 < len(rule.explanation) < 1024  # GitHub takes no more
    assert rule.wrong != rule.right or rule.id == "LS011"


def test_the_names_of_rules_are_unique() -> None:
    assert len({rule.name for rule in RULES.values()}) == len(RULES)


@pytest.mark.parametrize("text", ["LS003", "ls003", " wrong-axis-order "])
def test_a_rule_is_found_by_id_and_by_name(text: str) -> None:
    assert find_rule(text) is RULES["LS003"]
    assert find_rule("LS999") is None


RUNNABLE = {rule.id: rule for rule in RULES.values() if rule.kind == "py" and "# " in rule.right}


@pytest.mark.parametrize("rule", RUNNABLE.values(), ids=RUNNABLE)
def test_what_an_example_calls_right_is_what_pytorch_gives(rule: Rule) -> None:
    code = rule.right
    names: dict[str, Any] = {}
    exec(code, names)
    (claimed,) = re.findall(r"# (?:h_n: )?(\(.*\))$", code, re.MULTILINE)
    lstm = names["lstm"]
    sizes = {"seq_len": 5, "batch": 3, "hidden_size": lstm.hidden_size, "num_layers": lstm.num_layers}
    sizes["num_directions"] = 1 + lstm.bidirectional
    tensor = names["h_n"] if "h_n.shape" in code or "h_n: " in code else names["output"]
    assert eval(claimed, sizes) == tuple(tensor.shape)


# The summary


def test_the_summary_counts_claims_files_and_problems() -> None:
    summary = summarize(ALL)
    assert (summary.true, summary.false, summary.unverified, summary.suppressed) == (1, 1, 1, 1)
    assert (summary.files, summary.files_with_claims, summary.warnings, summary.unreadable) == (2, 1, 1, 1)
    assert (summary.claims, summary.problems, summary.fixable) == (4, 2, 1)
    assert str(summary) == LAST


def test_no_claims_is_said_aloud() -> None:
    assert str(summarize(ALL[2:])) == "no claims found; 1 file checked"
    assert str(summarize(())) == "no claims found; 0 files checked"
    assert str(summarize(ALL[1:2])) == "no claims found; 0 files checked; 1 file could not be checked"


def test_large_numbers_have_their_thousands_apart() -> None:
    summary = summarize([Checked("a.md", (TRUE,) * 1200, (), TEXT)])
    assert str(summary) == "1,200 claims in 1 file: 0 false, 1,200 true, 0 unverified"


def test_rules_are_counted_with_the_most_frequent_first() -> None:
    often = Checked("d.md", (FALSE, FALSE), (WARNING,))
    assert count_rules([*ALL, often]) == [("LS003", 3), ("LS010", 2), ("LS011", 1)]


# concise


def test_concise_has_a_line_for_each_finding_and_the_numbers_last() -> None:
    assert RENDERERS["concise"](ALL, View()) == (
        "docs/a.md:1:1: LS010 this is no Python: '(' was never closed\n"
        "docs/a.md:3:21: LS003 h_n is claimed (3, 2, 20) but is (D * num_layers, N, H_out) = (2, 3, 20)\n"
        "b.md: LS011 is not text in UTF-8\n"
        f"{LAST}\n"
    )


def test_concise_shows_the_other_claims_where_all_are_wanted() -> None:
    shown = RENDERERS["concise"](ALL, View(show_all=True)).splitlines()
    assert "docs/a.md:4:24: output (5, 3, 20) is true" in shown
    assert "docs/a.md:4:24: x (5, 3, 20) is unverified: `x` is not followed" in shown
    assert "docs/a.md:4:24: c_n (9, 9) is suppressed: line 1" in shown


@pytest.mark.parametrize("format", ["concise", "full", "github"])
def test_unverified_claims_are_shown_where_they_make_the_command_fail(format: str) -> None:
    assert "is not followed" not in RENDERERS[format](ALL, View())
    assert "is not followed" in RENDERERS[format](ALL, View(strict=True))


@pytest.mark.parametrize("format", ["concise", "full", "github"])
def test_statistics_come_before_the_last_line(format: str) -> None:
    text = RENDERERS[format](ALL, View(statistics=True))
    if format == "full":
        rows = [line.split() for line in text.splitlines()]
        assert rows[rows.index(["rule", "name", "findings"]) + 2] == ["LS003", "wrong-axis-order", "1"]
        assert text.index("\nStatistics\n") < text.index("\nSummary\n")
        assert rows[rows.index(["claims", "false", "true", *SUMMARY]) + 2] == list("4111112111")
        return
    *_, first, second, third, last = text.splitlines()
    assert [first, second] == ["1  LS003 wrong-axis-order", "1  LS010 unparsable-code"]
    assert [third, last] == ["1  LS011 unreadable-file", LAST]


def test_a_false_claim_without_a_message_still_says_what_is_right() -> None:
    assert "a.md:1:6: LS001 h_n is claimed (9,) but is (2, 3, 20)\n" in RENDERERS["concise"](
        _with("h_n: (9,)", "(9,)"), View()
    )


HOSTILE = "x \x1b[31m\n::error::\r\u2028\u202e\x00\ud800 y"


@pytest.mark.parametrize("format", ["concise", "full", "github"])
def test_nothing_in_a_document_can_break_a_line_or_move_the_cursor(format: str) -> None:
    claim = Claim(Span(1, 1, 1, 3), HOSTILE, HOSTILE, Verdict.FALSE, HOSTILE, HOSTILE, "LS001", HOSTILE, HOSTILE)
    problem = Problem("LS010", HOSTILE, Span(1, 1, 1, 2))
    text = RENDERERS[format]([Checked(f"{HOSTILE}.md", (claim,), (problem,), HOSTILE)], View())
    text = re.sub("file=[^,]*", "", text)  # has to name the file exactly
    assert not [c for c in text if category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") and c not in "\n\ud800"]
    assert not re.search("^::error::", text, re.MULTILINE)


# full


def test_full_shows_the_line_the_mark_and_what_is_right() -> None:
    assert RENDERERS["full"](_one(FALSE), View()) == (
        "a.md:3:21  LS003 wrong-axis-order\n"
        "3 | print(h_n.shape)  # (3, 2, 20)\n"
        "  |                     ^^^^^^^^^^\n"
        "  claimed  h_n (3, 2, 20)\n"
        "  correct  h_n (2, 3, 20)\n"
        "  formula  (D * num_layers, N, H_out) = (1 * 2, 3, 20)\n"
        "  because  batch_first does not move h_n\n"
        "  line 1   the layer is built here, with num_layers=2\n"
        "\n"
        "Summary\n"
        " ────────────────────────────────────────────────────────────\n"
        " claims  false  true  unverified  fixable  files  with claims\n"
        " ────────────────────────────────────────────────────────────\n"
        "      1      1     0           0        1      1            1\n"
        " ────────────────────────────────────────────────────────────\n"
    )


ALIGNED = {
    "tab": "\tx\t# (3, 2)",
    "wide letters": "形状は (3, 2)",
    "full-width brackets": "h_n：（3, 2） (3, 2)",
    "combining marks": "e\u0301te\u0301 (3, 2)",
    "a byte order mark": "\ufeffh_n (3, 2)",
    "control characters": "a\x1b[1m\x0c (3, 2)",
}


@pytest.mark.parametrize("text", ALIGNED.values(), ids=ALIGNED)
@pytest.mark.parametrize("width", [None, 80, 30])
def test_the_mark_stands_under_the_claim(text: str, width: int | None) -> None:
    _, source, mark, *_ = _at_width(_with(text, "(3, 2)"), View(), width)
    before, _, _ = source.rpartition("(3, 2)")
    assert mark == "  |" + " " * (_columns(before) - 3) + "^" * 6


def test_a_claim_over_many_lines_is_marked_in_each_and_shortened_in_the_middle() -> None:
    text = "\n".join(f"  line {number}" for number in range(1, 31))
    shown = RENDERERS["full"](_with(text, "line 1", 30, 7), View()).splitlines()
    assert shown[1:3] == [" 1 |   line 1", "   |   ^^^^^^"]
    assert shown[9] == "   | …"
    assert shown[16:18] == ["30 |   line 30", "   |   ^^^^"]


def test_a_very_long_line_is_cut_on_both_sides_of_the_claim() -> None:
    text = "x" * 1_000_000 + " (3, 2) " + "y" * 1_000_000
    _, source, mark, *_ = RENDERERS["full"](_with(text, "(3, 2)"), View()).splitlines()
    assert 1_900 < len(source) < 2_100
    assert source[len(mark) - 6 : len(mark)] == "(3, 2)"
    assert source.startswith("1 | …x")
    assert source.endswith("y…")


def test_in_a_pipe_a_line_of_usual_length_is_never_cut() -> None:
    text = "x" * 900 + " (3, 2) " + "y" * 900
    assert f"1 | {text}\n" in RENDERERS["full"](_with(text, "(3, 2)"), View())


@given(st.text("ab 形\t\x00e\u0301", max_size=80), st.text("形(3, 2)", min_size=1, max_size=60), st.integers(40, 100))
def test_lines_fit_the_width_and_the_mark_fits_the_claim(around: str, claimed: str, width: int) -> None:
    text = f"{around}{claimed}{around}"
    start = len(around) + 1
    claim = Claim(Span(1, start, 1, start + len(claimed)), "h_n", "(3, 2)", Verdict.FALSE, "(2, 3, 20)", rule="LS001")
    shown = _at_width(_one(claim, text), View(), width)
    assert max(_columns(line) for line in shown) <= width
    assert _columns(shown[2]) <= _columns(shown[1])


def test_lines_end_only_where_a_file_has_line_ends() -> None:
    text = "a\x0c b\u2028 c\rd\r\nh_n: (3, 2)"
    claim = Claim(Span(3, 6, 3, 12), "h_n", "(3, 2)", Verdict.FALSE, rule="LS001")
    assert "3 | h_n: (3, 2)\n  |      ^^^^^^\n" in RENDERERS["full"](_one(claim, text), View())


def test_a_file_that_cannot_be_read_and_a_cell_of_a_notebook_are_named() -> None:
    cell = Claim(Span(1, 1, 1, 3), "h_n", "(3,)", Verdict.FALSE, rule="LS001", cell=4)
    text = RENDERERS["full"]([*_one(cell, "(3,)", "a.ipynb"), ALL[1]], View())
    assert "a.ipynb:1:1 (cell 4)  LS001 wrong-size\n" in text
    assert "b.md  LS011 unreadable-file\n  is not text in UTF-8\n" in text


# json


def test_json_has_every_claim_whatever_is_shown() -> None:
    content = json.loads(RENDERERS["json"](ALL, View()))
    assert list(content) == ["schema_version", "summary", "claims", "problems"]
    assert [claim["verdict"] for claim in content["claims"]] == ["false", "true", "unverified", "suppressed"]
    assert content["claims"][0] == {
        "path": "docs/a.md",
        "line": 3,
        "column": 21,
        "end_line": 3,
        "end_column": 31,
        "cell": None,
        "tensor": "h_n",
        "claimed": "(3, 2, 20)",
        "expected": "(2, 3, 20)",
        "formula": "(D * num_layers, N, H_out) = (1 * 2, 3, 20)",
        "verdict": "false",
        "rule": "LS003",
        "message": "h_n is claimed (3, 2, 20) but is (D * num_layers, N, H_out) = (2, 3, 20)",
        "reason": "batch_first does not move h_n",
        "because": [
            {
                "text": "the layer is built here, with num_layers=2",
                "path": "docs/a.md",
                "line": 1,
                "column": 3,
                "end_line": 1,
                "end_column": 9,
                "cell": None,
            }
        ],
        "fix": [{"line": 3, "column": 22, "end_line": 3, "end_column": 26, "text": "2, 3"}],
    }
    assert content["claims"][1]["fix"] is None
    assert content["problems"] == [
        {"path": "docs/a.md", "line": 1, "column": 1, "rule": "LS010", "message": WARNING.message},
        {"path": "b.md", "line": None, "column": None, "rule": "LS011", "message": UNREADABLE.message},
    ]
    assert content["summary"] == {
        "claims": 4,
        "true": 1,
        "false": 1,
        "unverified": 1,
        "suppressed": 1,
        "files": 2,
        "files_with_claims": 1,
        "problems": 2,
    }


@given(st.text(max_size=30))
def test_json_keeps_the_exact_characters(text: str) -> None:
    claim = Claim(Span(1, 1, 1, 2), "h_n", text, Verdict.UNVERIFIED)
    written = RENDERERS["json"](_one(claim, path=f"{text}\udce9"), View()).encode()
    assert json.loads(written)["claims"][0]["claimed"] == text
    assert json.loads(written)["claims"][0]["path"] == f"{text}\udce9"


def test_json_without_anything_is_still_json() -> None:
    assert json.loads(RENDERERS["json"]((), View()))["claims"] == []


# github


def test_github_gets_a_command_for_each_finding() -> None:
    assert RENDERERS["github"](ALL, View()) == (
        "::warning file=docs/a.md,line=1,endLine=1,col=1,endColumn=9,title=LS010 unparsable-code"
        "::this is no Python: '(' was never closed\n"
        "::error file=docs/a.md,line=3,endLine=3,col=21,endColumn=31,title=LS003 wrong-axis-order"
        "::h_n is claimed (3, 2, 20) but is (D * num_layers, N, H_out) = (2, 3, 20)%0Abatch_first does not move h_n\n"
        "::error file=b.md,title=LS011 unreadable-file::is not text in UTF-8\n"
        f"{LAST}\n"
    )


def test_github_gets_properties_and_messages_escaped() -> None:
    claim = Claim(Span(1, 1, 1, 3), "h_n", "(3,)", Verdict.FALSE, rule="LS001", message="50% of a, b: c")
    (command, _) = RENDERERS["github"](_one(claim, path="a,b:c%.md"), View()).splitlines()
    assert command.startswith("::error file=a%2Cb%3Ac%25.md,line=1,")
    assert command.endswith("::50%25 of a, b: c")


def test_github_gets_no_columns_of_a_claim_over_several_lines() -> None:
    claim = Claim(Span(1, 5, 2, 3), "h_n", "(3,\n4)", Verdict.FALSE, rule="LS001")
    (command, _) = RENDERERS["github"](_one(claim), View()).splitlines()
    assert "line=1,endLine=2,title=" in command


def test_github_gets_errors_for_what_fails_and_notices_for_what_is_only_shown() -> None:
    def levels(view: View) -> list[str]:
        return re.findall(r"^::(\w+) ", RENDERERS["github"](ALL, view), re.MULTILINE)

    assert levels(View(show_all=True)) == ["warning", "error", "notice", "notice", "notice", "error"]
    assert levels(View(strict=True)) == ["error", "error", "error", "error"]


# sarif


@pytest.mark.parametrize("view", [View(), View(show_all=True), View(strict=True)], ids=["usual", "all", "strict"])
def test_sarif_validates_against_the_official_schema(view: View) -> None:
    content = json.loads(RENDERERS["sarif"](ALL, view))
    jsonschema.Draft4Validator(SARIF).validate(content)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft4Validator(SARIF).validate(content | {"version": "2.0.0"})


def test_sarif_has_results_that_point_to_their_rules() -> None:
    (run,) = json.loads(RENDERERS["sarif"](ALL, View(version="1.2.3")))["runs"]
    driver = run["tool"]["driver"]
    assert driver["version"] == "1.2.3"
    assert [rule["id"] for rule in driver["rules"]] == list(RULES)
    assert [driver["rules"][result["ruleIndex"]]["id"] for result in run["results"]] == ["LS010", "LS003", "LS011"]
    assert [result["level"] for result in run["results"]] == ["warning", "error", "error"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["invocations"] == [{"executionSuccessful": False}]


def test_sarif_has_places_and_fixes() -> None:
    (run,) = json.loads(RENDERERS["sarif"](_one(FALSE), View()))["runs"]
    (result,) = run["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 3, "startColumn": 21, "endLine": 3, "endColumn": 31}
    (change,) = result["fixes"][0]["artifactChanges"]
    assert change["artifactLocation"] == place["artifactLocation"] == {"uri": "a.md", "uriBaseId": "%SRCROOT%"}
    (replacement,) = change["replacements"]
    assert replacement["deletedRegion"] == {"startLine": 3, "startColumn": 22, "endLine": 3, "endColumn": 26}
    assert replacement["insertedContent"] == {"text": "2, 3"}
    (related,) = result["relatedLocations"]
    assert related["message"] == {"text": "the layer is built here, with num_layers=2"}
    assert related["physicalLocation"]["region"] == {"startLine": 1, "startColumn": 3, "endLine": 1, "endColumn": 9}
    assert run["invocations"] == [{"executionSuccessful": True}]


@pytest.mark.parametrize("path", ["a b#c?.md", "文档/读.md", "a:b.md", "100%.md", "a\udce9.md", "<stdin>"])
def test_sarif_has_relative_addresses_that_mean_the_file(path: str) -> None:
    (run,) = json.loads(RENDERERS["sarif"](_one(FALSE, path=path), View()))["runs"]
    uri = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert re.fullmatch(r"[A-Za-z0-9._~/%-]+", uri)
    assert unquote(uri, errors="surrogateescape") == path


def test_sarif_has_an_absolute_address_of_a_file_elsewhere() -> None:
    (run,) = json.loads(RENDERERS["sarif"](_one(FALSE, path="/a b/c.md"), View()))["runs"]
    location = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location == {"uri": "file:///a%20b/c.md"}


# junit


def test_junit_has_a_suite_for_each_file_and_a_case_for_each_claim() -> None:
    root = ElementTree.fromstring(RENDERERS["junit"](ALL, View()))
    assert [suite.get("name") for suite in root] == ["docs/a.md", "b.md"]
    assert {key: root.get(key) for key in ("tests", "failures", "errors", "skipped")} == {
        "tests": "6",
        "failures": "1",
        "errors": "1",
        "skipped": "3",
    }
    outcomes = {case.get("name"): [child.tag for child in case] for case in root.iter("testcase")}
    assert outcomes == {
        "1:1 unparsable-code": ["skipped"],
        "3:21 h_n (3, 2, 20)": ["failure"],
        "4:24 output (5, 3, 20)": [],
        "4:24 x (5, 3, 20)": ["skipped"],
        "4:24 c_n (9, 9)": ["skipped"],
        "unreadable-file": ["error"],
    }
    failure = next(root.iter("failure"))
    assert failure.get("type") == "LS003"
    assert failure.get("message") == FALSE.message
    assert failure.text is not None
    assert failure.text.startswith("docs/a.md:3:21 h_n is claimed")


def test_junit_fails_what_fails() -> None:
    root = ElementTree.fromstring(RENDERERS["junit"](ALL, View(strict=True)))
    assert root.get("failures") == "3"


@given(st.text(max_size=40))
def test_junit_is_xml_whatever_the_document_holds(text: str) -> None:
    claim = Claim(Span(1, 1, 1, 2), text, text, Verdict.FALSE, text, text, "LS001", text, text)
    written = RENDERERS["junit"]([Checked(text, (claim,), (Problem("LS010", text),), text)], View())
    assert ElementTree.fromstring(written.encode()).get("tests") == "2"
