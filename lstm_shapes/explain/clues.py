"""What is known besides a message: its traceback, the user's own line in it, and what the user says of the module."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lstm_shapes.explain.finding import Likelihood
from lstm_shapes.explain.frames import frames_in, is_own
from lstm_shapes.explain.setting import NOTHING_KNOWN, Setting
from lstm_shapes.explain.telling import kinds_in_code, kinds_in_message, kinds_in_name, narrowed
from lstm_shapes.kinds import KINDS, RNN, Kind
from lstm_shapes.syntax import parse

__all__ = ["PACKING", "Clues", "Names", "called", "look_around", "names_of"]

_RECURRENT_FILES = re.compile(r"torch[/\\]nn[/\\](?:modules|utils)[/\\]rnn\.py")
_IN_SCRIPT = re.compile(r"\bnn\.modules\.rnn\.(?:_+torch_mangle_\d+\.)?(LSTM|GRU|RNN) self\b")
"""Of TorchScript, which shows the methods that the layer has."""

_OF_RECURRENCE = re.compile(r"torch[/\\](?:nn[/\\](?:modules|utils|_functions)|backends[/\\]cudnn)[/\\]rnn\.py")
_RECURRENT_WORDS = re.compile(
    r"lstm|gru|rnn|pack(?:ed)?_padded_sequence|packed_?sequence|\bpacked(?:_(?:in|out|seq|emb)\w*)?\b", re.IGNORECASE
)
_CELL = re.compile(r"\b(?:\w+\.)*\w*cell\d?\(", re.IGNORECASE)
_DATA_PARALLEL = re.compile(
    r"data_parallel|DataParallel|parallel_apply|in replica \d|multi(?:ple)?[- ]?gpus?", re.IGNORECASE
)
_OTHER_MODULES = re.compile(r"transformer|conv_?[23]d|resnet|unet|\bbert|\bvit\b", re.IGNORECASE)
_OF_LIBRARY = re.compile(r"(?:site|dist)-packages[/\\](?P<name>[A-Za-z]\w*)")
_LOADED = re.compile(r"load_state_dict\(|from_pretrained\(|load_from_checkpoint\(|\b(?:model|net)\w* = torch\.load\(")
_SUMMARIES = re.compile(r"torchsummary|torchstat|visualtorch|pytorch_model_summary")
_ALL = tuple(KINDS.values())
_LAYERS = tuple(kind for kind in _ALL if not kind.is_cell)
_LAYER_NAMES = re.compile(r"lstm|gru|rnn|cell", re.IGNORECASE)
_OTHER_NAMES = re.compile(r"lstm|gru|rnn", re.IGNORECASE)  # a `cell` that is not called is often a cell state
_LEFT_OUT = re.compile(r"^\s*\d+ frames\s*$", re.MULTILINE)
"""What notebooks show in place of the frames between the first and the last."""

_OF_ENCODER = re.compile(r"decoder\w*\(|\bdec(?:_\w+)?\(|\benc(?:oder)?_(?:h|c|state)", re.IGNORECASE)
"""A decoder that is called, or an encoder's states."""

_LIBRARIES = ("F", "nn", "torch")
"""Names of modules of PyTorch, which are not what a message is about."""

_INITIAL = re.compile(r"0$|init|zero", re.IGNORECASE)
"""In the names of states that a sequence begins with."""

_CALLERS = ("checkpoint", "functional_call")
"""Functions that call a module which they are given."""

PACKING = ("pack_padded_sequence", "pack_sequence")
_LONGEST_SCRIPT = 4_000  # characters


@dataclass(frozen=True, slots=True)
class Names:
    """The names in the user's code, so that a repair can be pasted into it."""

    layer: str = "lstm"
    input: str = "x"
    h_0: str = "h_0"
    c_0: str = "c_0"

    states: str | None = None
    """The name of the second argument, if it is a single name: of a tuple or of a tensor."""

    given: str = "x"
    """The first argument as it is written in the call; `input` is a name even if this is not."""

    results: str = "output, (h_n, c_n) = "
    """What is in front of the call, such as `out, _ = ` or `return `."""

    @property
    def hidden(self) -> str:
        """The name of the state, for a layer that has only one."""
        return self.states or self.h_0


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

    kinds: tuple[Kind, ...] = _ALL
    """The kinds that the layer may be of, by all that tells."""

    named: tuple[Kind, ...] = _ALL
    """The kinds that the names in the user's code speak of, which is not always what the layer is."""

    source: str = ""
    """The line of PyTorch's own code that raised the error."""

    contradicts: str | None = None
    """Why the module that the user describes cannot be the one in the message; None if it can."""

    called: str = ""
    """What the user's line calls, if the error was raised inside a recurrent layer that it calls; or else empty."""

    definition: ast.FunctionDef | None = None
    """The function around the user's line, as far as TorchScript shows it."""

    function: str = ""
    """The source of the function around the user's line, if the program is at hand."""

    program: str = ""
    """The program, if it is at hand and builds a recurrent layer."""

    @property
    def kind(self) -> Kind | None:
        """The kind of the layer; None if it is not known."""
        return self.kinds[0] if len(self.kinds) == 1 else None

    @property
    def spoken(self) -> Kind:
        """The kind to speak of: where it is not known, the LSTM if it may be one."""
        return self.kinds[0]

    @property
    def alike(self) -> tuple[Kind, ...]:
        """The kinds to speak of: `spoken`, and all that it may be beside it if none of them has a cell state."""
        return self.kinds[:1] if self.spoken.has_cell_state else self.kinds

    @property
    def code(self) -> str:
        """The layer's class: `nn.LSTM`, or `nn.GRU or nn.RNN`."""
        return " or ".join(kind.code for kind in self.alike)

    @property
    def noun(self) -> str:
        """What the layer is: `LSTM`, or `GRU or RNN`."""
        return " or ".join(kind.name for kind in self.alike)

    @property
    def is_sure_of_states(self) -> bool:
        """Whether it is known if the layer has a cell state."""
        return len({kind.has_cell_state for kind in self.kinds}) == 1

    @property
    def about_recurrence(self) -> bool:
        """Whether anything besides the message shows that the error is about a recurrent layer."""
        if self.setting.kind is not None or self.contradicts is not None or self.in_rnn:
            return True
        if _OF_RECURRENCE.search(self.traceback):
            return True
        text = f"{_without_paths(self.traceback)}\n{self.line}\n{self.function}"
        return bool(_RECURRENT_WORDS.search(text) or _CELL.search(text))

    @property
    def keeps_states(self) -> bool:
        """Whether a repair has to keep what the states hold: it is seen, or the code speaks of an encoder."""
        return self.are_encoders if self.setting.states_hold is None else self.setting.states_hold

    @property
    def are_encoders(self) -> bool:
        """Whether the states come from another layer, or the code speaks of an encoder."""
        text = f"{_without_paths(self.traceback)}\n{self.setting.line}\n{self.function}"
        return self.setting.giver is not None or bool(_OF_ENCODER.search(text))

    @property
    def may_keep_states(self) -> bool:
        """Whether a repair that keeps what the states hold does no harm: they are given, and not made as zeros here."""
        if self.setting.states_hold is not None:
            return self.setting.states_hold
        names = (self.names.states or self.names.h_0).rpartition(".")[2]
        text = f"{self.traceback}\n{self.function}"
        is_made_here = _INITIAL.search(names) or "zeros" in text or "init_hidden" in text
        return self.keeps_states or (self.state is not None and not is_made_here)

    @property
    def likelihood(self) -> Likelihood:
        """How likely a cause is that is about a recurrent layer, of an error that other modules have as well."""
        return "likely" if self.about_recurrence else "possible"

    @property
    def doubt(self) -> str:
        """The condition of such a cause, where no recurrent layer is in sight."""
        return "" if self.about_recurrence else "it came from a recurrent layer"

    @property
    def shown(self) -> str:
        """What is seen of the user's code around the line."""
        return self.function or self.program or self.line

    @property
    def has_traceback(self) -> bool:
        """Whether there is a traceback, and not only the message."""
        return "Traceback (most recent call last)" in self.traceback

    @property
    def is_elsewhere(self) -> bool:
        """Whether there is a traceback in which no recurrent layer occurs."""
        return self.has_traceback and not self.about_recurrence

    @property
    def may_be_about_recurrence(self) -> bool:
        """Whether a recurrent layer is in sight, or somewhere in the program."""
        return self.about_recurrence or bool(self.program)

    @property
    def is_of_others(self) -> bool:
        """Whether modules of another kind, and no recurrent layer, are in sight."""
        return not self.may_be_about_recurrence and bool(_OTHER_MODULES.search(self.traceback))

    @property
    def keeps_layer(self) -> str:
        """Why the layer is right as it is, so that only what it is given can be wrong; empty if that is not seen."""
        own = [frame for frame in frames_in(self.traceback) if is_own(frame)]
        library = _OF_LIBRARY.search(own[-1].file) if own and self.in_rnn else None
        if library is not None:
            return f"The layer is a part of {library['name']}"
        return "Its weights are loaded" if _LOADED.search(self.traceback) else ""

    @property
    def is_in_summary(self) -> bool:
        """Whether a tool that summarises models asked, and not the user's own code."""
        return bool(_SUMMARIES.search(self.traceback))

    @property
    def in_data_parallel(self) -> bool:
        """Whether DataParallel has split the batch."""
        return bool(_DATA_PARALLEL.search(self.traceback))

    @property
    def pair(self) -> tuple[str, str] | None:
        """`output` and `h` of the user's line `output, (h, c) = ...`; None if it is no such line."""
        return _pair_in(self.statement)

    def nodes(self) -> Iterator[ast.AST]:
        """All nodes of the syntax tree of the user's line."""
        return ast.walk(self.statement) if self.statement is not None else iter(())

    def calls(self, *names: str) -> Iterator[ast.Call]:
        """The calls on the user's line: of functions with one of these names, or without names, all of them."""
        for node in self.nodes():
            if isinstance(node, ast.Call) and (not names or called(node).rpartition(".")[2] in names):
                yield node

    def methods(self, *names: str) -> Iterator[tuple[ast.Call, ast.expr]]:
        """The calls on the user's line of methods with one of these names, each with the object whose method it is."""
        for node in self.nodes():
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in names:
                yield node, node.func.value

    def owner_of(self, attribute: str) -> str | None:
        """The name of the object whose attribute is used on the user's line; None if the object has no name."""
        for node in self.nodes():
            if isinstance(node, ast.Attribute) and node.attr == attribute and isinstance(node.value, ast.Name):
                return None if node.value.id in _LIBRARIES else node.value.id
        return None

    def argument_of(self, function: str) -> str | None:
        """The name that is passed on the user's line to a function, or to the layer that calls it; None if none is."""
        inner = {id(argument) for node in self.calls() for argument in node.args}  # whose own arguments are another's
        outer = [node for node in self.calls() if id(node) not in inner]
        calls = [node for node in outer if len(node.args) == 1 and isinstance(node.args[0], ast.Name)]
        own = [node for node in calls if called(node).rpartition(".")[2] == function]
        names = [node.args[0].id for node in own or calls if isinstance(node.args[0], ast.Name)]
        return names[0] if names else None


def look_around(
    traceback: str, message: str, setting: Setting = NOTHING_KNOWN, after: str = "", function: str = ""
) -> Clues:
    """Collect the clues in a traceback that ends with a message: the kind of the layer, and the user's own line.

    after: the text behind the message, where TorchScript shows the line. function: the source around that line.
    """
    frames = frames_in(traceback)
    in_rnn = bool(frames and _RECURRENT_FILES.search(frames[-1].file))
    own = [frame.code for frame in frames if is_own(frame)]
    definition, scripted = _scripted(after)
    line = scripted or (own[-1] if own else "")
    statement = _understood(line)
    of_torch = [text for frame in frames if _RECURRENT_FILES.search(frame.file) for text in (frame.head, frame.code)]
    of_script = [(KINDS[name],) for name in _IN_SCRIPT.findall(traceback)[:1]]
    kinds = narrowed(
        kinds_in_message(message), *of_script, kinds_in_code(of_torch), _kinds_unpacked(message, statement)
    )
    contradicts = _contradiction(kinds, setting)
    if contradicts is not None:
        setting = replace(setting, spec=None, call=None)
    if setting.kind is not None:
        kinds = (setting.kind,)
    calls = [node for node in ast.walk(statement) if isinstance(node, ast.Call)] if statement is not None else []
    is_direct = bool(scripted) or (in_rnn and not _LEFT_OUT.search(traceback))
    layers = [node for node in calls if _may_be_layer(node)] if is_direct else []
    layers.sort(key=lambda node: not _LAYER_NAMES.search(called(node).rpartition(".")[2]))
    call = layers[0] if layers else None
    named = _kinds_named(statement, calls, call)
    kinds = narrowed(kinds, named, _LAYERS)  # a cell is one only if something says so
    state = _argument(call, 1, "hx") if call is not None else None
    name = called(call) if call is not None else ""
    if call is not None:
        names = _names_in(call, state, _before(statement, call, kinds), kinds)
    else:
        names, state = _names_told(setting, kinds)
    source = frames[-1].code if in_rnn else ""
    return Clues(
        setting,
        traceback,
        in_rnn,
        names,
        state,
        line,
        statement,
        kinds,
        named,
        source,
        contradicts,
        name,
        definition,
        function,
    )


def _scripted(after: str) -> tuple[ast.FunctionDef | None, str]:
    """The function and the line of it that TorchScript marks with an arrow, behind its message."""
    shown, arrow, _ = after[:_LONGEST_SCRIPT].partition("<--- HERE")
    lines = shown.splitlines()
    if not arrow or len(lines) < 2:
        return None, ""
    head = next((line for line in reversed(lines) if line.lstrip().startswith("def ")), "")
    function = _understood(head.strip())
    return function if isinstance(function, ast.FunctionDef) else None, lines[-2].strip()


def _names_told(setting: Setting, kinds: Sequence[Kind]) -> tuple[Names, ast.expr | None]:
    """The names around a layer in the user's program, if it has any, or the usual ones; and the second argument."""
    usual = names_of(kinds)
    if not setting.name:
        return usual, None
    statement = _understood(setting.line)
    for node in ast.walk(statement) if statement is not None else ():
        if isinstance(node, ast.Call) and called(node).rpartition(".")[2] == setting.name.rpartition(".")[2]:
            state = _argument(node, 1, "hx")
            names = _names_in(node, state, _before(statement, node, kinds), kinds)
            return names, state
    return replace(usual, layer=setting.name), None


def _pair_in(statement: ast.stmt | None) -> tuple[str, str] | None:
    """The first two names in `output, (h, c) = ...`."""
    target = statement.targets[0] if isinstance(statement, ast.Assign) and len(statement.targets) == 1 else None
    if not isinstance(target, ast.Tuple) or len(target.elts) != 2 or not isinstance(target.elts[1], ast.Tuple):
        return None
    states = target.elts[1].elts
    return (ast.unparse(target.elts[0]), ast.unparse(states[0])) if len(states) == 2 else None


def _kinds_unpacked(message: str, statement: ast.stmt | None) -> tuple[Kind, ...]:
    """The kinds whose results cannot be unpacked as the user's line does it: those with one state."""
    if "values to unpack (expected 2" not in message or not isinstance(statement, ast.Assign):
        return _ALL
    value = statement.value
    is_packing = isinstance(value, ast.Call) and called(value).rpartition(".")[2] in PACKING
    target = statement.targets[0]
    is_pair_first = isinstance(target, ast.Tuple) and target.elts and isinstance(target.elts[0], ast.Tuple)
    if is_packing or is_pair_first or (not isinstance(value, ast.Call) and "pack" in ast.unparse(value)):
        return _ALL
    is_cell = isinstance(value, ast.Call) and _pair_in(statement) is None
    return tuple(kind for kind in _ALL if kind.is_cell is is_cell and not kind.has_cell_state)


def _contradiction(kinds: Sequence[Kind], setting: Setting) -> str | None:
    """Why PyTorch's message cannot be one of the module that the user describes, if it is of another kind."""
    if setting.kind is None or setting.kind in kinds:
        return None
    return f"is an {setting.kind.code}, and this is said of {' or '.join(kind.code for kind in kinds)}"


def _kinds_named(statement: ast.stmt | None, calls: Sequence[ast.Call], call: ast.Call | None) -> tuple[Kind, ...]:
    """The kinds that the user's line speaks of: by a constructor, by the layer's name, or else by any name."""
    built = [(KINDS[name],) for node in calls if (name := called(node).rpartition(".")[2]) in KINDS]
    if built:
        return built[0]
    if call is not None:
        return kinds_in_name(called(call).rpartition(".")[2])
    names = [name for node in calls if _LAYER_NAMES.search(name := called(node).rpartition(".")[2])]
    for node in ast.walk(statement) if statement is not None else ():
        name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
        names += [name] if _OTHER_NAMES.search(name) else []
    return narrowed(_ALL, *map(kinds_in_name, names))


def names_of(kinds: Sequence[Kind]) -> Names:
    """The usual names around a layer that is of one of these kinds."""
    kind = kinds[0]
    is_any_layer = len(kinds) > 1 and not kind.has_cell_state and not kind.is_cell
    return Names((RNN if is_any_layer else kind).variable, results=f"{kind.returns} = ")


def _understood(line: str) -> ast.stmt | None:
    """A line of code, parsed as a statement; if the statement goes on in the next line, as much as there is."""
    trees = (parse(line + ending) for ending in ("", " pass", ")", "))"))
    tree = next((tree for tree in trees if tree is not None), None)
    return tree.body[0] if tree is not None and len(tree.body) == 1 else None


def called(call: ast.Call) -> str:
    """The name of the called function, such as `self.lstm`; empty if it is not a name."""
    return _name(call.func) or ""


def _may_be_layer(call: ast.Call) -> bool:
    name = called(call)
    is_function = name.startswith(("torch.", "nn.", "F.", "exec", "eval", "compile")) or name.rpartition(".")[2] in (
        *PACKING,
        *KINDS,
        *_CALLERS,
    )
    return bool(name) and not is_function


def _argument(call: ast.Call, position: int, name: str) -> ast.expr | None:
    if len(call.args) > position:
        return call.args[position]
    return next((keyword.value for keyword in call.keywords if keyword.arg == name), None)


def _before(statement: ast.stmt | None, call: ast.Call, kinds: Sequence[Kind]) -> str:
    """The text in front of a call, if the call is the whole right side of the statement."""
    if isinstance(statement, ast.Return) and statement.value is call:
        return "return "
    if isinstance(statement, ast.Assign) and statement.value is call:
        return "".join(f"{_unparsed(target)} = " for target in statement.targets)
    return names_of(kinds).results


def _unparsed(target: ast.expr) -> str:
    """A target of an assignment as code, without the outer brackets."""
    if isinstance(target, ast.Tuple):
        return ", ".join(map(ast.unparse, target.elts))
    return ast.unparse(target)


def _names_in(call: ast.Call, states: ast.expr | None, results: str, kinds: Sequence[Kind]) -> Names:
    """The names in a call such as `self.lstm(x, (h, c))`; the usual name if an argument is not a plain name."""
    usual, given = names_of(kinds), _argument(call, 0, "input")
    is_pair = isinstance(states, ast.Tuple) and len(states.elts) == 2
    pair = states.elts if isinstance(states, ast.Tuple) and is_pair else [None, None]
    return Names(
        called(call).removesuffix(".forward") or usual.layer,
        _name(given) or usual.input,
        _name(pair[0]) or usual.h_0,
        _name(pair[1]) or usual.c_0,
        _name(states),
        usual.given if given is None else ast.unparse(given),
        results,
    )


def _name(node: ast.expr | None) -> str | None:
    if isinstance(node, ast.Name):
        return node.id
    owner = _name(node.value) if isinstance(node, ast.Attribute) else None
    return f"{owner}.{node.attr}" if owner and isinstance(node, ast.Attribute) else None


def _without_paths(traceback: str) -> str:
    """The text without paths, as the name of a folder says nothing about the error."""
    return re.sub(r"""File "[^"\n]*"|File \S+:\d+|(?<!\S)\S*[/\\]\S*""", "", traceback)
