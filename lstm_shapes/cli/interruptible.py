"""Ctrl-C that works at once, even while PyTorch computes and no line of Python runs."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import TypeVar

__all__ = ["interruptible"]

T = TypeVar("T")


def interruptible(call: Callable[[], T]) -> T:
    """What the call gives or raises, computed in a thread that dies with the process.

    Python delivers Ctrl-C between two lines of the main thread, and an LSTM can take minutes within one.
    """
    results: list[T] = []
    errors: list[BaseException] = []

    def work() -> None:
        try:
            results.append(call())
        except BaseException as error:  # raised again where it is waited for
            errors.append(error)

    thread = Thread(target=work, daemon=True)
    thread.start()
    thread.join()
    if errors:
        raise errors[0]
    return results[0]
