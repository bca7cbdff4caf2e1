"""The README: its commands are run, and what stands under them is what they print."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Command, plain_environment

README = Path(__file__).parent.parent / "README.md"
PICTURE = README.parent / ".github" / "inspect.svg"
TEXT = README.read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```\w*\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
# Set this variable to write what the commands print into the README; then read the difference before you commit it.
REFRESH = "LSTM_SHAPES_REFRESH_README"


def _console_blocks() -> list[str]:
    return [block for block in BLOCKS if block.startswith("$ lstm-shapes")]


def _run_block(block: str, command: Command) -> str:
    """The block as it should stand: the command, and under it what it prints."""
    line = block.splitlines()[0]
    run = command(*shlex.split(line)[2:])
    assert run.returncode == (" check " in line or " run " in line)  # which find what is false
    return f"{line}\n{run.stdout}{run.stderr}"


def test_a_command_prints_no_more_than_a_glance() -> None:
    assert len(TEXT.splitlines()) <= 250
    assert max(len(block.splitlines()) for block in _console_blocks()) <= 13


def _without_last_digits(text: str) -> str:
    """What has been learned depends a little on the processor: decimals to three digits, and no curve."""
    rounded = re.sub(r"\d+\.\d+(?=%?)", lambda match: f"{float(match[0]):.3g}", text)
    return re.sub(r" +", " ", re.sub(r"[▁▂▃▄▅▆▇█]+", "curve", rounded))


@pytest.mark.parametrize("block", _console_blocks(), ids=lambda block: block.splitlines()[0][2:])
def test_what_stands_under_a_command_is_what_it_prints(
    block: str, command: Command, process: Command, tmp_path: Path
) -> None:
    (guide,) = re.findall(r"^```py\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    (tmp_path / "guide.py").write_text(guide, encoding="utf-8")
    printed = _run_block(block, process if block.startswith("$ lstm-shapes run") else command)
    if os.environ.get(REFRESH):
        README.write_text(README.read_text(encoding="utf-8").replace(f"```\n{block}```", f"```\n{printed}```"), "utf-8")
    assert _without_last_digits(block) == _without_last_digits(printed)


def test_the_two_commands_for_a_fresh_machine_come_first() -> None:
    assert BLOCKS[0] == (
        "pip install . && lstm-shapes inspect --layers 2 --bidirectional\npip install '.[test]' && pytest -n auto\n"
    )


def test_the_picture_is_the_one_that_the_tool_draws() -> None:
    from lstm_shapes import LSTMSpec, inspect

    drawn = inspect(LSTMSpec(10, 20, num_layers=2, bidirectional=True), run=False).to_svg()
    if os.environ.get(REFRESH):
        PICTURE.write_text(drawn, encoding="utf-8")
    assert PICTURE.read_text(encoding="utf-8") == drawn


PROGRAMS = re.findall(r"^```python\n(.*?)^```$(?:\n\n```text\n(.*?)^```$)?", TEXT, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(("program", "printed"), PROGRAMS, ids=["watch", "the interface"])
def test_a_python_example_runs_and_prints_what_stands_under_it(program: str, printed: str, tmp_path: Path) -> None:
    (tmp_path / "demo.py").write_text(program, encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "demo.py"], check=True, cwd=tmp_path, env=plain_environment(), capture_output=True, text=True
    )
    assert not printed or run.stdout == printed


def test_every_command_is_described_and_every_flag_has_help() -> None:
    from typer.main import get_command

    from lstm_shapes.cli import app

    group = get_command(app)
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        assert f"lstm-shapes {name}" in TEXT
        assert command.help
        for parameter in command.params:
            assert parameter.help, f"{parameter.name} has no help"


def test_the_rooms_in_the_picture_exist() -> None:
    (picture,) = (block for block in BLOCKS if "THE table of formulas" in block)
    package = README.parent / "lstm_shapes"
    names = re.findall(r"^ +([a-z]+)\b", picture, re.MULTILINE)
    assert len(names) >= 8
    for name in names:
        assert (package / name).is_dir() or (package / f"{name}.py").is_file()


def test_links_and_paths_of_this_machine_do_not_stand_in_it() -> None:
    assert not re.search(r"/(root|home|tmp|work)/", TEXT)
