"""Listen to the calls of recurrent modules: their classes get a `__call__` of ours, for as long as somebody listens.

A forward hook costs 3 % of a small call before it does anything. A hook on all modules costs more, and PyTorch 2.13
keeps a part of it after it is removed.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any

from lstm_shapes.pytorch import load_torch

__all__ = ["Heard", "leave", "listen"]

Heard = Callable[[Any, "tuple[Any, ...]", "dict[str, Any]", Any], None]
"""Is told of a call: the module, its arguments, those by name, and the result."""

_listeners: list[Heard] = []
_lock = Lock()
_classes: list[tuple[type, Any, Any]] = []
"""The classes that have our `__call__`, each with it and with the one that it had of its own, if any."""


def listen(heard: Heard) -> None:
    """Tell `heard` of every call of a recurrent module, once it has returned, until `leave`."""
    nn = load_torch().nn
    with _lock:
        for base in () if _classes else (nn.RNNBase, nn.RNNCellBase):
            own = vars(base).get("__call__")
            ours = _telling(base, own)
            base.__call__ = ours
            _classes.append((base, ours, own))
        _listeners.append(heard)


def leave(heard: Heard) -> None:
    """Tell `heard` of no more calls; with the last listener, the classes are as they were."""
    with _lock:
        _listeners.remove(heard)
        if _listeners:
            return
        for base, ours, own in _classes:
            if vars(base).get("__call__") is not ours:
                continue  # somebody has put another in front of it since, which goes on calling ours
            if own is None:
                del base.__call__
            else:
                base.__call__ = own  # type: ignore[method-assign]
        _classes.clear()


def _telling(base: Any, own: Callable[..., Any] | None) -> Callable[..., Any]:
    """A `__call__` that does what the class did: what it inherits is looked up in each call, as others exchange it."""
    is_compiling = load_torch().compiler.is_compiling

    def told(module: Any, /, *args: Any, **kwargs: Any) -> Any:
        result = super(base, module).__call__(*args, **kwargs) if own is None else own(module, *args, **kwargs)
        if not is_compiling():  # what was done then would become part of the compiled program
            for heard in tuple(_listeners):
                heard(module, args, kwargs, result)
        return result

    return told
