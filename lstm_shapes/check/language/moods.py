"""THE table of words that change what is said of a shape: denied, supposed, conditional, of a part, in contrast.

A word that stands in no row is no evidence: it neither vetoes a claim nor confirms it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

__all__ = [
    "ADVERBIAL",
    "ARROW",
    "ARROW_BEFORE",
    "ARROW_BEHIND",
    "AT_STEP",
    "BACKWARDS",
    "CHANGED",
    "CONDITION",
    "CONDITIONAL",
    "EXPECTS",
    "IF_BEHIND",
    "MADE",
    "OR_BEFORE",
    "PART",
    "SENTENCE_END",
    "flags_in",
    "obstacles_in",
]

SENTENCE_END = re.compile(r"(?<!i\.e)(?<!e\.g)(?<!etc)[.!?;]\s+(?=[^a-z])|[。；！？]|;\s*|\n\s*[-*•]\s")
_ARROW = r"(?:(?:[-=]{1,3}\s?[(\[]?[\w ./]{1,20}[)\]]?\s?)?[-=]+>|>>+|→|⇒|⟶|➜|\$?\s*\\(?:long)?(?:right|Right)arrow\b)"  # also one with a label: `--(transpose)-->`
ARROW_BEFORE = re.compile(rf"(?:{_ARROW}|\bto\b|\binto\b)\s*(?:[\w.]+\s*[:=])?[`*\s]*\Z")
ARROW_BEHIND = re.compile(rf"[\s`*]*{_ARROW}")
ARROW = re.compile(_ARROW)
BACKWARDS = re.compile(r"<[-=]+|←|⇐|⟵")
OR_BEFORE = re.compile(r"(?:\bor\b|\|\||或者?|または|또는|или|\bo\b|\boder\b|\bou\b|/)[\s`*]*\Z")

_DENIED = re.compile(
    r"\b(?:not|never|isn't|aren't|rather than|instead of|no longer|wrong(?:ly)?|incorrect(?:ly)?|mistaken?(?:ly)?|"
    r"fails?|failed|raises?|unlike|nor|used to|previously|originally|formerly|obsolete|deprecated|bug|broken|invalid|"
    r"contrary to|crash(?:es)?|error|don't|myth|misconception)\b|\w+Error\b|~~|≠|!=|"
    r"而不是|不是|并非|不会是|错误|报错|早期|旧版|曾经|误写|笔误|原先|之前是|誤り|以前は|ではなく|ではありません|ではない|間違い|"
    r"아니라|아니고|아닙니다|잘못|틀린|不对|이전에는|"
    r"\b(?:keineswegs|falsch|irrtum|faux|nunca|incorrecto|sino|неверно|вместо|niet|nie|değil|non|antes|früher|раньше|avant|"
    r"nicht|não|не)\b|n'est pas|no es|ошиб\w+|✗|❌|✘",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(
    r"\b(?:would|could|might|may|maybe|perhaps|probably|assum\w+|suppose|imagine|guess|think|thought|was|were|had|todo|fixme|"
    r"wants?|needs?|like|\w+'d|should|expected|being|wanted|claims?|claimed|tempting|proposal|believe\w*)\b|\?|可能|应该|也许|原来|以前|以为|если бы|"
    r"思われ|思いがち|にしたい|생각하|"
    r"\b(?:glaub\w+|könnte\w*|wäre\w*|hätte\w*|pourrai\w+|pensent|croi\w+|creen|думают|pensam|acham|credono|denken)\b",
    re.IGNORECASE,
)
_CONTRASTED = re.compile(
    r"\b(?:vs\.?|versus|as opposed to|compared (?:to|with)|whereas)\s[^\n]{0,40}\Z|对比", re.IGNORECASE
)
_IF_ELSEWHERE = (
    r"如果|若(?!干)|当(?!前|作|成)|情况下|的时候|場合|なら|とき|の時(?!刻|間)|경우|이면|라면|일 ?때|"
    r"\b(?:si|если|wenn|при|falls|cuando|quand|quando|когда|lorsque)\b"
)
CONDITIONAL = re.compile(
    r"\b(?:if|when|whenever|unless|otherwise|else|then|default|in case|depending|optional\w*|sometimes)\b|"
    r"\b(?:one|two|three|four|single|multi|\d)[- ]layer|"
    r"\b(?:batch[_ -]?first|bidirectional|unbatched|unidirectional|proj_size)\b\s*(?:=|is|,|:)|=\s*(?:True|False)\b|"
    rf"默认|情况|デフォルト|{_IF_ELSEWHERE}",
    re.IGNORECASE,
)
CONDITION = re.compile(rf"\b(?:if|when|unless|otherwise|except)\b|=\s*(?:True|False)\b|{_IF_ELSEWHERE}", re.IGNORECASE)
"""What makes a comment hold only sometimes."""

EXPECTS = re.compile(r"\b(?:expect|requir|accept|tak)(?:s|es)\b|必须|需要|要求|要求する|期待|필요", re.IGNORECASE)
"""Of what something takes, which may be anything but what stands beside it."""

ADVERBIAL = re.compile(
    r"[\W_]*(?:with|without|for|given|under|before|after|by|on|in|at|from|while|since|until|[a-z]+ing)\b"
    r"(?!\s+(?:this|the|our|all)\b|\s+(?:an?\s+|any\s+|every\s+)?[`*]*(?:torch\.)?(?:nn\.)?(?:LSTM|GRU|RNN)(?![\w(]))",
    re.IGNORECASE,
)
"""How a sentence begins that says first under which circumstances."""

AT_STEP = re.compile(
    r"\b(?:last|final|first)\s+(?:time\s*)?-?(?:step|element|token|frame|word|timestep)s?\b|"
    r"\b(?:last|final|first)\s*\Z|最后一个时间步|最后一步|最后的?\s*\Z|最後のステップ|最後の\s*\Z|最終\s*\Z|마지막",
    re.IGNORECASE,
)
"""Of one step, which a state is anyway; also right before a name: `final output`."""

PART = re.compile(
    r"\b(?:last|final|first|each|every|single|one|per)\s+(?:layer|direction|sample|item|row|entr\w+)s?\b|"
    r"\b(?:last|final|first)\s+(?:one|batch|chunk|window|half)\b|"
    r"\b(?:last|first)\s+(?:two|three|\d)?\s*(?:ax[ie]s|dim\w*)\b|"
    r"\b(?:each|every|single|one|per)\s+(?:time\s*)?-?(?:step|element|token|frame|word|timestep)s?\b|"
    r"\b(?:list|tuple|sequence|dict\w*|iter\w+|array)s?\s+of\b|列表|のリスト|리스트|"
    r"\[\s*-?\d|每个时间步|\b(?:half|halves|slice\w*|index\w*|select\w*)\b",
    re.IGNORECASE,
)
MADE = re.compile(
    r"\b(?:concat\w*|flatten\w*|reshap\w*|transpos\w*|permut\w*|squeez\w*|stack\w*|sum(?:med)?|mean|averag\w*|after|once|pool\w*|"
    r"split\w*|view(?:ed)?|embedd\w+|chunk\w*|pack\w*|swap\w*|unsqueez\w*|normali[sz]\w*|project\w*|padd\w*|attention|become\w*|"
    r"expand\w*|repeat\w*|pass(?:ed|es)?|feeds?|fed|makes?)\b|拼接|转置|变为|转成|变成",
    re.IGNORECASE,
)
CHANGED = re.compile(
    r"\b(?:reshap|transpos|permut|squeez|unsqueez|flatten|convert|transform|chang|turn)\w*\b[^.;:]*"
    r"\b(?:in)?to\b(?:\s+(?:the|a|an))?(?:\s+(?:shape|size|form|format|dim\w*|tensor)s?)?(?:\s+of)?(?:\s+(?:shape|size))?[\s`*:]*\Z|"
    r"\breshap\w*\b[^.;:]*\bin\s+(?:the\s+)?(?:shape|form)(?:\s+of)?[\s`*:]*\Z",
    re.IGNORECASE,
)
"""Right before a shape that something gets."""

_QUOTED = re.compile(
    r"\b(?:according to|documentation|pytorch\.org)\b|官方|ドキュメント|公式|とある|によると|공식 ?문서|документаци",
    re.IGNORECASE,
)
_OBSTACLES: Mapping[str, re.Pattern[str]] = {
    "its sentence tells what the documentation says": _QUOTED,
    "its sentence says that it is not so": _DENIED,
    "its sentence tells of a guess, a wish or the past": _SUPPOSED,
    "it is mentioned only for comparison": _CONTRASTED,
}


_FLAGS: Mapping[str, tuple[re.Pattern[str], bool]] = {
    "batch_first": (
        re.compile(
            r"batch[_ -]?first(?:\s*(?:=|is|:)\s*(?P<value>true|false))?|time[_ -]?major(?P<no>)", re.IGNORECASE
        ),
        True,
    ),
    "bidirectional": (
        re.compile(
            r"(?P<no>uni-?directional|one[- ]way|単方向|单向|단방향)|"
            r"(?:bi-?directional|双向|双方向|양방향|двунаправ\w*)(?:\s*(?:=|is|:)\s*(?P<value>true|false))?",
            re.IGNORECASE,
        ),
        True,
    ),
    "batched": (
        re.compile(r"(?P<no>unbatched|without (?:a )?batch|single (?:sequence|series|sample))", re.IGNORECASE),
        True,
    ),
}


IF_BEHIND = re.compile(r"[\s`*)]*(?:if|when|unless|otherwise|else|by default)\b", re.IGNORECASE)
"""A condition right behind a shape, as in a conditional expression."""


def flags_in(text: str) -> tuple[tuple[str, bool], ...]:
    """The configuration that a text speaks of; a flag that is named alone is set."""
    found = []
    for flag, (pattern, _) in _FLAGS.items():
        match = pattern.search(text)
        if match is not None:
            groups = match.groupdict()
            found.append((flag, groups.get("no") is None and (groups.get("value") or "true").lower() == "true"))
    return tuple(found)


def obstacles_in(before: str, behind: str) -> Iterator[str]:
    """Why a shape must not be called false, by the words before it in its sentence and right behind it."""
    for reason, pattern in _OBSTACLES.items():
        if pattern.search(before) or (pattern is not _CONTRASTED and pattern.search(behind)):
            yield reason
