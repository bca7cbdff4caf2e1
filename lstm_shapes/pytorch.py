"""The one place that imports torch: only when it is needed, without its warnings, and faster than a plain import."""

from __future__ import annotations

import gc
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING, Any

from lstm_shapes.errors import RunError
from lstm_shapes.kinds import Kind

if TYPE_CHECKING:
    from torch import Tensor
    from torch.nn import Module

__all__ = ["call", "load_torch", "quiet_torch"]


def load_torch() -> ModuleType:
    """Import torch and return the module.

    Python's garbage collector is off during the import: torch creates millions of objects, none of which can be freed,
    and searching them takes a tenth of the time. Raises `RunError` if torch is missing or broken.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        with quiet_torch():
            import torch
    except (ImportError, OSError) as error:  # OSError: a library that torch needs is missing
        raise RunError(f"PyTorch cannot be loaded ({error}); --no-run predicts the shapes without it") from error
    finally:
        if was_enabled:
            gc.enable()
    return torch


@contextmanager
def quiet_torch() -> Iterator[None]:
    """Hide PyTorch's warnings from the user.

    They are about NumPy, which is not needed here, and about the machine that PyTorch was built on. Whatever matters
    to the user is among the notes of the report.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def call(kind: Kind, module: Module, input: object, states: tuple[Tensor, ...]) -> tuple[Any, ...]:
    """Call a module as its kind takes its states, and return `output`, unless it is a cell, and then each state."""
    result = module(input, states if kind.has_cell_state else states[0])
    output: tuple[Any, ...] = ()
    if not kind.is_cell:
        first, result = result
        output = (first,)
    if not kind.has_cell_state:
        return (*output, result)
    h, c = result
    return (*output, h, c)
