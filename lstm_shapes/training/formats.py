"""A training run as text: JSON, or a page in one of the formats of pages."""

from __future__ import annotations

import json
from typing import Any

from lstm_shapes.formats import render_pages
from lstm_shapes.training.result import Training
from lstm_shapes.training.sections import whole_page

__all__ = ["SCHEMA_VERSION", "render", "to_json"]

SCHEMA_VERSION = 1


def render(training: Training, format: str) -> str:
    """The run as text; JSON has every loss, the other formats only some of them."""
    if format == "json":
        return json.dumps(to_json(training), indent=2, ensure_ascii=False) + "\n"
    return render_pages([whole_page(training)], format)


def to_json(training: Training) -> dict[str, Any]:
    """Everything about the run, as values that JSON can hold; the README describes the keys."""
    settings, spec = training.settings, training.settings.spec
    sizes = spec.sizes
    return {
        "schema_version": SCHEMA_VERSION,
        "torch_version": training.torch_version,
        "device": spec.device,
        "settings": {
            "module": {"kind": spec.kind.name, **spec.arguments, "code": spec.code},
            "words": list(settings.words.words),
            "letters": list(settings.words.letters),
            "epochs": settings.epochs,
            "learning_rate": settings.learning_rate,
            "seed": settings.seed,
        },
        "steps": [
            {
                "name": step.row.name,
                "operation": step.operation,
                "formula": str(step.row.formula),
                "numbers": step.row.formula.numbers(sizes),
                "predicted": list(step.row.predicted),
                "observed": None if step.row.observed is None else list(step.row.observed),
                "matches": step.row.matches,
            }
            for step in training.steps
        ],
        "losses": list(training.losses),
        "predictions": [
            {
                "word": None if prediction.target is None else prediction.prefix + prediction.target,
                "prefix": prediction.prefix,
                "target": prediction.target,
                "predicted": prediction.predicted,
                "probability": prediction.probability,
                "correct": prediction.correct,
            }
            for prediction in training.predictions
        ],
        "training_accuracy": training.training_accuracy,
        "seconds": training.seconds,
    }
