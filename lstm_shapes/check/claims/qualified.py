"""Whether the words around a shape say more than whose it is: of a part, in a case, of something else with a name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lstm_shapes.check.claims.phrases import DERIVED, LINKS, SENTENCE_END
from lstm_shapes.check.claims.shape_text import ShapeText
from lstm_shapes.check.claims.tensor_names import STATES, roles_of

__all__ = ["Surroundings", "are_plain", "is_qualified"]

# What a label before a shape may be without being the name of something: `shape: (5, 3, 20)`.
_LABEL = re.compile(r"(?P<name>['\"]?[^\W\d][\w.\[\]\-]*['\"]?(?:'s)?)[`*]*\s*(?P<sign>=|:|：)\s*[`*(\s]*\Z")
_LABELS = """
    shape shapes size sizes dim dims dimension dimensions result results tensor tensors note now expected prints
    print  printed e.g eg i.e ie format form axes layout returns return gives value values actual here torch.size 形状
    尺寸 大小  维度 注意 サイズ 크기 형태 форма размер forma tamaño form größe forme taille
"""
# Words before a tensor's name, or before a shape without one, that change nothing of what is said.
_PLAIN = """
    a an the this these that our its their my your of in for with from by on to and also both now so here thus hence
    therefore note is are has have get gets got gives give given returns return returned we you i it tensor tensors shape
    shapes size sizes dimension dimensions dim dims torch lstm lstms nn nn.lstm torch.nn.lstm pytorch bilstm blstm variable variables value values
    called where which while whereas because since as be must print prints printed shows whole complete entire full
    resulting remember recall hidden cell state states output outputs input inputs batch_first true
    e.g i.e eg ie pair pairs tuple two each zero zeros that's it's lstm's pytorch's only respectively
    el la los las un una le les der die das il lo o os as de des du von del al es est ist são é sont sind son tiene hat
"""
_OF_STATES = re.compile(r"\b(?:final|initial|last)\b", re.IGNORECASE)  # of the output it would be a part
_PLAIN_PHRASES = re.compile(
    r"其中|因此|所以|那么|输出|返回|得到|最终|这里|注意|此时|分别|的|了|为|是|和|与|及|以及|就|也|都|则|会|后|张量|变量|结果|形状|大小|维度"
    r"|均|皆|同样|なので|ので|ここで|また|および|両方|どちらも|それぞれ|は|が|の|を|に|と|も|둘\s?다|모두|각각"
)
_PARTICLE = re.compile(r"(?<=.)(?:에서는|에는|은|는|이|가|의|과|와|도|및|를|을)\Z")
_ROLE = re.compile(r":\w+:(?=`)")  # of reST: :math:`(N, L)`
_BULLETS = " \t-*•>#`_"
# After a name that begins its sentence any words may tell what it is: `h_n: the final hidden state, of shape (...)`.
_DESCRIBED = re.compile(
    r"\A[`*_]*\s*(?:\([^()]*\)\s*)?(?:[:：–—|]|--?|is\b|are\b|contains\b|holds\b)(?![^\n]*\b(?:after|before|if|when|transposed|"
    r"permuted|reshaped|flattened|squeezed|stacked|concatenat\w+|averag\w+|sum(?:med)?|mean|last step|first step|per|repeated|expanded|unsqueezed|viewed|becomes|turned)\b)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_][\w.'’]*")
_OPERAND = re.compile(r"(?:\A\s*(?:[xX×@*+·]|and)\s*|(?<![\w.])\d+\s*[xX×*]\s*)\Z")  # `(3, 5) x (5, 4)`, `2 x (5, 4)`
_OPERATOR = re.compile(r"\A\s*[x×@*+·]\s*[(\[]")
_AFTERWARDS = re.compile(r"\A[\s`*)]*(?:after|once|when|as soon as|following|before|per)\b", re.IGNORECASE)
_PART_OF_SHAPE = re.compile(r"\A\.(?:shape|size)\s*(?:\[|\(\s*-?\d)")  # `output.shape[:2]`
_QUOTES = ("'", '"')
_AND_SO_ON = re.compile(r"\A\s*,?\s*(?:\.\.\.|…|\betc\b)")


_LABEL_WORDS, _PLAIN_WORDS = frozenset(_LABELS.split()), frozenset(_PLAIN.split())


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a shape: the text from the shape before it on, the text behind it, and how that is to be read.

    is_first: whether the subject is the first thing that its sentence speaks of. is_prose: whether sentences go on over
    the ends of lines.
    """

    lead: str
    tail: str
    is_first: bool
    is_prose: bool


def is_qualified(
    shape: ShapeText, subjects: Sequence[str], around: Surroundings, is_subject: Callable[[str], bool]
) -> bool:
    """Whether the words around a shape say more than that a tensor has it, one of `subjects` or one without a name."""
    tail = around.tail
    if _OPERATOR.match(tail) or _AND_SO_ON.match(tail) or _AFTERWARDS.match(tail) or _has_zero(shape):
        return True
    head = _head(around.lead, subjects, around.is_prose)
    if _OPERAND.search(head):
        return True
    if shape.callee or not subjects:  # as in `h_n[batch, seq, hidden]`  # lstm-shapes: ignore
        return not shape.callee and _is_of_another(head, shape, is_subject)
    before, gap = _parted(head, subjects[0])
    if _PART_OF_SHAPE.match(gap) or (before.endswith(_QUOTES) and gap.startswith(_QUOTES)):
        return True
    if around.is_first and _DESCRIBED.match(gap) and not before.strip(_BULLETS):
        return False
    if any(role in STATES for name in subjects for role in roles_of(name)):
        before = _OF_STATES.sub(" ", before)
    return not are_plain(f"{before} {gap}", is_subject)


def _has_zero(shape: ShapeText) -> bool:
    """Whether an axis is 0, as in a range or an order of axes."""
    return shape.is_concrete and not shape.is_size and any(axis.text.strip() == "0" for axis in shape.axes)


def _head(lead: str, subjects: Sequence[str], is_prose: bool) -> str:
    """What stands before a shape in its sentence, or on its line."""
    ends = [match.end() for match in SENTENCE_END.finditer(lead)]
    head = _ROLE.sub("", lead[ends[-1] :] if ends else lead)
    own_line = head.rpartition("\n")[2]
    begins_line = any(own_line.strip("-*•`_ \t").startswith(name) for name in subjects)
    return head if is_prose and not begins_line else own_line


def _is_of_another(head: str, shape: ShapeText, is_subject: Callable[[str], bool]) -> bool:
    """Whether a shape that names no tensor of the code is given to something else, or to a part."""
    label = _LABEL.search(head)
    if label is not None and (label["sign"] == "=" or not head[: label.start()].strip(_BULLETS)):
        name = label["name"].strip("'\"")
        return not (name.lower() in _LABEL_WORDS or is_subject(name))
    if not shape.is_concrete:
        return bool(DERIVED.search(head))
    return not head.rstrip(" `*").endswith((":", "：")) and not are_plain(head, is_subject)


def _parted(head: str, name: str) -> tuple[str, str]:
    """What stands before the name of a tensor, and what between it and the shape."""
    before, _, gap = head.rpartition(name)
    return before, gap


def are_plain(text: str, is_subject: Callable[[str], bool]) -> bool:
    """Whether no word of a text changes what is said of the tensor beside it."""
    for word in _WORD.findall(_PLAIN_PHRASES.sub(" ", text)):
        name = _PARTICLE.sub("", word.rstrip(".'"))
        if not (name.lower() in _PLAIN_WORDS or name.lower() in LINKS or is_subject(name)):
            return False
    return True
