"""`lstm-shapes inspect --checkpoint` as a user drives it."""

from __future__ import annotations

import io
import json
import pickle
import struct
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from torch import nn

from lstm_shapes.kinds import KINDS
from lstm_shapes.report import checkpoint, guarding
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


def _saved(content: object, as_zip: bool = True) -> bytes:
    buffer = io.BytesIO()
    torch.save(content, buffer, _use_new_zipfile_serialization=as_zip)
    return buffer.getvalue()


WEIGHTS = nn.LSTM(3, 5).state_dict()
ZIP, OLD = _saved(WEIGHTS), _saved(WEIGHTS, as_zip=False)
SIZE_OF_NUMBERS = sum(8 + 4 * tensor.numel() for tensor in WEIGHTS.values())  # at the end of the old file
SAFETENSORS_HEADER = b'{"weight_ih_l0":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}'


def _archive(described: bytes, *, compress: int = zipfile.ZIP_STORED, **numbers: bytes) -> bytes:
    """An archive as `torch.save` writes it, around any pickle."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compress) as archive:
        archive.writestr("model/data.pkl", described)
        archive.writestr("model/version", "3\n")
        for name, content in numbers.items():
            archive.writestr(f"model/data/{name.removeprefix('_')}", content)
    return buffer.getvalue()


def _text(text: str) -> bytes:
    return pickle.BINUNICODE + struct.pack("<I", len(text)) + text.encode()


def _without_record(name: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(ZIP)) as whole, zipfile.ZipFile(buffer, "w") as part:
        for record in whole.infolist():
            if not record.filename.endswith(name):
                part.writestr(record.filename, whole.read(record))
    return buffer.getvalue()


def _flipped(content: bytes, place: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :]


PROTO, EIGHT = b"\x80\x02", struct.pack("<Q", len(SAFETENSORS_HEADER))
DAMAGED: dict[str, tuple[str, bytes]] = {
    "text": ("model.pt", b"hello world\n"),
    "an opcode that PyTorch does not know": ("model.pt", b"Not weights"),
    "another pickle": ("model.pt", pickle.dumps({"a": 1}, 2)),
    "a newer pickle": ("model.pt", pickle.dumps({"a": 1}, 4)),
    "half an archive": ("model.pt", ZIP[: len(ZIP) // 2]),
    "an archive without its end": ("model.pt", ZIP[:-1]),
    "an archive without its beginning": ("model.pt", ZIP[100:]),
    "only the beginning of an archive": ("model.pt", b"PK\3\4"),
    "an archive of something else": ("model.pt", _without_record("data.pkl")),
    "a byte of the pickle": ("model.pt", _flipped(ZIP, ZIP.index(b"weight_hh"))),
    "a byte of the name of a class": ("model.pt", _flipped(ZIP, ZIP.index(b"_rebuild"))),
    "a byte of the list of records": ("model.pt", _flipped(ZIP, ZIP.index(b"PK\1\2"))),
    "a way to compress that PyTorch does not know": ("model.pt", _archive(b"", compress=zipfile.ZIP_LZMA)),
    "an empty stack": ("model.pt", _archive(PROTO + b"R.")),
    "a string longer than the file": ("model.pt", _archive(PROTO + b"X\xff\xff\xff\xffa.")),
    "an old file without the end of its description": ("model.pt", OLD[: -SIZE_OF_NUMBERS - 1]),
    "an old file without its numbers": ("model.pt", OLD[: OLD.index(b"weight_hh")]),
    "half a header": ("model.safetensors", EIGHT + SAFETENSORS_HEADER[:9]),
    "a negative size": ("model.safetensors", EIGHT + SAFETENSORS_HEADER + bytes(4)),
    "a header of 2**64 bytes": ("model.safetensors", b"\xff" * 8 + SAFETENSORS_HEADER),
    "a pickle called safetensors": ("model.safetensors", ZIP),
}  # fmt: skip


@pytest.mark.parametrize(("name", "content"), DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_is_called_that_and_what_to_do_is_said(
    command: Command, tmp_path: Path, name: str, content: bytes
) -> None:
    if name.endswith(".safetensors"):
        pytest.importorskip("safetensors")
    (tmp_path / name).write_bytes(content)
    run = command("inspect", "--checkpoint", name)
    call = "safetensors.torch.save_file" if name.endswith(".safetensors") else "torch.save"
    assert (run.returncode, run.stdout) == (2, "")
    assert sentence_of(run.stderr) == (
        f"Invalid value for '--checkpoint': {name} is damaged, or no file of weights; "
        f"save it again, with {call}(model.state_dict(), ...)"
    )


@pytest.mark.parametrize("whole", [ZIP, OLD[:-SIZE_OF_NUMBERS]], ids=["zip", "before PyTorch 1.6"])
def test_what_describes_the_tensors_is_read_whole_or_not_at_all(command: Command, tmp_path: Path, whole: bytes) -> None:
    for size in range(0, len(whole), 97):
        (tmp_path / "model.pt").write_bytes(whole[:size])
        assert command("inspect", "--checkpoint", "model.pt", "--no-run").returncode == 2
    (tmp_path / "model.pt").write_bytes(whole)
    assert command("inspect", "--checkpoint", "model.pt", "--no-run").returncode == 0


def _import(name: str) -> bytes:
    module, _, member = name.rpartition(".")
    return f"c{module}\n{member}\n".encode()


def _number(number: int) -> bytes:
    digits = pickle.encode_long(number)
    return pickle.LONG1 + bytes([len(digits)]) + digits


def _again(what: bytes) -> bytes:
    """A million of something in a list, in a tuple that was made before; the list is number 0, the tuple 1."""
    return b"(]q\0\x85q\1h\0(" + what * 1_000_000 + b"e"


DEEP = 60_000
ZEROS, GIGABYTES = _import("builtins.bytearray"), _number(4 * 10**9)
BY_TYPE = b"ctorch\n_tensor._rebuild_from_type_v2\n"  # torch.load looks for the two names with a point between
SECONDS, MEMORY = "takes more than 2 seconds to read", "takes more than 1 GB of memory to read"
DAMAGE = "is damaged"
TOO_MUCH: dict[str, tuple[Callable[[], bytes], str]] = {
    "a record that unpacks to gigabytes": (
        lambda: _archive(b"N" * 1_200_000_000, compress=zipfile.ZIP_DEFLATED),
        MEMORY,
    ),
    "lists in lists": (
        lambda: _archive(PROTO + b"]" * DEEP + b"a" * (DEEP - 1) + b"."),
        "nests dictionaries and lists more than 100 deep",
    ),
    "dictionaries in dictionaries": (
        lambda: _archive(PROTO + b"}K\0" * DEEP + b"}" + b"s" * DEEP + b"."),
        "nests dictionaries and lists more than 100 deep",
    ),
    "many lists": (
        lambda: _archive(PROTO + b"](" + b"]" * 21_000 + b"e."),
        "holds more than 20,000 tensors, dictionaries and lists",
    ),
    "many steps": (lambda: _archive(PROTO + b"N" * 60_000_000 + b".", compress=zipfile.ZIP_DEFLATED), SECONDS),
    "a tuple in a tuple, again and again, as a key": (
        lambda: _archive(PROTO + b"})" + b"q\0h\0\x86" * 64 + b"Ns."),
        SECONDS,
    ),
    "keys of one hash": (
        lambda: _archive(PROTO + b"}(" + b"".join(_number((2**61 - 1) * n) + b"N" for n in range(1, 40_000)) + b"u."),
        SECONDS,
    ),
    "a list that grows in a tuple, and is copied": (
        lambda: _archive(PROTO + _again(b"K\1") + _import("torch.Size") + b"q\2" + b"h\2h\1R" * 1_000 + b"t."),
        MEMORY,
    ),
    "gigabytes of zeros": (lambda: _archive(PROTO + ZEROS + GIGABYTES + b"\x85R."), MEMORY),
    "gigabytes of zeros, by way of another call": (
        lambda: _archive(PROTO + BY_TYPE + b"](" + ZEROS * 2 + b"(" + GIGABYTES + b"t}eR."),
        MEMORY,
    ),
    "a long key": (
        lambda: _saved({"k" * 10_001: WEIGHTS}),
        "has keys of more than 10,000 characters",
    ),
    "a call of what is not imported, which torch shows": (
        lambda: _archive(PROTO + b"(]q\0" + b"](h\0h\0eq\0" * 30 + b"t)R."),
        SECONDS,
    ),
    "a text that torch quotes": (
        lambda: _archive(PROTO + _import("torch.device") + b"(" + _text("``a``" * 200_000) + b"tR."),
        DAMAGE,
    ),
    "many cells": (
        lambda: _saved({f"{i}.{key}": w for i in range(1_001) for key, w in nn.LSTMCell(1, 1).state_dict().items()}),
        "holds more than 1,000 recurrent layers",
    ),
    "an LSTM of many layers": (
        lambda: _saved(nn.LSTM(1, 1, 1_001).state_dict()),
        "holds more than 1,000 recurrent layers",
    ),
}  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has what bounds another process")
@pytest.mark.parametrize(("make", "fact"), TOO_MUCH.values(), ids=TOO_MUCH)
def test_a_file_that_asks_for_too_much_is_refused(
    command: Command, tmp_path: Path, make: Callable[[], bytes], fact: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if fact in (SECONDS, MEMORY):  # what is refused for another reason may take longer on a busy machine
        monkeypatch.setattr(guarding, "_MOST_SECONDS", 2)
    monkeypatch.setattr(guarding, "_MOST_GIGABYTES", 1)
    monkeypatch.setattr(checkpoint, "_MOST_HELD", 20_000)
    (tmp_path / "model.pt").write_bytes(make())
    run = command("inspect", "--checkpoint", "model.pt")
    assert (run.returncode, run.stdout) == (2, "")
    sentence = sentence_of(run.stderr).removeprefix("Invalid value for '--checkpoint': model.pt ")
    if fact == DAMAGE:
        assert sentence.startswith(DAMAGE)
    else:
        reasons = (MEMORY, SECONDS) if fact == MEMORY else (fact,)  # on a slow machine, time is up before memory is
        refused = [
            f"is refused: it {one}; save a state_dict() alone, or that of a part of the model" for one in reasons
        ]
        assert sentence in refused


@pytest.mark.filterwarnings("ignore")  # PyTorch's, about quantization
def test_quantized_weights_are_called_that(command: Command, tmp_path: Path) -> None:
    quantized = {name: torch.quantize_per_tensor(weight, 0.1, 0, torch.qint8) for name, weight in WEIGHTS.items()}
    (tmp_path / "model.pt").write_bytes(_saved(quantized))
    run = command("inspect", "--checkpoint", "model.pt")
    assert (run.returncode, run.stdout) == (2, "")
    assert sentence_of(run.stderr).startswith(
        "Invalid value for '--checkpoint': model.pt holds quantized tensors, which"
    )


MANY_LAYERS = {
    "cells": nn.ModuleList(nn.LSTMCell(1, 1) for _ in range(101)),
    "an LSTM of many layers": nn.LSTM(1, 1, 101),
}


@pytest.mark.parametrize("module", MANY_LAYERS.values(), ids=MANY_LAYERS)
def test_more_layers_than_anybody_reads_are_not_run(command: Command, save: Save, module: nn.Module) -> None:
    run = command("inspect", "--checkpoint", save(module))
    assert (run.returncode, run.stdout) == (2, "")
    assert sentence_of(run.stderr) == (
        "Invalid value for '--checkpoint': model.pt holds 101 recurrent layers, and at most 100 are inspected; "
        "save the state_dict() of a part of the model"
    )


def test_of_many_modules_a_few_are_named(command: Command, save: Save) -> None:
    run = command("inspect", "--checkpoint", save(nn.ModuleList(nn.LSTMCell(1, 1) for _ in range(9))), "--get", "hn")
    assert sentence_of(run.stderr).endswith("the file holds 9 modules: 0, 1, 2, 3, 4, …")


NAMES = {"a colour": "\x1b[31m", "a new line": "a\nb", "right to left": "\u202e", "half a letter": "\ud800"}


@pytest.mark.parametrize("flags", [[], ["--get", "hn"], ["--show", "all"], ["--format", "markdown"]], ids=str)
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_from_a_file_does_nothing_to_the_terminal(
    command: Command, tmp_path: Path, name: str, flags: list[str]
) -> None:
    weights = {f"{name}{number}.{key}": tensor for number in range(2) for key, tensor in WEIGHTS.items()}
    torch.save(weights, tmp_path / "model.pt")
    run = command("inspect", "--checkpoint", "model.pt", "--no-run", *flags)
    written = run.stdout + run.stderr
    assert all(letter.isprintable() or letter == "\n" for letter in written)
    assert ascii(name)[1:-1] + "0" in written.replace("\\\\", "\\")


def test_numbers_without_a_checksum_are_read(command: Command, tmp_path: Path) -> None:
    computed = torch.serialization.get_crc32_options()
    torch.serialization.set_crc32_options(False)
    try:
        torch.save(WEIGHTS, tmp_path / "model.pt")
    finally:
        torch.serialization.set_crc32_options(computed)
    assert command("inspect", "--checkpoint", "model.pt", "--get", "hn").stdout == "1,3,5\n"


def test_an_archive_that_was_packed_again_is_read(command: Command, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(ZIP)) as whole, zipfile.ZipFile(tmp_path / "model.pt", "w", 8) as packed:
        for record in whole.infolist():
            packed.writestr(record.filename, whole.read(record))
    assert torch.load(tmp_path / "model.pt", weights_only=True).keys() == WEIGHTS.keys()
    assert command("inspect", "--checkpoint", "model.pt", "--get", "hn").stdout == "1,3,5\n"
