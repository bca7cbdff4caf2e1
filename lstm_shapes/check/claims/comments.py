"""What the comments in code say about shapes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lstm_shapes.check.claims.candidate import Candidate, Referent
from lstm_shapes.check.claims.passage import Passage
from lstm_shapes.check.claims.places import Beside, Reach, Slot, behind_code, flattened, on_own_lines
from lstm_shapes.check.claims.referents import BESIDE, END, Referents
from lstm_shapes.check.interpreter.values import Packed, RecurrentLayer, Unknown
from lstm_shapes.check.language.mentions import Mention, mentions_in
from lstm_shapes.check.language.moods import EXPECTS
from lstm_shapes.check.language.obstacles import (
    BY_ARROW,
    BY_PLACE,
    CONDITIONALLY,
    FURTHER_DOWN,
    OF_A_PART,
    OF_ANOTHER,
    UNCLEAR,
)
from lstm_shapes.check.program.comments import Comment, comments_of
from lstm_shapes.check.program.parsing import Code
from lstm_shapes.check.program.program import Program
from lstm_shapes.lexicon import CANONICAL, roles_of

__all__ = ["candidates_in_comments"]

_LABELS = ("input", "output")  # above a constructor, of the layer that it builds
_FAR = 100  # lines of one statement from a comment in it; what stands there is not around it
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


@dataclass(frozen=True, slots=True)
class _Meant:
    """What a shape in a comment may be said of, and why it must not be called false."""

    referents: Sequence[Referent] = ()
    obstacles: Sequence[str] = ()
    reach: Reach = list
    rivals: Sequence[Referent] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    """A comment, the code beside it, and the layer if a constructor call stands there."""

    program: Program
    referents: Referents
    passage: Passage
    first: int
    last: int
    beside: Beside
    layer: RecurrentLayer | None

    unnamed: Sequence[Mention]
    """The shapes that name nothing, each of which may be paired with a place of the statement."""

    pairs: Mapping[Mention, int]
    """For each of these its place among them."""

    doubtful: Mapping[int, Sequence[Mention]]
    """The others that name nothing, which have obstacles, by the line of the comment that they begin on."""

    expects: int
    """Behind the first word that speaks of what something takes; the end of the comment if there is none."""


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
    doubtful: dict[int, list[Mention]] = {}
    for mention in nameless:
        if mention.obstacles:
            doubtful.setdefault(passage.index(mention.shape.start), []).append(mention)
    expected = EXPECTS.search(passage.text)
    place = _Place(
        program,
        referents,
        passage,
        first,
        last,
        beside,
        layer,
        unnamed,
        {mention: number for number, mention in reversed([*enumerate(unnamed)])},
        doubtful,
        expected.end() if expected is not None else len(passage.text),
    )
    others = [m.of_another for m in mentions if m.of_another][:1]
    for mention in mentions:
        for name in mention.names or ("",):
            meant = _meant(place, mention, name)
            obstacles = [*mention.obstacles, *meant.obstacles]
            if others and not (name and referents.is_bound(name)):
                obstacles.append(f"the comment speaks of {others[0]} as well")
            label = name or next((referent.label for referent in meant.referents if referent.is_likely), "?")
            yield Candidate(
                passage,
                mention.shape,
                label,
                tuple(meant.referents),
                meant.reach,
                tuple(obstacles),
                mention.flags,
                first,
                code.cell,
                rivals=tuple(meant.rivals),
            )


def _meant(place: _Place, mention: Mention, name: str) -> _Meant:
    if mention.of_another:
        return _Meant(obstacles=(OF_ANOTHER.format(mention.of_another),))
    is_bound = name and place.referents.is_bound_at(name, place.beside.frames, place.first)
    if place.layer is not None and not is_bound:
        return _of_layer(place, place.layer, mention, name)
    if not name or _is_made_there(place, mention, name):
        return _unnamed(place, mention)
    return _named(place, mention, name)


def _is_made_there(place: _Place, mention: Mention, name: str) -> bool:
    """Whether a shape is what the statement below makes of a tensor, and gives another name."""
    every = flattened(place.beside.slots)
    return mention.is_outcome and place.beside.is_own and not any(r.label == name for slot in every for r in slot)


def _of_layer(place: _Place, layer: RecurrentLayer, mention: Mention, name: str) -> _Meant:
    """What a shape beside a constructor is said of: what its layer takes and returns."""
    referents, beside = place.referents, place.beside
    roles = [name] if name else ["input"] * mention.leads or ["output"] * mention.follows or _LABELS
    found = [
        referent
        for role in roles
        for referent in (
            *referents.of_layer(role, layer.key),
            *referents.at(role, beside.frames, place.first, place.last),
        )
    ]
    is_plain = mention.is_direct and name.lower() in (*CANONICAL, *_LABELS)
    is_of_argument = not beside.is_own and beside.last > place.last
    doubt = () if is_plain and not is_of_argument else ("it stands beside a constructor",)
    return _Meant(found, doubt)


def _named(place: _Place, mention: Mention, name: str) -> _Meant:
    """What a shape with a name is said of."""
    referents, beside = place.referents, place.beside
    found = referents.at(
        name, beside.frames, beside.first, beside.last, is_own=beside.is_own and not mention.is_outcome
    )
    is_known = not roles_of(name) or referents.is_bound_at(name, beside.frames, beside.last + 1)
    is_bound = referents.is_bound_for(name, beside.frames) and is_known  # `output` is a word until there is one
    every = [r for slot in flattened(beside.slots) for r in slot]
    named = [r for r in every if referents.has_role(r.value, name)]
    is_code = not beside.is_own and not is_bound and _stands_in_code(place, name)  # `lstm(x)  # x: (5, 3, 10)`
    is_word = not is_bound and not is_code and beside.is_close and bool(named or not beside.is_own)
    if is_word:  # a word beside code describes what stands there
        found = [*(named or every), *(replace(r, is_likely=False) for r in found)]
    if mention.leads:  # an arrow leads on from what it was before
        found = [replace(referent, is_likely=True) for referent in found]
    touching = () if beside.is_below else beside.above
    nearer = touching if is_bound else every if not named else ()
    is_there = any(referent.label == name for referent in nearer)
    unknown = next((r.label for r in nearer if isinstance(r.value, Unknown) and not is_there), "")
    is_near = is_word or _is_called(place, name, found)
    is_elsewhere = place.program.is_bound_elsewhere(name, beside.first)
    doubts = {
        f"{unknown}, which stands right beside it, is not followed": bool(unknown),
        CONDITIONALLY: mention.is_conditional,
        OF_A_PART: not mention.is_direct,
        BY_ARROW: mention.leads or mention.follows,
        FURTHER_DOWN: _is_bound_later(place, name, found),
        f"nothing beside it is called {name}": not is_near,
        f"{name} is also bound where the code is not followed": is_elsewhere,
    }
    obstacles = [doubt for doubt, is_so in doubts.items() if is_so]
    if not is_near and is_elsewhere:
        found = [replace(referent, is_likely=False) for referent in found]
    if is_bound and mention.is_direct:
        around = beside.reach()
        made = [r for r in around if _is_made_of(r.label, name)]
        # Above `y = f(x).squeeze(1)`, what is said of y may be meant of `f(x)`.
        inner = [r for r in around if beside.is_own and r.line > place.last and r.label.endswith(")")]
        return _Meant(found, obstacles, lambda: [*made, *inner, *touching])
    rest = [replace(r, is_likely=False) for slot in beside.slots for r in slot]
    # Right beside a statement, `output` may be what that gives, and not that of the layer before.
    near = rest if beside.is_close and beside.is_below else beside.above
    is_of_layer = any(referents.uses_of(r.value) for r in near)
    return _Meant([*found, *rest], obstacles, beside.reach, () if is_bound or is_of_layer else near)


def _is_bound_later(place: _Place, name: str, found: Sequence[Referent]) -> bool:
    """Whether a name is bound only further down, to something that is not followed."""
    frames, last = place.beside.frames, place.beside.last
    is_later = place.referents.is_bound_at(name, frames, END) and not place.referents.is_bound_at(
        name, frames, last + 1
    )
    return is_later and any(place.program.trace.tensor(referent.value) is None for referent in found)


def _is_called(place: _Place, name: str, found: Sequence[Referent]) -> bool:
    """Whether something around a comment is called by a name: a layer's tensor of that role, or a variable.

    Behind code it must be in that very statement.
    """
    first, last = _near(place)
    code = place.program.code_at(place.beside.first)
    if code is None or not place.referents.is_bound_at(name, place.beside.frames, END):
        return any(referent.is_likely and first <= referent.line <= last for referent in found)
    return _stands_in_code(place, name)


def _near(place: _Place) -> tuple[int, int]:
    """The first and the last line that a comment may well be about."""
    reach = BESIDE if place.beside.is_own else 0
    return (
        max(place.beside.first, place.first - _FAR) - reach,
        min(place.beside.last, place.last + _FAR) + reach,
    )


def _stands_in_code(place: _Place, name: str) -> bool:
    """Whether the code that a comment may well be about uses a name."""
    first, last = _near(place)
    code = place.program.code_at(place.beside.first)
    if code is None:
        return False
    around = code.lines[max(0, first - code.first) : last - code.first + 1]
    used = re.compile(rf"^[^#\n]*(?<![\w.]){re.escape(name)}(?!\w)", re.MULTILINE)
    return used.search("\n".join(line.text for line in around)) is not None


def _is_made_of(text: str, name: str) -> bool:
    """Whether an expression takes a part of a tensor, or makes something of it."""
    return text != name and re.search(rf"(?<![\w.]){re.escape(name)}\b", text) is not None


def _unnamed(place: _Place, mention: Mention) -> _Meant:
    """What a shape without a name is said of: the place of the statement that it is paired with."""
    beside, unnamed = place.beside, place.unnamed
    first = mention.same_as or mention
    every = [replace(referent, is_likely=False) for slot in beside.slots for referent in slot]
    if first.leads and first.follows:
        return _Meant(every, (BY_ARROW,))
    is_shown = mention.shape.is_size and beside.is_shown
    obstacles = [BY_PLACE] * (beside.is_own and not is_shown)
    obstacles += [BY_ARROW] * (first.leads or first.follows)
    obstacles += [CONDITIONALLY] * first.is_conditional
    obstacles += ["it says what something takes"] * (place.expects <= mention.shape.start)
    on_line = place.doubtful.get(place.passage.index(mention.shape.start), ())
    obstacles += [UNCLEAR] * any(other is not mention for other in on_line)
    if first.leads:
        return _Meant([*beside.operand(), *every], obstacles)
    slots: Sequence[Slot] = [slot for slot in beside.slots if slot]
    if len(slots) != len(unnamed) and len(flattened(slots)) == len(unnamed):
        slots = flattened(slots)
    own = slots[0] if slots else []
    if first in place.pairs and len(slots) == len(unnamed):
        own = slots[place.pairs[first]]
    elif len(unnamed) > 1:
        obstacles.append(UNCLEAR)
    if own and all(isinstance(referent.value, Packed) for referent in own):  # which has no shape: of what is packed
        own = [replace(referent, is_likely=True) for referent in beside.above]
    return _Meant([*own, *every], obstacles, beside.reach, beside.above)
