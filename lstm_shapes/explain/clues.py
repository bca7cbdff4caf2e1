"""What stands around a message: the traceback it ends, the call in it, and what the user says of the LSTM."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lstm_shapes.constructor import read_constructor
from lstm_shapes.errors import ReadError
from lstm_shapes.spec import LSTMSpec

__all__ = ["NOTHING_KNOWN", "Clues", "Names", "Setting", "look_around"]

_RECURRENT_FILES = re.compile(r"torch[/\\]nn[/\\](?:modules|utils)[/\\]rnn\.py")
_RECURRENT_WORDS = re.compile(r"lstm|gru|rnn|pack(?:ed)?_padded_sequence|packed_sequence", re.IGNORECASE)
_FRAME = re.compile(
    r"""^\s*(?:File "(?P<file>[^"\n]+)", line \d+.*|File (?P<ipython>\S+?):\d+.*)\n(?P<code>.*)$""", re.MULTILINE
)
_INSIDE_TORCH = re.compile(r"[/\\]torch[/\\]")


@dataclass(frozen=True, slots=True)
class Names:
    """What the code at hand calls things, so that a repair can be pasted into it."""

    lstm: str = "lstm"
    input: str = "input"
    h_0: str = "h_0"
    c_0: str = "c_0"


@dataclass(frozen=True, slots=True)
class Setting:
    """What the user says of the LSTM and of its input: None where nothing is said."""

    spec: LSTMSpec | None = None
    input_shape: tuple[int, ...] | None = None


NOTHING_KNOWN = Setting()


@dataclass(frozen=True, slots=True)
class Clues:
    """What is known besides the message.

    traceback: the text from the start of the traceback to the message. in_rnn: whether the error was raised inside
    PyTorch's recurrent layers. state: the second argument of the call, where the traceback shows it.
    arguments: those of the constructor call at which the traceback ends.
    """

    setting: Setting = NOTHING_KNOWN
    traceback: str = ""
    in_rnn: bool = False
    names: Names = Names()
    state: ast.expr | None = None
    arguments: Mapping[str, object] = field(default_factory=dict)

    @property
    def about_recurrence(self) -> bool:
        """Whether anything besides the message says that a recurrent layer is concerned."""
        return self.setting.spec is not None or bool(_RECURRENT_WORDS.search(self.traceback))


def look_around(traceback: str, setting: Setting = NOTHING_KNOWN) -> Clues:
    """The clues in a traceback: where it ends, and the last line of the user's own code."""
    frames = list(_FRAME.finditer(traceback))
    files = [frame["file"] or frame["ipython"] for frame in frames]
    in_rnn = bool(files and _RECURRENT_FILES.search(files[-1]))
    own = [frame["code"].strip() for frame, file in zip(frames, files) if not _INSIDE_TORCH.search(file)]
    call = _call_in(own[-1]) if own else None
    if call is None:
        return Clues(setting, traceback, in_rnn)
    names, state = (_names_in(call), _argument(call, 1)) if in_rnn else (Names(), None)
    return Clues(setting, traceback, in_rnn, names, state, _constructor_arguments(own[-1]))


def _call_in(line: str) -> ast.Call | None:
    """The call on a line of code, where the line is one statement."""
    try:
        statement = ast.parse(line).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None  # a line of a longer statement
    value = getattr(statement[0], "value", None) if len(statement) == 1 else None
    return value if isinstance(value, ast.Call) else None


def _argument(call: ast.Call, position: int) -> ast.expr | None:
    return call.args[position] if len(call.args) > position else None


def _names_in(call: ast.Call) -> Names:
    """The names in `self.lstm(x, (h, c))`; what is no plain name keeps the usual one."""
    usual = Names()
    states = _argument(call, 1)
    pair = states.elts if isinstance(states, ast.Tuple) and len(states.elts) == 2 else [states, None]
    return Names(
        _name(call.func) or usual.lstm,
        _name(_argument(call, 0)) or usual.input,
        _name(pair[0]) or usual.h_0,
        _name(pair[1]) or usual.c_0,
    )


def _name(node: ast.expr | None) -> str | None:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return f"{node.value.id}.{node.attr}"
    return None


def _constructor_arguments(line: str) -> Mapping[str, object]:
    """The arguments of the `nn.LSTM` that a line of code builds, where it gives them in plain numbers."""
    try:
        return read_constructor(line)
    except ReadError:
        return {}
