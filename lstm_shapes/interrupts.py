"""Ctrl-C while a command starts: until its work begins there is nothing to clean up, and nothing to say."""

from __future__ import annotations

import signal

__all__ = ["die_of_interrupts", "raise_interrupts"]


def die_of_interrupts() -> None:
    """Let Ctrl-C end the process at once and silently, also in the middle of an import, unless it is ignored."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)


def raise_interrupts() -> None:
    """Let Ctrl-C raise `KeyboardInterrupt` again."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
        signal.signal(signal.SIGINT, signal.default_int_handler)
