"""What stands around a message: its traceback, the user's own line in it, and what the user says of the LSTM."""

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
    """What the code at hand calls things, so that a repair can be pasted into it.

    states: the one name that is given as the states: of the tuple of an LSTM, of the tensor of a GRU. given: what
    stands in the call as the input. results: what stands before the call, `out, _ = ` or `return `.
    """

    lstm: str = "lstm"
    input: str = "x"
    h_0: str = "h_0"
    c_0: str = "c_0"
    states: str | None = None
    given: str = "x"
    results: str = "output, (h_n, c_n) = "

    @property
    def hidden(self) -> str:
        """The state of a layer that has one."""
        return self.states or self.h_0


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
    PyTorch's recurrent layers. line: the user's own line that led there, and statement, the same understood. state:
    the second argument of the call of the layer. kind: `LSTM`, `GRU`, `RNN`; empty where nothing tells.
    """

    setting: Setting = NOTHING_KNOWN
    traceback: str = ""
    in_rnn: bool = False
    names: Names = Names()
    state: ast.expr | None = None
    line: str = ""
    statement: ast.stmt | None = None
    kind: str = ""

    @property
    def about_recurrence(self) -> bool:
        """Whether anything besides the message says that a recurrent layer is concerned."""
        if self.setting.spec is not None or self.in_rnn:
            return True
        return bool(_RECURRENT_WORDS.search(_without_paths(self.traceback)))

    @property
    def has_traceback(self) -> bool:
        """Whether there is more than the message."""
        return "Traceback (most recent call last)" in self.traceback

    @property
    def is_elsewhere(self) -> bool:
        """Whether a traceback shows nothing of a recurrent layer."""
        return self.has_traceback and not self.about_recurrence

    @property
    def in_data_parallel(self) -> bool:
        """Whether DataParallel has parted the batch before."""
        return "data_parallel" in self.traceback

    @property
    def has_one_state(self) -> bool:
        """Whether the layer is one of those without c_0."""
        return self.kind in ("GRU", "RNN")

    def nodes(self) -> Iterator[ast.AST]:
        """All parts of the user's line."""
        return ast.walk(self.statement) if self.statement is not None else iter(())

    def calls(self, *names: str) -> Iterator[ast.Call]:
        """The calls on the user's line of what has one of these names, or of anything."""
        for node in self.nodes():
            if isinstance(node, ast.Call) and (not names or called(node).rpartition(".")[2] in names):
                yield node

    def owner_of(self, attribute: str) -> str | None:
        """What an attribute is asked of on the user's line, where that has a name."""
        for node in self.nodes():
            if isinstance(node, ast.Attribute) and node.attr == attribute and isinstance(node.value, ast.Name):
                return node.value.id
        return None

    def argument_of(self, function: str) -> str | None:
        """What a function, or the layer that calls it, is given on the user's line, where that has a name."""
        calls = [node for node in self.calls() if len(node.args) == 1 and isinstance(node.args[0], ast.Name)]
        own = [node for node in calls if called(node).rpartition(".")[2] == function]
        names = [node.args[0].id for node in own or calls if isinstance(node.args[0], ast.Name)]
        return names[0] if names else None


def look_around(traceback: str, setting: Setting = NOTHING_KNOWN) -> Clues:
    """The clues in a traceback: where it ends, and the last line of the user's own code."""
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
    if pytest_code:  # the message stands above the place
        yield "", pytest_code


def _understood(line: str) -> ast.stmt | None:
    """A line of code as a statement; of a longer one what its first line tells."""
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
    """What is called, in code; empty where it is no name."""
    return _name(call.func) or ""


def _may_be_layer(call: ast.Call) -> bool:
    name = called(call)
    return bool(name) and not name.startswith(("torch.", "nn.", "F.")) and name.rpartition(".")[2] not in PACKING


def _kind(traceback: str, call: ast.Call | None, setting: Setting) -> str:
    """Which layer raised the error, by what PyTorch calls inside of it, or by what the user calls it."""
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
    """What stands before a call that is all the right side of a statement."""
    if isinstance(statement, ast.Return) and statement.value is call:
        return "return "
    if isinstance(statement, ast.Assign) and statement.value is call:
        return "".join(f"{_unparsed(target)} = " for target in statement.targets)
    return Names().results


def _unparsed(target: ast.expr) -> str:
    """A target of an assignment, without brackets around all of it."""
    if isinstance(target, ast.Tuple):
        return ", ".join(map(ast.unparse, target.elts))
    return ast.unparse(target)


def _names_in(call: ast.Call, states: ast.expr | None, results: str) -> Names:
    """The names in `self.lstm(x, (h, c))`; what is no plain name keeps the usual one."""
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
    """The text without the names of files, which may lie anywhere."""
    return re.sub(r"""File "[^"\n]*"|File \S+:\d+|\S*[/\\]\S*""", "", traceback)
