"""The errors that a user of lstm-shapes can meet: one base, a few children."""

from __future__ import annotations

__all__ = ["LSTMShapesError", "ReadError", "RunError", "SpecError", "WriteError"]


class LSTMShapesError(Exception):
    """Anything that lstm-shapes refuses to do; `str()` gives one sentence for the user."""


class ReadError(LSTMShapesError, ValueError):
    """A text that should hold a shape, a tensor's name or a constructor call, and does not."""


class SpecError(LSTMShapesError, ValueError):
    """A value that `nn.LSTM` or its input cannot have.

    `field` names the argument as `LSTMSpec` spells it and `problem` says what is legal and what was found, so that
    whoever shows the error can put the name in front that its own reader knows (a flag, say).
    """

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field} {problem}")
        self.field = field
        self.problem = problem


class RunError(LSTMShapesError, RuntimeError):
    """A run that cannot take place here: no such device, not enough memory, or PyTorch refuses it."""


class WriteError(LSTMShapesError, OSError):
    """A file that cannot be written."""
