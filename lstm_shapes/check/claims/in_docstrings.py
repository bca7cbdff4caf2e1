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
_RESULTS = ("return", "output", "yield", "返回", "输出")
_RESULT_WORDS = ("output", "outputs", "out", "输出", "result", "returns", "return")
_INPUT_WORDS = ("input", "inputs", "输入")


def statements_in_docstring(program: Program, subjects: Subjects, code: Code, piece: Piece) -> Iterator[Statement]:
    """All statements in a docstring of a piece of code."""
    if not piece.lines or not code.lines:
        return
    number = code.first + piece.lines[0].number - code.lines[0].number
    scope = program.scope_at(number)
    frames = program.frames_of(scope)
    passage = Passage.of(piece.lines)
    sections = _sections(passage)
    for mention in mentions_in(passage.text, lambda text: subjects.is_subject(text) or text.lower() in _RESULT_WORDS):
        if mention.is_denied or mention.leads:
            continue
        section = sections[passage.index(mention.shape.start)]
        for name in mention.subjects or ("",):
            about = _about(program, subjects, name, section, scope, frames)
            yield Statement(
                passage,
                mention.shape,
                name or "the result",
                tuple(about),
                "" if about else f"{name or 'what it is said of'} is not followed",
                can_refute=_is_plain(mention, name, about),
                is_conditional=mention.is_conditional,
                cell=piece.cell,
            )


def _is_plain(mention: Mention, name: str, about: Sequence[Subject]) -> bool:
    return bool(about) and not mention.is_supposed and (mention.is_direct or not mention.is_derived) and bool(name)


def _sections(passage: Passage) -> list[str]:
    """For each line the section it stands in."""
    sections, current = [], ""
    for line in passage.lines:
        match = _SECTION.match(line.text)
        if match:
            current = match["name"].lower()
        sections.append(current)
    return sections


def _about(
    program: Program, subjects: Subjects, name: str, section: str, scope: ast.stmt | None, frames: Sequence[Frame]
) -> list[Subject]:
    is_result = section.startswith(_RESULTS)
    if isinstance(scope, ast.ClassDef):
        frames = [frame for frame in frames if getattr(frame.node, "name", "") in ("forward", "__call__")] or list(
            frames
        )
    if name and name.lower() not in (*_RESULT_WORDS, *_INPUT_WORDS):
        return _named(subjects, name, frames, scope, is_result)
    if is_result or name.lower() in _RESULT_WORDS:
        results = [subject for frame in frames for subject in _returned(frame)]
        own = subjects.named(name, frames, _line(scope), 10**9) if name else []
        return [*results, *own]
    parameters = [subject for frame in frames for subject in _parameters(frame)]
    if name:
        return [*parameters, *subjects.named(name, frames, _line(scope), _line(scope))]
    return []


def _named(
    subjects: Subjects, name: str, frames: Sequence[Frame], scope: ast.stmt | None, is_result: bool
) -> list[Subject]:
    """A parameter as it comes in, or a result as it goes out."""
    line = _line(scope)
    if scope is None:
        return subjects.near(name, 10**9)
    if is_result:
        return subjects.named(name, frames, 10**9, 10**9)
    return subjects.named(name, frames, line, line)


def _line(scope: ast.stmt | None) -> int:
    return scope.lineno if scope is not None else 0


def _returned(frame: Frame) -> Iterator[Subject]:
    for value in frame.returned:
        for part in value.items if isinstance(value, Items) else (value,):
            yield Subject("the result", part, frame, 10**9)


def _parameters(frame: Frame) -> Iterator[Subject]:
    node = frame.node
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        for argument in node.args.args:
            values: list[Value] = frame.after(argument.arg, node.lineno, node.lineno)
            for value in values[:1]:
                if not isinstance(value, (Dim, Instance)) and argument.arg != "self" and _may_be_tensor(value):
                    yield Subject(argument.arg, value, frame, node.lineno)


def _may_be_tensor(value: Value) -> bool:
    return not isinstance(value, Unknown) or value.default is None
