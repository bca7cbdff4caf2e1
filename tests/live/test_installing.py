"""Explanations under uncaught exceptions: in scripts, threads, IPython, notebooks and pytest."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import plain_environment

WRONG = "nn.LSTM(10, 20, 2, bidirectional=True)(torch.randn(5, 3, 10), (torch.zeros(2, 3, 20),) * 2)"
CAUSE = "Certain: the number of directions D is forgotten"
INSTALL = "import lstm_shapes; lstm_shapes.install(); lstm_shapes.install()"
IMPORTS = "import threading\n\nimport torch\nfrom torch import nn\n"


def run_python(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=tmp_path,
        env=plain_environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def said(tmp_path: Path, lines: str, first: str = "") -> str:
    """What a script says on stderr."""
    (tmp_path / "train.py").write_text(f"{first}\n{lines}\n", encoding="utf-8")
    return run_python(tmp_path, "train.py").stderr


def with_and_without(tmp_path: Path, lines: str) -> tuple[str, str]:
    """What a script says on stderr with `install` in its first line, and without."""
    return said(tmp_path, lines, INSTALL), said(tmp_path, lines)


def test_the_explanation_stands_once_under_each_untouched_traceback(tmp_path: Path) -> None:
    threads = f"def work():\n    {WRONG}\nthread = threading.Thread(target=work)\nthread.start()\nthread.join()\n"
    explained, plain = with_and_without(tmp_path, f"{IMPORTS}{threads}{WRONG}")
    of_thread, of_script = plain.split("Traceback", 2)[1:]
    assert explained.startswith(f"{plain.split('Traceback')[0]}Traceback{of_thread}")
    assert f"\nTraceback{of_script}" in explained
    assert explained.count(CAUSE) == 2


@pytest.mark.parametrize("lines", ["1 / 0", "raise SystemExit('no')", "raise KeyboardInterrupt"])
def test_every_other_exception_looks_as_before(tmp_path: Path, lines: str) -> None:
    explained, plain = with_and_without(tmp_path, lines)
    assert explained == plain


def test_a_hook_of_the_program_s_own_is_called_as_well(tmp_path: Path) -> None:
    own = "import sys; sys.excepthook = lambda *_: sys.stderr.write('mine')"
    told = said(tmp_path, f"{IMPORTS}{WRONG}", f"{own}; {INSTALL}")
    assert told.startswith("mine")
    assert CAUSE in told
    assert "Traceback" not in told


def test_a_fault_of_this_tool_is_told_and_hides_nothing(tmp_path: Path) -> None:
    fault = "import lstm_shapes.live.explaining as own; own.explain_exception = lambda error: 1 / 0"
    told = said(tmp_path, "open('nowhere')", f"{INSTALL}; {fault}")
    assert "FileNotFoundError: " in told
    assert "could not be explained, please report it" in told


def test_torch_is_not_loaded_for_an_error_without_it(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(
        "import sys, atexit, lstm_shapes\nlstm_shapes.install()\n"
        "atexit.register(lambda: print('torch' in sys.modules))\n1 / 0",
        encoding="utf-8",
    )
    assert run_python(tmp_path, "train.py").stdout == "False\n"


NOTEBOOK = """
import json, sys, warnings
warnings.simplefilter("ignore")
import nbformat
from nbclient import NotebookClient
sources = json.load(open("cells.json"))
book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
NotebookClient(book, allow_errors=True, timeout=100, kernel_name="python3").execute()
json.dump([cell.outputs for cell in book.cells], open("outputs.json", "w"))
"""


def test_a_notebook_shows_the_explanation_once_under_the_untouched_traceback(tmp_path: Path) -> None:
    load, imports = "%load_ext lstm_shapes", "import torch\nfrom torch import nn"
    cells = [imports, WRONG, load, WRONG, "1 / 0", "%unload_ext lstm_shapes", WRONG]
    (tmp_path / "cells.json").write_text(json.dumps(cells), encoding="utf-8")
    run = run_python(tmp_path, "-c", NOTEBOOK)
    assert run.returncode == 0, run.stderr
    outputs: list[list[dict[str, Any]]] = json.loads((tmp_path / "outputs.json").read_text("utf-8"))
    _, before, _, explained, other, _, after = outputs
    assert [output["output_type"] for output in before] == ["error"]
    assert [output["output_type"] for output in explained] == ["error", "display_data"]
    assert [output["output_type"] for output in other] == ["error"]
    assert [output["output_type"] for output in after] == ["error"]
    assert _without_numbers(explained[0]) == _without_numbers(before[0])
    shown = explained[1]["data"]
    assert shown["text/plain"].count(CAUSE) == 1
    assert "the number of directions D is forgotten" in shown["text/html"]


def _without_numbers(output: dict[str, Any]) -> list[str]:
    """The traceback without the numbers of the cells."""
    return [line.replace("In[4]", "In[2]") for line in output["traceback"]]


def test_ipython_in_a_terminal_shows_it_on_stderr(tmp_path: Path) -> None:
    lines = f"%load_ext lstm_shapes\nimport torch\nfrom torch import nn\n{WRONG}\n"
    run = subprocess.run(
        [sys.executable, "-m", "IPython", "--colors=NoColor", "--simple-prompt"],
        input=lines,
        cwd=tmp_path,
        env=plain_environment(IPYTHONDIR=str(tmp_path)),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert run.stderr.count(CAUSE) == 1
    assert "RuntimeError" in run.stdout


def test_pytest_shows_it_as_a_section_of_the_report(tmp_path: Path) -> None:
    (tmp_path / "test_model.py").write_text(
        f"{IMPORTS}\ndef test_model():\n    {WRONG}\n\ndef test_other():\n    assert not torch.ones(1)\n\n"
        f"def test_right():\n    try:\n        {WRONG}\n    except RuntimeError:\n        pass\n",
        encoding="utf-8",
    )
    shown = run_python(
        tmp_path, "-m", "pytest", "-p", "no:cacheprovider", "-p", "lstm_shapes.pytest_plugin", "test_model.py"
    ).stdout
    assert shown.count(CAUSE) == 1
    assert shown.index("lstm-shapes") > shown.index("Expected hidden[0] size")
    assert "2 failed, 1 passed" in shown
