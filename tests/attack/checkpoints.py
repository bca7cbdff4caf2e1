"""Mutated and made-up files of weights: each is read, or refused in a sentence, within bounds; nothing of it is run."""

from __future__ import annotations

import io
import pickle
import struct
import zipfile
from collections.abc import Iterator
from functools import cache
from random import Random
from typing import Any

import torch
from torch import nn

from lstm_shapes.cli import run
from tests.attack.attacking import Attack, BrokenLawError, without_one
from tests.attack.forked import in_a_copy

__all__ = ["CHECKPOINTS"]

_MOST_SECONDS = 20
_MOST_GIGABYTES = 1.5
_MOST_LINES = 14
_INNER_WORDS = (
    "Unsupported operand",
    "weights_only",
    "Unpickl",
    "PytorchStreamReader",
    "HeaderTooLarge",
    "zip archive",
)

_File = list[str]
"""The ending of its name, and its bytes as letters."""


def _saved(content: Any, **how: Any) -> bytes:
    file = io.BytesIO()
    torch.save(content, file, **how)
    return file.getvalue()


@cache
def _files() -> tuple[tuple[str, bytes], ...]:
    class Tagger(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.lstm, self.cell, self.head = nn.LSTM(5, 7, 2, bidirectional=True), nn.GRUCell(3, 4), nn.Linear(14, 2)

    weights = Tagger().state_dict()
    nested = {"model": weights, "epoch": 3, "optimizer": torch.optim.Adam(nn.LSTM(2, 3).parameters()).state_dict()}
    found = [
        (".pt", _saved(weights)),
        (".pt", _saved(nested)),
        (".pth", _saved(weights, _use_new_zipfile_serialization=False)),
    ]
    found += [(".pt", _saved(nn.LSTM(3, 4))), (".bin", pickle.dumps({"a": [1, 2]}, 2)), (".pt", _saved([[weights]]))]
    try:
        from safetensors.torch import save
    except ImportError:
        return tuple(found)
    return (*found, (".safetensors", save({name: weight.contiguous() for name, weight in weights.items()})))


def _make(random: Random) -> _File:
    if random.random() < 0.15:
        ending, content = random.choice(_MADE_UP)(random)
    else:
        ending, content = random.choice(_files())
        for _ in range(random.randint(0, 3)):
            content = random.choice(_MUTATIONS)(random, content)
    return [random.choice((ending,) * 9 + (".pt", ".safetensors", ".ckpt")), content.decode("latin-1")]


def _cut_short(random: Random, content: bytes) -> bytes:
    return content[: random.randint(0, len(content))]


def _flipped(random: Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(random.randint(1, 6)):
        if changed:
            place = random.randrange(min(len(changed), random.choice((64, 1_000, len(changed)))))
            changed[place] = random.choice((0, 255, random.randrange(256), changed[place] ^ 1))
    return bytes(changed)


def _cut_out(random: Random, content: bytes) -> bytes:
    start = random.randint(0, len(content))
    return content[:start] + content[start + random.randint(1, 40) :]


def _inserted(random: Random, content: bytes) -> bytes:
    start = random.randint(0, len(content))
    return content[:start] + random.randbytes(random.randint(1, 20)) + content[start:]


def _renamed(random: Random, content: bytes) -> bytes:
    """Other names of the same length, so that the file stays whole but for its checksums."""
    old = random.choice((b"weight_ih_l0", b"lstm", b"_rebuild_tensor_v2", b"collections", b"FloatStorage", b"storage"))
    return content.replace(old, random.choice((old[::-1], b"\x1b[31m\n"[: len(old)].ljust(len(old), b"x"))))


_MUTATIONS = (_cut_short, _flipped, _cut_out, _inserted, _renamed)


def _archive(text: bytes, how: int = zipfile.ZIP_STORED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", how) as archive:
        archive.writestr("archive/data.pkl", text)
        archive.writestr("archive/version", b"3\n")
        archive.writestr("archive/byteorder", b"little")
    return file.getvalue()


def _bomb(random: Random) -> tuple[str, bytes]:
    return ".pt", _archive(bytes(random.choice((10**7, 10**8, 5 * 10**8))), zipfile.ZIP_DEFLATED)


def _nested(random: Random) -> tuple[str, bytes]:
    depth = random.choice((50, 1_000, 200_000))
    opening, closing = random.choice(((b"]", b"a"), (b"}X\1\0\0\0k", b"s"), (b"(", b"t")))
    return ".pt", _archive(b"\x80\2" + opening * depth + b"N" + closing * depth + b".")


def _calls(random: Random) -> tuple[str, bytes]:
    name = random.choice(
        ("os\nsystem", "builtins\neval", "builtins\nbytearray", "collections\nOrderedDict", "torch\nSize")
    )
    argument = random.choice((b"X\6\0\0\0exit 9", b"I10000000000\n", b"J\xff\xff\xff\x7f", b")"))
    return ".pt", _archive(b"\x80\2c" + name.encode() + b"\n(" + argument + b"tR.")


def _many_layers(random: Random) -> tuple[str, bytes]:
    count = random.choice((3, 300, 20_000))
    weights = {f"m{number}.weight_ih": torch.zeros(4, 1) for number in range(count)}
    weights |= {f"m{number}.weight_hh": torch.zeros(4, 1) for number in range(count)}
    return ".pt", _saved(weights)


def _header(random: Random) -> tuple[str, bytes]:
    text = random.choice(
        (
            b'{"lstm.weight_ih_l0":{"dtype":"F32","shape":[-4,2],"data_offsets":[0,32]}}',
            b'{"a\\n\\u001b[31m.weight_ih_l0":{"dtype":"F32","shape":[4,2],"data_offsets":[0,32]}}',
            b'{"lstm.weight_ih_l0":{"dtype":"F99","shape":[4,2],"data_offsets":[0,32]}}',
            b'{"lstm.weight_ih_l0":{"dtype":"F32","shape":[99999999999999,2],"data_offsets":[0,32]}}',
            b"{" * 100_000,
            b"\xff\xfe",
        )
    )
    length = random.choice((len(text), len(text), 2**63, 0, 1))
    return ".safetensors", struct.pack("<Q", length) + text + bytes(random.choice((32, 0, 8)))


_MADE_UP = (_bomb, _nested, _calls, _many_layers, _header)


def _judge(file: _File) -> None:
    ending, letters = file
    words = ["inspect", "--no-run", "--format", "json", "--checkpoint", f"w{ending}"]
    ended = in_a_copy(
        lambda: run(words), _MOST_SECONDS, _MOST_GIGABYTES, files={f"w{ending}": letters.encode("latin-1")}
    )
    if ended.code not in (0, 2):
        raise BrokenLawError(f"read or refused: exit code {ended.code}\n{ended.stderr[-2_000:]}")
    if "Traceback (most recent call last)" in ended.stderr:
        raise BrokenLawError(f"no traceback: {ended.stderr[-2_000:]}")
    if len(ended.stderr.splitlines()) > _MOST_LINES:
        raise BrokenLawError(f"a short complaint: {ended.stderr[-2_000:]}")
    if "\x1b" in ended.stderr:
        raise BrokenLawError(f"nothing moves the cursor: {ended.stderr[-500:]}")
    if words := [word for word in _INNER_WORDS if word.lower() in ended.stderr.lower()]:
        raise BrokenLawError(f"no inner words: {words} in {ended.stderr[-2_000:]}")
    if ended.files:
        raise BrokenLawError(f"nothing is written: {ended.files}")


def _smaller(file: _File) -> Iterator[_File]:
    ending, letters = file
    if len(letters) < 20_000:
        yield from ([ending, "".join(less)] for less in without_one(list(letters)))


CHECKPOINTS = Attack(_make, _judge, _smaller)
