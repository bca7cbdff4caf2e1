"""Diagnoses and causes as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from lstm_shapes.explain.causes.cause import Cause
from lstm_shapes.explain.causes.table import CAUSES
from lstm_shapes.explain.finding import Diagnosis, Size

__all__ = ["SCHEMA_VERSION", "causes_to_json", "diagnoses_to_json"]

SCHEMA_VERSION = 1


def diagnoses_to_json(diagnoses: Sequence[Diagnosis]) -> str:
    """The complete diagnoses; the README describes the keys."""
    return _dumped({"diagnoses": [_diagnosis(diagnosis) for diagnosis in diagnoses]})


def _diagnosis(diagnosis: Diagnosis) -> dict[str, Any]:
    finding = diagnosis.finding
    return {
        "message": diagnosis.message,
        "times": diagnosis.times,
        "tensor": finding.tensor,
        "expected": _size(finding.expected),
        "actual": _size(finding.actual),
        "axis": finding.axis,
        "contradicts_code": finding.contradicts,
        "causes": [
            {
                "id": suspect.cause,
                "title": CAUSES[suspect.cause].title,
                "because": suspect.reason.replace("`", ""),
                "fix": suspect.fix,
                "likelihood": suspect.likelihood,
            }
            for suspect in finding.suspects
        ],
        "formula": finding.formula,
        "command": diagnosis.command,
    }


def _size(size: Size) -> list[int] | int | str | None:
    return list(size) if isinstance(size, tuple) else size


def causes_to_json(causes: Iterable[Cause]) -> str:
    """The causes with their programs."""
    return _dumped(
        {
            "causes": [
                {
                    "id": cause.id,
                    "title": cause.title,
                    "kinds": list(cause.kinds),
                    "silent": cause.silent,
                    "explanation": cause.explanation.replace("`", ""),
                    "given": cause.given,
                    "wrong": cause.wrong,
                    "happens": cause.happens,
                    "right": cause.right,
                    "prints": cause.prints,
                }
                for cause in causes
            ]
        }
    )


def _dumped(content: dict[str, Any]) -> str:
    return json.dumps({"schema_version": SCHEMA_VERSION, **content}, indent=2, ensure_ascii=False) + "\n"
