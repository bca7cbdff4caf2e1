"""What the comments in code say about shapes."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from itertools import chain

from lstm_shapes.check.claims.mentions import Mention, mentions_in
from lstm_shapes.check.claims.neighbours import Beside, beside_code, on_own_lines
from lstm_shapes.check.claims.passage import Passage
from lstm_shapes.check.claims.slots import flattened, operand_of
from lstm_shapes.check.claims.statement import Statement, Subject
from lstm_shapes.check.claims.subjects import Subjects
from lstm_shapes.check.claims.tensor_names import CANONICAL, roles_of
from lstm_shapes.check.following.values import RecurrentLayer
from lstm_shapes.check.program.comments import Comment, comments_of
from lstm_shapes.check.program.parsing import Code
from lstm_shapes.check.program.program import Program

__all__ = ["statements_in_comments"]

_LONGEST_BLOCK = 100  # lines of comments that are read as one text


def statements_in_comments(program: Program, subjects: Subjects, code: Code) -> Iterator[Statement]:
    """All statements in the comments of a piece of code."""
    reader = _Comments(program, subjects, code)
    block: list[Comment] = []
    for comment in comments_of(code):
        goes_on = comment.is_own and bool(block) and comment.number == block[-1].number + 1
        if block and not (goes_on and len(block) < _LONGEST_BLOCK):
            yield from reader.statements(block)
            block = []
        if comment.is_own:
            block.append(comment)
        else:
            yield from reader.statements([comment])
    yield from reader.statements(block)


class _Comments:
    """Reads the comments of one piece of code."""

    def __init__(self, program: Program, subjects: Subjects, code: Code) -> None:
        self.program = program
        self.subjects = subjects
        self.code = code

    def statements(self, block: Sequence[Comment]) -> Iterator[Statement]:
        """One statement for each shape in a comment, or in comments below each other, and each tensor it is said of."""
        passage = Passage.of(comment.line for comment in block)
        mentions = mentions_in(passage.text, self.subjects.is_subject)
        if not mentions:
            return
        first, last = block[0].number, block[-1].number
        if block[0].is_own:
            count = sum(1 for mention in mentions if not mention.subjects and not mention.is_denied)
            beside = on_own_lines(self.program, self.code, range(first, last + 1), count, is_alone=len(mentions) == 1)
        else:
            beside = beside_code(self.program, first)
        unnamed = [
            m for m in mentions if not self._names(m, beside) and not (m.is_denied or m.leads or m.is_alternative)
        ]
        for mention in mentions:
            if mention.is_denied or (mention.leads and not mention.subjects and beside.statement is None):
                continue
            for name in self._names(mention, beside) or ("",):
                yield self._statement(passage, mention, name, beside, unnamed)

    def _names(self, mention: Mention, beside: Beside) -> tuple[str, ...]:
        """The tensors that a shape is said of; the `Output:` before what is printed names none."""
        if beside.shows and len(mention.subjects) == 1 and "output" in roles_of(mention.subjects[0]):
            places = chain.from_iterable(slot for slots in beside.choices for slot in slots)
            if mention.subjects[0] not in {subject.label for subject in places}:
                return ()
        return mention.subjects

    def _statement(
        self, passage: Passage, mention: Mention, name: str, beside: Beside, unnamed: Sequence[Mention]
    ) -> Statement:
        around, is_paired = self._around(mention, beside, unnamed)
        layer = _layer_in(beside)
        if name and layer is not None and (of_layer := self.subjects.of_layer(name, layer.key)):
            about, is_certain = of_layer, mention.is_direct and not mention.leads  # `Input: ...` above the constructor
        elif name:
            about = self.subjects.named(name, beside.frames, beside.first, beside.last)
            if around and (
                not mention.is_direct or _is_used(name, beside.above if beside.is_own else beside.statement)
            ):
                about = [*about, *around]  # `y = x.t()  # x: (...)` may well be said of y
            is_certain = _is_certain(mention, name, about)
        else:
            about = around if mention.follows else [*around, *beside.given]
            is_certain = is_paired and not (beside.is_own and (mention.is_derived or mention.follows))
        if beside.statement is None and self.program.is_bound_elsewhere(name, beside.first):
            is_certain = False
        is_followed = beside.statement is None or beside.statement in self.program.trace.followed
        return Statement(
            passage,
            mention.shape,
            name or (about[0].label if about else "?"),
            tuple(about),
            "" if about else _reason(name),
            can_refute=is_followed and is_certain and mention.can_refute,
            is_conditional=mention.is_conditional,
            cell=self.code.cell,
        )

    def _around(self, mention: Mention, beside: Beside, unnamed: Sequence[Mention]) -> tuple[list[Subject], bool]:
        """What a shape without a name is said of, and whether there is no doubt about it."""
        layer = _layer_in(beside)
        if layer is not None:
            role = "input" if mention.leads else "output" if mention.follows else ""
            return self.subjects.of_layer(role, layer.key), False
        if mention.leads:
            return operand_of(self.program, beside.statement) if beside.statement is not None else [], False
        found: list[Subject] = []
        is_paired = bool(beside.choices)
        for slots in beside.choices:
            filled = [slot for slot in slots if slot]
            if len(filled) != len(unnamed) and len(flattened(filled)) == len(unnamed):
                filled = flattened(filled)
            if len(filled) == len(unnamed) and mention in unnamed:
                found += filled[unnamed.index(mention)]
            else:
                is_paired = is_paired and len(unnamed) == 1
                found += chain.from_iterable(filled)
        return found, is_paired and bool(found)


def _layer_in(beside: Beside) -> RecurrentLayer | None:
    """The LSTM that the statement beside a comment builds."""
    places = chain.from_iterable(slot for slots in beside.choices[:1] for slot in slots)
    return next((subject.value for subject in places if isinstance(subject.value, RecurrentLayer)), None)


def _is_certain(mention: Mention, name: str, about: Sequence[Subject]) -> bool:
    """Whether it is said of this tensor and nothing else."""
    if any(subject.is_supposed for subject in about) and name.lower() not in CANONICAL:
        return False
    return mention.is_direct or not mention.is_derived


def _is_used(name: str, statement: ast.stmt | None) -> bool:
    """Whether an assignment makes something else out of what has this name."""
    if not isinstance(statement, ast.Assign):
        return False
    bound = {part.id for target in statement.targets for part in ast.walk(target) if isinstance(part, ast.Name)}
    return name not in bound and any(isinstance(p, ast.Name) and p.id == name for p in ast.walk(statement.value))


def _reason(name: str) -> str:
    return f"{name} is not bound in this document" if name else "no code stands beside it that it could be said of"
