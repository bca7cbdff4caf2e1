"""The layers and cells in a file of weights, found again: PyTorch writes the files and knows what was in them."""

from __future__ import annotations

import io
import json
import os
import pickle
import shutil
import struct
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from lstm_shapes import LSTMShapesError, LSTMSpec, ReadError, RecurrentSpec
from lstm_shapes.kinds import KINDS
from lstm_shapes.report import checkpoint
from lstm_shapes.report.checkpoint import WeightShape, find_modules, read_weights, tell_unknown, unknowable
from lstm_shapes.spec import DTYPE_BYTES, SPECS
from tests.specifications import OF_EVERY_KIND, build_module, specs

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")  # PyTorch's, about dropout and projections

LEAVE_NO_TRACE = ("batch_first", "dropout", "nonlinearity", "device")
MODULES = {name: spec for name, spec in OF_EVERY_KIND.items() if "-batched" in name}
FORMATS = {"zip": True, "before PyTorch 1.6": False}


@pytest.fixture(autouse=True, scope="module")
def _without_a_copy() -> Iterator[None]:
    """Files are read in this process, which is faster; the bounds of another are tested with the command line."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checkpoint, "bounded", lambda read, more_bytes: read())
        yield


def _save(path: Path, content: object, as_zip: bool = True) -> Path:
    torch.save(content, path, _use_new_zipfile_serialization=as_zip)
    return path


def _knowable(spec: RecurrentSpec) -> dict[str, Any]:
    return {name: value for name, value in spec.arguments.items() if name not in LEAVE_NO_TRACE}


def _weights(path: str = "", module: nn.Module | None = None) -> dict[str, Any]:
    """The state_dict of a module, an LSTM unless given, that stands at a path in some model."""
    module = nn.LSTM(3, 5) if module is None else module
    return {f"{path}.{key}" if path else key: tensor for key, tensor in module.state_dict().items()}


def _paths(file: Path) -> list[str]:
    return [found.path for found in find_modules(file)]


def _refusal(file: Path) -> str:
    """What is said of a file, without its name, which comes first."""
    with pytest.raises(ReadError) as caught:
        find_modules(file)
    name, sentence = str(caught.value)[: len(str(file))], str(caught.value)[len(str(file)) + 1 :]
    assert name == str(file)
    assert sentence.isprintable()
    return sentence


@pytest.mark.parametrize("as_zip", FORMATS.values(), ids=FORMATS)
@pytest.mark.parametrize("spec", MODULES.values(), ids=MODULES)
def test_every_configuration_is_found_as_it_was_saved(spec: RecurrentSpec, as_zip: bool, tmp_path: Path) -> None:
    (found,) = find_modules(_save(tmp_path / "model.pt", build_module(spec).state_dict(), as_zip))
    assert (found.path, found.kind, found.arguments) == ("", spec.kind, _knowable(spec))


PLACES = st.lists(st.sampled_from(["encoder", "lstm", "0", "weight_ih_l0", "module"]), max_size=3)


@given(spec=specs(), path=PLACES.map(".".join), around=PLACES, as_zip=st.booleans())
@settings(max_examples=300)
def test_any_specification_is_found_wherever_it_stands(
    tmp_path_factory: pytest.TempPathFactory, spec: RecurrentSpec, path: str, around: list[str], as_zip: bool
) -> None:
    content: dict[str, Any] = _weights("head", nn.Linear(2, 3)) | _weights(path, build_module(spec))
    for key in around:
        content = {key: content, "epoch": 3}
    (found,) = find_modules(_save(tmp_path_factory.getbasetemp() / "model.pt", content, as_zip))
    assert (found.path, found.kind, found.arguments) == (path, spec.kind, _knowable(spec))


@given(spec=specs(), data=st.data())
@settings(max_examples=300)
def test_without_any_one_of_its_weights_it_is_none(
    tmp_path_factory: pytest.TempPathFactory, spec: RecurrentSpec, data: st.DataObject
) -> None:
    weights = _weights("rnn", build_module(spec))
    del weights[data.draw(st.sampled_from(sorted(weights)))]
    assert "rnn has " in _refusal(_save(tmp_path_factory.getbasetemp() / "model.pt", weights))


@given(spec=specs(), data=st.data())
@settings(max_examples=300)
def test_with_any_axis_longer_it_is_none_or_another_one(
    tmp_path_factory: pytest.TempPathFactory, spec: RecurrentSpec, data: st.DataObject
) -> None:
    weights = _weights("rnn", build_module(spec))
    name = data.draw(st.sampled_from(sorted(weights)))
    axis = data.draw(st.integers(0, weights[name].dim() - 1))
    weights[name] = torch.cat([weights[name], weights[name].narrow(axis, 0, 1)], axis)
    file = _save(tmp_path_factory.getbasetemp() / "model.pt", weights)
    knows_input_size = name in ("rnn.weight_ih_l0", "rnn.weight_ih") and axis == 1 and not spec.bidirectional
    with suppress(ReadError):
        (found,) = find_modules(file)
        built = build_module(SPECS[found.kind.name](**found.arguments)).state_dict()
        assert {f"rnn.{key}": tensor.shape for key, tensor in built.items()} == {k: t.shape for k, t in weights.items()}
        return
    assert "rnn has the keys of a recurrent layer but the shapes of none" in _refusal(file)
    assert not knows_input_size


class Model(nn.Module):
    """An encoder and a decoder, each with an LSTM of its own and other layers around it."""

    def __init__(self) -> None:
        super().__init__()
        self.embedding = nn.Embedding(7, 3)
        self.encoder = nn.ModuleDict({"norm": nn.LayerNorm(3), "lstm": nn.LSTM(3, 5, bidirectional=True)})
        self.decoder = nn.LSTM(10, 6, num_layers=2, proj_size=4)
        self.head = nn.Linear(4, 7)


def test_each_lstm_of_a_model_is_found_in_order(tmp_path: Path) -> None:
    encoder, decoder = find_modules(_save(tmp_path / "model.pt", Model().state_dict()))
    assert (encoder.path, encoder.arguments) == ("encoder.lstm", _knowable(LSTMSpec(3, 5, bidirectional=True)))
    assert (decoder.path, decoder.arguments) == ("decoder", _knowable(LSTMSpec(10, 6, num_layers=2, proj_size=4)))


NESTED = {
    "Sequential": (nn.Sequential(nn.Linear(2, 3), nn.LSTM(3, 5)), ["1"]),
    "ModuleList": (nn.ModuleList([nn.LSTM(3, 5), nn.GRU(3, 5), nn.LSTM(3, 5)]), ["0", "1", "2"]),
    "cells": (nn.ModuleList([nn.LSTMCell(3, 5), nn.GRUCell(3, 5), nn.RNNCell(3, 5)]), ["0", "1", "2"]),
    "DataParallel": (nn.DataParallel(Model()), ["module.encoder.lstm", "module.decoder"]),
}


@pytest.mark.parametrize(("module", "paths"), NESTED.values(), ids=NESTED)
def test_a_path_is_what_pytorch_calls_the_module(module: nn.Module, paths: list[str], tmp_path: Path) -> None:
    assert _paths(_save(tmp_path / "model.pt", module.state_dict())) == paths
    found = find_modules(tmp_path / "model.pt")
    assert [one.kind.name for one in found] == [type(module.get_submodule(path)).__name__ for path in paths]


ALIASED = _weights("lstm")
WRAPPED: dict[str, tuple[object, list[str]]] = {
    "nothing around it": (_weights("lstm"), ["lstm"]),
    "beside an epoch": ({"epoch": 3, "state_dict": _weights("lstm"), "best": 0.5}, ["lstm"]),
    "deeper": ({"run": {"checkpoint": {"model": _weights("lstm")}}}, ["lstm"]),
    "in lists": ({"models": [_weights("a"), (_weights("b"), None)]}, ["a", "b"]),
    "two of one path": (
        {"model": _weights("encoder.lstm"), "ema": _weights("encoder.lstm")},
        ["model.encoder.lstm", "ema.encoder.lstm"],
    ),
    "one path of two shared": (
        {"model": _weights("lstm") | _weights("decoder"), "ema": _weights("lstm")},
        ["model.lstm", "decoder", "ema.lstm"],
    ),
    "one with and one without": (_weights("lstm") | {"ema": _weights("lstm")}, ["lstm", "ema.lstm"]),
    "a path shared with a GRU": (
        {"model": _weights("rnn"), "old": _weights("rnn", nn.GRU(3, 5))},
        ["model.rnn", "old.rnn"],
    ),
    "a state_dict each": ({"encoder": _weights(), "decoder": _weights()}, ["encoder", "decoder"]),
    "a list of state_dicts": ([_weights(), _weights()], ["0", "1"]),
    "one state_dict under two names": ({"model": ALIASED, "best": ALIASED}, ["lstm"]),
    "moments by parameter": (
        {"optimizer": {"state": {"exp_avg": _weights("lstm")}, "param_groups": []}, "model": _weights("lstm")},
        ["lstm"],
    ),
}


@pytest.mark.parametrize(("content", "paths"), WRAPPED.values(), ids=WRAPPED)
def test_dictionaries_around_the_weights_are_no_part_of_a_path_unless_they_must(
    content: object, paths: list[str], tmp_path: Path
) -> None:
    assert _paths(_save(tmp_path / "model.pt", content)) == paths


@pytest.mark.parametrize("kind", [partial(torch.optim.SGD, momentum=0.9), torch.optim.Adam], ids=["SGD", "Adam"])
def test_the_state_of_an_optimizer_is_no_lstm(kind: Callable[..., torch.optim.Optimizer], tmp_path: Path) -> None:
    module = nn.LSTM(3, 5)
    optimizer = kind(module.named_parameters(), lr=0.1)
    module(torch.randn(2, 3))[0].sum().backward()
    optimizer.step()
    saved = {"optimizer": optimizer.state_dict(), "model": module.state_dict()}
    assert _paths(_save(tmp_path / "model.pt", saved)) == [""]
    assert _refusal(_save(tmp_path / "model.pt", optimizer.state_dict())).startswith(
        "holds no LSTM, GRU, RNN or cell: none of its tensors"
    )


def test_what_holds_itself_is_read_once(tmp_path: Path) -> None:
    content: dict[str, Any] = {"model": _weights("lstm")}
    content["self"] = [content]
    for _ in range(60):  # lists of lists of lists, each held twice: 2**60 ways through
        content["many"] = [content.get("many"), content.get("many")]
    assert _paths(_save(tmp_path / "model.pt", content)) == ["lstm"]


@pytest.mark.parametrize("dtype", DTYPE_BYTES)
def test_the_dtype_of_the_weights_is_known(dtype: str, tmp_path: Path) -> None:
    spec = LSTMSpec(3, 5, dtype=dtype)
    file = _save(tmp_path / "model.pt", _weights("lstm", build_module(spec)) | {"steps": torch.tensor(3)})
    (found,) = find_modules(file)
    assert found.arguments == _knowable(spec)
    assert read_weights(file)["lstm.weight_ih_l0",] == WeightShape((20, 3), dtype)
    assert read_weights(file)["steps",] == WeightShape((), "int64")


DTYPES_WITHOUT_NAME = {
    "one that no LSTM runs in": dict.fromkeys(["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"], torch.int8),
    "two in one LSTM": {"bias_ih_l0": torch.bfloat16, "bias_hh_l0": torch.bfloat16},
}


@pytest.mark.parametrize("dtypes", DTYPES_WITHOUT_NAME.values(), ids=DTYPES_WITHOUT_NAME)
def test_a_dtype_that_nn_lstm_cannot_be_given_is_left_open(dtypes: Mapping[str, torch.dtype], tmp_path: Path) -> None:
    weights = {name: tensor.to(dtypes.get(name, tensor.dtype)) for name, tensor in _weights().items()}
    (found,) = find_modules(_save(tmp_path / "model.pt", weights))
    expected = _knowable(LSTMSpec(3, 5))
    del expected["dtype"]
    assert found.arguments == expected


def test_what_leaves_no_trace_is_said() -> None:
    told = {name: tell_unknown(unknowable(KINDS[name])) for name in ("LSTM", "RNN", "RNNCell")}
    assert told["LSTM"].startswith("batch_first and dropout leave no trace in weights; give them yourself where they ")
    assert told["RNN"].startswith("batch_first, dropout and nonlinearity leave no trace in weights")
    assert told["RNNCell"] == "nonlinearity leaves no trace in weights; give them yourself where it is not tanh"
    assert not unknowable(KINDS["LSTMCell"])
    assert _weights("", nn.LSTM(3, 5, 2)).keys() == _weights("", nn.LSTM(3, 5, 2, batch_first=True, dropout=0.5)).keys()


def _without(weights: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: tensor for key, tensor in weights.items() if key not in keys}


PARAMETRIZED = nn.utils.parametrizations.weight_norm(nn.LSTM(3, 5), "weight_hh_l0")
OTHER_SHAPES = "rnn has the keys of a recurrent layer but the shapes of none"
NO_KIND = {"weight_ih_l0": (10, 3), "weight_hh_l0": (10, 5), "bias_ih_l0": (10,), "bias_hh_l0": (10,)}  # two gates
TWO_LAYERS, BOTH_WAYS = nn.LSTM(3, 5, 2), nn.LSTM(3, 5, bidirectional=True)
NO_LSTM: dict[str, tuple[object, str]] = {
    "two gates": ({f"rnn.{name}": torch.zeros(shape) for name, shape in NO_KIND.items()}, OTHER_SHAPES),
    "a layer and a cell in one": (_weights("rnn") | _weights("rnn", nn.LSTMCell(3, 5)), OTHER_SHAPES),
    "two gates, and another": (
        {f"{path}.{name}": torch.zeros(shape) for path in ("rnn", "b") for name, shape in NO_KIND.items()},
        f"{OTHER_SHAPES}; so with 1 more",
    ),
    "two gates at the root": (
        {name: torch.zeros(shape) for name, shape in NO_KIND.items()},
        "its top level has the keys of a recurrent layer but the shapes of none",
    ),
    "a layer is missing": (
        {key: tensor for key, tensor in _weights("rnn", TWO_LAYERS).items() if "_l0" not in key},
        "rnn has keys of a recurrent layer but no weight_ih_l0",
    ),
    "a reverse is missing": (
        _without(_weights("rnn", BOTH_WAYS), "rnn.weight_hh_l0_reverse"),
        "rnn has keys of a recurrent layer but no weight_hh_l0_reverse",
    ),
    "a bias is missing": (
        _without(_weights("rnn"), "rnn.bias_hh_l0"),
        "rnn has keys of a recurrent layer but no bias_hh_l0",
    ),
    "a layer is numbered strangely": (
        _weights("rnn") | {"rnn.weight_ih_l01": torch.zeros(20, 5)},
        "rnn has keys of a recurrent layer but no weight_ih_l1",
    ),
    "a layer is far off": (
        _weights("rnn") | {"rnn.weight_ih_l" + "9" * 5_000: torch.zeros(20, 5)},
        "rnn has keys of a recurrent layer but no weight_ih_l1",
    ),
    "no axes": (dict.fromkeys(_weights("rnn"), torch.zeros(())), OTHER_SHAPES),
    "no rows": (dict.fromkeys(_weights("rnn"), torch.zeros(0, 0)), OTHER_SHAPES),
    "weight_norm": (_weights("rnn", PARAMETRIZED), "rnn has keys of a recurrent layer but no weight_hh_l0"),
    "a name that would clear the screen": (
        {f"\x1b[2J.{name}": torch.zeros(shape) for name, shape in NO_KIND.items()},
        "␛[2J has the keys of a recurrent layer but the shapes of none",
    ),
    "Linear": (
        {"model": _weights("fc", nn.Linear(3, 5))},
        "none of its tensors (2) is called weight_ih_l0 or weight_ih",
    ),
    "a tensor": (torch.zeros(3), "none of its tensors (1) is called weight_ih_l0 or weight_ih"),
    "a number": (3, "none of its tensors (0) is called weight_ih_l0 or weight_ih"),
    "an empty state_dict": ({}, "none of its tensors (0) is called weight_ih_l0 or weight_ih"),
}


@pytest.mark.parametrize(("content", "sentence"), NO_LSTM.values(), ids=NO_LSTM)
def test_what_is_no_lstm_is_not_taken_for_one(content: object, sentence: str, tmp_path: Path) -> None:
    assert _refusal(_save(tmp_path / "model.pt", content)) == f"holds no LSTM, GRU, RNN or cell: {sentence}"


@pytest.mark.parametrize("content", [content for content, _ in NO_LSTM.values()], ids=NO_LSTM)
def test_what_is_no_lstm_does_not_hide_one(content: object, tmp_path: Path) -> None:
    assert _paths(_save(tmp_path / "model.pt", {"other": content, "model": _weights("lstm")})) == ["lstm"]


@pytest.mark.parametrize("more", [{}, {"bidirectional": True, "num_layers": 2}, {"bias": False}], ids=str)
def test_no_size_makes_one_kind_look_like_another(more: dict[str, Any], tmp_path: Path) -> None:
    weights: dict[str, Any] = {}
    for kind, hidden_size in product(KINDS.values(), range(1, 33)):
        own = {name: value for name, value in more.items() if name in kind.arguments}
        for input_size in (1, hidden_size, 4 * hidden_size):
            module = getattr(nn, kind.name)(input_size, hidden_size, **own)
            weights |= _weights(f"{kind.name}_{hidden_size}_{input_size}", module)
    found = find_modules(_save(tmp_path / "model.pt", weights))
    assert len(found) > 500
    assert [one.path.split("_")[0] for one in found] == [one.kind.name for one in found]


def _as_code(name: str) -> str:
    return f"is refused: loading it would run code ({name}); save its state_dict() alone"


class Malicious:
    """Runs something when it is unpickled."""

    def __init__(self, function: Callable[..., Any], *arguments: object) -> None:
        self.reduced = (function, arguments)

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[object, ...]]:
        return self.reduced


MALICIOUS: dict[str, Callable[[Path], Malicious]] = {
    "shutil.copy": lambda marker: Malicious(shutil.copy, __file__, str(marker)),
    "exec": lambda marker: Malicious(exec, f"import os; os.mkdir({str(marker)!r})"),
    f"{os.mkdir.__module__}.mkdir": lambda marker: Malicious(os.mkdir, str(marker)),
}
WRITERS: dict[str, Callable[[object, Path], object]] = {
    "zip": torch.save,
    "before PyTorch 1.6": partial(torch.save, _use_new_zipfile_serialization=False),
    "pickle": lambda content, path: path.write_bytes(pickle.dumps(content, 2)),
}


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
@pytest.mark.parametrize(("name", "make"), MALICIOUS.items(), ids=MALICIOUS)
def test_code_in_a_file_is_refused_and_never_run(
    write: Callable[[object, Path], object], name: str, make: Callable[[Path], Malicious], tmp_path: Path
) -> None:
    file, marker = tmp_path / "model.pt", tmp_path / "marker"
    malicious = make(marker)
    write({"args": malicious, "model": _weights("lstm")}, file)
    assert _refusal(file) == _as_code(name)
    assert not marker.exists()
    pickle.loads(pickle.dumps(malicious))
    assert marker.exists(), "it was harmless, and the test has no point"


def _bytes_of(content: object, as_zip: bool = True) -> bytes:
    buffer = io.BytesIO()
    torch.save(content, buffer, _use_new_zipfile_serialization=as_zip)
    return buffer.getvalue()


def _scripted() -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # TorchScript is deprecated, and its files are still around
        buffer = io.BytesIO()
        torch.jit.save(torch.jit.script(nn.Linear(2, 3)), buffer)
    return buffer.getvalue()


NO_WEIGHTS = "is damaged, or no file of weights; save it again, with "
ZIPPED, OLD = _bytes_of(_weights("lstm")), _bytes_of(_weights("lstm"), as_zip=False)
UNREADABLE: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "is empty"),
    "text": (b"hello world\n" * 9, NO_WEIGHTS),
    "markup": (b"<!DOCTYPE html>\n", NO_WEIGHTS),
    "another pickle": (pickle.dumps({"a": 1}, 2), NO_WEIGHTS),
    "a newer pickle": (pickle.dumps({"a": 1}, 4), NO_WEIGHTS),
    "half a zip": (ZIPPED[: len(ZIPPED) // 2], NO_WEIGHTS),
    "half an old file": (OLD[:60], NO_WEIGHTS),
    "a module, not its state_dict": (_bytes_of(nn.LSTM(3, 5)), _as_code("torch.nn.modules.rnn.LSTM")),
    "TorchScript": (_scripted(), _as_code("TorchScript")),
}


@pytest.mark.parametrize(("content", "sentence"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_cannot_be_read_is_named_with_the_reason(content: bytes, sentence: str, tmp_path: Path) -> None:
    file = tmp_path / "model.pt"
    file.write_bytes(content)
    assert _refusal(file).startswith(sentence)


def test_what_is_no_file_is_named_with_the_reason(tmp_path: Path) -> None:
    assert _refusal(tmp_path) == "is a folder, not a file"
    assert _refusal(tmp_path / "missing.pt") == "cannot be read: No such file or directory"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert _refusal(tmp_path / "pipe") == "is no ordinary file; save it as one first"


def test_a_file_without_permission_is_named_with_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    file = _save(tmp_path / "model.pt", _weights("lstm"))
    monkeypatch.setattr(Path, "open", forbidden)  # root, who runs tests in containers, may read everything
    assert _refusal(file) == "cannot be read: Permission denied"


@given(data=st.data(), content=st.sampled_from([ZIPPED, OLD]))
@settings(max_examples=500)
def test_a_damaged_file_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, content: bytes
) -> None:
    damaged = bytearray(content)
    for _ in range(data.draw(st.integers(0, 3))):
        damaged[data.draw(st.integers(0, min(len(damaged), 2_000) - 1))] = data.draw(st.integers(0, 255))
    file = tmp_path_factory.getbasetemp() / "damaged.pt"
    file.write_bytes(damaged[: data.draw(st.one_of(st.just(len(damaged)), st.integers(0, len(damaged))))])
    try:
        find_modules(file)
    except LSTMShapesError as error:
        assert str(error).startswith(f"{file} ")  # noqa: PT017 (most damage shows, some does not)


def test_pytorchs_warnings_stay_inside(tmp_path: Path) -> None:
    file = tmp_path / "model.pt"
    torch.save(_weights("lstm"), file, pickle_protocol=3)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert _paths(file) == ["lstm"]
        assert caught == []
        torch.load(file, weights_only=True)
    assert caught, "this PyTorch has nothing to warn of, and the test no point"


@pytest.mark.skipif(sys.platform == "win32", reason="a file with holes takes its full size there")
def test_a_file_far_larger_than_the_memory_is_read(tmp_path: Path) -> None:
    from torch._subclasses.fake_tensor import FakeTensorMode

    file = tmp_path / "model.pt"
    with FakeTensorMode(), torch.serialization.skip_data(materialize_fake_tensors=True):
        torch.save({"lstm." + key: tensor for key, tensor in nn.LSTM(7, 2**17).state_dict().items()}, file)
    assert file.stat().st_size > 2**38
    (found,) = find_modules(file)
    assert found.arguments == _knowable(LSTMSpec(7, 2**17))


def test_the_numbers_of_an_old_file_are_not_read(tmp_path: Path) -> None:
    file = _save(tmp_path / "model.pt", _weights("lstm", nn.LSTM(100, 200)), as_zip=False)
    os.truncate(file, file.stat().st_size - 4 * 200 * 300)
    assert _paths(file) == ["lstm"]


def test_a_pytorch_whose_weights_only_let_code_in_is_not_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = _save(tmp_path / "model.pt", _weights("lstm"))
    monkeypatch.setattr(torch, "__version__", torch.torch_version.TorchVersion("2.9.1+cpu"))
    assert _refusal(file) == "is read by PyTorch 2.10 and later alone: before, a file could run code"


SAFETENSORS_DTYPES = {torch.float32: "F32", torch.float64: "F64", torch.float16: "F16", torch.bfloat16: "BF16"}


def _save_safetensors(path: Path, tensors: Mapping[str, Any]) -> Path:
    """Written here byte by byte, as the format's page describes it: safetensors' own way takes NumPy."""
    header, size = {}, 0
    for name, tensor in tensors.items():
        end = size + tensor.numel() * tensor.element_size()
        shape, dtype = list(tensor.shape), SAFETENSORS_DTYPES[tensor.dtype]
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [size, end]}
        size = end
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + bytes(size))
    return path


@pytest.mark.parametrize("dtype", DTYPE_BYTES)
@pytest.mark.parametrize("spec", MODULES.values(), ids=MODULES)
def test_safetensors_say_the_same(spec: LSTMSpec, dtype: str, tmp_path: Path) -> None:
    pytest.importorskip("safetensors")
    module = build_module(spec).to(getattr(torch, dtype))
    file = _save_safetensors(tmp_path / "model.safetensors", _weights("lstm", module))
    (found,) = find_modules(file)
    assert (found.path, found.arguments) == ("lstm", _knowable(spec) | {"dtype": dtype})
    assert read_weights(file) == read_weights(_save(tmp_path / "model.pt", _weights("lstm", module)))


UNREADABLE_SAFETENSORS = {
    "empty": (0, "is empty"),
    "half a header": (50, NO_WEIGHTS),
    "half of the numbers": (600, NO_WEIGHTS),
}


@pytest.mark.parametrize(("size", "sentence"), UNREADABLE_SAFETENSORS.values(), ids=UNREADABLE_SAFETENSORS)
def test_damaged_safetensors_are_named_with_the_reason(size: int, sentence: str, tmp_path: Path) -> None:
    pytest.importorskip("safetensors")
    file = _save_safetensors(tmp_path / "model.safetensors", _weights("lstm"))
    os.truncate(file, size)
    assert _refusal(file).startswith(sentence)


def test_a_pickle_called_safetensors_is_not_unpickled(tmp_path: Path) -> None:
    pytest.importorskip("safetensors")
    file, marker = tmp_path / "model.safetensors", tmp_path / "marker"
    _save(file, Malicious(os.mkdir, str(marker)))
    assert _refusal(file).startswith(NO_WEIGHTS)
    assert not marker.exists()


def test_the_package_that_safetensors_take_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = _save_safetensors(tmp_path / "model.safetensors", _weights("lstm"))
    monkeypatch.setitem(sys.modules, "safetensors", None)
    assert _refusal(file) == "takes one more package to read: pip install 'lstm-shapes[safetensors]'"
