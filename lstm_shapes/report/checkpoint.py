"""The recurrent layers and cells in a file of weights: their constructors, inferred from the shapes alone."""

from __future__ import annotations

import re
import stat
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from lstm_shapes.errors import LSTMShapesError, ReadError, SpecError
from lstm_shapes.formula import Axis
from lstm_shapes.kinds import KINDS, Kind
from lstm_shapes.pytorch import load_torch, quiet_torch
from lstm_shapes.report.guarding import TooMuchError, bounded
from lstm_shapes.shapes import parameter_formulas
from lstm_shapes.spec import DTYPE_BYTES, SPECS, LSTMSpec, RecurrentSpec
from lstm_shapes.visible import brief

__all__ = ["FoundModule", "WeightShape", "find_modules", "modules_in", "read_weights", "tell_unknown", "unknowable"]

_UNKNOWABLE = {"batch_first": "False", "dropout": "0", "nonlinearity": "tanh"}  # each with its default
_SAFE_SINCE = "2.10"  # earlier, a file could run code despite weights_only: CVE-2025-32434, CVE-2026-24747
_CODE = re.compile(
    r"GLOBAL ([A-Za-z_][\w.]*) (?:was not|whose)|``([\w.]+)``.* must be imported|(TorchScript) archive"
)  # torch.load's words
_STEMS = [name.removesuffix("_l0") for name in parameter_formulas(LSTMSpec(1, 2, proj_size=1))]
_KEY = re.compile(
    rf"((?P<path>.*)\.)?(?P<name>(?P<stem>{'|'.join(_STEMS)})(_l(?P<layer>[0-9]+)(?P<reverse>_reverse)?)?)", re.DOTALL
)
_CONTAINERS = (dict, list, tuple)
Place = tuple[str, ...]  # where a tensor is in a file: the keys of the dictionaries around it, then its own key

# What a file may ask for; each is many times what the largest models need.
_MOST_LAYERS = 1_000
_MOST_DEPTH = 100  # dictionaries and lists around a tensor
_MOST_HELD = 1_000_000  # tensors, dictionaries and lists
_LONGEST_PLACE = 10_000  # characters
_LONGEST_MESSAGE = 2_000  # characters of what torch says, which may quote the file


@dataclass(frozen=True, slots=True)
class WeightShape:
    """The shape and the dtype of one tensor in a file."""

    shape: tuple[int, ...]

    dtype: str
    """Its name in torch, such as `float32`."""


@dataclass(frozen=True, slots=True)
class FoundModule:
    """A recurrent layer or cell in a file of weights."""

    path: str
    """Where it is in the model, such as `encoder.lstm`; empty if it is the model itself."""

    kind: Kind

    arguments: Mapping[str, Any]
    """The constructor's arguments that follow from the weights, by PyTorch's names.

    All that this kind has but the `unknowable`, and `dtype` only if all weights have the same one and it is one
    that the specifications know.
    """


def unknowable(kind: Kind) -> dict[str, str]:
    """The arguments of this kind that leave no trace in weights, each with its default."""
    return {name: default for name, default in _UNKNOWABLE.items() if name in kind.arguments}


def tell_unknown(arguments: Mapping[str, str]) -> str:
    """What a file of weights cannot tell, as a sentence for the user."""
    *names, last = arguments
    *values, last_value = arguments.values()
    subject = f"{', '.join(names)} and {last} leave" if names else f"{last} leaves"
    defaults = f"they are not {', '.join(values)} and {last_value}" if names else f"it is not {last_value}"
    return f"{subject} no trace in weights; give them yourself where {defaults}"


def find_modules(path: Path) -> tuple[FoundModule, ...]:
    """The recurrent layers and cells whose weights are in a file, in the file's order.

    The keys of dictionaries around the weights (`state_dict`, `model`) belong to a module's path only if two modules
    would have the same path without them. Layers that only look like one of them are left out.

    Raises `ReadError` if the file cannot be read or holds none, and `RunError` if torch is missing.
    """
    return _find(read_weights(path), str(path))


def modules_in(state_dict: object) -> tuple[FoundModule, ...]:
    """The same of weights that are loaded; raises `ReadError` if they are those of no recurrent layer or cell."""
    try:
        return _find(_weights(load_torch(), state_dict), "the state_dict")
    except TooMuchError as error:
        raise _refused("the state_dict", error) from error


def _find(weights: Mapping[Place, WeightShape], where: str) -> tuple[FoundModule, ...]:
    found, problems = {}, []
    layers = _recurrent_layers(weights)
    if sum(_count_layers(named) for named in layers.values()) > _MOST_LAYERS:
        raise _refused(where, TooMuchError(f"holds more than {_MOST_LAYERS:,} recurrent layers"))
    for (around, module), named in layers.items():
        try:
            found[around, module] = _infer(named)
        except ReadError as error:
            problems.append(f"{brief(module) or 'its top level'} {error}")
    if not found:
        fact = (
            problems[0] if problems else f"none of its tensors ({len(weights):,}) is called weight_ih_l0 or weight_ih"
        )
        others = f"; so with {len(problems) - 1:,} more" if len(problems) > 1 else ""
        raise ReadError(f"{where} holds no LSTM, GRU, RNN or cell: {fact}{others}")
    uses = Counter(module for _, module in found)
    return tuple(
        FoundModule(_printable(module if uses[module] == 1 else ".".join(filter(None, (*around, module)))), *inferred)
        for (around, module), inferred in found.items()
    )


def _recurrent_layers(weights: Mapping[Place, WeightShape]) -> dict[tuple[Place, str], dict[str, WeightShape]]:
    """For each dictionary and each module in it: the weights named like a recurrent module's, by these names."""
    layers: dict[tuple[Place, str], dict[str, WeightShape]] = {}
    keys = {name: _KEY.fullmatch(name) for name in {place[-1] for place in weights if place}}
    for place, weight in weights.items():
        if place and (key := keys[place[-1]]):
            layers.setdefault((place[:-1], key["path"] or ""), {})[key["name"]] = weight
    return layers


def _count_layers(weights: Mapping[str, WeightShape]) -> int:
    """How many layers these weights are of: those of a cell are one."""
    return len({key["layer"] for key in map(_KEY.fullmatch, weights) if key} - {None}) or 1


def _infer(weights: Mapping[str, WeightShape]) -> tuple[Kind, dict[str, Any]]:
    """The one module that has exactly these weights: its kind and its arguments.

    The names of the weights decide which formulas hold, and solving the formulas gives the sizes. The result is right
    if the formulas then predict every shape, which they do for one kind alone: the first weight has G * H_cell rows,
    the second H_out columns. Raises `ReadError`, with a short reason, if there is no such module.
    """
    keys = [key for key in map(_KEY.fullmatch, weights) if key]
    structure: dict[str, Any] = {
        "num_layers": _count_layers(weights),
        "bias": any(key["stem"].startswith("bias") for key in keys),
        "bidirectional": any(key["reverse"] for key in keys),
        "proj_size": int(any(key["stem"] == "weight_hr" for key in keys)),
    }
    is_cell = all(key["layer"] is None for key in keys)
    missing: list[str] = []
    for kind in KINDS.values():
        if kind.is_cell is is_cell:
            arguments = {name: value for name, value in structure.items() if name in kind.arguments}
            try:
                arguments |= _sizes(SPECS[kind.name](1, 2, **arguments), weights)
                spec = SPECS[kind.name](**arguments)
            except SpecError:  # no module of this kind has these sizes
                continue
            except KeyError as error:
                missing = missing or [error.args[0]]
                continue
            predicted = {name: formula.shape(spec.sizes) for name, formula in parameter_formulas(spec).items()}
            if predicted == {name: weight.shape for name, weight in weights.items()}:
                return kind, arguments | _common_dtype(weights)
    if missing:
        raise ReadError(f"has keys of a recurrent layer but no {missing[0]}")
    raise ReadError("has the keys of a recurrent layer but the shapes of none")


def _sizes(like: RecurrentSpec, weights: Mapping[str, WeightShape]) -> dict[str, int]:
    """The sizes in the constructor of a module with these weights, of the same structure as `like`.

    Raises `KeyError`, with its name, if a weight is missing.
    """
    sizes = dict.fromkeys(("H_in", "H_cell", "H_out"), 0)
    for name, formula in parameter_formulas(like).items():
        for axis, size in zip(formula.axes, weights[name].shape):
            features = [symbol for symbol in axis.symbols if symbol in sizes]
            if len(features) == 1 and "D" not in axis.symbols:
                sizes[features[0]] = size // axis.substitute({features[0]: Axis(1)}).size(like.sizes)
    arguments = {"input_size": sizes["H_in"], "hidden_size": sizes["H_cell"]}
    return arguments | ({"proj_size": sizes["H_out"]} if like.proj_size else {})


def _common_dtype(weights: Mapping[str, WeightShape]) -> dict[str, str]:
    dtype, *others = {weight.dtype for weight in weights.values()}
    return {} if others or dtype not in DTYPE_BYTES else {"dtype": dtype}


def read_weights(path: Path) -> dict[Place, WeightShape]:
    """The shape of every tensor in a file, by its place; the state of an optimizer is left out.

    The numbers are not read, and nothing in the file is run. Raises `ReadError` if the file cannot be read, is
    damaged, or asks for more than is reasonable; and `RunError` if torch is missing.
    """
    _require_file(path)
    load_torch()  # in this process, so that its copy need not
    is_safetensors = path.suffix.lower() == ".safetensors"
    read = _read_safetensors if is_safetensors else _read_torch
    try:
        return bounded(partial(read, path), more_bytes=path.stat().st_size)
    except ReadError:
        raise
    except TooMuchError as error:
        raise _refused(str(path), error) from error
    except (_DamagedError, ValueError) as error:
        call = "safetensors.torch.save_file" if is_safetensors else "torch.save"
        raise ReadError(
            f"{path} is damaged, or no file of weights; save it again, with {call}(model.state_dict(), ...)"
        ) from error


class _DamagedError(LSTMShapesError):
    """A file that is not what it seems to be; why, only a developer wants to know."""


def _refused(where: str, error: TooMuchError) -> ReadError:
    return ReadError(f"{where} is refused: it {error}; save a state_dict() alone, or that of a part of the model")


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


def _read_torch(path: Path) -> dict[Place, WeightShape]:
    torch = load_torch()
    if torch.__version__ < _SAFE_SINCE:
        raise ReadError(f"{path} is read by PyTorch {_SAFE_SINCE} and later alone: before, a file could run code")
    try:
        # On the meta device a tensor is only a shape. The numbers in files of PyTorch 1.5 would be read all the same,
        # if skip_data did not prevent it.
        with quiet_torch(), torch.serialization.skip_data():
            return _weights(torch, torch.load(path, map_location="meta", weights_only=True))
    except (TooMuchError, MemoryError):
        raise
    except Exception as error:  # a damaged file can make torch raise anything
        message = str(error)[:_LONGEST_MESSAGE]
        code = _CODE.search(message)
        if code is not None:
            name = code[code.lastindex or 0]
            raise ReadError(
                f"{path} is refused: loading it would run code ({name}); save its state_dict() alone"
            ) from error
        if isinstance(error, NotImplementedError) and "quantized" in message:
            raise ReadError(
                f"{path} holds quantized tensors, which PyTorch cannot read without their numbers; save the "
                "state_dict() of the model before it is quantized"
            ) from error
        if "alloc" in message:
            raise MemoryError(message) from error
        raise _DamagedError(message) from error


def _read_safetensors(path: Path) -> dict[Place, WeightShape]:
    torch = load_torch()
    try:
        from safetensors import safe_open
    except ImportError as error:
        raise ReadError(f"{path} takes one more package to read: pip install 'lstm-shapes[safetensors]'") from error
    try:
        with quiet_torch(), safe_open(path, framework="pt") as file:  # maps it, and reads only what is used
            return _weights(torch, {key: file.get_tensor(key) for key in list(file.keys())})
    except (TooMuchError, MemoryError):
        raise
    except Exception as error:  # the same
        raise _DamagedError(str(error)[:_LONGEST_MESSAGE]) from error


def _printable(path: str) -> str:
    """A path from a file, with control characters as Python writes them."""
    return path if path.isprintable() else ascii(path)[1:-1]


def _weights(torch: Any, content: object) -> dict[Place, WeightShape]:
    """The tensors in nested dictionaries and lists, in order; each dictionary or list is visited only once."""
    found: dict[Place, WeightShape] = {}
    waiting: list[tuple[Place, Any]] = [((), content)]
    visited, held = set(), 0
    while waiting:
        place, value = waiting.pop()
        if isinstance(value, torch.Tensor):
            found[place] = WeightShape(tuple(value.shape), str(value.dtype).removeprefix("torch."))
        elif isinstance(value, _CONTAINERS) and id(value) not in visited:
            visited.add(id(value))
            if len(place) > _MOST_DEPTH:
                raise TooMuchError(f"nests dictionaries and lists more than {_MOST_DEPTH} deep")
            items = dict(value if isinstance(value, dict) else enumerate(value))
            if not {"state", "param_groups"} <= items.keys():  # the keys of an optimizer's state
                inner = [(key, part) for key, part in items.items() if isinstance(part, (torch.Tensor, *_CONTAINERS))]
                held += len(inner)
                if held > _MOST_HELD:
                    raise TooMuchError(f"holds more than {_MOST_HELD:,} tensors, dictionaries and lists")
                keys = [str(key) for key, _ in inner]
                if sum(map(len, place)) + max(map(len, keys), default=0) > _LONGEST_PLACE:
                    raise TooMuchError(f"has keys of more than {_LONGEST_PLACE:,} characters")
                waiting += [((*place, key), part) for key, (_, part) in zip(reversed(keys), reversed(inner))]
    return found
