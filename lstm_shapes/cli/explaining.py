"""What `lstm-shapes explain` does once its flags are read: read, diagnose, show."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain
from pathlib import Path

from lstm_shapes import console
from lstm_shapes.cli.exits import FALSE, TRUE
from lstm_shapes.cli.flags import Source, UsageError, read_spec
from lstm_shapes.constructor import read_constructor
from lstm_shapes.errors import ReadError
from lstm_shapes.explain.causes.table import CAUSES
from lstm_shapes.explain.clues import Setting
from lstm_shapes.explain.diagnose import diagnose
from lstm_shapes.explain.formats import FORMATS, causes_to_json, diagnoses_to_json, pages
from lstm_shapes.explain.sections import page_of_cause, page_of_diagnosis, page_of_list
from lstm_shapes.formula import parse_formula
from lstm_shapes.page import Page
from lstm_shapes.spec import LSTMSpec

__all__ = ["Request", "answer"]

_PIECE = 1 << 20  # bytes read at once
_ENCODINGS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_MOST_SHOWN = 60  # characters
_NOTHING = (
    "no error about LSTM shapes was recognised: nothing that nn.LSTM, nn.GRU, nn.RNN, their cells, "
    "pack_padded_sequence or load_state_dict say, nor what follows from their results. --list shows all causes"
)


@dataclass(frozen=True, slots=True)
class Request:
    """The flags as they were written; None where one was not."""

    error: str | None
    code: str | None
    input_shape: str | None
    list_causes: bool
    format: str


def answer(request: Request) -> int:
    """Do what the flags ask for, and give the exit code."""
    if request.format not in FORMATS:
        raise UsageError(f"--format must be one of {', '.join(FORMATS)}, got {request.format!r}")
    if request.list_causes and request.error is not None:
        raise UsageError("--list lists the causes; it does not go with an error to explain")
    setting = Setting(_spec(request.code), _input_shape(request.input_shape))
    name = (request.error or "").strip().lower()
    if request.list_causes or name in CAUSES:
        causes = [CAUSES[name]] if name in CAUSES else list(CAUSES.values())
        shown = [page_of_cause(CAUSES[name])] if name in CAUSES else [page_of_list()]
        _show(causes_to_json(causes) if request.format == "json" else shown, request.format)
        return TRUE
    if name and name != "-" and not name.split()[1:]:
        raise UsageError(_no_cause((request.error or "").strip()))
    pieces = _pieces(request.error)
    first = next(pieces, "")
    diagnoses = diagnose(chain([first], pieces), setting)
    if request.format == "json":
        console.write(diagnoses_to_json(diagnoses))
    else:
        _show([page_of_diagnosis(diagnosis) for diagnosis in diagnoses], request.format)
    if not diagnoses:
        console.complain(_NOTHING if first.strip() else "there is nothing to explain: what was given is empty")
    return TRUE if diagnoses else FALSE


def _spec(code: str | None) -> LSTMSpec | None:
    if code is None:
        return None
    try:
        return read_spec(Source("--code", read_constructor(code)), {}, {}, None)
    except ReadError as error:
        raise UsageError(f"--code: {str(error).replace('CODE', 'it')}") from error


def _input_shape(text: str | None) -> tuple[int, ...] | None:
    """The shape as it was; it need not fit the LSTM, as that may be the error."""
    if text is None:
        return None
    try:
        axes = parse_formula(text).axes
    except ReadError:
        axes = ()
    if not axes or any(axis.symbols for axis in axes):
        raise UsageError(f"--input-shape takes whole numbers, such as 5,3,10, got {text!r}")
    return tuple(axis.coefficient for axis in axes)


def _pieces(error: str | None) -> Iterator[str]:
    """The text to be explained: the argument, or standard input, as much of it at a time as is read at once."""
    if error not in (None, "-"):
        yield error or ""
        return
    if sys.stdin is None:
        raise UsageError("there is no standard input; give the message as an argument")
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


def _show(shown: str | Sequence[Page], format: str) -> None:
    if isinstance(shown, str):
        console.write(shown)
    elif format == "markdown":
        console.write(pages(shown, format))
    else:
        for number, page in enumerate(shown):
            console.write("\n" * bool(number))
            console.show_page(page)


def _no_cause(word: str) -> str:
    """What may have been meant by a single word, which is no message."""
    if Path(word[:255]).is_file():
        return f"{word} is a file; to explain what stands in it: lstm-shapes explain < {word}"
    close = get_close_matches(word.lower(), CAUSES, n=1)
    perhaps = f"; perhaps {close[0]}?" if close else ", and no file of that name;"
    return f"there is no cause {word[:_MOST_SHOWN]!r}{perhaps} --list shows all causes"
