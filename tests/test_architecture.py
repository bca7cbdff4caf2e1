"""The walls of the house: who may import whom, and what is loaded when."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import lstm_shapes
from tests.conftest import plain_environment

HOUSE = Path(lstm_shapes.__file__).parent
MODULES = sorted(
    ".".join(path.relative_to(HOUSE.parent).with_suffix("").parts).removesuffix(".__init__")
    for path in HOUSE.rglob("*.py")
)

# Each room above all that it may import: the roof first, then the gallery over the wings, then these, then the ground.
ROOF = ("lstm_shapes.__main__", "lstm_shapes.cli", "lstm_shapes.pytest_plugin")
GALLERY = ("lstm_shapes.live",)  # may use the wings
WINGS = ("lstm_shapes.check", "lstm_shapes.explain", "lstm_shapes.report", "lstm_shapes.training")
FACE = "lstm_shapes"  # hands names on
GROUND = (
    "lstm_shapes.console",
    "lstm_shapes.formats",
    "lstm_shapes.render",
    "lstm_shapes.latex",
    "lstm_shapes.markup",
    "lstm_shapes.picture",
    "lstm_shapes.shape_row",
    "lstm_shapes.page",
    "lstm_shapes.palette",
    "lstm_shapes.notes",
    "lstm_shapes.shapes",
    "lstm_shapes.devices",
    "lstm_shapes.memory",
    "lstm_shapes.spec",
    "lstm_shapes.constructor",
    "lstm_shapes.formula",
    "lstm_shapes.lexicon",
    "lstm_shapes.files",
    "lstm_shapes.interrupts",
    "lstm_shapes.pytorch",
    "lstm_shapes.kinds",
    "lstm_shapes.syntax",
    "lstm_shapes.visible",
    "lstm_shapes.errors",
)
_FLAG_MODULES = ("check", "exits", "explain", "explore", "inspect", "options", "run", "train_demo")
_FLAGS = {f"lstm_shapes.cli.{name}" for name in _FLAG_MODULES}
MAY_IMPORT = {
    "torch": {"lstm_shapes.pytorch"},  # everybody else asks it for torch, so that nobody loads it unawares
    "rich": {
        "lstm_shapes.console",
        "lstm_shapes.formats",
        "lstm_shapes.render",
        "lstm_shapes.check.api",
        "lstm_shapes.check.formats.full",
    },
    "typer": {"lstm_shapes.cli", *_FLAGS},
    "click": set(),
    "markdown_it": {"lstm_shapes.check.reading.markdown"},
    "pathspec": {"lstm_shapes.check.ignored"},
    "pytest": {"lstm_shapes.pytest_plugin"},
}
# What happens to a document, the last step first; language and interpreter know nothing of each other.
STEPS = ("checker", "verdict", "claims", "program", "interpreter", "language", "reading")
STRANGERS = {"interpreter": {"language", "reading"}, "language": {"interpreter", "reading"}, "verdict": {"reading"}}
ONLY_FOR_TYPES = "TYPE_CHECKING"


def _imports(module: str) -> Iterator[str]:
    """What a module imports when it is run; imports for type checkers alone do not count."""
    path = HOUSE.parent.joinpath(*module.split("."))
    source = path.with_suffix(".py") if path.with_suffix(".py").exists() else path / "__init__.py"
    tree = ast.parse(source.read_text(encoding="utf-8"))
    for_types = {
        node
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and isinstance(block.test, ast.Name) and block.test.id == ONLY_FOR_TYPES
        for node in ast.walk(block)
    }
    for node in ast.walk(tree):
        if node in for_types:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: imports are written out"
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield full if full in MODULES else str(node.module)


def _room(module: str) -> str:
    rooms = [room for room in (*ROOF, *GALLERY, *WINGS, *GROUND) if module == room or module.startswith(f"{room}.")]
    return rooms[0] if rooms else FACE


def test_every_module_stands_in_the_picture() -> None:
    assert [module for module in MODULES if _room(module) == FACE] == [FACE]


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_down(module: str) -> None:
    order = [*ROOF, FACE, *GALLERY, *WINGS, *GROUND]
    here = _room(module)
    for imported in _imports(module):
        if imported.split(".")[0] != "lstm_shapes":
            continue
        there = _room(imported)
        if there == FACE:
            assert here in ROOF, f"{module} takes {imported} from the package's face"
        elif here != there:
            assert order.index(here) < order.index(there), f"{module} imports {imported}, which stands above it"
            assert not (here in WINGS and there in WINGS), f"{module} imports another wing, {imported}"


@pytest.mark.parametrize("module", [module for module in MODULES if module.startswith("lstm_shapes.check.")])
def test_the_steps_of_a_check_go_one_way(module: str) -> None:
    here = module.split(".")[2]
    steps = [name.split(".")[2] for name in _imports(module) if name.startswith("lstm_shapes.check.")]
    for there in [step for step in steps if step in STEPS and step != here]:
        assert there not in STRANGERS.get(here, set()), f"{module} imports from {there}"
        if here in STEPS:
            assert STEPS.index(here) < STEPS.index(there), f"{module} imports from {there}, a later step"


@pytest.mark.parametrize("library", MAY_IMPORT)
def test_a_library_is_imported_only_where_it_belongs(library: str) -> None:
    found = {module for module in MODULES if library in {name.split(".")[0] for name in _imports(module)}}
    assert found == MAY_IMPORT[library]


@pytest.mark.parametrize("module", MODULES)
def test_only_the_console_prints(module: str) -> None:
    path = HOUSE.parent.joinpath(*module.split("."))
    source = path.with_suffix(".py") if path.with_suffix(".py").exists() else path / "__init__.py"
    names = {node.id for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))) if isinstance(node, ast.Name)}
    assert "print" not in names


@pytest.mark.parametrize("module", MODULES)
def test_a_module_says_in_one_sentence_what_it_is_for(module: str) -> None:
    path = HOUSE.parent.joinpath(*module.split("."))
    source = path.with_suffix(".py") if path.with_suffix(".py").exists() else path / "__init__.py"
    text = source.read_text(encoding="utf-8")
    purpose = ast.get_docstring(ast.parse(text))
    assert purpose is not None
    assert purpose.splitlines()[0].endswith(".")


def _loaded_after(program: str) -> set[str]:
    run = subprocess.run(
        [sys.executable, "-c", f"{program}\nimport sys; print('\\n' + ' '.join(sys.modules))"],
        env=plain_environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    return set(run.stdout.splitlines()[-1].split())


def _command(*arguments: str) -> str:
    return f"from lstm_shapes.cli import run; run({list(arguments)!r})"


WITHOUT_TORCH = {
    "import": "import lstm_shapes",
    "the interface": "from lstm_shapes import LSTMSpec, inspect; str(inspect(LSTMSpec(10, 20), run=False))",
    "--help": _command("--help"),
    "--version": _command("--version"),
    "inspect --help": _command("inspect", "--help"),
    "inspect --no-run": _command("inspect", "--no-run", "--show", "all"),
    "inspect --no-run as JSON": _command("inspect", "--no-run", "--format", "json"),
    "train-demo --help": _command("train-demo", "--help"),
    "check": _command("check", "README.md"),
    "explain": _command("explain", "Expected hidden[0] size (4, 3, 20), got [2, 3, 20]"),
    "install": "import lstm_shapes; lstm_shapes.install()",
    "run --help": _command("run", "--help"),
    "explore": _command("explore", "--output", os.devnull),
    "explain --list": _command("explain", "--list"),
    "bad input": _command("inspect", "--layers", "0"),
    "completion": "import os; os.environ['_LSTM_SHAPES_COMPLETE'] = 'source_bash'; " + _command(),
}


@pytest.mark.parametrize("program", WITHOUT_TORCH.values(), ids=WITHOUT_TORCH)
def test_torch_is_not_loaded_where_nothing_is_run(program: str) -> None:
    assert "torch" not in _loaded_after(program)


def test_training_does_not_load_what_creating_an_optimizer_would() -> None:
    assert "torch._dynamo" not in _loaded_after(_command("train-demo", "--epochs", "1"))


def test_torch_is_loaded_where_something_is_run() -> None:
    assert "torch" in _loaded_after(_command("inspect"))


@pytest.mark.parametrize("program", [_command("inspect", "--no-run"), _command("inspect", "--device", "meta")])
def test_what_is_slow_to_import_is_not_imported(program: str) -> None:
    loaded = _loaded_after(program)
    assert not {"torch._dynamo", "pygments", "pathspec", "markdown_it", "lstm_shapes.check.checker"} & loaded


def test_whoever_checks_documents_loads_nothing_of_the_other_commands() -> None:
    loaded = _loaded_after(_command("check", "README.md"))
    others = ("lstm_shapes.report.build", "lstm_shapes.training.model", "lstm_shapes.explain.diagnose")
    assert not loaded.intersection(others)


def test_the_package_shows_its_public_names_and_only_them() -> None:
    assert {name for name in dir(lstm_shapes) if not name.startswith("_")} == set(lstm_shapes.__all__)
