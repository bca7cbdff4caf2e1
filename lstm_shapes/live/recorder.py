"""Notes the shapes of each call of a recurrent module, and keeps neither tensors nor modules alive."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from os.path import dirname, sep
from threading import Lock
from types import CodeType, FrameType
from typing import TYPE_CHECKING, Any
from weakref import ReferenceType, ref

from lstm_shapes.errors import LSTMShapesError, ReadError
from lstm_shapes.kinds import KINDS
from lstm_shapes.live.calls import Place
from lstm_shapes.live.listening import leave, listen
from lstm_shapes.live.values import count_equal_ends, is_in_one_piece, sizes_of
from lstm_shapes.pytorch import load_torch
from lstm_shapes.spec import RecurrentSpec

if TYPE_CHECKING:
    from torch import Tensor
    from torch.nn import Module

__all__ = ["Noted", "Record", "Recorder"]

_MOST_KEPT = 200
"""Calls with different shapes, of one module, that are kept one by one."""

_MOST_MODULES = 200

_FAULT = (
    "lstm-shapes: a call was not noted, by a fault of the tool ({error}); the program goes on. Please report it with "
    "the model's constructor.\n"
)


@dataclass(slots=True)
class Noted:
    """Calls of one module from one line with the same shapes, as far as they have come."""

    spec: RecurrentSpec
    shapes: Mapping[str, tuple[int, ...]]
    place: Place | None
    torch_version: str
    code: CodeType | None
    """The function that the line stands in, kept so that its identity stays its own."""

    training: bool
    equal_ends: int
    """Sequences of the first of these calls that end in equal steps, as padding does."""

    is_scattered: bool
    """Whether the weights lie scattered in the memory of a GPU."""

    count: int = 1


@dataclass(slots=True)
class Record:
    """One recurrent module, and what was seen of its calls."""

    module: ReferenceType[Module]
    path: str
    code: str

    returns_output: bool
    """Whether `output` comes before the states, as of all but cells."""

    is_pair: bool
    """Whether there are two states."""

    is_plain: bool
    """Whether it is called as PyTorch's own class is: a class made of it may take and return anything."""

    weight: Callable[[], Tensor | None]
    """A parameter, to see when the weights are updated; gives None where PyTorch does not count that."""

    noted: dict[object, Noted] = field(default_factory=dict)
    left_out: int = 0

    given: int = 0
    """Calls with states."""

    given_again: int = 0
    """Calls with the very state of the call before, unchanged."""

    not_detached: int = 0
    """Calls in training whose state still leads back to a step before the weights were last updated."""

    refused: str = ""
    """Why some calls could not be described."""

    last_given: Any = None
    last_returned: Any = None

    version: int = 0
    """How often the weights had been updated in place at the last call."""

    given_version: int = 0
    """How often the state that was given last had been changed in place."""

    @property
    def count(self) -> int:
        """How often it was called."""
        return sum(noted.count for noted in self.noted.values()) + self.left_out

    def returns(self, result: Any) -> bool:
        """Whether a result has the form in which PyTorch's own class returns it."""
        return (isinstance(result, tuple) and len(result) == 2) or not (self.returns_output or self.is_pair)


class Recorder:
    """Watches the recurrent modules of one model, or of the whole process."""

    def __init__(self, model: Module | None) -> None:
        self._torch = load_torch()
        self._inside = (f"{dirname(str(self._torch.__file__))}{sep}", f"{dirname(__file__)}{sep}")
        self._classes = tuple(getattr(self._torch.nn, name) for name in KINDS)
        self._records: dict[int, Record] = {}  # by the identity of the module
        self._tensor, self._packed = self._torch.Tensor, self._torch.nn.utils.rnn.PackedSequence
        self._is_tracing = self._torch.jit.is_tracing
        self._is_for_all = model is None
        self._has_failed = False
        self._lock = Lock()
        self.records: list[Record] = []
        self.unseen: list[tuple[str, str]] = []
        """Modules whose calls cannot be seen, each with what was done with them: `script`, `quantize` or `compile`."""

        self.further = 0
        """Calls of modules beyond the number that is kept."""

        if not (model is None or isinstance(model, self._torch.nn.Module)):
            raise ReadError(f"what is watched must be an nn.Module, not {type(model).__name__}")
        for path, module in () if model is None else model.named_modules():
            if isinstance(module, self._classes):
                self._begin(module, path)
            elif (name := getattr(module, "original_name", "")) in KINDS:
                self.unseen.append((f"{path} = nn.{name}".removeprefix(" = "), "script"))
            elif (name := type(module).__name__) in KINDS and "quantized" in type(module).__module__:
                self.unseen.append((f"{path} = nn.{name}".removeprefix(" = "), "quantize"))
            elif type(module).__name__ == "OptimizedModule":
                self.unseen.append((path or "the model", "compile"))

    def start(self) -> None:
        """Begin to listen."""
        listen(self._note)

    def stop(self) -> None:
        """Listen no more."""
        leave(self._note)

    def _begin(self, module: Module, path: str) -> Record | None:
        """A record for a module; None where there are too many, as of modules that a loop makes anew."""
        if len(self.records) >= _MOST_MODULES:
            self.further += 1
            return None
        try:
            code = RecurrentSpec.from_module(module).code
        except (LSTMShapesError, StopIteration):  # on a device, say, that the specifications do not know
            is_pytorchs = type(module).__module__.startswith("torch.nn.")
            code = f"nn.{module}" if is_pytorchs else str(module)
        nn = self._torch.nn
        is_plain = any(type(module).forward is base.forward for base in self._classes)
        is_pair = isinstance(module, (nn.LSTM, nn.LSTMCell))
        returns_output = not isinstance(module, nn.RNNCellBase)
        weight = next((ref(weight) for weight in module.parameters() if not weight.is_inference()), lambda: None)
        record = Record(ref(module), path, code, returns_output, is_pair, is_plain, weight)
        if not is_plain:
            record.refused = f"{type(module).__name__} has a `forward` of its own, which may take and return anything"
        self._records[id(module)] = record
        self.records.append(record)
        return record

    def record_of(self, module: Module) -> Record | None:
        """What was seen of a module."""
        record = self._records.get(id(module))
        return record if record is not None and record.module() is module else None  # one that is gone had its identity

    def _note(self, module: Module, args: tuple[Any, ...], kwargs: dict[str, Any], result: Any) -> None:
        """Note a call; must never break the program, and be quick where one like it has been noted before.

        What is done for each call stands in this one function, as to call another costs 0.4 % of a small call.
        """
        record = self._records.get(id(module))
        if record is not None and record.module() is not module:
            record = None
        try:
            given: Any = args[0] if args else kwargs.get("input")
            is_packed = not isinstance(given, self._tensor)
            if (is_packed and not isinstance(given, self._packed)) or self._is_tracing():
                if record is not None and not record.is_plain:
                    record.left_out += 1
                return  # whatever was done with what stands in for tensors here would become part of the traced program
            if record is None:
                record = self._begin_late(module) if self._is_for_all else None
                if record is None:
                    return
            states = args[1] if len(args) > 1 else kwargs.get("hx")
            first = states[0] if isinstance(states, (tuple, list)) else states
            frame: FrameType | None = sys._getframe(2)
            while frame is not None and frame.f_code.co_filename.startswith(self._inside):
                frame = frame.f_back  # to the line of the program that called the module, or the one that holds it
            code = None if frame is None else frame.f_code  # by its identity: to hash it takes a third of all this
            shape = _packing(given) if is_packed else given.shape
            key = (shape, None if first is None else first.shape, id(code), frame and frame.f_lasti)
            try:
                noted = record.noted.get(key)
            except TypeError:  # sizes that are symbols, as while a program is exported
                record.refused, record.left_out = "their sizes are symbols", record.left_out + 1
                return
            if noted is not None:
                noted.count += 1
            elif not self._note_first(module, record, key, (given, states, result), frame):
                record.left_out += 1
                return
            weight = record.weight()
            version = 0 if weight is None else weight._version
            if first is not None:
                _follow_state(record, first, is_updated=module.training and version != record.version)
            returned = result[1] if record.returns_output else result
            record.last_returned = ref(returned[0] if record.is_pair else returned)
            record.version = version
        except Exception as error:  # whatever it is, it is ours, and the program must not end of it
            if not self._has_failed:
                self._has_failed = True
                sys.stderr.write(_FAULT.format(error=repr(error)))

    def _begin_late(self, module: Module) -> Record | None:
        """A record for a module that is called for the first time."""
        with self._lock:  # which another thread may have held to make this very record
            return self.record_of(module) or self._begin(module, self._path_of(module))

    def _path_of(self, module: Module) -> str:
        """Where a module stands in the outermost module that was called.

        Only PyTorch's own frames are asked, as before Python 3.13 a frame that is asked keeps its variables alive.
        """
        path = ""
        frame: FrameType | None = sys._getframe(2)
        while frame is not None:
            code = frame.f_code
            if code.co_name == "_call_impl" and code.co_filename.startswith(self._inside[0]):
                outer = frame.f_locals["self"]
                path = next((name for name, inner in outer.named_modules() if inner is module), path)
            frame = frame.f_back
        return path

    def _note_first(
        self, module: Module, record: Record, key: object, call: tuple[Any, Any, Any], frame: FrameType | None
    ) -> bool:
        """Describe a call unlike those before, and say whether it could be."""
        given, states, result = call
        if not (record.is_plain and record.returns(result)):
            record.refused = record.refused or "it takes or returns something else than its class in PyTorch"
            return False
        if len(record.noted) >= _MOST_KEPT:
            return False
        try:
            kind = RecurrentSpec.from_module(module).kind
            sizes = sizes_of(given, kind.is_cell, getattr(module, "batch_first", False))
            spec = RecurrentSpec.from_module(module, **sizes)
        except (LSTMShapesError, StopIteration) as error:  # no batch, an unknown device; no parameters
            record.refused = str(error) or "it has no parameters"
            return False
        output = () if kind.is_cell else result[:1]
        returned = result if kind.is_cell else result[1]
        results = (*output, *(returned if kind.has_cell_state else (returned,)))
        names = kind.returned if kind.is_cell else ("output", *kind.returned)
        tensors = dict(zip(names, results)) | {"input": given}
        if states is not None:
            tensors |= dict(zip(kind.given, states if kind.has_cell_state else (states,)))
        if spec.packed:
            packed, out = tensors.pop("input"), tensors.pop("output")
            tensors |= {"input.data": packed.data, "batch_sizes": packed.batch_sizes, "output.data": out.data}
        shapes = {name: tuple(tensor.shape) for name, tensor in tensors.items()}
        is_batch = spec.batched and not (spec.packed or kind.is_cell)
        equal_ends = count_equal_ends(given, spec.batch_first) if is_batch else 0
        weights = getattr(module, "_flat_weights", ())
        is_scattered = any(weight.is_cuda for weight in weights) and not is_in_one_piece(weights)
        code = None if frame is None else frame.f_code
        version = self._torch.__version__
        noted = Noted(spec, shapes, _place(frame), version, code, module.training, equal_ends, is_scattered)
        known = record.noted.setdefault(key, noted)
        if known is not noted:  # another thread was here first
            known.count += 1
        return True


def _follow_state(record: Record, first: Any, is_updated: bool) -> None:
    """Whether the states that are given go from call to call, and how.

    is_updated: whether the weights were updated, in training, since the call before.
    """
    record.given += 1
    version = 0 if first.is_inference() else first._version
    is_same = record.last_given is not None and record.last_given() is first and not first.requires_grad
    if is_same and record.given_version == version:
        record.given_again += 1
    record.given_version = version
    is_carried = record.last_returned is not None and record.last_returned() is first
    if is_carried and is_updated and first.grad_fn is not None:
        record.not_detached += 1
    record.last_given = ref(first)


def _place(frame: FrameType | None) -> Place | None:
    if frame is None:
        return None
    code: CodeType = frame.f_code
    return Place(code.co_filename, frame.f_lineno, code.co_name)


def _packing(given: Any) -> tuple[object, ...]:
    """What tells one packed sequence from another: its sizes, and the order of its lengths."""
    order = given.unsorted_indices
    return given.data.shape, tuple(given.batch_sizes.tolist()), None if order is None else tuple(order.tolist())
