"""Whole programs, as people write them, under watch: they do the same, and every layer is seen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from torch import nn

from lstm_shapes import watch
from tests.live.programs import classifier, forecaster, translator
from tests.processor import skip_if_of_processor
from tests.training import plain_exercise

Told = tuple[int, tuple[int, ...], tuple[int, ...]]


def letters() -> None:
    train: Callable[..., object] = plain_exercise.train
    train(epochs=3)


# A program; of each layer in it the path, the calls, and of its last ones the shapes of the input and the first state.
PROGRAMS: dict[str, tuple[Callable[[], None], dict[str, Told]]] = {
    "train-demo's exercise": (letters, {"lstm": (4, (3, 10, 26), (1, 10, 128))}),
    "packed batches": (classifier.main, {"lstm": (3, (12, 6), (4, 3, 9))}),
    "attention": (
        translator.main,
        {"encoder.gru": (2, (3, 4, 6), (2, 4, 8)), "decoder.gru": (12, (1, 4, 23), (1, 4, 12))},
    ),
    "a state carried on": (forecaster.main, {"cells.0": (24, (3, 1), (3, 8)), "cells.1": (24, (3, 8), (3, 5))}),
}


@pytest.mark.parametrize(("program", "layers"), PROGRAMS.values(), ids=PROGRAMS)
def test_a_program_prints_the_same_and_its_layers_are_seen(
    program: Callable[[], None],
    layers: dict[str, Told],
    capsys: pytest.CaptureFixture[str],
) -> None:
    program()
    plain = capsys.readouterr().out
    with watch() as seen:
        program()
    assert capsys.readouterr().out == plain
    last = {layer.path: [row for row in layer.calls[-1].findings.tensors if row.observed] for layer in seen.layers}
    told = {
        layer.path: (
            layer.count,
            next(row.observed for row in last[layer.path] if row.name.startswith("input")),
            next(row.observed for row in last[layer.path] if row.name in ("h_n", "h_1")),
        )
        for layer in seen.layers
    }
    assert told == layers
    assert all(call.findings.all_true for call in seen.calls)
    assert not {"state-not-detached", "batch-on-the-time-axis"} & {n.id for layer in seen.layers for n in layer.notes}


def test_layers_nested_five_deep_are_named_by_their_whole_path() -> None:
    inner: nn.Module = nn.LSTM(4, 5)
    for _ in range(5):
        inner = nn.Sequential(inner)
    with watch() as seen:
        inner(torch.randn(3, 2, 4))
    assert [layer.path for layer in seen.layers] == ["0.0.0.0.0"]


def test_layers_under_autocast_are_seen() -> None:
    lstm = nn.LSTM(4, 5)
    try:
        with watch(lstm) as seen, torch.autocast("cpu", dtype=torch.bfloat16):
            lstm(torch.randn(3, 2, 4))
    except RuntimeError as error:
        skip_if_of_processor(error)
        raise
    assert seen.calls[0].findings.all_true
