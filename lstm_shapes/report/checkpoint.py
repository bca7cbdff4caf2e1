"""The LSTMs in a file of weights: their constructors, inferred from the shapes alone."""

from __future__ import annotations

import re
import stat
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lstm_shapes.errors import ReadError, SpecError
from lstm_shapes.pytorch import load_torch, quiet_torch
from lstm_shapes.shapes import parameter_formulas
from lstm_shapes.spec import DTYPE_BYTES, LSTMSpec

__all__ = ["UNKNOWABLE", "FoundLSTM", "WeightShape", "find_lstms", "read_weights"]

UNKNOWABLE = "batch_first and dropout leave no trace in weights; give them yourself where they are not False and 0"
"""What a file of weights cannot tell of an LSTM, as a sentence for the user."""

_SAFE_SINCE = "2.10"  # before, weights_only could be led to run code: CVE-2025-32434 and CVE-2026-24747
_CODE = re.compile(r"GLOBAL ([\w.]+)|(TorchScript) archive")  # where torch.load names what it refuses to run
_STEMS = [name.removesuffix("_l0") for name in parameter_formulas(LSTMSpec(1, 2, proj_size=1))]
_KEY = re.compile(
    rf"((?P<path>.*)\.)?(?P<name>(?P<stem>{'|'.join(_STEMS)})_l(?P<layer>[0-9]+)(?P<reverse>_reverse)?)", re.DOTALL
)
Place = tuple[str, ...]  # where a tensor stands in a file: the keys of the dictionaries around it, then its own


@dataclass(frozen=True, slots=True)
class WeightShape:
    """The shape of one tensor in a file, and its dtype as torch spells it, such as `float32`."""

    shape: tuple[int, ...]
    dtype: str


@dataclass(frozen=True, slots=True)
class FoundLSTM:
    """An LSTM in a file: its path in the model, empty for the model itself, and what its weights tell of it.

    `arguments` are the constructor's, by PyTorch's names: `input_size`, `hidden_size`, `num_layers`, `bias`,
    `bidirectional`, `proj_size`, and `dtype` where all weights share one that `LSTMSpec` knows.
    """

    path: str
    arguments: Mapping[str, Any]


def find_lstms(path: Path) -> tuple[FoundLSTM, ...]:
    """The LSTMs whose weights a file holds, in its order.

    A dictionary around the weights (`state_dict`, `model`) is no part of an LSTM's path, unless several of them hold an
    LSTM of the same path. What only resembles an LSTM is passed over.

    Raises `ReadError` where the file cannot be read or holds no LSTM, and `RunError` where torch is missing.
    """
    weights = read_weights(path)
    found, problems = {}, []
    for (around, module), named in _recurrent_layers(weights).items():
        try:
            found[around, module] = _infer_arguments(named)
        except ReadError as error:
            problems.append(f"{_shown(module) or 'its top level'} {error}")
    if not found:
        fact = problems[0] if problems else f"none of its tensors ({len(weights):,}) is called weight_ih_l0"
        others = f"; so with {len(problems) - 1:,} more" if len(problems) > 1 else ""
        raise ReadError(f"{path} holds no LSTM: {fact}{others}")
    uses = Counter(module for _, module in found)
    return tuple(
        FoundLSTM(module if uses[module] == 1 else ".".join(filter(None, (*around, module))), arguments)
        for (around, module), arguments in found.items()
    )


def _recurrent_layers(weights: Mapping[Place, WeightShape]) -> dict[tuple[Place, str], dict[str, WeightShape]]:
    """The weights that are named like an LSTM's, by those names, for each dictionary and each module in it."""
    layers: dict[tuple[Place, str], dict[str, WeightShape]] = {}
    for place, weight in weights.items():
        if place and (key := _KEY.fullmatch(place[-1])):
            layers.setdefault((place[:-1], key["path"] or ""), {})[key["name"]] = weight
    return layers


def _infer_arguments(weights: Mapping[str, WeightShape]) -> dict[str, Any]:
    """The arguments of the one LSTM that has exactly these weights; `ReadError`, a short fact, where there is none.

    The names tell which formulas hold, whatever the sizes; solving these gives the sizes; and that the formulas then
    predict every shape is the proof.
    """
    keys = [key for key in map(_KEY.fullmatch, weights) if key]
    projected = any(key["stem"] == "weight_hr" for key in keys)
    structure: dict[str, Any] = {
        "num_layers": len({key["layer"] for key in keys}),
        "bias": any(key["stem"].startswith("bias") for key in keys),
        "bidirectional": any(key["reverse"] for key in keys),
    }
    try:
        formulas = parameter_formulas(LSTMSpec(1, 2, proj_size=int(projected), **structure))
        if missing := [name for name in formulas if name not in weights]:
            raise ReadError(f"has keys of a recurrent layer but no {missing[0]}")
        sizes = {"H_in": 0, "H_cell": 0, "H_out": 0}
        for name, formula in formulas.items():
            for axis, size in zip(formula.axes, weights[name].shape):
                if len(axis.symbols) == 1:
                    sizes[axis.symbols[0]] = size // axis.coefficient
        arguments = {"input_size": sizes["H_in"], "hidden_size": sizes["H_cell"], **structure}
        arguments["proj_size"] = sizes["H_out"] if projected else 0
        spec = LSTMSpec(**arguments)
        predicted = {name: formula.shape(spec.sizes) for name, formula in formulas.items()}
    except SpecError:  # the solution is no LSTM
        predicted = {}
    if predicted != {name: weight.shape for name, weight in weights.items()}:
        raise ReadError("has the keys of a recurrent layer but not an LSTM's shapes (a GRU's or RNN's?)")
    dtype, *others = {weight.dtype for weight in weights.values()}
    return arguments if others or dtype not in DTYPE_BYTES else {**arguments, "dtype": dtype}


def read_weights(path: Path) -> dict[Place, WeightShape]:
    """The shape of every tensor in a file, by its place; the state of an optimizer is left out.

    The numbers are not read, and nothing in the file is run. Raises `ReadError` where it cannot be read, and `RunError`
    where torch is missing.
    """
    _require_file(path)
    torch = load_torch()
    read = _read_safetensors if path.suffix.lower() == ".safetensors" else _read_torch
    try:
        with quiet_torch():
            content = read(torch, path)
    except ReadError:
        raise
    except Exception as error:  # a damaged file has torch do anything, and so fail with anything
        raise ReadError(_refusal(path, error)) from error
    return dict(_weights(torch, content))


def _require_file(path: Path) -> None:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise ReadError(f"{path} is a folder, not a file")
        if not stat.S_ISREG(status.st_mode):  # a pipe, say: torch has to go back and forth in what it reads
            raise ReadError(f"{path} is no ordinary file; save it as one first")
        path.open("rb").close()
    except OSError as error:
        raise ReadError(f"{path} cannot be read: {error.strerror or error}") from error
    if not status.st_size:
        raise ReadError(f"{path} is empty")


def _read_torch(torch: Any, path: Path) -> object:
    if torch.__version__ < _SAFE_SINCE:
        raise ReadError(f"{path} is read by PyTorch {_SAFE_SINCE} and later alone: before, a file could run code")
    # On the meta device tensors are shapes alone; on the way there, PyTorch 1.5's files are read unless told to skip.
    with getattr(torch.serialization, "skip_data", nullcontext)():
        return torch.load(path, map_location="meta", weights_only=True)


def _read_safetensors(torch: Any, path: Path) -> object:
    try:
        from safetensors import safe_open
    except ImportError as error:
        raise ReadError(f"{path} takes one more package to read: pip install 'lstm-shapes[safetensors]'") from error
    with safe_open(path, framework="pt") as file:  # maps the file, so that only what is looked at is read
        return {key: file.get_tensor(key) for key in list(file.keys())}


def _refusal(path: Path, error: Exception) -> str:
    message = str(error)
    if code := _CODE.search(message):
        return f"{path} is refused: loading it would run code ({code[1] or code[2]}); save its state_dict() alone"
    fact = re.split(r"\.\s|\n", message.rpartition("WeightsUnpickler error:")[2].strip())[0]
    reason = f" ({_shown(fact)})" if " " in fact else ""  # all that a KeyError says is the key
    return f"{path} is no file of weights that PyTorch can read, or a damaged one{reason}"


def _shown(text: str) -> str:
    """A text from a file, fit for a sentence: short, and with nothing that could steer the terminal."""
    line = text if text.isprintable() else ascii(text)
    return line if len(line) <= 80 else f"{line[:79]}…"


def _weights(torch: Any, content: object) -> Iterator[tuple[Place, WeightShape]]:
    """The tensors in nested dictionaries and lists, in order; what is held twice, or by itself, is visited once."""
    waiting: list[tuple[Place, object]] = [((), content)]
    visited = set()
    while waiting:
        place, value = waiting.pop()
        if isinstance(value, torch.Tensor):
            yield place, WeightShape(tuple(value.shape), str(value.dtype).removeprefix("torch."))
        elif isinstance(value, (dict, list, tuple)) and id(value) not in visited:
            visited.add(id(value))
            items = dict(value if isinstance(value, dict) else enumerate(value))
            if not {"state", "param_groups"} <= items.keys():  # which an optimizer's state has
                waiting += [((*place, str(key)), inner) for key, inner in reversed(items.items())]
