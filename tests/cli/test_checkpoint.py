"""`lstm-shapes inspect --checkpoint` as a user drives it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from torch import nn

from lstm_shapes.kinds import KINDS
from tests.conftest import Command, sentence_of

Save = Callable[[nn.Module], str]


@pytest.fixture
def save(tmp_path: Path) -> Save:
    """Save a module's weights where the command runs, and give the file's name."""

    def to_file(module: nn.Module) -> str:
        torch.save(module.state_dict(), tmp_path / "model.pt")
        return "model.pt"

    return to_file


TWO = nn.ModuleDict({"encoder": nn.ModuleDict({"lstm": nn.LSTM(11, 7, 2)}), "decoder": nn.LSTM(7, 5, proj_size=3)})


def test_a_trained_model_is_inspected_as_the_lstm_that_was_trained(command: Command) -> None:
    flags = ["--hidden-size", "16", "--layers", "2", "--bidirectional", "--proj-size", "5"]
    trained = command("train-demo", "--epochs", "1", "--save", "model.pt", "--format", "json", *flags)
    inspected = json.loads(command("inspect", "--checkpoint", "model.pt", "--format", "json").stdout)
    (module,) = inspected["modules"]
    assert module["path"] == "lstm"
    assert module["module"] == json.loads(trained.stdout)["settings"]["module"]
    assert all(row["matches"] for row in module["tensors"] + module["parameters"])


def test_every_lstm_of_a_model_has_its_own_tables_under_its_path(command: Command, save: Save) -> None:
    text = command("inspect", "--checkpoint", save(TWO), "--seq-len", "9", "--batch-size", "4", "--batch-first").stdout
    first, second = text.split("\n\ndecoder = ")
    assert first.startswith("encoder.lstm = nn.LSTM(11, 7, num_layers=2, batch_first=True)   input (4, 9, 11)")
    assert second.startswith("nn.LSTM(7, 5, batch_first=True, proj_size=3)   input (4, 9, 7)")
    assert text.count("batch_first and dropout leave no trace in weights") == 2


def test_json_holds_a_list_of_modules(command: Command, save: Save) -> None:
    found = json.loads(command("inspect", "--checkpoint", save(TWO), "--no-run", "--format", "json").stdout)
    assert list(found) == ["schema_version", "modules"]
    assert [module["path"] for module in found["modules"]] == ["encoder.lstm", "decoder"]
    assert [module["symbols"]["H_out"] for module in found["modules"]] == [7, 3]


def test_get_and_expect_work_on_a_file_with_one_lstm(command: Command, save: Save) -> None:
    flags = ["inspect", "--checkpoint", save(nn.LSTM(3, 5, 2)), "--get", "hn"]
    assert command(*flags).stdout == "2,3,5\n"
    assert command(*flags, "--expect", "hn=1,3,5").returncode == 1


def test_get_is_refused_where_it_could_mean_several(command: Command, save: Save) -> None:
    run = command("inspect", "--checkpoint", save(TWO), "--get", "hn")
    assert (run.returncode, run.stdout) == (2, "")
    assert sentence_of(run.stderr) == (
        "Invalid value for '--get': prints one shape alone, and the file holds 2 modules: encoder.lstm, decoder"
    )


REFUSED = {
    "a flag that the weights settle": (
        ["--hidden-size", "9"],
        "Invalid value for '--hidden-size': clashes with --checkpoint, which describes the whole LSTM",
    ),
    "an input of another width": (
        ["--input-shape", "5,3,4"],
        "Invalid value for '--input-shape': is (L, N, H_in), so H_in = 4, but --checkpoint's input_size is 3",
    ),
}


@pytest.mark.parametrize(("flags", "sentence"), REFUSED.values(), ids=REFUSED)
def test_flags_that_contradict_the_weights_are_refused(
    command: Command, save: Save, flags: list[str], sentence: str
) -> None:
    run = command("inspect", "--checkpoint", save(nn.LSTM(3, 5)), *flags)
    assert (run.returncode, run.stdout) == (2, "")
    assert sentence_of(run.stderr) == sentence


def test_a_file_without_any_is_refused_in_one_sentence(command: Command, save: Save) -> None:
    run = command("inspect", "--checkpoint", save(nn.Linear(3, 5)))
    assert (run.returncode, run.stdout) == (2, "")
    assert sentence_of(run.stderr).startswith("Invalid value for '--checkpoint': model.pt holds no LSTM, GRU, RNN or ")


FAMILY = nn.ModuleDict({name: getattr(nn, name)(3, 5) for name in KINDS})


def test_every_kind_in_one_file_is_inspected_as_what_it_is(command: Command, save: Save) -> None:
    found = json.loads(command("inspect", "--checkpoint", save(FAMILY), "--format", "json").stdout)["modules"]
    assert [(module["path"], module["module"]["kind"]) for module in found] == [(name, name) for name in KINDS]
    assert all(row["matches"] for module in found for row in module["tensors"] + module["parameters"])
    assert [[note["id"] for note in module["notes"]].count("unknown-from-weights") for module in found] == [
        1, 1, 1, 0, 0, 1,
    ]  # fmt: skip
