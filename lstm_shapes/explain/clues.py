"""What is known besides a message: its traceback, the user's own line in it, and what the user says about the LSTM."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lstm_shapes.spec import LSTMSpec

__all__ = ["NOTHING_KNOWN", "PACKING", "Clues", "Names", "Setting", "called", "look_around"]

_RECURRENT_FILES = re.compile(r"torch[/\\]nn[/\\](?:modules|utils)[/\\]rnn\.py")
_RECURRENT_WORDS = re.compile(r"lstm|gru|rnn|pack(?:ed)?_padded_sequence|packed_?sequence", re.IGNORECASE)
_PYTHON_FRAME = re.compile(r'^\s*File "(?P<file>[^"\n]+)", line \d+')
_IPYTHON_FRAME = re.compile(
    r"^\s*(?:File (?P<new>\S+?):\d+|(?P<cell>Cell In ?\[\d+\])|(?P<old>\S+\.pyc?|<ipython[^>\n]*>) in )"
)
_IPYTHON_LINE = re.compile(r"^\s*-+>\s*\d+ ?(?P<code>.*)$")
_PYTEST_LINE = re.compile(r"^>\s+(?P<code>.*)$")
_PYTEST_FRAME = re.compile(r"^(?P<file>\S+\.py):\d+: ?")
_INSIDE_TORCH = re.compile(r"[/\\]torch[/\\]")
_KINDS = {"lstm": "LSTM", "gru": "GRU", "rnn": "RNN"}
_PRIMITIVE = re.compile(r"_VF\.(lstm|gru|rnn)")
PACKING = ("pack_padded_sequence", "pack_sequence")


@dataclass(frozen=True, slots=True)
class Names:
    """The names in the user's code, so that a repair can be pasted into it."""

    lstm: str = "lstm"
    input: str = "x"
    h_0: str = "h_0"
    c_0: str = "c_0"

    states: str | None = None
    """The name of the second argument, if it is a single name: of an LSTM's tuple or of a GRU's tensor."""

    given: str = "x"
    """The first argument as it is written in the call; `input` is a name even if this is not."""

    results: str = "output, (h_n, c_n) = "
    """What is in front of the call, such as `out, _ = ` or `return `."""

    @property
    def hidden(self) -> str:
        """The name of the state, for a layer that has only one."""
        return self.states or self.h_0


@dataclass(frozen=True, slots=True)
class Setting:
    """What the user says about the LSTM and its input; None if nothing is said."""

    spec: LSTMSpec | None = None
    input_shape: tuple[int, ...] | None = None


NOTHING_KNOWN = Setting()


@dataclass(frozen=True, slots=True)
class Clues:
    """What is known besides the message."""

    setting: Setting = NOTHING_KNOWN

    traceback: str = ""
    """The text from the start of the traceback to the end of the message."""

    in_rnn: bool = False
    """Whether the error was raised inside PyTorch's recurrent layers."""

    names: Names = Names()

    state: ast.expr | None = None
    """The second argument in the call of the layer."""

    line: str = ""
    """The last line of the user's own code in the traceback."""

    statement: ast.stmt | None = None
    """The same line, parsed."""

    kind: str = ""
    """`LSTM`, `GRU` or `RNN`; empty if it is not known."""

    @property
    def about_recurrence(self) -> bool:
        """Whether anything besides the message shows that the error is about a recurrent layer."""
        if self.setting.spec is not None or self.in_rnn:
            return True
        return bool(_RECURRENT_WORDS.search(_without_paths(self.traceback)))

    @property
    def has_traceback(self) -> bool:
        """Whether there is a traceback, and not only the message."""
        return "Traceback (most recent call last)" in self.traceback

    @property
    def is_elsewhere(self) -> bool:
        """Whether there is a traceback in which no recurrent layer occurs."""
        return self.has_traceback and not self.about_recurrence

    @property
    def in_data_parallel(self) -> bool:
        """Whether DataParallel has split the batch."""
        return "data_parallel" in self.traceback

    @property
    def has_one_state(self) -> bool:
        """Whether the layer has no c_0."""
        return self.kind in ("GRU", "RNN")

    def nodes(self) -> Iterator[ast.AST]:
        """All nodes of the syntax tree of the user's line."""
        return ast.walk(self.statement) if self.statement is not None else iter(())

    def calls(self, *names: str) -> Iterator[ast.Call]:
        """The calls on the user's line: of functions with one of these names, or without names, all of them."""
        for node in self.nodes():
            if isinstance(node, ast.Call) and (not names or called(node).rpartition(".")[2] in names):
                yield node

    def owner_of(self, attribute: str) -> str | None:
        """The name of the object whose attribute is used on the user's line; None if the object has no name."""
        for node in self.nodes():
            if isinstance(node, ast.Attribute) and node.attr == attribute and isinstance(node.value, ast.Name):
                return node.value.id
        return None

    def argument_of(self, function: str) -> str | None:
        """The name that is passed on the user's line to a function, or to the layer that calls it; None if none is."""
        calls = [node for node in self.calls() if len(node.args) == 1 and isinstance(node.args[0], ast.Name)]
        own = [node for node in calls if called(node).rpartition(".")[2] == function]
        names = [node.args[0].id for node in own or calls if isinstance(node.args[0], ast.Name)]
        return names[0] if names else None


def look_around(traceback: str, setting: Setting = NOTHING_KNOWN) -> Clues:
    """Collect the clues in a traceback: where it ends, and the last line of the user's own code."""
    frames = list(_frames(traceback.splitlines()))
    in_rnn = bool(frames and _RECURRENT_FILES.search(frames[-1][0]))
    own = [code for file, code in frames if not _INSIDE_TORCH.search(file)]
    line = own[-1] if own else ""
    statement = _understood(line)
    clues = Clues(setting, traceback, in_rnn, line=line, statement=statement)
    call = next((node for node in clues.calls() if _may_be_layer(node)), None) if in_rnn else None
    kind = _kind(traceback, call, setting)
    if call is None:
        return Clues(setting, traceback, in_rnn, line=line, statement=statement, kind=kind)
    state = _argument(call, 1, "hx")
    names = _names_in(call, state, _before(statement, call))
    return Clues(setting, traceback, in_rnn, names, state, line, statement, kind)


def _frames(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The file and the line of code of each frame, as Python, IPython and pytest show them."""
    file, pytest_code, is_next = "", "", False
    for line in lines:
        if is_next and line.strip():
            yield file, line.strip()
            is_next = False
        elif match := _PYTHON_FRAME.match(line):
            file, is_next = match["file"], True
        elif match := _IPYTHON_FRAME.match(line):
            file = match["new"] or match["cell"] or match["old"]
        elif match := _IPYTHON_LINE.match(line):
            yield file, match["code"].strip()
        elif match := _PYTEST_LINE.match(line):
            pytest_code = match["code"].strip()
        elif (match := _PYTEST_FRAME.match(line)) and pytest_code:
            yield match["file"], pytest_code
            pytest_code = ""
    if pytest_code:  # the message is above the file name
        yield "", pytest_code


def _understood(line: str) -> ast.stmt | None:
    """A line of code, parsed as a statement; if the statement goes on in the next line, as much as there is."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # such as those about `"\d"`
        for ending in ("", " pass", ")", "))"):
            try:
                statements = ast.parse(line + ending).body
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                continue
            return statements[0] if len(statements) == 1 else None
    return None


def called(call: ast.Call) -> str:
    """The name of the called function, such as `self.lstm`; empty if it is not a name."""
    return _name(call.func) or ""


def _may_be_layer(call: ast.Call) -> bool:
    name = called(call)
    return bool(name) and not name.startswith(("torch.", "nn.", "F.")) and name.rpartition(".")[2] not in PACKING


def _kind(traceback: str, call: ast.Call | None, setting: Setting) -> str:
    """Which kind of layer raised the error: by the function that PyTorch calls in it, or by the user's name for it."""
    if setting.spec is not None:
        return "LSTM"
    primitives = _PRIMITIVE.findall(traceback)
    if primitives:
        return _KINDS[primitives[-1]]
    name = called(call).rpartition(".")[2].lower() if call is not None else ""
    return next((_KINDS[word] for word in ("lstm", "gru") if word in name), "")


def _argument(call: ast.Call, position: int, name: str) -> ast.expr | None:
    if len(call.args) > position:
        return call.args[position]
    return next((keyword.value for keyword in call.keywords if keyword.arg == name), None)


def _before(statement: ast.stmt | None, call: ast.Call) -> str:
    """The text in front of a call, if the call is the whole right side of the statement."""
    if isinstance(statement, ast.Return) and statement.value is call:
        return "return "
    if isinstance(statement, ast.Assign) and statement.value is call:
        return "".join(f"{_unparsed(target)} = " for target in statement.targets)
    return Names().results


def _unparsed(target: ast.expr) -> str:
    """A target of an assignment as code, without the outer brackets."""
    if isinstance(target, ast.Tuple):
        return ", ".join(map(ast.unparse, target.elts))
    return ast.unparse(target)


def _names_in(call: ast.Call, states: ast.expr | None, results: str) -> Names:
    """The names in a call such as `self.lstm(x, (h, c))`; the usual name if an argument is not a plain name."""
    usual = Names()
    is_pair = isinstance(states, ast.Tuple) and len(states.elts) == 2
    pair = states.elts if isinstance(states, ast.Tuple) and is_pair else [None, None]
    return Names(
        called(call) or usual.lstm,
        _name(_argument(call, 0, "input")) or usual.input,
        _name(pair[0]) or usual.h_0,
        _name(pair[1]) or usual.c_0,
        _name(states),
        ast.unparse(call.args[0]) if call.args else usual.given,
        results,
    )


def _name(node: ast.expr | None) -> str | None:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and _name(node.value):
        return f"{_name(node.value)}.{node.attr}"
    return None


def _without_paths(traceback: str) -> str:
    """The text without paths, as the name of a folder says nothing about the error."""
    return re.sub(r"""File "[^"\n]*"|File \S+:\d+|\S*[/\\]\S*""", "", traceback)
