"""What the comments in code say about shapes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lstm_shapes.check.claims.candidate import Candidate, Referent
from lstm_shapes.check.claims.mentions import Mention, mentions_in
from lstm_shapes.check.claims.obstacles import BY_ARROW, CONDITIONALLY, FURTHER_DOWN, OF_A_PART, OF_ANOTHER
from lstm_shapes.check.claims.passage import Passage
from lstm_shapes.check.claims.places import Beside, Reach, Slot, behind_code, flattened, on_own_lines
from lstm_shapes.check.claims.referents import BESIDE, END, Referents
from lstm_shapes.check.claims.tensor_names import CANONICAL
from lstm_shapes.check.following.values import RecurrentLayer, Unknown
from lstm_shapes.check.program.comments import Comment, comments_of
from lstm_shapes.check.program.parsing import Code
from lstm_shapes.check.program.program import Program

__all__ = ["candidates_in_comments"]

_LABELS = ("input", "output")  # above a constructor, of the layer that it builds
_LONGEST_BLOCK = 100  # lines of comments that are read as one text


def candidates_in_comments(program: Program, referents: Referents, code: Code) -> Iterator[Candidate]:
    """All shapes in the comments of a piece of code."""
    block: list[Comment] = []
    for comment in comments_of(code):
        goes_on = bool(block) and comment.is_own and comment.number == block[-1].number + 1
        goes_on = goes_on and (block[0].is_own or _is_continued(code, block[0], comment))
        if block and not (goes_on and len(block) < _LONGEST_BLOCK):
            yield from _candidates(program, referents, code, block)
            block = []
        block.append(comment)
    if block:
        yield from _candidates(program, referents, code, block)


def _is_continued(code: Code, first: Comment, comment: Comment) -> bool:
    """Whether a comment behind code goes on below, where no code would be indented so far."""
    before = code.line(first.number).text[: first.column].rstrip()
    indentation = len(before) - len(before.lstrip())
    return comment.column > indentation and not before.endswith((":", ",", "(", "[", "{", "\\"))


def _candidates(program: Program, referents: Referents, code: Code, block: Sequence[Comment]) -> Iterator[Candidate]:
    """The shapes in a comment, or in comments below each other, each with what it may be said of."""
    passage = Passage.of(comment.line for comment in block)
    mentions = mentions_in(passage.text, referents.is_name)
    if not mentions:
        return
    first, last = block[0].number, block[-1].number
    nameless = [m for m in mentions if not (m.names or m.of_another or m.is_alternative or m.leads or m.same_as)]
    unnamed = [m for m in nameless if not m.obstacles]
    if block[0].is_own:
        beside = on_own_lines(program, code, range(first, last + 1), len(unnamed))
    else:
        beside = behind_code(program, first)
    constructed = (r.value for slot in beside.slots for r in slot if isinstance(r.value, RecurrentLayer))
    layer = next(constructed, None) if beside.is_close or not beside.is_own else None
    others = [m.of_another for m in mentions if m.of_another][:1]
    for mention in mentions:
        for name in mention.names or ("",):
            reach: Reach = list
            if mention.of_another:
                found: list[Referent] = []
                obstacles: tuple[str, ...] = (OF_ANOTHER.format(mention.of_another),)
            elif layer is not None and not (name and referents.is_bound_at(name, beside.frames, first)):
                role = name or ("input" if mention.leads else "output" if mention.follows else "")
                found = (
                    [*referents.of_layer(role, layer.key), *referents.at(name, beside.frames, first, last)]
                    if role
                    else []
                )
                is_plain = mention.is_direct and name.lower() in (*CANONICAL, *_LABELS)
                is_of_argument = not beside.is_own and beside.last > last
                obstacles = () if is_plain and not is_of_argument else ("it stands beside a constructor",)
            elif name:
                found, reach, obstacles = _named(program, referents, mention, name, beside)
            else:
                found, reach, obstacles = _unnamed(mention.same_as or mention, unnamed, beside)
                if any(other not in unnamed and _is_beside(passage.text, mention, other) for other in nameless):
                    obstacles = (*obstacles, "it is not clear which of several tensors it is about")
            if others and not (name and referents.is_bound(name)):
                obstacles = (*obstacles, f"the comment speaks of {others[0]} as well")
            yield Candidate(
                passage,
                mention.shape,
                name or next((referent.label for referent in found if referent.is_likely), "?"),
                tuple(found),
                reach,
                (*mention.obstacles, *obstacles),
                mention.flags,
                first,
                code.cell,
            )


def _is_used(program: Program, beside: Beside, name: str) -> bool:
    """Whether the code around a comment uses a name."""
    code = program.code_at(beside.first)
    if code is None:
        return False
    around = code.lines[max(0, beside.first - code.first - BESIDE) : beside.last - code.first + 1 + BESIDE]
    used = re.compile(rf"^[^#\n]*(?<![\w.]){re.escape(name)}(?!\w)", re.MULTILINE)
    return used.search("\n".join(line.text for line in around)) is not None


def _is_beside(text: str, one: Mention, other: Mention) -> bool:
    """Whether two shapes stand on one line."""
    first, second = sorted((one.shape.start, other.shape.start))
    return one is not other and "\n" not in text[first:second]


def _named(
    program: Program, referents: Referents, mention: Mention, name: str, beside: Beside
) -> tuple[list[Referent], Reach, tuple[str, ...]]:
    found = referents.at(name, beside.frames, beside.first, beside.last, beside.is_own)
    is_bound = referents.is_bound(name)
    every = [r for slot in flattened(beside.slots) for r in slot]
    named = [r for r in every if referents.has_role(r.value, name)]
    is_word = not is_bound and beside.is_close and bool(named or not beside.is_own)
    if is_word:  # a word beside code describes what stands there
        found = [*(named or every), *(replace(r, is_likely=False) for r in found)]
    obstacles: list[str] = []
    is_near = any(r.is_likely and beside.first - BESIDE <= r.line <= beside.last + BESIDE for r in found)
    is_here = referents.is_bound_at(name, beside.frames, END)
    is_later = is_here and not referents.is_bound_at(name, beside.frames, beside.last + 1)
    if is_later and any(program.trace.tensor(referent.value) is None for referent in found):
        obstacles.append(FURTHER_DOWN)
    is_used = is_here and _is_used(program, beside, name)
    if not (is_word or is_near or is_used):
        obstacles.append(f"nothing beside it is called {name}")
    if mention.is_conditional:
        obstacles.append(CONDITIONALLY)
    if not mention.is_direct:
        obstacles.append(OF_A_PART)
    if mention.leads:
        found = [replace(referent, is_likely=True) for referent in found]
        obstacles.append(BY_ARROW)
    if program.is_bound_elsewhere(name, beside.first):
        obstacles.append(f"{name} is also bound where the code is not followed")
    if is_bound and mention.is_direct:
        return found, lambda: [r for r in beside.reach() if _is_made_of(r.label, name)], tuple(obstacles)
    found += [replace(r, is_likely=False) for slot in beside.slots for r in slot]
    return found, beside.reach, tuple(obstacles)


def _is_made_of(text: str, name: str) -> bool:
    """Whether an expression takes a part of a tensor, or makes something of it."""
    return text != name and re.search(rf"(?<![\w.]){re.escape(name)}\b", text) is not None


def _unnamed(
    mention: Mention, unnamed: Sequence[Mention], beside: Beside
) -> tuple[list[Referent], Reach, tuple[str, ...]]:
    """What a shape without a name is said of: the place of the statement that it is paired with."""
    every = [replace(referent, is_likely=False) for slot in beside.slots for referent in slot]
    obstacles = () if beside.is_close else ("the code that it may be about does not stand right beside it",)
    if mention.is_conditional:
        obstacles = (*obstacles, CONDITIONALLY)
    if mention.leads and not mention.follows:
        return [*beside.operand(), *every], beside.reach, obstacles
    if mention.leads:
        return every, beside.reach, ("it is a step of several",)

    later = beside.later() if mention.follows else []
    if (
        mention.follows
        and beside.is_own
        and (len(beside.slots) != 1 or any(isinstance(r.value, Unknown) for r in later))
    ):
        obstacles = (*obstacles, BY_ARROW)

    def reach() -> list[Referent]:
        return [*beside.reach(), *later]

    slots: Sequence[Slot] = [slot for slot in beside.slots if slot]
    if len(slots) != len(unnamed) and len(flattened(slots)) == len(unnamed):
        slots = flattened(slots)
    if mention in unnamed and len(slots) == len(unnamed):
        return [*slots[unnamed.index(mention)], *every], reach, obstacles
    if len(unnamed) > 1:
        obstacles = (*obstacles, "it is not clear which of several tensors it is about")
    return [*(slots[0] if slots else ()), *every], reach, obstacles
