"""What the comments in code say about shapes."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence

from lstm_shapes.check.claims.mentions import Mention, mentions_in
from lstm_shapes.check.claims.passage import Passage
from lstm_shapes.check.claims.slots import Slot, argument_at, flattened, operand_of, parts_of, slots_of
from lstm_shapes.check.claims.statement import Statement, Subject
from lstm_shapes.check.claims.subjects import Subjects
from lstm_shapes.check.claims.tensor_names import CANONICAL
from lstm_shapes.check.following.frames import Frame
from lstm_shapes.check.following.values import LSTMLayer
from lstm_shapes.check.program.comments import Comment, comments_of
from lstm_shapes.check.program.parsing import Code
from lstm_shapes.check.program.program import Program

__all__ = ["statements_in_comments"]

_MOST_STATEMENTS_BACK = 12


def statements_in_comments(program: Program, subjects: Subjects, code: Code) -> Iterator[Statement]:
    """All statements in the comments of a piece of code."""
    reader = _Comments(program, subjects, code)
    block: list[Comment] = []
    for comment in comments_of(code):
        if block and not (comment.is_own and comment.number == block[-1].number + 1):
            yield from reader.own_lines(block)
            block = []
        if comment.is_own:
            block.append(comment)
        else:
            yield from reader.trailing(comment)
    if block:
        yield from reader.own_lines(block)


class _Comments:
    """Reads the comments of one piece of code."""

    def __init__(self, program: Program, subjects: Subjects, code: Code) -> None:
        self.program = program
        self.subjects = subjects
        self.code = code

    def trailing(self, comment: Comment) -> Iterator[Statement]:
        """A comment behind code, on its line."""
        passage = Passage.of([comment.line])
        mentions = mentions_in(passage.text, self.subjects.is_subject)
        if not mentions:
            return
        statement = self.program.owners.get(comment.number)
        slots, last = self._slots(statement, comment.number)
        frames = self._frames(comment.number)
        first = statement.lineno if statement else comment.number
        yield from self._statements(passage, mentions, [slots], frames, (first, last), statement)

    def _slots(self, statement: ast.stmt | None, line: int) -> tuple[list[Slot], int]:
        if statement is None:
            return [], line
        last = self._last_line(statement)
        if line < last or isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            argument = argument_at(self.program, statement, line)
            if argument:
                return [argument], last
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return [], statement.lineno
        slots = slots_of(self.program, statement)
        if line < last and isinstance(statement, ast.Expr):
            slots = [slot for slot in slots if slot]
        return slots, last

    @staticmethod
    def _last_line(statement: ast.stmt) -> int:
        body = getattr(statement, "body", None)
        return statement.lineno if body else statement.end_lineno or statement.lineno

    def _frames(self, line: int) -> list[Frame]:
        return self.program.frames_at(line) or [self.program.interpreter.world]

    def own_lines(self, block: Sequence[Comment]) -> Iterator[Statement]:
        """Comments on lines of their own, one below the other."""
        passage = Passage.of(comment.line for comment in block)
        mentions = mentions_in(passage.text, self.subjects.is_subject)
        if not mentions:
            return
        first, last = block[0].number, block[-1].number
        above, below = self._neighbour(first, -1), self._neighbour(last, 1)
        count = sum(1 for mention in mentions if not mention.subjects and not mention.is_denied)
        choices = []
        shown = self._shown_above(above, count)
        if shown:
            choices = [shown]
        else:
            if below is not None:
                choices.append(self._following(below, count))
            if above is not None:
                choices.append(slots_of(self.program, above))
            if isinstance(below, (ast.Return, ast.Expr)) and choices[0]:
                choices.append([parts_of(self.program, below)])
        end = self._last_line(below) if below is not None else last
        if isinstance(below, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            frames = self.program.frames_of(below)
        else:
            frames = self._frames(first)
        near: ast.stmt | None = below if isinstance(below, ast.Assign) and count <= 2 else None
        if below is not None and below not in self.program.trace.followed:
            near = below  # in a branch that is not taken
        yield from self._statements(passage, mentions, choices, frames, (first, end), near)

    def _neighbour(self, line: int, step: int) -> ast.stmt | None:
        """The statement next to a line, with one empty line between them at most."""
        for distance in (1, 2):
            number = line + step * distance
            statement = self.program.owners.get(number)
            if statement is not None:
                return statement
            index = number - self.code.first
            if not 0 <= index < len(self.code.lines) or self.code.lines[index].text.strip():
                return None
        return None

    def _shown_above(self, above: ast.stmt | None, count: int) -> list[Slot]:
        """What the statements right above show, as many of them as there are shapes."""
        slots: list[Slot] = []
        statement = above
        for _ in range(_MOST_STATEMENTS_BACK):
            if statement is None:
                return []
            shown = slots_of(self.program, statement, ("show", "value"))
            if not shown:
                return []
            slots = [*shown, *slots]
            if len(slots) >= count:
                return slots if len(slots) == count or count <= 1 else []
            statement = self.program.owners.get(statement.lineno - 1)
        return []

    def _following(self, below: ast.stmt, count: int) -> list[Slot]:
        """What the statements right below bind or show, as many of them as there are shapes."""
        slots = slots_of(self.program, below)
        statement: ast.stmt | None = below
        for _ in range(_MOST_STATEMENTS_BACK):
            statement = self.program.owners.get((statement.end_lineno or statement.lineno) + 1) if statement else None
            if len(slots) >= count or statement is None:
                break
            slots = [*slots, *slots_of(self.program, statement)]
        return slots if len(slots) == count else slots_of(self.program, below)

    def _statements(
        self,
        passage: Passage,
        mentions: Sequence[Mention],
        choices: Sequence[list[Slot]],
        frames: Sequence[Frame],
        lines: tuple[int, int],
        statement: ast.stmt | None,
    ) -> Iterator[Statement]:
        """One statement for each shape and each tensor it is said of."""
        is_followed = statement is None or statement in self.program.trace.followed
        unnamed = [m for m in mentions if not m.subjects and not m.is_denied and not m.leads and not m.is_alternative]
        for mention in mentions:
            if mention.is_denied or (mention.leads and not mention.subjects and statement is None):
                continue
            beside, is_paired = self._beside(mention, unnamed, choices, statement)
            for name in mention.subjects or ("",):
                found = self.subjects.named(name, frames, *lines) if name else []
                if name and beside and (not mention.is_direct or self._is_used(name, statement)):
                    found = [*found, *beside]  # `y = x.t()  # x: (...)` may well be said of y
                about = tuple(found if name else beside)
                label = name or (about[0].label if about else "?")
                certain = self._is_certain(mention, name, about) if name else is_paired
                if statement is None and self.program.is_bound_elsewhere(name, lines[0]):
                    certain = False
                yield Statement(
                    passage,
                    mention.shape,
                    label,
                    about,
                    "" if about else self._reason(name),
                    can_refute=is_followed and certain and not mention.is_supposed and not mention.is_choice,
                    is_conditional=mention.is_conditional,
                    cell=self.code.cell,
                )

    @staticmethod
    def _is_certain(mention: Mention, name: str, about: Sequence[Subject]) -> bool:
        """Whether it is said of this tensor and nothing else."""
        if any(subject.is_supposed for subject in about) and name.lower() not in CANONICAL:
            return False
        return mention.is_direct or not mention.is_derived

    @staticmethod
    def _is_used(name: str, statement: ast.stmt | None) -> bool:
        """Whether an assignment makes something else out of what has this name."""
        if not isinstance(statement, ast.Assign):
            return False
        bound = {part.id for target in statement.targets for part in ast.walk(target) if isinstance(part, ast.Name)}
        return name not in bound and any(isinstance(p, ast.Name) and p.id == name for p in ast.walk(statement.value))

    def _beside(
        self,
        mention: Mention,
        unnamed: Sequence[Mention],
        choices: Sequence[list[Slot]],
        statement: ast.stmt | None,
    ) -> tuple[list[Subject], bool]:
        """What a shape without a name is said of, and whether there is no doubt about it."""
        layer = next(
            (s for slots in choices[:1] for slot in slots for s in slot if isinstance(s.value, LSTMLayer)), None
        )
        if layer is not None:
            role = "input" if mention.leads else "output" if mention.follows else ""
            return self.subjects.by_role(role, [layer.frame], layer.line), False
        if mention.leads:
            return operand_of(self.program, statement) if statement is not None else [], False
        found: list[Subject] = []
        is_paired = bool(choices)
        for slots in choices:
            places = [slot for slot in slots if slot]
            if len(places) != len(unnamed) and len(flattened(places)) == len(unnamed):
                places = flattened(places)
            if len(places) == len(unnamed) and mention in unnamed:
                found += places[unnamed.index(mention)]
            else:
                is_paired = is_paired and len(unnamed) == 1
                found += [subject for slot in places for subject in slot]
        return found, is_paired and bool(found)

    def _reason(self, name: str) -> str:
        return f"{name} is not bound in this document" if name else "no code stands beside it that it could be said of"


def lines_of(slots: Iterable[Slot]) -> list[int]:
    """Where the subjects of slots are looked up."""
    return [subject.line for slot in slots for subject in slot]
