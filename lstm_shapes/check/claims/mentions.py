"""What stands around a shape in a text: the tensors that it is said of, and words that change what is said."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from lstm_shapes.check.claims.shape_text import ShapeText, find_shapes
from lstm_shapes.check.claims.tensor_names import phrases_in, roles_of

__all__ = ["Mention", "mentions_in", "named_in"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A shape in a text, and what is said of it.

    subjects: the tensors it is said of, as they are written; several where it is said of each of them.
    is_direct: whether the subject stands right before it (`h_n: (...)`), so that nothing else can be meant.
    is_first: whether the subject is the first thing that the sentence speaks of.
    is_denied: said not to be so, or to have been so. is_conditional: said under a condition that the code may not meet.
    is_supposed: what would be or might be. follows: whether an arrow leads to it; leads: whether one leads on from it.
    is_alternative: said of the same as the shape before it, by `or` or `=`. is_choice: one of several, joined by `or`.
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


_EXPRESSION = re.compile(
    r"(?<![\w.])[^\W\d]\w*(?:\.(?!shape\b|size\b)\w+(?:\([\w\s,:\-]{0,30}\))?|\[[^\[\]\n]{1,40}\])*"
)
_JOINT = re.compile(
    r"[\s`*_()]*(?:[,、，/&+|]+[\s`*_()]*)?(?:\b(?:and|y|und|et|e|or|o|oder|ou|и|или)\b|和|与|および|と|와|과|및|и|или|或)?[\s`*_()]*\Z"
)
_CONNECTOR = re.compile(r"[,、，/&+|和与와과및и或と]|\b(?:and|y|und|et|e|or|o|oder|ou)\b")
_ARROW = re.compile(r"(?:-+>|=+>|→|⇒|⟶|➜|\bto\b)\s*[`*\s]*\Z")
_LEADS = re.compile(r"[\s`*]*(?:-+>|=+>|→|⇒|⟶|➜)")
_OR = re.compile(r"(?:\bor\b|\|\||或者?|または|또는|или|\bo\b|\boder\b|\bou\b|/)[\s`*]*(?::\w+:)?[\s`*]*\Z")
_EQUAL = re.compile(
    r"\A[\s`*]*(?:=+|:|：|≡|[,，;；]?\s*(?:(?:so|which is|that is|i\.e\.|e\.g\.|or rather|aka|here|in this case|in our case|thus|hence|"
    r"hier|ici|aquí|es decir|das heißt|здесь|то есть|这里是|这里为|此处是|此处为|本例中?为?|即|也就是|即为|ここでは|つまり|여기서는|즉)[,:：]?))[\s`*]*\Z",
    re.IGNORECASE,
)
# All that may stand between a tensor and its shape where nothing else is meant.
_LINKS = frozenset(
    [
        "s",
        "math",
        "'",
        "’",
        '"',
        "`",
        "*",
        "_",
        ")",
        "]",
        "(",
        ":",
        "：",
        "=",
        "-",
        "–",
        "—",
        ">",
        "→",
        "⇒",
        "∈",
        ",",
        ".",
        "#",
        "|",
        "~",
        "\\",
        "（",
        "）",
        "；",
        "is",
        "are",
        "has",
        "have",
        "be",
        "was",
        "must",
        "should",
        "will",
        "of",
        "with",
        "as",
        "also",
        "now",
        "the",
        "a",
        "an",
        "its",
        "in",
        "both",
        "each",
        "expected",
        "tensor",
        "tensors",
        "batched",
        "form",
        "format",
        "shape",
        "shapes",
        "size",
        "sizes",
        "dim",
        "dims",
        "dimension",
        "dimensions",
        "torch",
        "numpy",
        "array",
        "float",
        "形状",
        "的形状",
        "尺寸",
        "大小",
        "维度",
        "为",
        "是",
        "的",
        "サイズ",
        "形状は",
        "の形状は",
        "の形状",
        "は",
        "の",
        "형태",
        "크기",
        "형상",
        "의",
        "는",
        "은",
        "이",
        "모양",
        "의모양",
        "형태는",
        "크기는",
        "форма",
        "формы",
        "размер",
        "размера",
        "имеет",
        "имеют",
        "forma",
        "tamaño",
        "tiene",
        "tienen",
        "con",
        "de",
        "dimensiones",
        "forme",
        "taille",
        "ist",
        "hat",
        "mit",
        "der",
        "form",
        "größe",
        "returns",
        "return",
        "given",
        "shaped",
        "here",
        "output_shape",
        "it",
        "that",
        "which",
        "layout",
        "axes",
        "looks",
        "like",
        "becomes",
        "变为",
        "形状为",
        "的形状为",
        "形状是",
        "的形状是",
        "大小为",
        "的大小为",
        "维度为",
        "的维度为",
        "的维度是",
        "其形状为",
    ]
)
_LINK = re.compile(r"\w+|[^\w\s]")
_SHAPE_OF = re.compile(r"(?:shape|size|dimensions?|dims?)\s+(?:of|for)\s+(?:the\s+)?[`*]*\Z", re.IGNORECASE)
_BEHIND = re.compile(
    r"\A[\s`*]*(?:(?:for|is|of|=>|<-+|--?|—|–|:|：|as|from|in)\s+)?(?:(?:the|each|every|both)\s+)?[`*]*(?P<name>[^\W\d][\w.]*(?:\s+states?)?)"
)
_SENTENCE_END = re.compile(r"(?<!i\.e)(?<!e\.g)(?<!etc)[.!?;]\s+(?=[^a-z])|[。；！？]|;\s*|\n\s*[-*•]\s")
_DENIED = re.compile(
    r"\b(?:not|never|isn't|aren't|rather than|instead of|no longer|wrong|wrongly|incorrect(?:ly)?|mistake|fails?|failed|raises?|"
    r"unlike|nor|used to|previously|originally|formerly|before the (?:fix|change|edit)|bug|broken|invalid|old|"
    r"contrary to|mistaken(?:ly)?|crash(?:es)?|v[01]|error|Error)\b|\w+Error\b|而不是|不是|并非|不会是|错误|報錯|报错|早期|旧版|曾经|写成了|误写|笔误|漏掉|原先|之前是|改正|誤り|以前は|旧来|이전에는|잘못|ではなく|아니라|아니고|"
    r"\bantes\b|\banteriormente\b|\bfrüher\b|\bраньше\b|\bошиб\w+|\bavant\b|\bno es\b|\bне\b|\bnicht\b|\bn'est pas\b|\bnão\b|✗|❌|✘"
)
_SUPPOSED = re.compile(
    r"\b(?:would|could|might|then|may|maybe|perhaps|probably|assum\w+|suppose|otherwise|imagine|guess|think|thought|expected|expects|"
    r"was|were|todo|fixme|should|want|wanted|without|had|before|another|other|different|gru|older|keras|tensorflow)\b|"
    r"\?|可能|应该|也许|если бы|原来|以前",
    re.IGNORECASE,
)
_CONDITIONAL = re.compile(
    r"\b(?:if|when|whenever|unless|otherwise|else|default|case|mode|depending|configur\w+|suppose|optional\w*|sometimes)\b|"
    r"batch[_ -]?first|bidirectional|unbatched|unidirectional|proj_size|如果|若|当|默认|时候|情况|場合|デフォルト|경우|이면|si\b|если|wenn|при\b|"
    r"=\s*(?:True|False)",
    re.IGNORECASE,
)
_DERIVED = re.compile(
    r"\b(?:last|final|first|each|every|single|one|per)\s+(?:time\s*)?-?(?:step|element|token|frame|word|layer|direction|sample|"
    r"item|timestep)s?\b|\b(?:concat\w*|flatten\w*|reshap\w*|transpos\w*|permut\w*|squeez\w*|stack\w*|sum(?:med)?|mean|"
    r"averag\w*|slice\w*|after|select\w*|pool\w*|split\w*|view|embedd\w+|index\w*|chunk\w*|pack\w*|drop\w*|"
    r"forward|backward|reverse\w*|half|halves|swap\w*|unsqueez\w*|normali[sz]\w*|project\w*|padd\w*|attention|top)\b|"
    r"\[\s*-?\d|每个时间步|最后一个时间步|最后一步|拼接|转置|最後のステップ|마지막",
    re.IGNORECASE,
)
_CODE = re.compile(r"`{1,2}[^\W\d][\w.]*`{1,2}")
_NO_NAMES = frozenset(
    [
        "a",
        "i",
        "I",
        "A",
        "an",
        "in",
        "is",
        "it",
        "of",
        "on",
        "to",
        "at",
        "as",
        "by",
        "or",
        "and",
        "for",
        "the",
        "we",
        "be",
        "if",
        "with",
        "each",
        "all",
        "both",
        "time",
        "batch",
        "shape",
        "size",
    ]
)
_FEW_WORDS = 3
_FARTHEST = 90  # characters between a subject and its shape


def mentions_in(text: str, is_subject: Callable[[str], bool]) -> list[Mention]:
    """
    MathAll shapes in a text, each with what is said of it. `is_subject` knows the tensors of the code by name."""
    shapes = [shape for shape in find_shapes(text) if not _is_index(text, shape, is_subject)]
    found: list[Mention] = []
    for position, shape in enumerate(shapes):
        start = shapes[position - 1].end if position else 0
        stop = shapes[position + 1].start if position + 1 < len(shapes) else len(text)
        lead = text[start : shape.start]
        found.append(_mention(lead, shape, text[shape.end : stop], is_subject, found[-1] if found else None))
    led = [_led(mention, found[position + 1 :], text[mention.shape.end :]) for position, mention in enumerate(found)]
    return [mention for mention in led if not _is_size(mention)]


def _is_size(mention: Mention) -> bool:
    """Whether it is no more than the size of something else: `a 1x1 convolution`, `3 x 3 patches`."""
    shape = mention.shape
    return not shape.has_brackets and len(shape.axes) == 2 and shape.is_concrete and not mention.is_direct


def _led(mention: Mention, rest: Sequence[Mention], tail: str) -> Mention:
    leads = bool(rest and rest[0].follows) or bool(_LEADS.match(tail))
    return replace(mention, leads=leads, is_choice=mention.is_choice or bool(rest and rest[0].is_choice))


def _is_index(text: str, shape: ShapeText, is_subject: Callable[[str], bool]) -> bool:
    """Whether it is the arguments of a call or an index, and no shape: `view(3, 20)`, `x[0, 1]`."""
    if not shape.callee:
        return False
    if text[shape.start] == "[" and any(axis.is_number or not axis.ways for axis in shape.axes):
        return True
    return not is_subject(shape.callee) or shape.is_concrete


def _mention(
    lead: str, shape: ShapeText, tail: str, is_subject: Callable[[str], bool], previous: Mention | None
) -> Mention:
    ends = [match.end() for match in _SENTENCE_END.finditer(lead)]
    clause = lead[ends[-1] :] if ends else lead
    own_line = clause.rpartition("\n")[2]
    if own_line != clause and _names(own_line, is_subject):
        clause = own_line
    after = tail[: _first_end(tail)]
    subjects, gap, before = _subjects(clause, is_subject) if not shape.callee else ((shape.callee,), "", "")
    is_direct = bool(subjects) and (_is_link(gap) or bool(_SHAPE_OF.search(before)))
    follows = previous is not None and bool(_ARROW.search(lead)) and not ends
    is_alternative = previous is not None and not subjects and bool(_OR.search(lead))
    if previous is not None and not subjects and not follows and (is_alternative or _EQUAL.match(lead)):
        subjects, is_direct = previous.subjects, previous.is_direct
        if not is_alternative and not subjects:
            is_alternative = True  # it is said of whatever the shape before it is said of
    if not subjects and not shape.callee:
        subjects = _behind(tail, is_subject)
    around = f"{clause}\n{after}"
    denial = clause[-_FARTHEST:] + "\n" + re.split(r"[,，(\n]", after, maxsplit=1)[0][:30]
    return Mention(
        shape,
        subjects,
        is_direct,
        is_denied=bool(_DENIED.search(denial)),
        is_conditional=is_alternative or bool(_CONDITIONAL.search(around)),
        is_supposed=bool(_SUPPOSED.search(around)) or (previous is not None and previous.is_supposed and not ends),
        is_derived=bool(_DERIVED.search(gap if subjects else clause)) or bool(_DERIVED.search(after[:40])),
        follows=follows,
        is_alternative=is_alternative,
        is_first=len(re.findall(r"\w+", before)) <= _FEW_WORDS and "`" not in before.strip("`*_ "),
        is_choice=previous is not None and bool(_OR.search(lead)),
    )


def _is_link(gap: str) -> bool:
    """Whether nothing stands between a tensor and its shape but words that link them."""
    return all(word.lower() in _LINKS for word in _LINK.findall(gap))


def _first_end(tail: str) -> int:
    match = _SENTENCE_END.search(tail)
    return match.start() + 1 if match else len(tail)


def _subjects(clause: str, is_subject: Callable[[str], bool]) -> tuple[tuple[str, ...], str, str]:
    """The tensors that the words before a shape name last, what stands between them and it, and what before them."""
    found = _names(clause, is_subject)
    if not found:
        return (), "", ""
    start, end, name = found[-1]
    if not _is_link(
        clause[end:]
    ):  # a name in code style means the tensor, where a bare word may be one of the language
        start, end, name = next((n for n in reversed(found) if clause[n[0] - 1 : n[0]] in ("`", "*")), found[-1])
        found = [other for other in found if other[0] <= start]
    gap = clause[end:]
    if len(gap) > _FARTHEST:
        return (), "", ""
    if _CODE.search(gap.lstrip("`*_")):
        return (), "", ""  # something else is named, which nobody knows
    names = [name]
    for first, last, other in found[-2::-1]:
        between = clause[last:start]
        if last >= start or not _JOINT.match(between) or not _CONNECTOR.search(between):
            break
        names.insert(0, other)
        start = first
    return tuple(dict.fromkeys(names)), gap, clause[:start]


def _names(clause: str, is_subject: Callable[[str], bool]) -> list[tuple[int, int, str]]:
    found = [(match.start(), match.end(), match[0]) for match in phrases_in(clause)]
    for match in _EXPRESSION.finditer(clause):
        if any(start < match.end() and match.start() < end for start, end, _ in found):
            continue
        for text in _expressions(match[0]):
            if is_subject(text) and not _is_word(clause, match.start(), text):
                found.append((match.start(), match.start() + len(text), text))
                break
    return sorted(found)


def _is_word(clause: str, start: int, text: str) -> bool:
    """Whether a name is an English word here, or the `x` of `B x L`."""
    behind = clause[start + len(text) :].lstrip()
    before = clause[:start].rstrip()
    if text in ("x", "X") and before[-1:].isalnum() and behind[:1].isalnum() and clause[start - 1 : start].isspace():
        return len(before.split()[-1]) <= 2 or before[-1].isdigit()
    return text in _NO_NAMES and behind[:1] not in (":", "=", ".", "`") and before[-1:] != "`"


def _expressions(text: str) -> Iterator[str]:
    """An expression, and what is left without its last parts, which may be no more than punctuation."""
    yield text
    if text.endswith("."):
        yield text[:-1]


def named_in(text: str, is_subject: Callable[[str], bool]) -> tuple[str, ...]:
    """The tensors that a heading, a label or a cell of a table names, where it names nothing else behind them."""
    return _subjects(text, is_subject)[0]


def _behind(tail: str, is_subject: Callable[[str], bool]) -> tuple[str, ...]:
    """The subject where it stands behind the shape: `(5, 3, 20) for output`."""
    match = _BEHIND.match(tail)
    if match is None:
        return ()
    name = match["name"]
    if not is_subject(name):
        name = name.split()[0]
    return (name,) if is_subject(name) or len(roles_of(match["name"])) else ()
