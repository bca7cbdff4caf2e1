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
"""What a file of weights cannot tell about an LSTM, as a sentence for the user."""

_SAFE_SINCE = "2.10"  # earlier, a file could run code despite weights_only: CVE-2025-32434, CVE-2026-24747
_CODE = re.compile(r"GLOBAL ([\w.]+)|(TorchScript) archive")  # in torch.load's message: what it refuses to run
_STEMS = [name.removesuffix("_l0") for name in parameter_formulas(LSTMSpec(1, 2, proj_size=1))]
_KEY = re.compile(
    rf"((?P<path>.*)\.)?(?P<name>(?P<stem>{'|'.join(_STEMS)})_l(?P<layer>[0-9]+)(?P<reverse>_reverse)?)", re.DOTALL
)
Place = tuple[str, ...]  # where a tensor is in a file: the keys of the dictionaries around it, then its own key


@dataclass(frozen=True, slots=True)
class WeightShape:
    """The shape and the dtype of one tensor in a file."""

    shape: tuple[int, ...]

    dtype: str
    """Its name in torch, such as `float32`."""


@dataclass(frozen=True, slots=True)
class FoundLSTM:
    """An LSTM in a file of weights."""

    path: str
    """Where it is in the model, such as `encoder.lstm`; empty if it is the model itself."""

    arguments: Mapping[str, Any]
    """The constructor's arguments that follow from the weights, by PyTorch's names.

    `input_size`, `hidden_size`, `num_layers`, `bias`, `bidirectional`, `proj_size`, and also `dtype` if all weights
    have the same one and `LSTMSpec` knows it.
    """


def find_lstms(path: Path) -> tuple[FoundLSTM, ...]:
    """The LSTMs whose weights are in a file, in the file's order.

    The keys of dictionaries around the weights (`state_dict`, `model`) belong to an LSTM's path only if two LSTMs would
    have the same path without them. Layers that only look like an LSTM, such as a GRU, are left out.

    Raises `ReadError` if the file cannot be read or holds no LSTM, and `RunError` if torch is missing.
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
    """For each dictionary and each module in it: the weights whose names are those of an LSTM's, by these names."""
    layers: dict[tuple[Place, str], dict[str, WeightShape]] = {}
    for place, weight in weights.items():
        if place and (key := _KEY.fullmatch(place[-1])):
            layers.setdefault((place[:-1], key["path"] or ""), {})[key["name"]] = weight
    return layers


def _infer_arguments(weights: Mapping[str, WeightShape]) -> dict[str, Any]:
    """The arguments of the one LSTM that has exactly these weights.

    The names of the weights decide which formulas hold, and solving the formulas gives the sizes. The result is right
    if the formulas then predict every shape. Raises `ReadError`, with a short reason, if there is no such LSTM.
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
    except SpecError:  # no LSTM has these sizes
        predicted = {}
    if predicted != {name: weight.shape for name, weight in weights.items()}:
        raise ReadError("has the keys of a recurrent layer but not an LSTM's shapes (a GRU's or RNN's?)")
    dtype, *others = {weight.dtype for weight in weights.values()}
    return arguments if others or dtype not in DTYPE_BYTES else {**arguments, "dtype": dtype}


def read_weights(path: Path) -> dict[Place, WeightShape]:
    """The shape of every tensor in a file, by its place; the state of an optimizer is left out.

    The numbers are not read, and nothing in the file is run. Raises `ReadError` if the file cannot be read, and
    `RunError` if torch is missing.
    """
    _require_file(path)
    torch = load_torch()
    read = _read_safetensors if path.suffix.lower() == ".safetensors" else _read_torch
    try:
        with quiet_torch():
            content = read(torch, path)
    except ReadError:
        raise
    except Exception as error:  # a damaged file can make torch raise anything
        raise ReadError(_refusal(path, error)) from error
    return dict(_weights(torch, content))


def _require_file(path: Path) -> None:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise ReadError(f"{path} is a folder, not a file")
        if not stat.S_ISREG(status.st_mode):  # such as a pipe, in which torch cannot go back
            raise ReadError(f"{path} is no ordinary file; save it as one first")
        path.open("rb").close()
    except OSError as error:
        raise ReadError(f"{path} cannot be read: {error.strerror or error}") from error
    if not status.st_size:
        raise ReadError(f"{path} is empty")


def _read_torch(torch: Any, path: Path) -> object:
    if torch.__version__ < _SAFE_SINCE:
        raise ReadError(f"{path} is read by PyTorch {_SAFE_SINCE} and later alone: before, a file could run code")
    # On the meta device a tensor is only a shape. The numbers in files of PyTorch 1.5 would be read all the same, if
    # skip_data did not prevent it.
    with getattr(torch.serialization, "skip_data", nullcontext)():
        return torch.load(path, map_location="meta", weights_only=True)


def _read_safetensors(torch: Any, path: Path) -> object:
    try:
        from safetensors import safe_open
    except ImportError as error:
        raise ReadError(f"{path} takes one more package to read: pip install 'lstm-shapes[safetensors]'") from error
    with safe_open(path, framework="pt") as file:  # maps the file into memory, and reads only what is used
        return {key: file.get_tensor(key) for key in list(file.keys())}


def _refusal(path: Path, error: Exception) -> str:
    message = str(error)
    if code := _CODE.search(message):
        return f"{path} is refused: loading it would run code ({code[1] or code[2]}); save its state_dict() alone"
    fact = re.split(r"\.\s|\n", message.rpartition("WeightsUnpickler error:")[2].strip())[0]
    reason = f" ({_shown(fact)})" if " " in fact else ""  # the message of a KeyError is only the key
    return f"{path} is no file of weights that PyTorch can read, or a damaged one{reason}"


def _shown(text: str) -> str:
    """A text from a file, made safe for a message: short, and without control characters for the terminal."""
    line = text if text.isprintable() else ascii(text)
    return line if len(line) <= 80 else f"{line[:79]}…"


def _weights(torch: Any, content: object) -> Iterator[tuple[Place, WeightShape]]:
    """The tensors in nested dictionaries and lists, in order; each dictionary or list is visited only once."""
    waiting: list[tuple[Place, object]] = [((), content)]
    visited = set()
    while waiting:
        place, value = waiting.pop()
        if isinstance(value, torch.Tensor):
            yield place, WeightShape(tuple(value.shape), str(value.dtype).removeprefix("torch."))
        elif isinstance(value, (dict, list, tuple)) and id(value) not in visited:
            visited.add(id(value))
            items = dict(value if isinstance(value, dict) else enumerate(value))
            if not {"state", "param_groups"} <= items.keys():  # the keys of an optimizer's state
                waiting += [((*place, str(key)), inner) for key, inner in reversed(items.items())]
