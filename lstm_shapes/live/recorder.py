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

    weight: Any = None
    """Any parameter, to see when the weights are updated."""

    version: int = 0
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

        self.after: Callable[[Record], None] | None = None
        """Is told of the record of every call, once it is noted; what it raises, the program is given."""

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
        listen(self._note, self._torch.nn.RNNBase, self._torch.nn.RNNCellBase)

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
        record = Record(ref(module), path, code, not isinstance(module, nn.RNNCellBase), is_pair, is_plain)
        if not is_plain:
            record.refused = f"{type(module).__name__} has a `forward` of its own, which may take and return anything"
        self._records[id(module)] = record
        self.records.append(record)
        return record

    def _note(self, module: Module, args: tuple[Any, ...], kwargs: dict[str, Any], result: Any) -> None:
        """Must be quick, and must never break the program."""
        record = self._records.get(id(module))
        if record is None or record.module() is not module:  # one that is gone had this identity
            if not self._is_for_all:
                return
            record = None
        try:
            record = self._note_call(module, record, args, kwargs, result)
        except Exception as error:  # whatever it is, it is ours, and the program must not end of it
            if not self._has_failed:
                self._has_failed = True
                sys.stderr.write(_FAULT.format(error=repr(error)))
        if self.after is not None and record is not None:
            self.after(record)

    def _note_call(
        self, module: Module, record: Record | None, args: tuple[Any, ...], kwargs: dict[str, Any], result: Any
    ) -> Record | None:
        """The record of the module, made if there was none; None where there is none to make."""
        if record is not None and not record.is_plain:
            record.left_out += 1
            return record
        given: Any = args[0] if args else kwargs.get("input")
        is_packed = not isinstance(given, self._tensor)
        if (is_packed and not isinstance(given, self._packed)) or self._is_tracing():
            return record  # whatever was done with what stands in for tensors here would become part of the trace
        frame: FrameType | None = sys._getframe(3)
        while frame is not None and frame.f_code.co_filename.startswith(self._inside):
            frame = frame.f_back
        if record is None:
            with self._lock:  # which another thread may have held to make this very record
                known = self._records.get(id(module))
                is_known = known is not None and known.module() is module
                record = known if is_known else self._begin(module, self._path_of(module))
            if record is None:
                return None
        if not (record.is_plain and record.returns(result)):
            record.refused = record.refused or "it takes or returns something else than its class in PyTorch"
            record.left_out += 1
            return record
        states = args[1] if len(args) > 1 else kwargs.get("hx")
        first = states[0] if isinstance(states, (tuple, list)) else states
        shape = _packing(given) if is_packed else given.shape
        code = None if frame is None else frame.f_code  # by its identity: to hash it takes a third of all this
        key = (shape, None if first is None else first.shape, id(code), frame and frame.f_lasti)
        try:
            noted = record.noted.get(key)
        except TypeError:  # sizes that are symbols, as while a program is exported
            record.refused, record.left_out = "their sizes are symbols", record.left_out + 1
            return record
        if noted is not None:
            noted.count += 1
        elif len(record.noted) < _MOST_KEPT:
            self._describe(module, record, key, (given, states, result), frame)
        else:
            record.left_out += 1
        self._follow_state(module, record, first, result)
        return record

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

    def _describe(
        self, module: Module, record: Record, key: object, call: tuple[Any, Any, Any], frame: FrameType | None
    ) -> None:
        given, states, result = call
        try:
            kind = RecurrentSpec.from_module(module).kind
            sizes = sizes_of(given, kind.is_cell, getattr(module, "batch_first", False))
            spec = RecurrentSpec.from_module(module, **sizes)
        except (LSTMShapesError, StopIteration) as error:  # no batch, an unknown device; no parameters
            record.refused = str(error) or "it has no parameters"
            record.left_out += 1
            return
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

    def _follow_state(self, module: Module, record: Record, first: Any, result: Any) -> None:
        """Whether states go from call to call, and how."""
        weight = record.weight and record.weight()
        if weight is None:
            weight = next(module.parameters(), None)
            record.weight = None if weight is None else ref(weight)
        version = _version(weight)
        if first is not None:
            record.given += 1
            is_same = record.last_given is not None and record.last_given() is first and not first.requires_grad
            if is_same and record.given_version == _version(first):
                record.given_again += 1
            record.given_version = _version(first)
            is_old = record.last_returned is not None and record.last_returned() is first and version != record.version
            if is_old and module.training and first.grad_fn is not None:
                record.not_detached += 1
            record.last_given = ref(first)
        returned = result[-1] if record.returns_output else result
        record.last_returned = ref(returned[0] if record.is_pair else returned)
        record.version = version


def _place(frame: FrameType | None) -> Place | None:
    if frame is None:
        return None
    code: CodeType = frame.f_code
    return Place(code.co_filename, frame.f_lineno, code.co_name)


def _packing(given: Any) -> tuple[object, ...]:
    """What tells one packed sequence from another: its sizes, and the order of its lengths."""
    order = given.unsorted_indices
    return given.data.shape, tuple(given.batch_sizes.tolist()), None if order is None else tuple(order.tolist())


def _version(tensor: Tensor | None) -> int:
    """How often a tensor was changed in place; 0 where PyTorch does not count it."""
    try:
        return 0 if tensor is None else tensor._version
    except RuntimeError:  # made in inference mode
        return 0
