"""Which files are checked, and what text their bytes hold."""

from __future__ import annotations

import codecs
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lstm_shapes.check import decoding
from lstm_shapes.check.decoding import UnreadableError, decode, read_source
from lstm_shapes.check.difference import unified_diff
from lstm_shapes.check.discovery import File, find_files, kind_of
from lstm_shapes.check.fix import encode
from lstm_shapes.check.ignored import LARGEST_IGNORE_FILE, IgnoreRules
from lstm_shapes.check.result import Checked
from tests.conftest import as_an_ordinary_user, needs_permissions, plain_environment

Tree = Callable[..., None]


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tree:
    """Write files, each with the given content or none, into the folder that is the current one."""
    monkeypatch.chdir(tmp_path)

    def write(*names: str, **contents: str) -> None:
        for name, content in [*((name, "") for name in names), *contents.items()]:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)

    return write


def _paths(*paths: str | Path, exclude: Iterable[str] = (), folder: str | Path = ".") -> list[str]:
    return [found.path for found in find_files(paths, tuple(exclude), folder) if isinstance(found, File)]


def _problems(*paths: str | Path) -> dict[str, str]:
    found = [found for found in find_files(paths) if isinstance(found, Checked)]
    assert all(problem.rule == "LS011" for checked in found for problem in checked.problems)
    return {checked.path: checked.problems[0].message for checked in found}


# Which files


def test_files_of_every_kind_are_found_in_the_order_of_their_names(tree: Tree) -> None:
    tree("b.md", "a/z.markdown", "a/b/x.mdx", "c.rst", "d.txt", "e.py", "F.IPYNB", "g.html", "Makefile", "h.md.bak")
    assert _paths(".") == ["F.IPYNB", "a/b/x.mdx", "a/z.markdown", "b.md", "c.rst", "d.txt", "e.py"]
    kinds = [found.kind for found in find_files(["."]) if isinstance(found, File)]
    assert kinds == ["ipynb", "md", "md", "md", "rst", "txt", "py"]


def test_the_size_of_a_file_is_known(tree: Tree) -> None:
    tree(**{"a.md": "12345"})
    assert list(find_files(["."])) == list(find_files(["a.md"])) == [File("a.md", "md", 5)]


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("./docs", "docs/a.md"),
        ("docs//", "docs/a.md"),
        ("docs/a.md", "docs/a.md"),
        ("./docs/../docs", "docs/../docs/a.md"),
    ],
)
def test_paths_are_relative_and_short(path: str, shown: str, tree: Tree) -> None:
    tree("docs/a.md", "x/b.md")
    assert _paths(path) == [shown]


def test_an_absolute_path_below_the_current_folder_is_shown_relative(tree: Tree, tmp_path: Path) -> None:
    tree("docs/a.md")
    assert _paths(tmp_path.resolve()) == _paths(tmp_path.resolve() / "docs") == ["docs/a.md"]


def test_each_file_comes_once(tree: Tree, tmp_path: Path) -> None:
    tree("a.md", "docs/b.md")
    assert _paths("docs", ".", "a.md", "docs/b.md", tmp_path) == ["docs/b.md", "a.md"]


LEFT_OUT = (".hidden.md", ".github/a.md", "__pycache__/a.py", "node_modules/x/a.md", "lib/site-packages/y/a.py")


@pytest.mark.parametrize("name", LEFT_OUT)
def test_what_nobody_wrote_here_is_left_out_but_not_if_it_is_named(name: str, tree: Tree) -> None:
    tree("a.md", name)
    assert _paths(".") == ["a.md"]
    assert _paths(name) == [name]
    if "/" in name:
        assert _paths(os.path.dirname(name)) == [name]


def test_a_virtual_environment_is_left_out_whatever_its_name(tree: Tree) -> None:
    tree("a.md", "my_env/pyvenv.cfg", "my_env/lib/a.md", "environment/lib/b.md")
    assert _paths(".") == ["a.md", "environment/lib/b.md"]
    assert _paths("my_env") == ["my_env/lib/a.md"]


def test_a_link_to_a_file_is_followed_and_one_to_a_folder_is_not(tree: Tree, tmp_path: Path) -> None:
    tree("docs/a.md", "other/b.md")
    (tmp_path / "docs" / "link.md").symlink_to(tmp_path / "other" / "b.md")
    (tmp_path / "docs" / "loop").symlink_to(tmp_path / "docs")
    (tmp_path / "docs" / "folder.md").symlink_to(tmp_path / "other")
    assert _paths("docs") == ["docs/a.md", "docs/link.md"]
    assert _paths("docs", "other") == ["docs/a.md", "docs/link.md"]  # other/b.md is docs/link.md
    assert _paths("docs/loop") == ["docs/loop/a.md", "docs/loop/link.md"]


@pytest.mark.parametrize(("depth", "is_found"), [(1_500, True), (2_500, False)], ids=["long", "too long for a path"])
def test_a_deep_tree_is_walked_to_its_end(depth: int, is_found: bool, tree: Tree, tmp_path: Path) -> None:
    for _ in range(depth):  # os.makedirs and shutil.rmtree would recurse
        os.mkdir("d")
        os.chdir("d")
    Path("a.md").touch()
    os.chdir(tmp_path)
    try:
        found = list(find_files(["."]))
    finally:
        subprocess.run(["rm", "-r", "d"], check=True)
    assert len(found) == 1
    assert isinstance(found[0], File) is is_found
    assert is_found or "File name too long" in str(found)


@pytest.mark.parametrize(
    ("name", "kind"), [("A.MD", "md"), ("x/notes.txt", "txt"), ("a.md/b", None), ("md", None), (".md", None)]
)
def test_the_name_tells_the_kind(name: str, kind: str | None) -> None:
    assert kind_of(name) == kind


# What cannot be read is said


def test_a_missing_path_is_a_problem_and_all_others_are_found(tree: Tree) -> None:
    tree("a.md", "b.md")
    found = list(find_files(["a.md", "missing.md", "missing/", "b.md", "missing.md"]))
    assert [item.path for item in found] == ["a.md", "missing.md", "missing", "b.md"]
    assert _problems("missing.md", "a.md") == {"missing.md": "does not exist"}


@pytest.mark.parametrize("path", ["", "a\0.md", "x" * 5_000 + ".md", "a.md/b.md"], ids=["empty", "NUL", "long", "file"])
def test_a_path_that_no_file_can_have_is_a_problem(path: str, tree: Tree) -> None:
    tree("a.md")
    assert len(_problems(path)) == 1
    assert _paths(path, "a.md") == ["a.md"]


def test_a_named_file_of_an_unknown_kind_is_a_problem(tree: Tree) -> None:
    tree("a.html")
    assert _paths(".") == []
    assert _problems("a.html")["a.html"].startswith("is no document that can be checked; those end in .md, ")


@needs_permissions
def test_an_unreadable_folder_is_a_problem_with_its_path(tree: Tree, tmp_path: Path) -> None:
    tree("a.md", "docs/secret/b.md", "z.md")
    (tmp_path / "docs" / "secret").chmod(0)
    try:
        with as_an_ordinary_user(tmp_path):
            assert _paths(".") == ["a.md", "z.md"]
            assert _problems(".", "docs") == {"docs/secret": "cannot be read: Permission denied"}
    finally:
        (tmp_path / "docs" / "secret").chmod(0o755)


def test_a_folder_that_cannot_be_listed_is_a_problem(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    tree("a.md", "docs/b.md", "z.md")
    scandir = os.scandir

    def refuse(path: str) -> object:
        if path == "docs":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert _paths(".") == ["a.md", "z.md"]
    assert _problems(".") == {"docs": "cannot be read: Permission denied"}


def test_a_gitignore_that_is_too_large_is_a_problem(tree: Tree) -> None:
    tree("a.md", **{".gitignore": "a.md\n" * (LARGEST_IGNORE_FILE // 5 + 1)})
    assert _paths(".") == ["a.md"]
    assert _problems(".")[".gitignore"].startswith("is too large")


# What is ignored


def test_gitignore_files_hold_where_there_is_no_repository(tree: Tree) -> None:
    tree("a.md", "b.md", "docs/a.md", "docs/b.md", **{".gitignore": "b.md\n", "docs/.gitignore": "!b.md\n/a.md\n"})
    assert _paths(".") == ["a.md", "docs/b.md"]


def test_rules_from_above_hold_up_to_the_folder_of_the_repository(tree: Tree, tmp_path: Path) -> None:
    tree("repo/docs/sub/a.md", "repo/docs/sub/b.md", "repo/docs/sub/c.md", "repo/docs/sub/d.md")
    tree(**{".gitignore": "a.md\n", "repo/.gitignore": "b.md\n", "repo/docs/.gitignore": "/sub/c.md\n"})
    tree(**{"repo/.git/info/exclude": "d.md\n"})
    assert _paths("repo/docs/sub") == ["repo/docs/sub/a.md"]
    shutil.rmtree(tmp_path / "repo" / ".git")
    assert len(_paths("repo/docs/sub")) == 4


def test_a_repository_inside_of_another_has_rules_of_its_own(tree: Tree, tmp_path: Path) -> None:
    tree("a.md", "inner/a.md", "inner/b.md", ".git/HEAD", **{".gitignore": "a.md\n", "inner/.gitignore": "b.md\n"})
    tree(**{"inner/.git": "gitdir: ../.git/modules/inner\n", ".git/modules/inner/info/exclude": "c.md\n"})
    tree("inner/c.md")
    assert _paths(".") == _paths("inner") == ["inner/a.md"]


def test_a_worktree_has_the_exclusions_of_its_repository(tree: Tree) -> None:
    tree("work/a.md", "work/b.md", **{"work/.git": "gitdir: ../main/.git/worktrees/work\n"})
    tree(**{"main/.git/worktrees/work/commondir": "../..\n", "main/.git/info/exclude": "b.md\n"})
    assert _paths("work") == ["work/a.md"]


EXCLUDED = {
    "a name": (["b.md"], ["a.md", "docs/a.md", "docs/old/a.md"]),
    "a path": (["docs/b.md"], ["a.md", "b.md", "docs/a.md", "docs/old/a.md", "docs/old/b.md"]),
    "a path with a dot": (["./docs"], ["a.md", "b.md"]),
    "a folder": (["old/"], ["a.md", "b.md", "docs/a.md", "docs/b.md"]),
    "wildcards": (["docs/**/b.*"], ["a.md", "b.md", "docs/a.md", "docs/old/a.md"]),
    "several, the last one deciding": (["*.md", "!a.md"], ["a.md", "docs/a.md", "docs/old/a.md"]),
    "nothing": (["# comment", " ", "x"], ["a.md", "b.md", "docs/a.md", "docs/b.md", "docs/old/a.md", "docs/old/b.md"]),
}


@pytest.mark.parametrize(("exclude", "left"), EXCLUDED.values(), ids=EXCLUDED)
def test_patterns_of_the_user_leave_files_out(exclude: list[str], left: list[str], tree: Tree, tmp_path: Path) -> None:
    tree("a.md", "b.md", "docs/a.md", "docs/b.md", "docs/old/a.md", "docs/old/b.md")
    assert _paths(".", exclude=exclude) == left
    assert _paths("docs", exclude=exclude) == [path for path in left if path.startswith("docs")] or exclude == [
        "./docs"
    ]


def test_patterns_are_relative_to_their_own_folder(tree: Tree, tmp_path: Path) -> None:
    tree("docs/a.md", "docs/docs/a.md")
    assert _paths(".", exclude=["/docs/docs"]) == ["docs/a.md"]
    assert _paths(".", exclude=["/docs/a.md"], folder="docs") == ["docs/a.md"]


def test_a_named_file_is_taken_although_it_is_ignored_or_excluded(tree: Tree) -> None:
    tree("a.md", **{".gitignore": "a.md\n"})
    assert _paths(".") == []
    assert _paths("a.md", exclude=["a.md"]) == ["a.md"]


def test_a_folder_that_cannot_be_ignored_twice_keeps_its_files_out(tree: Tree) -> None:
    tree("build/a.md", **{".gitignore": "build/\n!build/a.md\n"})
    assert _paths(".") == []


# git is the oracle


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    folder = tmp_path_factory.mktemp("repository")
    _git(folder, "init", "--quiet")
    return folder


def _git(folder: Path, *arguments: str) -> str:
    nobody = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "XDG_CONFIG_HOME": str(folder / ".git")}
    variables = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    run = subprocess.run(
        ["git", "-c", "core.quotePath=false", *arguments],
        cwd=folder,
        env=variables | nobody,
        capture_output=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return os.fsdecode(run.stdout)


def _both_leave(repository: Path, files: Iterable[str], ignores: dict[str, bytes]) -> tuple[list[str], list[str]]:
    """What git and what `find_files` leave of the files."""
    for old in repository.iterdir():
        if old.name == ".gitignore":
            old.unlink()
        elif old.name != ".git":
            shutil.rmtree(old) if old.is_dir() else old.unlink()
    for name in files:
        path = repository / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    for folder, content in ignores.items():
        if (repository / folder).is_dir():
            (repository / folder / ".gitignore").write_bytes(content)
    listed = _git(repository, "ls-files", "--others", "--exclude-standard", "-z").split("\0")
    git = sorted(name for name in listed if name.endswith(".md"))
    prefix = len(str(repository)) + 1
    ours = sorted(path[prefix:] for path in _paths(repository))
    return git, ours


FILES = (
    *("a.md", "b.md", "ab.md", "abc.md", "a b.md", "#a.md", "!a.md", "a[b].md", "a*.md", "Übung.md", "a\\b.md", "A.md"),
    *("a/a.md", "a/b.md", "a/b/a.md", "a/b/b.md", "a/b/c/a.md", "b/a.md", "b/a/b/ab.md", "ab/a.md", "a b/c.md"),
    *("c/a.md", "abb/x.md", "ac/y/b.md", "a-b.md", "a].md", "a^.md", "1.md", "a\n.md", "ends .md", "a /b.md"),
)
# These few differences between pathspec and git are left alone, because hardly anybody writes such patterns:
# - git compares bytes, so that `?` and brackets do not match a letter outside of ASCII. pathspec compares letters.
# - git knows `[[:digit:]]`, backslashes in brackets and ranges that run backwards (`[b-a]` is `b`).
# - In git no bracket matches a slash. In pathspec `a[!b]c` matches `a/c`.
# - `**` next to something else than a slash, or three and more stars, are one star in pathspec; in git not always.
# - git keeps a tab, or a blank before the last slash, at the end of a pattern, and does not know `\/` as a slash.
# - Before 1.0, pathspec drops a blank at the start of a pattern.
# - git is quick with `*a*a*a*a*b` as well. pathspec takes seconds if a name of 255 letters `a` is compared with it.
PATTERNS = [
    *("a.md", "/a.md", "a/", "/a/", "a/b", "/a/b", "a/*", "a/**", "**/a", "**/a.md", "a/**/b", "a/**/b/", "**", "*"),
    *("*.md", "!*.md", "*.md\n!a.md", "*\n!*/\n!a.md", "a*", "a?", "a?.md", "?", "*/a.md", "*/*", "**/*/*", "/*/"),
    *("a/*\n!a/b.md", "a/\n!a/b.md", "a/**\n!a/b/", "**/b/*", "a**", "**b.md", "/**/a.md", "/**", "**/", "a/**/"),
    *("[ab].md", "[!a].md", "[^a].md", "[a-b].md", "a[[]b[]].md", "[]a].md", "[!]a].md", "[a", "[a-].md", "a[^^].md"),
    *("a[-^].md", "[/]", "a[/]b", "[--0].md", "[a-c-e].md", "a[b]c/", "a/[b]", "[Aa].[Mm][Dd]", "[a-z]*.md"),
    *("\\#a.md", "#a.md", "\\!a.md", "!a.md", "a\\*.md", "a\\b.md", "a\\\\b.md", "\\a.md", "a.md\\", "\\", "a\\ b.md"),
    *("a.md ", "a.md   ", "a.md\\ ", "a .md", "ends .md", "a.md\r", "a.md\r\nb.md\r\n", "\ufeffa.md", "a/\r\n!b.md"),
    *("a//b", "a/b//", "/a//", "//a.md", "!", "!/", "!!a.md", "./a.md", "../a.md", "a/./b", "a/../a.md", "Übung.md"),
    *("a\n.md", "a*.md", "a\\*", "*a*b*", "*/b/*", "a/*/*/a.md", "**/**/a.md", "a/**/**/b", "***", "a/***"),
    *("a/**b", "a/b**/c", "**/a/**/b/**", "**a/b", "a /b.md", "*\\", "a/\\b", "\\a/b", "Ü*", "*g.md"),
    *("", "/", "//", "?.md", "?*?.md", "*?/*.md", "**/?/**", "# a comment\n\n  \na.md"),
    # a list of what is to be kept
    *("*\n!*/\n!*.md\na.md", "/*\n!/a", "/*\n!/a/", "*\n!/a/", "/*\n!/a/\n/a/*\n!/a/b/", "a/**\n!a/**/\n!a/**/a.md"),
    *("a/*\n!a/b/\na/b/*\n!a/b/c/", "*.md\n!a/\n!/a/*.md", "a/**\n!a/b/**", "*\n!a/**", "*\n!**/a/**/c/\n!**/b/"),
]


@pytest.mark.parametrize("patterns", PATTERNS, ids=ascii)
def test_a_gitignore_means_what_it_means_to_git(patterns: str, repository: Path) -> None:
    git, ours = _both_leave(repository, FILES, {".": patterns.encode()})
    assert ours == git


NESTED: dict[str, dict[str, bytes]] = {
    "the nearer file takes files back in": {".": b"*.md", "a": b"!a.md"},
    "a folder that is taken back in is no word on the files in it": {".": b"a.md", "a": b"!b/"},
    "a folder that is ignored is not looked into": {".": b"a/", "a": b"!b.md"},
    "the nearer file ignores": {".": b"!a.md", "a": b"/b/*.md\n!/b/a.md", "a/b": b"c/"},
}


@pytest.mark.parametrize("ignores", NESTED.values(), ids=NESTED)
def test_nested_gitignores_mean_what_they_mean_to_git(ignores: dict[str, bytes], repository: Path) -> None:
    git, ours = _both_leave(repository, FILES, ignores)
    assert ours == git


# What people write: names and wildcards between slashes. For all else see the differences listed above.
_NAMES = ["a", "b", "c", "ab", "*", "**", "a*", "*b", "?", "a?", "[ab]", "[!a]", "[a-c]*", "a b", "\\#a.md", "a\\ b.md"]
_PART = st.sampled_from([*_NAMES, "a.md", "b.md", "*.md", "a*.md", "[ab].md", "?.md", "*b*.md"])
_PATTERN = st.builds(
    "{}{}{}{}{}".format,
    st.sampled_from(["", "", "!"]),
    st.sampled_from(["", "", "/"]),
    st.lists(_PART, min_size=1, max_size=3).map("/".join),
    st.sampled_from(["", "", "/"]),
    st.sampled_from(["", "", " ", "\r"]),
)
_LINE = st.one_of(_PATTERN, _PATTERN, _PATTERN, st.sampled_from(["", "# a comment"]))
_IGNORE = st.lists(_LINE, min_size=1, max_size=5).map(lambda lines: "\n".join(lines).encode())


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from([".", "a", "a/b", "b"]), _IGNORE, min_size=1))
@example({".": b"a/\n", "a": b"!b.md"})
def test_any_gitignore_means_what_it_means_to_git(repository: Path, ignores: dict[str, bytes]) -> None:
    git, ours = _both_leave(repository, FILES, ignores)
    assert ours == git


@pytest.mark.parametrize("pattern", ["**/node_modules/**/*.min.*", "**/a/**/b/**/c/*", "*a*b*", "[a-z]*_[0-9]*.md"])
def test_no_pattern_that_people_write_takes_long(pattern: str) -> None:
    rules = IgnoreRules("/", [pattern])
    start = time.perf_counter()
    for path in ("/" + "a" * 255, "/a" * 2_000, "/aaaa" * 800):
        assert rules.verdict(path, False) is None
    assert time.perf_counter() - start < 2


def test_pathspec_is_loaded_only_if_there_are_rules(tree: Tree, tmp_path: Path) -> None:
    tree("a.md", **{".gitignore": "# nothing\n\n"})
    program = "import sys; from lstm_shapes.check.discovery import find_files; list(find_files(['.'])); "
    for content in ("# nothing\n", "b.md\n"):
        tree(**{".gitignore": content})
        code = f"{program}print('pathspec' in sys.modules)"
        run = subprocess.run([sys.executable, "-c", code], env=plain_environment(), capture_output=True, check=True)
        assert run.stdout.split() == [str(content == "b.md\n").encode()]


# What a correction changes

_TEXT = st.lists(st.sampled_from(["a", "b", "c", "\r", "\u2028", "\x0c", "\n", "\n", "\n"]), max_size=30).map("".join)
_NAME = st.sampled_from(["a.md", "a b/c.md", "Übung.md", 'a"b.md', "a\\b.md", "a\tb\n.md", "a\x7f.md", "\udcff.md"])


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_NAME, _TEXT, _TEXT)
@example("a.md", "", "a")
@example("a.md", "a\nb\nc", "a\nb\nd")
@example("a.md", "a\n" * 30, "a\n" * 9 + "b\n" + "a\n" * 20 + "b")
def test_git_applies_a_difference(repository: Path, name: str, old: str, new: str) -> None:
    difference = unified_diff(name, old, new)
    assert (difference == "") is (old == new)
    if not difference:
        return
    path = repository / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(old.encode())
    (repository / ".git" / "patch").write_bytes(difference.encode("utf-8", "surrogateescape"))
    _git(repository, "apply", "--whitespace=nowarn", ".git/patch")
    assert path.read_bytes() == new.encode()
    path.unlink()


@pytest.mark.parametrize("added", ["", "one more\n"])
def test_the_difference_of_long_texts_is_found_quickly(added: str) -> None:
    old = "".join(f"line {number % 50}\n" for number in range(100_000))
    new = added + old.replace("line 7\n", "line seven\n") + added
    start = time.perf_counter()
    assert "\n+line seven\n" in unified_diff("a.md", old, new)
    assert time.perf_counter() - start < 5


def test_a_difference_shows_no_more_than_the_lines_around_a_change() -> None:
    old = [f"{number}\n" for number in range(20)]
    new = [*old[:9], "x\n", "y\n", *old[10:]]
    hunk = "@@ -7,7 +7,8 @@\n 6\n 7\n 8\n-9\n+x\n+y\n 10\n 11\n 12\n"
    assert unified_diff("a.md", "".join(old), "".join(new)) == f"--- a/a.md\n+++ b/a.md\n{hunk}"


# What text the bytes hold

SAMPLE = "h_n: (4, 3, 20)\r\n\n\rä 形\u2028\x0c😀\n"
DECODED = {
    "UTF-8": ("utf-8", b""),
    "UTF-8 with a mark": ("utf-8", codecs.BOM_UTF8),
    "UTF-16 LE": ("utf-16-le", codecs.BOM_UTF16_LE),
    "UTF-16 BE": ("utf-16-be", codecs.BOM_UTF16_BE),
    "UTF-32 LE": ("utf-32-le", codecs.BOM_UTF32_LE),
    "UTF-32 BE": ("utf-32-be", codecs.BOM_UTF32_BE),
}


@pytest.mark.parametrize(("codec", "mark"), DECODED.values(), ids=DECODED)
@pytest.mark.parametrize("kind", ["md", "py", "ipynb"])
def test_the_mark_tells_the_encoding_and_line_ends_stay(codec: str, mark: bytes, kind: str) -> None:
    data = mark + SAMPLE.encode(codec)
    source = decode(data, kind)
    assert (source.text, source.codec, source.mark) == (SAMPLE, codec, mark)
    assert encode(source, source.text) == data


@given(st.one_of(st.binary(), st.text().map(str.encode), st.tuples(st.sampled_from(list(DECODED.values())), st.text())))
@example(b"# coding: shift_jis\n\x83\x5c")
@example(b"\xff\xfe\x00\x00")
def test_what_can_be_decoded_is_encoded_to_the_same_bytes(written: bytes | tuple[tuple[str, bytes], str]) -> None:
    if isinstance(written, tuple):
        (codec, mark), text = written
        written = mark + text.encode(codec, "ignore")
    for kind in ("md", "py"):
        try:
            source = decode(written, kind)
        except UnreadableError:
            continue
        assert encode(source, source.text) == written


COOKIES = {
    "latin-1": (b"# -*- coding: latin-1 -*-\n# \xe4\n", "iso8859-1", "ä"),
    "second line": (b"#!/usr/bin/python\r\n# coding=cp1252\r\n# \x80\r\n", "cp1252", "€"),
    "after CR": (b"#!/usr/bin/python\r# coding=cp1252\r# \x80\r", "cp1252", "€"),
    "UTF-8": ("# coding: utf-8\n# ä\n".encode(), "utf-8", "ä"),
    "UTF-8 with a mark": (codecs.BOM_UTF8 + "# coding: utf-8\n# ä\n".encode(), "utf-8", "ä"),
    "third line, too late": ("#\n#\n# coding: latin-1\n# ä\n".encode(), "utf-8", "ä"),
    "no comment": ("x = 'coding: latin-1'\n# ä\n".encode(), "utf-8", "ä"),
    "Shift JIS": ("# coding: shift_jis\n# 形\n".encode("shift_jis"), "shift_jis", "形"),
}


@pytest.mark.parametrize(("data", "codec", "letter"), COOKIES.values(), ids=COOKIES)
def test_a_python_file_may_declare_its_encoding(data: bytes, codec: str, letter: str) -> None:
    source = decode(data, "py")
    assert source.codec == codec
    assert letter in source.text
    assert encode(source, source.text) == data


REFUSED = {
    "latin-1 in Markdown": (b"# coding: latin-1\nnn.LSTM \xe4\n", "md", "byte 0xe4 at offset 26, in line 2"),
    "offset behind a mark": (
        codecs.BOM_UTF8 + b"ab\xff",
        "md",
        "is not text in UTF-8: byte 0xff at offset 5, in line 1",
    ),
    "half a character": ("ab ä".encode()[:-1], "txt", "offset 3"),
    "lone surrogate": (b"\xed\xa0\x80", "md", "offset 0"),
    "UTF-16 without a mark": ("print(output.shape)  # (5, 3, 20)\n".encode("utf-16-le"), "md", "full of NUL bytes"),
    "UTF-16 without a mark, big end first": ("nn.LSTM 形".encode("utf-16-be"), "py", "UTF-8"),
    "half a character of UTF-16": (codecs.BOM_UTF16_LE + b"a\0b", "md", "is not text in UTF-16: byte 0x62 at offset 4"),
    "surrogate in UTF-16": (codecs.BOM_UTF16_LE + b"\x00\xd8", "md", "UTF-16"),
    "too high for UTF-32": (codecs.BOM_UTF32_LE + b"\xff\xff\xff\x7f", "md", "UTF-32"),
    "binary": (bytes(100) + b"LSTM", "md", "full of NUL bytes"),
    "image": (b"\x89PNG\r\n\x1a\n", "txt", "byte 0x89 at offset 0"),
    "unknown codec": (b"# coding: nope\n", "py", "unknown encoding"),
    "codec for bytes": (b"# coding: hex\n", "py", "none for text"),
    "codec for no file": (b"# coding: unicode_escape\n", "py", "none for text"),
    "codec that contradicts the mark": (codecs.BOM_UTF8 + b"# coding: latin-1\n", "py", "is no Python file"),
    "codec that it is not written in": (b"# coding: utf-16\n#\n", "py", "utf-16, and is not written in it"),
    "EBCDIC": (b"# coding: cp500\nx = 1\n", "py", "not written in it"),
}


@pytest.mark.parametrize(("data", "kind", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_text_is_refused_with_the_place(data: bytes, kind: str, message: str) -> None:
    with pytest.raises(UnreadableError, match=message.replace("(", r"\(")):
        decode(data, kind)


def test_a_stray_nul_is_no_reason_to_refuse_a_text() -> None:
    assert decode(b"some text\0, and more of it", "md").text == "some text\0, and more of it"


# Files that are none


def _read_failure(path: Path) -> str:
    with pytest.raises(UnreadableError) as caught:
        read_source(str(path))
    return str(caught.value)


def test_a_file_is_read_with_the_encoding_of_its_kind(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(b"# coding: latin-1\n# \xe4\n")
    assert read_source(str(path)).text.endswith("ä\n")
    assert read_source(str(path)).path == str(path)
    path = tmp_path / "a.md"
    path.write_bytes(b"# coding: latin-1\n# \xe4\n")
    with pytest.raises(UnreadableError):
        read_source(str(path))


def test_what_is_no_ordinary_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "null.md").symlink_to(os.devnull)
    assert _read_failure(tmp_path / "pipe.md") == "is not an ordinary file"
    assert _read_failure(tmp_path / "null.md") == "is not an ordinary file"
    assert _read_failure(tmp_path) == "is a folder, not a file"


def test_a_file_that_is_gone_is_refused(tmp_path: Path) -> None:
    assert _read_failure(tmp_path / "a.md") == "does not exist"
    (tmp_path / "link.md").symlink_to(tmp_path / "a.md")
    (tmp_path / "loop.md").symlink_to(tmp_path / "loop.md")
    assert _read_failure(tmp_path / "link.md") == "does not exist"
    assert "symbolic links" in _read_failure(tmp_path / "loop.md")
    assert "cannot be read" in _read_failure(Path("a\0.md"))


def test_links_to_nothing_are_found_so_that_reading_them_complains(tree: Tree, tmp_path: Path) -> None:
    tree("a.md")
    (tmp_path / "link.md").symlink_to(tmp_path / "gone.md")
    (tmp_path / "loop.md").symlink_to("loop.md")
    assert _paths(".") == ["a.md", "link.md", "loop.md"]


def test_a_file_that_vanishes_between_two_steps_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.md"
    path.write_text("text")
    real_open = os.open

    def vanish(name: str, flags: int) -> int:
        path.unlink()
        return real_open(name, flags)

    monkeypatch.setattr(os, "open", vanish)
    assert _read_failure(path) == "does not exist"


@pytest.mark.parametrize(("times", "outcome"), [(1, "text!"), (9, None)], ids=["once", "all the time"])
def test_a_file_that_changes_while_it_is_read_is_read_again(
    times: int, outcome: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.md"
    path.write_text("text")
    fstat, calls = os.fstat, iter(range(100))

    def change(handle: int) -> os.stat_result:
        status = fstat(handle)
        if next(calls) < times:
            with path.open("a") as file:
                file.write("!")
        return status

    monkeypatch.setattr(os, "fstat", change)
    if outcome is None:
        assert _read_failure(path) == "cannot be read: it changes all the time"
    else:
        assert read_source(str(path)).text == outcome


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.touch()
    os.truncate(path, decoding.LARGEST_FILE + 1)
    start = time.perf_counter()
    assert _read_failure(path) == "is too large: 100,000,001 bytes, where 100,000,000 are the most"
    assert time.perf_counter() - start < 1


@needs_permissions
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.touch(0)
    with as_an_ordinary_user(tmp_path):
        assert _read_failure(path) == "cannot be read: Permission denied"
