"""Notes the shapes of each call of a recurrent module, and keeps neither tensors nor modules alive."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from os.path import dirname
from types import CodeType, FrameType
from typing import TYPE_CHECKING, Any
from weakref import ReferenceType, ref

from lstm_shapes.errors import LSTMShapesError, ReadError
from lstm_shapes.kinds import KINDS
from lstm_shapes.live.calls import Place
from lstm_shapes.live.listening import leave, listen
from lstm_shapes.pytorch import load_torch
from lstm_shapes.spec import RecurrentSpec

if TYPE_CHECKING:
    from torch import Tensor
    from torch.nn import Module

__all__ = ["Noted", "Record", "Recorder"]

_MOST_KEPT = 200
"""Calls with different shapes, of one module, that are kept one by one."""

_COMPILER = "torch._dynamo"
"""What `torch.compile` imports: it would trace the recorder as well, if it were not told to leave it alone."""

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

    training: bool = False
    count: int = 1
    ends_alike: int = 0
    """Sequences of the first of these calls whose last two steps are equal, while others' are not."""


@dataclass(slots=True)
class Record:
    """One recurrent module, and what was seen of its calls."""

    module: ReferenceType[Module]
    path: str
    code: str

    returns_output: bool
    """Whether `output` comes before the states, as of all but cells."""

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


class Recorder:
    """Watches the recurrent modules of one model, or of the whole process."""

    def __init__(self, model: Module | None) -> None:
        self._torch = load_torch()
        self._inside = (dirname(str(self._torch.__file__)), dirname(__file__))
        self._classes = tuple(getattr(self._torch.nn, name) for name in KINDS)
        self._records: dict[int, Record] = {}  # by the identity of the module
        self._tensor, self._packed = self._torch.Tensor, self._torch.nn.utils.rnn.PackedSequence
        self._is_tracing = self._torch.jit.is_tracing
        self._is_for_all = model is None
        self._has_failed = False
        self._compiler: Any = None
        self.records: list[Record] = []
        self.unseen: list[str] = []
        """Scripted modules, whose calls cannot be seen."""

        if not (model is None or isinstance(model, self._torch.nn.Module)):
            raise ReadError(f"what is watched must be an nn.Module, not {type(model).__name__}")
        for path, module in () if model is None else model.named_modules():
            if isinstance(module, self._classes):
                self._begin(module, path)
            elif getattr(module, "original_name", "") in KINDS:
                self.unseen.append(f"{path} = nn.{module.original_name}" if path else f"nn.{module.original_name}")

    def start(self) -> None:
        """Begin to listen."""
        listen(self._note, self._torch.nn.RNNBase, self._torch.nn.RNNCellBase)

    def stop(self) -> None:
        """Listen no more."""
        leave(self._note)

    def _begin(self, module: Module, path: str) -> Record:
        try:
            code = RecurrentSpec.from_module(module).code
        except LSTMShapesError:  # on a device, say, that the specifications do not know
            code = f"nn.{module}"
        record = Record(ref(module), path, code, not isinstance(module, self._torch.nn.RNNCellBase))
        self._records[id(module)] = record
        self.records.append(record)
        return record

    def _note(self, module: Module, args: tuple[Any, ...], kwargs: dict[str, Any], result: Any) -> None:
        """Must be quick, and must never break the program."""
        record = self._records.get(id(module))
        if record is not None and record.module() is not module:  # one that is gone had this identity
            record = None
        if record is None and not self._is_for_all:
            return
        if self._compiler is None and _COMPILER in sys.modules:
            self._compiler = sys.modules[_COMPILER]
            self._note_call = self._compiler.disable(self._note_call)  # type: ignore[method-assign]
        try:
            self._note_call(module, record, args, kwargs, result)
        except Exception as error:  # whatever it is, it is ours, and the program must not end of it
            if not self._has_failed:
                self._has_failed = True
                sys.stderr.write(_FAULT.format(error=repr(error)))

    def _note_call(
        self, module: Module, record: Record | None, args: tuple[Any, ...], kwargs: dict[str, Any], result: Any
    ) -> None:
        given = args[0] if args else kwargs["input"]
        is_packed = isinstance(given, self._packed)
        if not (is_packed or isinstance(given, self._tensor)) or self._is_tracing():
            return  # whatever was done with what stands in for tensors here would become part of the traced program
        states = args[1] if len(args) > 1 else kwargs.get("hx")
        frame = self._caller()
        if record is None:
            record = self._begin(module, _path_of(module, frame, self._torch.nn.Module))
        first = states[0] if isinstance(states, tuple) else states
        shape = (given.data.shape, tuple(given.batch_sizes.tolist())) if is_packed else given.shape
        code = None if frame is None else frame.f_code  # by its identity: to hash it takes a third of all this
        key = (shape, None if first is None else first.shape, id(code), frame and frame.f_lasti)
        noted = record.noted.get(key)
        if noted is not None:
            noted.count += 1
        elif len(record.noted) < _MOST_KEPT:
            self._describe(module, record, key, (given, states, result), frame)
        else:
            record.left_out += 1
        self._follow_state(module, record, first, result)

    def _caller(self) -> FrameType | None:
        """The frame of the program that called the module: the innermost outside of PyTorch and of this file."""
        frame: FrameType | None = sys._getframe(3)
        while frame is not None and frame.f_code.co_filename.startswith(self._inside):
            frame = frame.f_back
        return frame

    def _describe(
        self, module: Module, record: Record, key: object, call: tuple[Any, Any, Any], frame: FrameType | None
    ) -> None:
        given, states, result = call
        kind = RecurrentSpec.from_module(module).kind
        sizes = _sizes(given, kind.is_cell, getattr(module, "batch_first", False))
        try:
            spec = RecurrentSpec.from_module(module, **sizes)
        except LSTMShapesError as error:
            record.refused = str(error)
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
        noted = Noted(spec, shapes, _place(frame), self._torch.__version__, frame and frame.f_code, module.training)
        if not spec.packed and spec.batched and not kind.is_cell:
            noted.ends_alike = self._ends_alike(given, spec)
        record.noted[key] = noted

    def _ends_alike(self, given: Tensor, spec: RecurrentSpec) -> int:
        """How many sequences end in two equal steps, while others do not; 0 without numbers."""
        if type(given) is not self._tensor or given.is_meta or spec.L < 2:
            return 0
        with self._torch.no_grad():
            steps = given if spec.batch_first else given.transpose(0, 1)
            alike = int((steps[:, -1] == steps[:, -2]).all(dim=-1).sum())
        return alike if alike < steps.shape[0] else 0

    def _follow_state(self, module: Module, record: Record, first: Any, result: Any) -> None:
        """Whether states go from call to call, and how."""
        weight = record.weight and record.weight()
        if weight is None:
            weight = next(module.parameters())
            record.weight = ref(weight)
        version = weight._version
        if first is not None:
            record.given += 1
            if record.last_given is not None and record.last_given() is first:
                record.given_again += 1
            is_old = record.last_returned is not None and record.last_returned() is first and version != record.version
            if is_old and module.training and first.grad_fn is not None:
                record.not_detached += 1
            record.last_given = ref(first)
        returned = result[-1] if record.returns_output else result
        record.last_returned = ref(returned[0] if isinstance(returned, tuple) else returned)
        record.version = version


def _sizes(given: Any, is_cell: bool, batch_first: bool) -> dict[str, Any]:
    """The sizes of an input, as the specification takes them."""
    if hasattr(given, "batch_sizes"):
        counts = given.batch_sizes.tolist()
        lengths = [sum(count > place for count in counts) for place in range(counts[0])]
        order = given.unsorted_indices
        return {"lengths": tuple(lengths if order is None else (lengths[place] for place in order.tolist()))}
    batched = given.dim() == (2 if is_cell else 3)
    if is_cell:
        return {"batch_size": given.shape[0]} if batched else {"batched": False}
    if not batched:
        return {"seq_len": given.shape[0], "batched": False}
    time, batch = (1, 0) if batch_first else (0, 1)
    return {"seq_len": given.shape[time], "batch_size": given.shape[batch]}


def _place(frame: FrameType | None) -> Place | None:
    if frame is None:
        return None
    code: CodeType = frame.f_code
    return Place(code.co_filename, frame.f_lineno, code.co_name)


def _path_of(module: Module, frame: FrameType | None, base: type[Module]) -> str:
    """Where a module stands in the outermost module that was called."""
    path = ""
    while frame is not None:
        outer = frame.f_locals.get("self")
        if isinstance(outer, base):
            path = next((name for name, inner in outer.named_modules() if inner is module), path)
        frame = frame.f_back
    return path
