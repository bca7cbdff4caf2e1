"""The one place that loads torch: only when something is run, quietly, and faster than a plain import."""

from __future__ import annotations

import gc
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

from lstm_shapes.errors import RunError

__all__ = ["load_torch", "quiet_torch"]


def load_torch() -> ModuleType:
    """The torch module.

    Python's garbage collector stands still meanwhile: torch creates millions of objects that all stay, and looking
    through them takes a tenth of the import. Raises `RunError` where torch is missing or broken.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        with quiet_torch():
            import torch
    except (ImportError, OSError) as error:  # a library that torch needs is an OSError
        raise RunError(f"PyTorch cannot be loaded ({error}); --no-run predicts the shapes without it") from error
    finally:
        if was_enabled:
            gc.enable()
    return torch


@contextmanager
def quiet_torch() -> Iterator[None]:
    """Keep PyTorch's warnings from the user.

    They speak of NumPy, which is not needed here, and of the machine that PyTorch was built on; those that matter are
    notes of the report.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
