"""Explanations under the exceptions that nobody catches: in a process, in IPython and in notebooks."""

from __future__ import annotations

import sys
import threading
import traceback
from typing import TYPE_CHECKING, Any

from lstm_shapes import console
from lstm_shapes.live.frames import chain_of, without_ours

if TYPE_CHECKING:
    from lstm_shapes.explain.api import Diagnosis

__all__ = ["explain_aside", "explain_if_possible", "explain_in_threads", "install", "show_uncaught"]
__all__ += ["load_ipython_extension", "unload_ipython_extension"]

_MARK = "_explains_recurrent_modules"


def install() -> None:
    """Put an explanation under every uncaught exception about a recurrent module, on stderr, after its traceback.

    All other exceptions look as before. Called twice, it does nothing more.

    >>> from lstm_shapes import install
    >>> install()
    """
    if not hasattr(sys.excepthook, _MARK):
        sys.excepthook = _with_explanation(sys.excepthook)
    explain_in_threads()


def explain_in_threads() -> None:
    """The same for the exceptions in threads alone."""
    if not hasattr(threading.excepthook, _MARK):
        threading.excepthook = _with_explanation(threading.excepthook)


def _with_explanation(shown_by: Any) -> Any:
    """What shows an exception as `shown_by` does, and then explains it."""

    def show(*raised: Any) -> None:
        error = raised[1] if len(raised) > 1 else raised[0].exc_value  # a thread gives all that it has as one
        _hide_our_frames(error)
        shown_by(*raised)
        explain_aside(error)

    setattr(show, _MARK, True)
    return show


def show_uncaught(error: BaseException) -> None:
    """Show an exception of a program that this tool runs as Python would, and explain it."""
    hook = sys.excepthook
    _hide_our_frames(error)
    hook(type(error), error, error.__traceback__)
    if not hasattr(hook, _MARK):
        explain_aside(error)


def _hide_our_frames(error: BaseException | None) -> None:
    """Take what listens to the modules out of the tracebacks, which are the program's."""
    for one in () if error is None else chain_of(error):
        one.__traceback__ = without_ours(one.__traceback__)


def explain_aside(error: BaseException | None) -> None:
    """Explain an error on stderr; of one that is about something else, nothing is said."""
    if diagnosis := explain_if_possible(error):
        _show(diagnosis)


def _show(diagnosis: Diagnosis) -> None:
    from lstm_shapes.explain.sections import page_of_diagnosis

    console.show_aside(page_of_diagnosis(diagnosis))


def explain_if_possible(error: BaseException | None) -> Diagnosis | None:
    """The explanation of an error; a fault of this tool is told, and hides nothing of the program's."""
    if not isinstance(error, Exception):
        return None
    try:
        from lstm_shapes.live.explaining import explain_exception  # nobody else waits for it

        return explain_exception(error)
    except Exception:
        console.complain(f"the error above could not be explained, please report it:\n{traceback.format_exc()}")
        return None


def load_ipython_extension(ipython: Any) -> None:
    """Do in IPython, Jupyter and Colab what `install` does in a script: `%load_ext lstm_shapes`."""
    ipython.events.register("post_run_cell", _explain_cell)


def unload_ipython_extension(ipython: Any) -> None:
    """Explain no more: `%unload_ext lstm_shapes`."""
    ipython.events.unregister("post_run_cell", _explain_cell)


def _explain_cell(result: Any) -> None:
    """Called after a cell, once its traceback is shown."""
    if not (diagnosis := explain_if_possible(result.error_in_exec)):
        return
    shell = sys.modules["IPython"].get_ipython()
    if hasattr(shell, "kernel"):
        shell.display_pub.publish({"text/plain": str(diagnosis), "text/html": diagnosis._repr_html_()})
    else:
        _show(diagnosis)
