"""Errors explained from Python."""

from __future__ import annotations

from lstm_shapes.explain.clues import Setting
from lstm_shapes.explain.diagnose import diagnose
from lstm_shapes.explain.finding import Diagnosis
from lstm_shapes.spec import LSTMSpec

__all__ = ["Diagnosis", "explain_text"]


def explain_text(
    text: str, spec: LSTMSpec | None = None, input_shape: tuple[int, ...] | None = None
) -> list[Diagnosis]:
    """Explain every different error about LSTM shapes in a message, a traceback or a log; torch is not loaded.

    spec, input_shape: the LSTM at hand and the shape of what was given to it, which decide between causes.
    Returns an empty list where nothing is recognised. Each `Diagnosis` has a `finding` whose `suspects` are the causes,
    the likeliest first, with a `fix` in Python.

    >>> diagnosis, = explain_text("Expected hidden[0] size (2, 3, 20), got [3, 2, 20]")
    >>> diagnosis.finding.suspects[0].cause
    'batch-first-states'
    """
    return diagnose([text], Setting(spec, input_shape))
