"""Random layers and cells of every kind: every predicted shape is the one that PyTorch has."""

from __future__ import annotations

import json
import warnings
from random import Random
from typing import Any

from lstm_shapes import inspect
from lstm_shapes.formats import FORMATS
from lstm_shapes.kinds import KINDS
from lstm_shapes.report.choices import SECTIONS
from lstm_shapes.report.formats import render
from lstm_shapes.spec import SPECS
from tests.attack.attacking import Attack, BrokenLawError
from tests.specifications import build_module, run_plainly

__all__ = ["LAYERS"]


def _make(random: Random) -> dict[str, Any]:
    kind = random.choice(list(KINDS.values()))
    hidden_size, seq_len = random.randint(1, 40), random.randint(1, 12)
    values = {
        "num_layers": random.randint(1, 6),
        "bias": random.random() < 0.5,
        "batch_first": random.random() < 0.5,
        "dropout": random.choice([0.0, 0.25, 1.0]),
        "bidirectional": random.random() < 0.5,
        "proj_size": random.randrange(hidden_size),
        "nonlinearity": random.choice(["tanh", "relu"]),
        "dtype": random.choice(["float32", "float64"]),
    }
    given = {name: value for name, value in values.items() if name in kind.arguments and random.random() < 0.7}
    seen: dict[str, Any] = random.choice([{"batch_size": random.randint(1, 9)}, {"batched": False}])
    if not kind.is_cell:
        seen |= {"seq_len": seq_len}
        if random.random() < 0.3:
            seen = {"lengths": [random.randint(1, seq_len) for _ in range(random.randint(1, 7))]}
    return {"kind": kind.name, "input_size": random.randint(1, 40), "hidden_size": hidden_size, **given, **seen}


def _judge(values: dict[str, Any]) -> None:
    given: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in values.items()}
    kind: str = given.pop("kind")
    spec = SPECS[kind](**given)
    report = inspect(spec)
    if not report.all_true:
        raise BrokenLawError(f"all is true: {report}")
    predicted = {row.name: tuple(row.predicted) for row in report.tensors}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # such as that dropout needs two layers
        observed = run_plainly(spec)
        parameters = {name: tuple(weight.shape) for name, weight in build_module(spec).named_parameters()}
    for name, shape in observed.items():
        if predicted[name] != shape:
            raise BrokenLawError(f"as in PyTorch: {name} is {shape}, predicted {predicted[name]}")
    if {row.name: tuple(row.predicted) for row in report.parameters} != parameters:
        raise BrokenLawError(f"parameters as in PyTorch: {parameters}")
    json.dumps(report.to_json())
    for format in FORMATS:
        render([report], format, tuple(SECTIONS))


def _smaller(values: dict[str, Any]) -> Any:
    for name in values.keys() - {"kind", "input_size", "hidden_size"}:
        yield {key: value for key, value in values.items() if key != name}


LAYERS = Attack(_make, _judge, _smaller)
