"""What docstrings say about the shapes of parameters and results."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from lstm_shapes.check.claims.mentions import Mention, mentions_in
from lstm_shapes.check.claims.passage import Passage
from lstm_shapes.check.claims.phrases import DERIVED
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
_BECOMES = re.compile(r"-+>|=+>|→|⇒|⟶|➜")
_UNDERLINE = re.compile(r"^\s*-{3,}\s*$")  # of a section, as NumPy has it
# `x: ...`, `x (Tensor): ...`, `x : Tensor`, `:param x: ...`, `- x: ...`, `(h, c): ...`
_ENTRY = re.compile(
    r"^\s*(?:[-*•]\s+)?(?::param\s+(?:\w+\s+)?|@param\s+)?\(?[`*]*(?P<names>[^\W\d]\w*(?:[`*]*\s*,\s*[`*]*[^\W\d]\w*){0,2})"
    r"[`*]*\)?\s*(?:\([^()]*\))?\s*:(?!:)"
)
_END = 10**9  # behind all lines
_RESULTS = ("return", "output", "yield", "返回", "输出")
_PARAMETERS = ("arg", "param", "input", "参数", "输入")
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
    ended = 0  # the shape before
    for mention in mentions_in(passage.text, lambda text: subjects.is_subject(text) or text.lower() in _RESULT_WORDS):
        if mention.is_denied or (mention.leads and not mention.is_direct):
            ended = mention.shape.end
            continue
        section, entry, start = entries[passage.index(mention.shape.start)]
        names = mention.subjects
        known = place.names | place.returned
        lead = passage.text[start : mention.shape.start]
        becomes = bool(_BECOMES.search(passage.text, ended, mention.shape.start))
        ended = mention.shape.end
        if becomes and set(names) & place.names:
            names = ()  # `h: (4, B, H) -> h: (2, B, 2 * H)`
        has_own = becomes or (mention.is_direct and bool(names))
        is_entry = bool(entry) and set(entry) <= known and not (has_own and (not names or set(names) <= known))
        if becomes and not names:
            section = _RESULTS[0]  # what becomes of it
        elif (is_entry and not has_own) or (entry and not names):
            names = entry  # the entry of a parameter is about it, whatever else it speaks of
        is_entry = is_entry and not has_own and not DERIVED.search(lead)
        is_direct = mention.is_direct or is_entry
        for name in names or ("",):
            about = place.subjects_of(name, section)
            if not is_direct:
                about += place.anything()
            yield Statement(
                passage,
                mention.shape,
                name or "the result",
                tuple(about),
                "" if about else f"{name or 'what it is said of'} is not followed",
                can_refute=bool(name) and is_direct and _is_plain(mention, about) and place.is_certain(name, section),
                is_conditional=mention.is_conditional,
                cell=piece.cell,
            )


def _is_plain(mention: Mention, about: Sequence[Subject]) -> bool:
    return bool(about) and not (
        mention.is_supposed or mention.is_choice or any(subject.is_supposed for subject in about)
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
        self.returned = {part.id for part in _returned_parts(scope) if isinstance(part, ast.Name)}

    def subjects_of(self, name: str, section: str) -> list[Subject]:
        """What a name, or a section without one, is about."""
        if self.scope is None:
            return self.subjects.near(name, self.line) if name else []
        is_result = section.startswith(_RESULTS)
        if name in self.names and not is_result:
            given = [subject for frame in self.frames for subject in _parameters(frame) if subject.label == name]
            return given or self.subjects.by_role(name, self.frames, self.line, is_local=True)
        if name and name.lower() not in (*_RESULT_WORDS, *_INPUT_WORDS):
            line = _END if is_result else self.line
            return self.subjects.named(name, self.frames, line, line, is_local=True)
        if is_result or name.lower() in _RESULT_WORDS:
            results = [subject for frame in self.frames for subject in _returned(frame)]
            return results or (self.subjects.named(name, self.frames, _END, _END, is_local=True) if name else [])
        return [subject for frame in self.frames for subject in _parameters(frame)] if name else []

    def anything(self) -> list[Subject]:
        """Whatever goes in or comes out: what a sentence is about that names nothing plainly."""
        return [subject for frame in self.frames for subject in (*_returned(frame), *_parameters(frame))]

    def is_certain(self, name: str, section: str) -> bool:
        """Whether a name in a section on parameters or results is one, and not something made from it."""
        if section.startswith(_PARAMETERS) and self.scope is not None and name not in self.names:
            return name.lower() in _INPUT_WORDS
        if not section.startswith(_RESULTS) or self.scope is None:
            return True
        if name.lower() in _RESULT_WORDS and name not in self.bound:
            return len(list(_returned_parts(self.scope))) == 1
        return name in self.returned


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
