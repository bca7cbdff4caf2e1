"""The errors that a user of lstm-shapes can meet: one base, a few children."""

from __future__ import annotations

__all__ = ["LSTMShapesError", "ReadError", "RunError", "SpecError", "WriteError"]


class LSTMShapesError(Exception):
    """Anything that lstm-shapes refuses to do; `str()` gives one sentence for the user."""


class ReadError(LSTMShapesError, ValueError):
    """A text that should hold a shape, a tensor's name or a constructor call, and does not."""


class SpecError(LSTMShapesError, ValueError):
    """A value that a module or its input cannot have.

    `field` is the argument's name in the specification, and `problem` says what is allowed and what was given. They are
    kept apart so that the command line can show the name of its flag instead.
    """

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field} {problem}")
        self.field = field
        self.problem = problem


class RunError(LSTMShapesError, RuntimeError):
    """A run that is not possible here: the memory is not enough, or PyTorch is missing or refuses it."""


class WriteError(LSTMShapesError, OSError):
    """A file that cannot be written."""
