"""What `lstm-shapes explain` does once its flags are read: read, diagnose, show."""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import chain
from pathlib import Path

from lstm_shapes import console
from lstm_shapes.cli.exits import FALSE, TRUE
from lstm_shapes.cli.flags import Clashes, UsageError, named_after, refuse_clashes
from lstm_shapes.errors import ReadError
from lstm_shapes.explain.causes.table import CAUSES
from lstm_shapes.explain.diagnose import diagnose
from lstm_shapes.explain.formats import causes_to_json, diagnoses_to_json
from lstm_shapes.explain.programs import told_by
from lstm_shapes.explain.sections import page_of_cause, page_of_diagnosis, page_of_list
from lstm_shapes.explain.setting import Setting
from lstm_shapes.explain.sources import read_program, source_named_in
from lstm_shapes.files import require_writable, write_file
from lstm_shapes.formats import render_pages
from lstm_shapes.page import Page

__all__ = ["Request", "answer"]

_PIECE = 1 << 20  # bytes read at once
_ENCODINGS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_MOST_SHOWN = 60  # characters
_CLASHES: Clashes = {"list_causes": ("lists all causes, and explains no error", ("error", "code", "input_shape"))}
_CLASHES_OF_NAMES: Clashes = {"error": ("is the name of a cause, whatever the layer", ("code", "input_shape"))}
_NOTHING = (
    "no error about LSTM shapes was recognised: nothing that nn.LSTM, nn.GRU, nn.RNN, their cells, "
    "pack_padded_sequence or load_state_dict say, nor what follows from their results. --list shows all causes"
)


@dataclass(frozen=True, slots=True)
class Request:
    """What the flags ask for."""

    flags: Sequence[str]
    """The names of those that were given of the error and what may stand beside it."""

    error: str | None
    """None and `-` stand for standard input."""

    code: str | None
    input_shape: Sequence[int] | None
    list_causes: bool
    format: str
    output: Path | None


def answer(request: Request) -> int:
    """Do what the flags ask for, and give the exit code."""
    if request.output is not None:
        require_writable(request.output)
    refuse_clashes(request.flags, _CLASHES)
    shape = (
        None if request.input_shape is None else tuple(request.input_shape)
    )  # it need not fit: that may be the error
    with named_after("--code"):
        told = (
            told_by(_program(request.code)) if request.code is not None else (Setting(),) if shape is not None else ()
        )
    told = tuple(replace(one, input_shape=shape) for one in told)
    name = (request.error or "").strip().lower()
    if name in CAUSES:
        refuse_clashes(request.flags, _CLASHES_OF_NAMES)
    if request.list_causes or name in CAUSES:
        causes = [CAUSES[name]] if name in CAUSES else list(CAUSES.values())
        shown = [page_of_cause(CAUSES[name])] if name in CAUSES else [page_of_list()]
        _deliver(shown, causes_to_json(causes) if request.format == "json" else None, request)
        return TRUE
    if name and name != "-" and not name.split()[1:]:
        raise UsageError(_no_cause((request.error or "").strip()), "ERROR")
    pieces = _pieces(request.error)
    first = next(pieces, "")
    diagnoses = diagnose(chain([first], pieces), told, source_named_in)
    _deliver(
        [page_of_diagnosis(diagnosis) for diagnosis in diagnoses],
        diagnoses_to_json(diagnoses) if request.format == "json" else None,
        request,
    )
    if not diagnoses:
        console.complain(_NOTHING if first.strip() else "there is nothing to explain: what was given is empty")
    return TRUE if diagnoses else FALSE


def _program(code: str) -> str:
    """The text of a Python file if the code is the name of one, or else the code itself."""
    text = read_program(code)
    if text is None and code.endswith(".py"):
        raise ReadError(f"there is no Python file {code[:_MOST_SHOWN]}, or it cannot be read")
    return code if text is None else text


def _pieces(error: str | None) -> Iterator[str]:
    """The text to be explained: the argument, or standard input, as much of it at a time as is read at once."""
    if error not in (None, "-"):
        yield error or ""
        return
    if sys.stdin is None:
        raise UsageError("there is no standard input; give the message as an argument", "ERROR")
    if sys.stdin.isatty():
        console.complain("paste the error, and end it with Ctrl-D (Ctrl-Z and Enter on Windows)")
    stream = sys.stdin.buffer
    first = stream.read(_PIECE)
    encoding = next((name for mark, name in _ENCODINGS.items() if first.startswith(mark)), "utf-8")
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    piece = first
    while piece:
        yield decoder.decode(piece)
        piece = stream.read(_PIECE)
    yield decoder.decode(b"", final=True)


def _deliver(pages: Sequence[Page], json: str | None, request: Request) -> None:
    """Print or write the pages, or their JSON where that is wanted."""
    if json is None and request.format == "table" and request.output is None:
        for number, page in enumerate(pages):
            console.write("\n" * bool(number))
            console.show_page(page)
        return
    text = render_pages(pages, request.format) if json is None else json
    if request.output is None:
        console.write(text)
    else:
        write_file(request.output, text.encode())


def _no_cause(word: str) -> str:
    """What may have been meant by a single word, which is no message."""
    if os.path.isfile(word):
        return f"{word} is a file; to explain what stands in it: lstm-shapes explain < {word}"
    close = get_close_matches(word.lower(), CAUSES, n=1)
    perhaps = f"; perhaps {close[0]}?" if close else ", and no file of that name;"
    return f"there is no cause {word[:_MOST_SHOWN]!r}{perhaps} --list shows all causes"
