"""What docstrings say about the shapes of parameters and results."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from lstm_shapes.check.claims.mentions import Mention, mentions_in
from lstm_shapes.check.claims.passage import Passage
from lstm_shapes.check.claims.statement import Statement, Subject
from lstm_shapes.check.claims.subjects import Subjects
from lstm_shapes.check.document import Piece
from lstm_shapes.check.following.dims import Dim
from lstm_shapes.check.following.frames import Frame
from lstm_shapes.check.following.values import Instance, Items, Unknown, Value
from lstm_shapes.check.program.parsing import Code
from lstm_shapes.check.program.program import Program

__all__ = ["statements_in_docstring"]

_SECTION = re.compile(
    r"^\s*(?::|@)?(?P<name>args?|arguments?|param(?:eter)?s?|inputs?|returns?|return|outputs?|yields?|shapes?|返回值?|输出|输入|参数|"
    r"returned|note|notes|example|examples)\b[^\S\n]*(?:\S+[^\S\n]*)?[:：]",
    re.IGNORECASE,
)
# `x: ...`, `x (Tensor): ...`, `x : Tensor`, `:param x: ...`, `- x: ...`
_ENTRY = re.compile(
    r"^\s*(?:[-*•]\s+)?(?::param\s+(?:\w+\s+)?|@param\s+)?[`*]*(?P<name>[^\W\d]\w*)[`*]*\s*(?:\([^()]*\))?\s*:(?!:)"
)
_END = 10**9  # behind all lines
_RESULTS = ("return", "output", "yield", "返回", "输出")
_RESULT_WORDS = ("output", "outputs", "out", "输出", "result", "returns", "return")
_INPUT_WORDS = ("input", "inputs", "输入")


def statements_in_docstring(
    program: Program, subjects: Subjects, code: Code, piece: Piece, examples: Frame
) -> Iterator[Statement]:
    """All statements in a docstring of a piece of code; `examples` holds what its own examples bind."""
    if not piece.lines or not code.lines:
        return
    number = code.first + piece.lines[0].number - code.lines[0].number
    passage = Passage.of(piece.lines)
    place = _Place(program, subjects, program.scope_at(number), number, examples)
    entries = _entries(passage)
    for mention in mentions_in(passage.text, lambda text: subjects.is_subject(text) or text.lower() in _RESULT_WORDS):
        if mention.is_denied or mention.leads:
            continue
        section, entry = entries[passage.index(mention.shape.start)]
        names = mention.subjects
        if entry and not (mention.is_direct and set(names) & place.names) and (not names or entry in place.names):
            names = (entry,)  # the entry of a parameter is about it, whatever else it speaks of
        for name in names or ("",):
            about = place.subjects_of(name, section)
            if not mention.is_direct:
                about += place.anything()
            yield Statement(
                passage,
                mention.shape,
                name or "the result",
                tuple(about),
                "" if about else f"{name or 'what it is said of'} is not followed",
                can_refute=bool(name)
                and mention.is_direct
                and _is_plain(mention, about)
                and place.is_certain(name, section),
                is_conditional=mention.is_conditional,
                cell=piece.cell,
            )


def _is_plain(mention: Mention, about: Sequence[Subject]) -> bool:
    if mention.is_supposed or mention.is_choice or any(subject.is_supposed for subject in about):
        return False
    return bool(about) and (mention.is_direct or not mention.is_derived)


def _entries(passage: Passage) -> list[tuple[str, str]]:
    """For each line the section it stands in, and the parameter or result whose entry it belongs to."""
    found: list[tuple[str, str]] = []
    section, entry, depth = "", "", 0
    for line in passage.lines:
        indent = len(line.text) - len(line.text.lstrip())
        match = _SECTION.match(line.text)
        if match:
            section = match["name"].lower()
        named = _ENTRY.match(line.text)
        if named and not (match and named["name"].lower() == section):
            entry, depth = named["name"], indent
        elif line.text.strip() and indent <= depth:
            entry = ""
        found.append((section, entry))
    return found


class _Place:
    """The function or class that a docstring documents."""

    def __init__(
        self, program: Program, subjects: Subjects, scope: ast.stmt | None, line: int, examples: Frame
    ) -> None:
        self.program = program
        self.subjects = subjects
        self.scope = scope
        self.line = scope.lineno if scope is not None else line
        frames = program.frames_of(scope)
        if isinstance(scope, ast.ClassDef):
            calls = [frame for frame in frames if getattr(frame.node, "name", "") in ("forward", "__call__")]
            frames = calls or frames
        self.frames = [*frames, examples]
        self.bound = {name for frame in self.frames for name in frame.values}
        self.names = {name for frame in frames for name in _parameter_names(frame.node)}

    def subjects_of(self, name: str, section: str) -> list[Subject]:
        """What a name, or a section without one, is about."""
        if self.scope is None:
            return self.subjects.near(name, self.line) if name else []
        is_result = section.startswith(_RESULTS)
        if name and name.lower() not in (*_RESULT_WORDS, *_INPUT_WORDS):
            line = _END if is_result else self.line
            return self.subjects.named(name, self.frames, line, line, is_local=True)
        if is_result or name.lower() in _RESULT_WORDS:
            results = [subject for frame in self.frames for subject in _returned(frame)]
            return results or (self.subjects.named(name, self.frames, _END, _END, is_local=True) if name else [])
        parameters = [subject for frame in self.frames for subject in _parameters(frame)]
        own = name in self.names
        return (
            self.subjects.named(name, self.frames, self.line, self.line, is_local=True)
            if own
            else parameters
            if name
            else []
        )

    def anything(self) -> list[Subject]:
        """Whatever goes in or comes out: what a sentence is about that names nothing plainly."""
        return [subject for frame in self.frames for subject in (*_returned(frame), *_parameters(frame))]

    def is_certain(self, name: str, section: str) -> bool:
        """Whether a name in a section on results is what is returned, and not something made from it."""
        if not section.startswith(_RESULTS) or self.scope is None:
            return True
        nodes = [node for node in ast.walk(self.scope) if isinstance(node, ast.Return) and node.value is not None]
        returned = [part for node in nodes for part in _parts(node.value)]
        if name.lower() in _RESULT_WORDS and name not in self.bound:
            return len(returned) == 1
        return any(isinstance(part, ast.Name) and part.id == name for part in returned)


def _parts(node: ast.expr | None) -> Iterator[ast.expr]:
    if isinstance(node, ast.Tuple):
        for part in node.elts:
            yield from _parts(part)
    elif node is not None:
        yield node


def _parameter_names(node: ast.AST | None) -> Iterator[str]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        yield from (argument.arg for argument in (*node.args.args, *node.args.kwonlyargs))


def _returned(frame: Frame) -> Iterator[Subject]:
    for value in frame.returned:
        for part in value.items if isinstance(value, Items) else (value,):
            yield Subject("the result", part, frame, _END)


def _parameters(frame: Frame) -> Iterator[Subject]:
    line = getattr(frame.node, "lineno", 0)
    for name in _parameter_names(frame.node):
        values: list[Value] = frame.after(name, line, line)
        for value in values[:1]:
            if name != "self" and not isinstance(value, (Dim, Instance)) and _may_be_tensor(value):
                yield Subject(name, value, frame, line)


def _may_be_tensor(value: Value) -> bool:
    return not isinstance(value, Unknown) or value.default is None
