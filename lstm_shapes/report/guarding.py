"""What PyTorch gets to see of a file of weights: what describes the tensors, if that asks for nothing unreasonable."""

from __future__ import annotations

import io
import pickletools
import re
from dataclasses import dataclass
from pathlib import Path

from lstm_shapes.errors import ReadError

__all__ = ["CodeError", "TooMuchError", "describing_part"]

# What a file may ask for. Each is many times what the largest models need, and is looked at in a few seconds.
_MOST_STEPS = 10_000_000  # of its pickles; a tensor takes about eighty-five
_MOST_DESCRIBED = 64 * 10**6  # bytes that describe the tensors; their numbers are not among them
_MOST_LISTED = 16 * 10**6  # bytes that list the records of an archive

_OLD_PICKLES = 5  # in a file before PyTorch 1.6: two numbers, the machine, the content, the names of the storages

# The steps of a pickle, as pickletools calls them.
_PUTS, _GETS = {"BINPUT", "LONG_BINPUT"}, {"BINGET", "LONG_BINGET"}
_ADDS = {"APPEND", "APPENDS", "SETITEM", "SETITEMS", "BUILD"}  # to what is below on the stack
_CALLS = {"REDUCE", "NEWOBJ", "BINPERSID"}
_MUTABLE = {"EMPTY_LIST", "EMPTY_DICT", "EMPTY_SET"}
_TAKES = {
    step.name: None if pickletools.stackslice in step.stack_before else len(step.stack_before) - (step.name in _ADDS)
    for step in pickletools.opcodes
    if step.stack_before
}  # how many items of the stack; None for all since the last mark
_SLOW = dict.fromkeys(_CALLS, 10) | dict.fromkeys(_MUTABLE, 4)  # as many of the other steps
_COPIED_IN_A_STEP = 16  # items or characters

# What it can call, in torch.load's list, and what comes of that.
_CALLS_ANOTHER = "torch._tensor._rebuild_from_type_v2"  # the first of its arguments
_MAKE_TUPLES = ("torch.Size", _CALLS_ANOTHER)
_ENCODE = "_codecs.encode"
_MOST_LONGER = 4  # times as long as a text is when it is encoded, and bytes when they are encoded again
_FILL_MEMORY = re.compile(rf"(builtins|__builtin__)\.bytearray|torch(\.\w+)*\.\w*Tensor|{_CALLS_ANOTHER}")
_UNFOLD = re.compile(rf"{_CALLS_ANOTHER}|torch\._utils\._rebuild_(qtensor|sparse_tensor|parameter_with_state)")
_MOST_SHARED = 20  # lists and dictionaries, for what unfolds them, if only to show them in an error
_LONG_NUMBER, _STEPS_OF_IT = 2**60, 1_000  # longer ones can all have one hash, which makes a dictionary slow


class CodeError(Exception):
    """The name of something that loading a file would run."""


class TooMuchError(Exception):
    """What a file asks for and does not get, as the rest of a sentence about it."""

    def of(self, where: str) -> ReadError:
        """The sentence about a file."""
        return ReadError(f"{where} is refused: it {self}; save a state_dict() alone, or that of a part of the model")


def describing_part(path: Path) -> io.BytesIO:
    """A file that gives the same tensors as this one, without their numbers, to `torch.load` on the meta device.

    Raises `CodeError` or `TooMuchError`, and anything else where the file is damaged.
    """
    with path.open("rb") as file:
        is_zip = file.read(4) == b"PK\3\4"
    return _part_of_zip(path) if is_zip else _part_of_old(path)


class _ShortReads(io.FileIO):
    """A file of which nobody gets too much at once: zipfile reads the whole list of records, however long it is."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > _MOST_LISTED:
            raise TooMuchError(f"lists its records in more than {_MOST_LISTED // 10**6} MB")
        return super().read(size) or b""


def _part_of_zip(path: Path) -> io.BytesIO:
    """The archive with empty records for the numbers: what PyTorch reads is the very pickle that is looked at here."""
    import zipfile

    with _ShortReads(path) as file, zipfile.ZipFile(file) as archive:
        records = {record.filename: record for record in archive.infolist()}
        folder = archive.namelist()[0].partition("/")[0]
        if f"{folder}/constants.pkl" in records:
            raise CodeError("TorchScript")
        described = records[f"{folder}/data.pkl"]
        if described.file_size > _MOST_DESCRIBED:
            raise _too_long()
        if described.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):  # the two that PyTorch reads
            raise ValueError("another way to compress")
        if not described.CRC:  # none was computed, as torch.serialization.set_crc32_options(False) says
            del described.CRC
        text = archive.read(described)
    _Scan().follow(io.BytesIO(text))
    part = io.BytesIO()
    numbers = f"{folder}/data/"
    with zipfile.ZipFile(part, "w") as smaller:
        smaller.writestr("model/data.pkl", text)
        smaller.writestr("model/version", "3\n")
        for name in records:
            if name.startswith(numbers):
                smaller.writestr(zipfile.ZipInfo(f"model/data/{name.removeprefix(numbers)}"), b"")
    part.seek(0)
    return part


def _part_of_old(path: Path) -> io.BytesIO:
    """A file before PyTorch 1.6, of pickles in a row and then the numbers, up to these."""
    with path.open("rb") as file:
        text = file.read(_MOST_DESCRIBED)
    part, scan = io.BytesIO(text), _Scan()
    for _ in range(_OLD_PICKLES):
        if part.tell() < len(text):  # else PyTorch says what is missing
            try:
                scan.follow(part)
            except ValueError:  # perhaps because it ends too soon
                if part.tell() == len(text) < path.stat().st_size:
                    raise _too_long() from None
                raise
    return io.BytesIO(text[: part.tell()])


def _too_long() -> TooMuchError:
    return TooMuchError(f"describes its tensors in more than {_MOST_DESCRIBED // 10**6} MB")


@dataclass(slots=True)
class _Item:
    """How much there is to copy, or to compute a hash of: in a value itself, and in whatever holds it."""

    itself: int
    inside: int

    is_mutable: bool = False
    name: str = ""
    """What it is imported by; of a tuple, that of its first item."""


class _Scan:
    """Follows pickles step by step, and makes nothing of what they say, to know how long it would take."""

    def __init__(self) -> None:
        self.left, self.shared = _MOST_STEPS, 0
        self.atom = _Item(1, 1)

    def follow(self, file: io.BytesIO) -> None:
        """Follow the next pickle in a file, up to its end."""
        stack: list[_Item] = []
        marked: list[list[_Item]] = []  # the stacks below
        memo: dict[object, _Item] = {}
        for step, argument, _ in pickletools.genops(file):
            name = step.name
            self._spend(_SLOW.get(name, 1))
            if name in _PUTS:
                memo[argument] = stack[-1]
            elif name in _GETS:
                stack.append(memo[argument])
                self.shared += stack[-1].is_mutable
            elif name == "MARK":
                marked.append(stack)
                stack = []
            elif name in _TAKES:
                count = _TAKES[name]
                taken = stack[::-1] if count is None else [stack.pop() for _ in range(count)]
                stack = marked.pop() if count is None else stack
                self._join(name, taken, stack)
            elif step.stack_after:
                stack.append(self._first(name, argument))

    def _join(self, name: str, taken: list[_Item], stack: list[_Item]) -> None:
        """Put what a step makes of the items that it takes, the last of the stack first, in place of them."""
        inside, itself = sum([item.inside for item in taken]), sum([item.itself for item in taken])
        self._spend(itself // _COPIED_IN_A_STEP)
        if name in _ADDS:
            stack[-1].itself += inside
        elif name in _CALLS:
            arguments, callee = taken[0].name, taken[-1].name
            called = arguments if callee == _CALLS_ANOTHER else callee
            if _FILL_MEMORY.fullmatch(called):
                raise TooMuchError(f"calls {called}, which can take all memory")
            if name != "BINPERSID" and (not callee or taken[-1].itself > 1):
                raise ValueError("calls what is not imported")  # PyTorch would show it whole, however large it is
            if self.shared > _MOST_SHARED and _UNFOLD.fullmatch(callee):
                raise TooMuchError(f"calls {callee} among more than {_MOST_SHARED} shared lists and dictionaries")
            itself *= _MOST_LONGER if callee == _ENCODE else 1
            is_mutable = callee.startswith("collections.")
            stack.append(_Item(itself + _COPIED_IN_A_STEP, inside if callee in _MAKE_TUPLES else 1, is_mutable))
        else:
            stack.append(_Item(itself + _COPIED_IN_A_STEP, inside, name=taken[-1].name if taken else ""))

    def _first(self, name: str, argument: object) -> _Item:
        """The item for a value that is made of nothing else."""
        if name in _MUTABLE:
            return _Item(1, 1, is_mutable=True)
        if name == "GLOBAL":
            return _Item(1, 1, name=str(argument).replace(" ", "."))
        if isinstance(argument, int) and abs(argument) > _LONG_NUMBER:
            self._spend(_STEPS_OF_IT)
        return _Item(len(argument), 1) if isinstance(argument, str) else self.atom

    def _spend(self, steps: int) -> None:
        self.left -= steps
        if self.left < 0:
            raise TooMuchError(f"describes its tensors in more than {_MOST_STEPS:,} steps")
