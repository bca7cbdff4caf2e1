"""Which shapes an `nn.LSTM` or one of its siblings takes and gives, and why.

>>> from lstm_shapes import inspect
>>> print(inspect("nn.LSTM(10, 20, num_layers=2, bidirectional=True)", run=False))  # doctest: +ELLIPSIS
nn.LSTM(10, 20, num_layers=2, bidirectional=True)   input (5, 3, 10) · float32 · cpu
...
"""

from __future__ import annotations

TYPE_CHECKING = False  # for type checkers it is true; a command starts without typing, and whatever it does not need
if TYPE_CHECKING:
    from typing import Any

    from lstm_shapes.check.api import Checked, Claim, Verdict, check_paths, check_text
    from lstm_shapes.errors import LSTMShapesError, ReadError, RunError, SpecError, WriteError
    from lstm_shapes.explain.api import Diagnosis, explain_text
    from lstm_shapes.live.explaining import explain_exception
    from lstm_shapes.live.installing import install
    from lstm_shapes.live.watching import Seen, watch
    from lstm_shapes.report.build import Report, inspect
    from lstm_shapes.spec import GRUCellSpec, GRUSpec, LSTMCellSpec, LSTMSpec, RecurrentSpec, RNNCellSpec, RNNSpec

__all__ = [
    "Checked",
    "Claim",
    "Diagnosis",
    "GRUCellSpec",
    "GRUSpec",
    "LSTMCellSpec",
    "LSTMShapesError",
    "LSTMSpec",
    "RNNCellSpec",
    "RNNSpec",
    "ReadError",
    "RecurrentSpec",
    "Report",
    "RunError",
    "Seen",
    "SpecError",
    "Verdict",
    "WriteError",
    "check_paths",
    "check_text",
    "explain_exception",
    "explain_text",
    "inspect",
    "install",
    "watch",
]

__version__ = "0.1.0"


_LATER = dict.fromkeys(("Report", "inspect"), "lstm_shapes.report.build")
_LATER |= dict.fromkeys(("Diagnosis", "explain_text"), "lstm_shapes.explain.api")
_LATER |= dict.fromkeys(("Seen", "watch"), "lstm_shapes.live.watching")
_LATER |= {"explain_exception": "lstm_shapes.live.explaining", "install": "lstm_shapes.live.installing"}
_LATER |= dict.fromkeys(("load_ipython_extension", "unload_ipython_extension"), "lstm_shapes.live.installing")
_LATER |= dict.fromkeys(
    ("GRUCellSpec", "GRUSpec", "LSTMCellSpec", "LSTMSpec", "RNNCellSpec", "RNNSpec", "RecurrentSpec"),
    "lstm_shapes.spec",
)
_LATER |= dict.fromkeys(("LSTMShapesError", "ReadError", "RunError", "SpecError", "WriteError"), "lstm_shapes.errors")
_LATER |= dict.fromkeys(("Checked", "Claim", "Verdict", "check_paths", "check_text"), "lstm_shapes.check.api")


def __getattr__(name: str) -> Any:
    """Import what somebody asks for."""
    if name in _LATER:
        from importlib import import_module

        return getattr(import_module(_LATER[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__all__", "__doc__", "__file__", "__name__", "__path__", "__version__"]
