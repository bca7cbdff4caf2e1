"""The shapes in a text, each with the names of the tensors it is said of, and with what its sentence does to it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from lstm_shapes.check.language.axes import AxisText, Name, Operation
from lstm_shapes.check.language.axes import names_in as names_of
from lstm_shapes.check.language.moods import (
    ADVERBIAL,
    ARROW,
    ARROW_BEFORE,
    ARROW_BEHIND,
    AT_STEP,
    BACKWARDS,
    CHANGED,
    CONDITION,
    CONDITIONAL,
    IF_BEHIND,
    MADE,
    OR_BEFORE,
    PART,
    SENTENCE_END,
    flags_in,
    obstacles_in,
)
from lstm_shapes.check.language.obstacles import ALTERNATIVE, BY_ARROW, OF_A_PART
from lstm_shapes.check.language.shapes import ShapeText, find_shapes
from lstm_shapes.check.language.topics import is_of_another_module
from lstm_shapes.check.language.words import (
    AFTERWARDS,
    BEFORE_NOUN,
    BEHIND_NOUN,
    BY,
    FLAG,
    GENERIC,
    HAS_OTHER,
    IN_SENTENCE,
    NO_NAME,
    OF_THING,
    WORD_RIGHT_BEFORE,
)
from lstm_shapes.check.text import LONGEST_TEXT
from lstm_shapes.lexicon import STATES, is_listed, phrases_in, roles_of, senses

__all__ = ["Mention", "leading_name", "mentions_in", "names_in"]

IsName = Callable[[str], bool]

_LONGEST_LINE = 5_000  # characters
_LIBRARIES = ("torch.", "nn.")
_LONGEST_LEAD = 500  # characters in which a text that begins with a name says so
_FARTHEST = 60  # characters between a name and its shape
_SENTENCE = 90  # characters before a shape whose words count
_NEAR = 40  # characters before a name that may say that a part of it is meant
_EXPRESSION = re.compile(
    r"(?<![A-Za-z0-9_.])(?:[A-Za-z_][A-Za-z0-9_]*|[^\W\d_A-Za-z]\w*)"
    r"(?:\.(?!shape\b|size\b)\w+(?:\([\w\s,:\-]{0,30}\))?|\[[^\[\]\n]{1,40}\])*"
)
_ELISION = re.compile(r"[A-Za-z]['’]\Z")
_BOLD = re.compile(r"__(\w+?)__")  # `__output__` of Markdown
_LATIN_TAIL = re.compile(r"(?<=[^\x00-\x7f])[A-Za-z_][A-Za-z0-9_]*\Z")
_JOINT = re.compile(
    r"(?:\.shape\b|\.size\(\))?[\s`*_()]*(?:[,、，/&+|]+[\s`*_()]*)?(?:\b(?:and|y|und|et|e|or|o|oder|ou|и|или)\b|和|与|および|と|와|과|및)?[\s`*_()]*\Z"
)
_CONNECTOR = re.compile(r"[,、，/&+|和与와과및と]|\b(?:and|y|und|et|e|or|o|oder|ou|и|или)\b")
_BEHIND = re.compile(
    r"\A[\s`*]*(?:(?:is\s+the\s+shape\s+of|tensors?|for|is|of|<-+|--?|—|–|:|：|as|from|in)(?=\s))?\s*"
    r"(?:(?:the|each|every|both)\s+)?[`*]*(?P<name>[^\W\d][\w.]*)"
)
_BULLETS = " \t-*•>#`_\"'"
_COLON = re.compile(r"[`*_\"']*\s*(?:\([^()]*\)\s*)?(?:[:：—–=]|--?\s|\bis\b|は|은|는|的)")
_WORD_BEFORE, _WORD_BEHIND = re.compile(r"([^\W\d][\w'’]*)[ -]\Z"), re.compile(r"[ -]([^\W\d][\w'’]*)")
_OPERATOR = re.compile(r"\s*[xX×@*+·]\s*[(\[]|\s*,?\s*(?:\.\.\.|…|\betc\b)")
_COMMA = re.compile("[,，、;；]")
_CLAUSE_END = re.compile(r"[,，\n]|\((?!\?\))")  # a question mark in brackets still belongs to it
_QUOTES = ("'", '"')
_OVER_LINES = re.compile(r"[\w)][^\S\n]*\n[\s#]*[\w(]")  # in one axis: words, and no sign between them
_ASSIGNMENT = r"[ \t#]*\(?[\w.]+(?:\[[^\]\n]*\])?(?:, *\(?[\w.]+\)?)* [-+*/]?= [^#=\n][^#\n]*"
_SWITCHED_OFF = re.compile(_ASSIGNMENT + "#")  # `y = f(x)  # (3, 5)`, in a comment
_CALL_SWITCHED_OFF = re.compile(_ASSIGNMENT + r"\)\s*\Z")  # `y = f(x)` alone
_AND = ("and ", "or ")  # before the last of several things
_OPERATORS = ("x", "X")  # between two shapes, where they are no names
_OPERAND = re.compile(r"[\d)\]]\s*[xX×@*+·]\s*\Z")
_OTHER_LABEL = re.compile(r"(?P<name>[^\W\d][\w.\[\]]*)[`*'\"]*\s*(?:=|:|：)\s*[`*(\s]*\Z")
_NAMES = re.compile(r"(?<![\w.])(?:[^\W\d][\w.]*,\s*)+\Z")  # the `a, ` of `a, b = `
_SAME = re.compile(r"[\s`*]*(?:=+|#+|:|：|≡|,?\s*(?:i\.e\.|that is|即|也就是|つまり|즉)[,:：]?)?[\s`*]*", re.IGNORECASE)
_CODE_LIKE = re.compile(
    r"(?<![\w.])(?:`(?P<quoted>[^`\n]+)`|(?P<name>[A-Z]|[A-Za-z]\w*_\w*|[A-Za-z]+\d\w*|[A-Za-z]\w+(?:\.[a-z]\w+)+))"
    r"(?![\w(])",
    re.ASCII,
)
_OF = re.compile(r"(?P<what>[^\W\d]\w*)\s+(?:of|in|from|on|for)\s+(?:the\s+|its\s+)?[`*]*\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mention:
    """A shape in a text, and what is said of it."""

    shape: ShapeText

    names: tuple[str, ...] = ()
    """The tensors it is said of, as they are written; several if it is said of each of them."""

    is_direct: bool = False
    """Whether nothing between the name and the shape says that a part of it or something made from it is meant."""

    leads: bool = False
    """Whether an arrow leads on from it."""

    follows: bool = False
    """Whether an arrow leads to it."""

    is_alternative: bool = False
    """Whether it is said of the same as the shape before it, joined by `or`."""

    flags: tuple[tuple[str, bool], ...] = ()
    """The configuration that its sentence speaks of: `batch_first`, `bidirectional`, `batched`."""

    is_conditional: bool = False

    of_another: str = ""
    """The name of something that the code does not have, to which it is given: `weights: (3, 4)`."""

    is_behind: bool = False
    """Whether the name stands behind it."""

    is_outcome: bool = False
    """Whether it is what becomes of the tensor: `reshape the output to (batch, hidden)`."""

    same_as: Mention | None = None
    """The shape right before it that it says in another way: `(5, 3, 20) = (seq_len, batch, hidden_size)`."""

    obstacles: tuple[str, ...] = ()


def mentions_in(text: str, is_name: IsName, is_prose: bool = False) -> list[Mention]:
    """All shapes in a text, in their order.

    is_name: knows the tensors of the code. is_prose: whether sentences go on over the ends of lines.
    """
    if len(text) > LONGEST_TEXT or any(len(line) > _LONGEST_LINE for line in text.split("\n")):
        return []  # nobody writes that for a reader
    reader = _Reader(text, is_name, is_prose)
    shapes = [shape for shape in find_shapes(text) if _is_claim(text, shape, is_name)]
    found: list[Mention] = []
    for position, shape in enumerate(shapes):
        stop = shapes[position + 1].start if position + 1 < len(shapes) else len(text)
        found.append(reader.mention(shape, stop, found[-1] if found else None))
    found = _shared_out(found)
    return [_before(text, mention, after) for mention, after in zip(found, [*found[1:], None])]


def _before(text: str, mention: Mention, after: Mention | None) -> Mention:
    """A mention with what the one behind it, if any, does to it."""
    leads = bool(ARROW_BEHIND.match(text, mention.shape.end)) or (after is not None and after.follows)
    is_alternative = after is not None and after.is_alternative
    obstacles = (*mention.obstacles, *[ALTERNATIVE] * is_alternative)
    return replace(mention, leads=leads, obstacles=obstacles)


def _shared_out(found: list[Mention]) -> list[Mention]:
    """`h_n and output are (2, 3, 20) and (5, 3, 20)`: each of several tensors has its own of as many shapes."""
    shared = list(found)
    for position, mention in enumerate(found):
        count = len(mention.names)
        others = found[position + 1 : position + count]
        if count < 2 or len(others) < count - 1 or any(o.names or o.is_alternative or o.of_another for o in others):
            continue
        for place, name in enumerate(mention.names):
            shared[position + place] = replace(found[position + place], names=(name,), is_direct=mention.is_direct)
    return shared


def _is_claim(text: str, shape: ShapeText, is_name: IsName) -> bool:
    """Whether it is a shape, and no index, argument, pair of tensors or size of a kernel."""
    if shape.callee:
        is_index = text[shape.start] == "[" and any(axis.is_number or not axis.ways for axis in shape.axes)
        return is_name(shape.callee) and not shape.is_concrete and not is_index
    names = [axis.ways[0].text for axis in shape.axes if len(axis.ways) == 1 and isinstance(axis.ways[0], Name)]
    is_pair = len(names) == len(shape.axes) and all(map(is_name, names))
    if is_pair and not any(sense.is_firm for name in names for sense in senses(name)):
        return False
    before = text[max(0, shape.start - 24) : shape.start]
    if before.endswith("^") or shape.axes[0].text.startswith("="):
        return False  # of a formula: `R^{n×h}`; a gloss: `max_len(=n_step, steps)`
    if not shape.is_size and re.search(r"[(,]\s*\w+=\Z", before):
        return False  # `kernel_size=(3, 3)` among other arguments
    texts = [axis.text.strip() for axis in shape.axes]
    if not shape.is_size and ((shape.is_concrete and "0" in texts) or (len(texts) == 2 and set(texts) <= {"-1", "1"})):
        return False  # an order of axes, a range
    return shape.has_brackets or len(shape.axes) > 2 or not shape.is_concrete


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads what one text says of its shapes, one after the other."""

    text: str
    is_name: IsName
    is_prose: bool

    def mention(self, shape: ShapeText, stop: int, previous: Mention | None) -> Mention:
        """A shape with what is said of it; `stop` is where the next one begins."""
        lead = self.text[previous.shape.end if previous else 0 : shape.start]
        lead = lead.lstrip("`*") if previous else lead  # what closes the shape before
        ends = [match.end() for match in SENTENCE_END.finditer(lead)]
        clause = self._clause(lead[ends[-1] :] if ends else lead)
        after = self._after(self.text[shape.end : stop])
        is_alternative = previous is not None and bool(OR_BEFORE.search(lead))
        same_as = (
            previous if previous is not None and not shape.callee and _is_same(previous.shape, lead, shape) else None
        )
        arrow = ARROW_BEFORE.search(lead) if previous is not None and not ends else None
        between = lead[: arrow.start()] if arrow is not None else ""
        follows = arrow is not None and ("\n" not in between or not between.strip())
        names, is_direct = (
            ((shape.callee,), True) if shape.callee else _names_before(clause, self.is_name, self.is_prose)
        )
        if previous is not None and lead.strip() in _OPERATORS:
            names = ()
        of_another, is_behind = "", False
        if previous is not None and previous.is_behind and not ends and names == previous.names:
            names = ()  # that name was the one of the shape before
        if names:
            same_as = None
        elif previous is not None and (same_as or is_alternative):
            names, is_direct, of_another = previous.names, previous.is_direct, previous.of_another
        elif not follows:
            of_another = self._other(clause)
            is_next = stop < len(self.text) and bool(lead.strip(_BULLETS))  # `h (b, h) a_t (b, 2h)`
            names = () if of_another else _name_behind(after, self.is_name, is_next)
            is_behind = is_direct = bool(names)
        sentence = clause[-_SENTENCE:]
        around = f"{sentence}\n{after[:_FARTHEST]}"
        before = previous if previous is not None and not ends and (self.is_prose or "\n" not in lead) else None
        is_example = previous is not None and lead.strip(" `*") == "," and _is_filled_in(previous.shape, shape)
        return Mention(
            shape,
            names,
            is_direct and not AFTERWARDS.match(after),
            follows=follows,
            is_alternative=is_alternative,
            flags=flags_in(around) or (before.flags if before is not None else ()),
            is_conditional=self._is_conditional(sentence, after[:_FARTHEST])
            or (before is not None and before.is_conditional),
            of_another=of_another,
            is_behind=is_behind,
            is_outcome=CHANGED.search(sentence) is not None,
            same_as=(same_as.same_as or same_as) if same_as is not None else None,
            obstacles=(
                *self._obstacles(shape, sentence, after, bool(names)),
                *self._doubts_by_form(shape),
                *[ALTERNATIVE] * is_alternative,
                *["it may be an example of the shape before it"] * is_example,
                *(before.obstacles if before is not None else ()),
            ),
        )

    def _is_conditional(self, before: str, behind: str) -> bool:
        """Whether it holds under a condition; in a comment that shows what stands before it."""
        if not self.is_prose:
            return bool(CONDITION.search(before) or IF_BEHIND.match(behind))
        around = f"{before}\n{behind}"
        return bool(CONDITIONAL.search(around) or FLAG.search(around) or ADVERBIAL.match(before))

    def _clause(self, clause: str) -> str:
        """The words before a shape that belong to it: in prose the whole sentence, else those on its line."""
        before, _, own_line = clause.rpartition("\n")
        above = before.rpartition("\n")[2]
        if not self.is_prose and not re.search(r"\w", own_line) and not _CALL_SWITCHED_OFF.match(above):
            return f"{above} {own_line}"  # a shape that begins a line goes on from the one above
        return own_line if not self.is_prose or names_in(own_line, self.is_name) else clause

    def _after(self, tail: str) -> str:
        """The words behind a shape in its sentence, or on its line."""
        end = SENTENCE_END.search(tail)
        rest = tail[: end.start() + 1] if end else tail
        return rest if self.is_prose else rest.partition("\n")[0]

    def _other(self, clause: str) -> str:
        """The name of something else to which the shape is given: a label, or a word that looks like code."""
        label = _OTHER_LABEL.search(clause)
        lead = _NAMES.sub("", clause[: label.start()]) if label is not None else ""
        is_title = label is not None and not lead.strip(_BULLETS) and label["name"].isascii()
        if label is not None and is_title and not GENERIC.fullmatch(label["name"]):
            return label["name"]
        for match in _CODE_LIKE.finditer(clause):
            name = match["name"] or match["quoted"]
            if not (self.is_name(name) or senses(name) or GENERIC.fullmatch(name) or name.startswith(_LIBRARIES)):
                return name
        return ""

    def _doubts_by_form(self, shape: ShapeText) -> Iterator[str]:
        """Why it must not be called false, by its form and by what stands on its line."""
        words = [name for axis in shape.axes for way in axis.ways for name in names_of(way)]
        is_listing = _is_list(self.text, shape) and not shape.is_concrete and not all(map(is_listed, words))
        if is_listing or (words and words[-1].startswith(_AND)):
            yield "it may be a list of words, and no shape"
        if len(shape.axes) > 1 and len({axis.ways for axis in shape.axes}) == 1 and _is_product(shape.axes[0]):
            yield "it may be a list of shapes"
        if shape.is_product:
            yield "it may be one axis or several"
        if any(". " in axis.text for axis in shape.axes):
            yield "one of its axes has a full stop, perhaps for a comma"
        if any(_OVER_LINES.search(axis.text) for axis in shape.axes):
            yield "one of its lines ends without a comma"
        if _SWITCHED_OFF.match(self.text[self.text.rfind("\n", 0, shape.start) + 1 : shape.start]):
            yield "the code before it is commented out"

    def _obstacles(self, shape: ShapeText, sentence: str, after: str, is_named: bool) -> Iterator[str]:
        """Why it must not be called false, by the words around it."""
        yield from obstacles_in(sentence, _CLAUSE_END.split(after, maxsplit=1)[0][:_NEAR])
        if (
            BACKWARDS.search(sentence)
            or BACKWARDS.search(after)
            or (ARROW.search(after) and not ARROW_BEHIND.match(after))
        ):
            yield BY_ARROW  # behind more words, that is; one right behind it says what it becomes
        if _OPERATOR.match(self.text, shape.end) or _OPERAND.search(sentence):
            yield "it is a part of an expression"
        numbers = {axis.text.strip() for axis in shape.axes if axis.is_number}
        if numbers & set(re.findall(r"(?<![\w.])\d+(?![\w.])", sentence)):
            yield "its sentence gives another size"
        if BY.search(sentence):
            yield "these numbers may be no shape"
        if sentence.count('"') % 2 or sentence.count("“") > sentence.count("”"):
            yield "it is quoted"
        if not (is_named or shape.has_brackets or _is_list(self.text, shape)) and IN_SENTENCE.match(after):
            yield "it may be part of its sentence, and not a shape"
        if not is_named and shape.is_concrete and not shape.is_size and WORD_RIGHT_BEFORE.search(sentence):
            yield "these numbers may be no shape"
        if not is_named and any(len(word) > 2 and self.is_name(word) for word in _words_of_english(sentence)):
            yield "a word before it is a variable of the code as well"
        if not is_named and (MADE.search(sentence) or PART.search(sentence)):
            yield OF_A_PART


def _is_list(text: str, shape: ShapeText) -> bool:
    """Whether it is a list without brackets."""
    return not shape.has_brackets and _COMMA.search(text, shape.start, shape.end) is not None


def _is_filled_in(one: ShapeText, other: ShapeText) -> bool:
    """Whether one has symbols where the other, with as many axes, has numbers."""
    return len(one.axes) == len(other.axes) and other.is_concrete and not one.is_concrete


def _is_product(axis: AxisText) -> bool:
    return all(isinstance(way, Operation) and way.sign == "*" for way in axis.ways)


def _words_of_english(sentence: str) -> Iterator[str]:
    """The words that are read as no names."""
    return (word for word in re.findall(r"[A-Za-z]+", sentence) if NO_NAME.fullmatch(word))


def _is_same(one: ShapeText, between: str, other: ShapeText) -> bool:
    """Whether a shape says what the one right before it says: after a sign, or numbers after symbols."""
    if not _SAME.fullmatch(between) or len(one.axes) != len(other.axes):
        return False
    return bool(between.strip(" \t\n`*")) or one.is_concrete != other.is_concrete


def _without_verbs(clause: str, found: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The names, without words of another script behind one in code quotes: in Korean, `output` is also to print."""
    quoted = [end for start, end, _ in found if clause[:start].endswith("`")]
    return [name for name in found if not quoted or name[1] <= quoted[-1] or name[2].isascii()]


def _is_noun_alone(clause: str, start: int, end: int) -> bool:
    """Whether a plain word such as `output` stands without a noun beside it that makes it something else's."""
    if not re.fullmatch(r"[A-Za-z '’-]+", clause[start:end]) or clause[start - 1 : start] in ("`", '"'):
        return True
    before, behind = _WORD_BEFORE.search(clause[:start]), _WORD_BEHIND.match(clause[end:])
    is_plain = before is None or BEFORE_NOUN.fullmatch(before[1]) or not before[1].isascii()
    return bool(is_plain) and (behind is None or bool(BEHIND_NOUN.fullmatch(behind[1])) or not behind[1].isascii())


def _names_before(clause: str, is_name: IsName, is_prose: bool = False) -> tuple[tuple[str, ...], bool]:
    """The tensors that a clause names last, and whether they are meant as a whole."""
    found = _without_verbs(clause, names_in(clause, is_name))
    if not found:
        return (), False
    labelled = [name for name in found if _is_leading(clause, *name)]
    start, end, name = labelled[0] if labelled else found[-1]
    if len(found) > 1 and not labelled and _is_kind_of_output(clause, found[-2], found[-1]):
        start, name = found[-2][0], found[-2][2]
    gap = clause[end:]
    label = _OTHER_LABEL.search(gap)
    is_other = (
        label is not None and not GENERIC.fullmatch(label["name"]) and not _JOINT.match(gap[: label.start()] or "?")
    )
    if is_other and not (labelled and "\n" not in gap):
        return (), False
    if len(gap) > (_FARTHEST if not labelled else 2 * _FARTHEST):
        return (), False
    found = [other for other in found if other[0] <= start]
    names = [name]
    for first, last, other in found[-2::-1]:
        between = clause[last:start]
        is_apposition = between.strip(" `*") == "," and gap.lstrip("`*").startswith(",")  # `the output, out, is`
        if is_apposition or last >= start or not _JOINT.match(between) or not _CONNECTOR.search(between):
            break
        names.insert(0, other)
        start = first
    around = (gap, clause[max(0, start - _NEAR) : start])
    is_state = any(role in STATES for role in roles_of(name))
    is_whole = not any(
        MADE.search(text) or PART.search(text) or (AT_STEP.search(text) and not is_state) for text in around
    )
    is_whole = is_whole and not HAS_OTHER.search(gap) and not re.match(r"[`*]*\s+\d", gap)  # `output 2`
    is_whole = (
        is_whole and not (clause[:start].endswith(_QUOTES) and gap.startswith(_QUOTES)) and not OF_THING.match(gap)
    )
    if is_prose and not _is_noun_alone(clause, start, end):
        is_whole = False
    is_whole = is_whole and not is_of_another_module(clause[max(0, start - _NEAR) : start])
    owner = _OF.search(clause[:start])
    is_whole = is_whole and (owner is None or GENERIC.fullmatch(owner["what"]) is not None)
    return tuple(dict.fromkeys(names)), is_whole and not re.match(r"\s*\.(?:shape|size)\s*(?:\[|\(\s*-?\d)", gap)


def _is_kind_of_output(clause: str, one: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    """Whether a state stands right before the word: `h_n output` is what is returned as h_n."""
    is_output = "output" in roles_of(other[2]) and clause[one[1] : other[0]] == " "
    return is_output and any(role in STATES for role in roles_of(one[2]))


def _name_behind(tail: str, is_name: IsName, is_next: bool) -> tuple[str, ...]:
    """The tensor whose name stands behind the shape: `(5, 3, 20) for output`.

    is_next: whether a name alone, with another shape right behind it, is the name of that one.
    """
    match = _BEHIND.match(tail)
    if match is not None and is_next and tail.strip(_BULLETS) == match["name"]:
        return ()
    if match is None or not is_name(match["name"]) or match["name"] == "out" or NO_NAME.fullmatch(match["name"]):
        return ()
    return (match["name"],)


def leading_name(text: str, is_name: IsName) -> tuple[str, ...]:
    """The tensor that a text begins with, if it is about that: `output: ...`."""
    found = names_in(text[:_LONGEST_LEAD], is_name)[:1]
    return tuple(name for start, end, name in found if _is_leading(text, start, end, name))


def _is_leading(text: str, start: int, end: int, name: str) -> bool:
    return not text[:start].strip(_BULLETS) and _COLON.match(text, end) is not None


def names_in(clause: str, is_name: IsName) -> list[tuple[int, int, str]]:
    """Each tensor that a clause names: where its name begins and ends, and the name."""
    phrases = sorted((match.start(), match.end(), match[0]) for match in phrases_in(clause))
    found = list(phrases)
    passed = 0  # phrases that end before the expression, and so before all behind it
    for match in _EXPRESSION.finditer(clause):
        while passed < len(phrases) and phrases[passed][1] <= match.start():
            passed += 1
        behind = bisect_left(phrases, (match.end(),))
        clashing = [other for other in phrases[passed:behind] if match.start() < other[1]]
        if any(end - start >= len(match[0]) for start, end, _ in clashing):
            continue
        text, start = match[0].rstrip("."), match.start()
        if (bold := _BOLD.fullmatch(text)) is not None and not is_name(text):
            text, start = bold[1], start + bold.start(1)
        if not is_name(text) and (tail := _LATIN_TAIL.search(text)) is not None:  # `其中output`
            text, start = tail[0], start + tail.start()
        is_elided = _ELISION.search(clause, max(0, start - 2), start) is not None and not roles_of(text)  # `l'ultimo`
        if is_name(text) and not is_elided and not _is_word(clause, start, text):
            found = [other for other in found if other not in clashing] if clashing else found
            found.append((start, start + len(text), text))
    return sorted(found)


def _is_word(clause: str, start: int, text: str) -> bool:
    """Whether a name is a word of English here, or the `x` of `B x L`."""
    behind, before = clause[start + len(text) :].lstrip(), clause[:start].rstrip()
    if text == "out" and (re.match(r"(?:as|of|to)\b", behind) or re.search(r"\b(?:com|turn|work|print)\w*\Z", before)):
        return True
    if (
        text in ("x", "X")
        and (before[-1:].isdigit() or before[-1:] in ("(", ")", "[", "]"))
        and behind[:1] in ("", "(", "[")
    ):
        return True
    if text in ("x", "X") and before[-1:].isalnum() and behind[:1].isalnum() and clause[start - 1 : start].isspace():
        return len(before.split()[-1]) <= 2 or before[-1].isdigit()
    return NO_NAME.fullmatch(text) is not None and behind[:1] not in (":", "=", ".", "`") and before[-1:] != "`"
