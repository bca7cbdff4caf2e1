"""What stands around a shape in a text: the tensors that it is said of, and words that change what is said."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from lstm_shapes.check.claims.axis_names import senses
from lstm_shapes.check.claims.axis_text import Name
from lstm_shapes.check.claims.named import is_link, named_behind, names_in_clause, subjects_before
from lstm_shapes.check.claims.phrases import (
    ARROW,
    CONDITIONAL,
    DENIED,
    DERIVED,
    EQUAL,
    FARTHEST,
    FEW_WORDS,
    LEADS,
    OR,
    PRINT,
    QUOTED_ERROR,
    SENTENCE_END,
    SHAPE_OF,
    SHOWN,
    SUPPOSED,
)
from lstm_shapes.check.claims.qualified import Surroundings, is_qualified
from lstm_shapes.check.claims.shape_text import ShapeText, find_shapes

__all__ = ["Mention", "mentions_in"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A shape in a text, and what is said of it.

    subjects: the tensors it is said of, as they are written; several where it is said of each of them.
    is_direct: whether the subject stands right before it (`h_n: (...)`), so that nothing else can be meant.
    is_first: whether the subject is the first thing that the sentence speaks of.
    is_denied: said not to be so, or to have been so. is_conditional: said under a condition that the code may not meet.
    is_supposed: what would be or might be. follows: whether an arrow leads to it; leads: whether one leads on from it.
    is_alternative: said of the same as the shape before it, by `or` or `=`. is_choice: one of several, joined by `or`.
    is_behind: whether the subject stands behind it. is_qualified: whether words stand around it that say more than that
    a tensor has this shape: of a part, in a case, of something else that has a name of its own.
    """

    shape: ShapeText
    subjects: tuple[str, ...] = ()
    is_direct: bool = False
    is_denied: bool = False
    is_conditional: bool = False
    is_supposed: bool = False
    is_derived: bool = False
    follows: bool = False
    leads: bool = False
    is_alternative: bool = False
    is_choice: bool = False
    is_first: bool = False
    is_behind: bool = False
    is_qualified: bool = False

    @property
    def can_refute(self) -> bool:
        """Whether it says so plainly that it may be called false."""
        return not (self.is_denied or self.is_supposed or self.is_choice or self.is_qualified)


_WORDS = re.compile(r"\w")
_LONGEST_TEXT, _LONGEST_LINE = 100_000, 5_000  # characters


def mentions_in(text: str, is_subject: Callable[[str], bool], is_prose: bool = False) -> list[Mention]:
    """All shapes in a text, each with what is said of it; `is_subject` knows the tensors of the code by name.

    is_prose: whether sentences go on over the ends of lines.
    """
    if len(text) > _LONGEST_TEXT or any(len(line) > _LONGEST_LINE for line in text.split("\n")):
        return []  # nobody writes that for a reader
    shapes = [
        shape
        for shape in find_shapes(text)
        if not _is_index(text, shape, is_subject) and not _is_tuple_of_tensors(shape, is_subject)
    ]
    found: list[Mention] = []
    for position, shape in enumerate(shapes):
        start = shapes[position - 1].end if position else 0
        stop = shapes[position + 1].start if position + 1 < len(shapes) else len(text)
        lead = text[start : shape.start]
        mention = _mention(lead, shape, text[shape.end : stop], is_subject, found[-1] if found else None)
        goes_on = bool(found) and found[-1].is_qualified and not SENTENCE_END.search(lead)
        goes_on = goes_on and (is_prose or (bool(found[-1].subjects) and "\n" not in lead))
        around = Surroundings(lead, text[shape.end :], mention.is_first, is_prose)
        is_more = goes_on or is_qualified(shape, mention.subjects, around, is_subject)
        found.append(replace(mention, is_qualified=is_more))
    found = _printed(_shared_out(found), text)
    led = [_led(mention, found[position + 1 :], text[mention.shape.end :]) for position, mention in enumerate(found)]
    return [mention for mention in led if not _is_size(mention)]


def _shared_out(found: Sequence[Mention]) -> list[Mention]:
    """`h_n and output are (2, 3, 20) and (5, 3, 20)`: each of several tensors has its own of as many shapes."""
    shared = list(found)
    for position, mention in enumerate(found):
        count = len(mention.subjects)
        others = found[position + 1 : position + count]
        if count < 2 or len(others) < count - 1 or any(other.subjects or other.is_alternative for other in others):
            continue
        for place, name in enumerate(mention.subjects):
            shared[position + place] = replace(
                found[position + place],
                subjects=(name,),
                is_direct=mention.is_direct,
                is_qualified=mention.is_qualified,
            )
    return shared


def _printed(found: Sequence[Mention], text: str) -> list[Mention]:
    """`print(x.shape, y.shape)  # (5, 3) (3, 5)` in a comment: each result is that of what was printed in its place."""
    shared = list(found)
    for position, mention in enumerate(found):
        match = PRINT.search(text, found[position - 1].shape.end if position else 0, mention.shape.start)
        names = SHOWN.findall(match["shown"]) if match is not None else []
        if len(names) < 2:
            continue
        line_end = text.find("\n", mention.shape.start)
        results = [other for other in found[position:] if line_end < 0 or other.shape.start < line_end]
        for place, result in enumerate(results):
            subjects = (names[place],) if len(results) == len(names) else ()
            is_sure = bool(subjects)
            shared[position + place] = replace(result, subjects=subjects, is_direct=is_sure, is_qualified=not is_sure)
    return shared


def _is_size(mention: Mention) -> bool:
    """Whether it is no more than the size of something else: `a 1x1 convolution`, `3 x 3 patches`."""
    shape = mention.shape
    return not shape.has_brackets and len(shape.axes) == 2 and shape.is_concrete and not mention.is_direct


def _led(mention: Mention, rest: Sequence[Mention], tail: str) -> Mention:
    leads = bool(rest and rest[0].follows) or bool(LEADS.match(tail))
    return replace(mention, leads=leads, is_choice=mention.is_choice or bool(rest and rest[0].is_choice))


def _is_index(text: str, shape: ShapeText, is_subject: Callable[[str], bool]) -> bool:
    """Whether it is the arguments of a call or an index, and no shape: `view(3, 20)`, `x[0, 1]`."""
    if not shape.callee:
        return False
    if text[shape.start] == "[" and any(axis.is_number or not axis.ways for axis in shape.axes):
        return True
    return not is_subject(shape.callee) or shape.is_concrete


def _is_tuple_of_tensors(shape: ShapeText, is_subject: Callable[[str], bool]) -> bool:
    """Whether names stand between its brackets, and no sizes: `(h_n, c_n)`."""
    names = [axis.ways[0].text for axis in shape.axes if len(axis.ways) == 1 and isinstance(axis.ways[0], Name)]
    if len(names) < len(shape.axes) or any(sense.is_firm for name in names for sense in senses(name)):
        return False
    return all(is_subject(name) for name in names)


def _mention(
    lead: str, shape: ShapeText, tail: str, is_subject: Callable[[str], bool], previous: Mention | None
) -> Mention:
    ends = [match.end() for match in SENTENCE_END.finditer(lead)]
    clause = lead[ends[-1] :] if ends else lead
    own_line = clause.rpartition("\n")[2]
    if own_line != clause and names_in_clause(own_line, is_subject):
        clause = own_line
    after = tail[: _first_end(tail)]
    subjects, gap, before = subjects_before(clause, is_subject) if not shape.callee else ((shape.callee,), "", "")
    if "\n" in gap and not _WORDS.search(own_line) and (not gap.strip("`*_ \n") or not is_link(gap)):
        subjects, gap = (), ""  # a line that begins with a shape says something new
    is_direct = bool(subjects) and (is_link(gap) or bool(SHAPE_OF.search(before)))
    follows = previous is not None and not ends and (bool(ARROW.search(lead)) or _becomes(previous.shape, lead, shape))
    is_alternative = previous is not None and not subjects and bool(OR.search(lead))
    is_equal = previous is not None and bool(EQUAL.match(lead)) and _may_be_equal(previous.shape, shape)
    if previous is not None and not subjects and not follows and (is_alternative or is_equal):
        subjects, is_direct = previous.subjects, previous.is_direct
        if not is_alternative and not subjects:
            is_alternative = True  # it is said of whatever the shape before it is said of
    is_behind = False
    if not shape.callee and (not subjects or (previous is not None and previous.is_behind)):
        behind = named_behind(tail, is_subject)
        is_behind = bool(behind)
        if behind or (previous is not None and previous.is_behind and subjects == previous.subjects):
            subjects, is_direct = behind, False
    around = f"{clause}\n{after}"
    denial = clause[-FARTHEST:] + "\n" + re.split(r"[,，(\n]", after, maxsplit=1)[0][:30]
    return Mention(
        shape,
        subjects,
        is_direct,
        is_denied=bool(DENIED.search(denial)) or bool(QUOTED_ERROR.search(own_line)),
        is_conditional=(previous is not None and bool(OR.search(lead)))
        or bool(CONDITIONAL.search(around))
        or (previous is not None and previous.is_conditional and not ends),
        is_supposed=bool(SUPPOSED.search(around)) or (previous is not None and previous.is_supposed and not ends),
        is_derived=bool(DERIVED.search(gap if subjects else clause)) or bool(DERIVED.search(after[:40])),
        follows=follows,
        is_alternative=is_alternative,
        is_first=len(re.findall(r"\w+", before)) <= FEW_WORDS and "`" not in before.strip("`*_ "),
        is_choice=previous is not None and bool(OR.search(lead)),
        is_behind=is_behind,
    )


def _becomes(one: ShapeText, between: str, other: ShapeText) -> bool:
    """Whether an equals sign stands for an arrow: `(3, 20) = (3, 20, 1)`."""
    return between.strip() == "=" and not _may_be_equal(one, other)


def _may_be_equal(one: ShapeText, other: ShapeText) -> bool:
    """Whether two shapes may say the same; `(3, 20) = (3, 20, 1)` tells what becomes of what."""
    pairs = zip(one.axes, other.axes)
    differ = any(a.is_number and b.is_number and a.text.strip() != b.text.strip() for a, b in pairs)
    return len(one.axes) == len(other.axes) and not differ and not (one.is_concrete and other.is_concrete)


def _first_end(tail: str) -> int:
    match = SENTENCE_END.search(tail)
    return match.start() + 1 if match else len(tail)
