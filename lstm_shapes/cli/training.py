"""What `lstm-shapes train-demo` does once its flags are read: show, train, show, keep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lstm_shapes import console
from lstm_shapes.cli.exits import FALSE, TRUE
from lstm_shapes.cli.flags import UsageError, named_after, named_after_flags
from lstm_shapes.cli.interruptible import interruptible
from lstm_shapes.cli.mismatches import shout
from lstm_shapes.files import require_writable, write_file
from lstm_shapes.pytorch import load_torch
from lstm_shapes.spec import SPECS
from lstm_shapes.training.curve import svg
from lstm_shapes.training.formats import render
from lstm_shapes.training.result import DivergedError, Training, begin, finish, learn
from lstm_shapes.training.save import to_bytes
from lstm_shapes.training.sections import after_page, before_page
from lstm_shapes.training.settings import Settings
from lstm_shapes.training.walk import walk
from lstm_shapes.training.words import DEFAULT_WORDS, check_prefix, read_words

__all__ = ["Request", "answer"]

_WAITING_FOR = "PyTorch is loading, to build and train this model"


@dataclass(frozen=True, slots=True)
class Request:
    """What the flags ask for."""

    words: str | None
    prefixes: Sequence[str]
    kind: str
    module: Mapping[str, Any]
    numbers: Mapping[str, Any]
    format: str
    save: Path | None
    plot: Path | None
    output: Path | None


def answer(request: Request) -> int:
    """Do what the flags ask for, and give the exit code."""
    for path in (request.save, request.plot, request.output):
        if path is not None:
            require_writable(path)
    written = [path.resolve() for path in (request.save, request.plot, request.output) if path is not None]
    if len(set(written)) < len(written):
        raise UsageError("one file cannot hold two of what --save, --plot and --output write")
    watched = request.format == "table" and request.output is None
    with named_after_flags():
        settings = _settings(request)
        prefixes = _prefixes(request, settings)
        previews = [before_page(settings, walk(settings.spec))] if watched else None
        with console.waiting(previews, _WAITING_FOR):
            interruptible(load_torch)  # an import may swallow Ctrl-C
            model, steps = begin(settings)
    if watched:
        console.show_page(before_page(settings, steps))
    try:
        with console.progress(settings.epochs, "epoch") as tell:
            learned = learn(model, settings, lambda epoch, loss: tell(epoch, f"loss {loss:.6f}"))
    except DivergedError as error:
        console.complain(str(error))
        return FALSE
    training = finish(settings, model, steps, learned, prefixes)
    if watched:
        console.write("\n")
        console.show_page(after_page(training))
    elif request.output is None or training.interrupted:
        console.write(render(training, request.format))
    if training.interrupted:
        raise KeyboardInterrupt
    _keep(request, training, to_bytes(model, settings) if request.save else b"")
    return _verdict(training)


def _settings(request: Request) -> Settings:
    with named_after("--words"):
        words = DEFAULT_WORDS if request.words is None else read_words(request.words)
    length, count = words.prefix_length, len(words.words)
    spec = SPECS[request.kind](len(words.letters), seq_len=length, batch_size=count, **request.module)
    return Settings(spec, words, **request.numbers)


def _prefixes(request: Request, settings: Settings) -> list[str]:
    with named_after("--predict"):
        return [check_prefix(prefix, settings.words) for prefix in request.prefixes]


def _keep(request: Request, training: Training, model: bytes) -> None:
    if request.output is not None:
        write_file(request.output, render(training, request.format).encode())
    if request.plot is not None:
        write_file(request.plot, svg(training.losses, "train-demo: the loss of every epoch").encode())
    if request.save is not None:
        write_file(request.save, model)


def _verdict(training: Training) -> int:
    wrong = [step.row for step in training.steps if step.row.matches is False]
    shout(wrong, training.torch_version)
    return FALSE if wrong else TRUE
