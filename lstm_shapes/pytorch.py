"""The one place that imports torch: only when it is needed, without its warnings, and faster than a plain import."""

from __future__ import annotations

import gc
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

from lstm_shapes.errors import RunError

__all__ = ["load_torch", "quiet_torch"]


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
