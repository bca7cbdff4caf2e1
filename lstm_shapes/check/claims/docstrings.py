"""What docstrings say about the shapes of parameters and results."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lstm_shapes.check.claims.candidate import Candidate, Referent
from lstm_shapes.check.claims.passage import Passage
from lstm_shapes.check.claims.referents import END, Referents
from lstm_shapes.check.document import Piece
from lstm_shapes.check.interpreter.dims import Dim
from lstm_shapes.check.interpreter.frames import Frame
from lstm_shapes.check.interpreter.values import Instance, Items, Packed, Unknown, Value
from lstm_shapes.check.language.mentions import mentions_in
from lstm_shapes.check.language.moods import ARROW, MADE, PART
from lstm_shapes.check.language.obstacles import BY_ARROW, CONDITIONALLY, OF_A_PART
from lstm_shapes.check.program.parsing import Code
from lstm_shapes.check.program.program import Program
from lstm_shapes.lexicon import CANONICAL

__all__ = ["candidates_in_docstring"]

_SECTION = re.compile(
    r"^\s*(?::|@)?(?P<name>args?|arguments?|param(?:eter)?s?|inputs?|returns?|return|outputs?|yields?|shapes?|返回值?|输出|输入|参数|"
    r"returned|note|notes|example|examples)\b[^\S\n]*(?:\S+[^\S\n]*)?[:：]",
    re.IGNORECASE,
)
_UNDERLINE = re.compile(r"^\s*-{3,}\s*$")  # of a section, as NumPy has it
# `x: ...`, `x (Tensor): ...`, `x : Tensor`, `:param x: ...`, `- x: ...`, `(h, c): ...`
_ENTRY = re.compile(
    r"^\s*(?:[-*•]\s+)?(?::param\s+(?:\w+\s+)?|@param\s+)?\(?[`*]*(?P<names>[^\W\d]\w*(?:[`*]*\s*,\s*[`*]*[^\W\d]\w*){0,2})"
    r"[`*]*\)?\s*(?:\([^()]*\))?\s*:(?!:)"
)
_MOST_RIVALS = 60  # values of a name
_RESULTS = ("return", "output", "yield", "返回", "输出")
_PARAMETERS = ("arg", "param", "input", "参数", "输入")
_RESULT_WORDS = ("output", "outputs", "out", "输出", "result", "returns", "return")
_WORDS_OF_LAYERS = ("input", "output")  # of nn.LSTM's own documentation
_INPUT_WORDS = ("input", "inputs", "输入")


def candidates_in_docstring(
    program: Program, referents: Referents, code: Code, piece: Piece, examples: Frame
) -> Iterator[Candidate]:
    """All shapes in a docstring of a piece of code; `examples` holds what its own examples bind."""
    if not piece.lines or not code.lines:
        return
    number = code.first + piece.lines[0].number - code.lines[0].number
    passage = Passage.of(piece.lines)
    place = _Place(program, referents, program.scope_at(number), number, examples)
    entries = _entries(passage)
    mentions = mentions_in(passage.text, lambda text: referents.is_name(text) or text.lower() in _RESULT_WORDS)
    is_of_layer = any(name in CANONICAL and name not in place.bound for m in mentions for name in m.names)
    for mention in mentions:
        section, entry, start = entries[passage.index(mention.shape.start)]
        lead = passage.text[start : mention.shape.start]
        names, is_direct = mention.names, mention.is_direct
        if entry and place.knows(entry) and not (is_direct and names and place.knows(names)):
            names, is_direct = (
                entry,
                not (MADE.search(lead) or PART.search(lead)),
            )  # the entry of a parameter is about it, whatever else it says
        elif not names and not mention.of_another:
            names = entry
        obstacles = list(mention.obstacles)
        if mention.follows or mention.leads or ARROW.search(lead):
            obstacles.append(BY_ARROW)
        if mention.is_conditional:
            obstacles.append(CONDITIONALLY)
        if not is_direct:
            obstacles.append(OF_A_PART)
        for name in names or ("",):
            about = [] if mention.of_another and not names else place.referents_of(name, section)
            if not is_direct or mention.follows or mention.leads:
                about = [*about, *(replace(r, is_likely=False) for r in place.anything())]
            if is_of_layer and name in _WORDS_OF_LAYERS:
                obstacles.append("the text may be about a layer, and not about this function")
            if not name:
                obstacles.append("it names no tensor")
            elif not place.is_certain(name, section):
                obstacles.append(f"{name} is no parameter or result of what it documents")
            yield Candidate(
                passage,
                mention.shape,
                name or "the result",
                tuple(about),
                list,
                tuple(obstacles),
                mention.flags,
                number,
                piece.cell,
                rivals=tuple(place.rivals_of(name)),
            )


def _entries(passage: Passage) -> list[tuple[str, tuple[str, ...], int]]:
    """For each line its section, the parameters or results whose entry it belongs to, and where the entry starts."""
    found: list[tuple[str, tuple[str, ...], int]] = []
    section, section_indent, depth, start = "", 0, 0, 0
    entry: tuple[str, ...] = ()
    for number, (line, place) in enumerate(zip(passage.lines, passage.starts)):
        indent = len(line.text) - len(line.text.lstrip())
        is_underlined = number + 1 < len(passage.lines) and bool(_UNDERLINE.match(passage.lines[number + 1].text))
        match = _SECTION.match(f"{line.text}:" if is_underlined else line.text)
        if match and section and indent > section_indent:
            match = None  # `outputs: ...` under `Returns:` is one of the results
        if match:
            section, section_indent = match["name"].lower(), indent
        named = _ENTRY.match(line.text)
        if named and not (match and named["names"].lower() == section):
            entry, depth = tuple(re.findall(r"\w+", named["names"])), indent
            start = place + named.end()
        elif line.text.strip() and indent <= depth:
            entry = ()
        found.append((section, entry, start))
    return found


class _Place:
    """The function or class that a docstring documents."""

    def __init__(
        self, program: Program, referents: Referents, scope: ast.stmt | None, line: int, examples: Frame
    ) -> None:
        self.program = program
        self.referents = referents
        self.scope = scope
        self.line = scope.lineno if scope is not None else line
        frames = program.frames_of(scope)
        if isinstance(scope, ast.ClassDef):
            calls = [frame for frame in frames if getattr(frame.node, "name", "") in ("forward", "__call__")]
            frames = calls or frames
        self.frames = [*frames, examples]
        self.bound = {name for frame in self.frames for name in frame.values}
        self.names = {name for frame in frames for name in _parameter_names(frame.node)}
        self.returned = {part.id for part in _returned_parts(scope) if isinstance(part, ast.Name)}
        self._results = [r for frame in self.frames for r in _returned(frame)]
        self._parameters = [r for frame in self.frames for r in _parameters(frame)]
        self._given: dict[str, list[Referent]] = {}
        for referent in self._parameters:
            self._given.setdefault(referent.label, []).append(referent)

    def referents_of(self, name: str, section: str) -> list[Referent]:
        """What a name, or a section without one, is about."""
        if self.scope is None:
            return self.referents.near(name, self.line) if name else []
        is_result = section.startswith(_RESULTS)
        if name in self.bound and name not in self.names and name.lower() not in _RESULT_WORDS:  # what the body binds
            return self.referents.at(name, self.frames, END, END)
        if name in self.names and not is_result:
            given = self._given.get(name, [])
            return given or self.referents.by_role(name, self.frames, self.line)
        if name and name.lower() not in (*_RESULT_WORDS, *_INPUT_WORDS):
            line = END if is_result else self.line
            return self.referents.at(name, self.frames, line, line)
        if is_result or name.lower() in _RESULT_WORDS:
            results = self.results()
            return results or (self.referents.at(name, self.frames, END, END) if name else [])
        return self._parameters if name else []

    def knows(self, names: Sequence[str]) -> bool:
        """Whether all of these names are parameters or are returned."""
        return all(name in self.names or name in self.returned for name in names)

    def anything(self) -> list[Referent]:
        """Whatever goes in or comes out: what a sentence is about that names nothing plainly."""
        return [*self._results, *self._parameters]

    def results(self) -> list[Referent]:
        """What is returned, which a word that the code does not know may stand for."""
        return list(self._results)

    def rivals_of(self, name: str) -> list[Referent]:
        """What a name may stand for as well: what the body has bound it to before, or what is returned."""
        if name not in self.bound:
            return self.results()
        values = [
            (frame, value)
            for frame in self.frames
            for value in frame.ever(name, _MOST_RIVALS)
            if name not in self.names
        ]
        return [Referent(name, value, frame, END) for frame, value in values if not isinstance(value, Packed)]

    def is_certain(self, name: str, section: str) -> bool:
        """Whether the code binds a name, and in a section on parameters or results as one of them."""
        if name not in self.bound:
            return False
        if self.scope is not None and section.startswith(_PARAMETERS):
            return name in self.names
        if self.scope is not None and section.startswith(_RESULTS):
            return name in self.returned
        return not isinstance(self.scope, ast.ClassDef) or self.knows([name])


def _returned_parts(scope: ast.stmt | None) -> Iterator[ast.expr]:
    """What a function returns, tuples taken apart."""
    for node in ast.walk(scope) if scope is not None else ():
        if isinstance(node, ast.Return):
            yield from _parts(node.value)


def _parts(node: ast.expr | None) -> Iterator[ast.expr]:
    if isinstance(node, ast.Tuple):
        for part in node.elts:
            yield from _parts(part)
    elif node is not None:
        yield node


def _parameter_names(node: ast.AST | None) -> Iterator[str]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        yield from (argument.arg for argument in (*node.args.args, *node.args.kwonlyargs))


def _returned(frame: Frame) -> Iterator[Referent]:
    for value in frame.returned:
        for part in value.items if isinstance(value, Items) else (value,):
            yield Referent("the result", part, frame, END)


def _parameters(frame: Frame) -> Iterator[Referent]:
    line = getattr(frame.node, "lineno", 0)
    for name in _parameter_names(frame.node):
        values: list[Value] = frame.after(name, line, line)
        for value in values[:1]:
            if name != "self" and not isinstance(value, (Dim, Instance)) and _may_be_tensor(value):
                yield Referent(name, value, frame, line)


def _may_be_tensor(value: Value) -> bool:
    return not isinstance(value, Unknown) or value.default is None
