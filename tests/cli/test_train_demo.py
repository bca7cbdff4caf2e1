"""`lstm-shapes train-demo` as a user drives it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest
import torch

from tests.conftest import Command, plain_environment

SHORT = ("train-demo", "--epochs", "20", "--hidden-size", "16")


def test_a_pipe_gets_data_walk_losses_and_predictions(command: Command) -> None:
    run = command(*SHORT, "--predict", "lov")
    assert run.returncode == 0
    for title in ("Data", "Model", "Shapes", "Why", "Loss", "Predictions"):
        assert f"\n{title}\n" in run.stdout
    assert "  output   (L, N, D * H_out)            (3, 10, 1 * 16)  (3, 10, 16)  (3, 10, 16)  ✓\n" in run.stdout
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


BAD_INPUT: dict[str, tuple[list[str], str]] = {
    "no epoch": (["--epochs", "0"], "--epochs must be a whole number from 1 to 1,000,000, got 0"),
    "epochs in words": (["--epochs", "many"], "--epochs must be a whole number from 1 to 1,000,000, got 'many'"),
    "a learning rate of zero": (["--learning-rate", "0"], "--learning-rate must be a number above 0, such as 0.001"),
    "a learning rate in words": (["--learning-rate", "x"], "--learning-rate must be a number above 0"),
    "an endless learning rate": (["--learning-rate", "inf"], "--learning-rate must be a number above 0"),
    "no features": (["--hidden-size", "0"], "--hidden-size must be a whole number from 1 to"),
    "a projection too wide": (["--proj-size", "128"], "--proj-size must be smaller than hidden_size (128)"),
    "dropout above one": (["--dropout", "2"], "--dropout must be a number from 0 to 1, got 2"),
    "meta": (["--device", "meta"], "--device must be one with numbers to train on, not meta"),
    "a device that is not here": (["--device", "cuda:77"], "--device cuda:77 is not available here"),
    "a seed below zero": (["--seed", "-1"], "--seed must be a whole number from 0"),
    "one word": (["--words", "make,"], "--words: word 2: '' is too short"),
    "no such file": (["--words", "words.txt"], "--words: there is no file 'words.txt', and a list of words has commas"),
    "mixed lengths": (["--words", "make,at"], "--words: word 2: 'at' has 2 letters and 'make' has 4"),
    "a prefix too short": (["--predict", "lo"], "--predict: a prefix has 3 of the letters a to z, and 'lo' has 2"),
    "a prefix of other letters": (["--predict", "LOV"], "--predict: a prefix has 3 of the letters a to z, and 'L' is"),
    "an unknown format": (["--format", "latex"], "--format must be one of table, json, markdown, got 'latex'"),
    "a folder that is not there": (["--save", "missing/model.pt"], "missing/model.pt cannot be written"),
    "too much memory": (["--hidden-size", "1000000"], "this run needs about"),
}


@pytest.mark.parametrize(("flags", "sentence"), BAD_INPUT.values(), ids=BAD_INPUT)
def test_bad_input_gets_one_sentence_and_exit_code_2(
    command: Command, tmp_path: Path, flags: list[str], sentence: str
) -> None:
    run = command("train-demo", *flags)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith(f"lstm-shapes: {sentence}")
    assert run.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


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


def test_help_does_not_load_torch_and_names_every_flag(command: Command) -> None:
    text = command("train-demo", "--help").stdout
    for flag in ("--words", "--epochs", "--learning-rate", "--predict", "--save", "--plot", "--output"):
        assert flag in text
