"""`lstm-shapes train-demo` as a user drives it."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest
import torch

from tests.conftest import Command, plain_environment, sentence_of

SHORT = ("train-demo", "--epochs", "20", "--hidden-size", "16")


def test_a_pipe_gets_data_walk_losses_and_predictions(command: Command) -> None:
    run = command(*SHORT, "--predict", "lov")
    assert run.returncode == 0
    for title in ("Data", "Model", "Shapes", "Why", "Loss", "Predictions"):
        assert f"\n{title}\n" in run.stdout
    assert re.search(
        r"^ output +\(L, N, D \* H_out\) +\(3, 10, 1 \* 16\)  \(3, 10, 16\)  \(3, 10, 16\)  ✓$", run.stdout, re.M
    )
    assert "Training accuracy: " in run.stdout
    assert "\x1b" not in run.stdout


def test_without_a_terminal_every_tenth_of_the_run_is_a_plain_line_on_stderr(command: Command) -> None:
    lines = command(*SHORT).stderr.splitlines()
    assert [line.split(",")[0] for line in lines] == [f"lstm-shapes: epoch {epoch} of 20" for epoch in range(2, 21, 2)]


def test_json_is_alone_on_standard_output(command: Command) -> None:
    found = json.loads(command(*SHORT, "--bidirectional", "--format", "json").stdout)
    assert len(found["losses"]) == 20
    assert [step["matches"] for step in found["steps"]] == [True] * 10
    assert found["settings"]["module"]["code"] == "nn.LSTM(26, 16, bidirectional=True)"


def test_markdown_has_the_whole_run(command: Command) -> None:
    text = command(*SHORT, "--format", "markdown").stdout
    assert text.startswith("### `nn.LSTM(26, 16)`\n")
    assert "| `mak` | `e` |" in text
    assert command(*SHORT, "-f", "md").stdout == text


ENDINGS = {
    "run.md": "### `nn.LSTM(26, 16)`\n",
    "run.json": "{\n",
    "run.tex": r"\paragraph{",
    "run.html": "<!doctype html>\n",
    "run.svg": "<svg ",
    "run.txt": "nn.LSTM(26, 16)   ",
}


@pytest.mark.parametrize(("name", "beginning"), ENDINGS.items(), ids=ENDINGS)
def test_the_ending_of_a_file_is_its_format(command: Command, tmp_path: Path, name: str, beginning: str) -> None:
    run = command("train-demo", "--epochs", "1", "--hidden-size", "16", "-o", name)
    assert (run.returncode, run.stdout) == (0, "")
    text = (tmp_path / name).read_text(encoding="utf-8")
    assert text.startswith(beginning)


def test_files_are_written_whole(command: Command, tmp_path: Path) -> None:
    run = command(*SHORT, "--save", "model.pt", "--plot", "loss.svg", "--output", "run.json", "--format", "json")
    assert (run.returncode, run.stdout) == (0, "")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["loss.svg", "model.pt", "run.json"]
    assert ElementTree.parse(tmp_path / "loss.svg").getroot().tag.endswith("svg")
    saved = torch.load(tmp_path / "model.pt", weights_only=True)
    assert "lstm.weight_ih_l0" in saved["state_dict"]


def test_words_come_from_a_file(command: Command, tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("größe\nsüßen\n", encoding="utf-8")
    run = command(*SHORT, "--words", "words.txt", "--format", "json")
    assert json.loads(run.stdout)["settings"]["letters"] == sorted(set("größesüßen"))


def test_a_divergence_exits_with_1_and_a_sentence(command: Command, tmp_path: Path) -> None:
    run = command("train-demo", "--learning-rate", "1000", "--save", "model.pt")
    assert run.returncode == 1
    assert "lstm-shapes: the training diverges: the loss is" in run.stderr
    assert list(tmp_path.iterdir()) == []


REFUSED = "Invalid value for "
RATE = f"{REFUSED}'--learning-rate': must be a number above 0, such as 0.001, got "
BAD_INPUT: dict[str, tuple[list[str], str]] = {
    "no epoch": (["--epochs", "0"], f"{REFUSED}'--epochs': "),
    "epochs without end": (["--epochs", "1000001"], f"{REFUSED}'--epochs': "),
    "epochs in words": (["--epochs", "many"], f"{REFUSED}'--epochs': "),
    "a learning rate of zero": (["--learning-rate", "0"], RATE),
    "a learning rate below zero": (["--learning-rate", "-1"], RATE),
    "a learning rate that is no number": (["--learning-rate", "nan"], RATE),
    "a learning rate in words": (["--learning-rate", "x"], f"{REFUSED}'--learning-rate': "),
    "an endless learning rate": (["--learning-rate", "inf"], RATE),
    "no features": (["--hidden-size", "0"], f"{REFUSED}'--hidden-size': "),
    "a projection too wide": (
        ["--proj-size", "128"],
        f"{REFUSED}'--proj-size': must be smaller than hidden_size (128)",
    ),
    "dropout above one": (["--dropout", "2"], f"{REFUSED}'--dropout': "),
    "meta": (["--device", "meta"], f"{REFUSED}'--device': must be one with numbers to train on, not meta"),
    "a device that is not here": (["--device", "cuda:77"], f"{REFUSED}'--device': cuda:77 is not available here"),
    "a seed below zero": (["--seed", "-1"], f"{REFUSED}'--seed': "),
    "one word": (["--words", "make,"], f"{REFUSED}'--words': word 2: '' is too short"),
    "no such file": (
        ["--words", "words.txt"],
        f"{REFUSED}'--words': there is no file 'words.txt', and a list of words has commas",
    ),
    "mixed lengths": (["--words", "make,at"], f"{REFUSED}'--words': word 2: 'at' has 2 letters and 'make' has 4"),
    "a prefix too short": (
        ["--predict", "lo"],
        f"{REFUSED}'--predict': a prefix has 3 of the letters a to z, and 'lo' has 2",
    ),
    "a prefix of other letters": (
        ["--predict", "LOV"],
        f"{REFUSED}'--predict': a prefix has 3 of the letters a to z, and 'L' is",
    ),
    "an unknown format": (["--format", "xml"], f"{REFUSED}'--format' / '-f': "),
    "a curve that is no SVG": (
        ["--plot", "loss.png"],
        f"{REFUSED}'--plot': the curve is drawn as SVG; write --plot loss.svg",
    ),
    "a folder that is not there": (["--save", "missing/model.pt"], "missing/model.pt cannot be written"),
    "too much memory": (["--hidden-size", "1000000"], "this run needs about"),
}


@pytest.mark.parametrize(("flags", "sentence"), BAD_INPUT.values(), ids=BAD_INPUT)
def test_bad_input_gets_one_sentence_and_exit_code_2(
    command: Command, tmp_path: Path, flags: list[str], sentence: str
) -> None:
    run = command("train-demo", *flags)
    assert (run.returncode, run.stdout) == (2, "")
    assert sentence_of(run.stderr).startswith(sentence)
    assert run.stderr.count("Error") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to one process")
def test_ctrl_c_shows_what_was_learned_and_writes_no_file(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "lstm_shapes", "train-demo", "--epochs", "1000000", "--save", "model.pt"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        env=plain_environment(),
        text=True,
        encoding="utf-8",
    )
    assert process.stdout is not None
    for line in process.stdout:
        if line == "Why\n":  # the training begins
            break
    time.sleep(2)
    process.send_signal(signal.SIGINT)
    try:
        stdout, stderr = process.communicate(timeout=60)
    finally:
        process.kill()  # whatever became of the test, nothing goes on computing
    assert process.returncode == 130
    assert "Traceback" not in stderr
    assert "of 1,000,000 epochs: this is what was learned until then" in stdout
    assert list(tmp_path.iterdir()) == []


def test_two_results_do_not_go_into_one_file(command: Command, tmp_path: Path) -> None:
    run = command("train-demo", "--epochs", "1", "--save", "x.svg", "--plot", "x.svg")
    assert (run.returncode, list(tmp_path.iterdir())) == (2, [])
    assert "one file cannot hold two" in sentence_of(run.stderr)
